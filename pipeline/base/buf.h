/* SPDX-License-Identifier: MIT
 *
 * A growing, owning byte buffer on the heap. After an allocation failed the
 * buffer is marked and further appends do nothing: check buf_ok() once, where
 * the bytes are used, instead of after every append.
 */
#ifndef LM_BASE_BUF_H
#define LM_BASE_BUF_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/str.h"

struct buf {
	char *p;
	ptrdiff_t n, cap;
	bool failed;       /* an append found no memory; contents are short */
};

void buf_release(struct buf *b);
void buf_reset(struct buf *b);             /* empty, memory kept, mark cleared */
void buf_shrink(struct buf *b, ptrdiff_t keep); /* give memory over keep bytes back; only when empty */

/* Used by buf_reserve(): make room that is not there. */
bool buf_grow(struct buf *b, ptrdiff_t n);

/* Room for n more bytes at b->p + b->n; false (and marked) without memory. */
static inline bool buf_reserve(struct buf *b, ptrdiff_t n)
{
	return !b->failed && (b->cap - b->n >= n || buf_grow(b, n));
}

void buf_add(struct buf *b, struct str s);
void buf_addc(struct buf *b, char c);
void buf_addz(struct buf *b, const char *s);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_add_int(struct buf *b, int64_t v);

/* v with d decimals (0 to 6), rounded half away from zero, point always '.'; no locale. */
void buf_add_fixed(struct buf *b, double v, int d);

static inline bool buf_ok(const struct buf *b)
{
	return !b->failed;
}

/* What was made of part goes into b: a part that ran out of memory makes b short, too. */
static inline void buf_inherit(struct buf *b, const struct buf *part)
{
	b->failed |= part->failed;
}

static inline struct str buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

#endif
