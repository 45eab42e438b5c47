/* SPDX-License-Identifier: MIT
 *
 * The parser's place in a pattern's bytes, and the nodes that it makes; see
 * pattern_parts.h.
 */
#include "pipeline/lexicon/pattern_parts.h"

const struct pattern_node *pattern_complain_at(struct parser *p, ptrdiff_t at)
{
	*p->at = at;
	return NULL;
}

struct pattern_node *pattern_no_memory(struct parser *p)
{
	fail(p->e, E_NOMEM, "out of memory for a pattern");
	return NULL;
}

struct pattern_node *pattern_new_node(struct parser *p, enum pattern_kind kind, ptrdiff_t at)
{
	struct pattern_node *n = NEW(p->mem, struct pattern_node, 1);
	if (!n)
		return pattern_no_memory(p);
	n->kind = kind;
	n->at = (uint32_t)at;
	return n;
}

bool pattern_keep(struct parser *p, struct pattern_node *n)
{
	if (n && p->open_count == OPEN_MAX)
		n = pattern_no_memory(p);
	if (n)
		p->open[p->open_count++] = n;
	return n;
}

struct pattern_node *pattern_close_node(struct parser *p, enum pattern_kind kind, ptrdiff_t first,
				       ptrdiff_t at)
{
	struct pattern_node *n = pattern_new_node(p, kind, at);
	ptrdiff_t count = p->open_count - first;
	struct pattern_node **kids = NEW(p->mem, struct pattern_node *, count);
	if (!n || !kids)
		return pattern_no_memory(p);
	memcpy(kids, p->open + first, (size_t)count * sizeof *kids);
	p->open_count = first;
	pattern_set_kids(n, kids, (uint32_t)count);
	return n;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

char pattern_peek(struct parser *p)
{
	while (p->i < p->text.n && is_space(p->text.p[p->i]))
		p->i++;
	return p->i < p->text.n ? p->text.p[p->i] : '\0';
}

bool pattern_ends_word(char c)
{
	switch (c) {
	case '\0': case '(': case ')': case '|': case '?': case '<': case '>': case '@': case '^':
	case '$':
		return true;
	default:
		return is_space(c);
	}
}

struct str pattern_take_bytes(struct parser *p)
{
	ptrdiff_t from = p->i;
	while (p->i < p->text.n && !pattern_ends_word(p->text.p[p->i]))
		p->i++;
	return str_sub(p->text, from, p->i);
}

int pattern_take_digits(struct str *s)
{
	int v = 0, n = 0;
	for (; n < 3 && n < s->n && ascii_is_digit(s->p[n]); n++)
		v = v * 10 + (s->p[n] - '0');
	*s = str_sub(*s, n, s->n);
	return n ? v : -1;
}
