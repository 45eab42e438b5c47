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

#endif
