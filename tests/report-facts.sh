#!/bin/sh
# Metadata of real reports against facts read from them: agreement by column.
# usage: DATA=DIR [BUILD=build/release] [LIST=1] tests/report-facts.sh
# DIR holds reports under any names; those in tests/data/report-facts.tsv are known by their hash.
# LIST=1 prints each cell that differs. Exit 1 when fewer than 99 % of the cells agree, or a cell of a
# report of 2018 or later on children's services (ILACS) does not.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
build=${BUILD:-$top/build/release}
: "${DATA:?say where the reports are: DATA=DIR}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find "$DATA" -type f -exec sha256sum {} + |
	sed 's/^\\//; s/^\([0-9a-f]\{16\}\)[0-9a-f]* [ *]/\1\t/' >"$work/hashes"
"$build/leitmotif" meta -q -l "${LEXICON:-$top/lexicons/childrens-services}" --format jsonl "$DATA" \
	>"$work/meta" || [ $? -eq 1 ]
awk -F '\t' -v list="${LIST:-}" '
	# The value of a key of a line of JSON, without escapes but \" and \\.
	function value(line, key,    at, rest, out, c) {
		at = index(line, "\"" key "\":{\"value\":\"")
		if (!at)
			return ""
		rest = substr(line, at + length(key) + 13)
		for (out = ""; (c = substr(rest, 1, 1)) != "\""; rest = substr(rest, 2)) {
			if (c == "\\")
				rest = substr(rest, 2)
			out = out substr(rest, 1, 1)
		}
		return out
	}
	FILENAME == ARGV[1] { path_of[$1] = $2; next }
	FILENAME == ARGV[2] {
		at = index($0, "\"doc\":\"")
		rest = substr($0, at + 7)
		line_of[substr(rest, 1, index(rest, "\",\"") - 1)] = $0
		next
	}
	/^#/ { next }
	$1 == "sha256" { for (i = 3; i <= NF; i++) name[i] = $i; columns = NF; next }
	!($1 in path_of) { absent++; next }
	{
		reports++
		line = line_of[path_of[$1]]
		for (i = 3; i <= columns; i++) {
			got = value(line, name[i])
			cells[i]++
			all++
			if (got == $i) { right[i]++; same++; continue }
			ilacs += $5 ~ /^ilacs/
			if (list)
				printf "%s: %s is \"%s\", the page says \"%s\"\n", path_of[$1], name[i], got, $i
		}
	}
	END {
		if (!reports) { print "no report of the facts is there"; exit 1 }
		for (i = 3; i <= columns; i++)
			printf "%-30s %d of %d\n", name[i], right[i], cells[i]
		printf "%-30s %d of %d, %.2f %%; %d reports, %d not there\n", "all", same, all,
			100 * same / all, reports, absent
		exit same < 0.99 * all || ilacs > 0
	}' "$work/hashes" "$work/meta" "$top/tests/data/report-facts.tsv"
