/* SPDX-License-Identifier: MIT
 *
 * See form_view.h.
 */
#include <stdlib.h>

#include "pipeline/lexicon/automaton.h"
#include "pipeline/lexicon/form_view.h"

/* How long the parts of a list are. */
struct lengths {
	uint32_t terms, edges, jumps, slots;
};

static uint32_t filled(uint32_t n)
{
	return (n + FORM_STRIDE - 1) / FORM_STRIDE * FORM_STRIDE;
}

static struct lengths count(const struct automaton *a, const uint32_t *ids, uint32_t n)
{
	struct lengths all = { 0 };
	for (uint32_t i = 0; i < n; i++) {
		const struct symbol_use *use = automaton_use(a, ids[i]);
		all.terms += use->start.accepts_end - use->start.accepts;
		all.edges += use->start.jumps - use->start.edges;
		all.jumps += use->start.edges_end - use->start.jumps;
		all.slots += use->slot != 0;
	}
	all.edges = filled(all.edges);
	all.jumps = filled(all.jumps);
	all.slots = filled(all.slots);
	return all;
}

/* A list with its head, filled up: SLOT_ALL is 0. */
static uint32_t *make_list(struct arena *mem, const struct lengths *n)
{
	uint32_t slots = FORM_HEAD + n->terms + n->edges + n->jumps, numbers = slots + n->slots;
	uint32_t *list = NEW(mem, uint32_t, (ptrdiff_t)numbers + n->edges + n->jumps);
	if (!list)
		return NULL;
	list[FORM_EDGES] = FORM_HEAD + n->terms;
	list[FORM_JUMPS] = list[FORM_EDGES] + n->edges;
	list[FORM_SLOTS] = slots;
	list[FORM_NUMBERS] = numbers;
	for (uint32_t i = list[FORM_EDGES]; i < slots; i++)
		list[i] = SLOT_NONE;
	return list;
}

/* Where the next entry of each part goes. */
struct fill {
	const struct automaton *a;
	uint32_t *terms, *edges, *jumps, *slots;
	uint32_t *edge_numbers, *jump_numbers;
};

/* Edges [from, end) of the automaton. */
static void put_edges(const struct automaton *a, uint32_t **slots, uint32_t **numbers,
		      uint32_t from, uint32_t end)
{
	for (uint32_t e = from; e < end; e++) {
		*(*slots)++ = a->edges[e].slot;
		*(*numbers)++ = e;
	}
}

static void put_use(struct form_view *v, struct fill *to, uint32_t *list,
		    const struct symbol_use *use)
{
	const struct symbol_start *s = &use->start;
	for (uint32_t i = s->accepts; i < s->accepts_end; i++)
		*to->terms++ = to->a->accepts[i];
	put_edges(to->a, &to->edges, &to->edge_numbers, s->edges, s->jumps);
	put_edges(to->a, &to->jumps, &to->jump_numbers, s->jumps, s->edges_end);
	if (s->reach > list[FORM_REACH])
		list[FORM_REACH] = s->reach;
	if (use->slot) {
		*to->slots++ = use->slot;
		v->slot_bits |= symbol_slot_bit(use->slot);
	}
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* Put n edges by slot; what fills them up comes first. */
static bool sort_edges(struct arena *mem, uint32_t *slots, uint32_t *numbers, uint32_t n)
{
	uint64_t *both = arena_raw(mem, n, sizeof *both, alignof(uint64_t));
	for (uint32_t i = 0; both && i < n; i++)
		both[i] = (uint64_t)slots[i] << 32 | numbers[i];
	if (!both)
		return false;
	qsort(both, n, sizeof *both, compare);
	for (uint32_t i = 0; i < n; i++) {
		slots[i] = (uint32_t)(both[i] >> 32);
		numbers[i] = (uint32_t)both[i];
	}
	return true;
}

bool form_view_make(struct form_view *v, struct arena *mem, const struct automaton *a,
		    const uint32_t *ids, uint32_t n)
{
	struct lengths all = count(a, ids, n);
	*v = (struct form_view){ 0 };
	if (all.terms + all.edges + all.jumps + all.slots == 0)
		return true;
	uint32_t *list = make_list(mem, &all);
	if (!list)
		return false;
	struct fill to = { .a = a, .terms = list + FORM_HEAD, .edges = list + list[FORM_EDGES],
			   .jumps = list + list[FORM_JUMPS], .slots = list + list[FORM_SLOTS],
			   .edge_numbers = list + list[FORM_NUMBERS] };
	to.jump_numbers = to.edge_numbers + all.edges;
	for (uint32_t i = 0; i < n; i++)
		put_use(v, &to, list, automaton_use(a, ids[i]));
	v->list = list;
	return all.edges <= FORM_MANY || sort_edges(mem, list + list[FORM_EDGES],
						    list + list[FORM_NUMBERS], all.edges);
}
