/* SPDX-License-Identifier: MIT
 *
 * Matching; see matcher.h. A sentence is walked once, from its last word to its
 * first. For each slot (automaton.h) the nearest place behind the word of the
 * moment is kept, so that an edge is denied by one look, however wide the gap
 * before it is; nearly all edges are. What is kept need not be cleared: places
 * are told as a time that goes on from sentence to sentence. Patterns start
 * where a word's form says so.
 */
#include <stdlib.h>

#include "pipeline/lexicon/matcher_parts.h"

/* Nodes on the walk from one word; real terms take below a hundred. */
#define STEPS_MAX 20000

/* Between the times of two sentences: more than any edge looks ahead. */
enum { PAUSE = 2 * (UINT8_MAX + 1) };

struct matcher_scratch {
	VEC(struct occurrence) found;
	uint32_t *latest;               /* by term: the latest entry of found that may be its */
	uint32_t *nearest;              /* by slot: the time of its nearest place */
	uint32_t *openings;             /* by slot: what is behind it at the start; 0 nothing */
	uint64_t opening_bits;          /* of the slots with something in openings */
	uint32_t slot_count;
	uint32_t time;                  /* of the end of the sentence */
};

static void list_openings(struct matcher_scratch *s, const struct automaton *a)
{
	const struct automaton_node *start = &a->nodes[a->start];
	for (uint32_t e = start->edges; a->start && e < start[1].edges && !a->edges[e].max; e++) {
		s->openings[a->edges[e].slot] = a->edges[e].to;
		s->opening_bits |= symbol_slot_bit(a->edges[e].slot);
	}
}

int matcher_scratch_new(struct matcher_scratch **out, const struct matcher *m, struct error *e)
{
	struct matcher_scratch *s = calloc(1, sizeof *s);
	if (s) {
		s->latest = calloc(m->terms ? m->terms : 1, sizeof *s->latest);
		s->nearest = calloc(m->automaton.slot_count, sizeof *s->nearest);
		s->openings = calloc(m->automaton.slot_count, sizeof *s->openings);
		s->slot_count = m->automaton.slot_count;
		s->time = PAUSE;
	}
	if (!s || !s->latest || !s->nearest || !s->openings) {
		matcher_scratch_free(s);
		return fail(e, E_NOMEM, "out of memory for matching");
	}
	list_openings(s, &m->automaton);
	*out = s;
	return 0;
}

void matcher_scratch_free(struct matcher_scratch *s)
{
	if (!s)
		return;
	free(s->found.at);
	free(s->latest);
	free(s->nearest);
	free(s->openings);
	free(s);
}

struct walk {
	const struct automaton *a;
	struct matcher_scratch *s;
	const struct form *const *words;
	const uint32_t *nearest;
	uint32_t n, first;
	uint32_t start;                 /* the time of word 0; that of word i is i less */
	ptrdiff_t base;                 /* of the occurrences that start at first */
	uint32_t steps;
	bool failed;
};

/* ---- places ---- */

/* The time of the end of the next sentence, which has n words. */
static void begin(struct walk *w)
{
	struct matcher_scratch *s = w->s;
	if (s->time > UINT32_MAX - w->n - PAUSE) {
		memset(s->nearest, 0, s->slot_count * sizeof *s->nearest);
		s->time = PAUSE;
	}
	w->start = s->time + w->n;
	s->nearest[w->a->end_slot] = s->time;
	s->time += w->n + PAUSE;
}

static inline const struct form_view *view_of(const struct walk *w, uint32_t word)
{
	return &w->words[word]->view;
}

/* From now on word i is a place of its slots. */
static inline void note_places(struct walk *w, const struct form_view *v, uint32_t i)
{
	uint32_t *nearest = w->s->nearest, time = w->start - i;
	const uint32_t *slot = v->list + v->list[FORM_SLOTS], *end = v->list + v->list[FORM_NUMBERS];
	for (; slot < end; slot += FORM_STRIDE) {
		nearest[slot[0]] = time;
		nearest[slot[1]] = time;
		nearest[slot[2]] = time;
		nearest[slot[3]] = time;
	}
}

static bool has_slot(const struct form_view *v, uint32_t slot)
{
	if (!(v->slot_bits & symbol_slot_bit(slot)))
		return false;
	const uint32_t *at = v->list + v->list[FORM_SLOTS], *end = v->list + v->list[FORM_NUMBERS];
	while (at < end && at[0] != slot && at[1] != slot && at[2] != slot && at[3] != slot)
		at += FORM_STRIDE;
	return at < end;
}

/* ---- walking ---- */

static __attribute__((noinline)) bool grow(struct walk *w)
{
	struct matcher_scratch *s = w->s;
	bool grown = vec_heap_grow((void **)&s->found.at, &s->found.cap, sizeof *s->found.at);
	w->failed |= !grown;
	return grown;
}

static inline void push(struct walk *w, uint32_t term, uint32_t behind)
{
	struct matcher_scratch *s = w->s;
	if (s->found.n < s->found.cap || grow(w))
		s->found.at[s->found.n++] = (struct occurrence){ term, w->first, behind - 1 };
}

/* A term ends before word `behind`: keep the longest of those that start at w->first. */
static inline void accept(struct walk *w, uint32_t term, uint32_t behind)
{
	struct matcher_scratch *s = w->s;
	if (!(term & AUTOMATON_ONCE)) {
		ptrdiff_t i = s->latest[term];
		if (i >= w->base && i < s->found.n && s->found.at[i].term == term) {
			if (s->found.at[i].last < behind - 1)
				s->found.at[i].last = behind - 1;
			return;
		}
		s->latest[term] = (uint32_t)s->found.n;
	}
	push(w, term & ~AUTOMATON_ONCE, behind);
}

static void visit(struct walk *w, uint32_t node, uint32_t at);

/* Go on from before word `at` with where an edge leads. */
static inline void reach(struct walk *w, uint32_t to, uint32_t at)
{
	if (to & AUTOMATON_LEAF)
		accept(w, to & ~AUTOMATON_LEAF, at);
	else
		visit(w, to, at);
}

/* Follow an edge from before word `at` over a gap; its slot may have places in reach. */
static void follow(struct walk *w, const struct automaton_edge *e, uint32_t at)
{
	uint32_t near = w->start - w->nearest[e->slot], i = at + e->min, to = at + e->max;
	if (i < near)
		i = near;
	for (; i <= to && i < w->n; i++)
		if (i == near || has_slot(view_of(w, i), e->slot))
			reach(w, e->to, i + 1);
	if (i <= to && i == near)       /* the end */
		reach(w, e->to, i);
}

/* Whether what an edge leads to can be there, from a word at that time on. */
static inline bool is_worth(const struct walk *w, const struct automaton_edge *e, uint32_t time)
{
	return w->nearest[e->need] + e->reach >= time;
}

static inline void follow_edge(struct walk *w, const struct automaton_edge *e, uint32_t at)
{
	if (w->nearest[e->slot] + e->max >= w->start - at && is_worth(w, e, w->start - at))
		follow(w, e, at);
}

/* Everything that is reached from a node before word `at`. As deep as a pattern is long. */
static void visit(struct walk *w, uint32_t node, uint32_t at)
{
	const struct automaton *a = w->a;
	const struct automaton_node *n = &a->nodes[node];
	if (++w->steps > STEPS_MAX)
		return;
	for (uint32_t i = n->accepts; i < n[1].accepts; i++)
		accept(w, a->accepts[i], at);
	for (uint32_t e = n->edges; e < n[1].edges; e++)
		follow_edge(w, &a->edges[e], at);
}

/* Edges of a word: their slots, side by side, for nearly all are denied, and apart from these their
 * numbers in the automaton. */
struct form_edges {
	const uint32_t *slots, *numbers;
	uint32_t n;
};

/* Follow an edge to the next word, which is there. */
static inline void follow_next(struct walk *w, uint32_t number, uint32_t at)
{
	const struct automaton_edge *e = &w->a->edges[number];
	if (is_worth(w, e, w->start - at))
		reach(w, e->to, at < w->n ? at + 1 : at);
}

/* Follow those of the edges to the next word that have it as a place. */
static inline void follow_nexts(struct walk *w, struct form_edges f, uint32_t at)
{
	const uint32_t *nearest = w->nearest, *slot = f.slots, *number = f.numbers;
	uint32_t time = w->start - at;
	for (; slot < f.slots + f.n; slot += FORM_STRIDE, number += FORM_STRIDE) {
		if (nearest[slot[0]] == time)
			follow_next(w, number[0], at);
		if (nearest[slot[1]] == time)
			follow_next(w, number[1], at);
		if (nearest[slot[2]] == time)
			follow_next(w, number[2], at);
		if (nearest[slot[3]] == time)
			follow_next(w, number[3], at);
	}
}

/* The same of many edges, which stand by slot: one that the next word has is looked for. */
static void follow_slot(struct walk *w, struct form_edges f, uint32_t slot, uint32_t behind)
{
	uint32_t lo = 0, hi = f.n;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (f.slots[mid] < slot)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < f.n && f.slots[lo] == slot; lo++)
		reach(w, w->a->edges[f.numbers[lo]].to, behind);
}

static void follow_many(struct walk *w, struct form_edges f, uint32_t at)
{
	if (at == w->n) {
		follow_slot(w, f, w->a->end_slot, at);
		return;
	}
	const uint32_t *list = view_of(w, at)->list;
	for (uint32_t i = list ? list[FORM_SLOTS] : 0; list && i < list[FORM_NUMBERS]; i++)
		if (list[i] >= SLOT_FIRST)
			follow_slot(w, f, list[i], at + 1);
}

static inline void follow_jump(struct walk *w, uint32_t number, uint32_t at)
{
	const struct automaton_edge *e = &w->a->edges[number];
	if (is_worth(w, e, w->start - at))
		follow(w, e, at);
}

/* Follow those of the jumps that have places in reach of the widest. */
static inline void follow_jumps(struct walk *w, struct form_edges f, uint32_t widest, uint32_t at)
{
	const uint32_t *nearest = w->nearest, *slot = f.slots, *number = f.numbers;
	uint32_t from = w->start - at - widest;
	for (; slot < f.slots + f.n; slot += FORM_STRIDE, number += FORM_STRIDE) {
		if (nearest[slot[0]] >= from)
			follow_jump(w, number[0], at);
		if (nearest[slot[1]] >= from)
			follow_jump(w, number[1], at);
		if (nearest[slot[2]] >= from)
			follow_jump(w, number[2], at);
		if (nearest[slot[3]] >= from)
			follow_jump(w, number[3], at);
	}
}

/* All that starts with word w->first. */
static inline void walk_word(struct walk *w, const struct form_view *v)
{
	const uint32_t *list = v->list, *slots = list + list[FORM_EDGES];
	struct form_edges next = { slots, list + list[FORM_NUMBERS],
				   list[FORM_JUMPS] - list[FORM_EDGES] };
	struct form_edges jumps = { slots + next.n, next.numbers + next.n,
				    list[FORM_SLOTS] - list[FORM_JUMPS] };
	uint32_t at = w->first + 1;
	for (const uint32_t *term = list + FORM_HEAD; term < slots; term++)
		accept(w, *term, at);
	if (next.n > FORM_MANY)
		follow_many(w, next, at);
	else
		follow_nexts(w, next, at);
	follow_jumps(w, jumps, list[FORM_REACH], at);
}

/* Turn occurrences [from, end) round. */
static inline void turn(struct matcher_scratch *s, ptrdiff_t from, ptrdiff_t end)
{
	while (end - from > 1) {
		struct occurrence o = s->found.at[from];
		s->found.at[from++] = s->found.at[--end];
		s->found.at[end] = o;
	}
}

/* All that starts at word w->first. Returns whether the walk was cut. */
static bool walk_from(struct walk *w)
{
	const struct form_view *v = view_of(w, w->first);
	w->base = w->s->found.n;
	w->steps = 0;
	if (v->list) {
		walk_word(w, v);
		note_places(w, v, w->first);
	}
	if (w->first > 0)
		turn(w->s, w->base, w->s->found.n);
	return w->steps > STEPS_MAX;
}

/* All that starts with the start of the sentence, behind what starts with word 0, which is not yet
 * turned round, since a term may be found in both ways. Returns whether the walk was cut now. */
static bool walk_start(struct walk *w)
{
	const struct automaton *a = w->a;
	const struct form_view *v = view_of(w, 0);
	bool cut = w->steps > STEPS_MAX;
	ptrdiff_t anchored = w->s->found.n;
	w->first = 0;
	bool opens = v->slot_bits & w->s->opening_bits;
	for (uint32_t i = opens ? v->list[FORM_SLOTS] : 0; opens && i < v->list[FORM_NUMBERS]; i++)
		if (w->s->openings[v->list[i]])
			reach(w, w->s->openings[v->list[i]], 1);
	for (uint32_t e = a->nodes[a->start].edges; a->start && e < a->nodes[a->start + 1].edges; e++)
		if (a->edges[e].max)
			follow_edge(w, &a->edges[e], 0);
	turn(w->s, w->base, anchored);
	turn(w->s, anchored, w->s->found.n);
	return !cut && w->steps > STEPS_MAX;
}

bool matcher_asks_start(const struct matcher *m, const struct matcher_scratch *s,
			const struct form *word)
{
	const uint32_t *list = word->view.list;
	const struct automaton_node *start = &m->automaton.nodes[m->automaton.start];
	bool asks = m->automaton.start && start[1].edges > start->edges &&
		    m->automaton.edges[start[1].edges - 1].max;
	for (uint32_t i = list ? list[FORM_SLOTS] : 0; list && i < list[FORM_NUMBERS]; i++)
		asks |= s->openings[list[i]] != 0;
	return asks;
}

ptrdiff_t matcher_run(const struct matcher *m, struct matcher_scratch *s,
		      const struct form *const *words, uint32_t n,
		      const struct occurrence **found, uint32_t *cut)
{
	struct walk w = { .a = &m->automaton, .s = s, .words = words, .nearest = s->nearest,
			  .n = n };
	s->found.n = 0;
	*cut = 0;
	begin(&w);
	for (w.first = n; w.first-- > 0;) {
		*cut += walk_from(&w);
	}
	if (n)
		*cut += walk_start(&w);
	*found = s->found.at;
	return w.failed ? -E_NOMEM : s->found.n;
}
