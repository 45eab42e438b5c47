/* SPDX-License-Identifier: MIT
 *
 * The automaton of a matcher: a trie whose nodes are joined by symbols and by
 * gaps. All symbol edges lie in one hash table keyed by (node, symbol), so
 * that memory grows with the patterns alone; a mask in each node answers most
 * look-ups of edges that are not there.
 */
#ifndef LM_LEXICON_TRIE_H
#define LM_LEXICON_TRIE_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/vec.h"
#include "pipeline/lexicon/symbol_mask.h"

#define TRIE_ROOT 0u
#define TRIE_NONE UINT32_MAX    /* no memory */

struct trie_node {
	struct symbol_mask mask;/* of the edges that leave */
	uint32_t gaps;          /* the first gap that leaves, from 1; 0 none */
	uint32_t accepts;       /* the first term that ends here, from 1; 0 none */
};

struct trie_edge {
	uint64_t key;           /* node << 32 | symbol */
	uint32_t to;            /* 0: the slot is free, for nothing leads to the root */
};

/* After min to max words of any kind, on to a node that has only edges. */
struct trie_gap {
	uint32_t to, next;
	uint8_t min, max;
};

struct trie_accept {
	uint32_t term, next;
};

struct trie {
	VEC(struct trie_node) nodes;
	VEC(struct trie_gap) gaps;
	VEC(struct trie_accept) accepts;
	struct trie_edge *edges;
	uint32_t mask, edge_count;
};

bool trie_init(struct trie *t);
void trie_release(struct trie *t);

/* The node behind an edge or gap of node `from`, made when it is new. TRIE_NONE without memory. */
uint32_t trie_extend(struct trie *t, uint32_t from, uint32_t symbol);
uint32_t trie_extend_gap(struct trie *t, uint32_t from, uint8_t min, uint8_t max);

/* Let term end at node, once. false without memory. */
bool trie_accept(struct trie *t, uint32_t node, uint32_t term);

static inline uint32_t trie_home(const struct trie *t, uint64_t key)
{
	return (uint32_t)hash_mix(key, UINT64_C(0x9e3779b97f4a7c15)) & t->mask;
}

/* The node behind the edge, or 0. */
static inline uint32_t trie_next(const struct trie *t, uint32_t from, uint32_t symbol)
{
	if (!symbol_mask_has(t->nodes.at[from].mask, symbol))
		return 0;
	uint64_t key = (uint64_t)from << 32 | symbol;
	uint32_t at = trie_home(t, key);
	while (t->edges[at].to && t->edges[at].key != key)
		at = (at + 1) & t->mask;
	return t->edges[at].to;
}

#endif
