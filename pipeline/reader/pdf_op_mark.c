/* SPDX-License-Identifier: MIT
 *
 * Operators that mark content: artifacts, what can be switched off; and sections that older readers may
 * not know.
 */
#include "pipeline/reader/pdf_operators.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

static void open_mark(struct run *r, bool artifact)
{
	struct content *c = r->c;
	if (artifact)
		flush_batch(r);
	if (c->marks_n < MARKS_MAX) {
		c->marks[c->marks_n] = artifact;
		c->artifacts += artifact;
	}
	c->marks_n++;
}

static bool op_mark(struct run *r)
{
	open_mark(r, token_is(&r->operands[0], "Artifact"));
	return true;
}

/* A part of the page that can be switched off: it is the library's when it is. */
static bool op_mark_more(struct run *r)
{
	fz_context *ctx = r->c->ctx;
	char room[OPERAND_NAME_MAX + 1];
	if (token_is(&r->operands[0], "OC")) {
		pdf_obj *all = pdf_dict_get(ctx, r->resources, PDF_NAME(Properties));
		if (r->operands[1].kind != LEX_NAME
		    || pdf_is_ocg_hidden(ctx, r->c->doc, r->resources, "View",
					 pdf_dict_gets(ctx, all, operand_name(r, 1, room))))
			return false;
	}
	return op_mark(r);
}

static bool op_end_mark(struct run *r)
{
	struct content *c = r->c;
	if (c->marks_n && --c->marks_n < MARKS_MAX && c->marks[c->marks_n]) {
		flush_batch(r);
		c->artifacts--;
	}
	return true;
}

static bool op_begin_section(struct run *r)
{
	r->sections++;
	return true;
}

static bool op_end_section(struct run *r)
{
	r->sections--;
	return true;
}

const struct operator mark_operators[] = {
	{ "MP", "/", NULL },             { "DP", "/p", NULL },
	{ "BMC", "/", op_mark },         { "BDC", "/p", op_mark_more },
	{ "EMC", "", op_end_mark },      { "BX", "", op_begin_section },
	{ "EX", "", op_end_section },
	{ NULL, NULL, NULL },
};
