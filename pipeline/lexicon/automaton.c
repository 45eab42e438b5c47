/* SPDX-License-Identifier: MIT
 *
 * See automaton.h. Nodes are numbered anew in preorder, but those that walks
 * visit lie side by side; what is reached from a node lies behind it.
 */
#include <stdlib.h>

#include "pipeline/lexicon/automaton.h"

/* The trie's edges by node and symbol, and the new numbers. */
struct layout {
	const struct trie *t;
	struct trie_edge *edges;        /* sorted by key */
	uint32_t *first;                /* by old node: its first edge in edges; one more at the end */
	uint32_t *number;               /* by old node: the new one */
	uint32_t *order;                /* by new node: the old one */
	bool *behind_gap;               /* by old node: its edges are its parent's */
	bool *first_word;               /* by old node: it is behind the first word, or the root */
	bool *plain;                    /* by old node; see mark_plain() */
};

#define FEW_EDGES 16

static int compare_edges(const void *a, const void *b)
{
	const struct trie_edge *x = a, *y = b;
	return (x->key > y->key) - (x->key < y->key);
}

/* The edges of one node; nearly all have few. */
static void sort_node(struct trie_edge *at, uint32_t n)
{
	if (n > FEW_EDGES) {
		qsort(at, n, sizeof *at, compare_edges);
		return;
	}
	for (uint32_t i = 1; i < n; i++) {
		struct trie_edge e = at[i];
		uint32_t k = i;
		for (; k > 0 && at[k - 1].key > e.key; k--)
			at[k] = at[k - 1];
		at[k] = e;
	}
}

/* The edges to their nodes, then those of each in order. */
static void sort_edges(struct layout *l)
{
	uint32_t nodes = (uint32_t)l->t->nodes.n, *behind = l->number;
	for (uint32_t i = 0; i <= l->t->mask; i++)
		if (l->t->edges[i].to)
			l->first[(l->t->edges[i].key >> 32) + 1]++;
	for (uint32_t node = 0; node < nodes; node++) {
		behind[node] = l->first[node];
		l->first[node + 1] += l->first[node];
	}
	for (uint32_t i = 0; i <= l->t->mask; i++)
		if (l->t->edges[i].to)
			l->edges[behind[l->t->edges[i].key >> 32]++] = l->t->edges[i];
	for (uint32_t node = 0; node < nodes; node++)
		sort_node(l->edges + l->first[node], l->first[node + 1] - l->first[node]);
}

/* The nodes in preorder; stack has room for all. */
static void order_nodes(struct layout *l, uint32_t *stack)
{
	const struct trie *t = l->t;
	uint32_t depth = 0, count = 0;
	stack[depth++] = TRIE_ROOT;
	while (depth) {
		uint32_t node = stack[--depth];
		l->order[count++] = node;
		for (uint32_t e = l->first[node + 1]; e-- > l->first[node];)
			stack[depth++] = l->edges[e].to;
		for (uint32_t g = t->nodes.at[node].gaps; g; g = t->gaps.at[g - 1].next)
			stack[depth++] = t->gaps.at[g - 1].to;
	}
}

/* In which part of the nodes one lies: forms have what leaves the first words (form_view.h), and they
 * and targets what there is to leaves; nothing is left of nodes behind gaps. */
enum part { PART_FIRST, PART_VISITED, PART_REST, PARTS };

static enum part part_of(const struct layout *l, uint32_t node)
{
	const struct trie_node *n = &l->t->nodes.at[node];
	bool leaf = l->first[node] == l->first[node + 1] && !n->gaps && n->accepts &&
		    !l->t->accepts.at[n->accepts - 1].next;
	return l->first_word[node] ? PART_FIRST
	       : leaf || l->behind_gap[node] ? PART_REST : PART_VISITED;
}

/* Number the nodes part by part; room is for all nodes. */
static void number_nodes(struct layout *l, uint32_t *room)
{
	uint32_t nodes = (uint32_t)l->t->nodes.n, count = 0;
	order_nodes(l, room);
	memcpy(room, l->order, nodes * sizeof *room);
	l->first_word[TRIE_ROOT] = true;
	for (uint32_t e = l->first[TRIE_ROOT]; e < l->first[TRIE_ROOT + 1]; e++)
		l->first_word[l->edges[e].to] = true;
	for (ptrdiff_t g = 0; g < l->t->gaps.n; g++)
		l->behind_gap[l->t->gaps.at[g].to] = true;
	for (int part = PART_FIRST; part < PARTS; part++)
		for (uint32_t i = 0; i < nodes; i++)
			if ((int)part_of(l, room[i]) == part) {
				l->number[room[i]] = count;
				l->order[count++] = room[i];
			}
}

static uint32_t slot_of(struct automaton *a, uint32_t symbol)
{
	struct symbol_use *use = automaton_use(a, symbol);
	if (!use->slot)
		use->slot = a->slot_count++;
	return use->slot;
}

/* Write the edges of old node `from`, which lie behind a gap of min to max words. */
static struct automaton_edge *put_edges(struct automaton *a, const struct layout *l,
					struct automaton_edge *out, uint32_t from, uint8_t min,
					uint8_t max)
{
	for (uint32_t e = l->first[from]; e < l->first[from + 1]; e++)
		*out++ = (struct automaton_edge){
			.slot = slot_of(a, (uint32_t)l->edges[e].key),
			.to = l->number[l->edges[e].to], .min = min, .max = max };
	return out;
}

/* What starts with the symbol that leads to a node. */
static struct symbol_start start_of(const struct automaton *a, const struct automaton_node *n)
{
	struct symbol_start s = { n->edges, n->edges, n[1].edges, n->accepts, n[1].accepts, 0 };
	while (s.jumps < s.edges_end && a->edges[s.jumps].max == 0)
		s.jumps++;
	for (uint32_t e = s.jumps; e < s.edges_end; e++)
		if (a->edges[e].max > s.reach)
			s.reach = a->edges[e].max;
	return s;
}

/* The edges of the root are no edges of the walk: each word lists its own. */
static void lay_root(struct automaton *a, const struct layout *l)
{
	for (uint32_t e = l->first[TRIE_ROOT]; e < l->first[TRIE_ROOT + 1]; e++) {
		uint32_t to = l->number[l->edges[e].to];
		if ((uint32_t)l->edges[e].key == SYMBOL_START)
			a->start = to;
		automaton_use(a, (uint32_t)l->edges[e].key)->start = start_of(a, &a->nodes[to]);
	}
	a->end_slot = a->uses[SYMBOL_END].slot;
}

/* Which nodes can be reached once from a start: those without a gap on the way. */
static void mark_plain(struct layout *l, uint32_t count)
{
	l->plain[TRIE_ROOT] = true;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t old = l->order[i];
		for (uint32_t e = l->first[old]; e < l->first[old + 1]; e++)
			l->plain[l->edges[e].to] = l->plain[old];
	}
}

/* Mark the terms that end at one node, which is reached once. */
static void mark_once(struct automaton *a, const struct layout *l, uint32_t *ends)
{
	for (uint32_t i = 0; i < a->nodes[a->node_count].accepts; i++)
		ends[a->accepts[i]]++;
	for (uint32_t node = 0; node < a->node_count; node++)
		for (uint32_t i = a->nodes[node].accepts; i < a->nodes[node + 1].accepts; i++)
			if (ends[a->accepts[i]] == 1 && l->plain[l->order[node]])
				a->accepts[i] |= AUTOMATON_ONCE;
}

/* Where each edge leads, and what makes it worth following. */
static void finish_edges(struct automaton *a)
{
	for (uint32_t i = 0; i < a->edge_count; i++) {
		struct automaton_edge *e = &a->edges[i];
		const struct automaton_node *n = &a->nodes[e->to];
		uint32_t edges = n[1].edges - n->edges, accepts = n[1].accepts - n->accepts;
		e->need = e->slot;
		e->reach = e->max;
		if (edges == 0 && accepts == 1)
			e->to = a->accepts[n->accepts] | AUTOMATON_LEAF;
		if (edges == 1 && accepts == 0) {
			e->need = a->edges[n->edges].slot;
			e->reach = (uint16_t)(e->max + 1 + a->edges[n->edges].max);
		}
	}
}

static void lay_out(struct automaton *a, const struct layout *l)
{
	const struct trie *t = l->t;
	struct automaton_edge *out = a->edges;
	uint32_t accepts = 0;
	for (uint32_t i = 0; i < a->node_count; i++) {
		uint32_t old = l->order[i];
		const struct trie_node *n = &t->nodes.at[old];
		a->nodes[i] = (struct automaton_node){ (uint32_t)(out - a->edges), accepts };
		if (old != TRIE_ROOT && !l->behind_gap[old])
			out = put_edges(a, l, out, old, 0, 0);
		for (uint32_t g = n->gaps; g; g = t->gaps.at[g - 1].next) {
			const struct trie_gap *gap = &t->gaps.at[g - 1];
			out = put_edges(a, l, out, gap->to, gap->min, gap->max);
		}
		for (uint32_t c = n->accepts; c; c = t->accepts.at[c - 1].next)
			a->accepts[accepts++] = t->accepts.at[c - 1].term;
	}
	a->edge_count = (uint32_t)(out - a->edges);
	a->accept_count = accepts;
	a->nodes[a->node_count] = (struct automaton_node){ a->edge_count, accepts };
	lay_root(a, l);
}

bool automaton_make(struct automaton *a, const struct trie *t, const struct symbols *symbols,
		    uint32_t terms)
{
	uint32_t *ends = calloc((size_t)terms + 1, sizeof *ends);
	size_t nodes = (size_t)t->nodes.n, edges = t->edge_count;
	struct layout l = { .t = t };
	*a = (struct automaton){ .node_count = (uint32_t)nodes, .slot_count = SLOT_FIRST,
				 .symbol_count = symbols_count(symbols) };
	a->nodes = calloc(nodes + 1, sizeof *a->nodes);
	a->edges = calloc(edges + 1, sizeof *a->edges);
	a->accepts = calloc((size_t)t->accepts.n + 1, sizeof *a->accepts);
	a->use_count = symbols_count(symbols) + symbols_class_count(symbols);
	a->uses = calloc(a->use_count, sizeof *a->uses);
	l.edges = calloc(edges + 1, sizeof *l.edges);
	l.first = calloc(nodes * 4 + 1, sizeof *l.first);
	l.behind_gap = calloc(nodes, sizeof *l.behind_gap);
	l.first_word = calloc(nodes, sizeof *l.first_word);
	l.plain = calloc(nodes, sizeof *l.plain);
	bool ok = a->nodes && a->edges && a->accepts && a->uses && l.edges && l.first &&
		  l.behind_gap && l.first_word && l.plain && ends;
	if (ok) {
		l.number = l.first + nodes + 1;
		l.order = l.number + nodes;
		sort_edges(&l);
		number_nodes(&l, l.order + nodes);
		lay_out(a, &l);
		mark_plain(&l, a->node_count);
		mark_once(a, &l, ends);
		finish_edges(a);
	}
	free(ends);
	free(l.edges);
	free(l.first);
	free(l.behind_gap);
	free(l.first_word);
	free(l.plain);
	return ok;
}

void automaton_release(struct automaton *a)
{
	free(a->nodes);
	free(a->edges);
	free(a->accepts);
	free(a->uses);
	*a = (struct automaton){ 0 };
}
