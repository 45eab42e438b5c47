#!/bin/sh
# Fuzz each target for $FUZZ_S seconds. usage: tests/fuzz/fuzz.sh BUILD [TARGET...]
# What is learnt stays in BUILD/fuzz/learnt/TARGET; a finding is left as BUILD/fuzz/found/TARGET-*.
# Put a finding into tests/fuzz/corpus/TARGET, where it stays a test. The processor time of each target is
# summed in BUILD/fuzz/spent.
set -u
build=$1
shift
if [ $# -eq 0 ]; then
	for source in tests/fuzz/fuzz_*.c; do
		name=$(basename "$source" .c)
		set -- "$@" "${name#fuzz_}"
	done
fi
mkdir -p "$build/fuzz/found"
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
failed=0

# Processor seconds of this shell's children, of what times has written.
seconds() { awk -F'[ms ]+' 'NR == 2 { print $1 * 60 + $2 + $3 * 60 + $4 }' "$build/fuzz/times"; }

for name; do
	learnt=$build/fuzz/learnt/$name log=$build/fuzz/$name.log
	mkdir -p "$learnt"
	set -- -max_total_time="${FUZZ_S:-60}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$build/fuzz/found/$name-"
	[ ! -e "tests/fuzz/$name.dict" ] || set -- "$@" -dict="tests/fuzz/$name.dict"
	times >"$build/fuzz/times"
	before=$(seconds)
	"$build/fuzz/$name" "$@" "$learnt" "tests/fuzz/corpus/$name" >"$log" 2>&1
	status=$?
	times >"$build/fuzz/times"
	echo "$name $before $(seconds)" | awk '{ print $1, $3 - $2 }' >>"$build/fuzz/spent"
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
	printf 'fuzz %-10s %10s runs, %s\n' "$name" "${runs:-?}" \
		"$(grep -ao 'cov: [0-9]* ft: [0-9]*' "$log" | tail -n 1)"
	[ $status -eq 0 ] && continue
	failed=$((failed + 1))
	echo "FOUND: see $log"
	grep -am 5 'ERROR\|SUMMARY\|runtime error\|does not hold' "$log"
done
[ $failed -eq 0 ]
