/* SPDX-License-Identifier: MIT
 *
 * Images: what was built in memory as bytes, and back. An array is kept as it
 * lies in memory, and what its members point to behind it, in the order of a
 * walk; where things lie follows from their counts, so that an image holds no
 * addresses. Reading one sets the pointers in place: nothing is copied. Each
 * struct has a table of the members that are more than plain numbers. An image
 * is for the program that wrote it, on the same machine.
 */
#ifndef LM_BASE_IMAGE_H
#define LM_BASE_IMAGE_H

#include <stdint.h>

#include "pipeline/base/buf.h"

enum image_kind {
	IMAGE_TEXT,     /* struct str; a NUL stands behind it, as arena_str() has it */
	IMAGE_VEC,      /* VEC(of) */
	IMAGE_ARRAY,    /* a pointer to as many as a member says, and `more` */
	IMAGE_ONE,      /* a pointer to one, or NULL */
	IMAGE_YES,      /* bool */
	IMAGE_BELOW,    /* a number or enum below `more` */
	IMAGE_NOTHING   /* not kept; all 0 when read */
};

struct image_type;

struct image_field {
	enum image_kind kind;
	size_t at, size;                /* of the member */
	size_t count_at, count_size;    /* IMAGE_ARRAY: of the member with the count */
	uint64_t more;
	const struct image_type *of;
};

struct image_type {
	size_t size;
	const struct image_field *fields;
	int count;
};

#define IMAGE_MEMBER(T, m) .at = offsetof(T, m), .size = sizeof ((T *)0)->m
#define IMAGE_TEXT(T, m) { .kind = IMAGE_TEXT, IMAGE_MEMBER(T, m) }
#define IMAGE_VEC(T, m, type) { .kind = IMAGE_VEC, IMAGE_MEMBER(T, m), .of = (type) }
#define IMAGE_ARRAY(T, m, n, extra, type)                                                     \
	{ .kind = IMAGE_ARRAY, IMAGE_MEMBER(T, m), .count_at = offsetof(T, n),                 \
	  .count_size = sizeof ((T *)0)->n, .more = (extra), .of = (type) }
#define IMAGE_ONE(T, m, type) { .kind = IMAGE_ONE, IMAGE_MEMBER(T, m), .of = (type) }
#define IMAGE_YES(T, m) { .kind = IMAGE_YES, IMAGE_MEMBER(T, m) }
#define IMAGE_BELOW(T, m, limit) { .kind = IMAGE_BELOW, IMAGE_MEMBER(T, m), .more = (limit) }
#define IMAGE_NOTHING(T, m) { .kind = IMAGE_NOTHING, IMAGE_MEMBER(T, m) }

#define IMAGE_TYPE(T, table) { sizeof(T), (table), (int)countof(table) }
#define IMAGE_PLAIN(T) { sizeof(T), NULL, 0 }   /* numbers alone */

/* Append the image of *root to out, which is empty; see buf_ok(). */
void image_write(struct buf *out, const struct image_type *type, const void *root);

/* What the n bytes at p, aligned to IMAGE_ALIGN and writable, are the image of; it lies in them.
 * NULL when they are no image of this type. All counts, texts and choices are then right; that
 * numbers which stand for others do, is for the caller to check. */
enum { IMAGE_ALIGN = 16 };
void *image_read(char *p, size_t n, const struct image_type *type);

#endif
