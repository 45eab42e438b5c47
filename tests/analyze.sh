#!/bin/sh
# Static analysis of our own code: cppcheck, clang-tidy (.clang-tidy) and gcc's analyzer. What is not
# installed is left out and said. usage: tests/analyze.sh [FILE...]; all sources by default.
set -u
[ $# -gt 0 ] || set -- $(find pipeline stages -name '*.c' | sort)
flags="-std=c11 -D_GNU_SOURCE -I. -Ibuild/release -isystem /usr/include/libxml2"
# Read by eval, twice quoted.
flags="$flags -DLM_VERSION='\"0\"' -DLM_LEXICONS='\"\"' -DLM_LIBEXEC='\"\"'"
failed=0

part() {
	what=$1
	shift
	if ! command -v "$1" >/dev/null 2>&1; then
		echo "analyze: $what left out: $1 is not installed"
		return
	fi
	began=$(date +%s)
	if "$@" >build/analyze.out 2>&1; then
		echo "analyze: $what: clean ($(($(date +%s) - began)) s)"
	else
		echo "analyze: $what: FAILED"
		grep -v '^[0-9]* warnings\? generated\|^Suppressed\|^Use -' build/analyze.out | head -n 100
		failed=1
	fi
}

mkdir -p build
# What is suppressed, and why: nullPointer*RedundantCheck (slices of length 0 may have no place;
# out_no_memory() does not return), unknownMacro (MuPDF's fz_try), internalAstError (cppcheck 2.10
# trips over S("...") in a ternary), autoVariables (options that live as long as the call that they
# are for), uninitvar (utf8_encode() fills what it is given), invalidPointerCast (a column by offset),
# duplicateAssignExpression (style).
part cppcheck cppcheck -q -j2 --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
	--suppress=missingIncludeSystem --suppress=nullPointerRedundantCheck \
	--suppress=nullPointerArithmeticRedundantCheck --suppress=unknownMacro \
	--suppress=internalAstError --suppress=autoVariables --suppress=uninitvar \
	--suppress=invalidPointerCast --suppress=duplicateAssignExpression \
	-D_GNU_SOURCE -DLM_VERSION='""' -DLM_LEXICONS='""' -DLM_LIBEXEC='""' -I. "$@"

# gcc 12's analyzer looks at double frees, use after free, leaked descriptors, places outside objects.
# Left out: pdf.c (longjmp in MuPDF's fz_try); malloc-leak (streams embed what owns them); NULL of
# what fail() returned for (it does not see that fail() is never 0).
analyze_gcc() {
	for file; do
		case $file in pipeline/reader/pdf.c) continue ;; esac
		eval "gcc $flags -O1 -fanalyzer -Werror -Wno-analyzer-malloc-leak \
			-Wno-analyzer-null-dereference -Wno-analyzer-null-argument \
			-Wno-analyzer-use-of-uninitialized-value -c '$file' -o /dev/null" || return 1
	done
}

began=$(date +%s)
if analyze_gcc "$@" >build/analyze.out 2>&1; then
	echo "analyze: gcc -fanalyzer: clean ($(($(date +%s) - began)) s)"
else
	echo "analyze: gcc -fanalyzer: FAILED"
	head -n 60 build/analyze.out
	failed=1
fi

# As many at a time as there are processors.
tidy() {
	printf '%s\n' "$@" | xargs -n 8 -P "$(nproc)" sh -c "clang-tidy --quiet \"\$@\" -- $flags" sh
}

if command -v clang-tidy >/dev/null 2>&1; then
	part clang-tidy tidy "$@"
else
	echo "analyze: clang-tidy left out: it is not installed"
fi
[ $failed -eq 0 ]
