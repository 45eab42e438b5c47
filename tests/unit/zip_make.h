/* SPDX-License-Identifier: MIT
 *
 * Small zip files made member by member, stored and not compressed.
 */
#ifndef LM_TESTS_ZIP_MAKE_H
#define LM_TESTS_ZIP_MAKE_H

#include <string.h>
#include <zlib.h>

#include "pipeline/base/buf.h"

struct zip {
	struct buf bytes, central;
	unsigned members;
};

static inline void add16(struct buf *b, unsigned v)
{
	buf_addc(b, (char)(v & 0xff));
	buf_addc(b, (char)(v >> 8 & 0xff));
}

static inline void add32(struct buf *b, unsigned v)
{
	add16(b, v & 0xffff);
	add16(b, v >> 16);
}

/* The fields that a local header and the central directory share. */
static inline void zip_fields(struct buf *b, unsigned flags, unsigned crc, struct str data,
		       const char *name)
{
	add16(b, 20), add16(b, flags), add16(b, 0), add32(b, 0);
	add32(b, crc), add32(b, (unsigned)data.n), add32(b, (unsigned)data.n);
	add16(b, (unsigned)strlen(name)), add16(b, 0);
}

static inline void zip_add(struct zip *z, const char *name, struct str data, unsigned flags)
{
	unsigned crc = (unsigned)crc32(0, (const Bytef *)data.p, (uInt)data.n),
		 at = (unsigned)z->bytes.n;
	add32(&z->bytes, 0x04034b50);
	zip_fields(&z->bytes, flags, crc, data, name);
	buf_addz(&z->bytes, name);
	buf_add(&z->bytes, data);
	add32(&z->central, 0x02014b50), add16(&z->central, 20);
	zip_fields(&z->central, flags, crc, data, name);
	add16(&z->central, 0), add16(&z->central, 0), add16(&z->central, 0), add32(&z->central, 0);
	add32(&z->central, at);
	buf_addz(&z->central, name);
	z->members++;
}

static inline struct str zip_finish(struct zip *z)
{
	unsigned at = (unsigned)z->bytes.n;
	buf_add(&z->bytes, buf_str(&z->central));
	add32(&z->bytes, 0x06054b50), add16(&z->bytes, 0), add16(&z->bytes, 0);
	add16(&z->bytes, z->members), add16(&z->bytes, z->members);
	add32(&z->bytes, (unsigned)z->central.n), add32(&z->bytes, at), add16(&z->bytes, 0);
	return buf_str(&z->bytes);
}

static inline void zip_release(struct zip *z)
{
	buf_release(&z->bytes);
	buf_release(&z->central);
}

#endif
