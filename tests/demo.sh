#!/bin/sh
# The main job on the sample archive, and a table of themes and years from what it wrote.
# usage: tests/demo.sh BUILD
set -eu
build=$1
out=$build/demo
echo "$ leitmotif run --out $out corpus/documents"
status=0
"$build/leitmotif" run --out "$out" corpus/documents || status=$?
[ "$status" -le 1 ] || exit "$status"

echo
echo "Four of the files are broken on purpose: whatever comes in is accounted for."
echo
echo "Concern: of 100 documents of a year (2009 to 2026), those in which the theme is a concern or mixed."
echo "The twelve themes that are a concern most often; '.' where no document carries the theme."
echo
# Fields are quoted where they hold a comma: take such a line apart by quotes.
awk '
function cells(line, to,    n, i, field, quoted, c) {
	n = 1; field = ""; quoted = 0
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (c == "\"") quoted = !quoted
		else if (c == "," && !quoted) { to[n++] = field; field = "" }
		else field = field c
	}
	to[n] = field
	return n
}
NR == 1 { n = cells($0, head); for (i = 1; i <= n; i++) at[head[i]] = i; next }
{
	cells($0, f)
	date = f[at["inspection_start_date"]]
	if (date == "") date = f[at["publication_date"]]
	year = substr(date, 1, 4)
	if (year !~ /^20/) next
	theme = f[at["theme"]]
	if (!((f[at["doc"]], year) in seen)) { seen[f[at["doc"]], year] = 1; docs[year]++ }
	if (f[at["sentences"]] > 0) any[theme, year] = 1
	if (f[at["concern"]] + f[at["mixed"]] > 0) { bad[theme, year]++; total[theme]++ }
}
END {
	for (y = 2000; y < 2100; y++) if (docs[y]) years[++ny] = y
	printf "%-26s", "theme"
	for (i = 1; i <= ny; i++) printf "  %02d", years[i] % 100
	printf "\n%-26s", "(documents)"
	for (i = 1; i <= ny; i++) printf " %3d", docs[years[i]]
	printf "\n"
	for (k = 0; k < 12; k++) {
		best = ""
		for (t in total)
			if (best == "" || total[t] > total[best] || (total[t] == total[best] && t < best))
				best = t
		if (best == "") break
		printf "%-26s", best
		for (i = 1; i <= ny; i++)
			if ((best, years[i]) in any)
				printf " %3.0f", 100 * bad[best, years[i]] / docs[years[i]]
			else
				printf "   ."
		printf "\n"
		delete total[best]
	}
}' "$out/vectors-long.csv"
echo
echo "The sentences behind it, for one theme; marked are [term], {+cue of a strength}, {-cue of a concern}:"
echo
echo "$ leitmotif evidence --theme caseloads --format text corpus/documents/thornmere"
"$build/leitmotif" evidence --quiet --theme caseloads --format text corpus/documents/thornmere |
	head -n 16
echo
echo "All of it is in:"
for file in vectors.csv vectors-long.csv evidence.jsonl ledger.csv about.json; do
	echo "  $out/$file"
done
echo
echo "So that 'leitmotif' alone is enough: sudo make install, or PATH=\$PWD/$build:\$PATH"
echo "Next, with your own folder of reports: docs/FIRST-HALF-HOUR.md"
