/* SPDX-License-Identifier: MIT
 *
 * Coded sentences as polarity sees them, themes given: for each (sentence,
 * theme) what the coders say, what the cues say with the numbers of the moment,
 * and how often each number was added. The polarity stage itself makes the
 * values, so nothing here can differ from a run.
 */
#ifndef LM_EVAL_POLARITY_ROWS_H
#define LM_EVAL_POLARITY_ROWS_H

#include "pipeline/eval/gold.h"
#include "pipeline/lexicon/cue_numbers.h"
#include "pipeline/run/config.h"

/* A number, and how often it was added. */
struct polarity_entry {
	uint32_t slot;                      /* of cue_numbers */
	double value;
};

struct polarity_row {
	uint32_t sentence, theme;           /* in the gold */
	uint8_t coders;                     /* bit 1 << enum polarity: each that a coder gave */
	uint8_t got;                        /* enum polarity */
	double sum[CUE_SIDES];              /* what is said, with the bias */
	double own;                         /* how far the sentence's own cues lean to good */
	uint32_t entry_first, entry_count;
};

struct polarity_rows {
	struct arena mem;                   /* of the entries: emptied by each reading */
	const struct gold *g;
	const struct config *config;
	struct lexicon lx;                  /* the lexicon with a twin of its cues */
	struct cues twin;
	struct arena own;
	VEC(struct polarity_row) at;
	VEC(struct polarity_entry) entries;
};

/* E_LEXICON when the lexicon has no cues. Call polarity_rows_release() also after a failure. */
int polarity_rows_init(struct polarity_rows *r, const struct gold *g, const struct config *config,
		       const struct lexicon *lx, struct error *e);
void polarity_rows_release(struct polarity_rows *r);

/* Read all coded sentences with these numbers: the same rows in the same order each time. */
int polarity_rows_read(struct polarity_rows *r, const struct cue_numbers *n, struct error *e);

/* What a row would get with another lean and neutral_below. */
enum polarity polarity_row_decide(const struct polarity_rows *r, const struct polarity_row *row,
				  double lean, double neutral_below);

#endif
