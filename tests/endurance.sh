#!/bin/sh
# 50,000 documents in one run, text with every tenth HTML, and one tenth of them: neither memory nor
# open descriptors may grow with the number.
# usage: tests/endurance.sh BUILD; DOCUMENTS=N instead of 50,000.
set -u
build=$(cd "$1" && pwd) || exit 2
documents=${DOCUMENTS:-50000}
W=$(mktemp -d "${TMPDIR:-/tmp}/endurance-XXXXXX") || exit 2
trap 'rm -rf "$W"' EXIT
trap 'exit 130' INT TERM

# $1 documents below $2.
make_documents() {
	mkdir -p "$2"
	awk -v n="$1" -v to="$2" 'BEGIN {
		for (i = 0; i < n; i++) {
			folder = to "/" int(i / 1000)
			if (i % 1000 == 0)
				system("mkdir -p " folder)
			html = i % 10 == 9
			name = folder "/" i (html ? ".html" : ".txt")
			start = html ? "<html><body><p>" : ""
			end = html ? "</p></body></html>" : ""
			printf "%sCaseloads in team %d are too high. Managers see file %d late.%s\n",
				start, i % 97, i * 7 % 1009, end >name
			close(name)
		}
	}'
}

# Run over $1; prints the peak of resident memory in KB and the most descriptors seen.
measure() {
	"$build/leitmotif" run -j2 -q -l tests/data/lexicon --format ledger -o "$W/ledger" "$1" &
	pid=$!
	most=0 peak=0
	while [ -d /proc/$pid/fd ]; do
		n=$(find /proc/$pid/fd -mindepth 1 2>/dev/null | wc -l)
		[ "$n" -le "$most" ] || most=$n
		now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' /proc/$pid/status 2>/dev/null)
		[ -z "$now" ] || peak=$now
		sleep 0.02
	done
	wait $pid || { echo "FAILED: status $? over $1" >&2; return 1; }
	lines=$(($(wc -l <"$W/ledger") - 1))
	[ "$lines" -eq "$2" ] || { echo "FAILED: $lines of $2 documents in the ledger" >&2; return 1; }
	echo "$peak $most"
}

few=$((documents / 10))
make_documents "$few" "$W/few"
make_documents "$documents" "$W/many"
# shellcheck disable=SC2046 # two numbers
set -- $(measure "$W/few" "$few") $(measure "$W/many" "$documents")
[ $# -eq 4 ] || exit 1
echo "$few documents: $1 KB, $2 descriptors; $documents documents: $3 KB, $4 descriptors"
if [ "$3" -gt $(($1 * 11 / 10 + 1024)) ] || [ "$4" -gt $(($2 + 2)) ]; then
	echo "0 passed, 1 failed"
	exit 1
fi
echo "1 passed, 0 failed"
