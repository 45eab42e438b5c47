/* SPDX-License-Identifier: MIT
 *
 * Borrowed slices of bytes. A slice is passed by value, may hold NUL bytes, is
 * not terminated and owns nothing. Lengths are signed, so that end - p and
 * countdowns are safe. The idea is u-config's s8 (nullprogram.com).
 */
#ifndef LM_BASE_STR_H
#define LM_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	ptrdiff_t n;
};

#define STR(lit) { (lit), sizeof(lit) - 1 }      /* in static tables */
#define S(lit) ((struct str)STR(lit))            /* in expressions */
#define STR_ARG(s) (int)(s).n, (s).p             /* for "%.*s" */
#define countof(a) ((ptrdiff_t)(sizeof(a) / sizeof *(a)))

/* The slice of a NUL-terminated string; an absent string is an empty slice. */
static inline struct str str_of(const char *s)
{
	return (struct str){ s, s ? (ptrdiff_t)strlen(s) : 0 };
}

/* Bytes [from, to) of s, clipped to s. */
static inline struct str str_sub(struct str s, ptrdiff_t from, ptrdiff_t to)
{
	if (from < 0)
		from = 0;
	if (from > s.n)
		from = s.n;
	if (to > s.n)
		to = s.n;
	return (struct str){ s.p ? s.p + from : s.p, to > from ? to - from : 0 };
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, (size_t)a.n) == 0);
}

/* Byte order, as memcmp; the shorter of two with one prefix comes first. */
static inline int str_cmp(struct str a, struct str b)
{
	ptrdiff_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, (size_t)n) : 0;
	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static inline bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

static inline bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix);
}

/* The first position of needle in s at or after from, or -1. */
static inline ptrdiff_t str_find(struct str s, struct str needle, ptrdiff_t from)
{
	if (from > s.n || needle.n == 0 || needle.n > s.n - from)
		return -1;
	const char *q = memmem(s.p + from, (size_t)(s.n - from), needle.p, (size_t)needle.n);
	return q ? q - s.p : -1;
}

/* The head of *rest up to sep; *rest moves past sep, or becomes empty. */
static inline struct str str_cut(struct str *rest, char sep)
{
	const char *q = rest->n ? memchr(rest->p, sep, (size_t)rest->n) : NULL;
	struct str head = { rest->p, q ? q - rest->p : rest->n };
	*rest = q ? (struct str){ q + 1, rest->n - head.n - 1 } : (struct str){ 0 };
	return head;
}

static inline bool ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* s without ASCII white space at both ends. */
static inline struct str str_trim(struct str s)
{
	while (s.n && ascii_is_space(s.p[0]))
		s.p++, s.n--;
	while (s.n && ascii_is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

static inline bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline char ascii_lower(char c)
{
	return ascii_is_upper(c) ? (char)(c + ('a' - 'A')) : c;
}

/* Equal but for the case of ASCII letters. */
static inline bool str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (ptrdiff_t i = 0; i < a.n; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

#endif
