/* SPDX-License-Identifier: MIT
 *
 * See automaton.h. Nodes are numbered anew in preorder: what is reached from a
 * word lies behind it.
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
};

static int compare_edges(const void *a, const void *b)
{
	const struct trie_edge *x = a, *y = b;
	return (x->key > y->key) - (x->key < y->key);
}

static void sort_edges(struct layout *l)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i <= l->t->mask; i++)
		if (l->t->edges[i].to)
			l->edges[n++] = l->t->edges[i];
	if (n)
		qsort(l->edges, n, sizeof *l->edges, compare_edges);
	for (uint32_t node = 0, e = 0; node <= (uint32_t)l->t->nodes.n; node++) {
		while (e < n && l->edges[e].key >> 32 < node)
			e++;
		l->first[node] = e;
	}
}

/* Number the nodes in preorder; stack has room for all. */
static void number_nodes(struct layout *l, uint32_t *stack)
{
	const struct trie *t = l->t;
	uint32_t depth = 0, count = 0;
	stack[depth++] = TRIE_ROOT;
	while (depth) {
		uint32_t node = stack[--depth];
		l->number[node] = count;
		l->order[count++] = node;
		for (uint32_t e = l->first[node + 1]; e-- > l->first[node];)
			stack[depth++] = l->edges[e].to;
		for (uint32_t g = t->nodes.at[node].gaps; g; g = t->gaps.at[g - 1].next)
			stack[depth++] = t->gaps.at[g - 1].to;
	}
}

static void lay_out(struct automaton *a, const struct layout *l)
{
	const struct trie *t = l->t;
	uint32_t edges = 0, gaps = 0, accepts = 0;
	for (uint32_t i = 0; i < a->node_count; i++) {
		uint32_t old = l->order[i];
		const struct trie_node *n = &t->nodes.at[old];
		a->nodes[i] = (struct automaton_node){ n->mask, edges, gaps, accepts };
		for (uint32_t e = l->first[old]; e < l->first[old + 1]; e++)
			a->edges[edges++] = (struct automaton_edge){
				(uint32_t)l->edges[e].key, l->number[l->edges[e].to] };
		for (uint32_t g = n->gaps; g; g = t->gaps.at[g - 1].next) {
			const struct trie_gap *gap = &t->gaps.at[g - 1];
			a->gaps[gaps++] = (struct automaton_gap){
				.edges = l->number[gap->to], .min = gap->min, .max = gap->max };
		}
		for (uint32_t c = n->accepts; c; c = t->accepts.at[c - 1].next)
			a->accepts[accepts++] = t->accepts.at[c - 1].term;
	}
	a->nodes[a->node_count] = (struct automaton_node){ { 0, 0 }, edges, gaps, accepts };
	for (uint32_t g = 0; g < gaps; g++) {
		uint32_t to = a->gaps[g].edges;
		a->gaps[g].edges = a->nodes[to].edges;
		a->gaps[g].edges_end = a->nodes[to + 1].edges;
	}
}

bool automaton_make(struct automaton *a, const struct trie *t)
{
	size_t nodes = (size_t)t->nodes.n, edges = t->edge_count;
	struct layout l = { .t = t };
	*a = (struct automaton){ .node_count = (uint32_t)nodes };
	a->nodes = calloc(nodes + 1, sizeof *a->nodes);
	a->edges = calloc(edges + 1, sizeof *a->edges);
	a->gaps = calloc((size_t)t->gaps.n + 1, sizeof *a->gaps);
	a->accepts = calloc((size_t)t->accepts.n + 1, sizeof *a->accepts);
	l.edges = calloc(edges + 1, sizeof *l.edges);
	l.first = calloc(nodes * 4 + 1, sizeof *l.first);
	bool ok = a->nodes && a->edges && a->gaps && a->accepts && l.edges && l.first;
	if (ok) {
		l.number = l.first + nodes + 1;
		l.order = l.number + nodes;
		sort_edges(&l);
		number_nodes(&l, l.order + nodes);
		lay_out(a, &l);
	}
	free(l.edges);
	free(l.first);
	return ok;
}

void automaton_release(struct automaton *a)
{
	free(a->nodes);
	free(a->edges);
	free(a->gaps);
	free(a->accepts);
	*a = (struct automaton){ 0 };
}
