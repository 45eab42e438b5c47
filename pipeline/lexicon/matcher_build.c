/* SPDX-License-Identifier: MIT
 *
 * Building a matcher; see matcher.h. A pattern's tree is laid into the trie by
 * carrying a set of states through it: sequences carry the set on, alternatives
 * split and unite it. A gap waits in the state until a word follows, so that a
 * gap beside an optional word that is left out goes with it.
 */
#include "pipeline/lexicon/matcher_parts.h"

#define SCRATCH_KEEP ((size_t)1 << 20)

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
	struct arena *mem;
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
	arena_release(&m->scratch);
	automaton_release(&m->automaton);
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
	struct state *slot = VEC_PUSH(b->mem, &to->v);
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

/* New nodes have larger numbers, so that most sets are in order. */
static bool in_order(const struct states *s)
{
	ptrdiff_t i = 1;
	while (i < s->v.n && compare_states(&s->v.at[i - 1], &s->v.at[i]) < 0)
		i++;
	return i >= s->v.n;
}

static void drop_equal(struct states *s)
{
	ptrdiff_t n = 0;
	if (in_order(s))
		return;
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
	struct str text = atom->text;
	if (atom->atom == ATOM_STEM) {
		const struct form *f = forms_get(b->fold, text);
		text = f ? f->stem : (struct str){ 0 };
	} else if (atom->atom != ATOM_CAPS) {
		text = forms_lower(b->fold, text);
	}
	return text.p ? symbols_add(b->m->symbols, kinds[atom->atom], text) : SYMBOL_NONE;
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
	uint32_t *ids = NEW(b->mem, uint32_t, words->v.n);
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
	struct builder b = { .m = m, .fold = fold, .mem = &m->scratch, .e = e };
	struct states start = { 0 }, end = { 0 };
	int rc = add_state(&b, &start, (struct state){ .node = TRIE_ROOT });
	if (rc == 0)
		rc = advance(&b, p, &start, &end);
	for (ptrdiff_t i = 0; rc == 0 && i < end.v.n; i++)
		if (!trie_accept(&m->trie, end.v.at[i].node, term))
			rc = no_memory(&b);
	if (term >= m->terms)
		m->terms = term + 1;
	arena_reset(&m->scratch, SCRATCH_KEEP);
	return rc;
}

int matcher_finish(struct matcher *m, struct error *e)
{
	if (!automaton_make(&m->automaton, &m->trie, m->symbols, m->terms))
		return fail(e, E_NOMEM, "out of memory for a matcher");
	symbols_set_automaton(m->symbols, &m->automaton);
	trie_release(&m->trie);
	arena_release(&m->scratch);
	return 0;
}

uint32_t matcher_states(const struct matcher *m)
{
	return m->trie.edges ? (uint32_t)m->trie.nodes.n : m->automaton.node_count;
}
