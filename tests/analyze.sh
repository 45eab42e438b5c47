#!/bin/sh
# Static analysis of our own code by cppcheck, clang-tidy (.clang-tidy) and gcc's analyzer, on all
# processors. A file that a tool found clean is not read again until it, a header that it includes, the
# tool or what the tool is told changes: build/analyze/TOOL keeps a sum of these. Findings are printed
# as they come; the last line is the sum: one a tool and file.
# usage: FLAGS='preprocessor flags, quoted for a shell' tests/analyze.sh [FILE...]; all sources by default
set -u
kept=build/analyze
tools="cppcheck gcc clang-tidy"

# What runs for a tool and a file. The file's flags are quoted for a second reading by eval.
command_of() {
	case $1 in
	# Suppressed, and why: nullPointer*RedundantCheck (slices of length 0 may have no place;
	# out_no_memory() does not return), unknownMacro (MuPDF's fz_try), internalAstError (cppcheck 2.10
	# trips over S("...") in a ternary), autoVariables (options that live as long as the call that they
	# are for), uninitvar (utf8_encode() fills what it is given), invalidPointerCast (a column by
	# offset), duplicateAssignExpression (style).
	cppcheck)
		echo "cppcheck -q --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1" \
			"--suppress=missingIncludeSystem --suppress=nullPointerRedundantCheck" \
			"--suppress=nullPointerArithmeticRedundantCheck --suppress=unknownMacro" \
			"--suppress=internalAstError --suppress=autoVariables --suppress=uninitvar" \
			"--suppress=invalidPointerCast --suppress=duplicateAssignExpression" \
			"$(printf '%s' "$FLAGS" | sed 's/-isystem [^ ]*//g') '$2'"
		;;
	# gcc 12's analyzer looks at double frees, use after free, leaked descriptors, places outside
	# objects. Left out: malloc-leak (streams embed what owns them); NULL of what fail() returned for
	# (it does not see that fail() is never 0).
	gcc)
		echo "gcc -std=c11 $FLAGS -O1 -fanalyzer -Werror -Wno-analyzer-malloc-leak" \
			"-Wno-analyzer-null-dereference -Wno-analyzer-null-argument" \
			"-Wno-analyzer-use-of-uninitialized-value -c '$2' -o /dev/null"
		;;
	clang-tidy) echo "clang-tidy --quiet '$2' -- -std=c11 $FLAGS" ;;
	esac
}

# Not for gcc: longjmp in MuPDF's fz_try.
left_out() { [ "$1" = gcc ] && grep -q 'fz_try(' "$2"; }

# A file by all tools: a word of each to $tally.
file() {
	sources=$(eval "gcc -std=c11 $FLAGS -M -MT :" "'$1'" | sed 's/^: *://; s/\\$//' | xargs cat | sha256sum)
	for tool in $TOOLS; do
		left_out "$tool" "$1" && continue
		command=$(command_of "$tool" "$1")
		sum=$({ echo "$sources $command $versions"; [ "$tool" = clang-tidy ] && cat .clang-tidy; } | sha256sum)
		stamp=$kept/$tool/$(echo "$1" | tr / -)
		if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then
			echo "$tool known"
		elif eval "$command" >"$stamp.out" 2>&1; then
			echo "$sum" >"$stamp"
			rm "$stamp.out"
			echo "$tool clean"
		else
			rm -f "$stamp"
			echo "$tool found"
			{ echo "analyze: $tool: $1:"; grep -v '^[0-9]* warnings\? generated\|^Suppressed\|^Use -' "$stamp.out" |
				head -n 60; } >&2
		fi
	done >>"$tally"
}

if [ "${1:-}" = --file ]; then
	file "$2"
	exit 0
fi
[ $# -gt 0 ] || set -- $(find pipeline stages -name '*.c' | sort)
TOOLS=
for tool in $tools; do
	command -v $tool >/dev/null 2>&1 && TOOLS="$TOOLS $tool" || echo "analyze: $tool left out: it is not installed"
	mkdir -p $kept/$tool
done
versions=$(for tool in $TOOLS; do $tool --version; done)
tally=$(mktemp) || exit 2
trap 'rm -f "$tally"' EXIT
trap 'exit 130' INT TERM
export TOOLS FLAGS versions tally
began=$(date +%s)
printf '%s\n' "$@" | xargs -n 1 -P "$(nproc)" sh tests/analyze.sh --file
for tool in $TOOLS; do
	awk -v tool="$tool" '$1 == tool { n++; of[$2]++ } END {
		printf "analyze: %s: %d files, %d of them as they were when they were clean, %d with findings\n",
			tool, n, of["known"], of["found"] }' "$tally"
done
awk -v s=$(($(date +%s) - began)) '$2 == "found" { f++ } END {
	printf "%d passed, %d failed (%d s)\n", NR - f, f, s; exit f > 0 || NR == 0 }' "$tally"
