/* SPDX-License-Identifier: MIT
 *
 * What a decision stands on, apart from the weights: the terms of each coded
 * sentence, what points back, what makes up a paragraph and which heading it
 * stands under. With weights it gives the same scores as the code stage
 * (docs/LEXICON.md, "The decision"; a test compares them), and the values that
 * the weights of a theme are multiplied with.
 */
#ifndef LM_EVAL_DESIGN_H
#define LM_EVAL_DESIGN_H

#include "pipeline/eval/gold.h"
#include "pipeline/eval/grams.h"
#include "pipeline/lexicon/weights.h"
#include "pipeline/run/config.h"

#define NO_GOLD UINT32_MAX

struct design_sentence {
	uint32_t gold;                      /* in gold.sentences, or NO_GOLD */
	uint32_t paragraph;                 /* in design.paragraphs; headings: NO_GOLD */
	uint32_t term_first, term_count;    /* in design.terms, each term once */
	bool points_back;
};

struct design_paragraph {
	uint32_t first, count;              /* sentences */
	uint32_t heading_first, heading_count;
};

struct design {
	struct arena mem;
	const struct gold *g;
	const struct lexicon *lx;
	VEC(struct design_sentence) sentences;
	VEC(struct design_paragraph) paragraphs;
	VEC(uint32_t) terms;
	uint32_t **rows;                    /* [terms of the lexicon]: sentences with it */
	uint32_t *row_count;
	bool wants_grams;                   /* set before design_load() */
	struct grams grams;                 /* then: of the sentences, one by one */
};

/* Terms that the lexicon has not. */
struct addition {
	uint32_t theme, gram;
	const uint32_t *row;                /* sentences with it */
	ptrdiff_t n;
	double weight;
};

struct additions {
	struct addition *at;
	ptrdiff_t n, cap;
};

/* Run the coded paragraphs through the chain; x is zero but for wants_grams. Call design_release() also after a failure. */
int design_load(struct design *x, const struct gold *g, const struct config *config,
		const struct lexicon *lx, struct error *e);
void design_release(struct design *x);

/* What the weights make of it: matrices with a column a theme. */
struct evidence {
	double *own, *value;                /* [sentences][themes]: sum of weights; 0 to 1 */
	double *all;                        /* [sentences]: value of all themes */
	double *whole, *heading;            /* [paragraphs][themes]: the most in it; above it */
	double (*carry)[CARRY_COUNT];       /* [sentences]: of the theme asked for last */
	double *block;
};

int evidence_init(struct evidence *ev, const struct design *x, struct error *e);
void evidence_release(struct evidence *ev);

/* added may be NULL. */
void evidence_compute(struct evidence *ev, const struct design *x, const struct weights *w,
		      const struct additions *added);

/* The values that theme t's carry weights are multiplied with, into ev->carry. */
void evidence_carry(struct evidence *ev, const struct design *x, ptrdiff_t t);

/* The sum for theme t in each sentence, into score[sentences][themes]. Uses ev->carry. */
void evidence_score(struct evidence *ev, const struct design *x, const struct weights *w,
		    ptrdiff_t t, double *score);

#endif
