#!/bin/sh
# Are PDF pages by our own interpreter the same as by MuPDF's text device? usage:
# tests/pdf-compare.sh BUILD PATH... For each file that differs: its words that only one side has.
# Then totals: files, those with the same lines and with the same places too, words, differing words.
# Fails when more than one word in 2,000 differs.
set -u
reader=$1/leitmotif-reader
shift
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT INT TERM
find "$@" -name '*.pdf' | sort >"$tmp/files"
while read -r file; do
	for how in own library; do
		# Lines without what they cost and which level of the sandbox was there.
		"$reader" --pdf $how --dump "$file" | grep -v '^=' >"$tmp/$how"
		sed 's/^L \([0-9]*\) \([0-9]*\)\( [^ ]*\)\{5\}/L \1 \2/' "$tmp/$how" >"$tmp/$how.lines"
		tr ' \t' '\n\n' <"$tmp/$how.lines" | sort >"$tmp/$how.words"
	done
	cmp -s "$tmp/own" "$tmp/library" && places=1 || places=0
	cmp -s "$tmp/own.lines" "$tmp/library.lines" && lines=1 || lines=0
	comm -3 "$tmp/own.words" "$tmp/library.words" >"$tmp/only"
	[ ! -s "$tmp/only" ] || { echo "$file" && head -n 20 "$tmp/only"; } >&2
	echo "$lines $places $(wc -l <"$tmp/library.words") $(wc -l <"$tmp/only")"
done <"$tmp/files" >"$tmp/counts"
awk '{ n++; lines += $1; places += $2; words += $3; only += $4 }
	END {
		printf "PDF, own against library: %d files, %d with the same lines, %d with the same places; ", n, lines, places
		printf "of %d words %d differ\n", words, only
		exit n == 0 || only * 2000 > words
	}' "$tmp/counts"
