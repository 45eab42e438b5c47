/* SPDX-License-Identifier: MIT
 *
 * Documents through the chains of one or more lexicons, for what counts or
 * compares and writes no documents: sources in, each document once a lexicon,
 * taken in input order on the calling thread.
 */
#ifndef LM_RUN_READINGS_H
#define LM_RUN_READINGS_H

#include "pipeline/run/format.h"
#include "pipeline/run/stage.h"

#define READINGS_LEXICONS_MAX 2

struct readings {
	const struct config *config;
	const struct lexicon *lexicons[READINGS_LEXICONS_MAX];
	int count;                       /* of lexicons */
	unsigned layers;                 /* LAYER_* bits that take() needs */
	char *const *paths;
	int path_count;
	/* One worker: docs[i].forms are there in take(). */
	bool needs_forms;
	/* The document as each lexicon has it; all have the layers. 0, or -code with *e set. */
	int (*take)(void *ctx, struct doc *const *docs, struct error *e);
	void *ctx;
	bool quiet;                      /* no line on standard error per document that is not ok */
	struct totals totals;            /* out: what became of the inputs */
};

/* 0 when all inputs have been seen; -code when a path is not there, a lexicon does not fit the
 * chain, take() failed. */
int readings_run(struct readings *r, struct error *e);

#endif
