/* SPDX-License-Identifier: MIT
 *
 * The weights of a lexicon from coded sentences: logistic regression with a
 * ridge, one theme at a time. What is carried over depends on the weights, so
 * it goes round a few times. New terms are phrases of the coded sentences that
 * stand the test of an L1 penalty beside all that is there. At the end all biases are shifted by one number,
 * the one that gives the best micro F1 on sentences that were held back.
 */
#ifndef LM_EVAL_FIT_H
#define LM_EVAL_FIT_H

#include "pipeline/eval/score.h"
#include "pipeline/eval/telling.h"
#include "pipeline/lexicon/weights.h"

#define FIT_FOLDS 5
#define FIT_FOLD_EXTRA (FIT_FOLDS + 1)  /* of what is learned from and never held back */
/* Both found by cross-validation on some 5,000 coded sentences. */
#define FIT_RIDGE 0.25
#define FIT_POLARITY_RIDGE 1

struct fit_options {
	double ridge;               /* precision of a term's weight around where it is drawn to */
	bool from_zero;             /* terms are drawn to `start`, all else to 0; else to the weight in
	                             * the file */
	double start;
	uint32_t propose;           /* new terms, at most */
	uint32_t minimum;           /* coded sentences that a new term needs */
};

#define FIT_NEW_MAX 200         /* new terms of one theme */

/* A term that the fit would add. */
struct fit_proposal {
	uint32_t theme;
	double weight;
	struct phrase phrase;       /* in: coded sentences with the theme; out: without */
};

struct fit {
	struct arena mem;
	struct weights weights;     /* fitted on all; what is locked as it was */
	double shift;               /* what the biases were shifted by */
	/* One a theme, and all. before: the lexicon as it is. after: each fifth of the paragraphs
	 * by weights fitted on the other four. */
	struct score_counts *before, *after, before_all, after_all;
	struct score_counts plain_all;      /* as after, without new terms */
	VEC(struct fit_proposal) proposals; /* by theme, the heaviest first */
	double penalty;                     /* L1, that chose them */
	uint32_t sentences, paragraphs;   /* measured */
	uint32_t extra;             /* sentences that are learned from alone */
	uint32_t terms, unseen;     /* of themes; without an occurrence: as they were */
	uint32_t locked;
	uint32_t uncoded;           /* themes that no sentence is coded with: as they were */
};

/* The part that a paragraph is dealt into, by its id, or with all of its document when the id names
 * one ("DOCUMENT/PARAGRAPH"): 0 to FIT_FOLDS - 1. FIT_FOLD_EXTRA: it is extra, and names none. */
uint8_t fit_fold_of(const struct gold_paragraph *p);

/* Call fit_release() also after a failure. E_NOMEM, or what the chain says. */
int fit_run(struct fit *f, const struct gold *g, const struct config *config,
	    const struct lexicon *lx, const struct fit_options *o, struct error *e);
void fit_release(struct fit *f);

#endif
