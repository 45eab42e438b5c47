/* SPDX-License-Identifier: MIT
 *
 * See pdf_library.h. The page's content runs through MuPDF's interpreter with only the operators
 * left that matter for text, into its structured text device; images are not even loaded. Text
 * under an /Artifact mark (headers, footers, page numbers of tagged files) is given a colour of its
 * own on the way, since the device keeps a colour for each character and nothing else that we could
 * mark.
 */
#include "pipeline/reader/pdf_library.h"

#include <math.h>
#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdlib.h>
#include <string.h>

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

/* MuPDF's callbacks find it as their user pointer. */
struct library {
	fz_context *ctx;
	pdf_document *doc;
	struct before before;
	bool marks[MARKS_MAX];                  /* open marks, true for /Artifact */
	unsigned depth, artifacts;
	const fz_font *font;                    /* of the last character, with its flags */
	unsigned font_flags;
	bool images;                            /* of the page */
};

struct library *library_new(fz_context *ctx, pdf_document *doc)
{
	struct library *l = must_alloc(sizeof *l);
	*l = (struct library){ .ctx = ctx, .doc = doc };
	fz_set_user_context(ctx, l);
	return l;
}

/* MuPDF batches text until something changes; setting a colour makes it pass the batch on. */
static void mark_changes(struct library *l, pdf_processor *proc)
{
	if (l->before.gray)
		l->before.gray(l->ctx, proc, 0);
}

static void open_mark(struct library *l, pdf_processor *proc, const char *tag)
{
	bool artifact = tag && strcmp(tag, "Artifact") == 0;
	if (artifact)
		mark_changes(l, proc);
	if (l->depth < MARKS_MAX) {
		l->marks[l->depth] = artifact;
		l->artifacts += artifact;
	}
	l->depth++;
}

static void on_bmc(fz_context *ctx, pdf_processor *proc, const char *tag)
{
	struct library *l = fz_user_context(ctx);
	open_mark(l, proc, tag);
	if (l->before.bmc)
		l->before.bmc(ctx, proc, tag);
}

static void on_bdc(fz_context *ctx, pdf_processor *proc, const char *tag, pdf_obj *raw,
		   pdf_obj *cooked)
{
	struct library *l = fz_user_context(ctx);
	open_mark(l, proc, tag);
	if (l->before.bdc)
		l->before.bdc(ctx, proc, tag, raw, cooked);
}

static void on_emc(fz_context *ctx, pdf_processor *proc)
{
	struct library *l = fz_user_context(ctx);
	if (l->depth && --l->depth < MARKS_MAX && l->marks[l->depth]) {
		mark_changes(l, proc);
		l->artifacts--;
	}
	if (l->before.emc)
		l->before.emc(ctx, proc);
}

static void on_inline_image(fz_context *ctx, pdf_processor *proc, fz_image *image,
			    const char *space)
{
	(void)proc, (void)image, (void)space;
	((struct library *)fz_user_context(ctx))->images = true;
}

static const float *mark_colour(const struct library *l)
{
	static const float plain[3] = { 0, 0, 0 }, artifact[3] = { 1, 0, 0 };
	return l->artifacts ? artifact : plain;
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
	struct library *l = fz_user_context(ctx);
	(void)cs, (void)colour;
	if (clipped(ctx, dev, text, ctm))
		return;
	l->before.fill_text(ctx, dev, text, ctm, fz_device_rgb(ctx), mark_colour(l), alpha, params);
}

static void on_stroke_text(fz_context *ctx, fz_device *dev, const fz_text *text,
			   const fz_stroke_state *stroke, fz_matrix ctm, fz_colorspace *cs,
			   const float *colour, float alpha, fz_color_params params)
{
	struct library *l = fz_user_context(ctx);
	(void)cs, (void)colour;
	if (clipped(ctx, dev, text, ctm))
		return;
	l->before.stroke_text(ctx, dev, text, stroke, ctm, fz_device_rgb(ctx), mark_colour(l),
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

static void tap_processor(struct library *l, pdf_processor *p)
{
	l->before.bmc = p->op_BMC, p->op_BMC = on_bmc;
	l->before.bdc = p->op_BDC, p->op_BDC = on_bdc;
	l->before.emc = p->op_EMC, p->op_EMC = on_emc;
	l->before.gray = p->op_g;
	p->op_BI = on_inline_image;
	end_paths(p);
	drop_colours(p);
}

static void tap_device(struct library *l, fz_device *dev)
{
	l->before.fill_text = dev->fill_text, dev->fill_text = on_fill_text;
	l->before.stroke_text = dev->stroke_text, dev->stroke_text = on_stroke_text;
}

static unsigned font_flags(struct library *l, fz_font *font)
{
	if (!font || font == l->font)
		return l->font_flags;
	l->font = font;
	l->font_flags = flags_by_name(fz_font_name(l->ctx, font));
	if (fz_font_is_bold(l->ctx, font))
		l->font_flags |= WORD_BOLD;
	if (fz_font_is_italic(l->ctx, font))
		l->font_flags |= WORD_ITALIC;
	return l->font_flags;
}

static struct point step(fz_point from, fz_point to)
{
	return (struct point){ to.x - from.x, to.y - from.y };
}

static void put(struct library *l, struct sheet *sheet, const fz_stext_line *line,
		const fz_stext_char *c)
{
	struct hand h = { .along = { line->dir.x, line->dir.y },
			  .up = step(c->origin, c->quad.ul),
			  .down = step(c->origin, c->quad.ll),
			  .size = c->size,
			  .flags = font_flags(l, c->font) };
	struct placed p = { .rune = rune_mark((uint32_t)c->c), .at = { c->origin.x, c->origin.y } };
	p.end = (struct point){ c->quad.lr.x - h.down.x, c->quad.lr.y - h.down.y };
	p.flags = c == line->first_char ? PLACED_LINE : 0;
	if (c->color & 0xffffff)
		h.flags |= WORD_ARTIFACT;
	if (!sheet_hand(sheet, &h, &p.hand))
		p.hand = (uint16_t)(sheet->hands_n - 1);
	sheet_put(sheet, &p);
}

static void put_all(struct library *l, struct sheet *sheet, const fz_stext_page *page)
{
	for (const fz_stext_block *b = page->first_block; b; b = b->next)
		for (const fz_stext_line *line = b->type == FZ_STEXT_BLOCK_TEXT
				? b->u.t.first_line : NULL;
		     line; line = line->next)
			for (const fz_stext_char *c = line->first_char; c; c = c->next)
				put(l, sheet, line, c);
}

/* Run the page's content through the reduced interpreter, then annotations and form fields. */
static void run_page(struct library *l, pdf_page *page, fz_device *dev, fz_matrix ctm,
		     fz_cookie *cookie)
{
	fz_context *ctx = l->ctx;
	pdf_processor *proc = pdf_new_run_processor(ctx, dev, ctm, "View", NULL, NULL, cookie);
	l->depth = l->artifacts = 0;
	fz_try(ctx)
	{
		tap_processor(l, proc);
		pdf_process_contents(ctx, proc, l->doc, pdf_page_resources(ctx, page),
				     pdf_page_contents(ctx, page), cookie);
		pdf_close_processor(ctx, proc);
	}
	fz_always(ctx) pdf_drop_processor(ctx, proc);
	fz_catch(ctx) fz_rethrow(ctx);
	l->artifacts = 0;
	pdf_run_page_annots_with_usage(ctx, page, dev, fz_identity, "View", cookie);
	pdf_run_page_widgets_with_usage(ctx, page, dev, fz_identity, "View", cookie);
}

void library_read(struct library *l, int i, struct sheet *sheet, struct page_facts *facts)
{
	fz_context *ctx = l->ctx;
	fz_stext_options options = { .flags = 0 };
	fz_stext_page *text = NULL;
	fz_device *dev = NULL;
	pdf_page *page = NULL;
	fz_cookie cookie = { 0 };
	fz_matrix ctm;
	fz_rect box;
	fz_var(text), fz_var(dev), fz_var(page);
	l->images = false;
	sheet_reset(sheet);
	fz_try(ctx)
	{
		page = pdf_load_page(ctx, l->doc, i);
		pdf_page_transform(ctx, page, &box, &ctm);
		text = fz_new_stext_page(ctx, pdf_bound_page(ctx, page));
		dev = fz_new_stext_device(ctx, text, &options);
		tap_device(l, dev);
		run_page(l, page, dev, ctm, &cookie);
		fz_close_device(ctx, dev);
		put_all(l, sheet, text);
		*facts = (struct page_facts){ l->images, cookie.errors > 0 };
	}
	fz_always(ctx)
	{
		l->font = NULL;
		fz_drop_device(ctx, dev);
		fz_drop_stext_page(ctx, text);
		fz_drop_page(ctx, (fz_page *)page);
	}
	fz_catch(ctx) fz_rethrow(ctx);
}
