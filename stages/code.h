/* SPDX-License-Identifier: MIT
 *
 * What the code stage works on: code.c decides, code_parts.c keeps why.
 */
#ifndef LM_STAGES_CODE_H
#define LM_STAGES_CODE_H

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/stage.h"

/* Sentences of one paragraph; a longer one is taken in pieces of this size. */
#define PARAGRAPH_MAX 256

/* Words of a set of K themes, a bit each. */
#define THEME_WORDS(k) (((k) + 63) / 64)

/* What the sum needs of a term, without the rest of struct term, which is large. */
struct coding_term {
	double weight;
	uint16_t theme;
};

/* The weights as matrices: what the loops run over. K themes. */
struct coding_state {
	const struct lexicon *lx;
	struct coding_term *terms;
	ptrdiff_t k;
	double *bias;                   /* [K] */
	double *carry[CARRY_COUNT];     /* [K] each */
	double *context;                /* [K of the other theme][K] */
	bool free_themes;               /* a bias over the threshold: coded without evidence */
};

/* One worker's rows of K numbers. Few themes have terms in a sentence: own, evidence and mentions
 * are 0 but where a bit of touched says so. */
struct coding_scratch {
	double *own, *evidence, *score; /* [PARAGRAPH_MAX][K] */
	uint32_t *mentions;             /* [PARAGRAPH_MAX][K] */
	uint64_t *touched;              /* [PARAGRAPH_MAX][THEME_WORDS(K)] */
	double *base;                   /* [K], what all sentences of the paragraph have */
	double *heading;                /* [K], of heading_block */
	double *whole;                  /* [K], the most in the paragraph */
	double *all;                    /* everything above points into this */
	double sums[PARAGRAPH_MAX];     /* evidence of all themes of a sentence */
	uint16_t *live;                 /* themes that may become codes in the paragraph */
	uint32_t live_count;
	uint32_t *seen;                 /* one a term: the last sentence with it, from 1 */
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

/* Append the parts of the newest code c, which is theme t of the paragraph's sentence i. heading: a
 * sentence, or NO_SENTENCE. 0 or -E_NOMEM. */
int coding_add_parts(struct coding *j, struct code *c, uint32_t i, ptrdiff_t t, uint32_t heading);

#endif
