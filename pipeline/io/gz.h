/* SPDX-License-Identifier: MIT
 *
 * gzip (RFC 1952) by zlib, and the only file that knows zlib: reading as a
 * stream, of several members one after the other, with every checksum looked
 * at; writing so that the same input gives the same bytes.
 */
#ifndef LM_IO_GZ_H
#define LM_IO_GZ_H

#include "pipeline/io/stream.h"

/* The bytes that are packed in below, which the new stream owns. Damage is E_FORMAT, an end that
 * comes too early as well (then with cut_short); E_LIMIT past max_ratio. NULL without memory:
 * below then is not taken. */
struct stream *gz_stream_new(struct stream *below, unsigned max_ratio);

struct gz_writer;

int gz_writer_new(struct gz_writer **out, struct error *e);
void gz_writer_free(struct gz_writer *w);

/* Append to packed what bytes turn into; with last, also what ends the file. */
int gz_write(struct gz_writer *w, struct str bytes, bool last, struct buf *packed, struct error *e);

/* A whole text kept inside another file: zlib's own wrapper (RFC 1950), with its checksum.
 * level: 1 fast to 9 small. Appends to packed. */
int gz_pack(struct buf *packed, struct str bytes, int level, struct error *e);

/* What gz_pack() packed: exactly n bytes into to. E_FORMAT when it is damaged. */
int gz_unpack(char *to, size_t n, struct str packed, struct error *e);

#endif
