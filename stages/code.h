/* SPDX-License-Identifier: MIT
 *
 * What the code stage works on: code.c goes through the paragraphs, code_sums.c
 * decides, code_parts.c keeps why.
 */
#ifndef LM_STAGES_CODE_H
#define LM_STAGES_CODE_H

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/stage.h"

/* Sentences of one paragraph; a longer one is taken in pieces of this size. */
#define PARAGRAPH_MAX 256

/* Words of a set of K themes, a bit each. */
#define THEME_WORDS(k) (((k) + 63) / 64)

/* The weights as matrices: what the loops run over. K themes. */
struct coding_state {
	const struct lexicon *lx;
	double *weights;                /* of the terms, without the rest, which is large */
	ptrdiff_t k;
	double *bias;                   /* [K] */
	double *carry[CARRY_COUNT];     /* [K] each */
	double *context;                /* [K][K of the other theme] */
	uint64_t *unprompted;           /* themes that may be over the threshold without evidence in
	                                 * the paragraph, a bit each */
	bool free_themes;               /* a bias over the threshold: coded without evidence */
};

/* One worker's rows of K numbers. Few themes have terms in a sentence: own, evidence and mentions
 * are 0 but where a bit of touched says so. */
struct coding_scratch {
	double *own, *evidence, *score; /* [PARAGRAPH_MAX][K] */
	uint32_t *mentions;             /* [PARAGRAPH_MAX][K] */
	uint64_t *touched;              /* [PARAGRAPH_MAX][THEME_WORDS(K)] */
	double *heading;                /* [K], of heading_block */
	double *whole;                  /* [K], the most in the paragraph */
	double *all;                    /* everything above points into this */
	double sums[PARAGRAPH_MAX];     /* evidence of all themes of a sentence */
	uint64_t *over;                 /* as touched: which scores are codes */
	uint16_t *present;              /* themes with evidence in the paragraph */
	uint32_t present_count;
	uint32_t *seen;                 /* one a term: the stamp of the last sentence with it */
	uint32_t stamp, next_stamp;     /* of the document's first sentence; less than the next's */
	uint32_t *counts;               /* one a term; 0 but while a code's terms are listed */
	uint32_t members[PARAGRAPH_MAX];/* sentences of the paragraph */
	uint32_t n;
	uint32_t heading_block;
	bool heading_found;             /* the heading has evidence */
};

struct coding {
	struct doc *d;
	const struct coding_state *st;
	struct coding_scratch *s;
	ptrdiff_t hit;                  /* the next one that is not yet read */
	bool parts;                     /* why is asked for */
	struct error *e;
};

static inline uint64_t *coding_touched(const struct coding *j, uint32_t i)
{
	return j->s->touched + (ptrdiff_t)i * THEME_WORDS(j->st->k);
}

/* What the other themes of sentence i count for theme t. */
static inline double coding_others(const struct coding *j, uint32_t i, ptrdiff_t t)
{
	double v = j->s->sums[i] - j->s->evidence[i * j->st->k + t];
	double cap = j->st->lx->decision.others_cap;
	return v < cap ? v : cap;
}

static inline uint64_t *coding_over(const struct coding *j, uint32_t i)
{
	return j->s->over + (ptrdiff_t)i * THEME_WORDS(j->st->k);
}

/* Sums differ by less than this, in whatever order they are made. */
#define CODING_SLACK 1e-6

/* The most that the other themes of a sentence may add to theme t. */
static inline double coding_lift(const struct coding_state *st, size_t t)
{
	double lift = st->carry[CARRY_OTHERS][t] * st->lx->decision.others_cap;
	return lift > 0 ? lift : 0;
}

/* Sum the weights of the terms that stand in a sentence into row i, each term once. Sentences come
 * in ascending order. Returns whether there are any terms. */
bool coding_sum_terms(struct coding *j, uint32_t sent, uint32_t i);

/* How far sums of weights are evidence, 0 to 1 each, and the most of it so far; returns the total
 * of row i. */
double coding_weigh(struct coding *j, uint32_t i, double *most);

/* Make row i empty again. */
void coding_forget(struct coding *j, uint32_t i);

/* The codes of the sentences in s->members, whose rows are read; heading: the block over them, or
 * NO_BLOCK. 0 or -E_NOMEM. */
int coding_decide(struct coding *j, uint32_t heading);

/* Append the parts of the newest code c, which is theme t of the paragraph's sentence i. heading: a
 * sentence, or NO_SENTENCE. 0 or -E_NOMEM. */
int coding_add_parts(struct coding *j, struct code *c, uint32_t i, ptrdiff_t t, uint32_t heading);

#endif
