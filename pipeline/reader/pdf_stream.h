/* SPDX-License-Identifier: MIT
 *
 * The bytes of a PDF stream, unpacked.
 */
#ifndef LEITMOTIF_READER_PDF_STREAM_H
#define LEITMOTIF_READER_PDF_STREAM_H

#include <stdbool.h>
#include <stddef.h>

typedef struct fz_context fz_context;
typedef struct pdf_obj pdf_obj;

struct bytes {
	unsigned char *p;
	size_t n, cap;
};

void bytes_release(struct bytes *b);

/* Append a stream's bytes and LEX_SLACK zero bytes that do not count. Throws as MuPDF does. False
 * when there is more than is worth holding; then nothing is said of what b holds. */
bool stream_append(fz_context *ctx, pdf_obj *stream, struct bytes *b);

#endif
