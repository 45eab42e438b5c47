/* SPDX-License-Identifier: MIT
 *
 * A finished trie, laid out for walking: nodes in the order of a walk, what
 * leaves a node side by side. An edge leads over words that may lie a gap
 * further on; its symbol is a slot, a small number among the symbols with which
 * patterns go on, so that a sentence's words can be noted by slot. A walk
 * through a frequent word touches a few cache lines.
 */
#ifndef LM_LEXICON_AUTOMATON_H
#define LM_LEXICON_AUTOMATON_H

#include "pipeline/lexicon/symbols.h"
#include "pipeline/lexicon/trie.h"

/* What leaves node i begins here and ends where that of node i + 1 begins. */
struct automaton_node {
	uint32_t edges;
	uint32_t accepts;       /* terms that end here */
};

/* A term that can end at one node alone, and there once for each start, is marked: it needs no
 * look at what was found before. */
#define AUTOMATON_ONCE UINT32_C(0x80000000)

/* An edge leads to a node or, marked so, to the end of a term, when that is all there is at the
 * node. */
#define AUTOMATON_LEAF UINT32_C(0x40000000)

/* The term of such a number. */
static inline uint32_t automaton_term(uint32_t accept)
{
	return accept & ~(AUTOMATON_ONCE | AUTOMATON_LEAF);
}

/* An edge leads over min to max words and then one that has the slot. It is only worth following
 * where the slot `need` has a place among the next `reach` words or right behind them: most nodes lead
 * on by one edge, and then that is its slot. */
struct automaton_edge {
	uint32_t slot, to, need;
	uint16_t reach;
	uint8_t min, max;
};

/* Slots of no symbol, to fill up lists with: every word has the one, no word the other. */
enum { SLOT_ALL, SLOT_NONE, SLOT_FIRST };

struct automaton {
	struct automaton_node *nodes;   /* the root is node 0 */
	struct automaton_edge *edges;   /* of a node: to the next word, by symbol; then gap by gap */
	uint32_t *accepts;              /* terms, with AUTOMATON_ONCE */
	struct symbol_use *uses;        /* by symbol, then by class */
	uint32_t symbol_count;          /* without the classes */
	uint32_t node_count, edge_count, accept_count, use_count;
	uint32_t slot_count;            /* slots: those below, then the symbols' */
	uint32_t end_slot;              /* SYMBOL_END's; 0: no pattern asks for the end */
	uint32_t start;                 /* the node behind SYMBOL_START, 0 none */
};

/* What the automaton makes of a symbol or class. */
static inline struct symbol_use *automaton_use(const struct automaton *a, uint32_t id)
{
	bool class = id & SYMBOL_CLASS_BIT;
	return &a->uses[class ? a->symbol_count + (id & ~SYMBOL_CLASS_BIT) : id];
}

/* Lay t out, over the symbols; terms are below `terms`. false without memory. */
bool automaton_make(struct automaton *a, const struct trie *t, const struct symbols *symbols,
		    uint32_t terms);
void automaton_release(struct automaton *a);

#endif
