/* SPDX-License-Identifier: MIT
 *
 * A finished matcher as an image, and the look at one that was read: whatever
 * it holds, a walk over it stays inside and comes to an end.
 */
#include "pipeline/lexicon/matcher_parts.h"

static const struct image_type node_type = IMAGE_PLAIN(struct automaton_node);
static const struct image_type edge_type = IMAGE_PLAIN(struct automaton_edge);
static const struct image_type accept_type = IMAGE_PLAIN(uint32_t);
static const struct image_type use_type = IMAGE_PLAIN(struct symbol_use);
static const struct image_field fields[] = {
	IMAGE_NOTHING(struct matcher, symbols),
	IMAGE_NOTHING(struct matcher, trie), IMAGE_NOTHING(struct matcher, scratch),
	IMAGE_ARRAY(struct matcher, automaton.nodes, automaton.node_count, 1, &node_type),
	IMAGE_ARRAY(struct matcher, automaton.edges, automaton.edge_count, 0, &edge_type),
	IMAGE_ARRAY(struct matcher, automaton.accepts, automaton.accept_count, 0, &accept_type),
	IMAGE_ARRAY(struct matcher, automaton.uses, automaton.use_count, 0, &use_type),
};
const struct image_type matcher_image = IMAGE_TYPE(struct matcher, fields);

static bool start_sound(const struct automaton *a, const struct symbol_start *s)
{
	return s->edges <= s->jumps && s->jumps <= s->edges_end && s->edges_end <= a->edge_count &&
	       s->accepts <= s->accepts_end && s->accepts_end <= a->accept_count;
}

/* What leaves a node lies in the arrays and leads to nodes behind it, as preorder has it. */
static bool node_sound(const struct automaton *a, uint32_t i)
{
	const struct automaton_node *n = &a->nodes[i];
	if (n[0].edges > n[1].edges || n[1].edges > a->edge_count ||
	    n[0].accepts > n[1].accepts || n[1].accepts > a->accept_count)
		return false;
	for (uint32_t e = n[0].edges; e < n[1].edges; e++)
		if (a->edges[e].to <= i)        /* the ends of terms have larger numbers */
			return false;
	return true;
}

/* What starts with a symbol is its own: what a word gathers is then no more than there is. */
static bool uses_sound(const struct automaton *a)
{
	uint64_t edges = 0, accepts = 0;
	bool sound = true;
	for (uint32_t i = 0; sound && i < a->use_count; i++) {
		const struct symbol_start *s = &a->uses[i].start;
		sound = start_sound(a, s) && a->uses[i].slot < a->slot_count;
		edges += s->edges_end - s->edges;
		accepts += s->accepts_end - s->accepts;
	}
	return sound && edges <= a->edge_count && accepts <= a->accept_count;
}

static bool edge_sound(const struct automaton *a, const struct automaton_edge *e, uint32_t terms)
{
	bool leaf = e->to & AUTOMATON_LEAF;
	return (leaf ? automaton_term(e->to) < terms : e->to < a->node_count) &&
	       e->slot < a->slot_count && e->need < a->slot_count && e->min <= e->max;
}

static bool automaton_sound(const struct automaton *a, uint32_t terms)
{
	bool sound = a->nodes && a->start < a->node_count && a->end_slot < a->slot_count &&
		     a->slot_count >= SLOT_FIRST &&
		     a->slot_count <= a->use_count + (uint64_t)SLOT_FIRST && uses_sound(a);
	for (uint32_t i = 0; sound && i < a->node_count; i++)
		sound = node_sound(a, i);
	for (uint32_t i = 0; sound && i < a->edge_count; i++)
		sound = edge_sound(a, &a->edges[i], terms);
	for (uint32_t i = 0; sound && i < a->accept_count; i++)
		sound = automaton_term(a->accepts[i]) < terms;
	return sound;
}

bool matcher_attach(struct matcher *m, struct symbols *symbols, ptrdiff_t terms)
{
	const struct automaton *a = &m->automaton;
	uint64_t uses = (uint64_t)symbols_count(symbols) + symbols_class_count(symbols);
	if (a->use_count != uses || a->symbol_count != symbols_count(symbols) ||
	    m->terms > (uint64_t)terms || !automaton_sound(a, m->terms))
		return false;
	m->symbols = symbols;
	symbols_set_automaton(symbols, a);
	return true;
}
