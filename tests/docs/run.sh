#!/bin/bash
# Every command line of README.md, docs/, corpus/README.md and of the examples in --help runs, prints
# what the page shows below it, and ends with 0 (with 1 where the broken files of corpus/ are among its
# documents). What is an affair of a target of its own, or needs another machine, is not run, but a
# target must be there. Code in the prose that names a command names real options.
# usage: tests/docs/run.sh BUILD [quick|prose|languages] [PAGE...]
#        quick: a command whose program is not installed is left out; prose: no command is run;
#        languages: blocks of Python, R and SQL are run, too
set -u
TOP=$PWD
build=$(cd "$1" && pwd) || exit 2
shift
mode=
case ${1:-} in quick | prose | languages) mode=$1; shift ;; esac
[ $# -gt 0 ] || set -- README.md docs/*.md corpus/README.md --help
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
export LC_ALL=C TZ=UTC NO_COLOR=1 TERM=dumb XDG_CACHE_HOME=$work/cache
mkdir "$work/cache"
[ "$mode" = prose ] || tests/docs/folder.sh "$work/there" || exit 2
PATH=$work/there/bin:$build:$PATH
ran=0 left=0 failed=0

wrong() { # STEP WHAT
	failed=$((failed + 1))
	echo "$(cat "$1.place"): $2"
	head -n 12 "$work/errors" "$work/printed" 2>/dev/null | sed '/^$/d; s/^/    /'
}

# The steps of the examples of a command's --help, as those of a page.
help_steps() {
	local name
	while read -r name; do
		leitmotif $name --help | awk -v name="$name" '/^Examples:/ { on = 1; next } /^Options:/ { on = 0 }
			on && /^  [^ ]/ { print "x\n\n    $ " substr($0, 3) }' >"$work/help-of-${name// /-}"
		mkdir -p "$work/steps/help-${name// /-}"
		awk -v to="$work/steps/help-${name// /-}" -f tests/docs/steps.awk "$work/help-of-${name// /-}"
	done < <("$build/manual" commands)
}

page_steps() { # PAGE
	local to=$work/steps/${1//\//-}
	mkdir -p "$to"
	awk -v to="$to" -f tests/docs/steps.awk "$1" 2>"$work/errors"
	[ ! -s "$work/errors" ] || { cat "$work/errors"; failed=$((failed + 1)); }
}

# Why a command is not run here; nothing: it is.
not_here() {
	local target
	case $1 in
	make\ *)
		eval "set -- $(sed 's/^make//; s/#.*//' <<<"$1")"
		for target; do
			[[ $target == *=* ]] || make -C "$TOP" -n "$target" >"$work/errors" 2>&1 ||
				echo "there is no target '$target'"
		done
		echo target ;;
	sudo\ * | apt-get\ * | systemctl\ * | sbatch\ * | squeue* | ssh\ * | parallel\ * | REPORTS=* | *\ /data/* | git\ * | man\ *) echo elsewhere ;;
	leitmotif\ fetch*) echo network ;;
	esac
}

# A program of the command line that is not installed.
lacks() {
	local word
	for word in jq sqlite3 python3 Rscript parallel duckdb; do
		[[ " $1 " != *"$word "* ]] || command -v "$word" >/dev/null || { echo "$word"; return; }
	done
}

# One command's edits are not to be in the way of another.
fresh_lexicon() {
	rm -rf my-lexicon edited
	cp -r lexicons/childrens-services my-lexicon
	cp -r lexicons/childrens-services edited
}

# A merge makes a new store, of all parts; a page shows how one is made.
before_merge() {
	local i
	rm -f reports.db
	for i in 1 2 3 4; do
		[ -f part-$i.db ] || leitmotif run -q --shard $i/4 --store part-$i.db reports
	done
}

allowed() { # STATUS COMMAND
	[ "$1" -eq 0 ] || { [ "$1" -eq 1 ] && [[ $2 == *corpus/documents* ]]; }
}

run_command() { # STEP
	local command why status
	command=$(sed "s|/srv/|srv/|g; s|less\$|cat|" "$1.command")
	why=$(not_here "$command")
	case $why in
	'') ;;
	target | elsewhere | network) left=$((left + 1)); return ;;
	*) : >"$work/printed"; wrong "$1" "$why"; return ;;
	esac
	why=$(lacks "$command")
	if [ -n "$why" ]; then
		left=$((left + 1))
		[ "$mode" = quick ] || { : >"$work/errors"; wrong "$1" "$why is not installed"; }
		return
	fi
	# A store that the page has not made: that of an earlier night.
	if [[ $command == *reports.db* && $command != *"leitmotif run"* && ! -f reports.db ]]; then
		leitmotif run -q --store reports.db reports
	fi
	[[ $command != *my-lexicon* ]] || fresh_lexicon
	[[ $command != leitmotif\ merge* ]] || before_merge
	bash -o pipefail -c "$command" </dev/null >"$work/printed" 2>"$work/errors"
	status=$?
	ran=$((ran + 1))
	if ! allowed $status "$command"; then
		wrong "$1" "exit status $status: $command"
	elif [ -f "$1.printed" ] && ! awk -f "$TOP/tests/docs/matches.awk" "$1.printed" \
		<(cat "$work/printed" "$work/errors") >"$work/why"; then
		cp "$work/why" "$work/printed"
		: >"$work/errors"
		wrong "$1" "prints something else: $command"
	fi
}

# The scripts of a page run in a folder of its own beside the archive and the lexicons.
run_script() { # STEP
	local own
	own=$work/own/$(basename "$(dirname "$1")")
	ran=$((ran + 1))
	mkdir -p "$own"
	[ -e "$own/corpus" ] || ln -s "$TOP/corpus" "$TOP/lexicons" "$own"
	(cd "$own" && sh -e "$1.script") </dev/null >"$work/printed" 2>"$work/errors" ||
		wrong "$1" "the block fails"
	among "$1"
}

# Python, R and SQL go on from block to block of a page: what came before is run again.
run_language() { # STEP python|r|sql
	local session
	session=$work/session-$(basename "$(dirname "$1")").$2
	[ "$mode" = languages ] || { left=$((left + 1)); return; }
	ran=$((ran + 1))
	cat "$1.$2" >>"$session"
	case $2 in
	python) /usr/bin/python3 -W error::FutureWarning "$session" ;;
	r) Rscript --vanilla "$session" ;;
	sql) node "$TOP/tests/docs/duckdb.js" "$session" ;;
	esac </dev/null >"$work/printed" 2>"$work/errors" || wrong "$1" "the block fails"
	among "$1"
}

# Each line of the block below a script stands somewhere in what it printed.
among() { # STEP
	[ -f "$1.among" ] || return
	while IFS= read -r line; do
		grep -qF -e "$line" "$work/printed" || wrong "$1" "not printed by the block: $line"
	done <"$1.among"
}

# `leitmotif COMMAND ... --option` in the prose.
prose() { # PAGE
	local code name option
	tr '\n' ' ' <"$1" | grep -oE '`leitmotif [a-z]+[^`]*`' | sort -u | tr -d '`' | while read -r code; do
		name=$(awk '{ print $2 ($2 == "lexicon" && $3 ~ /^[a-z]+$/ ? " " $3 : "") }' <<<"$code")
		[ -f "$work/known-${name// /-}" ] || leitmotif help $name >"$work/known-${name// /-}" 2>&1
		grep -qx "usage: leitmotif ${name} .*" "$work/known-${name// /-}" || echo "$1: no such command: $code"
		for option in $(grep -oE -- '--[a-z-]+' <<<"$code"); do
			grep -qE -- "(^|[ ,])$option( |\$)" "$work/known-${name// /-}" || echo "$1: no such option: $code"
		done
	done >"$work/prose"
	[ ! -s "$work/prose" ] || { cat "$work/prose"; failed=$((failed + 1)); }
}

# Files of the source that a page names in the prose are there.
files() { # PAGE
	local name
	for name in $(grep -oE '`(pipeline|stages|lexicons|tests|corpus|docs|deploy)/[^` ]+`|\bdocs/[A-Z-]+\.md' "$1" |
		tr -d '`' | grep -vE 'NAME|_X|/name\.|…' | sort -u); do
		compgen -G "${name%/}" >/dev/null || { echo "$1: no such file: $name"; failed=$((failed + 1)); }
	done
}

for page in README.md docs/*.md corpus/README.md ARCHITECTURE.md CONTRIBUTING.md SECURITY.md; do
	files "$page"
done
for page; do
	[ "$page" != --help ] || { help_steps; continue; }
	page_steps "$page"
	prose "$page"
done
[ "$mode" != prose ] || exit $((failed > 0))
cd "$work/there" || exit 2
for place in "$work"/steps/*/*.place; do
	step=${place%.place}
	case $(echo "$step".*) in
	*.command*) run_command "$step" ;;
	*.script*) run_script "$step" ;;
	*.python*) run_language "$step" python ;;
	*.sql*) run_language "$step" sql ;;
	*.r) run_language "$step" r ;;
	esac
done
[ "$mode" = quick ] && [ "$failed" -eq 0 ] || echo "docs: $ran command lines run, $left are affairs of their own targets, $failed failed"
[ "$failed" -eq 0 ]
