#!/bin/sh
# Run the unit tests that are built in BUILD/unit, one line each; the output of those that fail.
# usage: tests/run-units.sh BUILD [NAME...]. Appends "PASSED FAILED" to $TALLY where that is set.
set -u
build=$1
shift
[ $# -gt 0 ] || set -- $(basename -s .c tests/unit/test_*.c tests/api/client.c)
passed=0 failed=0
export LC_ALL=C LEITMOTIF_READER="$PWD/$build/leitmotif-reader"
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
XDG_CACHE_HOME=$work/cache out=$work/output
export XDG_CACHE_HOME
mkdir "$XDG_CACHE_HOME"

# cmocka's own sum; a program without one counts as one test.
sum() { sed -n "s/^\[  $1  \] \([0-9]*\) test(s).*/\1/p" "$out" | head -n 1; }

for program; do
	[ -x "$build/unit/$program" ] || { echo "not built: $program"; failed=$((failed + 1)); continue; }
	timeout 300 "$build/unit/$program" >"$out" 2>&1
	status=$?
	ok=$(sum PASSED) bad=$(sum FAILED)
	: "${ok:=0}" "${bad:=0}"
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
		bad=1            # ended by a signal, a sanitizer, or the clock
	elif [ "$status" -eq 0 ] && [ "$ok" -eq 0 ]; then
		ok=1
	fi
	passed=$((passed + ok)) failed=$((failed + bad))
	printf '%-24s %3d passed' "$program" "$ok"
	if [ "$status" -ne 0 ]; then
		printf ', %d failed (status %d)\n' "$bad" "$status"
		grep -v '^\[ RUN\|^\[       OK' "$out" | tail -n 60
	else
		echo
	fi
done
[ -z "${TALLY:-}" ] || echo "$passed $failed" >>"$TALLY"
echo "unit tests: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
