#!/bin/sh
# No memory, and system calls that fail: small runs in which one of them goes wrong. Whatever it is,
# the program ends by itself (no signal), and with status 0 only when all of the output is there.
#   memory    each allocation fails, once and from there on; over a text, a zip with a DOCX, a PDF,
#             a store and all that reads one
#   inside    the same in one process and for more commands, arenas too: each place that allocates, by
#             each way to it (tests/starve)
#   calls     each write, fsync, rename, openat, mmap, clone, pipe2,
#             memfd_create, socketpair, sendmsg
#   reader    the calls of the reader's server and of the process that reads a PDF
# usage: tests/faults.sh BUILD [PART...]; POINTS=N: at most about N points a job [400]; 0: all.
# Needs cc (the allocator shim) and strace (calls); says what it had to leave out.
set -u
build=$(cd "$1" && pwd) || exit 2
shift
[ $# -gt 0 ] || set -- memory inside calls reader
top=$PWD
L=$build/leitmotif
points=${POINTS:-400}
export LC_ALL=C
W=$(mktemp -d "${TMPDIR:-/tmp}/faults-XXXXXX") || exit 2
trap 'rm -rf "$W"' EXIT
export XDG_CACHE_HOME="$W/cache"
trap 'exit 130' INT TERM
failures=$W/failures
: >"$failures"
bad() { echo "FAILED: $*" | tee -a "$failures"; }

${CC:-cc} -O1 -shared -fPIC -o "$W/faults.so" tests/faults.c || exit 2

# --- the jobs -----------------------------------------------------------------------------------

mkdir "$W/in"
printf 'Caseloads are too high.\n\n- Staff are well supported.\n' >"$W/in/a.txt"
cp corpus/documents/joint-inspections.zip "$W/in/b.zip"
pdf=$(find corpus/documents -name '*.pdf' | sort | head -n 1)
cp "$pdf" "$W/in/c.pdf"
cp -R tests/data/every-key "$W/lexicon"
cp -R tests/cases/lexicon-fit "$W/fit"
cp -R tests/cases/lexicon-fit-propose "$W/propose"
cp -R tests/cases/lexicon-fit-polarity "$W/polarity"
cp tests/starve/letter.md "$W/d.md"
for i in 1 2 3 4 5 6; do
	printf '# Team %d\n\nCaseloads are too high in team %d. They have not reduced.\n\nStaff of %d are well supported.\n\n' $i $i $i
done | gzip -n >"$W/e.gz"
{ echo '<title>Teams</title><main>'; gzip -dc "$W/e.gz" | sed 's,^[A-Z].*,<p>&</p>,'; } >"$W/f.html"
"$L" run -q -l "$top/lexicons/childrens-services" --store "$W/known.db" "$W/in" corpus/documents/thornmere ||
	[ $? -eq 1 ] || exit 2
for i in 1 2; do
	"$L" run -q -l "$W/lexicon" --fail-on never --shard $i/2 --store "$W/part$i.db" "$W/in" || exit 2
done
# The shim is a part of the program to the cache.
rm -r "$W/cache/leitmotif"
for shim in "" "$W/faults.so"; do
	LD_PRELOAD=$shim "$L" run -q -l "$W/lexicon" -o "$W/out" "$W/in/a.txt" || exit 2
done
mv "$W/cache/leitmotif" "$W/compiled"
jobs="text cached zip pdf large portions pieces store again check trend report compare history discover export"

# The arguments of a job. "cached" finds its lexicon compiled. "large" is the text with the
# project's own lexicon: many allocations, few
# of them elsewhere; "portions" reads a text from the disk, piece by piece, and prints it to the disk
# first, and "pieces" what the reader makes of a page, for a store; "again" finds all in its store, and another lexicon.
arguments() {
	run="run -j1 -q -l $W/lexicon --format jsonl --ledger $W/ledger -o $W/out"
	read="--store $W/known.db -o $W/out"
	case $1 in
	text | cached) echo "$run $W/in/a.txt" ;;
	zip) echo "$run $W/in/b.zip" ;;
	pdf) echo "$run $W/in/c.pdf" ;;
	large) echo "run -j1 -q -l $top/lexicons/childrens-services --format jsonl --ledger $W/ledger -o $W/out $W/in/a.txt" ;;
	portions) echo "run -j1 -q -l $W/lexicon --selftest-portion 300 --format evidence --ledger $W/ledger -o $W/out $W/e.gz" ;;
	pieces) echo "run -j1 -q -l $W/lexicon --selftest-portion 300 --format evidence --ledger $W/ledger -o $W/out --store $W/new.db $W/f.html" ;;
	store) echo "$run --store $W/new.db $W/in/b.zip" ;;
	again) echo "run -j1 -q -l $W/lexicon --store $W/old.db $W/in" ;;
	check) echo "lexicon check -l $W/lexicon" ;;
	compare) echo "compare year=2010..2018 year=2019.. --plot $W/plot.svg $read" ;;
	history) echo "history Thornmere $read" ;;
	*) more_arguments "$1" ;;
	esac
}

# Of the jobs that are only starved from inside; dictionaries and formats are named behind a hyphen.
dictionaries=$(cd tests/data/dictionaries && ls | grep -v hostile)
inside="fetch out evidence explain actions meta letter sentences tokens stems show suggest diff coverage fit
	propose polarity score status facts retry prune merge plot phrases contrast"
for f in csv long jsonl evidence ledger matrix svmlight; do inside="$inside export-$f"; done
for f in yaml dic dicx cat ykd lc3 vbpro csv; do inside="$inside to-$f"; done
for f in $dictionaries; do inside="$inside from-$f"; done

more_arguments() {
	read="--store $W/known.db -o $W/out"
	here="-l $W/lexicon"
	gold="--gold $top/tests/data/gold"
	case $1 in
	fetch) echo "fetch $W/list.tsv --out $W/fetched --rate 60000 --wait 0 --tries 1 --timeout 1 --contact me -q" ;;
	out) echo "run -j1 -q $here --out $W/folder $W/in $W/d.md" ;;
	evidence) echo "evidence $here $W/in/a.txt $W/d.md -o $W/out" ;;
	explain) echo "explain $here $W/in/a.txt" ;;
	letter) echo "text $here $W/d.md" ;;
	actions | meta | sentences | tokens | stems) echo "$1 $here $W/d.md" ;;
	show) echo "lexicon show caseloads $here" ;;
	suggest) echo "lexicon suggest $gold $here" ;;
	diff) echo "lexicon diff $W/lexicon $top/tests/data/lexicon $W/d.md -o $W/out" ;;
	coverage) echo "lexicon coverage $here $W/d.md" ;;
	fit) echo "lexicon fit --gold $W/fit/coded -l $W/fit/lexicon --out $W/fitted" ;;
	propose) echo "lexicon fit --gold $W/propose/coded -l $W/propose/lexicon --propose 2 --out $W/fitted" ;;
	polarity) echo "lexicon fit --polarity --gold $W/polarity/coded -l $W/polarity/lexicon --out $W/fitted" ;;
	score) echo "score $gold $here --errors 2" ;;
	status) echo "status --store $W/known.db" ;;
	facts) echo "status --format csv $read" ;;
	retry) echo "retry --store $W/old.db $W/in/a.txt -q" ;;
	prune) echo "prune --store $W/old.db -q" ;;
	merge) echo "merge $W/part1.db $W/part2.db --store $W/new.db -q" ;;
	plot) echo "trend --plot $W/plot.svg --format md --measure net --by year --theme caseloads $read" ;;
	phrases) echo "discover --min 2 --where kind=jtai --format md $read" ;;
	contrast) echo "compare kind=jtai --phrases $read" ;;
	export-*) echo "export --format ${1#*-} $read" ;;
	to-*) echo "lexicon export $here --format ${1#*-} -o $W/out" ;;
	from-*) echo "lexicon import $top/tests/data/dictionaries/${1#*-} --out $W/imported" ;;
	*) echo "$1 $read" ;;
	esac
}

# What a job finds: no output, no store but that of "again", no cache but that of "cached".
prepare() {
	rm -rf "$W/out" "$W/ledger" "$W"/new.db* "$W"/old.db* "$W/cache"
	mkdir -p "$W/cache"
	[ "$1" != cached ] || cp -R "$W/compiled" "$W/cache/leitmotif"
	[ "$1" != again ] || cp "$W/known.db" "$W/old.db"
}

# shellcheck disable=SC2046 # no name has a blank in it
run() {
	prepare "$1"
	"$L" $(arguments "$1") >/dev/null
}

same() { [ ! -e "$W/whole-$1" ] || cmp -s "$W/out" "$W/whole-$1"; }

# What one point came to: status in $1, the job, the point's name. The output is whole or not there;
# of two outputs the first can be there alone, when the second rename or a folder's sync fails.
judge() {
	status=$1 job=$2
	shift 2
	if [ "$status" -gt 128 ] && [ "$status" -lt 160 ]; then
		bad "$job, $*: ended by signal $((status - 128))"
	elif [ "$status" -eq 0 ] && ! same "$job"; then
		bad "$job, $*: status 0 with another output"
	elif [ "$status" -ge 2 ] && [ -e "$W/out" ] && ! same "$job"; then
		bad "$job, $*: status $status and half an output"
	elif [ "$status" -eq 1 ] && grep -q -e --ledger "$W/job" && ! [ -s "$W/ledger" ]; then
		bad "$job, $*: status 1 without a ledger"
	elif [ "$status" -ge 2 ] && ! [ -s "$W/said" ]; then
		bad "$job, $*: status $status without a word"
	elif [ "$status" -eq 124 ]; then
		bad "$job, $*: hangs"
	fi
	count=$((count + 1))
}

for job in $jobs; do
	run "$job" 2>"$W/said"
	[ $? -eq 0 ] || { echo "faults: $job does not run: $(cat "$W/said")"; exit 2; }
	[ ! -e "$W/out" ] || mv "$W/out" "$W/whole-$job"
done

# --- memory -------------------------------------------------------------------------------------

# One run in which allocation $2 fails; with $3 = 1 all after it fail, too.
starve() {
	prepare "$1"
	LD_PRELOAD=$W/faults.so FAULT_AT=$2 FAULT_STICKY=$3 "$L" $(cat "$W/job") \
		>/dev/null 2>"$W/said"
}

part_memory() {
	count=0
	for job in $jobs; do
		arguments "$job" >"$W/job"
		prepare "$job"
		LD_PRELOAD=$W/faults.so FAULT_COUNT=$W/allocations "$L" $(cat "$W/job") >/dev/null 2>&1
		total=$(cat "$W/allocations")
		step=1
		[ "$points" -eq 0 ] || step=$((total * 2 / points + 1))
		n=1
		while [ "$n" -le "$total" ]; do
			for sticky in 0 1; do
				starve "$job" "$n" $sticky
				judge $? "$job" "allocation $n of $total, all after it too: $sticky"
			done
			n=$((n + step))
		done
		echo "memory: $job: $total allocations"
		[ "$job" != text ] || text=$total
		[ "$job" != cached ] || is_cached "$text" "$total"
	done
	echo "memory: $count points"
}

# "cached" saves the allocations of a compilation: $1 of "text", $2 of its own.
is_cached() { [ "$2" -lt "$1" ] || bad "cached: $2 allocations, and text has $1: the lexicon is compiled anew"; }

inside() {
	"$build/tests/starve" "$@" -o "$W/out" -c "$W/known.db=$W/old.db" -- $(arguments "$job")
}

# A web server for one job, which ends by itself, and a list of what it has.
serve() {
	"$build/tests/httpd" "$W/port" "$W/log" &
	for i in 1 2 3 4 5 6 7 8 9; do [ -s "$W/port" ] || sleep 0.1; done
	printf 'authority\taddress\nA\thttp://127.0.0.1:%d/ok/a.pdf\nB\thttp://127.0.0.1:%d/moved/a.pdf\n' \
		"$(cat "$W/port")" "$(cat "$W/port")" >"$W/list.tsv"
	export no_proxy=127.0.0.1
}

# Without a cache, so that lexicons are read each time; but "cached" finds it filled: libraries that are
# loaded on the way are a part of the program to it, so a run before has to be of more than one.
part_inside() {
	count=0
	for job in $jobs $inside; do
		set --
		[ "$job" != fetch ] || serve
		export XDG_CACHE_HOME=/dev/null
		[ "$job" != cached ] || XDG_CACHE_HOME=$W/inside
		for file in out ledger new.db new.db-wal new.db-shm old.db-wal old.db-shm plot.svg fetched; do
			set -- "$@" -r "$W/$file"
		done
		[ "$points" -eq 0 ] || set -- -n "$points" "$@"
		[ "$job" != cached ] || inside -n 1 "$@" >/dev/null 2>&1
		inside "$@" >"$W/said" 2>&1 || grep -A30 FAILED "$W/said" | tee -a "$failures"
		total=$(sed -n 's/ allocations, .*//p' "$W/said")
		[ "$job" != text ] || text=$total
		[ "$job" != cached ] || is_cached "$text" "$total"
		echo "inside: $job: $(tail -n 1 "$W/said")"
		tried=$(sed -n 's/.*ways, \([0-9]*\) points$/\1/p' "$W/said")
		[ -n "$tried" ] || bad "inside: $job: nothing was tried"
		count=$((count + ${tried:-0}))
	done
	echo "inside: $count points"
	export XDG_CACHE_HOME="$W/cache"
}

# --- system calls -------------------------------------------------------------------------------

errors_of() {
	case $1 in
	write | fsync | rename | pread64) echo ENOSPC EIO ;;
	openat) echo EMFILE EACCES ;;
	mmap) echo ENOMEM ;;
	clone | clone3 | vfork | fork) echo EAGAIN ;;
	*) echo EMFILE ENOMEM ;;
	esac
}

part_calls() {
	if ! strace -o /dev/null true 2>/dev/null; then
		echo "faults: calls left out: strace does not work here"
		return
	fi
	count=0
	traced=write,fsync,rename,openat,mmap,clone,clone3,vfork,pipe2,memfd_create,socketpair,sendmsg
	for job in $jobs; do
		arguments "$job" >"$W/job"
		prepare "$job"
		case $job in portions | pieces) traced=$traced,pread64,unlink ;; esac
		strace -o "$W/trace" -e trace=$traced,munmap "$L" $(cat "$W/job") >/dev/null 2>&1
		# The loader's own calls, before it unmaps its cache, are not ours to survive.
		awk '{ sub(/\(.*/, "") } /^munmap/ { ours = 1 } !/^[a-z0-9_]+$/ || /^munmap/ { next }
			{ n[$0]++ } !ours { loader[$0]++ }
			END { for (c in n) print n[c], loader[c] + 1, c }' "$W/trace" >"$W/calls"
		while read -r total n call; do
			step=1
			[ "$points" -eq 0 ] || step=$((total * 20 / points + 1))
			while [ "$n" -le "$total" ]; do
				for error in $(errors_of "$call"); do
					prepare "$job"
					timeout 60 strace -o /dev/null -e trace="$call" \
						-e inject="$call:error=$error:when=$n" \
						"$L" $(cat "$W/job") >/dev/null 2>"$W/said"
					judge $? "$job" "$call $n of $total: $error"
				done
				n=$((n + step))
			done
		done <"$W/calls"
		traced=${traced%,pread64*}
	done
	echo "calls: $count points"
}

# Of all processes; a call's n-th time is counted in each. The wall clock of a document is a second.
part_reader() {
	if ! strace -o /dev/null true 2>/dev/null; then
		echo "faults: reader left out: strace does not work here"
		return
	fi
	count=0 job=pdf
	echo "$(arguments pdf) --timeout 1" >"$W/job"
	for call in clone recvmsg poll wait4 sendto setpgid prctl prlimit64 seccomp newfstatat write ftruncate; do
		case $call in
		recvmsg | poll | wait4 | write | sendto) errors="EINTR EIO" ;;
		newfstatat) errors=EACCES ;;
		*) errors="EPERM EAGAIN" ;;
		esac
		for error in $errors; do
			for n in 1 2 3 4; do
				prepare pdf
				timeout 60 strace -f -o /dev/null -e trace="$call" \
					-e inject="$call:error=$error:when=$n" \
					"$L" $(cat "$W/job") >/dev/null 2>"$W/said"
				judge $? pdf "reader: $call $n: $error"
			done
		done
	done
	echo "reader: $count points"
}

for part; do
	"part_$part"
done
if [ -s "$failures" ]; then
	echo "faults: $(grep -c FAILED "$failures") failures"
	exit 1
fi
echo "faults: none did harm"
