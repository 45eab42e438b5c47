#!/bin/sh
# Each sample archive and document cut at 100 places and with single bits flipped. What must hold:
# the program ends by itself; each input is in the ledger once; damage under a checksum is reported;
# members before the damage come out as they are.
# usage: tests/damage.sh BUILD. CUTS=N a sample [100], FLIPS=N a sample [1000].
set -u
build=$(cd "$1" && pwd) || exit 2
L=$build/leitmotif
cuts=${CUTS:-100} flips=${FLIPS:-1000}
export LC_ALL=C XDG_CACHE_HOME=/dev/null    # no compiled lexicons
W=$(mktemp -d "${TMPDIR:-/tmp}/damage-XXXXXX") || exit 2
trap 'rm -rf "$W"' EXIT
trap 'exit 130' INT TERM
failures=$W/failures
: >"$failures"
bad() { echo "FAILED: $*" | tee -a "$failures"; }
${CC:-cc} -O1 -o "$W/damage" tests/damage.c || exit 2

docs=$PWD/corpus/documents
lexicon=$PWD/tests/data/lexicon
mkdir "$W/made"
for i in 1 2 3 4 5 6; do
	awk -v n=$i 'BEGIN { for (k = 0; k < 40; k++)
		printf "Caseloads of team %d are too high in area %d.\n", n, k * n * 7919 % 1000 }' \
		>"$W/made/m$i.txt"
done
(cd "$W/made" && tar --format=ustar -cf ../plain.tar m?.txt && gzip -nk ../plain.tar)

# What a checksum covers: all of a gzip file but its head, the members of a zip (in a DOCX also those
# that are not read). PDF, HTML and plain tar have none over their content. A cut shows in DOCX and PDF.
first() { find "$docs" -name "$1" | sort | head -n 1; }
samples="$W/plain.tar $W/plain.tar.gz $docs/joint-inspections.zip $(first '*.pdf') $(first '*.docx')"
samples="$samples $(first '*.html')"

run() { "$L" run -j2 -q -l "$lexicon" --sections all --out "$W/out" "$1" >"$W/printed" 2>"$W/said"; }

# One batch: a folder of damaged files in one run, then the ledger is looked at.
batch() {
	name=$1 how=$2 must=$3
	run "$W/batch"
	status=$?
	[ $status -le 1 ] || { bad "$name, $how: status $status: $(head -n 2 "$W/said")"; return; }
	tail -n +2 "$W/out/ledger.csv" >"$W/ledger"
	sum=$(sed -n 's/.*"inputs":\([0-9]*\).*/\1/p' "$W/out/about.json")
	[ "$(wc -l <"$W/ledger")" -eq "$sum" ] || bad "$name, $how: the ledger's sum is wrong"
	[ "$(sort -u "$W/ledger" | cut -d, -f1 | uniq -d | wc -l)" -eq 0 ] ||
		bad "$name, $how: an input is there twice"
	# Files all of whose lines are ok, though they are damaged.
	sed 's|^[^,]*/batch/\([^/,]*\)[^,]*,\([^,]*\),.*|\1 \2|' "$W/ledger" |
		awk '{ all[$1]; if ($2 != "ok") not[$1] } END { for (f in all) if (!(f in not)) print f }' \
		>"$W/silent"
	# A bit that names another place with the same text does no damage.
	for file in $(grep '\.tar\.gz$' "$W/silent"); do
		gzip -dc "$W/batch/$file" 2>/dev/null | cmp -s - "$W/plain.tar" &&
			sed -i "/^$file\$/d" "$W/silent"
	done
	files=$(ls "$W/batch" | wc -l)
	seen=$(sed 's|^[^,]*/batch/\([^/,]*\).*|\1|' "$W/ledger" | sort -u | wc -l)
	[ "$files" -eq "$seen" ] || bad "$name, $how: $files files, $seen in the ledger"
	silent=$(wc -l <"$W/silent")
	echo "$(basename "$name"), $how: $files damaged, $((files - silent)) reported" \
		"$([ "$must" = yes ] && echo '(must be seen)')"
	if [ "$must" = yes ] && [ $((silent * 1000)) -gt "$files" ]; then
		bad "$name, $how: $silent of $files silent: $(head -n 5 "$W/silent" | tr '\n' ' ')"
	fi
}

for sample in $samples; do
	covered=no
	case $sample in *.gz | *.zip) covered=yes ;; esac
	mkdir "$W/batch" && "$W/damage" cut "$cuts" "$sample" "$W/batch"
	case $sample in
	*.docx | *.pdf) batch "$sample" cut yes ;;
	*) batch "$sample" cut $covered ;;
	esac
	rm -rf "$W/batch" && mkdir "$W/batch"
	"$W/damage" flip "$flips" "$sample" "$W/batch"
	batch "$sample" flipped $covered
	rm -rf "$W/batch"
done

# Whole members before a cut: as many as the archive holds up to there, in their order.
size=$(wc -c <"$W/plain.tar")
awk -v size="$size" 'BEGIN { for (at = 600; at < size; at += 700) print at }' | while read -r at; do
	head -c "$at" "$W/plain.tar" >"$W/cut.tar"
	run "$W/cut.tar"
	want=$(awk -v at="$at" 'BEGIN { print at }' | while read -r a; do
		pos=0 n=0
		for i in 1 2 3 4 5 6; do
			len=$(wc -c <"$W/made/m$i.txt")
			pos=$((pos + 512 + (len + 511) / 512 * 512))
			[ $pos -gt "$a" ] || n=$((n + 1))
		done
		echo $n
	done)
	got=$(grep -c 'm[1-6]\.txt,ok,' "$W/out/ledger.csv")
	[ "$got" -ge "$want" ] || bad "plain.tar cut at $at: $got of $want whole members came out"
done

if [ -s "$failures" ]; then
	echo "damage: $(wc -l <"$failures") failures"
	exit 1
fi
echo "damage: all as it should be"
