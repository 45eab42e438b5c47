/* SPDX-License-Identifier: MIT
 *
 * Words that satisfy the same symbols are of one kind: they are the same to a
 * matcher, whose view of them (form_view.h) is made once. "Improves", "improves"
 * and "improved" are of a kind.
 */
#ifndef LM_LEXICON_FORM_KINDS_H
#define LM_LEXICON_FORM_KINDS_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/lexicon/form_view.h"

struct symbols;

struct form_kind {
	struct form_view view;
	const uint32_t *ids;    /* the symbols, ascending, without classes */
	uint32_t n;
	uint8_t mark;           /* see symbols_mark(); 0 none */
};

/* One worker's. */
struct form_kinds {
	const struct form_kind **slots; /* NULL: free */
	uint32_t mask, count;
};

bool form_kinds_init(struct form_kinds *k);
void form_kinds_release(struct form_kinds *k);

/* Forget all; the arena that they were taken from is reset by the caller. */
void form_kinds_reset(struct form_kinds *k);

/* The kind of words that satisfy the n > 0 symbols in ids, made in mem when it is new. NULL without
 * memory, and with a lexicon that sees more in one word than can be meant. */
const struct form_kind *form_kinds_get(struct form_kinds *k, struct arena *mem,
				       const struct symbols *symbols, const uint32_t *ids,
				       uint32_t n);

#endif
