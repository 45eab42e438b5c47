/* SPDX-License-Identifier: MIT
 *
 * Numbers and texts in a row of bytes: a number takes seven bits a byte, least
 * first, the eighth says that there is more (LEB128); a text stands behind its
 * length.
 */
#ifndef LM_STORE_PACKING_H
#define LM_STORE_PACKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/base/buf.h"

void pack_int(struct buf *out, uint64_t v);
void pack_text(struct buf *out, struct str s);

/* What is left to read; once something did not fit, all further reads give nothing. */
struct unpacker {
	struct str rest;
	bool bad;
};

/* A number of more bytes than one, or none that is sound; for unpack_int(). */
uint64_t unpack_long(struct unpacker *u, uint64_t max);

/* A number that is at most max. */
static inline uint64_t unpack_int(struct unpacker *u, uint64_t max)
{
	uint64_t v = u->rest.n ? (unsigned char)*u->rest.p : 0x80;
	if (v >= 0x80 || v > max || u->bad)
		return unpack_long(u, max);
	u->rest.p++, u->rest.n--;
	return v;
}

/* How many items follow, each at least size bytes long. */
ptrdiff_t unpack_count(struct unpacker *u, ptrdiff_t size);

/* A slice of the bytes that are read. */
struct str unpack_text(struct unpacker *u);

#endif
