/* SPDX-License-Identifier: MIT
 *
 * Terms that a lexicon lacks: words and phrases, by stems, that tell the coded
 * sentences which a theme misses from those without it (telling.h says how).
 */
#ifndef LM_EVAL_CANDIDATES_H
#define LM_EVAL_CANDIDATES_H

#include "pipeline/eval/gold.h"
#include "pipeline/eval/telling.h"
#include "pipeline/run/config.h"

struct candidates {
	struct arena mem;
	struct phrases *themes;      /* one a theme, the best first */
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
