#!/bin/sh
# A folder of hostile and broken files through a whole run, and what must hold afterwards: the
# program ends by itself, every input is in the ledger once and its sum is right, nothing is written
# but the outputs, memory stays low, no document takes longer than its limit allows.
# usage: tests/hostile.sh BUILD DIR. RSS_MB=N: what the program may take over its normal [64].
set -u
build=$(cd "$1" && pwd) || exit 2
dir=$(cd "${2:?usage: tests/hostile.sh BUILD DIR}" && pwd) || exit 2
L=$build/leitmotif
limit=${RSS_MB:-64}
export LC_ALL=C XDG_CACHE_HOME=/dev/null    # no compiled lexicons
W=$(mktemp -d "${TMPDIR:-/tmp}/hostile-XXXXXX") || exit 2
trap 'rm -rf "$W"' EXIT
trap 'exit 130' INT TERM
failed=0
bad() { echo "FAILED: $*"; failed=$((failed + 1)); }
export ASAN_OPTIONS=detect_leaks=0:log_path=$W/asan UBSAN_OPTIONS=log_path=$W/ubsan

# The most memory that the run $1... had, in KB, by looking at it ten times a second.
watch() {
	"$@" >"$W/printed" 2>"$W/said" &
	pid=$!
	peak=0
	while kill -0 $pid 2>/dev/null; do
		now=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null)
		[ "${now:-0}" -le $peak ] || peak=$now
		sleep 0.1
	done
	wait $pid
	status=$?
}

corpus=$(dirname "$0")/../corpus/documents     # long enough a run to be looked at
watch "$L" run -j2 -q --out "$W/normal" "$corpus"
normal=$peak
began=$(date +%s)
watch "$L" run -j2 -q --out "$W/out" "$dir"
took=$(($(date +%s) - began))
[ $status -le 1 ] || bad "status $status: $(tail -n 3 "$W/said")"
case $build in
*/release) [ $((peak - normal)) -le $((limit * 1024)) ] || bad "memory: $peak KB, normally $normal KB" ;;
esac
for report in "$W"/asan* "$W"/ubsan*; do
	[ ! -e "$report" ] || bad "sanitizer: $(grep -m 1 'ERROR\|runtime error' "$report")"
done

# Each file in the ledger: itself, or its members.
(cd "$dir" && find . -type f ! -name '.*' | sed 's/^\.\///') >"$W/files"
# Lines "STATUS INPUT"; a name in quotes may hold commas, and quotes as two.
awk 'NR > 1 { name = $0
	if (sub(/^"/, "", name)) { match(name, /^([^"]|"")*/); rest = substr(name, RLENGTH + 3)
		name = substr(name, 1, RLENGTH); gsub(/""/, "\"", name)
	} else { match(name, /^[^,]*/); rest = substr(name, RLENGTH + 2); name = substr(name, 1, RLENGTH) }
	sub(/,.*/, "", rest); print rest, name }' "$W/out/ledger.csv" >"$W/ledger"
sed 's/^[^ ]* //' "$W/ledger" >"$W/inputs"
inputs=$(wc -l <"$W/inputs")
sum=$(sed -n 's/.*"inputs":\([0-9]*\).*/\1/p' "$W/out/about.json")
[ "$inputs" -eq "${sum:-0}" ] || bad "the ledger has $inputs lines, the run says ${sum:-nothing}"
awk -v dir="$(basename "$dir")" 'NR == FNR { at = index($0, "/" dir "/"); path = $0
		if (at) path = substr($0, at + length(dir) + 2)
		else sub("^" dir "/", "", path)
		seen[path]; while (sub("/[^/]*$", "", path)) seen[path]; next }
	!($0 in seen)' "$W/inputs" "$W/files" >"$W/lost"
awk '{ n[$1]++ } END { for (s in n) printf "%s %d, ", s, n[s] }' "$W/ledger" >"$W/counts"
[ ! -s "$W/lost" ] || bad "$(wc -l <"$W/lost") files are not in the ledger: $(head -n 3 "$W/lost")"

# What is opened for writing, made or removed, by any of its processes.
if strace -o /dev/null true 2>/dev/null; then
	strace -f -o "$W/trace" -e trace=%file "$L" run -j2 -q --out "$W/again" "$dir" >/dev/null 2>&1
	grep -E 'O_WRONLY|O_RDWR|O_CREAT|^[0-9]+ +(creat|rename|renameat2?|unlink|unlinkat|mkdir|mkdirat|link|symlink|chmod|truncate)\(' \
		"$W/trace" | grep -v ' = -1 ' | grep -v "\"$W/again" | grep -v '"/dev/null"' >"$W/strays"
	[ ! -s "$W/strays" ] || bad "written elsewhere: $(head -n 3 "$W/strays")"
	cmp -s "$W/out/vectors.csv" "$W/again/vectors.csv" || echo "note: the second run differs"
else
	echo "hostile: stray writes not looked at: strace does not work here"
fi
echo "hostile: $(wc -l <"$W/files") files, $inputs inputs: $(sed 's/, $//' "$W/counts"); $took s;" \
	"main process $peak KB (normally $normal KB)"
[ $failed -eq 0 ]
