/* SPDX-License-Identifier: MIT
 *
 * See pdf_content.h. Streams to operators and their operands.
 */
#include "pipeline/reader/pdf_content.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdlib.h>
#include <string.h>

void content_release(struct content *c)
{
	faces_release(c->ctx, &c->faces);
	for (size_t i = 0; i < sizeof c->streams / sizeof *c->streams; i++)
		bytes_release(&c->streams[i]);
	free(c->states);
	*c = (struct content){ 0 };
}

static bool interpret(struct run *r)
{
	for (;;) {
		struct token *t = &r->operands[r->n];
		lexer_read(&r->lex, t);
		switch (t->kind) {
		case LEX_END:
			flush_batch(r);
			return r->n == 0;
		case LEX_WORD:
			if (!operate(r, t))
				return false;
			break;
		case LEX_CLOSE:
		case LEX_ODD:
			return false;
		case LEX_OPEN:
			if (!show_array(r))
				return false;
			break;
		default:
			if (!add_operand(r))
				return false;
		}
	}
}

bool run_stream(struct content *c, pdf_obj *resources, const struct state *s, int depth)
{
	static const struct matrix unit = { 1, 0, 0, 1, 0, 0 };
	struct run r = { .c = c, .resources = resources, .s = *s, .text = unit, .line = unit,
			 .depth = depth };
	struct bytes *b = &c->streams[depth];
	r.lex = lexer_of(b->p, b->n);
	r.bottom = c->states_n;
	bool good = interpret(&r);
	c->states_n = r.bottom;
	return good;
}

/* The parts of a page's content are one stream, with white space between them. */
static bool load(struct content *c, pdf_obj *contents)
{
	fz_context *ctx = c->ctx;
	struct bytes *b = &c->streams[0];
	b->n = 0;
	if (!pdf_is_array(ctx, contents))
		return pdf_is_stream(ctx, contents) && stream_append(ctx, contents, b);
	for (int i = 0, n = pdf_array_len(ctx, contents); i < n; i++) {
		pdf_obj *part = pdf_array_get(ctx, contents, i);
		if (!pdf_is_stream(ctx, part) || !stream_append(ctx, part, b))
			return false;
		b->p[b->n++] = '\n';
		b->p = must_grow(b->p, &b->cap, b->n + LEX_SLACK, 1);
		b->p[b->n] = '\0';
	}
	return b->n > 0;
}

bool content_read(struct content *c, pdf_obj *resources, pdf_obj *contents, struct matrix base)
{
	struct state s = { .ctm = base, .stretch = 1, .size = -1 };
	operators_prepare();
	sheet_reset(c->sheet);
	c->states_n = 0;
	c->marks_n = c->artifacts = 0;
	c->batch_mode = 0;
	c->writing.face = NULL;
	c->images = false;
	return load(c, contents) && run_stream(c, resources, &s, 0) && !c->sheet->foreign;
}
