/* SPDX-License-Identifier: MIT
 *
 * See robots.h.
 */
#include <stdlib.h>

#include "pipeline/fetch/robots.h"

/* A line "KEY: VALUE # comment". false: it says nothing. */
static bool split_line(struct str line, struct str *key, struct str *value)
{
	struct str rest = str_cut(&line, '#');
	*key = str_trim(str_cut(&rest, ':'));
	*value = str_trim(rest);
	return key->n && rest.p;
}

/* Lines end in LF, CR or both. */
static struct str next_line(struct str *text)
{
	ptrdiff_t n = 0;
	while (n < text->n && text->p[n] != '\n' && text->p[n] != '\r')
		n++;
	struct str line = str_sub(*text, 0, n);
	*text = str_sub(*text, n + 1, text->n);
	return line;
}

/* Letters, '-' and '_' of a user-agent line's value: what stands behind is no part of the token. */
static struct str token(struct str value)
{
	ptrdiff_t n = 0;
	while (n < value.n && (ascii_is_alpha(value.p[n]) || value.p[n] == '-' || value.p[n] == '_'))
		n++;
	return str_sub(value, 0, n);
}

static bool names(struct str value, struct str product)
{
	return str_eq(product, S("*")) ? str_starts(value, S("*"))
				       : str_eq_nocase(token(value), product);
}

static int hex(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_unreserved(int c)
{
	return c < 128 && (ascii_is_alpha((char)c) || ascii_is_digit((char)c) ||
			   (c && strchr("-._~", c)));
}

/* One octet of s at *i, moved past it: escapes of plain characters are undone, others and bytes that
 * should have been escaped come as 256 + octet, so that %2F is no slash. */
static int octet(struct str s, ptrdiff_t *i)
{
	int c = (unsigned char)s.p[(*i)++];
	if (c == '%' && *i + 1 < s.n && hex(s.p[*i]) >= 0 && hex(s.p[*i + 1]) >= 0) {
		c = hex(s.p[*i]) * 16 + hex(s.p[*i + 1]);
		*i += 2;
		return is_unreserved(c) ? c : 256 + c;
	}
	return c >= 128 ? 256 + c : c;
}

/* Does pattern match a beginning of path? The last star alone is ever tried again: one that stands
 * before it needs not match more than it did. */
static bool matches(struct str pattern, struct str path)
{
	ptrdiff_t i = 0, k = 0, star = -1, retry = 0;
	while (i < pattern.n) {
		if (pattern.p[i] == '*') {
			star = ++i;
			retry = k;
			continue;
		}
		if (pattern.p[i] == '$' && i + 1 == pattern.n && k == path.n)
			return true;
		bool at_end = pattern.p[i] == '$' && i + 1 == pattern.n;
		ptrdiff_t next_i = i, next_k = k;
		if (!at_end && k < path.n && octet(pattern, &next_i) == octet(path, &next_k)) {
			i = next_i;
			k = next_k;
		} else if (star >= 0 && retry < path.n) {
			octet(path, &retry);
			i = star;
			k = retry;
		} else {
			return false;
		}
	}
	return true;
}

static bool add_rule(struct robots *r, struct str pattern, bool allow)
{
	if (!pattern.n)
		return true;
	struct robots_rule *rule = VEC_PUSH(&r->mem, &r->rules);
	if (!rule)
		return false;
	rule->pattern = arena_str(&r->mem, pattern);
	rule->allow = allow;
	return rule->pattern.p;
}

/* The rules of all groups for one product. *found: there was such a group. */
static bool take_groups(struct robots *r, struct str text, struct str product, bool *found)
{
	bool ours = false, in_names = false;
	*found = false;
	while (text.n) {
		struct str key, value;
		if (!split_line(next_line(&text), &key, &value))
			continue;
		if (str_eq_nocase(key, S("user-agent"))) {
			ours = (ours && in_names) || names(value, product);
			*found |= ours;
			in_names = true;
			continue;
		}
		bool allow = str_eq_nocase(key, S("allow"));
		if (!allow && !str_eq_nocase(key, S("disallow")))
			continue;        /* sitemap and the like do not end a list of names */
		in_names = false;
		if (ours && !add_rule(r, value, allow))
			return false;
	}
	return true;
}

bool robots_parse(struct robots *r, struct str text, struct str product)
{
	bool found, ok;
	*r = (struct robots){ 0 };
	arena_init(&r->mem, 0);
	if (str_starts(text, S("\xEF\xBB\xBF")))
		text = str_sub(text, 3, text.n);
	ok = take_groups(r, text, product, &found);
	return ok && !found ? take_groups(r, text, S("*"), &found) : ok;
}

void robots_release(struct robots *r)
{
	arena_release(&r->mem);
	*r = (struct robots){ 0 };
}

bool robots_allow(const struct robots *r, struct str path)
{
	ptrdiff_t best = -1;
	bool allow = true;
	if (str_eq(path, S("/robots.txt")))
		return true;
	for (ptrdiff_t i = 0; i < r->rules.n; i++) {
		const struct robots_rule *rule = &r->rules.at[i];
		if (rule->pattern.n < best || !matches(rule->pattern, path))
			continue;
		allow = rule->pattern.n > best ? rule->allow : allow || rule->allow;
		best = rule->pattern.n;
	}
	return allow;
}
