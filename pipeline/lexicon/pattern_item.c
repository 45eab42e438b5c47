/* SPDX-License-Identifier: MIT
 *
 * Items of a pattern: a word, a set, a gap, an anchor, a group in brackets,
 * with or without a '?' behind it.
 */
#include "pipeline/lexicon/pattern_parts.h"
#include "pipeline/lexicon/pattern_word.h"
#include "pipeline/lexicon/suggest.h"

static struct pattern_node *parse_group(struct parser *p)
{
	ptrdiff_t open = p->i++;
	if (++p->depth > PATTERN_DEPTH_MAX)
		return COMPLAIN(p, open, "more than %d brackets inside one another",
				PATTERN_DEPTH_MAX);
	struct pattern_node *n = pattern_parse_alt(p);
	if (!n)
		return NULL;
	if (pattern_peek(p) != ')')
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
	int min = pattern_take_digits(&s);
	bool dash = s.n && s.p[0] == '-';
	s = str_sub(s, dash, s.n);
	int max = pattern_take_digits(&s);
	if (close < 0 || min < 0 || !dash || max < 0 || s.n)
		return COMPLAIN(p, open, "expected a gap like <0-3>: fewest and most words");
	if (min > max)
		return COMPLAIN(p, open, "the gap <%d-%d> has its larger number first", min, max);
	if (max > PATTERN_GAP_MAX)
		return COMPLAIN(p, open, "a gap reaches at most %d words", PATTERN_GAP_MAX);
	struct pattern_node *n = pattern_new_node(p, PATTERN_GAP, open);
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
	struct str name = pattern_take_bytes(p);
	if (name.n == 0)
		return COMPLAIN(p, at, "expected the name of a set behind '@'");
	for (ptrdiff_t i = 0; i < p->set_count; i++) {
		if (!str_eq(p->sets[i].name, name))
			continue;
		struct pattern_node *n = pattern_new_node(p, PATTERN_ALT, at);
		if (n) {
			n->named = true;
			pattern_set_kids(n, p->sets[i].body->kids, p->sets[i].body->count);
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
	struct str s = pattern_take_bytes(p);
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
		return pattern_no_memory(p);
	if (!n)
		return COMPLAIN(p, at, "expected a word, found '%.*s'",
				(int)(s.n < 40 ? s.n : 40), s.p);
	return n;
}

static struct pattern_node *parse_anchor(struct parser *p)
{
	enum pattern_kind kind = p->text.p[p->i] == '^' ? PATTERN_START : PATTERN_END;
	return pattern_new_node(p, kind, p->i++);
}

struct pattern_node *pattern_parse_item(struct parser *p)
{
	char c = pattern_peek(p);
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
	return pattern_keep(p, n) ? pattern_close_node(p, PATTERN_OPT, p->open_count - 1, at)
				  : NULL;
}
