#!/bin/sh
# What a run with a store costs after an edit of the lexicon: random edits, each once, on a copy of the
# first run's store: a weight, a term more (one of another place), a term less, what voids a term, and a
# theme's bias. Prints the median of each kind and of all, with the least and the most, and how much
# less the median is than the first run.
# usage: tests/bench/edits.sh COST BUILD LEXICON FOLDER WORK; EDITS=N of each kind [7].
set -eu
cost=$1 build=$2 lexicon=$3 folder=$4 work=$5/edits
kinds="weight added removed unless bias"
run="$build/leitmotif run -q -j1 --lexicon-cache off --fail-on never"
mkdir -p "$work"

# Copy the lexicon to $work/lexicon with one random edit of kind $1 in a theme file.
edit() {
	rm -rf "$work/lexicon" && cp -r "$lexicon" "$work/lexicon"
	like='^      - .*: -?[0-9.]+$'
	[ "$1" != bias ] || like='^    bias: '
	grep -nE "$like" "$work"/lexicon/themes/*.yaml | awk -v seed="$2" 'BEGIN { srand(seed) }
		{ line[NR] = $0 }
		END { print line[int(rand() * NR) + 1]; print line[int(rand() * NR) + 1] }' >"$work/two"
	place=$(head -1 "$work/two")
	file=${place%%:*} rest=${place#*:}
	OTHER=$(sed -n '2s/^[^:]*:[0-9]*://p' "$work/two") awk -v n="${rest%%:*}" -v kind="$1" '
		NR != n { print; next }
		kind == "weight" || kind == "bias" { print $0 (/\./ ? "3" : ".3") }
		kind == "added" { print ENVIRON["OTHER"]; print }
		kind == "unless" {
			term = substr($0, 9); weight = term
			sub(/: -?[0-9.]+$/, "", term); sub(/.*: /, "", weight); gsub(/^"|"$/, "", term)
			printf "      - {term: \"%s\", weight: %s, unless: [not]}\n", term, weight
		}' "$file" >"$work/file"
	mv "$work/file" "$file"
}

rm -f "$work"/*.db*
first=$("$cost" "$run --lexicon $lexicon --store $work/first.db $folder" 2>/dev/null)
for kind in $kinds; do
	for seed in $(seq "${EDITS:-7}"); do
		edit "$kind" "$seed"
		cp "$work/first.db" "$work/s.db"
		"$cost" "$run --lexicon $work/lexicon --store $work/s.db $folder" 2>/dev/null ||
			echo "failed: $kind $seed" >&2
	done >"$work/$kind"
done
for kind in $kinds all; do
	[ "$kind" = all ] && of=$kinds || of=$kind
	(cd "$work" && sort -n $of) | awk -v first="${first%% *}" -v kind="edit: $kind" '{ v[NR] = $1 } END {
		m = v[int((NR + 1) / 2)]
		printf "  %-38s %9.3f   (%6.3f-%6.3f)    1/%.0f\n", kind, m, v[1], v[NR], first / m }'
done
