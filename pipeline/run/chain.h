/* SPDX-License-Identifier: MIT
 *
 * The chain: the stages of stages.def that are needed for what is asked for,
 * checked to fit together, with their shared state. Any number of workers run
 * documents through one chain at the same time.
 */
#ifndef LM_RUN_CHAIN_H
#define LM_RUN_CHAIN_H

#include "pipeline/run/stage.h"

struct chain;
struct chain_worker;

/* Open the stages that lead to the layers in needs. config and lexicon must outlive the chain. */
int chain_open(struct chain **out, const struct config *config, const struct lexicon *lexicon,
	       unsigned needs, struct error *e);
void chain_close(struct chain *c);

/* The same for documents that have the layers `has`: without the stages that make those alone. */
int chain_open_behind(struct chain **out, const struct config *config, const struct lexicon *lexicon,
		      unsigned needs, unsigned has, struct error *e);

/* Are all stages open, so that all files of the lexicon have been read? */
bool chain_is_whole(const struct chain *c);

const struct stage_shared *chain_shared(const struct chain *c);

/* One thread's scratch of all stages. */
int chain_worker_new(struct chain_worker **out, const struct chain *c, struct error *e);
void chain_worker_free(struct chain_worker *w);

/* What held the parsers of foreign formats; see reader_client_level(). */
const char *chain_worker_sandbox(const struct chain_worker *w);

/* Run d, whose LAYER_RAW is there, through the stages until one fails or all are done. Stages
 * whose layers are there already are passed over. Never fails itself: d->status and d->err tell. */
void chain_run(const struct chain *c, struct chain_worker *w, struct doc *d);

/* The same up to and including the stage that gives layer. */
void chain_run_to(const struct chain *c, struct chain_worker *w, struct doc *d, unsigned layer);

#endif
