/* SPDX-License-Identifier: MIT
 *
 * See markdown.h.
 */
#include "pipeline/doc/markdown.h"

#define LINK_MAX 400    /* bytes of a link's text, and of its target */
#define RUN_MAX 3       /* signs of emphasis in a row; more are a rule or a row of dots */

bool markdown_may_mark(char c)
{
	return c == '*' || c == '_' || c == '`' || c == '[' || c == ']' || c == '!' || c == '\\';
}

static bool is_space_at(struct str s, ptrdiff_t i)
{
	return i < 0 || i >= s.n || s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n';
}

static bool is_word_at(struct str s, ptrdiff_t i)
{
	return i >= 0 && i < s.n && (ascii_is_alpha(s.p[i]) || ascii_is_digit(s.p[i]) ||
				     (unsigned char)s.p[i] >= 0x80);
}

/* A run of * or _ that touches a word on one side; _ inside a word is part of it. */
static ptrdiff_t emphasis(struct str s, ptrdiff_t i)
{
	ptrdiff_t from = i, to = i + 1;
	while (from > 0 && s.p[from - 1] == s.p[i] && i - from <= RUN_MAX)
		from--;
	while (to < s.n && s.p[to] == s.p[i] && to - i <= RUN_MAX)
		to++;
	if (to - from > RUN_MAX || (is_space_at(s, from - 1) && is_space_at(s, to)))
		return 0;
	if (s.p[i] == '_' && is_word_at(s, from - 1) && is_word_at(s, to))
		return 0;
	return to - i;
}

/* "](target)" behind a link's text, with a title or without. */
static ptrdiff_t link_target(struct str s, ptrdiff_t i)
{
	if (i + 1 >= s.n || s.p[i + 1] != '(')
		return 0;
	struct str ahead = str_sub(s, i, i + LINK_MAX);
	ptrdiff_t end = str_find(ahead, S(")"), 2);
	return end < 0 ? 0 : end + 1;
}

static bool opens_link(struct str s, ptrdiff_t i)
{
	struct str ahead = str_sub(s, i, i + LINK_MAX);
	ptrdiff_t end = str_find(ahead, S("]"), 1);
	return end > 0 && link_target(s, i + end) > 0;
}

ptrdiff_t markdown_mark(struct str s, ptrdiff_t i)
{
	bool escaped = i > 0 && s.p[i - 1] == '\\' && !(i > 1 && s.p[i - 2] == '\\');
	if (escaped)
		return 0;
	switch (s.p[i]) {
	case '*':
	case '_':
		return emphasis(s, i);
	case '`':
		return 1;
	case '[':
		return opens_link(s, i) ? 1 : 0;
	case ']':
		return link_target(s, i);
	case '!':
		return i + 1 < s.n && s.p[i + 1] == '[' && opens_link(s, i + 1) ? 2 : 0;
	case '\\':
		return i + 1 < s.n && memchr("\\`*_{}[]()#+-.!<>|~", s.p[i + 1], 20) ? 1 : 0;
	default:
		return 0;
	}
}
