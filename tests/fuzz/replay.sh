#!/bin/sh
# Run the kept cases of each fuzz target, one line each. usage: tests/fuzz/replay.sh BUILD.
# Appends "PASSED FAILED" to $TALLY where that is set.
set -u
build=$1
passed=0 failed=0
out=$build/fuzz/output
for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	name=${name#fuzz_}
	if timeout 120 "$build/fuzz/$name" "tests/fuzz/corpus/$name" >"$out" 2>&1; then
		passed=$((passed + 1))
		printf 'fuzz %-19s %3d cases\n' "$name" "$(cat "$out")"
	else
		failed=$((failed + 1))
		echo "fuzz $name: FAILED"
		tail -n 40 "$out"
	fi
done
rm -f "$out"
[ -z "${TALLY:-}" ] || echo "$passed $failed" >>"$TALLY"
echo "fuzz targets replayed: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
