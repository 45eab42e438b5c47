/* SPDX-License-Identifier: MIT
 *
 * What packs and compressed streams have in common: the stream that libarchive
 * reads from, and its errors.
 */
#ifndef LM_IO_PACK_FEED_H
#define LM_IO_PACK_FEED_H

#include "pipeline/io/libarchive.h"
#include "pipeline/io/pack.h"

/* The stream below an archive handle, and what became of it. */
struct pack_feed {
	const struct libarchive *lib;
	struct stream *below;
	uint64_t in;             /* bytes */
	uint64_t zeros;          /* zero bytes at the end of what has come so far */
	bool ended;
	struct error why;        /* its error, if any */
};

/* libarchive's reader of ctx, a struct pack_feed. */
la_ssize_t pack_feed_read(struct archive *a, void *ctx, const void **p);

/* An error of libarchive as one of ours: that of the stream below, if it is one. */
int pack_fail(struct archive *a, const struct pack_feed *f, const char *what, struct error *e);

#endif
