/* SPDX-License-Identifier: MIT
 *
 * Phrases that tell some sentences from others. Ranked by the log-odds ratio
 * with an informative Dirichlet prior, divided by its standard error (Monroe,
 * Colaresi, Quinn 2008); the prior is how often the phrase stands in all
 * sentences, so that a phrase seen twice does not win.
 */
#ifndef LM_EVAL_TELLING_H
#define LM_EVAL_TELLING_H

#include "pipeline/eval/grams.h"

#define PHRASE_LINES 3

/* Bytes [off, off + len) of a text. */
struct quotation {
	struct str text;
	uint32_t off, len;
};

struct phrase {
	struct str pattern;          /* as one would write it in a lexicon */
	uint32_t in, out;            /* sentences with it */
	double z;
	struct quotation line[PHRASE_LINES];
	uint32_t lines;
};

/* Is the text one of the phrase's lines? Reports say the same thing twice; three places are to be three
 * texts. */
bool phrase_shows(const struct phrase *x, struct str text);

struct phrases {
	struct phrase *at;
	ptrdiff_t n, cap;
};

enum gram_state { GRAM_SKIPPED, GRAM_IN, GRAM_OUT };

struct telling {
	const struct grams *grams;
	const uint8_t *state;        /* enum gram_state of each sentence */
	const uint32_t *part;        /* paragraph or document of each: a phrase needs two */
	uint32_t minimum, most;      /* sentences inside with it; phrases */
	/* Is a use inside nothing new? May be NULL. */
	bool (*is_known)(const void *ctx, ptrdiff_t sentence, const struct gram_use *u);
	const void *ctx;
};

/* Append the best phrases to out; they and their lines are copied into mem. E_NOMEM. */
int telling_find(const struct telling *t, struct arena *mem, struct phrases *out, struct error *e);

#endif
