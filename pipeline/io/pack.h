/* SPDX-License-Identifier: MIT
 *
 * Archives by libarchive, and the only file that knows it: tar as a stream,
 * zip from a file or from memory, and the xz, bzip2 and zstd filters. Only
 * these formats are switched on: the others have had crashes and endless loops
 * in the library, and nobody sends reports in them.
 */
#ifndef LM_IO_PACK_H
#define LM_IO_PACK_H

#include "pipeline/io/container.h"
#include "pipeline/io/stream.h"

struct pack_limits {
	uint64_t max_unpacked;   /* bytes of all members together */
	uint32_t max_members;
	unsigned max_ratio;
};

struct pack_member {
	struct str name;         /* opaque bytes; valid until the next pack_next() */
	bool folder;
	const char *skip;        /* why it has no bytes of its own (a link, a device), or NULL */
	bool encrypted;
};

struct pack;

/* A tar archive; owns below, also after a failure. */
int pack_open_tar(struct pack **out, struct stream *below, const struct pack_limits *l,
		  struct error *e);

/* A zip archive. The pack takes over v->fd (closed with it), or the bytes of *memory, which is
 * then empty; also after a failure. facts: what zip_look() found. */
int pack_open_zip(struct pack **out, const struct zip_view *v, struct buf *memory,
		  const struct zip_facts *facts, const struct pack_limits *l, struct error *e);

void pack_free(struct pack *p);

/* The next member. 1; 0 at a sound end; -code at an unsound one, or when damage was met on the
 * way (later members may have come all the same). */
int pack_next(struct pack *p, struct pack_member *m, struct error *e);

/* The bytes of the current member: a stream that belongs to the pack. E_ENCRYPTED, E_FORMAT for
 * damage, E_LIMIT. */
struct stream *pack_data(struct pack *p);

/* Bytes of the archive read so far. */
uint64_t pack_position(const struct pack *p);

/* What below unpacks to, by the filter of this kind (bzip2, xz, zstd). NULL without memory or
 * without the filter in this libarchive: below then is not taken. */
struct stream *unpack_stream_new(struct stream *below, enum container kind, unsigned max_ratio);

#endif
