/* SPDX-License-Identifier: MIT
 *
 * What a word is to a matcher: all that starts with it and all that goes on
 * with it, gathered once from the automaton, whatever its symbols are, and laid
 * side by side in the order in which a walk reads it.
 */
#ifndef LM_LEXICON_FORM_VIEW_H
#define LM_LEXICON_FORM_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/arena.h"

struct automaton;

/* The head of form_view.list: the widest gap, then where in the list each part begins. */
enum form_part {
	FORM_REACH,
	FORM_EDGES,     /* slots of the edges to the next word; before them the terms that end */
	FORM_JUMPS,     /* of the edges behind gaps */
	FORM_SLOTS,     /* of the word */
	FORM_NUMBERS,   /* of the edges and jumps in the automaton, in the order of their slots */
	FORM_HEAD       /* numbers before the terms */
};

/* Slots come so many at a time, in each part: those of no symbol fill it up. */
enum { FORM_STRIDE = 4 };

/* More edges to the next word than these stand by slot: it is quicker to look for the slots of that
 * word among them. */
enum { FORM_MANY = 64 };

struct form_view {
	const uint32_t *list;           /* NULL: no pattern goes over the word */
	uint64_t slot_bits;             /* of the word's slots */
};

/* Have the usual length of a list in the nearest cache when it is needed. */
static inline void form_view_fetch(const struct form_view *v)
{
	const char *list = (const char *)v->list;
	for (int i = 0; list && i < 256; i += 64)
		__builtin_prefetch(list + i);
}

/* Gather what the automaton makes of a word that satisfies the n symbols in ids. The list is taken
 * from mem. false without memory. */
bool form_view_make(struct form_view *v, struct arena *mem, const struct automaton *a,
		    const uint32_t *ids, uint32_t n);

#endif
