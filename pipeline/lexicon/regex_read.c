/* SPDX-License-Identifier: MIT
 *
 * See regex_read.h.
 */
#include "pipeline/lexicon/regex_read.h"

static bool take(struct str *p, struct str s)
{
	if (!p->n || p->p[0] != s.p[0] || !str_starts(*p, s))
		return false;
	*p = str_sub(*p, s.n, p->n);
	return true;
}

static enum regex_piece read_class(struct str *p)
{
	take(p, S("^"));
	take(p, S("]"));
	while (p->n) {
		if (take(p, S("]")))
			return REGEX_ANY;
		if (str_starts(*p, S("[:")))
			return REGEX_UNKNOWN;
		*p = str_sub(*p, p->p[0] == '\\' ? 2 : 1, p->n);
	}
	return REGEX_UNKNOWN;
}

static enum regex_piece read_escape(struct str *p, char *c)
{
	if (!p->n)
		return REGEX_UNKNOWN;
	*c = p->p[0];
	*p = str_sub(*p, 1, p->n);
	if (*c && strchr("bBAzZ", *c))
		return REGEX_NOTHING;
	if (*c && strchr("dDsSwWhHN", *c))
		return REGEX_ANY;
	bool plain = !ascii_is_alpha(*c) && !ascii_is_digit(*c) && !(*c & 0x80);
	return plain ? REGEX_LITERAL : REGEX_UNKNOWN;
}

/* The other bytes of a character that is not ASCII; what it folds to is not known here. */
static enum regex_piece read_rest(struct str *p)
{
	while (p->n && (p->p[0] & 0xC0) == 0x80)
		*p = str_sub(*p, 1, p->n);
	return REGEX_ANY;
}

static enum regex_piece read_open(struct str *p)
{
	static const struct str looks[] = { STR("?="), STR("?!"), STR("?<="), STR("?<!") };
	static const struct str groups[] = { STR("?:"), STR("?-i:"), STR("?i:"), STR("?>") };
	if (take(p, S("?i)")) || take(p, S("?-i)")))
		return REGEX_NOTHING;   /* a setting; both cases are equal here anyway */
	for (ptrdiff_t i = 0; i < countof(looks); i++)
		if (take(p, looks[i]))
			return REGEX_LOOK;
	for (ptrdiff_t i = 0; i < countof(groups); i++)
		if (take(p, groups[i]))
			return REGEX_OPEN;
	return str_starts(*p, S("?")) || str_starts(*p, S("*")) ? REGEX_UNKNOWN : REGEX_OPEN;
}

enum regex_piece regex_read(struct str *p, char *c)
{
	if (!p->n)
		return REGEX_END;
	*c = p->p[0];
	*p = str_sub(*p, 1, p->n);
	switch (*c) {
	case '(':
		return read_open(p);
	case ')':
		return REGEX_CLOSE;
	case '|':
		return REGEX_BAR;
	case '[':
		return read_class(p);
	case '\\':
		return read_escape(p, c);
	case '^': case '$':
		return REGEX_NOTHING;
	case '.':
		return REGEX_ANY;
	default:
		return *c & 0x80 ? read_rest(p) : REGEX_LITERAL;
	}
}

/* "{3", "{3," or "{3,9"; of anything else only that it repeats. */
static struct regex_times read_counts(struct str counts)
{
	struct str most = str_sub(counts, 1, counts.n), least = str_cut(&most, ',');
	struct regex_times t = { least.n && least.p[0] >= '1' && least.p[0] <= '9', 0 };
	struct str number = most.p ? most : least;
	bool known = number.n > 0 && number.n < 6 && least.n;
	for (ptrdiff_t i = 0; known && i < number.n; i++) {
		known = ascii_is_digit(number.p[i]);
		t.most = t.most * 10 + (number.p[i] - '0');
	}
	t.most = known ? t.most : REGEX_UNBOUNDED;
	return t;
}

struct regex_times regex_read_times(struct str *p)
{
	struct regex_times t = { 1, 1 };
	char c = p->n ? p->p[0] : 0;
	if (c != '?' && c != '*' && c != '+' && c != '{')
		return t;
	if (take(p, S("?"))) {
		t = (struct regex_times){ 0, 1 };
	} else if (take(p, S("*"))) {
		t = (struct regex_times){ 0, REGEX_UNBOUNDED };
	} else if (take(p, S("+"))) {
		t = (struct regex_times){ 1, REGEX_UNBOUNDED };
	} else {
		t = read_counts(str_cut(p, '}'));
	}
	if (!take(p, S("?")))
		take(p, S("+"));
	return t;
}

/* Take the ^ that an alternative must start with. */
static bool take_start(struct str *pattern)
{
	return take(pattern, S("^")) && !(pattern->n && strchr("?*{", pattern->p[0]));
}

bool regex_read_anchored(struct str pattern)
{
	if (!take_start(&pattern))
		return false;
	if (!pattern.n || !memchr(pattern.p, '|', (size_t)pattern.n))
		return true;
	for (int depth = 0; depth >= 0;) {
		char c = 0;
		enum regex_piece piece = regex_read(&pattern, &c);
		if (piece == REGEX_END)
			return true;
		if (piece == REGEX_UNKNOWN ||
		    (piece == REGEX_BAR && depth == 0 && !take_start(&pattern)))
			return false;
		depth += (piece == REGEX_OPEN || piece == REGEX_LOOK) - (piece == REGEX_CLOSE);
	}
	return false;
}
