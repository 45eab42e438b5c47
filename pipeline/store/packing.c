/* SPDX-License-Identifier: MIT
 *
 * See packing.h.
 */
#include "pipeline/store/packing.h"

void pack_int(struct buf *out, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		buf_addc(out, (char)(0x80 | (v & 0x7f)));
	buf_addc(out, (char)v);
}

void pack_text(struct buf *out, struct str s)
{
	pack_int(out, (uint64_t)s.n);
	buf_add(out, s);
}

uint64_t unpack_long(struct unpacker *u, uint64_t max)
{
	uint64_t v = 0;
	for (unsigned shift = 0; shift < 63 && u->rest.n && !u->bad; shift += 7) {
		unsigned char byte = (unsigned char)*u->rest.p;
		u->rest = str_sub(u->rest, 1, u->rest.n);
		v |= (uint64_t)(byte & 0x7f) << shift;
		if (byte & 0x80)
			continue;
		if (v <= max)
			return v;
		break;
	}
	u->bad = true;
	return 0;
}

ptrdiff_t unpack_count(struct unpacker *u, ptrdiff_t size)
{
	return (ptrdiff_t)unpack_int(u, (uint64_t)(u->rest.n / size));
}

struct str unpack_text(struct unpacker *u)
{
	ptrdiff_t n = unpack_count(u, 1);
	struct str s = str_sub(u->rest, 0, n);
	u->rest = str_sub(u->rest, s.n, u->rest.n);
	return s;
}
