#!/bin/sh
# Break runs with a store in every place and see that nothing is lost, nothing half, and that the next
# run puts it right:
#   kill     kill -9 at each write, sync, rename, truncation and removal of a first run, a second run
#            after edits, a run with an edited lexicon, an export and a prune
#   errors   ENOSPC, EIO, EDQUOT, EINTR at each of those calls, EMFILE at each opening of a file
#   space    a file system of 1 MB; /dev/full
#   lock     two runs at once; the lock after kill -9, with a reader process still there
#   cron     24 quiet runs under other time zones, locales, masks, folders; 10,000 unchanged files
# usage: tests/torture.sh BUILD [PART...]; EVERY=N tries only each Nth point.
# Needs strace (kill, errors) and mount (space); says what it had to leave out.
set -u
build=$(cd "$1" && pwd) || exit 2
shift
[ $# -gt 0 ] || set -- kill errors space lock cron
L=$build/leitmotif
every=${EVERY:-1}
export LC_ALL=C XDG_CACHE_HOME=/dev/null    # no compiled lexicons: each run makes the same calls
base=${TMPDIR:-/tmp}
[ -d /dev/shm ] && [ -w /dev/shm ] && [ -z "${TMPDIR:-}" ] && base=/dev/shm
W=$(mktemp -d "$base/torture-XXXXXX") || exit 2
trap 'umount "$W/small" 2>/dev/null; rm -rf "$W"' EXIT
trap 'exit 130' INT TERM
failures=$W/failures
: >"$failures"

bad() { echo "FAILED: $*" | tee -a "$failures"; }

# --- what is read -------------------------------------------------------------------------------

make_lexicon() {
	mkdir -p "$1/themes"
	printf 'id: t\ntitle: T\nversion: 1\nlanguage: english\n' >"$1/lexicon.yaml"
	printf 'group: g\ntitle: G\nthemes:\n  - {id: load, title: Load, terms: [%s]}\n' "$2" \
		>"$1/themes/g.yaml"
	printf '  - {id: staff, title: Staff, terms: [staff, manager]}\n' >>"$1/themes/g.yaml"
}

# A document of $2 sentences.
make_text() {
	awk -v n="$2" -v name="$1" 'BEGIN { for (i = 1; i <= n; i++)
		printf "Caseloads of team %d in %s are %s. Staff visit children %d times a month.\n\n",
			i, name, i % 2 ? "too high" : "well managed", i }' >"$1"
}

make_reports() {
	mkdir -p "$1/sub"
	(cd "$1" && for i in 1 2 3 4; do make_text "r$i.txt" 30; done
	 make_text sub/s.txt 60 && : >empty.txt && printf '\000\001\002' >binary
	 make_text t1.txt 20 && make_text t2.txt 20 && tar cf pack.tar t1.txt t2.txt && rm t1.txt t2.txt)
}

edit_reports() {
	(cd "$1" && make_text new.txt 25 && make_text r1.txt 35 && rm r2.txt && mv r3.txt sub/moved.txt)
}

# No reader is needed, and looking for changes in a large program takes longer than all the rest.
options="-j1 -l lexicon --reader none --store s.db --format csv -o out.csv"

run() { "$L" run $options reports; }

# All that a store says.
say() {
	for format in evidence ledger; do
		"$L" export --store s.db --format $format || echo "no $format"
	done
}

# states: what there is before each of the commands, and what there must be behind it
mkdir -p "$W/fresh" && cd "$W/fresh" || exit 2
make_lexicon lexicon caseloads
make_reports reports
cp -R "$W/fresh" "$W/known" && cd "$W/known" && run >/dev/null 2>&1
cp -R "$W/known" "$W/edited" && edit_reports "$W/edited/reports"
cp -R "$W/known" "$W/recoded" && make_lexicon "$W/recoded/lexicon" 'caseloads, children'
cp -R "$W/edited" "$W/stored" && cd "$W/stored" && run >/dev/null 2>&1

command_of() {
	case $1 in
	stored) echo "export --store s.db -o out.csv" ;;
	pruned) echo "prune --store s.db" ;;
	*) echo "run $options reports" ;;
	esac
}
cp -R "$W/stored" "$W/pruned"

states="fresh edited recoded stored pruned"
for state in $states; do
	cp -R "$W/$state" "$W/done-$state" && cd "$W/done-$state" || exit 2
	"$L" $(command_of $state) >/dev/null 2>&1
	say >"$W/said-$state"
done

# --- one point ----------------------------------------------------------------------------------

# After a break in state $1: the output is the old one or the new one, unless the run told of documents
# that it could not open (status $3 is 1); the same command again gives the store and the output of a
# run that nobody disturbed. $2 names the point.
check() {
	if [ -e out.csv ] && [ "$3" -ne 1 ] && ! cmp -s out.csv "$W/done-$1/out.csv" &&
		! cmp -s out.csv "$W/$1/out.csv" 2>/dev/null; then
		bad "$1 $2: the output is neither the old one nor the new one"
	fi
	"$L" $(command_of "$1") >again 2>&1
	status=$?
	[ $status -le 1 ] || bad "$1 $2: the next run ends with $status: $(cat again)"
	say >said 2>&1
	cmp -s said "$W/said-$1" || bad "$1 $2: another store than without the break"
	cmp -s out.csv "$W/done-$1/out.csv" || bad "$1 $2: another output than without the break"
}

# Run state $1's command in a fresh copy with strace's injection $2.
inject() {
	cd "$W" && rm -rf "now-$1" && cp -R "$1" "now-$1" && cd "now-$1" || exit 2
	strace -o /dev/null -e trace="${2%%:*}" -e inject="$2" "$L" $(command_of "$1") >printed 2>complaint
}

# How often state $1's command makes each call of $2: lines "CALL COUNT".
calls() {
	cd "$W" && rm -rf "now-$1" && cp -R "$1" "now-$1" && cd "now-$1" || exit 2
	strace -o trace -e trace="$2" "$L" $(command_of "$1") >/dev/null 2>&1
	sed -n 's/^\([a-z0-9]*\)(.*/\1/p' trace | sort | uniq -c | awk '{ print $2, $1 }'
}

writes=write,pwrite64,fsync,fdatasync,rename,unlink,ftruncate

have_strace() {
	strace -o /dev/null true 2>/dev/null && return 0
	echo "torture: $1 left out: strace does not work here"
	return 1
}

# $2 ($1's work on one state) for all states at once; it prints how many points it tried.
each_state() {
	for state in $states; do
		"$2" $state >"$W/points-$state" &
	done
	wait
	awk -v part="$1" '/^[0-9]+$/ { n += $1; next } { print } END { print part ": " n " points" }' \
		"$W"/points-*
}

kill_state() {
	points=0
	calls $1 $writes >"$W/calls-$1"
	while read -r call count; do
		n=1
		while [ $n -le "$count" ]; do
			inject $1 "$call:signal=KILL:when=$n"
			check $1 "kill at $call $n" 0
			points=$((points + 1)) n=$((n + every))
		done
	done <"$W/calls-$1"
	echo $points
}

error_state() {
	points=0
	{ calls $1 $writes; calls $1 openat; } >"$W/calls-$1"
	while read -r call count; do
		errors="ENOSPC EIO EDQUOT EINTR"
		[ $call != openat ] || errors=EMFILE
		n=1
		while [ $n -le "$count" ]; do
			for error in $errors; do
				inject $1 "$call:error=$error:when=$n"
				status=$?
				[ $status -le 2 ] || bad "$1 $call $n $error: status $status"
				[ $status -ne 2 ] || [ -s complaint ] || bad "$1 $call $n $error: silent"
				check $1 "$error at $call $n" $status
				points=$((points + 1))
			done
			n=$((n + every))
		done
	done <"$W/calls-$1"
	echo $points
}

part_kill() {
	have_strace kill && each_state kill kill_state
}

part_errors() {
	have_strace errors && each_state errors error_state
}

part_space() {
	mkdir -p "$W/small"
	cd "$W/fresh" || return
	"$L" run -j1 -l lexicon -o /dev/full reports 2>"$W/complaint"
	[ $? -eq 2 ] && grep -q /dev/full "$W/complaint" || bad "space: /dev/full: $(cat "$W/complaint")"
	"$L" run -j1 -l lexicon reports >/dev/full 2>"$W/complaint"
	[ $? -eq 2 ] && [ -s "$W/complaint" ] || bad "space: standard output is full, and nothing is said"
	if ! mount -t tmpfs -o size=1m none "$W/small" 2>/dev/null; then
		echo "torture: a small file system left out: mount does not work here"
		return
	fi
	mkdir -p "$W/many"
	(cd "$W/many" && for i in 1 2 3 4 5 6 7 8 9; do make_text "m$i.txt" 900; done)
	cd "$W/fresh" || return
	"$L" run -j1 -l lexicon --store "$W/small/s.db" "$W/fresh/reports" >/dev/null 2>&1
	"$L" export --store "$W/small/s.db" >"$W/before"
	"$L" run -j1 -l lexicon --store "$W/small/s.db" "$W/fresh/reports" "$W/many" \
		>"$W/printed" 2>"$W/complaint"
	[ $? -eq 2 ] || bad "space: a run that needs more than 1 MB did not end with 2"
	grep -q 'full\|space' "$W/complaint" || bad "space: unclear: $(cat "$W/complaint")"
	"$L" export --store "$W/small/s.db" >"$W/after" || bad "space: the store is broken"
	grep -qxFf "$W/before" "$W/after" || bad "space: what was there is lost"
	mount -o remount,size=64m "$W/small"
	"$L" run -j1 -l lexicon --store "$W/small/s.db" "$W/fresh/reports" "$W/many" >/dev/null 2>&1
	"$L" export --store "$W/small/s.db" --format evidence >"$W/after"
	rm -f "$W/s2.db"*
	"$L" run -j1 -l lexicon --store "$W/s2.db" "$W/fresh/reports" "$W/many" >/dev/null 2>&1
	"$L" export --store "$W/s2.db" --format evidence | cmp -s - "$W/after" ||
		bad "space: the run with more room ends in another store"
	umount "$W/small"
	echo "space: /dev/full, 1 MB"
}

now_ms() { date +%s%3N; }

# A run that hangs for a while in its reader, in the background; its number in $hanging.
hang() {
	printf '<html><body><p>Caseloads are high in the teams of the county.</p></body></html>' \
		>reports/hang.html
	"$L" run -j1 -l lexicon --store s.db --timeout 4 --selftest-fault hang reports >/dev/null 2>&1 &
	hanging=$!
	sleep 1                  # by now it has the lock, and its reader hangs for 3 s more
}

part_lock() {
	rm -rf "$W/now" && cp -R "$W/known" "$W/now" && cd "$W/now" || exit 2
	hang
	began=$(now_ms)
	"$L" run -j1 -l lexicon --store s.db reports >/dev/null 2>complaint
	status=$?
	took=$(($(now_ms) - began))
	[ $status -eq 75 ] || bad "lock: the second run ends with $status"
	[ $took -lt 1000 ] || bad "lock: the second run took $took ms to say so"
	"$L" export --store s.db | cmp -s - "$W/known/out.csv" || bad "lock: no reading while a run goes on"
	wait $hanging
	[ $? -eq 1 ] || bad "lock: the first run ends otherwise than with 1"
	rm -rf "$W/now" && cp -R "$W/known" "$W/now" && cd "$W/now" || exit 2
	hang
	kill -9 $hanging
	began=$(now_ms)
	status=75
	while [ $status -eq 75 ] && [ $(($(now_ms) - began)) -lt 1000 ]; do
		"$L" run -j1 -l lexicon --store s.db reports >/dev/null 2>complaint
		status=$?
	done
	free=$(($(now_ms) - began))
	wait $hanging 2>/dev/null
	[ $status -le 1 ] || bad "lock: after kill -9 the next run ends with $status: $(cat complaint)"
	echo "lock: refused in $took ms, free after kill -9, whole run $free ms"
}

part_cron() {
	rm -rf "$W/now" && cp -R "$W/known" "$W/now" && cd "$W/now" || exit 2
	"$L" run -j1 -l lexicon --store s.db "$W/now/reports" >/dev/null 2>&1
	sleep 2.2                # older than the coarsest clock: from here on stamps are trusted
	"$L" run -j1 -l lexicon --store s.db "$W/now/reports" >/dev/null 2>&1
	say >"$W/quiet"
	i=0
	for tz in UTC Europe/London Pacific/Apia; do
		for lang in "" C C.UTF-8 tr_TR.UTF-8; do
			for mask in 022 077; do
				(umask $mask; cd / && env -i TZ=$tz ${lang:+LANG=$lang LC_ALL=$lang} "$L" run \
					-l "$W/now/lexicon" --store "$W/now/s.db" --fail-on never \
					"$W/now/reports" <&- >"$W/printed" 2>&1) || bad "cron: $tz $lang $mask: status"
				[ ! -s "$W/printed" ] || bad "cron: $tz $lang $mask says: $(cat "$W/printed")"
				say >said
				cmp -s said "$W/quiet" || bad "cron: $tz $lang $mask: another store"
				i=$((i + 1))
			done
		done
	done
	mkdir many
	awk 'BEGIN { for (i = 0; i < 10000; i++) { f = sprintf("many/%05d.txt", i)
		printf "Caseloads of team %d are too high.\n", i >f; close(f) } }'
	"$L" run -l lexicon --store many.db many >/dev/null
	sleep 2.2
	"$L" run -l lexicon --store many.db many >printed
	began=$(now_ms)
	"$L" run -l lexicon --store many.db many >>printed 2>&1
	took=$(($(now_ms) - began))
	[ ! -s printed ] || bad "cron: 10,000 unchanged files: $(cat printed)"
	[ $took -lt 2000 ] || bad "cron: 10,000 unchanged files took $took ms"
	echo "cron: $i quiet runs, 10,000 unchanged files in $took ms"
}

started=$(date +%s)
for part; do
	"part_$part"
done
if [ -s "$failures" ]; then
	echo "torture: $(wc -l <"$failures") failures"
	exit 1
fi
echo "torture: nothing lost, $(($(date +%s) - started)) s"
