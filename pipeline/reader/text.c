/* SPDX-License-Identifier: MIT
 *
 * Growing text and the few byte helpers that the readers share.
 */
#include "pipeline/reader/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/base/utf8.h"
#include "pipeline/reader/out.h"

void *must_realloc(void *p, size_t n)
{
	void *q = realloc(p, n ? n : 1);
	if (!q)
		out_no_memory();
	return q;
}

void *must_alloc(size_t n)
{
	return must_realloc(NULL, n);
}

void *must_grow_more(void *p, size_t *cap, size_t need, size_t size)
{
	size_t want = *cap < 16 ? 16 : *cap;
	while (want < need) {
		if (want > SIZE_MAX / 2 / size)
			out_no_memory();
		want *= 2;
	}
	p = must_realloc(p, want * size);
	*cap = want;
	return p;
}

void text_release(struct text *t)
{
	free(t->p);
	*t = (struct text){ 0 };
}

void text_add(struct text *t, const char *p, size_t n)
{
	if (n == 0)
		return;
	t->p = must_grow(t->p, &t->cap, t->n + n, 1);
	memcpy(t->p + t->n, p, n);
	t->n += n;
}

void text_rune(struct text *t, unsigned c)
{
	char s[4];
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	text_add(t, s, (size_t)utf8_encode(c, s));
}

bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

void text_utf8(struct text *t, const char *p, size_t n)
{
	uint32_t c;
	for (size_t i = 0; i < n;) {
		int step = utf8_decode(p + i, (ptrdiff_t)(n - i), &c);
		if (c == UTF8_BAD)
			text_rune(t, UTF8_BAD);
		else
			text_add(t, p + i, (size_t)step);
		i += (size_t)step;
	}
}

void text_fold(struct text *t, const char *p, size_t n)
{
	size_t i = 0;
	while (i < n) {
		size_t j = i;
		while (j < n && !is_space(p[j]))
			j++;
		text_add(t, p + i, j - i);
		i = j;
		while (i < n && is_space(p[i]))
			i++;
		if (i > j && t->n && !is_space(t->p[t->n - 1]))
			text_add(t, " ", 1);
	}
}

void text_break(struct text *t, char sep)
{
	while (t->n && t->p[t->n - 1] == ' ')
		t->n--;
	if (sep == '\t')
		while (t->n && t->p[t->n - 1] == '\n')
			t->n--;
	else if (t->n == 0 || is_space(t->p[t->n - 1]))
		return;
	text_add(t, &sep, 1);
}

void text_trim(struct text *t)
{
	while (t->n && is_space(t->p[t->n - 1]))
		t->n--;
}

bool text_visible(const struct text *t)
{
	static const char blanks[][4] = { "\xc2\xa0", "\xe2\x80\x8b", "\xef\xbb\xbf" };
	for (size_t i = 0; i < t->n;) {
		size_t step = 0;
		if (is_space(t->p[i]) || t->p[i] == '\x0e' || t->p[i] == '\x0f')
			step = 1;
		for (size_t k = 0; !step && k < sizeof blanks / sizeof *blanks; k++) {
			size_t len = strlen(blanks[k]);
			if (t->n - i >= len && memcmp(t->p + i, blanks[k], len) == 0)
				step = len;
		}
		if (!step)
			return true;
		i += step;
	}
	return false;
}

bool same_word(const char *p, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (!word[i] || ascii_lower(p[i]) != ascii_lower(word[i]))
			return false;
	return !word[n];
}

const char *find_word(const char *p, size_t n, const char *needle)
{
	size_t len = strlen(needle);
	for (size_t i = 0; i + len <= n; i++) {
		size_t k = 0;
		while (k < len && ascii_lower(p[i + k]) == needle[k])
			k++;
		if (k == len)
			return p + i;
	}
	return NULL;
}
