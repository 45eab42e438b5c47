#!/bin/sh
# Each header compiles alone, and twice in a row. Tables that one file includes are no headers.
set -u
cc=${CC:-gcc}
flags='-std=c11 -D_GNU_SOURCE -I. -DLM_VERSION="" -isystem /usr/include/libxml2
	-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fsyntax-only'
failed=0
for header in $(find pipeline stages -name '*.h' ! -name '*_table.h' | sort); do
	# shellcheck disable=SC2086 # flags are words
	printf '#include "%s"\n#include "%s"\n' "$header" "$header" | $cc $flags -x c - || {
		echo "$header does not compile alone"
		failed=1
	}
done
exit $failed
