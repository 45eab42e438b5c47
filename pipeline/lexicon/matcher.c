/* SPDX-License-Identifier: MIT
 *
 * Matching; see matcher.h. First it is noted where in the sentence which slots
 * (automaton.h) stand, one bit a word; an edge is then followed by one look at
 * the bits of its slot, however wide the gap before it is. Nearly all edges
 * find no bit. Patterns start where a word's form says so.
 */
#include <stdlib.h>

#include "pipeline/lexicon/matcher_parts.h"

/* Nodes on the walk from one word; real terms take below a hundred. */
#define STEPS_MAX 20000

enum { BLOCK_WORDS = 64 };

/* How many words ahead what is known of a word is fetched. */
enum { AHEAD = 8 };

struct matcher_scratch {
	VEC(struct occurrence) found;
	uint32_t *latest;               /* by term: the latest entry of found that may be its */
	uint64_t *places;               /* a row of slots for each block of 64 words; all 0 */
	uint32_t place_cap;             /* in blocks */
};

int matcher_scratch_new(struct matcher_scratch **out, const struct matcher *m, struct error *e)
{
	struct matcher_scratch *s = calloc(1, sizeof *s);
	if (s)
		s->latest = calloc(m->terms ? m->terms : 1, sizeof *s->latest);
	if (!s || !s->latest) {
		matcher_scratch_free(s);
		return fail(e, E_NOMEM, "out of memory for matching");
	}
	*out = s;
	return 0;
}

void matcher_scratch_free(struct matcher_scratch *s)
{
	if (!s)
		return;
	free(s->found.at);
	free(s->latest);
	free(s->places);
	free(s);
}

struct walk {
	const struct automaton *a;
	struct matcher_scratch *s;
	const struct form *const *words;
	const uint64_t *places;
	uint32_t n, first;
	ptrdiff_t base;                 /* of the occurrences that start at first */
	uint32_t steps;
	int view;
	bool failed;
};

/* ---- places ---- */

/* Room for the places of n words and the end behind them. */
static bool have_room(struct walk *w)
{
	struct matcher_scratch *s = w->s;
	uint32_t blocks = w->n / BLOCK_WORDS + 1;
	size_t row = (size_t)w->a->slot_count;
	if (blocks > s->place_cap) {
		uint64_t *places = reallocarray(s->places, blocks, row * sizeof *places);
		if (!places)
			return false;
		memset(places + s->place_cap * row, 0,
		       (blocks - s->place_cap) * row * sizeof *places);
		s->places = places;
		s->place_cap = blocks;
	}
	w->places = s->places;
	return true;
}

static uint64_t *row_of(const struct walk *w, uint32_t word)
{
	return w->s->places + (size_t)(word / BLOCK_WORDS) * w->a->slot_count;
}

/* What is known of a word lies in one piece, most often not in the nearest cache. */
static inline void fetch(const struct form *f)
{
	__builtin_prefetch(f);
	__builtin_prefetch(f + 1);
}

/* Note where which slots stand, and behind them the end. */
static void take_places(struct walk *w)
{
	for (uint32_t first = 0; first < w->n; first += BLOCK_WORDS) {
		uint64_t *row = row_of(w, first), bit = 1;
		uint32_t end = w->n - first < BLOCK_WORDS ? w->n : first + BLOCK_WORDS;
		for (uint32_t i = first; i < end; i++, bit <<= 1) {
			const struct form_view *v = &w->words[i]->view[w->view];
			if (i + AHEAD < w->n)
				fetch(w->words[i + AHEAD]);
			for (uint32_t k = 0; k < v->slot_count; k++)
				row[v->slots[k]] |= bit;
		}
	}
	row_of(w, w->n)[w->a->end_slot] |= UINT64_C(1) << (w->n % BLOCK_WORDS);
}

/* Slot 0, which no edge has, may keep its bit. */
static void clear_places(struct walk *w)
{
	for (uint32_t first = 0; first < w->n; first += BLOCK_WORDS) {
		uint64_t *row = row_of(w, first);
		uint32_t end = w->n - first < BLOCK_WORDS ? w->n : first + BLOCK_WORDS;
		for (uint32_t i = first; i < end; i++) {
			const struct form_view *v = &w->words[i]->view[w->view];
			for (uint32_t k = 0; k < v->slot_count; k++)
				row[v->slots[k]] = 0;
		}
	}
	row_of(w, w->n)[w->a->end_slot] = 0;
}

/* ---- walking ---- */

static inline void push(struct walk *w, uint32_t term, uint32_t behind)
{
	struct occurrence *o = VEC_HEAP_PUSH(&w->s->found);
	if (o)
		*o = (struct occurrence){ .term = term, .first = w->first, .last = behind - 1 };
	w->failed |= !o;
}

/* A term ends before word `behind`: keep the longest of those that start at w->first. */
static inline void accept(struct walk *w, uint32_t term, uint32_t behind)
{
	struct matcher_scratch *s = w->s;
	if (term & AUTOMATON_ONCE) {
		push(w, term & ~AUTOMATON_ONCE, behind);
		return;
	}
	ptrdiff_t i = s->latest[term];
	if (i < w->base || i >= s->found.n || s->found.at[i].term != term) {
		s->latest[term] = (uint32_t)s->found.n;
		push(w, term, behind);
	} else if (s->found.at[i].last < behind - 1) {
		s->found.at[i].last = behind - 1;
	}
}

static void visit(struct walk *w, uint32_t node, uint32_t at);

/* Go on behind word k, or at the end of the sentence. */
static inline void go_on(struct walk *w, uint32_t node, uint32_t k)
{
	visit(w, node, k < w->n ? k + 1 : k);
}

/* Follow an edge over words [from, to], which may lie in several blocks. */
static void jump_far(struct walk *w, const struct automaton_edge *edge, uint32_t from, uint32_t to)
{
	if (to > w->n)
		to = w->n;
	for (; from <= to; from = (from | (BLOCK_WORDS - 1)) + 1) {
		uint64_t bits = row_of(w, from)[edge->slot] >> (from % BLOCK_WORDS);
		if (to - from < BLOCK_WORDS - 1)
			bits &= (UINT64_C(2) << (to - from)) - 1;
		for (; bits; bits &= bits - 1)
			go_on(w, edge->to, from + (uint32_t)__builtin_ctzll(bits));
	}
}

/* Follow the edges [e, end) from before word `at`. Sentences of one block are the rule. */
static void follow(struct walk *w, const struct automaton_edge *e,
		   const struct automaton_edge *end, uint32_t at)
{
	if (w->n >= BLOCK_WORDS) {
		for (; e < end; e++)
			jump_far(w, e, at + e->min, at + e->max);
		return;
	}
	for (; e < end; e++) {
		uint64_t bits = w->places[e->slot] >> at;
		if (!bits || e->min >= BLOCK_WORDS)
			continue;
		bits >>= e->min;
		if (e->max - e->min < BLOCK_WORDS - 1)
			bits &= (UINT64_C(2) << (e->max - e->min)) - 1;
		for (; bits; bits &= bits - 1)
			go_on(w, e->to, at + e->min + (uint32_t)__builtin_ctzll(bits));
	}
}

/* Everything that is reached from a node before word `at`. As deep as a pattern is long. */
static inline void visit_start(struct walk *w, const struct symbol_start *n, uint32_t at)
{
	const struct automaton *a = w->a;
	uint64_t here = at < w->n ? w->words[at]->view[w->view].slot_bits
				  : symbol_slot_bit(a->end_slot);
	for (uint32_t i = n->accepts; i < n->accepts_end; i++)
		accept(w, a->accepts[i], at);
	uint32_t edges = n->next & here ? n->edges : n->jumps;
	follow(w, a->edges + edges, a->edges + n->edges_end, at);
}

static void visit(struct walk *w, uint32_t node, uint32_t at)
{
	const struct automaton_node *n = &w->a->nodes[node];
	struct symbol_start all = { n->next, n->edges, n->jumps, n[1].edges,
				    n->accepts, n[1].accepts };
	if (++w->steps <= STEPS_MAX)
		visit_start(w, &all, at);
}

/* All that starts at word w->first. Returns whether the walk was cut. */
static bool walk_from(struct walk *w)
{
	const struct form_view *v = &w->words[w->first]->view[w->view];
	w->base = w->s->found.n;
	w->steps = 0;
	if (w->first == 0)
		visit_start(w, &w->a->start, 0);
	for (uint32_t i = 0; i < v->start_count; i++)
		visit_start(w, &v->starts[i], w->first + 1);
	return w->steps > STEPS_MAX;
}

ptrdiff_t matcher_run(const struct matcher *m, struct matcher_scratch *s,
		      const struct form *const *words, uint32_t n,
		      const struct occurrence **found, uint32_t *cut)
{
	struct walk w = { .a = &m->automaton, .s = s, .words = words, .n = n, .view = m->view };
	s->found.n = 0;
	*cut = 0;
	if (!have_room(&w))
		return -E_NOMEM;
	take_places(&w);
	for (w.first = 0; w.first < n; w.first++)
		*cut += walk_from(&w);
	clear_places(&w);
	*found = s->found.at;
	return w.failed ? -E_NOMEM : s->found.n;
}
