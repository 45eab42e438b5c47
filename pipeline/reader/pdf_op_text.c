/* SPDX-License-Identifier: MIT
 *
 * Operators of text: its state, where it goes, and what is shown (ISO 32000-1, 9.3 and 9.4).
 */
#include "pipeline/reader/pdf_operators.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <string.h>

static bool op_end_text(struct run *r)
{
	flush_batch(r);
	return true;
}

static bool op_begin_text(struct run *r)
{
	r->text = r->line = (struct matrix){ 1, 0, 0, 1, 0, 0 };
	return true;
}

static bool op_spacing(struct run *r)
{
	r->s.spacing = number(r, 0);
	return true;
}

static bool op_word_spacing(struct run *r)
{
	r->s.word_spacing = number(r, 0);
	return true;
}

static bool op_stretch(struct run *r)
{
	r->s.stretch = number(r, 0) / 100;
	return true;
}

static bool op_leading(struct run *r)
{
	r->s.leading = number(r, 0);
	return true;
}

static bool op_mode(struct run *r)
{
	r->s.mode = (int)number(r, 0);
	return r->s.mode >= 0 && r->s.mode <= 3;
}

static bool op_rise(struct run *r)
{
	r->s.rise = number(r, 0);
	return true;
}

static struct face *named_face(struct run *r, const struct token *t)
{
	char room[OPERAND_NAME_MAX + 1];
	fz_context *ctx = r->c->ctx;
	for (size_t i = 0; i < r->fonts_n && i < sizeof r->fonts / sizeof *r->fonts; i++)
		if (r->fonts[i].n == t->n && memcmp(r->fonts[i].p, t->p, t->n) == 0)
			return r->fonts[i].face;
	pdf_obj *all = pdf_dict_get(ctx, r->resources, PDF_NAME(Font)),
		*raw = pdf_dict_gets(ctx, all, operand_name(r, 0, room));
	struct face *f = face_of(ctx, r->c->doc, &r->c->faces, raw);
	if (f)
		r->fonts[r->fonts_n++ % (sizeof r->fonts / sizeof *r->fonts)] =
			(struct named_face){ t->p, t->n, f };
	return f;
}

static bool op_font(struct run *r)
{
	r->s.face = named_face(r, &r->operands[0]);
	r->s.size = number(r, 1);
	return r->s.face != NULL;
}

static void step_line(struct run *r, float x, float y)
{
	r->line.e += x * r->line.a + y * r->line.c;
	r->line.f += x * r->line.b + y * r->line.d;
	r->text = r->line;
}

static bool op_step(struct run *r)
{
	step_line(r, number(r, 0), number(r, 1));
	return true;
}

static bool op_step_leading(struct run *r)
{
	r->s.leading = -number(r, 1);
	return op_step(r);
}

static bool op_text_matrix(struct run *r)
{
	r->text = r->line = matrix_operand(r);
	return true;
}

static bool op_next_line(struct run *r)
{
	step_line(r, 0, -r->s.leading);
	return true;
}

static bool op_show(struct run *r)
{
	return show_string(r, &r->operands[0]);
}

static bool op_show_steps(struct run *r)
{
	return show_steps(r);
}

static bool op_show_next(struct run *r)
{
	return op_next_line(r) && show_string(r, &r->operands[0]);
}

static bool op_show_spaced(struct run *r)
{
	r->s.word_spacing = number(r, 0);
	r->s.spacing = number(r, 1);
	return op_next_line(r) && show_string(r, &r->operands[2]);
}

const struct operator text_operators[] = {
	{ "BT", "", op_begin_text },     { "ET", "", op_end_text },
	{ "Tc", "n", op_spacing },       { "Tw", "n", op_word_spacing },
	{ "Tz", "n", op_stretch },       { "TL", "n", op_leading },
	{ "Tf", "/n", op_font },         { "Tr", "n", op_mode },
	{ "Ts", "n", op_rise },          { "Td", "nn", op_step },
	{ "TD", "nn", op_step_leading }, { "Tm", "nnnnnn", op_text_matrix },
	{ "T*", "", op_next_line },      { "Tj", "s", op_show },
	{ "TJ", "a", op_show_steps },    { "'", "s", op_show_next },
	{ "\"", "nns", op_show_spaced },
	{ NULL, NULL, NULL },
};
