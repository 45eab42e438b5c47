/* SPDX-License-Identifier: MIT
 *
 * An arena: memory that is taken in small pieces and given back at once. One
 * arena serves one document at a time; arena_reset() keeps its blocks for the
 * next one, so a long run does not grow. A limit bounds what a document may
 * take: past it arena_get() returns NULL and the document fails, not the run.
 */
#ifndef LM_BASE_ARENA_H
#define LM_BASE_ARENA_H

#include <stdalign.h>
#include <stddef.h>

#include "pipeline/base/str.h"

struct arena_block;

struct arena {
	struct arena_block *first, *last;  /* in order of use; last is being filled */
	char *at, *end;                    /* the free part of last */
	size_t used, limit;                /* bytes handed to blocks; 0 = no limit */
};

void arena_init(struct arena *a, size_t limit);
void arena_release(struct arena *a);

/* Forget everything; keep up to keep bytes of blocks for reuse. */
void arena_reset(struct arena *a, size_t keep);

/* A place in the arena to come back to. */
struct arena_mark {
	struct arena_block *last;
	char *at, *end;
	size_t used;
};

static inline struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){ a->last, a->at, a->end, a->used };
}

/* Forget what was taken since the mark; keep up to keep bytes of blocks behind it for reuse. */
void arena_rewind(struct arena *a, struct arena_mark m, size_t keep);

/* n items of size bytes, zeroed; NULL when n * size overflows, over the limit, or no memory. */
void *arena_get(struct arena *a, ptrdiff_t n, size_t size, size_t align);

/* As arena_get, but the bytes are left as they are. */
void *arena_raw(struct arena *a, ptrdiff_t n, size_t size, size_t align);

/* Make p, n items of size bytes, `more` items longer where it lies. false, and nothing is done, when
 * other memory was handed out behind it, or there is no room. */
bool arena_extend(struct arena *a, const void *p, ptrdiff_t n, ptrdiff_t more, size_t size);

/* A NUL-terminated copy of s in a; .p is NULL when there is no room. */
struct str arena_str(struct arena *a, struct str s);

#define NEW(a, T, n) ((T *)arena_get((a), (n), sizeof(T), alignof(T)))

#endif
