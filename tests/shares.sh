#!/bin/sh
# Run the tests NAME... of BUILD by SCRIPT, on each core a share of them. Shares are dealt like cards, for
# tests that take long stand side by side; what they print comes one after the other.
# usage: tests/shares.sh SCRIPT BUILD NAME...
set -u
script=$1 build=$2
shift 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cores=$(nproc)
share=0
while [ $share -lt "$cores" ]; do
	names=$(printf '%s\n' "$@" | awk -v n="$cores" -v share=$share 'NR % n == share')
	if [ -n "$names" ]; then
		# names of tests have no blanks
		{ sh "$script" "$build" $names >"$work/$share" 2>&1 || echo $share >>"$work/failed"; } &
	fi
	share=$((share + 1))
done
wait
cat "$work"/[0-9]*
[ ! -e "$work/failed" ]
