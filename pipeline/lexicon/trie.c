/* SPDX-License-Identifier: MIT
 *
 * See trie.h.
 */
#include "pipeline/lexicon/trie.h"

#define EDGES_MIN 1024

bool trie_init(struct trie *t)
{
	*t = (struct trie){ .mask = EDGES_MIN - 1 };
	t->edges = calloc(EDGES_MIN, sizeof *t->edges);
	return t->edges && VEC_HEAP_PUSH(&t->nodes);
}

void trie_release(struct trie *t)
{
	free(t->nodes.at);
	free(t->gaps.at);
	free(t->accepts.at);
	free(t->edges);
	*t = (struct trie){ 0 };
}

static void put(struct trie *t, struct trie_edge edge)
{
	uint32_t at = trie_home(t, edge.key);
	while (t->edges[at].to)
		at = (at + 1) & t->mask;
	t->edges[at] = edge;
}

static bool grow(struct trie *t)
{
	struct trie_edge *old = t->edges;
	uint32_t n = t->mask + 1;
	struct trie_edge *edges = calloc((size_t)n * 2, sizeof *edges);
	if (!edges)
		return false;
	t->edges = edges;
	t->mask = n * 2 - 1;
	for (uint32_t i = 0; i < n; i++)
		if (old[i].to)
			put(t, old[i]);
	free(old);
	return true;
}

static uint32_t new_node(struct trie *t)
{
	return VEC_HEAP_PUSH(&t->nodes) ? (uint32_t)(t->nodes.n - 1) : TRIE_NONE;
}

uint32_t trie_extend(struct trie *t, uint32_t from, uint32_t symbol)
{
	uint32_t to = trie_next(t, from, symbol);
	if (to)
		return to;
	if (t->edge_count > t->mask / 2 && !grow(t))
		return TRIE_NONE;
	to = new_node(t);
	if (to == TRIE_NONE)
		return to;
	put(t, (struct trie_edge){ .key = (uint64_t)from << 32 | symbol, .to = to });
	t->edge_count++;
	symbol_mask_add(&t->nodes.at[from].mask, symbol);
	return to;
}

uint32_t trie_extend_gap(struct trie *t, uint32_t from, uint8_t min, uint8_t max)
{
	for (uint32_t g = t->nodes.at[from].gaps; g; g = t->gaps.at[g - 1].next)
		if (t->gaps.at[g - 1].min == min && t->gaps.at[g - 1].max == max)
			return t->gaps.at[g - 1].to;
	uint32_t to = new_node(t);
	struct trie_gap *gap = to == TRIE_NONE ? NULL : VEC_HEAP_PUSH(&t->gaps);
	if (!gap)
		return TRIE_NONE;
	*gap = (struct trie_gap){ .to = to, .min = min, .max = max,
				  .next = t->nodes.at[from].gaps };
	t->nodes.at[from].gaps = (uint32_t)t->gaps.n;
	return to;
}

bool trie_accept(struct trie *t, uint32_t node, uint32_t term)
{
	for (uint32_t a = t->nodes.at[node].accepts; a; a = t->accepts.at[a - 1].next)
		if (t->accepts.at[a - 1].term == term)
			return true;
	struct trie_accept *accept = VEC_HEAP_PUSH(&t->accepts);
	if (!accept)
		return false;
	*accept = (struct trie_accept){ .term = term, .next = t->nodes.at[node].accepts };
	t->nodes.at[node].accepts = (uint32_t)t->accepts.n;
	return true;
}
