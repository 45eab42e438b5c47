/* SPDX-License-Identifier: MIT
 *
 * See inflate.h. `make ISAL=no` builds with zlib alone.
 */
#include <stdint.h>
#include <stdlib.h>

#include "pipeline/io/inflate.h"

#ifdef LM_ISAL

#include <isa-l/igzip_lib.h>

struct inflater {
	struct inflate_state s;
};

struct inflater *inflater_new(void)
{
	struct inflater *f = malloc(sizeof *f);
	if (!f)
		return NULL;
	isal_inflate_init(&f->s);
	f->s.crc_flag = ISAL_GZIP;
	return f;
}

void inflater_free(struct inflater *f)
{
	free(f);
}

void inflater_reset(struct inflater *f)
{
	isal_inflate_reset(&f->s);
	f->s.crc_flag = ISAL_GZIP;
}

/* In zlib's words. */
static const char *name_fault(int rc)
{
	switch (rc) {
	case ISAL_INVALID_BLOCK:
		return "invalid block type";
	case ISAL_INVALID_SYMBOL:
		return "invalid code";
	case ISAL_INVALID_LOOKBACK:
		return "invalid distance too far back";
	case ISAL_UNSUPPORTED_METHOD:
		return "unknown compression method";
	case ISAL_INCORRECT_CHECKSUM:
		return "incorrect data check";
	default:
		return "incorrect header check";
	}
}

enum inflate_outcome inflater_step(struct inflater *f, struct inflate_window *w, const char **why)
{
	f->s.next_in = (uint8_t *)(uintptr_t)w->in;     /* only read, though not declared so */
	f->s.avail_in = w->in_left;
	f->s.next_out = w->out;
	f->s.avail_out = w->out_left;
	int rc = isal_inflate(&f->s);
	w->in = f->s.next_in;
	w->in_left = f->s.avail_in;
	w->out = f->s.next_out;
	w->out_left = f->s.avail_out;
	if (rc < 0 || rc == ISAL_NEED_DICT) {
		*why = name_fault(rc);
		return INFLATE_DAMAGED;
	}
	return f->s.block_state == ISAL_BLOCK_FINISH ? INFLATE_END : INFLATE_MORE;
}

#else

#include <zlib.h>

#define GZIP_ONLY (15 + 16)      /* 32 KiB window, gzip wrapper: see zlib's inflateInit2 */

struct inflater {
	z_stream z;
};

struct inflater *inflater_new(void)
{
	struct inflater *f = calloc(1, sizeof *f);
	if (f && inflateInit2(&f->z, GZIP_ONLY) != Z_OK) {
		free(f);
		return NULL;
	}
	return f;
}

void inflater_free(struct inflater *f)
{
	if (f)
		inflateEnd(&f->z);
	free(f);
}

void inflater_reset(struct inflater *f)
{
	inflateReset(&f->z);
}

enum inflate_outcome inflater_step(struct inflater *f, struct inflate_window *w, const char **why)
{
	f->z.next_in = (Bytef *)(uintptr_t)w->in;       /* zlib takes it as const */
	f->z.avail_in = w->in_left;
	f->z.next_out = w->out;
	f->z.avail_out = w->out_left;
	int rc = inflate(&f->z, Z_NO_FLUSH);
	w->in = f->z.next_in;
	w->in_left = f->z.avail_in;
	w->out = f->z.next_out;
	w->out_left = f->z.avail_out;
	if (rc == Z_STREAM_END)
		return INFLATE_END;
	if (rc == Z_OK || rc == Z_BUF_ERROR)
		return INFLATE_MORE;
	*why = f->z.msg ? f->z.msg : rc == Z_NEED_DICT ? "needs a dictionary" : zError(rc);
	return rc == Z_MEM_ERROR ? INFLATE_NOMEM : INFLATE_DAMAGED;
}

#endif
