/* SPDX-License-Identifier: MIT
 *
 * See pattern.h. Recursive descent; from loose to tight: a | b, a NEAR/3 b,
 * a b, a?. Then a check of what cannot match or would match everywhere.
 */
#include "pipeline/lexicon/pattern.h"
#include "pipeline/lexicon/pattern_word.h"
#include "pipeline/lexicon/suggest.h"

struct parser {
	struct arena *mem;
	struct str text;
	ptrdiff_t i;                     /* the next byte */
	const struct pattern_set *sets;
	ptrdiff_t set_count;
	int depth;
	struct pattern_node **open;      /* [OPEN_MAX]: kids of nodes that are not yet complete */
	ptrdiff_t open_count;
	ptrdiff_t *at;
	struct error *e;
};

/* A kid takes a byte of the pattern at least, and NEAR three for a moment. */
#define OPEN_MAX (PATTERN_BYTES_MAX + 8)

static const struct pattern_node *complain_at(struct parser *p, ptrdiff_t at)
{
	*p->at = at;
	return NULL;
}

/* Fail at byte `where`; NULL for the caller to return. */
#define COMPLAIN(p, where, ...)                                                              \
	(fail((p)->e, E_LEXICON, __VA_ARGS__), (struct pattern_node *)complain_at(p, where))

static struct pattern_node *no_memory(struct parser *p)
{
	fail(p->e, E_NOMEM, "out of memory for a pattern");
	return NULL;
}

static struct pattern_node *new_node(struct parser *p, enum pattern_kind kind, ptrdiff_t at)
{
	struct pattern_node *n = NEW(p->mem, struct pattern_node, 1);
	if (!n)
		return no_memory(p);
	n->kind = kind;
	n->at = (uint32_t)at;
	return n;
}

/* n is the next kid of the node that is being read. */
static bool keep(struct parser *p, struct pattern_node *n)
{
	if (n && p->open_count == OPEN_MAX)
		n = no_memory(p);
	if (n)
		p->open[p->open_count++] = n;
	return n;
}

/* A node of the kids that were kept since there were first. */
static struct pattern_node *close_node(struct parser *p, enum pattern_kind kind, ptrdiff_t first,
				       ptrdiff_t at)
{
	struct pattern_node *n = new_node(p, kind, at);
	ptrdiff_t count = p->open_count - first;
	struct pattern_node **kids = NEW(p->mem, struct pattern_node *, count);
	if (!n || !kids)
		return no_memory(p);
	memcpy(kids, p->open + first, (size_t)count * sizeof *kids);
	p->open_count = first;
	n->kids = kids;
	n->count = (uint32_t)count;
	return n;
}

/* The same, but a single kid stands for itself. */
static struct pattern_node *gather(struct parser *p, enum pattern_kind kind, ptrdiff_t first,
				   ptrdiff_t at)
{
	if (p->open_count - first == 1)
		return p->open[--p->open_count];
	return close_node(p, kind, first, at);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next byte that is no white space, or '\0' at the end. */
static char peek(struct parser *p)
{
	while (p->i < p->text.n && is_space(p->text.p[p->i]))
		p->i++;
	return p->i < p->text.n ? p->text.p[p->i] : '\0';
}

static bool ends_word(char c)
{
	switch (c) {
	case '\0': case '(': case ')': case '|': case '?': case '<': case '>': case '@': case '^':
	case '$':
		return true;
	default:
		return is_space(c);
	}
}

/* The bytes up to the next operator or white space. */
static struct str take_bytes(struct parser *p)
{
	ptrdiff_t from = p->i;
	while (p->i < p->text.n && !ends_word(p->text.p[p->i]))
		p->i++;
	return str_sub(p->text, from, p->i);
}

/* Up to three digits at the front of *s, or -1. */
static int take_digits(struct str *s)
{
	int v = 0, n = 0;
	for (; n < 3 && n < s->n && ascii_is_digit(s->p[n]); n++)
		v = v * 10 + (s->p[n] - '0');
	*s = str_sub(*s, n, s->n);
	return n ? v : -1;
}

static struct pattern_node *parse_alt(struct parser *p);

static struct pattern_node *parse_group(struct parser *p)
{
	ptrdiff_t open = p->i++;
	if (++p->depth > PATTERN_DEPTH_MAX)
		return COMPLAIN(p, open, "more than %d brackets inside one another",
				PATTERN_DEPTH_MAX);
	struct pattern_node *n = parse_alt(p);
	if (!n)
		return NULL;
	if (peek(p) != ')')
		return COMPLAIN(p, open, "'(' is not closed");
	p->i++;
	p->depth--;
	return n;
}

static struct pattern_node *parse_gap(struct parser *p)
{
	ptrdiff_t open = p->i;
	ptrdiff_t close = str_find(p->text, S(">"), open);
	struct str s = str_sub(p->text, open + 1, close < 0 ? open : close);
	int min = take_digits(&s);
	bool dash = s.n && s.p[0] == '-';
	s = str_sub(s, dash, s.n);
	int max = take_digits(&s);
	if (close < 0 || min < 0 || !dash || max < 0 || s.n)
		return COMPLAIN(p, open, "expected a gap like <0-3>: fewest and most words");
	if (min > max)
		return COMPLAIN(p, open, "the gap <%d-%d> has its larger number first", min, max);
	if (max > PATTERN_GAP_MAX)
		return COMPLAIN(p, open, "a gap reaches at most %d words", PATTERN_GAP_MAX);
	struct pattern_node *n = new_node(p, PATTERN_GAP, open);
	if (n) {
		n->min = (uint8_t)min;
		n->max = (uint8_t)max;
	}
	p->i = close + 1;
	return n;
}

static struct pattern_node *unknown_set(struct parser *p, struct str name, ptrdiff_t at)
{
	struct str names[64];
	ptrdiff_t n = p->set_count < countof(names) ? p->set_count : countof(names);
	for (ptrdiff_t i = 0; i < n; i++)
		names[i] = p->sets[i].name;
	ptrdiff_t near = suggest(name, names, n);
	int shown = (int)(name.n < 40 ? name.n : 40);
	if (near >= 0)
		return COMPLAIN(p, at, "no set '%.*s': did you mean '%.*s'?", shown, name.p,
				STR_ARG(names[near]));
	return COMPLAIN(p, at, "no set '%.*s' in sets.yaml above this", shown, name.p);
}

static struct pattern_node *parse_set(struct parser *p)
{
	ptrdiff_t at = p->i++;
	struct str name = take_bytes(p);
	if (name.n == 0)
		return COMPLAIN(p, at, "expected the name of a set behind '@'");
	for (ptrdiff_t i = 0; i < p->set_count; i++) {
		if (!str_eq(p->sets[i].name, name))
			continue;
		struct pattern_node *n = new_node(p, PATTERN_ALT, at);
		if (n) {
			n->named = true;
			n->kids = p->sets[i].body->kids;
			n->count = p->sets[i].body->count;
		}
		return n;
	}
	return unknown_set(p, name, at);
}

static int letters(struct str s)
{
	int n = 0;
	for (ptrdiff_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80 && s.p[i] != '-' && s.p[i] != '\'';
	return n;
}

static struct pattern_node *parse_word(struct parser *p)
{
	ptrdiff_t at = p->i;
	struct str s = take_bytes(p);
	enum atom_kind kind = ATOM_STEM;
	if (s.n == 0)
		return COMPLAIN(p, at, "a byte that is no text");
	if (s.p[0] == '=') {
		kind = ATOM_EXACT;
		s = str_sub(s, 1, s.n);
	}
	const char *star = memchr(s.p, '*', (size_t)s.n);
	if (star) {
		ptrdiff_t star_at = star - p->text.p;
		if (star != s.p + s.n - 1)
			return COMPLAIN(p, star_at, "'*' may only stand at the end of a word");
		if (kind == ATOM_EXACT)
			return COMPLAIN(p, star_at, "'=' and '*' exclude each other");
		kind = ATOM_PREFIX;
		s.n--;
		if (letters(s) < PATTERN_PREFIX_MIN)
			return COMPLAIN(p, star_at, "'*' needs at least %d letters before it",
					PATTERN_PREFIX_MIN);
	}
	bool empty;
	struct pattern_node *n = pattern_word(p->mem, s, kind, (uint32_t)at, &empty);
	if (!n && !empty)
		return no_memory(p);
	if (!n)
		return COMPLAIN(p, at, "expected a word, found '%.*s'",
				(int)(s.n < 40 ? s.n : 40), s.p);
	return n;
}

static struct pattern_node *parse_anchor(struct parser *p)
{
	enum pattern_kind kind = p->text.p[p->i] == '^' ? PATTERN_START : PATTERN_END;
	return new_node(p, kind, p->i++);
}

static struct pattern_node *parse_item(struct parser *p)
{
	char c = peek(p);
	ptrdiff_t at = p->i;
	struct pattern_node *n;
	switch (c) {
	case '(': n = parse_group(p); break;
	case '<': n = parse_gap(p); break;
	case '@': n = parse_set(p); break;
	case '^': case '$': n = parse_anchor(p); break;
	case '?': return COMPLAIN(p, at, "expected '?' directly behind a word, a set or ')'");
	case '>': return COMPLAIN(p, at, "'>' without '<'");
	default: n = parse_word(p); break;
	}
	if (!n || p->i >= p->text.n || p->text.p[p->i] != '?')
		return n;
	if (strchr("<^$", c))
		return COMPLAIN(p, p->i, "'?' may only follow a word, a set or ')'");
	p->i++;
	return keep(p, n) ? close_node(p, PATTERN_OPT, p->open_count - 1, at) : NULL;
}

/* If NEAR/n or THEN/n is next, 'N' or 'T' and *n; else 0, or -1 when it is miswritten. */
static int take_operator(struct parser *p, int *n)
{
	peek(p);
	struct str rest = str_sub(p->text, p->i, p->text.n);
	bool near = str_starts(rest, S("NEAR"));
	if (!near && !str_starts(rest, S("THEN")))
		return 0;
	if (rest.n > 4 && rest.p[4] != '/' && !ends_word(rest.p[4]))
		return 0;               /* a word such as THENCE */
	const char *name = near ? "NEAR" : "THEN";
	rest = str_sub(rest, 5, rest.n);
	*n = take_digits(&rest);
	if (*n < 0 || (rest.n && !ends_word(rest.p[0])))
		return COMPLAIN(p, p->i, "expected a distance, as in %s/5", name), -1;
	if (*n > PATTERN_GAP_MAX)
		return COMPLAIN(p, p->i, "%s reaches at most %d words", name, PATTERN_GAP_MAX), -1;
	p->i = p->text.n - rest.n;
	return near ? 'N' : 'T';
}

/* A hyphen between brackets, "(step|stepped)-up", counts as little as it does in the text. */
static char skip_hyphens(struct parser *p)
{
	char c = peek(p);
	while (c == '-') {
		p->i++;
		c = peek(p);
	}
	return c;
}

static struct pattern_node *parse_seq(struct parser *p)
{
	ptrdiff_t first = p->open_count, at = (peek(p), p->i);
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
		if (!keep(p, parse_item(p)))
			return NULL;
	}
}

/* a, a gap of at most n words, b */
static struct pattern_node *apart(struct parser *p, struct pattern_node *a, struct pattern_node *b,
				  int n, ptrdiff_t at)
{
	ptrdiff_t first = p->open_count;
	struct pattern_node *gap = new_node(p, PATTERN_GAP, at);
	if (!gap || !keep(p, a) || !keep(p, gap) || !keep(p, b))
		return NULL;
	gap->max = (uint8_t)n;
	return gather(p, PATTERN_SEQ, first, at);
}

static struct pattern_node *parse_near(struct parser *p)
{
	struct pattern_node *a = parse_seq(p);
	while (a) {
		int n = 0;
		peek(p);
		ptrdiff_t at = p->i;
		int op = take_operator(p, &n);
		if (op == 0)
			return a;
		struct pattern_node *b = op < 0 ? NULL : parse_seq(p);
		if (!b)
			return NULL;
		ptrdiff_t first = p->open_count;
		if (!keep(p, apart(p, a, b, n, at)) ||
		    (op == 'N' && !keep(p, apart(p, b, a, n, at))))
			return NULL;
		a = gather(p, PATTERN_ALT, first, at);
	}
	return NULL;
}

static struct pattern_node *parse_alt(struct parser *p)
{
	ptrdiff_t first = p->open_count, at = p->i;
	do {
		if (!keep(p, parse_near(p)))
			return NULL;
	} while (peek(p) == '|' && ++p->i);
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
	if (peek(&p) == '/')
		return fail(e, E_LEXICON, "a regex ends with '/' and has nothing behind it");
	struct pattern_node *n = parse_alt(&p);
	if (n && peek(&p) == ')')
		n = COMPLAIN(&p, p.i, "')' without '('");
	if (n && p.i < text.n)
		n = COMPLAIN(&p, p.i, "a byte that is no text");
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

const struct pattern_node *pattern_any(struct arena *mem, const struct pattern_node *const *trees,
				       ptrdiff_t n)
{
	struct pattern_node *alt = NEW(mem, struct pattern_node, 1);
	const struct pattern_node **kids = NEW(mem, const struct pattern_node *, n);
	if (!alt || !kids)
		return NULL;
	memcpy(kids, trees, (size_t)n * sizeof *trees);
	alt->kind = PATTERN_ALT;
	alt->kids = (struct pattern_node *const *)kids;
	alt->count = (uint32_t)n;
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
