/* SPDX-License-Identifier: MIT
 *
 * See pattern.h. Recursive descent; from loose to tight: a | b, a NEAR/3 b,
 * a b, and items (pattern_item.c). Then a check of what cannot match or would
 * match everywhere.
 */
#include "pipeline/lexicon/pattern_parts.h"

/* The same, but a single kid stands for itself. */
static struct pattern_node *gather(struct parser *p, enum pattern_kind kind, ptrdiff_t first,
				   ptrdiff_t at)
{
	if (p->open_count - first == 1)
		return p->open[--p->open_count];
	return pattern_close_node(p, kind, first, at);
}

/* If NEAR/n or THEN/n is next, 'N' or 'T' and *n; else 0, or -1 when it is miswritten. */
static int take_operator(struct parser *p, int *n)
{
	pattern_peek(p);
	struct str rest = str_sub(p->text, p->i, p->text.n);
	bool near = str_starts(rest, S("NEAR"));
	if (!near && !str_starts(rest, S("THEN")))
		return 0;
	if (rest.n > 4 && rest.p[4] != '/' && !pattern_ends_word(rest.p[4]))
		return 0;               /* a word such as THENCE */
	const char *name = near ? "NEAR" : "THEN";
	rest = str_sub(rest, 5, rest.n);
	*n = pattern_take_digits(&rest);
	if (*n < 0 || (rest.n && !pattern_ends_word(rest.p[0])))
		return COMPLAIN(p, p->i, "expected a distance, as in %s/5", name), -1;
	if (*n > PATTERN_GAP_MAX)
		return COMPLAIN(p, p->i, "%s reaches at most %d words", name, PATTERN_GAP_MAX), -1;
	p->i = p->text.n - rest.n;
	return near ? 'N' : 'T';
}

/* A hyphen between brackets, "(step|stepped)-up", counts as little as it does in the text. */
static char skip_hyphens(struct parser *p)
{
	char c = pattern_peek(p);
	while (c == '-') {
		p->i++;
		c = pattern_peek(p);
	}
	return c;
}

static struct pattern_node *parse_seq(struct parser *p)
{
	ptrdiff_t first = p->open_count, at = (pattern_peek(p), p->i);
	for (;;) {
		char c = skip_hyphens(p);
		ptrdiff_t here = p->i;
		int n, op = c == 'N' || c == 'T' ? take_operator(p, &n) : 0;
		if (op < 0)
			return NULL;
		p->i = here;
		if (c == '\0' || c == '|' || c == ')' || op) {
			if (p->open_count > first)
				return gather(p, PATTERN_SEQ, first, at);
			return c ? COMPLAIN(p, here, "expected a word before '%.*s'", op ? 4 : 1,
					    p->text.p + here)
				 : COMPLAIN(p, here, "expected a word, found the end");
		}
		if (!pattern_keep(p, pattern_parse_item(p)))
			return NULL;
	}
}

/* a, a gap of at most n words, b */
static struct pattern_node *apart(struct parser *p, struct pattern_node *a, struct pattern_node *b,
				  int n, ptrdiff_t at)
{
	ptrdiff_t first = p->open_count;
	struct pattern_node *gap = pattern_new_node(p, PATTERN_GAP, at);
	if (!gap || !pattern_keep(p, a) || !pattern_keep(p, gap) || !pattern_keep(p, b))
		return NULL;
	gap->max = (uint8_t)n;
	return gather(p, PATTERN_SEQ, first, at);
}

static struct pattern_node *parse_near(struct parser *p)
{
	struct pattern_node *a = parse_seq(p);
	while (a) {
		int n = 0;
		pattern_peek(p);
		ptrdiff_t at = p->i;
		int op = take_operator(p, &n);
		if (op == 0)
			return a;
		struct pattern_node *b = op < 0 ? NULL : parse_seq(p);
		if (!b)
			return NULL;
		ptrdiff_t first = p->open_count;
		if (!pattern_keep(p, apart(p, a, b, n, at)) ||
		    (op == 'N' && !pattern_keep(p, apart(p, b, a, n, at))))
			return NULL;
		a = gather(p, PATTERN_ALT, first, at);
	}
	return NULL;
}

struct pattern_node *pattern_parse_alt(struct parser *p)
{
	ptrdiff_t first = p->open_count, at = p->i;
	do {
		if (!pattern_keep(p, parse_near(p)))
			return NULL;
	} while (pattern_peek(p) == '|' && ++p->i);
	return gather(p, PATTERN_ALT, first, at);
}

/* ---- what cannot be meant ---- */

static bool may_be_empty(const struct pattern_node *n)
{
	bool any = false, all = true;
	if (n->kind == PATTERN_ATOM)
		return false;
	for (uint32_t i = 0; i < n->count; i++) {
		bool empty = may_be_empty(n->kids[i]);
		any |= empty;
		all &= empty;
	}
	return n->kind == PATTERN_ALT ? any : n->kind == PATTERN_SEQ ? all : true;
}

/* Anchors stand at the ends, gaps do not. first, last: nothing stands before, behind n.
 * at: where to point, or -1 for the node's own place. */
static bool check_ends(struct parser *p, const struct pattern_node *n, bool first, bool last,
		       ptrdiff_t at)
{
	ptrdiff_t here = at >= 0 ? at : (ptrdiff_t)n->at;
	if (n->kind == PATTERN_START && !first)
		return COMPLAIN(p, here, "'^' may only stand at the beginning of a pattern");
	if (n->kind == PATTERN_END && !last)
		return COMPLAIN(p, here, "'$' may only stand at the end of a pattern");
	if (n->kind == PATTERN_GAP && (first || last))
		return COMPLAIN(p, here, "a gap must stand between two words");
	bool seq = n->kind == PATTERN_SEQ;
	for (uint32_t i = 0; i < n->count; i++)
		if (!check_ends(p, n->kids[i], first && (!seq || i == 0),
				last && (!seq || i + 1 == n->count), n->named ? here : at))
			return false;
	return true;
}

int pattern_parse(const struct pattern_node **out, struct arena *mem, struct str text,
		  const struct pattern_set *sets, ptrdiff_t set_count, ptrdiff_t *at,
		  struct error *e)
{
	struct pattern_node *open[OPEN_MAX];
	struct parser p = { .mem = mem, .text = text, .sets = sets, .set_count = set_count,
			    .open = open, .at = at, .e = e };
	*at = 0;
	if (text.n > PATTERN_BYTES_MAX)
		return fail(e, E_LEXICON, "a pattern has at most %d bytes", PATTERN_BYTES_MAX);
	if (pattern_peek(&p) == '/')
		return fail(e, E_LEXICON, "a regex ends with '/' and has nothing behind it");
	struct pattern_node *n = pattern_parse_alt(&p);
	if (n && pattern_peek(&p) == ')')
		n = COMPLAIN(&p, p.i, "')' without '('");
	if (n && p.i < text.n)
		n = COMPLAIN(&p, p.i, "a byte that is no text");
	if (n && n->below > PATTERN_BELOW_MAX)
		n = COMPLAIN(&p, 0, "the pattern unfolds to more than %d words and gaps: use fewer of NEAR, "
			     "or smaller sets, or split it", PATTERN_BELOW_MAX);
	if (!n || !check_ends(&p, n, true, true, -1))
		return -e->code;
	if (may_be_empty(n)) {
		*at = 0;
		return fail(e, E_LEXICON, "the pattern could match nothing at all: "
					  "one word at least must not be optional");
	}
	*out = n;
	return 0;
}

void pattern_set_kids(struct pattern_node *n, struct pattern_node *const *kids, uint32_t count)
{
	uint64_t below = 0;
	for (uint32_t i = 0; i < count; i++)
		below += (uint64_t)kids[i]->below + 1;
	n->kids = kids;
	n->count = count;
	n->below = below < UINT32_MAX ? (uint32_t)below : UINT32_MAX;
}

const struct pattern_node *pattern_any(struct arena *mem, const struct pattern_node *const *trees,
				       ptrdiff_t n)
{
	struct pattern_node *alt = NEW(mem, struct pattern_node, 1);
	const struct pattern_node **kids = NEW(mem, const struct pattern_node *, n);
	if (!alt || !kids)
		return NULL;
	memcpy(kids, trees, (size_t)n * sizeof *trees);
	alt->kind = PATTERN_ALT;
	pattern_set_kids(alt, (struct pattern_node *const *)kids, (uint32_t)n);
	return alt;
}

bool pattern_is_regex(struct str text, struct str *inner)
{
	text = str_trim(text);
	if (text.n < 3 || text.p[0] != '/' || text.p[text.n - 1] != '/')
		return false;
	*inner = str_sub(text, 1, text.n - 1);
	return true;
}
