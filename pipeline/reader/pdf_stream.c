/* SPDX-License-Identifier: MIT
 *
 * See pdf_stream.h. MuPDF finds the stream and decrypts it. What has no other filter than Flate is
 * unpacked by ISA-L, three times as fast as zlib, when that is built in; all else, and what ISA-L
 * does not like, by MuPDF.
 */
#include "pipeline/reader/pdf_stream.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/reader/pdf_lex.h"
#include "pipeline/reader/text.h"

#define HELD_MAX ((size_t)64 << 20)

void bytes_release(struct bytes *b)
{
	free(b->p);
	*b = (struct bytes){ 0 };
}

static bool reserve(struct bytes *b, size_t n)
{
	if (n > HELD_MAX || b->n > HELD_MAX - n)
		return false;
	b->p = must_grow(b->p, &b->cap, b->n + n + LEX_SLACK, 1);
	return true;
}

#ifdef LM_ISAL

#include <isa-l/igzip_lib.h>

/* The filter as a name, also when it is the only one of an array. */
static bool flate_only(fz_context *ctx, pdf_obj *stream)
{
	pdf_obj *filter = pdf_dict_get(ctx, stream, PDF_NAME(Filter));
	if (pdf_array_len(ctx, filter) == 1)
		filter = pdf_array_get(ctx, filter, 0);
	return pdf_name_eq(ctx, filter, PDF_NAME(FlateDecode))
		&& !pdf_dict_get(ctx, stream, PDF_NAME(DecodeParms))
		&& !pdf_dict_get(ctx, stream, PDF_NAME(F));
}

/* Unpack behind the bytes that are there, checksum included, in one go: that spares a copy by way of
 * the library's own memory. Where the room does not do it is doubled. False leaves them as they were. */
static bool inflate_to(struct bytes *b, const unsigned char *p, size_t n)
{
	static struct inflate_state s;          /* 80 KiB */
	size_t room = 4 * n;
	int rc = ISAL_OUT_OVERFLOW;
	if (n > HELD_MAX)
		return false;
	for (; rc == ISAL_OUT_OVERFLOW && reserve(b, room); room *= 2) {
		room = b->cap - b->n - LEX_SLACK;
		isal_inflate_init(&s);
		s.crc_flag = ISAL_ZLIB;
		s.next_in = (uint8_t *)(uintptr_t)p; /* only read, though not declared so */
		s.avail_in = (uint32_t)n;
		s.next_out = b->p + b->n;
		s.avail_out = (uint32_t)room;
		rc = isal_inflate_stateless(&s);
	}
	if (rc != ISAL_DECOMP_OK)
		return false;
	b->n += s.total_out;
	return true;
}

static bool append_fast(fz_context *ctx, pdf_obj *stream, struct bytes *b)
{
	unsigned char *p;
	bool done = false;
	if (!flate_only(ctx, stream))
		return false;
	fz_buffer *raw = pdf_load_raw_stream(ctx, stream);
	size_t n = fz_buffer_storage(ctx, raw, &p);
	done = inflate_to(b, p, n);
	fz_drop_buffer(ctx, raw);
	return done;
}

#else

static bool append_fast(fz_context *ctx, pdf_obj *stream, struct bytes *b)
{
	(void)ctx, (void)stream, (void)b;
	return false;
}

#endif

/* By the library, piece by piece: a stream that never ends is given up in time. */
static bool append_slowly(fz_context *ctx, pdf_obj *stream, struct bytes *b)
{
	fz_stream *in = pdf_open_stream(ctx, stream);
	bool fits = true;
	fz_try(ctx)
	{
		for (size_t got = 1; got && fits; b->n += got) {
			fits = reserve(b, 65536);
			got = fits ? fz_read(ctx, in, b->p + b->n, 65536) : 0;
		}
	}
	fz_always(ctx) fz_drop_stream(ctx, in);
	fz_catch(ctx) fz_rethrow(ctx);
	return fits;
}

bool stream_append(fz_context *ctx, pdf_obj *stream, struct bytes *b)
{
	if (!append_fast(ctx, stream, b) && !append_slowly(ctx, stream, b))
		return false;
	if (!reserve(b, 0))
		return false;
	memset(b->p + b->n, 0, LEX_SLACK);
	return true;
}
