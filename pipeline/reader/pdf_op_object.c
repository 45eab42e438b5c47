/* SPDX-License-Identifier: MIT
 *
 * Operators that show objects: forms, whose content is read in its place, and images, which are only
 * noted.
 */
#include "pipeline/reader/pdf_operators.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

static bool run_form(struct run *r, pdf_obj *form)
{
	fz_context *ctx = r->c->ctx;
	fz_rect box = pdf_xobject_bbox(ctx, form);
	fz_matrix m = pdf_xobject_matrix(ctx, form);
	pdf_obj *resources = pdf_xobject_resources(ctx, form);
	struct bytes *b = &r->c->streams[r->depth + 1];
	struct state kept = r->s;
	b->n = 0;
	if (!pdf_is_stream(ctx, form) || !stream_append(ctx, form, b))
		return false;
	r->s.ctm = matrix_times((struct matrix){ m.a, m.b, m.c, m.d, m.e, m.f }, r->s.ctm);
	r->path = (struct path){ .clips = true };
	path_rectangle(r, box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
	path_end(r);
	bool good = run_stream(r->c, resources ? resources : r->resources, &r->s, r->depth + 1);
	r->s = kept;
	return good;
}

static bool op_object(struct run *r)
{
	fz_context *ctx = r->c->ctx;
	char room[OPERAND_NAME_MAX + 1];
	pdf_obj *all = pdf_dict_get(ctx, r->resources, PDF_NAME(XObject)),
		*x = pdf_dict_gets(ctx, all, operand_name(r, 0, room)),
		*kind = pdf_dict_get(ctx, x, PDF_NAME(Subtype));
	flush_batch(r);
	if (pdf_name_eq(ctx, kind, PDF_NAME(Image)))
		return true;
	if (!pdf_name_eq(ctx, kind, PDF_NAME(Form)) || r->depth == FORMS_DEEP
	    || pdf_dict_get(ctx, x, PDF_NAME(Subtype2)))
		return false;
	if (pdf_is_ocg_hidden(ctx, r->c->doc, r->resources, "View",
			      pdf_dict_get(ctx, x, PDF_NAME(OC))))
		return true;
	return run_form(r, x);
}

/* Keys and values up to ID; true and false look like operators. */
static bool op_inline_image(struct run *r)
{
	r->c->images = true;
	for (;;) {
		struct token t = lexer_next(&r->lex);
		if (t.kind == LEX_END || t.kind == LEX_ODD)
			return false;
		if (t.kind == LEX_WORD && token_is(&t, "ID"))
			return lexer_skip_image(&r->lex);
	}
}

const struct operator object_operators[] = {
	{ "Do", "/", op_object },        { "BI", "", op_inline_image },
	{ NULL, NULL, NULL },
};
