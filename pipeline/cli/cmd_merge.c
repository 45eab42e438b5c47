/* SPDX-License-Identifier: MIT
 *
 * leitmotif merge: one store out of many.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"
#include "pipeline/store/merge.h"

static int merge(const struct settings *s)
{
	struct error e = { 0 };
	struct merge_sums n;
	int rc = 0;
	if (!s->store)
		rc = fail(&e, E_USAGE, "no store to be made: --store FILE");
	else if (!s->argument_count)
		rc = fail(&e, E_USAGE, "no SHARD given: the stores to be merged");
	if (rc == 0)
		rc = merge_stores(s->arguments, s->argument_count, s->store, job_catch_signals(), &n, &e);
	if (rc < 0)
		return job_failed(&e);
	if (!s->quiet)
		printf("merged %d: documents %lld, texts %lld, %.1f MB\n", s->argument_count,
		       (long long)n.documents, (long long)n.texts, (double)n.bytes / 1e6);
	return EXIT_ALL_OK;
}

const struct command command_merge = {
	.name = "merge",
	.arguments = "SHARD... --store FILE",
	.summary = "one store out of many, made on as many machines",
	.about =
	"Makes a new store of the documents in the SHARDs, which are stores that run --shard made. It\n"
	"holds what a run over all inputs on one machine would have put there, in the order of paths;\n"
	"export, evidence and trend give the same bytes, and a later run --store FILE goes on from it.\n"
	"It appears whole or not at all. The SHARDs stay as they are.\n"
	"\n"
	"Refused is what does not fit together: stores of different programs, lexicons or options; a\n"
	"shard that is missing or comes twice; shards whose runs found different inputs; a run that\n"
	"was stopped; a document that is in two stores. A store of other inputs, made without --shard,\n"
	"may be one of the SHARDs: so last year's store and this year's shards become one.\n"
	"\n"
	"Exit status: 0 done; 2 refused or failed, and nothing was written; 64 wrong use; 75 another\n"
	"program makes that store; 128+N stopped by signal N.\n",
	.examples =
	"  for i in 1 2 3 4; do leitmotif run --shard $i/4 --store part$i.db reports/ & done; wait\n"
	"  leitmotif merge part?.db --store reports.db\n"
	"      the same on one machine; docs/SCALE.md has it for Slurm and for GNU parallel\n",
	.options = FOR_STORE,
	.run = merge,
};
