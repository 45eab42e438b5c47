/* SPDX-License-Identifier: MIT
 *
 * Private to the parts of a run: run.c goes through the documents, run_open.c
 * opens what that takes.
 */
#ifndef LM_RUN_RUN_PARTS_H
#define LM_RUN_RUN_PARTS_H

#include "pipeline/io/shard.h"
#include "pipeline/io/sink.h"
#include "pipeline/io/source.h"
#include "pipeline/run/chain.h"
#include "pipeline/run/lexicon_cache.h"
#include "pipeline/run/progress.h"
#include "pipeline/run/run.h"
#include "pipeline/run/slot.h"

struct run {
	const struct run_options *opt;
	struct lexicon *lexicon;
	struct lexicon_cache cache;
	struct stage_shared before;  /* what the store sees until there is a chain */
	struct chain *chain;         /* NULL: no document has needed it yet */
	struct chain *part;          /* the same of documents of which only a part is coded */
	struct chain_worker **part_workers;     /* one a job once there is part */
	struct chain_worker **workers;
	int worker_count;
	struct arena *lent;      /* one a job: the memory of the documents that are worked on */
	struct slot *slots;
	int slot_count;
	struct source *source;
	struct shard *shard;     /* NULL: all inputs */
	struct sink *sinks[RUN_OUTPUTS_MAX];
	struct totals *totals;
	struct progress progress;
	uint64_t next_index;
	bool from_rows;          /* the store can write what is as it was, in all formats asked for */
};

/* What of the lexicon tells whether it is the one of before. */
int run_open_lexicon(struct run *r, struct error *e);

/* All of it, and the chain without workers. */
int run_open_chain(struct run *r, struct error *e);

int run_open_slots(struct run *r, struct error *e);

/* Sources and sinks. */
int run_open_ends(struct run *r, struct error *e);

/* All that running documents takes. Called at the beginning, or on the thread that fills slots, before
 * the first one that needs it. */
int run_open_rest(struct run *r, struct error *e);

/* What the document in s takes. */
int run_open_for(struct run *r, const struct slot *s, struct error *e);

#endif
