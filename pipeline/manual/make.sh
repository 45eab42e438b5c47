#!/bin/sh
# Manual pages and completions into a folder: those of the command line from its tables, those of
# file formats from docs/, that of the library from its header.
# usage: pipeline/manual/make.sh MANUAL-PROGRAM VERSION FOLDER
set -eu
manual=$1 version=$2 to=$3
here=$(dirname "$0")
rm -rf "$to"
mkdir -p "$to/man" "$to/bash" "$to/zsh" "$to/fish"

"$manual" man >"$to/man/leitmotif.1"
"$manual" commands | while read -r name; do
	"$manual" man "$name" >"$to/man/leitmotif-$(echo "$name" | tr ' ' -).1"
done
page() { # NAME SUMMARY FILE
	awk -f "$here/markdown.awk" -v name="$1" -v section=5 -v version="$version" \
		-v summary="$2" "$3" >"$to/man/$1.5"
}
page leitmotif-lexicon 'themes, terms and cues: the files of a lexicon' docs/LEXICON.md
page leitmotif-format 'columns, fields, tables and statuses that leitmotif writes' docs/FORMAT.md
awk -f "$here/header.awk" -v version="$version" pipeline/leitmotif.h >"$to/man/leitmotif.3"

"$manual" bash >"$to/bash/leitmotif"
"$manual" zsh >"$to/zsh/_leitmotif"
"$manual" fish >"$to/fish/leitmotif.fish"
