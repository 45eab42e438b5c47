#!/bin/sh
# Measure the product beside what everybody has: gzip and wc, pdftotext, mutool. All that is compared
# runs interleaved, ROUNDS times [5]; the median counts, and the least and most stand beside it. CPU
# time is compared, for it bears other work on the machine; peak memory is the largest process's.
# usage: tests/bench/bench.sh BUILD; DATA=DIR: a folder of real reports (PDF or text) instead of the
# project's corpus, which is multiplied with varied words. PARTS: which of the parts below [all but
# peers, which make bench-peers measures, and archive, of 2 GB]. MB=100: bytes of the largest document.
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$here/../.." && pwd)
ROUNDS=${ROUNDS:-5}
DATA=${DATA:-}
MB=${MB:-100}
PARTS=${PARTS:-text threads pdf lexicons sizes rerun start}
lexicon=$TOP/lexicons/childrens-services
lm="$build/leitmotif run -q --lexicon $lexicon"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME="$work/cache"      # compiled lexicons; anew: each run compiles its own
mkdir "$work/cache"
anew='--lexicon-cache off'
${CC:-cc} -O2 -D_GNU_SOURCE -o "$work/cost" "$here/cost.c"

wants() { case " $PARTS " in *" $1 "*) ;; *) return 1 ;; esac; }

# measure NAME COMMAND [NAME COMMAND]...: one row a name, in the file $work/rows.
measure() {
	rm -f "$work"/m.*
	round=0
	while [ $round -lt "$ROUNDS" ]; do
		i=0
		(while [ $# -gt 0 ]; do
			i=$((i + 1))
			"$work/cost" "$2" >>"$work/m.$i" 2>"$work/err" ||
				{ echo "failed: $2" >&2; head -3 "$work/err" >&2; }
			shift 2
		done)
		round=$((round + 1))
	done
	i=0
	: >"$work/rows"
	while [ $# -gt 0 ]; do
		i=$((i + 1))
		sort -n "$work/m.$i" | awk -v name="$1" '
			{ cpu[NR] = $1; if ($2 < wall || NR == 1) wall = $2; if ($3 > rss) rss = $3 }
			END { printf "%s\t%.4f\t%.4f\t%.4f\t%.4f\t%d\n", name, cpu[int((NR + 1) / 2)],
			      cpu[1], cpu[NR], wall, rss / 1024 }' >>"$work/rows"
		shift 2
	done
}

# Print the rows; ratios are to the first one.
show() {
	awk -F '\t' '
		NR == 1 { base = $2; printf "  %-38s %9s %17s %7s %8s %6s\n", "", "CPU s", "(least-most)",
			  "ratio", "wall s", "MB" }
		{ printf "  %-38s %9.3f   (%6.3f-%6.3f) %7.2f %8.3f %6d\n", $1, $2, $3, $4,
		  base ? $2 / base : 0, $5, $6 }' "$work/rows"
}

# Texts of the reports, one file each, in $work/text.
make_texts() {
	mkdir "$work/text"
	n=0
	find "${DATA:-$TOP/corpus/documents}" -type f \( -name '*.pdf' -o -name '*.txt' -o -name '*.md' \) |
		sort >"$work/files"
	while read -r file; do
		n=$((n + 1))
		case $file in
		*.pdf) pdftotext -raw "$file" "$work/text/$n.txt" 2>/dev/null || : ;;
		*) cp "$file" "$work/text/$n.txt" ;;
		esac
	done <"$work/files"
	[ -n "$DATA" ] || multiply
}

# Copies of the corpus's texts in which one word in thirty is made another one.
multiply() {
	copy=0
	while [ "$(du -sk "$work/text" | cut -f1)" -lt 10000 ]; do
		copy=$((copy + 1))
		for file in "$work"/text/?.txt "$work"/text/??.txt; do
			[ -f "$file" ] || continue
			awk -v seed=$copy 'BEGIN { srand(seed) }
				{ for (i = 1; i <= NF; i++)
					if (rand() < 1 / 30 && $i ~ /^[a-z]+$/)
						$i = $i substr("aeioulnrst", 1 + rand() * 10, 1)
				  print }' "$file" >"$work/text/c$copy-$(basename "$file")"
		done
	done
}

# A lexicon of $1 terms, two words of the texts each, in folder $2.
make_lexicon() {
	cp -r "$lexicon" "$2"
	rm -f "$2"/themes/*
	cat "$work"/text/*.txt | tr -cs 'a-zA-Z' '\n' | tr 'A-Z' 'a-z' |
		awk -v n="$1" 'length > 2 { if (old != "" && !seen[old " " $0]++) print old " " $0; old = $0 }' |
		awk -v n="$1" '{ line[NR] = $0 } END { step = NR / n; if (step < 1) step = 1
			for (i = 1; i <= NR && k < n; i += step) { print line[int(i)]; k++ } }' |
		awk -v n="$1" 'BEGIN { print "group: made\ntitle: Made\nthemes:" }
			(NR - 1) % int(n / 44 + 1) == 0 {
				printf "  - id: theme-%d\n    title: Theme\n    definition: Made.\n    bias: -2\n    terms:\n", NR }
			{ printf "      - \"%s\"\n", $0 }' >"$2/themes/made.yaml"
	rm -f "$2/polarity.yaml"
}

# 1,400 terms of one to five words of the texts, as lines "theme TAB words" in $work/terms and as a
# lexicon without weights in $work/same: the same task for all.
make_same_terms() {
	cat "$work"/text/*.txt | tr -cs 'a-zA-Z' '\n' | tr 'A-Z' 'a-z' | awk 'length > 2' |
		awk '{ w[NR] = $0 } END { step = int(NR / 1400)
			for (i = 1; k < 1400 && i + 5 < NR; i += step) {
				phrase = w[i]
				for (j = 1; j <= k % 5; j++) phrase = phrase " " w[i + j]
				if (!seen[phrase]++) print "t" int(k / 32) "\t" phrase
				k++
			} }' >"$work/terms"
	cp -r "$lexicon" "$work/same"
	rm -f "$work"/same/themes/* "$work/same/polarity.yaml"
	awk -F '\t' 'BEGIN { print "group: made\ntitle: Made\nthemes:" }
		$1 != old { printf "  - id: %s\n    title: Theme\n    definition: Made.\n    bias: -2\n    terms:\n", $1; old = $1 }
		{ printf "      - \"%s\"\n", $2 }' "$work/terms" >"$work/same/themes/made.yaml"
}

# Paragraphs of the texts as leitmotif reads them, in random order and again and again, $1 MB of them.
# Nothing in them is a heading, or ends the evidence.
make_paragraphs() {
	$build/leitmotif text -q --lexicon "$lexicon" "$work/t.tar.gz" 2>/dev/null |
		awk 'length > 300' >"$work/paragraphs"
	round=0
	while :; do
		round=$((round + 1))
		awk -v seed=$round 'BEGIN { srand(seed) } { print rand() "\t" $0 }' "$work/paragraphs" |
			sort | cut -f2- | awk '{ print $0 "\n" }'
	done 2>/dev/null | head -c "$1000000"
}

echo "leitmotif $("$build/leitmotif" --version | head -1); $(nproc) cores; $ROUNDS rounds; data: ${DATA:+real reports}${DATA:-the corpus, multiplied}" |
	sed "s|$DATA\$||"
make_texts
tar -czf "$work/t.tar.gz" -C "$work/text" .
echo "texts: $(find "$work/text" -type f | wc -l) files, $(cat "$work"/text/* | wc -c) bytes"

if wants text; then
	echo "Text in a .tar.gz, to theme vectors with polarity"
	cp -r "$lexicon" "$work/plain" && rm -f "$work/plain/polarity.yaml"
	plain="$build/leitmotif run -q -j1 --lexicon $work/plain"
	measure "gzip -dc | wc -w" "gzip -dc $work/t.tar.gz | wc -w >/dev/null" \
		"leitmotif, csv" "$lm -j1 --format csv -o /dev/null $work/t.tar.gz" \
		"leitmotif, csv, without polarity" "$plain --format csv -o /dev/null $work/t.tar.gz" \
		"leitmotif, evidence" "$lm -j1 --format evidence -o /dev/null $work/t.tar.gz" \
		"leitmotif, up to tokens" "$lm -j1 --format tokens -o /dev/null $work/t.tar.gz" \
		"leitmotif, up to hits" "$lm -j1 --format hits -o /dev/null $work/t.tar.gz"
	show
fi
if wants threads; then
	echo "Threads (compare the wall times, on a quiet machine)"
	measure "one thread" "$lm -j1 --format csv -o /dev/null $work/t.tar.gz" \
		"two threads" "$lm -j2 --format csv -o /dev/null $work/t.tar.gz"
	show
fi
if wants pdf && grep -q '\.pdf$' "$work/files" && command -v pdftotext >/dev/null; then
	echo "PDF reports ($(grep -c '\.pdf$' "$work/files")); the first is text alone, a process a file"
	grep '\.pdf$' "$work/files" | tr '\n' '\0' >"$work/pdfs"
	folder=${DATA:-$TOP/corpus/documents}
	set -- "pdftotext" "xargs -0 -I {} pdftotext {} - <$work/pdfs >/dev/null 2>&1 || true"
	if command -v mutool >/dev/null; then
		set -- "$@" "mutool draw -F txt" "xargs -0 -I {} mutool draw -q -F txt {} <$work/pdfs >/dev/null 2>&1 || true"
	fi
	measure "$@" "leitmotif, vectors" "$lm -j1 --format csv -o /dev/null $folder"
	show
fi
if wants lexicons; then
	echo "Terms in the lexicon, without polarity"
	set --
	echo 'Caseloads are too high.' >"$work/one.txt"
	for n in 1400 500 5000 10000 100000; do
		make_lexicon $n "$work/lexicon$n"
		set -- "$@" "$n terms" "$build/leitmotif run -q -j1 $anew --lexicon $work/lexicon$n --format csv -o /dev/null $work/t.tar.gz"
	done
	for n in 500 100000; do
		set -- "$@" "$n terms, start alone" "$build/leitmotif run -q -j1 $anew --lexicon $work/lexicon$n --format csv -o /dev/null $work/one.txt"
	done
	measure "$@"
	show
fi
if wants sizes; then
	echo "Size of a document: the same $MB MB, and the memory they take"
	mkdir "$work/big" "$work/small"
	make_paragraphs "$MB" >"$work/big/all.txt"
	set --
	for size in 100k 1k 10k 1000k 10000k; do
		mkdir "$work/small/$size"
		split -C $size "$work/big/all.txt" "$work/small/$size/s" -a 5 --additional-suffix .txt
		set -- "$@" "documents of $size" "$lm -j1 --format csv -o /dev/null $work/small/$size"
	done
	measure "$@" "one document" "$lm -j1 --format csv -o /dev/null $work/big" \
		"one document, two threads" "$lm -j2 --format csv -o /dev/null $work/big"
	show
	rm -rf "$work/big" "$work/small"
fi
if wants archive; then
	bytes=$(cat "$work"/text/* | wc -c)
	echo "Size of an archive: copies of the texts, $bytes bytes each time; the ratio is to one copy"
	set --
	for copies in 1 20 200; do
		mkdir "$work/many"
		for copy in $(seq $copies); do cp -rl "$work/text" "$work/many/$copy"; done
		tar -cf - --hard-dereference -C "$work/many" . | gzip -1 >"$work/many$copies.tar.gz"
		rm -rf "$work/many"
		set -- "$@" "$copies copies" "$lm -j1 --format csv -o /dev/null $work/many$copies.tar.gz"
	done
	measure "$@"
	show
fi
if wants peers; then
	echo "The same 1,400 terms of one to five words; peers read plain files, and know no sentences"
	make_same_terms
	peers="/usr/bin/python3 $here/peers.py"
	same="$build/leitmotif run -q -j1 --lexicon $work/same"
	measure "leitmotif, these terms" "$same --format csv -o /dev/null $work/t.tar.gz" \
		"leitmotif, its own lexicon" "$lm -j1 --format csv -o /dev/null $work/t.tar.gz" \
		"Python, a tree of stems" "$peers trie $work/terms $work/text >/dev/null" \
		"scikit-learn, stems kept" "$peers sklearn $work/terms $work/text >/dev/null" \
		"NLTK, ngrams()" "$peers nltk $work/terms $work/text >/dev/null" \
		"R tm, n-grams" "Rscript $here/peers.R $work/terms $work/text >/dev/null"
	show
fi
if wants rerun; then
	echo "Run again with nothing changed, or a term of the lexicon (--store)"
	folder=${DATA:-$TOP/corpus/documents}
	# One term more, which occurs nowhere.
	cp -r "$lexicon" "$work/edited"
	sed -i '0,/^    terms:/s//    terms:\n      - zebra crossing patrol: 1/' "$work/edited/themes/care.yaml"
	store="--store $work/s.db $folder"
	measure "first run" "rm -f $work/s.db; $lm -j1 $store" \
		"again" "$lm -j1 $store" \
		"again, with csv" "$lm -j1 --format csv -o /dev/null $store" \
		"after an edit of the lexicon" "$build/leitmotif run -q -j1 $anew --lexicon $work/edited $store"
	show
	sh "$here/edits.sh" "$work/cost" "$build" "$lexicon" "$folder" "$work"
fi
if wants start; then
	echo "One short document from the shell"
	echo "Social workers visit children regularly." >"$work/one.txt"
	measure "leitmotif" "$lm -j1 --format csv -o /dev/null $work/one.txt" \
		"the lexicon compiled anew" "$lm -j1 $anew --format csv -o /dev/null $work/one.txt" \
		"leitmotif --help" "$build/leitmotif --help"
	show
fi
