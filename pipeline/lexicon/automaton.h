/* SPDX-License-Identifier: MIT
 *
 * A finished trie, laid out for walking: nodes in the order of a walk, the
 * edges, gaps and terms of a node side by side. A walk through a frequent word
 * touches a few cache lines instead of a hash table.
 */
#ifndef LM_LEXICON_AUTOMATON_H
#define LM_LEXICON_AUTOMATON_H

#include "pipeline/lexicon/trie.h"

/* What leaves node i begins here and ends where that of node i + 1 begins. */
struct automaton_node {
	struct symbol_mask mask;/* of the edges that leave */
	uint32_t edges, gaps, accepts;
};

struct automaton_edge {
	uint32_t symbol, to;
};

/* The node behind a gap has edges alone: they are listed here, [edges, edges_end). */
struct automaton_gap {
	uint32_t edges, edges_end;
	uint8_t min, max;
};

struct automaton {
	struct automaton_node *nodes;   /* the root is node 0 */
	struct automaton_edge *edges;   /* of one node by symbol */
	struct automaton_gap *gaps;
	uint32_t *accepts;              /* terms */
	uint32_t node_count;
};

/* Lay t out; false without memory. */
bool automaton_make(struct automaton *a, const struct trie *t);
void automaton_release(struct automaton *a);

/* The node behind the edge of node `from` with this symbol, or 0. */
static inline uint32_t automaton_next(const struct automaton *a, uint32_t from, uint32_t symbol)
{
	const struct automaton_node *n = &a->nodes[from];
	uint32_t lo = n->edges, hi = n[1].edges;
	if (!symbol_mask_has(n->mask, symbol))
		return 0;
	while (hi - lo > 8) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (a->edges[mid].symbol <= symbol)
			lo = mid;
		else
			hi = mid;
	}
	for (; lo < hi; lo++)
		if (a->edges[lo].symbol == symbol)
			return a->edges[lo].to;
	return 0;
}

#endif
