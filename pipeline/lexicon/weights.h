/* SPDX-License-Identifier: MIT
 *
 * The numbers of a lexicon apart from it: biases and the weights of carries,
 * contexts and terms, so that they can be fitted, compared and written back.
 */
#ifndef LM_LEXICON_WEIGHTS_H
#define LM_LEXICON_WEIGHTS_H

#include "pipeline/lexicon/lexicon.h"

/* A term that a theme is to get. */
struct added_term {
	ptrdiff_t theme;
	struct str pattern;         /* words and spaces: no quotes are needed in YAML */
	double weight;
	struct str note;            /* a comment behind it, or empty */
};

struct weights {
	ptrdiff_t themes, terms;
	double *bias;               /* [themes] */
	double *carry;              /* [themes][CARRY_COUNT] */
	uint32_t *context_first;    /* [themes + 1], in context */
	double *context;            /* in the order of theme.context */
	double *term;               /* [terms]; terms of no theme have none */
	const struct added_term *added;     /* by theme; not copied */
	ptrdiff_t added_count;
};

/* The weights as the lexicon has them. The arrays live in mem. E_NOMEM. */
int weights_of(struct weights *w, struct arena *mem, const struct lexicon *lx, struct error *e);

/* All values of from, which are of the same lexicon, into to. */
void weights_copy(struct weights *to, const struct weights *from);

/* The lexicon's file `file` (in lx->files) with these weights, to two decimals, in out: only numbers
 * change, are added behind a term that has none, or in a new line before `terms`, and added terms come
 * behind the last of their theme; comments and the order stay. What is locked, or has its value already, is left alone. E_LEXICON, with the place,
 * where a number stands in a form that cannot be edited. */
int weights_edit(struct buf *out, const struct lexicon *lx, ptrdiff_t file,
		 const struct weights *w, struct error *e);

#endif
