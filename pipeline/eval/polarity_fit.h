/* SPDX-License-Identifier: MIT
 *
 * The numbers of polarity.yaml from coded sentences: a multinomial regression
 * with a ridge, whether a sentence says something good of a theme (strength),
 * something bad (concern) or nothing (neutral), whose two sides are fitted by
 * turns, each with the other as an offset. What comes from the sentences
 * around one depends on the numbers, so it goes round a few times anyway. At the end the two figures that part strength, concern and neutral are
 * set to what is right most often on sentences that were held back.
 */
#ifndef LM_EVAL_POLARITY_FIT_H
#define LM_EVAL_POLARITY_FIT_H

#include "pipeline/doc/doc.h"
#include "pipeline/eval/fit.h"
#include "pipeline/lexicon/cue_numbers.h"

/* Of all (sentence, theme) pairs that are measured. */
struct polarity_counts {
	uint32_t confusion[POL_COUNT][POL_COUNT];  /* [coder's][ours], where there is one coder's */
	uint32_t all, right;                       /* right: a polarity that a coder gave */
};

struct polarity_fit {
	struct arena mem;
	struct cue_numbers numbers;         /* fitted on all; what is locked or unseen as it was */
	/* before: the lexicon as it is. after: each fifth of the paragraphs by numbers fitted on
	 * the other four. */
	struct polarity_counts before, after;
	uint32_t sentences, paragraphs;     /* measured */
	uint32_t extra;                     /* pairs that are learned from alone */
	uint32_t slots, unseen, locked;     /* of groups and rules */
};

/* ridge and from_zero as for themes. Call polarity_fit_release() also after a failure. E_NOMEM,
 * E_LEXICON without cues, or what the chain says. */
int polarity_fit_run(struct polarity_fit *f, const struct gold *g, const struct config *config,
		     const struct lexicon *lx, const struct fit_options *o, struct error *e);
void polarity_fit_release(struct polarity_fit *f);

#endif
