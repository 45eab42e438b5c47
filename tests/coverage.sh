#!/bin/sh
# Line and branch coverage of our own code by the unit tests, the cases, the manual pages and the
# replayed fuzz cases, worst files first. FAULTS=N: by memory that runs out at about N places a job of
# tests/faults.sh as well, and by calls that fail, which is what most branches that are left are for. DATA=DIR: by runs over a
# folder of real or broken files, too. MISSED=FILE: writes there each line with a branch that nothing
# takes.
# A branch is one way that a condition goes, as gcov counts them; what a header brings into several
# files counts once, and as taken where it is in any.
set -eu
build=build/coverage
find "$build" -name "*.gcda" -delete 2>/dev/null || true
make --no-print-directory -j"$(nproc)" MODE=coverage build-tests "$build/tests/starve" "$build/tests/httpd" >/dev/null
find "$build" -name '*.gcda' -delete
rm -f "$build/pages/stamp"
make --no-print-directory MODE=coverage man >/dev/null
of() { sh tests/shares.sh "$@" | grep ' passed, \|^FAILED'; }
of tests/run-units.sh "$build" $(basename -s .c tests/unit/test_*.c tests/api/client.c)
of tests/run-cases.sh "$build" $(ls tests/cases)
sh tests/fuzz/replay.sh "$build" | tail -n 1
if [ -n "${FAULTS:-}" ]; then
	POINTS=$FAULTS sh tests/faults.sh "$build" inside | grep -v ': .*: '
	POINTS=$((FAULTS / 4 + 1)) sh tests/faults.sh "$build" memory calls reader | grep -v ': .*: '
fi
if [ -n "${DATA:-}" ]; then
	out=$(mktemp -d)
	"$build/leitmotif" run -q --store "$out/s.db" --out "$out/all" "$DATA" || true
	for format in text blocks actions actions-csv actions-jsonl meta; do
		"$build/leitmotif" run -q --format "$format" -o "$out/$format" "$DATA" || true
	done
	rm -rf "$out"
fi
find "$build/obj/pipeline" "$build/obj/stages" -name '*.gcno' | sort | while read -r notes; do
	gcov -b -c -t -o "$(dirname "$notes")" "$notes" 2>/dev/null
done | awk -v missed="${MISSED:-}" '
/^ *[^ :]+: *0:Source:/ { sub(/.*:Source:/, ""); file = $0; own = file ~ /^(pipeline|stages)\//; next }
!own || /^(function|call|unconditional) / { next }
/^branch / {
	key = at SUBSEP branch++
	if (!(key in taken)) { taken[key] = 0; of[key] = file; B[file]++; where[key] = at }
	if ($3 == "taken" && $4 > 0 && !taken[key]) { taken[key] = 1; T[file]++ }
	next
}
match($0, /^ *[^ :]+: *[0-9]+:/) {
	split($0, part, ":")
	count = part[1]; gsub(/ /, "", count)
	at = file ":" part[2] + 0; branch = 0
	text[at] = substr($0, RLENGTH + 1)
	if (count == "-") next
	if (!(at in line)) { line[at] = 0; L[file]++ }
	if (count !~ /^[#=]/ && !line[at]) { line[at] = 1; H[file]++ }
}
END {
	for (f in L) {
		printf "%6.1f %% of %5d lines %6.1f %% of %5d branches  %s\n", 100 * H[f] / L[f], L[f],
			B[f] ? 100 * T[f] / B[f] : 100, B[f], f | "sort -k6,6n -k10,10"
		l += L[f]; h += H[f]; b += B[f]; t += T[f]
	}
	close("sort -k6,6n -k10,10")
	printf "%6.1f %% of %5d lines %6.1f %% of %5d branches  all\n", 100 * h / l, l, 100 * t / b, b
	for (key in taken)
		if (missed && !taken[key])
			seen[where[key]]++
	for (at in seen)
		printf "%s: %d:%s\n", at, seen[at], text[at] | ("sort -t: -k1,1 -k2,2n >" missed)
}'
