#!/bin/sh
# Run the command line cases: tests/cases/NAME/cmd is a script that is run in a fresh copy of its
# folder, with $LEITMOTIF's folder first in PATH and $TOP the source tree; its standard output,
# standard error and exit status must be those in stdout, stderr and exit (absent: empty, empty, 0).
# A line "~PATTERN" in an expected file matches a line by grep -E; status 77 skips the case.
# usage: tests/run-cases.sh BUILD [NAME...]; BLESS=1 writes what came as what is expected.
# Appends "PASSED FAILED" to $TALLY where that is set.
set -u
TOP=$PWD
build=$(cd "$1" && pwd) || exit 2
shift
export TOP LC_ALL=C
PATH=$build:$PATH
work=$(mktemp -d) || exit 2
trap 'chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
mkdir "$work/cache"
XDG_CACHE_HOME=$work/cache        # compiled lexicons, from case to case
export XDG_CACHE_HOME
passed=0 failed=0 skipped=0

# Is $2 what $1 expects? Lines that start with ~ are patterns.
same() {
	[ -f "$1" ] || set -- /dev/null "$2"
	cmp -s "$1" "$2" && return 0
	grep -q '^~' "$1" || return 1
	awk -v got="$2" '
		{ if ((getline line < got) <= 0) { bad = 1; exit }
		  if (substr($0, 1, 1) == "~") { if (line !~ substr($0, 2)) { bad = 1; exit } }
		  else if (line != $0) { bad = 1; exit } }
		END { exit bad || (getline line < got) > 0 }' "$1"
}

expected_exit() { cat "$1/exit" 2>/dev/null || echo 0; }

bless() {
	for stream in stdout stderr; do
		if [ -s "$work/$stream" ]; then cp "$work/$stream" "$1/$stream"; else rm -f "$1/$stream"; fi
	done
	if [ "$2" -eq 0 ]; then rm -f "$1/exit"; else echo "$2" >"$1/exit"; fi
}

[ $# -gt 0 ] || set -- tests/cases/*/
for name; do
	name=$(basename "$name")
	case=$TOP/tests/cases/$name
	[ -f "$case/cmd" ] || { echo "no such case: $name"; failed=$((failed + 1)); continue; }
	cp -R "$case" "$work/case"
	(cd "$work/case" && timeout 120 sh ./cmd) >"$work/stdout" 2>"$work/stderr" </dev/null
	status=$?
	if [ "$status" -eq 77 ]; then
		skipped=$((skipped + 1))
	elif [ -n "${BLESS:-}" ]; then
		bless "$case" "$status"
	elif same "$case/stdout" "$work/stdout" && same "$case/stderr" "$work/stderr" &&
		[ "$status" -eq "$(expected_exit "$case")" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $name (exit $status, expected $(expected_exit "$case"))"
		for stream in stdout stderr; do
			expected=$case/$stream
			[ -f "$expected" ] || expected=/dev/null
			diff -u "$expected" "$work/$stream" | head -n 40
		done
	fi
	chmod -R u+rwx "$work/case"
	rm -rf "$work/case"
done
[ -z "${TALLY:-}" ] || echo "$passed $failed" >>"$TALLY"
echo "cases: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
