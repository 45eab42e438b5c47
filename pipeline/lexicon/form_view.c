/* SPDX-License-Identifier: MIT
 *
 * See form_view.h.
 */
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
	uint32_t slots = FORM_HEAD + n->terms + n->edges + n->jumps, ids = slots + n->slots;
	uint32_t *list = NEW(mem, uint32_t, (ptrdiff_t)ids + n->edges + n->jumps);
	if (!list)
		return NULL;
	list[FORM_EDGES] = FORM_HEAD + n->terms;
	list[FORM_JUMPS] = list[FORM_EDGES] + n->edges;
	list[FORM_SLOTS] = slots;
	list[FORM_IDS] = ids;
	for (uint32_t i = list[FORM_EDGES]; i < slots; i++)
		list[i] = SLOT_NONE;
	return list;
}

/* Where the next entry of each part goes. */
struct fill {
	const struct automaton *a;
	uint32_t *terms, *edges, *jumps, *slots, *edge_ids, *jump_ids;
};

static void put_edges(const struct automaton *a, uint32_t from, uint32_t end, uint32_t **slots,
		      uint32_t **ids)
{
	for (uint32_t e = from; e < end; e++) {
		*(*slots)++ = a->edges[e].slot;
		*(*ids)++ = e;
	}
}

static void put_use(struct form_view *v, struct fill *to, uint32_t *list,
		    const struct symbol_use *use)
{
	const struct symbol_start *s = &use->start;
	for (uint32_t i = s->accepts; i < s->accepts_end; i++)
		*to->terms++ = to->a->accepts[i];
	put_edges(to->a, s->edges, s->jumps, &to->edges, &to->edge_ids);
	put_edges(to->a, s->jumps, s->edges_end, &to->jumps, &to->jump_ids);
	v->next |= s->next;
	if (s->reach > list[FORM_REACH])
		list[FORM_REACH] = s->reach;
	if (use->slot) {
		*to->slots++ = use->slot;
		v->slot_bits |= symbol_slot_bit(use->slot);
	}
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
			   .edge_ids = list + list[FORM_IDS],
			   .jump_ids = list + list[FORM_IDS] + all.edges };
	for (uint32_t i = 0; i < n; i++)
		put_use(v, &to, list, automaton_use(a, ids[i]));
	v->list = list;
	return true;
}
