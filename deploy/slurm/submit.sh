#!/bin/sh
# SPDX-License-Identifier: MIT
# An archive of reports on a Slurm cluster: an array of tasks, each with its share of the reports, and
# a job behind it that makes one store of what they made. Prints the two jobs' numbers.
#
#   REPORTS=/data/reports STORE=/data/reports.db SHARDS=32 sh deploy/slurm/submit.sh [SBATCH OPTION]...
#
# REPORTS  the folder or archive to be read; it must hold still until the array has ended
# STORE    the store to be made; it must not be there yet
# SHARDS   how many tasks; each should have some minutes of work (docs/SCALE.md)
# PARTS    the folder of the tasks' stores                             [STORE.parts]
# LEXICON  the lexicon's folder                                        [the installed one]
# MANIFEST what is known of the reports, by path                       [none]
# LEITMOTIF the program                                                [leitmotif]
#
# All of it lies where every node sees it. Options for sbatch (--partition, --account, --time, ...)
# are handed on to both jobs. A task that is killed, by its time limit, by preemption or with
# "scontrol requeue JOB_TASK", goes on where its store ends. Run again with the same PARTS, the array
# reads only what is new.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
: "${REPORTS:?the folder of reports}" "${STORE:?the store to be made}" "${SHARDS:?how many tasks}"
PARTS=${PARTS:-$STORE.parts}
export REPORTS STORE SHARDS PARTS
mkdir -p "$PARTS"
array=$(sbatch --parsable --array="1-$SHARDS" --output="$PARTS/task-%a.log" "$@" "$here/array.sbatch")
merge=$(sbatch --parsable --dependency="afterok:$array" --output="$PARTS/merge.log" "$@" \
	"$here/merge.sbatch")
echo "array $array, merge $merge"
