/* SPDX-License-Identifier: MIT
 *
 * Growing arrays in an arena: struct { T *at; ptrdiff_t n, cap; }. Growth
 * copies; the old array stays in the arena until its reset, so an array that
 * doubles costs at most twice its size. Heap arrays use VEC_HEAP_PUSH.
 */
#ifndef LM_BASE_VEC_H
#define LM_BASE_VEC_H

#include <stdlib.h>

#include "pipeline/base/arena.h"

#define VEC(T)                     \
	struct {                   \
		T *at;             \
		ptrdiff_t n, cap;  \
	}

/* A zeroed new last element of v, or NULL without memory. */
#define VEC_PUSH(arena, v)                                                                   \
	((v)->n < (v)->cap || vec_grow((arena), (void **)&(v)->at, (v)->n, &(v)->cap,        \
				       sizeof *(v)->at)                                      \
		 ? memset(&(v)->at[(v)->n++], 0, sizeof *(v)->at)                            \
		 : NULL)

/* Whether v has room for `more` elements behind its last one, which the caller then fills. */
#define VEC_ROOM(arena, v, more)                                                             \
	((v)->cap - (v)->n >= (more) || vec_grow_by((arena), (void **)&(v)->at, (v)->n,      \
						    &(v)->cap, (more), sizeof *(v)->at))

/* The same as VEC_PUSH on the heap; the owner frees v->at. */
#define VEC_HEAP_PUSH(v)                                                                     \
	((v)->n < (v)->cap || vec_heap_grow((void **)&(v)->at, &(v)->cap, sizeof *(v)->at)   \
		 ? memset(&(v)->at[(v)->n++], 0, sizeof *(v)->at)                            \
		 : NULL)

/* Used by the macros: make room for one more. true on success. */
static inline bool vec_grow(struct arena *a, void **at, ptrdiff_t n, ptrdiff_t *cap, size_t size)
{
	ptrdiff_t want = *cap ? *cap * 2 : 16;
	if (arena_extend(a, *at, *cap, want - *cap, size)) {
		*cap = want;
		return true;
	}
	void *p = arena_raw(a, want, size, 16);
	if (!p)
		return false;
	if (n)
		memcpy(p, *at, (size_t)n * size);
	*at = p;
	*cap = want;
	return true;
}

static inline bool vec_grow_by(struct arena *a, void **at, ptrdiff_t n, ptrdiff_t *cap,
			       ptrdiff_t more, size_t size)
{
	while (*cap - n < more)
		if (!vec_grow(a, at, n, cap, size))
			return false;
	return true;
}

static inline bool vec_heap_grow(void **at, ptrdiff_t *cap, size_t size)
{
	ptrdiff_t want = *cap ? *cap * 2 : 16;
	void *p = reallocarray(*at, (size_t)want, size);
	if (!p)
		return false;
	*at = p;
	*cap = want;
	return true;
}

#endif
