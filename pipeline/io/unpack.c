/* SPDX-License-Identifier: MIT
 *
 * Streams compressed by bzip2, xz or zstd; see pack.h.
 */
#include <stdlib.h>

#include "pipeline/io/pack_feed.h"

#define WINDOW ((size_t)64 * 1024)

struct unpack_stream {
	struct stream s;
	const struct libarchive *lib;
	struct archive *a;
	struct pack_feed feed;
	enum container kind;
	uint64_t out;
	unsigned max_ratio;
	bool opened;
	char window[WINDOW];
};

static ptrdiff_t unpack_fail(struct unpack_stream *u, struct error *e)
{
	u->s.cut_short = u->feed.ended && (!u->feed.why.code || u->feed.below->cut_short);
	return pack_fail(u->a, &u->feed, "compressed data", e);
}

static int support_filter(const struct libarchive *lib, struct archive *a, enum container kind)
{
	switch (kind) {
	case CONTAINER_BZIP2:
		return lib->archive_read_support_filter_bzip2(a);
	case CONTAINER_XZ:
		return lib->archive_read_support_filter_xz(a);
	case CONTAINER_ZSTD:
		return lib->archive_read_support_filter_zstd(a);
	default:
		return ARCHIVE_FATAL;
	}
}

/* 1 at the beginning of the data, 0 when there is none. */
static ptrdiff_t unpack_open(struct unpack_stream *u, struct error *e)
{
	const struct libarchive *lib = u->lib = u->feed.lib = libarchive(e);
	struct archive_entry *entry;
	if (!lib)
		return -e->code;
	u->a = lib->archive_read_new();
	/* A warning would mean that an outside program were called for it. */
	if (!u->a || support_filter(lib, u->a, u->kind) != ARCHIVE_OK ||
	    lib->archive_read_support_format_raw(u->a) != ARCHIVE_OK)
		return fail(e, E_NOMEM, "no memory to unpack it");
	if (lib->archive_read_open(u->a, &u->feed, NULL, pack_feed_read, NULL) != ARCHIVE_OK)
		return unpack_fail(u, e);
	int rc = lib->archive_read_next_header(u->a, &entry);
	if (rc != ARCHIVE_OK && rc != ARCHIVE_EOF)
		return unpack_fail(u, e);
	return rc == ARCHIVE_OK;
}

static ptrdiff_t unpack_next(struct stream *s, const char **p, struct error *e)
{
	struct unpack_stream *u = (struct unpack_stream *)s;
	if (!u->opened) {
		u->opened = true;
		ptrdiff_t rc = unpack_open(u, e);
		if (rc <= 0)
			return rc;
	}
	la_ssize_t n = u->lib->archive_read_data(u->a, u->window, sizeof u->window);
	if (n < 0)
		return unpack_fail(u, e);
	u->out += (uint64_t)n;
	*p = u->window;
	if (stream_check_ratio(u->feed.in, u->out, u->max_ratio, e) < 0)
		return -e->code;
	return n;
}

static void unpack_free(struct stream *s)
{
	struct unpack_stream *u = (struct unpack_stream *)s;
	if (u->a)
		u->lib->archive_read_free(u->a);
	stream_free(u->feed.below);
	free(u);
}

struct stream *unpack_stream_new(struct stream *below, enum container kind, unsigned max_ratio)
{
	struct unpack_stream *u = calloc(1, sizeof *u);
	if (!u)
		return NULL;
	u->s = (struct stream){ .next = unpack_next, .free = unpack_free };
	u->kind = kind;
	u->max_ratio = max_ratio;
	u->feed.below = below;
	return &u->s;
}
