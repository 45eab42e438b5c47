/* SPDX-License-Identifier: MIT
 *
 * PDF: a document's pages one after the other, each by our own interpreter of its content
 * (pdf_content.c) where that is certain of it, else by MuPDF's (pdf_library.c). Both stand on
 * MuPDF's objects: cross references, streams, filters, encryption, repair. Why MuPDF: of the
 * engines tried it alone survives running out of memory, and it is the fastest.
 */
#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/reader/child.h"
#include "pipeline/reader/lines.h"
#include "pipeline/reader/pdf_content.h"
#include "pipeline/reader/pdf_library.h"

#define STORE_BYTES ((size_t)16 << 20)

/* The state of one document's reading. */
struct reading {
	fz_context *ctx;
	pdf_document *doc;
	struct library *library;
	struct content content;
	struct sheet sheet;
	struct lines lines;
	bool library_only;
	bool cut;                               /* the file ends before its end */
	bool torn;                              /* a stream that was just read is not whole */
	unsigned long image_pages, mute_pages, failed, damaged;
	char why[80];                           /* the first page's error */
};

/* Whether resources name an image, also one level down in a form: looked up, never loaded. */
static bool has_images(fz_context *ctx, pdf_obj *res, int depth)
{
	pdf_obj *all = pdf_dict_get(ctx, res, PDF_NAME(XObject));
	int n = pdf_dict_len(ctx, all);
	for (int i = 0; i < n && i < 100; i++) {
		pdf_obj *x = pdf_dict_get_val(ctx, all, i),
			*kind = pdf_dict_get(ctx, x, PDF_NAME(Subtype));
		if (pdf_name_eq(ctx, kind, PDF_NAME(Image)))
			return true;
		if (depth > 0
		    && has_images(ctx, pdf_dict_get(ctx, x, PDF_NAME(Resources)), depth - 1))
			return true;
	}
	return false;
}

static bool is_drawn(fz_context *ctx, pdf_obj *annotation)
{
	pdf_obj *kind = pdf_dict_get(ctx, annotation, PDF_NAME(Subtype));
	return pdf_is_dict(ctx, annotation) && !pdf_name_eq(ctx, kind, PDF_NAME(Link))
		&& !pdf_name_eq(ctx, kind, PDF_NAME(Popup));
}

/* Notes and form fields have looks of their own, some of which the library makes up. */
static bool has_annotations(fz_context *ctx, pdf_obj *page)
{
	pdf_obj *all = pdf_dict_get(ctx, page, PDF_NAME(Annots));
	for (int i = 0, n = pdf_array_len(ctx, all); i < n; i++)
		if (is_drawn(ctx, pdf_array_get(ctx, all, i)))
			return true;
	return false;
}

/* Our own reading of a page. False: it is the library's, for whatever reason; an error too comes up
 * again there, and is reported then. */
static bool read_content(struct reading *r, pdf_obj *page, pdf_obj *resources, fz_matrix m)
{
	fz_context *ctx = r->ctx;
	bool good = false;
	fz_var(good);
	fz_try(ctx)
	{
		struct matrix base = { m.a, m.b, m.c, m.d, m.e, m.f };
		good = !has_annotations(ctx, page)
			&& content_read(&r->content, resources,
					pdf_dict_get(ctx, page, PDF_NAME(Contents)), base);
	}
	fz_catch(ctx)
	{
		if (fz_caught(ctx) == FZ_ERROR_MEMORY)
			out_no_memory();
		good = false;
	}
	return good;
}

static void send_page(struct reading *r, struct wire_page *head, bool images)
{
	unsigned long before = r->lines.visible;
	if (images)
		head->flags |= WIRE_PAGE_IMAGES;
	sheet_send(&r->sheet, head, &r->lines);
	if (r->lines.visible == before) {
		r->mute_pages++;
		r->image_pages += images;
	}
}

static void read_page(struct reading *r, int i)
{
	fz_context *ctx = r->ctx;
	pdf_obj *page = pdf_lookup_page_obj(ctx, r->doc, i),
		*resources = pdf_dict_get_inheritable(ctx, page, PDF_NAME(Resources));
	struct page_facts facts = { 0 };
	fz_matrix ctm;
	fz_rect box;
	r->torn = false;
	if (!pdf_is_dict(ctx, page))
		fz_throw(ctx, FZ_ERROR_GENERIC, "the page is missing");
	pdf_page_obj_transform(ctx, page, &box, &ctm);
	box = fz_transform_rect(box, ctm);
	if (r->library_only || !read_content(r, page, resources, ctm))
		library_read(r->library, i, &r->sheet, &facts);
	else
		facts.images = r->content.images;
	struct wire_page head = { .number = (uint16_t)(i + 1),
				  .width = box.x1 - box.x0,
				  .height = box.y1 - box.y0 };
	if (pdf_to_int(ctx, pdf_dict_get_inheritable(ctx, page, PDF_NAME(Rotate))) % 360)
		head.flags |= WIRE_PAGE_ROTATED;
	send_page(r, &head, facts.images || has_images(ctx, resources, 2));
	fz_flush_warnings(ctx);
	r->damaged += facts.damaged || r->torn;
}

static void send_meta(struct reading *r, const char *key, const char *name)
{
	char value[1024];
	int n = pdf_lookup_metadata(r->ctx, r->doc, key, value, (int)sizeof value);
	if (n > 1)
		out_meta(name, value, strlen(value));
}

/* "D:20240131120000Z" to "2024-01-31"; anything else is left out. */
static void send_date(struct reading *r, const char *key, const char *name)
{
	char v[64], date[11];
	if (pdf_lookup_metadata(r->ctx, r->doc, key, v, (int)sizeof v) <= 1)
		return;
	const char *p = strncmp(v, "D:", 2) == 0 ? v + 2 : v;
	if (strspn(p, "0123456789") < 8)
		return;
	memcpy(date, (char[]){ p[0], p[1], p[2], p[3], '-', p[4], p[5], '-', p[6], p[7], 0 },
	       sizeof date);
	out_meta(name, date, 10);
}

static void quiet(void *user, const char *message)
{
	(void)user, (void)message;
}

/* The library reads what it can of a stream that is not whole, and only warns. A checksum that does
 * not match is no loss: some programs write it wrong. */
static void on_warning(void *user, const char *message)
{
	static const char *const losses[] = { "premature end", "ignoring zlib error", "lzw decode",
					      "treating as end of file", "content stream" };
	struct reading *r = user;
	if (strstr(message, "data check"))
		return;
	for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
		r->torn = r->torn || strstr(message, losses[i]);
}

/* The last place of a word, at least from on; NULL when it is nowhere. */
static const char *last_of(const struct input *in, const char *from, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = in->p + in->n; p-- > from;)
		if (*p == *word && (size_t)(in->p + in->n - p) >= n && memcmp(p, word, n) == 0)
			return p;
	return NULL;
}

/* Whether a file whose structure had to be repaired ends inside its objects: then some may be lost.
 * After the last of them a whole file says where it starts. */
static bool cut_off(const struct input *in)
{
	const char *object = last_of(in, in->p, "endobj");
	return !last_of(in, object ? object : in->p, "startxref");
}

_Noreturn static void refuse(fz_context *ctx)
{
	const char *message = fz_caught_message(ctx);
	if (fz_caught(ctx) == FZ_ERROR_MEMORY)
		out_no_memory();
	if (strstr(message, "encrypt") || strstr(message, "password") || strstr(message, "crypt"))
		out_end(WIRE_ENCRYPTED, "%s", message);
	out_end(WIRE_FORMAT, "not a readable PDF: %s", message);
}

static int open_document(struct reading *r, const struct input *in)
{
	fz_context *ctx = r->ctx;
	int pages = 0;
	fz_var(pages);
	fz_try(ctx)
	{
		fz_stream *bytes = fz_open_memory(ctx, (const unsigned char *)in->p, in->n);
		r->doc = pdf_open_document_with_stream(ctx, bytes);
		fz_drop_stream(ctx, bytes);
		if (pdf_needs_password(ctx, r->doc))
			out_end(WIRE_ENCRYPTED, "needs a password");
		pages = pdf_count_pages(ctx, r->doc);
		send_meta(r, "info:Title", "title");
		send_meta(r, "info:Author", "author");
		send_meta(r, "info:Producer", "producer");
		send_date(r, "info:CreationDate", "created");
		send_date(r, "info:ModDate", "modified");
		if (pdf_was_repaired(ctx, r->doc)) {
			r->cut = cut_off(in);
			out_warn("the file's structure is damaged and was repaired");
		}
	}
	fz_catch(ctx) refuse(ctx);
	return pages;
}

static void try_page(struct reading *r, int i)
{
	fz_context *ctx = r->ctx;
	fz_try(ctx) read_page(r, i);
	fz_catch(ctx)
	{
		if (fz_caught(ctx) == FZ_ERROR_MEMORY)
			out_no_memory();
		if (r->failed++ == 0)
			snprintf(r->why, sizeof r->why, "%s", fz_caught_message(ctx));
		out_warn("page %d: %s", i + 1, fz_caught_message(ctx));
		r->lines.n = 0;
	}
}

_Noreturn static void conclude(const struct reading *r, int pages, int all)
{
	const char *s = pages == 1 ? "" : "s";
	if (all <= 0)
		out_end(WIRE_NO_TEXT, "no pages");
	if (r->failed == (unsigned long)pages)
		out_end(WIRE_FORMAT, "none of %d pages can be read: %s", pages, r->why);
	if (r->lines.visible == 0 && r->image_pages)
		out_end(WIRE_NO_TEXT, "image only, needs OCR (%d page%s)", pages, s);
	if (r->lines.visible == 0 && r->damaged)
		out_end(WIRE_NO_TEXT, "no text on %d page%s, %lu of them damaged", pages, s,
			r->damaged);
	if (r->lines.visible == 0)
		out_end(WIRE_NO_TEXT, "no text on %d page%s", pages, s);
	if (r->image_pages)
		out_warn("%lu of %d pages are images without text", r->image_pages, pages);
	if (r->failed)
		out_end(WIRE_PARTIAL, "%lu of %d pages failed: %s", r->failed, pages, r->why);
	if (pages < all)
		out_end(WIRE_PARTIAL, "only the first %d of %d pages", pages, all);
	if (r->damaged)
		out_end(WIRE_PARTIAL, "%lu of %d pages have damaged content", r->damaged, pages);
	if (r->cut)
		out_end(WIRE_PARTIAL, "the file is cut off: what was behind is missing");
	out_end(WIRE_OK, "%s", "");
}

/* The library's state before any document: 300 KB that a child takes over as they are. */
static fz_context *prepared;

void pdf_prepare(void)
{
	prepared = fz_new_context(NULL, NULL, STORE_BYTES);
	faces_prepare();
	operators_prepare();
}

_Noreturn void pdf_read(const struct input *in)
{
	struct reading r = { .ctx = prepared ? prepared : fz_new_context(NULL, NULL, STORE_BYTES),
			     .library_only = in->pdf_library };
	if (!r.ctx)
		out_no_memory();
	fz_set_warning_callback(r.ctx, on_warning, &r);
	fz_set_error_callback(r.ctx, quiet, NULL);
	int all = open_document(&r, in),
	    pages = all > (int)in->max_pages ? (int)in->max_pages : all;
	r.library = library_new(r.ctx, r.doc);
	r.content = (struct content){ .ctx = r.ctx, .doc = r.doc, .sheet = &r.sheet };
	for (int i = 0; i < pages; i++)
		try_page(&r, i);
	conclude(&r, pages, all);
}
