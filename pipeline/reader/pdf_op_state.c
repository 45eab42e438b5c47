/* SPDX-License-Identifier: MIT
 *
 * Operators of the graphics state, of paths and of colours: the matrix, the clip, and what ends a batch
 * of characters.
 */
#include "pipeline/reader/pdf_operators.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

#define STATES_MAX 1000

static bool op_flush(struct run *r)
{
	flush_batch(r);
	return true;
}

static bool op_save(struct run *r)
{
	struct content *c = r->c;
	if (c->states_n == STATES_MAX)
		return false;
	c->states = must_grow(c->states, &c->states_cap, c->states_n + 1, sizeof *c->states);
	c->states[c->states_n++] = r->s;
	return true;
}

static bool op_restore(struct run *r)
{
	flush_batch(r);
	if (r->c->states_n > r->bottom)
		r->s = r->c->states[--r->c->states_n];
	return true;
}

static bool op_transform(struct run *r)
{
	flush_batch(r);
	r->s.ctm = matrix_times(matrix_operand(r), r->s.ctm);
	return true;
}

/* A named state may set a font; nothing else in it matters. */
static bool op_named_state(struct run *r)
{
	fz_context *ctx = r->c->ctx;
	flush_batch(r);
	if (r->checked_states)
		return true;
	pdf_obj *all = pdf_dict_get(ctx, r->resources, PDF_NAME(ExtGState));
	for (int i = 0, n = pdf_dict_len(ctx, all); i < n; i++)
		if (pdf_dict_get(ctx, pdf_dict_get_val(ctx, all, i), PDF_NAME(Font)))
			return false;
	r->checked_states = true;
	return true;
}

static bool op_move(struct run *r)
{
	path_move(r, number(r, 0), number(r, 1));
	return true;
}

static bool op_line(struct run *r)
{
	path_line(r, number(r, 0), number(r, 1));
	return true;
}

/* The control points enclose the curve. */
static bool op_curve(struct run *r)
{
	for (size_t i = 0; i + 1 < r->n; i += 2)
		path_line(r, number(r, i), number(r, i + 1));
	return true;
}

static bool op_rectangle(struct run *r)
{
	path_rectangle(r, number(r, 0), number(r, 1), number(r, 2), number(r, 3));
	return true;
}

static bool op_clip(struct run *r)
{
	r->path.clips = true;
	return true;
}

static bool op_paint(struct run *r)
{
	path_end(r);
	return true;
}

const struct operator state_operators[] = {
	{ "w", "n", op_flush },          { "J", "n", op_flush },
	{ "j", "n", op_flush },          { "M", "n", op_flush },
	{ "d", "an", op_flush },         { "ri", "/", op_flush },
	{ "i", "n", op_flush },          { "gs", "/", op_named_state },
	{ "q", "", op_save },            { "Q", "", op_restore },
	{ "cm", "nnnnnn", op_transform },
	{ "m", "nn", op_move },          { "l", "nn", op_line },
	{ "c", "nnnnnn", op_curve },     { "v", "nnnn", op_curve },
	{ "y", "nnnn", op_curve },       { "h", "", NULL },
	{ "re", "nnnn", op_rectangle },  { "S", "", op_paint },
	{ "s", "", op_paint },           { "f", "", op_paint },
	{ "F", "", op_paint },           { "f*", "", op_paint },
	{ "B", "", op_paint },           { "B*", "", op_paint },
	{ "b", "", op_paint },           { "b*", "", op_paint },
	{ "n", "", op_paint },           { "W", "", op_clip },
	{ "W*", "", op_clip },           { "CS", "*", NULL },
	{ "cs", "*", NULL },             { "SC", "*", NULL },
	{ "sc", "*", NULL },             { "SCN", "*", NULL },
	{ "scn", "*", NULL },            { "G", "*", NULL },
	{ "g", "*", NULL },              { "RG", "*", NULL },
	{ "rg", "*", NULL },             { "K", "*", NULL },
	{ "k", "*", NULL },              { "sh", "*", NULL },
	{ NULL, NULL, NULL },
};
