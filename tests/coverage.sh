#!/bin/sh
# Line and branch coverage of our own code by the unit tests, the cases and the replayed fuzz cases,
# worst files first. FAULTS=N: by about N failing allocations a job of tests/faults.sh as well, which is
# what most branches that are left are for. DATA=DIR: by runs over a folder of real or broken files, too.
set -eu
build=build/coverage
make --no-print-directory -j"$(nproc)" MODE=coverage build-tests >/dev/null
find "$build" -name '*.gcda' -delete
sh tests/run-units.sh "$build" | tail -n 1
sh tests/run-cases.sh "$build" | tail -n 1
sh tests/fuzz/replay.sh "$build" | tail -n 1
[ -z "${FAULTS:-}" ] || POINTS=$FAULTS sh tests/faults.sh "$build" memory | tail -n 2
if [ -n "${DATA:-}" ]; then
	out=$(mktemp -d)
	"$build/leitmotif" run -q --store "$out/s.db" --out "$out/all" "$DATA" || true
	for format in text blocks actions actions-csv actions-jsonl meta; do
		"$build/leitmotif" run -q --format "$format" -o "$out/$format" "$DATA" || true
	done
	rm -rf "$out"
fi
find "$build/obj/pipeline" "$build/obj/stages" -name '*.gcda' | sort | while read -r data; do
	gcov -b -n -o "$(dirname "$data")" "$data" 2>/dev/null
done | awk '
/^File / { file = $2; gsub(/\x27/, "", file); next }
/^Lines executed:/ { split($0, a, /[:% ]+/); l = $4; sub(/.*of /, "", $0); lines = $0; lp = a[3]; next }
/^Branches executed:/ { next }
/^Taken at least once:/ { split($0, a, /[:% ]+/); bp = a[5]; sub(/.*of /, "", $0); branches = $0
	if (file !~ /^(pipeline|stages)\// || (file in done)) next
	done[file] = 1
	hit = lines * lp / 100; taken = branches * bp / 100
	printf "%6.1f %% of %5d lines %6.1f %% of %5d branches  %s\n", lp, lines, bp, branches, file | "sort -n"
	L += lines; H += hit; B += branches; T += taken; next }
END {
	close("sort -n")
	printf "%6.1f %% of %5d lines %6.1f %% of %5d branches  all\n", 100 * H / L, L, 100 * T / B, B
}'
