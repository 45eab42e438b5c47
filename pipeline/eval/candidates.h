/* SPDX-License-Identifier: MIT
 *
 * Terms that a lexicon lacks: words and phrases, by stems, that stand more
 * often in the coded sentences which a theme misses than in those without it.
 * Ranked by the log-odds ratio with an informative Dirichlet prior, divided by
 * its standard error (Monroe, Colaresi, Quinn 2008); the prior is how often
 * the phrase stands in all sentences, so that a phrase seen twice does not win.
 */
#ifndef LM_EVAL_CANDIDATES_H
#define LM_EVAL_CANDIDATES_H

#include "pipeline/eval/gold.h"
#include "pipeline/run/config.h"

#define CANDIDATE_LINES 3

/* Bytes [off, off + len) of a text. */
struct quotation {
	struct str text;
	uint32_t off, len;
};

struct candidate {
	uint32_t theme;
	struct str pattern;          /* as one would write it in a lexicon */
	uint32_t missed, other;      /* sentences with it: that the theme misses; without the theme */
	double z;
	struct quotation line[CANDIDATE_LINES];
	uint32_t lines;
};

struct candidates {
	struct arena mem;
	VEC(struct candidate) at;    /* by theme, the best first */
	uint32_t *coded, *missed;    /* one a theme: sentences */
};

struct candidate_options {
	uint32_t minimum;            /* missed sentences with it */
	uint32_t most;               /* candidates of a theme */
};

/* g must outlive c. Call candidates_release() also after a failure. */
int candidates_find(struct candidates *c, const struct gold *g, const struct config *config,
		    const struct lexicon *lx, const struct candidate_options *o, struct error *e);
void candidates_release(struct candidates *c);

#endif
