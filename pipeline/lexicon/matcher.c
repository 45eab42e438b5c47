/* SPDX-License-Identifier: MIT
 *
 * See matcher.h. A pattern's tree is laid into the trie by carrying a set of
 * states through it: sequences carry the set on, alternatives split and unite
 * it. A gap waits in the state until a word follows, so that a gap beside an
 * optional word that is left out goes with it.
 */
#include "pipeline/lexicon/automaton.h"
#include "pipeline/lexicon/matcher.h"
#include "pipeline/lexicon/trie.h"

/* Steps of the walk from one word; real terms take below a hundred. */
#define STEPS_MAX 20000

#define EDGES_WITHOUT_PLACES 12 /* behind gaps, in a sentence */

struct matcher {
	struct symbols *symbols;
	struct trie trie;               /* while patterns are added */
	struct automaton automaton;     /* from then on */
	uint32_t *roots;                /* by symbol: the node behind the root, 0 none */
	uint32_t root_count, terms;
};

/* ---- building ---- */

struct state {
	uint32_t node;
	uint8_t min, max;               /* a gap that waits */
};

struct states {
	VEC(struct state) v;
};

struct builder {
	struct matcher *m;
	struct forms *fold;
	struct arena mem;
	uint32_t made;
	struct error *e;
};

int matcher_new(struct matcher **out, struct symbols *symbols, struct error *e)
{
	struct matcher *m = calloc(1, sizeof *m);
	if (!m || !trie_init(&m->trie)) {
		matcher_free(m);
		return fail(e, E_NOMEM, "out of memory for a matcher");
	}
	m->symbols = symbols;
	*out = m;
	return 0;
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	trie_release(&m->trie);
	automaton_release(&m->automaton);
	free(m->roots);
	free(m);
}

static int no_memory(struct builder *b)
{
	return fail(b->e, E_NOMEM, "out of memory for patterns");
}

static int add_state(struct builder *b, struct states *to, struct state s)
{
	if (s.node == TRIE_NONE)
		return no_memory(b);
	if (++b->made > MATCHER_STATES_MAX)
		return fail(b->e, E_LEXICON, "the pattern becomes more than %d sequences: "
			    "use fewer alternatives of several words, or split it",
			    MATCHER_STATES_MAX);
	struct state *slot = VEC_PUSH(&b->mem, &to->v);
	if (!slot)
		return no_memory(b);
	*slot = s;
	return 0;
}

static int compare_states(const void *a, const void *b)
{
	const struct state *x = a, *y = b;
	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	return x->min != y->min ? x->min - y->min : x->max - y->max;
}

static void drop_equal(struct states *s)
{
	ptrdiff_t n = 0;
	if (s->v.n > 1)
		qsort(s->v.at, (size_t)s->v.n, sizeof *s->v.at, compare_states);
	for (ptrdiff_t i = 0; i < s->v.n; i++)
		if (n == 0 || compare_states(&s->v.at[n - 1], &s->v.at[i]) != 0)
			s->v.at[n++] = s->v.at[i];
	s->v.n = n;
}

/* The node from which the next word leaves: behind the gap, if one waits. Before the first word
 * of a pattern there is nothing that a gap could part from it. */
static uint32_t settle(struct builder *b, struct state s)
{
	if (s.max == 0 || s.node == TRIE_ROOT)
		return s.node;
	return trie_extend_gap(&b->m->trie, s.node, s.min, s.max);
}

static int follow(struct builder *b, struct state s, uint32_t symbol, struct states *out)
{
	uint32_t from = settle(b, s);
	if (from == TRIE_NONE || symbol == SYMBOL_NONE)
		return no_memory(b);
	return add_state(b, out, (struct state){ .node = trie_extend(&b->m->trie, from, symbol) });
}

static uint32_t symbol_of(struct builder *b, const struct pattern_node *atom)
{
	static const enum symbol_kind kinds[] = {
		[ATOM_STEM] = SYMBOL_STEM, [ATOM_EXACT] = SYMBOL_EXACT,
		[ATOM_CAPS] = SYMBOL_CAPS, [ATOM_PREFIX] = SYMBOL_PREFIX,
	};
	const struct form *f = forms_get(b->fold, atom->text);
	if (!f)
		return SYMBOL_NONE;
	struct str text = atom->atom == ATOM_STEM ? f->stem
			  : atom->atom == ATOM_CAPS ? f->surface : f->lower;
	return symbols_add(b->m->symbols, kinds[atom->atom], text);
}

static int advance(struct builder *b, const struct pattern_node *n, const struct states *in,
		   struct states *out);

/* The single words among the alternatives, also nested ones, as symbols. */
static int gather_words(struct builder *b, const struct pattern_node *n, struct states *words)
{
	for (uint32_t i = 0; i < n->count; i++) {
		const struct pattern_node *k = n->kids[i];
		int rc = 0;
		if (k->kind == PATTERN_ATOM)
			rc = add_state(b, words, (struct state){ .node = symbol_of(b, k) });
		else if (k->kind == PATTERN_ALT)
			rc = gather_words(b, k, words);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* The class of single words is one edge, except from the root: there each word has its own edge,
 * which leads to the terms of that word alone. */
static int advance_words(struct builder *b, const struct states *words, const struct states *in,
			 struct states *out)
{
	uint32_t class = SYMBOL_NONE;
	uint32_t *ids = NEW(&b->mem, uint32_t, words->v.n);
	if (!ids)
		return no_memory(b);
	for (ptrdiff_t i = 0; i < in->v.n; i++) {
		bool root = in->v.at[i].node == TRIE_ROOT;
		for (ptrdiff_t j = 0; j < words->v.n; j++) {
			ids[j] = words->v.at[j].node;
			int rc = root ? follow(b, in->v.at[i], ids[j], out) : 0;
			if (rc < 0)
				return rc;
		}
		if (root)
			continue;
		if (class == SYMBOL_NONE)
			class = symbols_add_class(b->m->symbols, ids, (uint32_t)words->v.n);
		int rc = follow(b, in->v.at[i], class, out);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* The alternatives of several words. */
static int advance_phrases(struct builder *b, const struct pattern_node *n,
			   const struct states *in, struct states *out)
{
	for (uint32_t i = 0; i < n->count; i++) {
		const struct pattern_node *k = n->kids[i];
		int rc = k->kind == PATTERN_ATOM ? 0
			 : k->kind == PATTERN_ALT ? advance_phrases(b, k, in, out)
						  : advance(b, k, in, out);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int advance_alt(struct builder *b, const struct pattern_node *n, const struct states *in,
		       struct states *out)
{
	struct states words = { 0 };
	int rc = gather_words(b, n, &words);
	if (rc == 0 && words.v.n)
		rc = advance_words(b, &words, in, out);
	if (rc == 0)
		rc = advance_phrases(b, n, in, out);
	drop_equal(out);
	return rc;
}

static int advance_seq(struct builder *b, const struct pattern_node *n, const struct states *in,
		       struct states *out)
{
	struct states now = *in;
	for (uint32_t i = 0; i < n->count; i++) {
		struct states next = { 0 };
		int rc = advance(b, n->kids[i], &now, &next);
		if (rc < 0)
			return rc;
		now = next;
	}
	for (ptrdiff_t i = 0; i < now.v.n; i++) {
		int rc = add_state(b, out, now.v.at[i]);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* One state through a node that is no list. */
static int advance_one(struct builder *b, const struct pattern_node *n, struct state s,
		       struct states *out)
{
	if (n->kind == PATTERN_START)
		return follow(b, s, SYMBOL_START, out);
	if (n->kind == PATTERN_END)
		return follow(b, s, SYMBOL_END, out);
	if (n->kind == PATTERN_ATOM)
		return follow(b, s, symbol_of(b, n), out);
	if (n->kind == PATTERN_GAP) {
		s.min = (uint8_t)(s.min + n->min);
		s.max = (uint8_t)(s.max + n->max);
		if (s.max > 8 * PATTERN_GAP_MAX)
			return fail(b->e, E_LEXICON, "too many gaps in a row");
	}
	return add_state(b, out, s);
}

/* Add to out where n leads from the states in. */
static int advance(struct builder *b, const struct pattern_node *n, const struct states *in,
		   struct states *out)
{
	if (n->kind == PATTERN_ALT)
		return advance_alt(b, n, in, out);
	if (n->kind == PATTERN_SEQ)
		return advance_seq(b, n, in, out);
	int rc = n->kind == PATTERN_OPT ? advance(b, n->kids[0], in, out) : 0;
	for (ptrdiff_t i = 0; rc == 0 && i < in->v.n; i++)
		rc = n->kind == PATTERN_OPT ? add_state(b, out, in->v.at[i])
					    : advance_one(b, n, in->v.at[i], out);
	drop_equal(out);
	return rc;
}

int matcher_add(struct matcher *m, uint32_t term, const struct pattern_node *p, struct forms *fold,
		struct error *e)
{
	struct builder b = { .m = m, .fold = fold, .e = e };
	struct states start = { 0 }, end = { 0 };
	arena_init(&b.mem, 0);
	int rc = add_state(&b, &start, (struct state){ .node = TRIE_ROOT });
	if (rc == 0)
		rc = advance(&b, p, &start, &end);
	for (ptrdiff_t i = 0; rc == 0 && i < end.v.n; i++)
		if (!trie_accept(&m->trie, end.v.at[i].node, term))
			rc = no_memory(&b);
	if (term >= m->terms)
		m->terms = term + 1;
	arena_release(&b.mem);
	return rc;
}

int matcher_finish(struct matcher *m, struct error *e)
{
	m->root_count = symbols_count(m->symbols);
	m->roots = calloc(m->root_count, sizeof *m->roots);
	if (!m->roots || !automaton_make(&m->automaton, &m->trie))
		return fail(e, E_NOMEM, "out of memory for a matcher");
	for (uint32_t s = 0; s < m->root_count; s++)
		m->roots[s] = automaton_next(&m->automaton, TRIE_ROOT, s);
	trie_release(&m->trie);
	return 0;
}

uint32_t matcher_states(const struct matcher *m)
{
	return m->trie.edges ? (uint32_t)m->trie.nodes.n : m->automaton.node_count;
}

/* ---- matching ---- */

struct matcher_scratch {
	VEC(struct occurrence) found;
	uint32_t *latest;               /* by term: the latest entry of found that may be its */
	uint64_t *places;               /* see take_places() */
	uint32_t place_cap;             /* in blocks */
};

/* Where in the sentence which symbols stand: for each block of 64 words a row of PLACE_ROW sets,
 * one bit a word. A symbol's set is that of its hash, so that a bit is a hint and its absence is
 * certain. A gap of any width is then one look-up an edge, instead of one a word and edge. */
enum { PLACE_BITS = 9, PLACE_ROW = 1 << PLACE_BITS, BLOCK_WORDS = 64 };

static inline uint32_t place_of(uint32_t symbol)
{
	return symbol * UINT32_C(0x9e3779b1) >> (32 - PLACE_BITS);
}

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
	const struct matcher *m;
	struct matcher_scratch *s;
	const struct form *const *words;
	const uint64_t *places;         /* NULL: not yet worth it in this sentence */
	uint32_t tried;                 /* edges behind gaps */
	uint32_t n, first;
	ptrdiff_t base;                 /* of the occurrences that start at first */
	uint32_t steps;
	bool failed;
};

/* A term ends before word `behind`: keep the longest of those that start at w->first. */
static void accept(struct walk *w, uint32_t term, uint32_t behind)
{
	struct matcher_scratch *s = w->s;
	ptrdiff_t i = s->latest[term];
	if (i >= w->base && i < s->found.n && s->found.at[i].term == term) {
		if (s->found.at[i].last < behind - 1)
			s->found.at[i].last = behind - 1;
		return;
	}
	struct occurrence *o = VEC_HEAP_PUSH(&s->found);
	if (!o) {
		w->failed = true;
		return;
	}
	*o = (struct occurrence){ .term = term, .first = w->first, .last = behind - 1 };
	s->latest[term] = (uint32_t)(s->found.n - 1);
}

static void visit(struct walk *w, uint32_t node, uint32_t at);

/* Whether symbol is one of the word's. */
static inline bool satisfies(const struct form *f, uint32_t symbol)
{
	uint32_t lo = 0, hi = f->symbol_count;
	if (!symbol_mask_has(f->mask, symbol))
		return false;
	while (hi - lo > 1) {
		uint32_t mid = (lo + hi) / 2;
		if (f->symbols[mid] <= symbol)
			lo = mid;
		else
			hi = mid;
	}
	return f->symbols[lo] == symbol;
}

/* Follow an edge over word k, which may satisfy its symbol. */
static inline void follow_edge(struct walk *w, const struct automaton_edge *edge, uint32_t k)
{
	if (k == w->n) {
		if (edge->symbol == SYMBOL_END)
			visit(w, edge->to, k);
	} else if (satisfies(w->words[k], edge->symbol)) {
		visit(w, edge->to, k + 1);
	}
}

/* The edges that word `at`, or the end of the sentence, satisfies. */
static void visit_edges(struct walk *w, uint32_t node, uint32_t at)
{
	const struct automaton *a = &w->m->automaton;
	uint32_t first = a->nodes[node].edges, behind = a->nodes[node + 1].edges, to;
	if (at == w->n || behind - first < w->words[at]->symbol_count) {
		for (uint32_t i = first; i < behind; i++)
			follow_edge(w, &a->edges[i], at);
		return;
	}
	const struct form *f = w->words[at];
	for (uint32_t i = 0; i < f->symbol_count; i++)
		if ((to = automaton_next(a, node, f->symbols[i])))
			visit(w, to, at + 1);
}

/* Note where which symbols stand, and behind them the end. false without memory. */
static bool take_places(struct walk *w)
{
	struct matcher_scratch *s = w->s;
	uint32_t blocks = w->n / BLOCK_WORDS + 1;
	if (blocks > s->place_cap) {
		uint64_t *places = reallocarray(s->places, blocks, PLACE_ROW * sizeof *places);
		if (!places)
			return false;
		s->places = places;
		s->place_cap = blocks;
	}
	memset(s->places, 0, (size_t)blocks * PLACE_ROW * sizeof *s->places);
	for (uint32_t i = 0; i < w->n; i++) {
		const struct form *f = w->words[i];
		uint64_t *row = s->places + (size_t)(i / BLOCK_WORDS) * PLACE_ROW;
		for (uint32_t k = 0; k < f->symbol_count; k++)
			row[place_of(f->symbols[k])] |= UINT64_C(1) << (i % BLOCK_WORDS);
	}
	s->places[(size_t)(w->n / BLOCK_WORDS) * PLACE_ROW + place_of(SYMBOL_END)] |=
		UINT64_C(1) << (w->n % BLOCK_WORDS);
	w->places = s->places;
	return true;
}

/* Follow an edge over each of the words [from, to] that may satisfy it. */
static void visit_places(struct walk *w, const struct automaton_edge *edge, uint32_t from,
			 uint32_t to)
{
	const uint64_t *set = w->places + (size_t)(from / BLOCK_WORDS) * PLACE_ROW +
			      place_of(edge->symbol);
	for (; from <= to; from = (from | (BLOCK_WORDS - 1)) + 1, set += PLACE_ROW) {
		uint64_t bits = *set >> (from % BLOCK_WORDS);
		if (to - from < BLOCK_WORDS - 1)
			bits &= (UINT64_C(2) << (to - from)) - 1;
		for (; bits; bits &= bits - 1)
			follow_edge(w, edge, from + (uint32_t)__builtin_ctzll(bits));
	}
}

/* Sets of places pay where a sentence has many edges behind gaps. false: none are there. */
static bool want_places(struct walk *w, uint32_t edges)
{
	w->tried += edges;
	if (!w->places && w->tried > EDGES_WITHOUT_PLACES)
		w->failed |= !take_places(w);
	return w->places;
}

/* Go on behind min to max words. */
static void visit_gap(struct walk *w, const struct automaton_gap *gap, uint32_t at)
{
	const struct automaton *a = &w->m->automaton;
	uint32_t last = w->n - at < gap->max ? w->n : at + gap->max;
	w->steps += gap->max;
	bool places = want_places(w, gap->edges_end - gap->edges);
	for (uint32_t i = gap->edges; i < gap->edges_end; i++) {
		if (places)
			visit_places(w, &a->edges[i], at + gap->min, last);
		for (uint32_t k = at + gap->min; !places && k <= last; k++)
			follow_edge(w, &a->edges[i], k);
	}
}

static inline struct symbol_mask end_mask(void)
{
	struct symbol_mask m = { 0 };
	symbol_mask_add(&m, SYMBOL_END);
	return m;
}

/* Everything that is reached from node before word `at`. As deep as a pattern is long. */
static void visit(struct walk *w, uint32_t node, uint32_t at)
{
	const struct automaton *a = &w->m->automaton;
	const struct automaton_node *n = &a->nodes[node];
	if (++w->steps > STEPS_MAX)
		return;
	for (uint32_t i = n->accepts; i < n[1].accepts; i++)
		accept(w, a->accepts[i], at);
	if (symbol_mask_meets(at < w->n ? w->words[at]->mask : end_mask(), n->mask))
		visit_edges(w, node, at);
	for (uint32_t g = n->gaps; g < n[1].gaps; g++)
		visit_gap(w, &a->gaps[g], at);
}

ptrdiff_t matcher_run(const struct matcher *m, struct matcher_scratch *s,
		      const struct form *const *words, uint32_t n,
		      const struct occurrence **found, uint32_t *cut)
{
	struct walk w = { .m = m, .s = s, .words = words, .n = n };
	s->found.n = 0;
	*cut = 0;
	for (w.first = 0; w.first < n; w.first++) {
		const struct form *f = words[w.first];
		w.base = s->found.n;
		w.steps = 0;
		if (w.first == 0 && m->roots[SYMBOL_START])
			visit(&w, m->roots[SYMBOL_START], 0);
		for (uint32_t i = 0; i < f->symbol_count && f->symbols[i] < m->root_count; i++)
			if (m->roots[f->symbols[i]])
				visit(&w, m->roots[f->symbols[i]], w.first + 1);
		*cut += w.steps > STEPS_MAX;
	}
	*found = s->found.at;
	return w.failed ? -E_NOMEM : s->found.n;
}
