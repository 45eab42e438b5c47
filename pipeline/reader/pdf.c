/* SPDX-License-Identifier: MIT
 *
 * PDF by MuPDF: the one file that includes it. The page's content runs through MuPDF's interpreter
 * with only the operators left that matter for text, into its structured text device; images are
 * not even loaded. Text under an /Artifact mark (headers, footers, page numbers of tagged files) is
 * given a colour of its own on the way, since the device keeps a colour for each character and
 * nothing else that we could mark. Why MuPDF: of the engines tried it alone survives running out of
 * memory, and it is the fastest.
 */
#include <math.h>
#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/reader/child.h"
#include "pipeline/reader/lines.h"

#define STORE_BYTES ((size_t)16 << 20)
#define MARKS_MAX 64

typedef void text_op(fz_context *, fz_device *, const fz_text *, fz_matrix, fz_colorspace *,
		     const float *, float, fz_color_params);

/* Operators and device calls that ours stand before. */
struct before {
	void (*bmc)(fz_context *, pdf_processor *, const char *);
	void (*bdc)(fz_context *, pdf_processor *, const char *, pdf_obj *, pdf_obj *);
	void (*emc)(fz_context *, pdf_processor *);
	void (*gray)(fz_context *, pdf_processor *, float);
	text_op *fill_text;
	void (*stroke_text)(fz_context *, fz_device *, const fz_text *, const fz_stroke_state *,
		fz_matrix, fz_colorspace *, const float *, float, fz_color_params);
};

/* The state of one document's reading; MuPDF's callbacks find it as its user pointer. */
struct reading {
	fz_context *ctx;
	pdf_document *doc;
	struct before before;
	bool marks[MARKS_MAX];                  /* open marks, true for /Artifact */
	unsigned depth, artifacts;
	struct lines lines;
	struct glyph *piece;
	size_t piece_cap;
	const fz_font *font;                    /* of the last character, with its flags */
	unsigned font_flags;
	bool images;                            /* of the page */
	unsigned long image_pages, mute_pages, failed, damaged;
	char why[80];                           /* the first page's error */
};

/* MuPDF batches text until something changes; setting a colour makes it pass the batch on. */
static void mark_changes(struct reading *r, pdf_processor *proc)
{
	if (r->before.gray)
		r->before.gray(r->ctx, proc, 0);
}

static void open_mark(struct reading *r, pdf_processor *proc, const char *tag)
{
	bool artifact = tag && strcmp(tag, "Artifact") == 0;
	if (artifact)
		mark_changes(r, proc);
	if (r->depth < MARKS_MAX) {
		r->marks[r->depth] = artifact;
		r->artifacts += artifact;
	}
	r->depth++;
}

static void on_bmc(fz_context *ctx, pdf_processor *proc, const char *tag)
{
	struct reading *r = fz_user_context(ctx);
	open_mark(r, proc, tag);
	if (r->before.bmc)
		r->before.bmc(ctx, proc, tag);
}

static void on_bdc(fz_context *ctx, pdf_processor *proc, const char *tag, pdf_obj *raw,
		   pdf_obj *cooked)
{
	struct reading *r = fz_user_context(ctx);
	open_mark(r, proc, tag);
	if (r->before.bdc)
		r->before.bdc(ctx, proc, tag, raw, cooked);
}

static void on_emc(fz_context *ctx, pdf_processor *proc)
{
	struct reading *r = fz_user_context(ctx);
	if (r->depth && --r->depth < MARKS_MAX && r->marks[r->depth]) {
		mark_changes(r, proc);
		r->artifacts--;
	}
	if (r->before.emc)
		r->before.emc(ctx, proc);
}

static void on_inline_image(fz_context *ctx, pdf_processor *proc, fz_image *image,
			    const char *space)
{
	(void)proc, (void)image, (void)space;
	((struct reading *)fz_user_context(ctx))->images = true;
}

static const float *mark_colour(const struct reading *r)
{
	static const float plain[3] = { 0, 0, 0 }, artifact[3] = { 1, 0, 0 };
	return r->artifacts ? artifact : plain;
}

/* Whether all of a text lies outside of the clip, by boxes about as large as capitals: it is not on
 * the page for a reader. Word leaves such lines behind in text boxes. */
static bool clipped(fz_context *ctx, fz_device *dev, const fz_text *text, fz_matrix ctm)
{
	static const fz_rect em = { 0, -0.25f, 0.6f, 0.8f };
	fz_rect clip = fz_device_current_scissor(ctx, dev);
	if (fz_is_infinite_rect(clip))
		return false;
	for (const fz_text_span *span = text->head; span; span = span->next)
		for (int i = 0; i < span->len; i++) {
			fz_matrix m = span->trm;
			m.e = span->items[i].x;
			m.f = span->items[i].y;
			fz_rect box = fz_transform_rect(em, fz_concat(m, ctm));
			if (!fz_is_empty_rect(fz_intersect_rect(box, clip)))
				return false;
		}
	return text->head != NULL;
}

static void on_fill_text(fz_context *ctx, fz_device *dev, const fz_text *text, fz_matrix ctm,
			 fz_colorspace *cs, const float *colour, float alpha,
			 fz_color_params params)
{
	struct reading *r = fz_user_context(ctx);
	(void)cs, (void)colour;
	if (clipped(ctx, dev, text, ctm))
		return;
	r->before.fill_text(ctx, dev, text, ctm, fz_device_rgb(ctx), mark_colour(r), alpha, params);
}

static void on_stroke_text(fz_context *ctx, fz_device *dev, const fz_text *text,
			   const fz_stroke_state *stroke, fz_matrix ctm, fz_colorspace *cs,
			   const float *colour, float alpha, fz_color_params params)
{
	struct reading *r = fz_user_context(ctx);
	(void)cs, (void)colour;
	if (clipped(ctx, dev, text, ctm))
		return;
	r->before.stroke_text(ctx, dev, text, stroke, ctm, fz_device_rgb(ctx), mark_colour(r),
			      alpha, params);
}

/* Painting a path is the same as ending it, and that keeps the clip: text outside of the clip is
 * not on the page for a reader either. */
static void end_paths(pdf_processor *p)
{
	p->op_S = p->op_s = p->op_F = p->op_f = p->op_fstar = p->op_n;
	p->op_B = p->op_Bstar = p->op_b = p->op_bstar = p->op_n;
}

static void drop_colours(pdf_processor *p)
{
	p->op_CS = NULL, p->op_cs = NULL, p->op_SC_pattern = NULL, p->op_sc_pattern = NULL;
	p->op_SC_shade = NULL, p->op_sc_shade = NULL, p->op_SC_color = NULL, p->op_sc_color = NULL;
	p->op_G = NULL, p->op_g = NULL, p->op_RG = NULL, p->op_rg = NULL, p->op_K = NULL,
	p->op_k = NULL;
	p->op_sh = NULL, p->op_gs_SMask = NULL, p->op_Do_image = NULL;
}

static void tap_processor(struct reading *r, pdf_processor *p)
{
	r->before.bmc = p->op_BMC, p->op_BMC = on_bmc;
	r->before.bdc = p->op_BDC, p->op_BDC = on_bdc;
	r->before.emc = p->op_EMC, p->op_EMC = on_emc;
	r->before.gray = p->op_g;
	p->op_BI = on_inline_image;
	end_paths(p);
	drop_colours(p);
}

static void tap_device(struct reading *r, fz_device *dev)
{
	r->before.fill_text = dev->fill_text, dev->fill_text = on_fill_text;
	r->before.stroke_text = dev->stroke_text, dev->stroke_text = on_stroke_text;
}

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

static bool names_any(const char *name, const char *const *words)
{
	for (; *words; words++)
		if (find_word(name, strlen(name), *words))
			return true;
	return false;
}

static unsigned font_flags(struct reading *r, fz_font *font)
{
	static const char *const bold[] = { "bold", "black", "heavy", "demi", NULL };
	static const char *const slanted[] = { "italic", "oblique", NULL };
	if (!font || font == r->font)
		return r->font_flags;
	const char *name = fz_font_name(r->ctx, font);
	r->font = font;
	r->font_flags = 0;
	if (fz_font_is_bold(r->ctx, font) || names_any(name, bold))
		r->font_flags |= GLYPH_BOLD;
	if (fz_font_is_italic(r->ctx, font) || names_any(name, slanted))
		r->font_flags |= GLYPH_ITALIC;
	return r->font_flags;
}

/* Quarter turns of a direction, clockwise on the page: 0 to the right, 1 down, 2 left, 3 up. */
static int quarter(fz_point dir)
{
	if (fabsf(dir.x) >= fabsf(dir.y))
		return dir.x >= 0 ? 0 : 2;
	return dir.y > 0 ? 1 : 3;
}

/* The direction that most of the page's text has: landscape tables are often drawn on portrait
 * pages without the page's rotation being set. */
static int main_quarter(const fz_stext_page *page)
{
	unsigned long n[4] = { 0, 0, 0, 0 };
	int best = 0;
	for (const fz_stext_block *b = page->first_block; b; b = b->next)
		for (const fz_stext_line *l = b->type == FZ_STEXT_BLOCK_TEXT ? b->u.t.first_line
									     : NULL;
		     l; l = l->next)
			for (const fz_stext_char *c = l->first_char; c; c = c->next)
				n[quarter(l->dir)]++;
	for (int i = 1; i < 4; i++)
		if (n[i] > n[best])
			best = i;
	return best;
}

/* The page turned back by quarter turns, so that the direction q reads to the right. */
static fz_point turn(fz_point p, int q, const struct wire_page *size)
{
	switch (q) {
	case 1:
		return (fz_point){ p.y, size->height - p.x };
	case 2:
		return (fz_point){ size->width - p.x, size->height - p.y };
	case 3:
		return (fz_point){ size->width - p.y, p.x };
	default:
		return p;
	}
}

static struct glyph glyph_of(struct reading *r, const fz_stext_char *c, int q,
			     const struct wire_page *size)
{
	fz_point o = turn(c->origin, q, size), ul = turn(c->quad.ul, q, size),
		 ur = turn(c->quad.ur, q, size), ll = turn(c->quad.ll, q, size),
		 lr = turn(c->quad.lr, q, size);
	struct glyph g = { .rune = (unsigned)c->c,
			   .size = c->size,
			   .base = o.y,
			   .flags = font_flags(r, c->font) };
	g.x0 = fminf(fminf(ul.x, ll.x), fminf(ur.x, lr.x));
	g.x1 = fmaxf(fmaxf(ul.x, ll.x), fmaxf(ur.x, lr.x));
	g.top = fminf(fminf(ul.y, ll.y), fminf(ur.y, lr.y));
	g.bottom = fmaxf(fmaxf(ul.y, ll.y), fmaxf(ur.y, lr.y));
	if (c->color & 0xffffff)
		g.flags |= GLYPH_ARTIFACT;
	return g;
}

/* A line is measured in its own direction. When that is not the page's, its place is turned to the
 * page's afterwards, and it is never joined to its neighbours. */
static void send_line(struct reading *r, const fz_stext_line *l, int q,
		      const struct wire_page *size)
{
	size_t n = 0;
	int own = quarter(l->dir);
	struct wire_line place = { 0 };
	for (const fz_stext_char *c = l->first_char; c; c = c->next) {
		r->piece = must_grow(r->piece, &r->piece_cap, n + 1, sizeof *r->piece);
		r->piece[n] = glyph_of(r, c, q, size);
		if (own != q) {
			lines_enclose(&place, &r->piece[n], n == 0);
			r->piece[n] = glyph_of(r, c, own, size);
		}
		n++;
	}
	if (own == q)
		lines_add(&r->lines, r->piece, n);
	else
		lines_aside(&r->lines, r->piece, n, &place);
}

static bool unmapped(const fz_stext_page *page)
{
	for (const fz_stext_block *b = page->first_block; b; b = b->next)
		for (const fz_stext_line *l = b->type == FZ_STEXT_BLOCK_TEXT ? b->u.t.first_line
									     : NULL;
		     l; l = l->next)
			for (const fz_stext_char *c = l->first_char; c; c = c->next)
				if (c->c == 0xfffd)
					return true;
	return false;
}

static void send_page(struct reading *r, const fz_stext_page *page, struct wire_page *head)
{
	int q = main_quarter(page);
	unsigned long before = r->lines.visible;
	struct wire_page size = *head;
	if (q)
		head->flags |= WIRE_PAGE_ROTATED;
	if (q & 1) {
		head->width = size.height;
		head->height = size.width;
	}
	if (r->images)
		head->flags |= WIRE_PAGE_IMAGES;
	if (unmapped(page))
		head->flags |= WIRE_PAGE_UNMAPPED;
	out_page(head);
	r->lines.page = head->number;
	for (const fz_stext_block *b = page->first_block; b; b = b->next)
		for (const fz_stext_line *l = b->type == FZ_STEXT_BLOCK_TEXT ? b->u.t.first_line
									     : NULL;
		     l; l = l->next)
			send_line(r, l, q, &size);
	lines_flush(&r->lines);
	if (r->lines.visible == before) {
		r->mute_pages++;
		r->image_pages += r->images;
	}
}

/* Run the page's content through the reduced interpreter, then annotations and form fields. */
static void run_page(struct reading *r, pdf_page *page, fz_device *dev, fz_matrix ctm,
		     fz_cookie *cookie)
{
	fz_context *ctx = r->ctx;
	pdf_processor *proc = pdf_new_run_processor(ctx, dev, ctm, "View", NULL, NULL, cookie);
	r->depth = r->artifacts = 0;
	fz_try(ctx)
	{
		tap_processor(r, proc);
		pdf_process_contents(ctx, proc, r->doc, pdf_page_resources(ctx, page),
				     pdf_page_contents(ctx, page), cookie);
		pdf_close_processor(ctx, proc);
	}
	fz_always(ctx) pdf_drop_processor(ctx, proc);
	fz_catch(ctx) fz_rethrow(ctx);
	r->artifacts = 0;
	pdf_run_page_annots_with_usage(ctx, page, dev, fz_identity, "View", cookie);
	pdf_run_page_widgets_with_usage(ctx, page, dev, fz_identity, "View", cookie);
}

/* The page's text, also as much of it as came before an error: then *damage says so. */
static void read_page(struct reading *r, int i)
{
	fz_context *ctx = r->ctx;
	fz_stext_options options = { .flags = 0 };
	fz_stext_page *text = NULL;
	fz_device *dev = NULL;
	pdf_page *page = NULL;
	fz_cookie cookie = { 0 };
	fz_matrix ctm;
	fz_rect box;
	fz_var(text), fz_var(dev), fz_var(page);
	fz_try(ctx)
	{
		page = pdf_load_page(ctx, r->doc, i);
		pdf_page_transform(ctx, page, &box, &ctm);
		box = pdf_bound_page(ctx, page);
		text = fz_new_stext_page(ctx, box);
		dev = fz_new_stext_device(ctx, text, &options);
		tap_device(r, dev);
		r->images = has_images(ctx, pdf_page_resources(ctx, page), 2);
		run_page(r, page, dev, ctm, &cookie);
		fz_close_device(ctx, dev);
		struct wire_page head = { .number = (uint16_t)(i + 1),
					  .width = box.x1 - box.x0,
					  .height = box.y1 - box.y0 };
		if (pdf_to_int(ctx, pdf_dict_get_inheritable(ctx, page->obj, PDF_NAME(Rotate)))
		    % 360)
			head.flags |= WIRE_PAGE_ROTATED;
		send_page(r, text, &head);
		r->damaged += cookie.errors > 0;
	}
	fz_always(ctx)
	{
		r->font = NULL;
		fz_drop_device(ctx, dev);
		fz_drop_stext_page(ctx, text);
		fz_drop_page(ctx, (fz_page *)page);
	}
	fz_catch(ctx) fz_rethrow(ctx);
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
		if (pdf_was_repaired(ctx, r->doc))
			out_warn("the file's structure is damaged and was repaired");
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
	if (all <= 0)
		out_end(WIRE_NO_TEXT, "no pages");
	if (r->failed == (unsigned long)pages)
		out_end(WIRE_FORMAT, "none of %d pages can be read: %s", pages, r->why);
	if (r->lines.visible == 0 && r->image_pages)
		out_end(WIRE_NO_TEXT, "image only, needs OCR (%d pages)", pages);
	if (r->lines.visible == 0)
		out_end(WIRE_NO_TEXT, "no text on %d pages", pages);
	if (r->image_pages)
		out_warn("%lu of %d pages are images without text", r->image_pages, pages);
	if (r->failed)
		out_end(WIRE_PARTIAL, "%lu of %d pages failed: %s", r->failed, pages, r->why);
	if (pages < all)
		out_end(WIRE_PARTIAL, "only the first %d of %d pages", pages, all);
	if (r->damaged)
		out_end(WIRE_PARTIAL, "%lu of %d pages have damaged content", r->damaged, pages);
	out_end(WIRE_OK, "%s", "");
}

_Noreturn void pdf_read(const struct input *in)
{
	struct reading r = { .ctx = fz_new_context(NULL, NULL, STORE_BYTES) };
	if (!r.ctx)
		out_no_memory();
	fz_set_warning_callback(r.ctx, quiet, NULL);
	fz_set_error_callback(r.ctx, quiet, NULL);
	fz_set_user_context(r.ctx, &r);
	int all = open_document(&r, in),
	    pages = all > (int)in->max_pages ? (int)in->max_pages : all;
	for (int i = 0; i < pages; i++)
		try_page(&r, i);
	conclude(&r, pages, all);
}
