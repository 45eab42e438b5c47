/* SPDX-License-Identifier: MIT
 *
 * A page of a file by our own interpreter of content alone, and by both ways through the reader.
 */
#ifndef LM_TESTS_PDF_OWN_H
#define LM_TESTS_PDF_OWN_H

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

#include "pipeline/base/utf8.h"
#include "pipeline/reader/pdf_content.h"
#include "tests/unit/pdf_make.h"
#include "tests/unit/reader_rig.h"

static inline void quiet(void *user, const char *message)
{
	(void)user, (void)message;
}

/* The page's lines by our own interpreter; false when it leaves them to the library. */
static inline bool read_own(struct str bytes, struct buf *text)
{
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	fz_set_warning_callback(ctx, quiet, NULL);
	fz_set_error_callback(ctx, quiet, NULL);
	fz_stream *stream = fz_open_memory(ctx, (const unsigned char *)bytes.p, (size_t)bytes.n);
	pdf_document *doc = pdf_open_document_with_stream(ctx, stream);
	pdf_obj *page = pdf_lookup_page_obj(ctx, doc, 0);
	struct sheet sheet = { 0 };
	struct content content = { .ctx = ctx, .doc = doc, .sheet = &sheet };
	bool good = content_read(&content, pdf_dict_get(ctx, page, PDF_NAME(Resources)),
				 pdf_dict_get(ctx, page, PDF_NAME(Contents)),
				 (struct matrix){ 1, 0, 0, -1, 0, 800 });
	for (const struct span *c = sheet.spans; good && c < sheet.spans + sheet.now.n; c++) {
		if (c > sheet.spans && c->line)
			buf_addc(text, '\n');
		for (unsigned i = 0; i < c->n; i++) {
			char room[8];
			int n = utf8_encode(sheet.runes[c->from + i], room);
			buf_add(text, (struct str){ room, n });
		}
	}
	buf_addc(text, '\0');
	content_release(&content);
	sheet_release(&sheet);
	pdf_drop_document(ctx, doc);
	fz_drop_stream(ctx, stream);
	fz_drop_context(ctx);
	return good;
}

/* want: the lines; NULL when it is left to the library. */
static inline void expect_own(const char *why, struct str bytes, const char *want)
{
	struct buf text = { 0 };
	bool good = read_own(bytes, &text);
	if (want ? !good || strcmp(text.p, want) != 0 : good)
		fail_msg("%s: %s\n--- got\n%s\n--- wanted\n%s", why, good ? "read" : "left", text.p,
			 want ? want : "(left)");
	buf_release(&text);
}

/* Records of the same file by both ways. */
static inline void expect_same(const struct rig *r, const char *why, struct str bytes)
{
	struct answer own, library;
	struct wire_request q = rig_request();
	rig_ask(r, q, bytes, &own);
	q.flags = WIRE_PDF_LIBRARY;
	q.size = 0;
	rig_ask(r, q, bytes, &library);
	if (own.reply.outcome != library.reply.outcome || strcmp(own.text.p, library.text.p) != 0)
		fail_msg("%s: own %u\n%s--- library %u\n%s", why, own.reply.outcome, own.text.p,
			 library.reply.outcome, library.text.p);
	buf_release(&own.text);
	buf_release(&library.text);
}

#endif
