/* SPDX-License-Identifier: MIT
 *
 * See lexicon_check_parts.h: exclusions that can void nothing. A pattern is
 * read as a net of the words that it asks for, each with those that may stand
 * before it (Glushkov 1961); there are no circles, for nothing is repeated
 * without end. Two patterns can share a word when, from some pair of words
 * that one word of a text satisfies, both ways go on until one of the two
 * patterns is through.
 */
#include <stdlib.h>

#include "pipeline/lexicon/lexicon_check_parts.h"
#include "pipeline/lexicon/pattern.h"

enum {
	SPOTS_MAX = 256,        /* words of one net; a pattern with more is not looked at */
	SPOT_WORDS = SPOTS_MAX / 64
};

struct spots {
	uint64_t bits[SPOT_WORDS];
	bool edge;              /* the pattern's beginning, or its end, is among them */
};

struct net {
	const struct pattern_node *atom[SPOTS_MAX];     /* NULL: any word, of a gap */
	struct spots before[SPOTS_MAX], after[SPOTS_MAX];
	int count;
	bool full;
};

struct nets {
	struct net term, veto;
	bool joined[SPOTS_MAX][SPOTS_MAX];      /* the way to the left is open */
	bool ahead[SPOTS_MAX][SPOTS_MAX];       /* and to the right */
};

static bool has(const struct spots *s, int i)
{
	return s->bits[i / 64] >> i % 64 & 1;
}

static void unite(struct spots *s, const struct spots *other)
{
	for (int i = 0; i < SPOT_WORDS; i++)
		s->bits[i] |= other->bits[i];
	s->edge |= other->edge;
}

/* ---- from a pattern to its net ---- */

/* One word behind those in `in`; where one is then. */
static struct spots add_spot(struct net *n, const struct pattern_node *atom, const struct spots *in)
{
	struct spots out = { 0 };
	n->full |= n->count == SPOTS_MAX;
	if (n->full)
		return out;
	n->atom[n->count] = atom;
	n->before[n->count] = *in;
	out.bits[n->count / 64] = UINT64_C(1) << n->count % 64;
	n->count++;
	return out;
}

/* Where one is behind the node, having been at `in` before it. */
static struct spots walk(struct net *n, const struct pattern_node *node, struct spots in)
{
	struct spots out = { 0 };
	switch (node->kind) {
	case PATTERN_ATOM:
		return add_spot(n, node, &in);
	case PATTERN_SEQ:
		for (uint32_t i = 0; i < node->count; i++)
			in = walk(n, node->kids[i], in);
		return in;
	case PATTERN_OPT:
		out = in;
		/* fall through */
	case PATTERN_ALT:
		for (uint32_t i = 0; i < node->count; i++) {
			struct spots way = walk(n, node->kids[i], in);
			unite(&out, &way);
		}
		return out;
	case PATTERN_GAP:
		for (int words = 0; words <= node->max; words++) {
			if (words >= node->min)
				unite(&out, &in);
			if (words < node->max)
				in = add_spot(n, NULL, &in);
		}
		return out;
	case PATTERN_START: case PATTERN_END:
		break;
	}
	return in;
}

static void make_net(struct net *n, const struct pattern_node *tree)
{
	n->count = 0;
	n->full = false;
	struct spots last = walk(n, tree, (struct spots){ .edge = true });
	for (int i = 0; i < n->count; i++)
		n->after[i] = (struct spots){ .edge = has(&last, i) };
	for (int i = 0; i < n->count; i++)
		for (int k = 0; k < i; k++)
			if (has(&n->before[i], k))
				n->after[k].bits[i / 64] |= UINT64_C(1) << i % 64;
}

/* ---- two words that one word may satisfy ---- */

/* A stem may end in another letter than its words do ("polici"), so the last one is not asked for. */
static bool begin_alike(struct str a, struct str b)
{
	ptrdiff_t n = (a.n < b.n ? a.n : b.n) - 1;
	return n <= 0 || str_eq(str_sub(a, 0, n), str_sub(b, 0, n));
}

static bool alike(struct checker *c, const struct pattern_node *a, const struct pattern_node *b)
{
	const struct form *x = a ? forms_get(c->forms, a->text) : NULL;
	const struct form *y = b ? forms_get(c->forms, b->text) : NULL;
	if (!x || !y)
		return true;
	if (a->atom == ATOM_PREFIX || b->atom == ATOM_PREFIX)
		return begin_alike(a->atom == ATOM_STEM ? x->stem : x->lower,
				   b->atom == ATOM_STEM ? y->stem : y->lower);
	if (a->atom == ATOM_STEM || b->atom == ATOM_STEM)
		return str_eq(x->stem, y->stem);
	return str_eq(x->lower, y->lower);
}

/* Is one of the two through, or is there a next pair of words that goes on? */
static bool goes_on(const struct spots *p, const struct spots *q, bool open[][SPOTS_MAX],
		    const struct nets *n)
{
	if (p->edge || q->edge)
		return true;
	for (int i = 0; i < n->term.count; i++)
		for (int k = 0; has(p, i) && k < n->veto.count; k++)
			if (has(q, k) && open[i][k])
				return true;
	return false;
}

/* Can an occurrence of the one share a word with an occurrence of the other? */
static bool can_meet(struct checker *c, struct nets *n)
{
	for (int i = 0; i < n->term.count; i++)
		for (int k = 0; k < n->veto.count; k++)
			n->joined[i][k] = alike(c, n->term.atom[i], n->veto.atom[k]) &&
				goes_on(&n->term.before[i], &n->veto.before[k], n->joined, n);
	for (int i = n->term.count; i-- > 0;)
		for (int k = n->veto.count; k-- > 0;) {
			n->ahead[i][k] = alike(c, n->term.atom[i], n->veto.atom[k]) &&
				goes_on(&n->term.after[i], &n->veto.after[k], n->ahead, n);
			if (n->joined[i][k] && n->ahead[i][k])
				return true;
		}
	return false;
}

int check_unless(struct checker *c)
{
	const struct lexicon *lx = c->lx;
	struct nets *n = calloc(1, sizeof *n);
	if (!n)
		return fail(c->e, E_NOMEM, "out of memory for the check");
	for (ptrdiff_t i = 0; i < lx->terms.n; i++) {
		const struct term *v = &lx->terms.at[i];
		const struct term *t = v->flags & TERM_VETO ? &lx->terms.at[v->veto_for] : NULL;
		if (!t || !t->tree || !v->tree)
			continue;
		make_net(&n->term, t->tree);
		make_net(&n->veto, v->tree);
		if (!n->term.full && !n->veto.full && !can_meet(c, n))
			buf_addf(check_note(c, v->place), "unless '%.*s' voids nothing: it never shares "
				 "a word with '%.*s'\n", STR_ARG(v->pattern), STR_ARG(t->pattern));
	}
	free(n);
	return 0;
}
