/* SPDX-License-Identifier: MIT
 *
 * See buf.h. Numbers are formatted here and not by printf where output must
 * not depend on a locale.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/base/buf.h"

void buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}

void buf_reset(struct buf *b)
{
	b->n = 0;
	b->failed = false;
}

void buf_shrink(struct buf *b, ptrdiff_t keep)
{
	if (b->n == 0 && b->cap > keep)
		buf_release(b);
}

bool buf_grow(struct buf *b, ptrdiff_t n)
{
	ptrdiff_t want = b->cap ? b->cap : 256;
	while (want - b->n < n && want < PTRDIFF_MAX / 2)
		want *= 2;
	char *p = want - b->n >= n ? realloc(b->p, (size_t)want) : NULL;
	if (!p) {
		b->failed = true;
		return false;
	}
	b->p = p;
	b->cap = want;
	return true;
}

void buf_add(struct buf *b, struct str s)
{
	if (s.n && buf_reserve(b, s.n)) {
		memcpy(b->p + b->n, s.p, (size_t)s.n);
		b->n += s.n;
	}
}

void buf_addc(struct buf *b, char c)
{
	if (buf_reserve(b, 1))
		b->p[b->n++] = c;
}

void buf_addz(struct buf *b, const char *s)
{
	buf_add(b, str_of(s));
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	if (n > 0 && buf_reserve(b, (ptrdiff_t)n + 1)) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += n;
	}
	va_end(again);
	va_end(ap);
}

void buf_add_int(struct buf *b, int64_t v)
{
	char tmp[24];
	char *q = tmp + sizeof tmp;
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	do
		*--q = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		*--q = '-';
	buf_add(b, (struct str){ q, tmp + sizeof tmp - q });
}

void buf_add_fixed(struct buf *b, double v, int d)
{
	static const int64_t scale[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };
	if (!isfinite(v) || fabs(v) > 1e12) {
		buf_addz(b, "0");
		return;
	}
	int64_t r = llround(v * (double)scale[d]);
	if (r < 0)
		buf_addc(b, '-');
	uint64_t u = r < 0 ? (uint64_t)-r : (uint64_t)r;
	buf_add_int(b, (int64_t)(u / (uint64_t)scale[d]));
	if (d == 0)
		return;
	char frac[8];
	uint64_t f = u % (uint64_t)scale[d];
	for (int i = d - 1; i >= 0; i--, f /= 10)
		frac[i] = (char)('0' + f % 10);
	buf_addc(b, '.');
	buf_add(b, (struct str){ frac, d });
}
