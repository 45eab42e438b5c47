/* SPDX-License-Identifier: MIT
 *
 * See gz.h. A gzip file may hold several members, and zero bytes may pad its
 * end (gzip(1) allows both). Anything else behind a member is damage: it may
 * be a member whose first bytes are broken.
 */
#include <stdlib.h>
#include <zlib.h>

#include "pipeline/io/gz.h"
#include "pipeline/io/inflate.h"

#define WINDOW ((size_t)128 * 1024)
#define GZIP_ONLY (15 + 16)      /* 32 KiB window, gzip wrapper: see zlib's deflateInit2 */

struct gz_stream {
	struct stream s;
	struct stream *below;
	struct inflater *inflater;
	struct inflate_window at;
	unsigned max_ratio;
	uint64_t in, out;
	bool in_member, ended;
	struct error why;        /* of the end, when it is no good one */
	char window[WINDOW];
};

/* More input. 1, 0 at the end of below, -code. */
static int refill(struct gz_stream *g, struct error *e)
{
	const char *p;
	ptrdiff_t n = g->below->next(g->below, &p, e);
	if (n <= 0) {
		g->s.cut_short = g->below->cut_short;
		return (int)n;
	}
	g->at.in = (const unsigned char *)p;
	g->at.in_left = (unsigned)n;
	g->in += (uint64_t)n;
	return 1;
}

/* Between members: 1 at the next one, 0 at the end, -code at something else. */
static int next_member(struct gz_stream *g, struct error *e)
{
	for (;;) {
		while (g->at.in_left && *g->at.in == 0)
			g->at.in++, g->at.in_left--;
		if (g->at.in_left)
			break;
		int rc = refill(g, e);
		if (rc <= 0)
			return rc;
	}
	if (*g->at.in != 0x1F) {
		g->s.cut_short = true;
		return fail(e, E_FORMAT, "the bytes behind its gzip data are not gzip data");
	}
	inflater_reset(g->inflater);
	g->in_member = true;
	return 1;
}

/* One step inside a member. 1 to go on, -code. */
static int inflate_some(struct gz_stream *g, struct error *e)
{
	if (!g->at.in_left) {
		int rc = refill(g, e);
		if (rc != 0)
			return rc;
		g->s.cut_short = true;
		return fail(e, E_FORMAT, "cut short: its gzip data has no end");
	}
	const char *why = "";
	enum inflate_outcome outcome = inflater_step(g->inflater, &g->at, &why);
	if (outcome == INFLATE_NOMEM)
		return fail(e, E_NOMEM, "no memory to unpack it");
	if (outcome == INFLATE_DAMAGED)
		return fail(e, E_FORMAT, "damaged gzip data: %s", why);
	g->in_member = outcome != INFLATE_END;
	return 1;
}

/* What was unpacked before an error is given first, the error with the next call. */
static ptrdiff_t gz_next(struct stream *s, const char **p, struct error *e)
{
	struct gz_stream *g = (struct gz_stream *)s;
	int rc = 1;
	g->at.out = (unsigned char *)g->window;
	g->at.out_left = sizeof g->window;
	while (rc > 0 && g->at.out_left && !g->ended) {
		rc = g->in_member ? inflate_some(g, &g->why) : next_member(g, &g->why);
		g->ended = rc <= 0;
	}
	ptrdiff_t got = (ptrdiff_t)(sizeof g->window - g->at.out_left);
	g->out += (uint64_t)got;
	*p = g->window;
	if (stream_check_ratio(g->in, g->out, g->max_ratio, e) < 0)
		return -e->code;
	if (got == 0 && g->why.code)
		return fail(e, g->why.code, "%s", g->why.msg);
	return got;
}

static void gz_free(struct stream *s)
{
	struct gz_stream *g = (struct gz_stream *)s;
	inflater_free(g->inflater);
	stream_free(g->below);
	free(g);
}

struct stream *gz_stream_new(struct stream *below, unsigned max_ratio)
{
	struct gz_stream *g = malloc(sizeof *g);
	if (!g)
		return NULL;
	*g = (struct gz_stream){ .s = { .next = gz_next, .free = gz_free }, .in_member = true };
	g->inflater = inflater_new();
	if (!g->inflater) {
		free(g);
		return NULL;
	}
	g->below = below;
	g->max_ratio = max_ratio;
	return &g->s;
}

struct gz_writer {
	z_stream z;
};

int gz_writer_new(struct gz_writer **out, struct error *e)
{
	struct gz_writer *w = calloc(1, sizeof *w);
	int level = 6, memory = 8;
	if (!w || deflateInit2(&w->z, level, Z_DEFLATED, GZIP_ONLY, memory,
			       Z_DEFAULT_STRATEGY) != Z_OK) {
		free(w);
		return fail(e, E_NOMEM, "no memory to compress");
	}
	*out = w;
	return 0;
}

void gz_writer_free(struct gz_writer *w)
{
	if (w)
		deflateEnd(&w->z);
	free(w);
}

int gz_write(struct gz_writer *w, struct str bytes, bool last, struct buf *packed, struct error *e)
{
	w->z.next_in = (Bytef *)(uintptr_t)bytes.p;
	w->z.avail_in = (uInt)bytes.n;
	for (;;) {
		if (!buf_reserve(packed, (ptrdiff_t)WINDOW))
			return fail(e, E_NOMEM, "no memory to compress");
		w->z.next_out = (Bytef *)packed->p + packed->n;
		w->z.avail_out = (uInt)WINDOW;
		int zrc = deflate(&w->z, last ? Z_FINISH : Z_NO_FLUSH);
		packed->n += (ptrdiff_t)(WINDOW - w->z.avail_out);
		if (zrc == Z_STREAM_END || (!last && w->z.avail_out))
			return 0;
		if (zrc != Z_OK && zrc != Z_BUF_ERROR)
			return fail(e, E_INTERNAL, "zlib: %s", zError(zrc));
	}
}

int gz_pack(struct buf *packed, struct str bytes, int level, struct error *e)
{
	uLong room = compressBound((uLong)bytes.n);
	if (!buf_reserve(packed, (ptrdiff_t)room) ||
	    compress2((Bytef *)packed->p + packed->n, &room, (const Bytef *)bytes.p,
		      (uLong)bytes.n, level) != Z_OK)
		return fail(e, E_NOMEM, "no memory to compress");
	packed->n += (ptrdiff_t)room;
	return 0;
}

int gz_unpack(char *to, size_t n, struct str packed, struct error *e)
{
	uLong got = (uLong)n;
	int zrc = uncompress((Bytef *)to, &got, (const Bytef *)packed.p, (uLong)packed.n);
	if (zrc == Z_MEM_ERROR)
		return fail(e, E_NOMEM, "no memory to unpack it");
	if (zrc != Z_OK || got != n)
		return fail(e, E_FORMAT, "the packed text is damaged");
	return 0;
}
