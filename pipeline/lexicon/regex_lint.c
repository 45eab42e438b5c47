/* SPDX-License-Identifier: MIT
 *
 * See regex_lint.h. One pass with a stack of open groups; it knows just enough
 * of the syntax: escapes, \Q...\E, classes, group openings, quantifiers.
 */
#include <stdbool.h>

#include "pipeline/lexicon/regex_lint.h"

#define DEPTH_MAX 64

struct group {
	bool atomic;      /* gives nothing back: what is inside cannot explode */
	bool repeats;     /* holds a quantifier without an upper bound that can give back */
};

/* Length of the quantifier at p[i], 0 if there is none; *unbounded: without an upper bound. */
static ptrdiff_t quantifier(struct str p, ptrdiff_t i, bool *unbounded)
{
	*unbounded = false;
	if (i >= p.n)
		return 0;
	if (p.p[i] == '*' || p.p[i] == '+' || p.p[i] == '?') {
		*unbounded = p.p[i] != '?';
		return 1;
	}
	if (p.p[i] != '{')
		return 0;
	ptrdiff_t j = i + 1;
	while (j < p.n && ascii_is_digit(p.p[j]))
		j++;
	if (j == i + 1 || j >= p.n)
		return 0;
	if (p.p[j] == ',' && j + 1 < p.n && p.p[j + 1] == '}') {
		*unbounded = true;
		return j + 2 - i;
	}
	while (j < p.n && (p.p[j] == ',' || ascii_is_digit(p.p[j])))
		j++;
	return j < p.n && p.p[j] == '}' ? j + 1 - i : 0;
}

/* The first byte behind the class that starts at p[i] == '['. */
static ptrdiff_t skip_class(struct str p, ptrdiff_t i)
{
	i++;
	if (i < p.n && p.p[i] == '^')
		i++;
	if (i < p.n && p.p[i] == ']')
		i++;
	while (i < p.n && p.p[i] != ']') {
		if (p.p[i] == '\\')
			i++;
		else if (p.p[i] == '[' && i + 1 < p.n && p.p[i + 1] == ':') {
			ptrdiff_t end = str_find(p, S(":]"), i + 2);
			i = end < 0 ? i : end + 1;
		}
		i++;
	}
	return i + 1;
}

/* The first byte behind an escape at p[i] == '\\'. */
static ptrdiff_t skip_escape(struct str p, ptrdiff_t i)
{
	if (i + 1 < p.n && p.p[i + 1] == 'Q') {
		ptrdiff_t end = str_find(p, S("\\E"), i + 2);
		return end < 0 ? p.n : end + 2;
	}
	return i + 2;
}

ptrdiff_t regex_lint(struct str p)
{
	struct group stack[DEPTH_MAX] = { 0 };
	int depth = 0;
	for (ptrdiff_t i = 0; i < p.n;) {
		struct group closed = { 0 };
		bool unbounded;
		if (p.p[i] == '(') {
			if (++depth >= DEPTH_MAX)
				return i;
			bool atomic = str_starts(str_sub(p, i, p.n), S("(?>"));
			stack[depth] = (struct group){ .atomic = atomic };
			i += i + 1 < p.n && p.p[i + 1] == '?' ? 2 : 1;
			continue;
		}
		if (p.p[i] == ')' && depth > 0) {
			closed = stack[depth--];
			i++;
		} else if (p.p[i] == '[') {
			i = skip_class(p, i);
		} else if (p.p[i] == '\\') {
			i = skip_escape(p, i);
		} else {
			i++;
		}
		ptrdiff_t at = i, len = quantifier(p, i, &unbounded);
		i += len;
		bool possessive = len && i < p.n && p.p[i] == '+';
		i += possessive || (len && i < p.n && p.p[i] == '?');
		bool inner = closed.repeats && !closed.atomic;
		if (inner && unbounded && !possessive)
			return at;
		stack[depth].repeats |= (unbounded || inner) && !possessive;
	}
	return -1;
}
