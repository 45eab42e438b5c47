/* SPDX-License-Identifier: MIT
 *
 * See arena.h. Blocks are malloc'd in growing sizes and chained; after a reset
 * the chain is filled again from its start.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/base/arena.h"

#define BLOCK_MIN ((size_t)64 * 1024)
#define BLOCK_MAX ((size_t)8 * 1024 * 1024)

struct arena_block {
	struct arena_block *next;
	size_t size;               /* bytes in data */
	alignas(16) char data[];
};

void arena_init(struct arena *a, size_t limit)
{
	*a = (struct arena){ .limit = limit };
}

static void free_chain(struct arena_block *b)
{
	while (b) {
		struct arena_block *next = b->next;
		free(b);
		b = next;
	}
}

void arena_release(struct arena *a)
{
	free_chain(a->first);
	*a = (struct arena){ .limit = a->limit };
}

static void enter(struct arena *a, struct arena_block *b)
{
	a->last = b;
	a->at = b->data;
	a->end = b->data + b->size;
	a->used += b->size;
}

void arena_rewind(struct arena *a, struct arena_mark m, size_t keep)
{
	size_t kept = 0;
	struct arena_block **link = m.last ? &m.last->next : &a->first;
	while (*link && kept + (*link)->size <= keep) {
		kept += (*link)->size;
		link = &(*link)->next;
	}
	free_chain(*link);
	*link = NULL;
	a->last = m.last;
	a->at = m.at;
	a->end = m.end;
	a->used = m.used;
}

void arena_reset(struct arena *a, size_t keep)
{
	arena_rewind(a, (struct arena_mark){ 0 }, keep);
}

/* Make room for need bytes (alignment included): the next kept block, or a new one. */
static int grow(struct arena *a, size_t need)
{
	struct arena_block *next = a->last ? a->last->next : a->first;
	if (next && next->size >= need) {
		if (a->limit && a->used + next->size > a->limit)
			return -1;
		enter(a, next);
		return 0;
	}
	size_t size = a->last ? a->last->size * 2 : BLOCK_MIN;
	if (size > BLOCK_MAX)
		size = BLOCK_MAX;
	if (size < need)
		size = need;
	if (a->limit && a->used + size > a->limit) {
		size = need;
		if (a->used + size > a->limit)
			return -1;
	}
	struct arena_block *b = malloc(sizeof *b + size);
	if (!b)
		return -1;
	b->size = size;
	b->next = next;
	if (a->last)
		a->last->next = b;
	else
		a->first = b;
	enter(a, b);
	return 0;
}

void *arena_raw(struct arena *a, ptrdiff_t n, size_t size, size_t align)
{
	size_t bytes;
	if (n < 0 || __builtin_mul_overflow((size_t)n, size, &bytes) || bytes > SIZE_MAX / 2)
		return NULL;
	size_t pad = a->at ? (size_t)(-(uintptr_t)a->at & (align - 1)) : 0;
	if (!a->at || (size_t)(a->end - a->at) < pad || (size_t)(a->end - a->at) - pad < bytes) {
		if (grow(a, bytes + align) < 0)
			return NULL;
		pad = (size_t)(-(uintptr_t)a->at & (align - 1));
	}
	char *p = a->at + pad;
	a->at = p + bytes;
	return p;
}

bool arena_extend(struct arena *a, const void *p, ptrdiff_t n, ptrdiff_t more, size_t size)
{
	size_t bytes;
	if (!p || more < 0 || __builtin_mul_overflow((size_t)more, size, &bytes) ||
	    (const char *)p + (size_t)n * size != a->at || (size_t)(a->end - a->at) < bytes)
		return false;
	a->at += bytes;
	return true;
}

void *arena_get(struct arena *a, ptrdiff_t n, size_t size, size_t align)
{
	void *p = arena_raw(a, n, size, align);
	return p ? memset(p, 0, (size_t)n * size) : NULL;
}

struct str arena_str(struct arena *a, struct str s)
{
	char *p = arena_raw(a, s.n + 1, 1, 1);
	if (!p)
		return (struct str){ 0 };
	if (s.n)
		memcpy(p, s.p, (size_t)s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}
