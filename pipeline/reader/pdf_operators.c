/* SPDX-License-Identifier: MIT
 *
 * The operators of content streams, as far as text has to do with them (ISO 32000-1, annex A): a
 * table with the operands that each takes. What does not fit the table is not for us.
 */
#include "pipeline/reader/pdf_content.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <string.h>

#define STATES_MAX 1000
#define NAME_MAX 127                            /* ISO 32000-1, annex C */

/* operands: n number, / name, s string, a array, p name or dictionary; * any at all. */
struct operator {
	const char *name, *operands;
	bool (*run)(struct run *);              /* false: give up. NULL: of no concern to text */
};

static float number(const struct run *r, size_t i)
{
	return r->operands[i].number;
}

/* A name operand as the library wants it. */
static const char *name(const struct run *r, size_t i, char room[NAME_MAX + 1])
{
	size_t n = r->operands[i].n < NAME_MAX ? r->operands[i].n : NAME_MAX;
	memcpy(room, r->operands[i].p, n);
	room[n] = '\0';
	return room;
}

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

static struct matrix matrix_operand(const struct run *r)
{
	return (struct matrix){ number(r, 0), number(r, 1), number(r, 2),
				number(r, 3), number(r, 4), number(r, 5) };
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
	char room[NAME_MAX + 1];
	fz_context *ctx = r->c->ctx;
	for (size_t i = 0; i < r->fonts_n && i < sizeof r->fonts / sizeof *r->fonts; i++)
		if (r->fonts[i].n == t->n && memcmp(r->fonts[i].p, t->p, t->n) == 0)
			return r->fonts[i].face;
	pdf_obj *all = pdf_dict_get(ctx, r->resources, PDF_NAME(Font)),
		*raw = pdf_dict_gets(ctx, all, name(r, 0, room));
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
	char room[NAME_MAX + 1];
	if (token_is(&r->operands[0], "OC")) {
		pdf_obj *all = pdf_dict_get(ctx, r->resources, PDF_NAME(Properties));
		if (r->operands[1].kind != LEX_NAME
		    || pdf_is_ocg_hidden(ctx, r->c->doc, r->resources, "View",
					 pdf_dict_gets(ctx, all, name(r, 1, room))))
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
	char room[NAME_MAX + 1];
	pdf_obj *all = pdf_dict_get(ctx, r->resources, PDF_NAME(XObject)),
		*x = pdf_dict_gets(ctx, all, name(r, 0, room)),
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

static const struct operator operators[] = {
	{ "w", "n", op_flush },          { "J", "n", op_flush },
	{ "j", "n", op_flush },          { "M", "n", op_flush },
	{ "d", "an", op_flush },         { "ri", "/", op_flush },
	{ "i", "n", op_flush },          { "gs", "/", op_named_state },
	{ "q", "", op_save },            { "Q", "", op_restore },
	{ "cm", "nnnnnn", op_transform }, { "m", "nn", op_move },
	{ "l", "nn", op_line },          { "c", "nnnnnn", op_curve },
	{ "v", "nnnn", op_curve },       { "y", "nnnn", op_curve },
	{ "h", "", NULL },               { "re", "nnnn", op_rectangle },
	{ "S", "", op_paint },           { "s", "", op_paint },
	{ "f", "", op_paint },           { "F", "", op_paint },
	{ "f*", "", op_paint },          { "B", "", op_paint },
	{ "B*", "", op_paint },          { "b", "", op_paint },
	{ "b*", "", op_paint },          { "n", "", op_paint },
	{ "W", "", op_clip },            { "W*", "", op_clip },
	{ "BT", "", op_begin_text },     { "ET", "", op_flush },
	{ "Tc", "n", op_spacing },       { "Tw", "n", op_word_spacing },
	{ "Tz", "n", op_stretch },       { "TL", "n", op_leading },
	{ "Tf", "/n", op_font },         { "Tr", "n", op_mode },
	{ "Ts", "n", op_rise },          { "Td", "nn", op_step },
	{ "TD", "nn", op_step_leading }, { "Tm", "nnnnnn", op_text_matrix },
	{ "T*", "", op_next_line },      { "Tj", "s", op_show },
	{ "TJ", "a", op_show_steps },    { "'", "s", op_show_next },
	{ "\"", "nns", op_show_spaced }, { "CS", "*", NULL },
	{ "cs", "*", NULL },             { "SC", "*", NULL },
	{ "sc", "*", NULL },             { "SCN", "*", NULL },
	{ "scn", "*", NULL },            { "G", "*", NULL },
	{ "g", "*", NULL },              { "RG", "*", NULL },
	{ "rg", "*", NULL },             { "K", "*", NULL },
	{ "k", "*", NULL },              { "sh", "*", NULL },
	{ "Do", "/", op_object },        { "BI", "", op_inline_image },
	{ "MP", "/", NULL },             { "DP", "/p", NULL },
	{ "BMC", "/", op_mark },         { "BDC", "/p", op_mark_more },
	{ "EMC", "", op_end_mark },      { "BX", "", op_begin_section },
	{ "EX", "", op_end_section },
};

/* An operator's name, which has at most three characters, as a number. */
static uint32_t key_of(const unsigned char *p, size_t n)
{
	uint32_t key = p[0];
	if (n > 1)
		key |= (uint32_t)p[1] << 8;
	if (n > 2)
		key |= (uint32_t)p[2] << 16;
	return key;
}

#define SLOTS 256

/* The operators by a hash of the key, 0 none. */
static struct slot {
	uint32_t key;
	bool any;                               /* operands of any kinds */
	uint64_t kinds, others;                 /* those that it takes, in two ways */
	bool (*run)(struct run *);
} slots[SLOTS];

/* The key's slot, or the empty one where it would be. */
static struct slot *slot_of(uint32_t key)
{
	unsigned slot = (key * 0x9e3779b1u) >> 24;
	while (slots[slot].key && slots[slot].key != key)
		slot = (slot + 1) % SLOTS;
	return &slots[slot];
}

/* The kinds of operands as struct run has them; p stands for a kind that is given. */
static uint64_t kinds_of(const char *operands, enum lex_kind p)
{
	uint64_t kinds = 0;
	for (; *operands; operands++)
		kinds = kinds << 4
			| (*operands == 'n' ? LEX_NUMBER : *operands == '/' ? LEX_NAME
			   : *operands == 's' ? LEX_STRING : *operands == 'a' ? LEX_OPEN : p);
	return kinds;
}

void operators_prepare(void)
{
	static bool done;
	if (done)
		return;
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		const struct operator *op = &operators[i];
		uint32_t key = key_of((const unsigned char *)op->name, strlen(op->name));
		*slot_of(key) = (struct slot){ .key = key,
					       .any = op->operands[0] == '*',
					       .kinds = kinds_of(op->operands, LEX_NAME),
					       .others = kinds_of(op->operands, LEX_DICT),
					       .run = op->run };
	}
	done = true;
}

/* true, false and null are operands too; none of our operators takes them. */
bool operate(struct run *r, const struct token *t)
{
	const struct slot *op = slot_of(t->n > 3 ? 0 : key_of(t->p, t->n));
	bool good = op->key ? (op->any || r->kinds == op->kinds || r->kinds == op->others)
				      && (!op->run || op->run(r))
			    : r->sections > 0;
	r->n = 0;
	r->kinds = 0;
	return good;
}
