#!/bin/sh
# deploy/slurm/ on a cluster of one machine: munged, slurmctld and slurmd on loopback in a folder of
# their own; an array of 8 over corpus/, generated texts and DATA where given; one task is killed in
# the middle and requeued; the merge is compared with a single run. Then the same by GNU parallel
# over SSH, to an sshd on loopback. Must be root. usage: tests/slurm.sh BUILD [DATA]
set -u
build=$(cd "$1" && pwd) || exit 2
data=${2:-}
top=$PWD
SHARDS=8
slow_task=3
passed=0 failed=0

[ "$(id -u)" -eq 0 ] || { echo "check-slurm starts daemons: it must be root" >&2; exit 2; }
for package in slurm-wlm munge sqlite3 parallel openssh-server openssh-client; do
	dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
		missing="${missing:-} $package"
done
if [ -n "${missing:-}" ]; then
	# Packages must not start daemons of their own.
	export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
	# shellcheck disable=SC2086 # a list of names
	{ apt-get install -y --no-install-recommends $missing ||
		{ apt-get update && apt-get install -y --no-install-recommends $missing; }; } \
		>/dev/null 2>&1 || { echo "cannot install:$missing" >&2; exit 2; }
fi

work=$(mktemp -d /tmp/leitmotif-slurm.XXXXXX) || exit 2
chmod 755 "$work"
daemons=
stop_all() {
	for pid in $daemons; do kill "$pid" 2>/dev/null; done
	for pid in $daemons; do wait "$pid" 2>/dev/null; done
	rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 130' INT TERM HUP
cd "$work" || exit 2

ok() {
	if "$@" >check.out 2>&1; then
		passed=$((passed + 1))
		echo "ok: $what"
	else
		failed=$((failed + 1))
		echo "FAILED: $what"
		head -n 20 check.out
	fi
}

# wait_for SECONDS COMMAND...
wait_for() {
	tries=$(($1 * 5))
	shift
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.2
	done
}

# start NAME COMMAND...: a daemon in the foreground, with its own log.
start() {
	name=$1
	shift
	"$@" >"$name.log" 2>&1 </dev/null &
	daemons="$! $daemons"
}

give_up() {
	echo "FAILED: $1"
	tail -n 15 "$work"/*.log
	echo "$passed passed, $((failed + 1)) failed"
	exit 1
}

# --- a cluster of one node
mkdir -m 700 key
mkdir -m 755 socket state spool etc bin
dd if=/dev/urandom of=key/munge.key bs=128 count=1 2>/dev/null
chmod 400 key/munge.key
port=$((20000 + $$ % 20000))
cat >etc/slurm.conf <<CONF
ClusterName=loopback
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/socket/munge
CredType=cred/munge
SlurmctldPort=$port
SlurmdPort=$((port + 1))
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_interval=1
KillWait=2
ReturnToService=2
NodeName=node1 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=2048 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
# Control groups are not to be had in a container; this plugin does nothing before it is used.
echo 'CgroupPlugin=cgroup/v1' >etc/cgroup.conf
export SLURM_CONF=$work/etc/slurm.conf
start munged munged --foreground --force --key-file="$work/key/munge.key" --socket="$work/socket/munge" \
	--pid-file="$work/munged.pid" --log-file="$work/munged-own.log" --seed-file="$work/munged.seed" \
	--num-threads=2
wait_for 10 munge -n --socket="$work/socket/munge" || give_up "munged does not answer"
start slurmctld slurmctld -D -f "$SLURM_CONF"
start slurmd slurmd -D -f "$SLURM_CONF" -N node1
node_is_idle() { sinfo -h -o %T | grep -qx idle; }
wait_for 60 node_is_idle || give_up "the node does not become idle"

# --- what is to be read
mkdir reports
cp -R "$top/corpus/documents" reports/corpus
[ -z "$data" ] || cp -R "$data" reports/data
for i in $(seq 400); do
	printf 'Caseloads in %d teams are too high. Most social workers have regular supervision. ' "$i" "$i" \
		"$((i + 1))" >"reports/text-$i.txt"
	printf 'Children in area %d wait too long for an assessment.\n\n' $(seq "$i" $((i + 30))) \
		>>"reports/text-$i.txt"
done
sleep 2.5      # a store trusts no file that is younger
documents() { sqlite3 "file:$1?mode=ro" 'SELECT count(*) FROM documents' 2>/dev/null || echo 0; }

# The program as the tasks find it. The task that is to be killed is held back the first time until
# it has stored something, and then stopped dead.
cat >bin/leitmotif <<WRAPPER
#!/bin/sh
part=\$PARTS/part-$slow_task-of-$SHARDS.db
case "\$*" in
*"--shard $slow_task/"*) [ -e $work/held ] || hold=yes ;;
esac
[ -n "\${hold:-}" ] || exec $build/leitmotif "\$@"
$build/leitmotif "\$@" &
pid=\$!
while kill -0 \$pid 2>/dev/null; do
	kill -STOP \$pid
	n=\$(sqlite3 "file:\$part?mode=ro" 'SELECT count(*) FROM documents' 2>/dev/null)
	if [ "\${n:-0}" -gt 0 ]; then
		echo "\$pid \$n" >$work/held
		sleep 600
	fi
	sleep 0.2
	kill -CONT \$pid
	sleep 0.01
done
echo "0 0" >$work/held
WRAPPER
chmod 755 bin/leitmotif

began=$(date +%s%3N)
"$build/leitmotif" run -q --lexicon "$top/lexicons/childrens-services" --store one.db --fail-on never reports
single=$(($(date +%s%3N) - began))

# --- the array, as docs/SCALE.md has it
began=$(date +%s%3N)
jobs=$(REPORTS=reports STORE=all.db SHARDS=$SHARDS PARTS=parts LEITMOTIF=$work/bin/leitmotif \
	LEXICON=$top/lexicons/childrens-services \
	sh "$top/deploy/slurm/submit.sh" --chdir="$work") || give_up "submit.sh failed"
array=${jobs#array } array=${array%%,*} merge=${jobs##* }
wait_for 120 test -s held || give_up "task $slow_task did not come to be held"
read -r pid kept <held
scontrol requeue "${array}_$slow_task" || give_up "requeue is refused"
kill -9 "$pid"
wait_for 20 sh -c "squeue -h -j ${array}_$slow_task -o %T | grep -qx PENDING"
# A requeued job would wait for two minutes.
scontrol update "JobId=${array}_$slow_task" StartTime=now 2>/dev/null
ended() { [ -z "$(squeue -h -j "$array,$merge" 2>/dev/null)" ]; }
wait_for 300 ended || { squeue; give_up "the jobs do not end"; }
cluster=$(($(date +%s%3N) - began))

what="task $slow_task was killed in the middle: $kept documents were stored"
ok test "$kept" -gt 0
part=parts/part-$slow_task-of-$SHARDS.db
what="requeued, it went on: of $(documents $part) documents those $kept were not done again"
ok sh -c "[ $(documents $part) -gt $kept ] &&
	[ \"\$(sqlite3 $part 'SELECT count(*) FROM documents WHERE changed_run = 1')\" -eq $kept ] &&
	[ \"\$(sqlite3 $part 'SELECT count(*) FROM documents WHERE changed_run = 2')\" -gt 0 ]"
what="the job behind the array made one store of $SHARDS"
ok test -s all.db

# compare STORE: all that can be asked of it, and its tables, beside the single run's.
compare() {
	for format in csv long jsonl evidence ledger matrix svmlight; do
		what="$1: export --format $format is that of a single run"
		"$build/leitmotif" export --store one.db --format $format -o one.out
		"$build/leitmotif" export --store "$1" --format $format -o other.out
		ok cmp one.out other.out
	done
	for by in year quarter; do
		what="$1: trend --by $by is that of a single run"
		"$build/leitmotif" trend --store one.db --by $by --format csv >one.out
		"$build/leitmotif" trend --store "$1" --by $by --format csv >other.out
		ok cmp one.out other.out
	done
	rm -f canonical.db
	"$build/leitmotif" merge -q one.db --store canonical.db
	for table in $(sqlite3 canonical.db "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'runs'"); do
		what="$1: table $table is that of a single run"
		for store in canonical.db "$1"; do
			sqlite3 "file:$store?mode=ro" ".dump $table" >"$(basename "$store").dump"
		done
		ok cmp canonical.db.dump "$(basename "$1").dump"
	done
}
compare all.db

# --- GNU parallel over SSH, as docs/SCALE.md has it
mkdir -p /run/sshd
ssh-keygen -q -t ed25519 -N '' -f host_key
ssh-keygen -q -t ed25519 -N '' -f user_key
cat >sshd_config <<CONF
ListenAddress 127.0.0.1
Port $((port + 2))
HostKey $work/host_key
AuthorizedKeysFile $work/user_key.pub
PermitRootLogin prohibit-password
PasswordAuthentication no
StrictModes no
UsePAM no
PidFile none
CONF
start sshd /usr/sbin/sshd -D -e -f "$work/sshd_config"
cat >ssh_config <<CONF
Host node-a node-b
	HostName 127.0.0.1
	Port $((port + 2))
	IdentityFile $work/user_key
	IdentitiesOnly yes
	StrictHostKeyChecking no
	UserKnownHostsFile /dev/null
	LogLevel ERROR
CONF
if wait_for 10 ssh -F ssh_config node-a true; then
	mkdir parts2
	what="GNU parallel over SSH: $SHARDS shards on two hosts"
	ok parallel --will-cite --ssh "ssh -F $work/ssh_config" -S node-a,node-b -j1 \
		"cd $work && $build/leitmotif run -q -j1 --lexicon $top/lexicons/childrens-services --fail-on never" \
		--shard "{}/$SHARDS" --store "parts2/part-{}.db" reports ::: $(seq $SHARDS)
	what="GNU parallel over SSH: merged"
	ok "$build/leitmotif" merge parts2/part-*.db --store all2.db
	compare all2.db
else
	give_up "sshd does not answer"
fi

echo "single run $single ms, array with a requeue and the merge $cluster ms, documents $(documents one.db)"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
