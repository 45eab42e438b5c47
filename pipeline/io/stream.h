/* SPDX-License-Identifier: MIT
 *
 * Bytes that are pulled window by window. Streams stand on each other: a file,
 * the gzip data in it, the tar archive in that, a member of the archive. Each
 * kind embeds this struct as its first member and owns the stream below it.
 */
#ifndef LM_IO_STREAM_H
#define LM_IO_STREAM_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"
#include "pipeline/io/spool.h"

struct stream {
	/* The next window: its length, 0 at the end, -code with *e set when there is no more to be
	 * had. *p stays valid until the next call. Not called again after 0 or an error. */
	ptrdiff_t (*next)(struct stream *s, const char **p, struct error *e);
	/* The same, up to room bytes of it, into `to`, once next() has been called; NULL: next() has
	 * the bytes in a window of its own anyway. */
	ptrdiff_t (*read)(struct stream *s, char *to, ptrdiff_t room, struct error *e);
	void (*free)(struct stream *s);

	/* After an error: what came before it is as it was written, only the rest is missing. */
	bool cut_short;
};

static inline void stream_free(struct stream *s)
{
	if (s)
		s->free(s);
}

struct stream_limits {
	uint64_t max;            /* bytes of a document */
	uint64_t hold;           /* those that are held in memory */
	const char *folder;      /* where the others lie: of spool_new() */
};

/* All that is left into out, which is empty, or when it is more than is to be held into a new spool,
 * which becomes the caller's, also after a failure; *large is NULL before. -E_LIMIT, -E_NOMEM; -E_IO
 * when it cannot be written either. */
int stream_slurp(struct stream *s, struct buf *out, struct spool **large,
		 const struct stream_limits *l, struct error *e);

/* A file, which is closed with the stream unless it is standard input. *count (may be NULL) grows
 * by what is read. NULL without memory, fd then still open. */
struct stream *stream_of_fd(int fd, uint64_t *count, const volatile sig_atomic_t *stop);

/* below, of which the first bytes can be looked at before they are read. NULL without memory:
 * below then is not taken. */
struct stream *stream_peek_new(struct stream *below);

/* The first bytes of a fresh peek stream: at least want, fewer only at the end. The bytes before
 * an error are given; the error comes when the stream is read. */
struct str stream_peek(struct stream *peek, ptrdiff_t want);

/* How much compressed data may swell: past FROM bytes of output, the out : in ratio is looked at. */
#define STREAM_RATIO_FROM ((uint64_t)1 << 20)

/* 0, or -E_LIMIT when out bytes came from in bytes and that is over max_ratio : 1. */
int stream_check_ratio(uint64_t in, uint64_t out, unsigned max_ratio, struct error *e);

#endif
