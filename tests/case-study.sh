#!/bin/sh
# The tables from which docs/CASE-STUDY.md is written, of the reports in a folder.
# usage: tests/case-study.sh BUILD DATA
set -eu
build=$(cd "$1" && pwd)
[ -n "${2:-}" ] && [ -d "$2" ] || { echo "usage: make case-study DATA=DIR, a folder of reports" >&2; exit 2; }
data=$(cd "$2" && pwd)
lexicon=$PWD/lexicons/childrens-services
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
leitmotif() { printf '\n$ leitmotif %s\n\n' "$*"; "$build/leitmotif" "$@" --store "$work/reports.db"; }
quietly() { "$build/leitmotif" "$@" --store "$work/reports.db"; }
themes="--theme caseloads --theme assessment-quality --theme domestic-abuse"
single=kind=sif,kind=ilacs-standard,kind=ilacs-short

quietly run -q -l "$lexicon" --fail-on never "$data"
quietly status | grep -v '^store:'
quietly export --format jsonl | sed 's/.*"words":\([0-9]*\).*/\1/' |
	awk '{ n += $1 } END { print "words:      " n }'
quietly export --format jsonl | grep -o '"local_authority":"[^"]*"' | sort -u | awk 'END { print "authorities: " NR }'
# shellcheck disable=SC2086 # words on purpose
for measure in concern net rate share; do
	leitmotif trend --measure $measure $themes
done
leitmotif trend --measure concern
# shellcheck disable=SC2086
leitmotif trend --measure concern $themes --where kind=ilacs-standard,kind=ilacs-short
# shellcheck disable=SC2086
for measure in concern rate; do
	leitmotif trend --measure $measure $themes --where $single
done
# shellcheck disable=SC2086
leitmotif compare kind=sif kind=ilacs-standard,kind=ilacs-short $themes
# shellcheck disable=SC2086
leitmotif compare grade=good grade=inadequate $themes
for theme in caseloads assessment-quality domestic-abuse; do
	leitmotif compare grade=good grade=inadequate --phrases --theme $theme
done
