/* SPDX-License-Identifier: MIT
 *
 * Strings of a content stream to characters on the sheet (ISO 32000-1, 9.4).
 */
#include "pipeline/reader/pdf_content.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#define FAR 1e6f                                /* points; no page is there */
#define NEAR 0.1f                               /* ems, less than a space has */
#define WIDE 0.2f                               /* ems; narrower characters may stand in one place */
#define TINY 0.1f                               /* points */
#define SPAN_MAX 30000u                         /* so much twice fits a span */

/* Where the next character goes. step is along the line in the text's space. */
struct pen {
	struct matrix m;                        /* from the text's space to the page's */
	float step;
	struct point along;                     /* of one em, in points of the page */
	float gap;                              /* behind the last character, in the text's space */
	float near;                             /* a gap this small is none; negative: ask each time */
	uint16_t hand;
	bool straight;                          /* writes to the right, without a slope or wide gaps */
	/* An open span may go on: with what is visible, or with RUNE_BLANK. Its last n characters are
	 * in the sheet's room, before to, and not yet counted; the pen came so far for the last. */
	bool open;
	uint32_t blank;
	uint32_t *to, *limit;
	size_t n, letters;
	float came, width;
};

void flush_batch(struct run *r)
{
	bool may_hide = r->s.clipped && r->c->batch_mode != 3;
	sheet_flush(r->c->sheet, may_hide ? &r->s.clip : NULL);
}

/* About as large as a capital, as seen from its origin. */
static struct box em_box(struct point along, struct point up)
{
	struct point a = { -0.25f * up.x, -0.25f * up.y }, b = { 0.8f * up.x, 0.8f * up.y },
		     w = { 0.6f * along.x, 0.6f * along.y };
	struct box left = { least(a.x, b.x), least(a.y, b.y), most(a.x, b.x), most(a.y, b.y) },
		   right = { left.x0 + w.x, left.y0 + w.y, left.x1 + w.x, left.y1 + w.y };
	return box_around(left, right);
}

/* The hand for a matrix from ems to the page. False for one that writes nothing. */
static bool make_hand(struct run *r, struct point along, struct point up, uint16_t *index)
{
	const struct face *face = r->s.face;
	float length = hypotf(along.x, along.y),
	      size = sqrtf(fabsf(along.x * up.y - along.y * up.x));
	struct hand h = { .size = size, .flags = face->flags };
	if (!(size > 0) || !(length > 0) || !isfinite(size) || !isfinite(length))
		return false;
	h.along = (struct point){ along.x / length, along.y / length };
	h.up = (struct point){ face->ascent * up.x, face->ascent * up.y };
	h.down = (struct point){ face->descent * up.x, face->descent * up.y };
	h.em = em_box(along, up);
	if (r->c->artifacts)
		h.flags |= WORD_ARTIFACT;
	return sheet_hand(r->c->sheet, &h, index);
}

static bool same_writing(const struct writing *w, const struct run *r, const struct matrix *m)
{
	return w->face == r->s.face && w->size == r->s.size && w->stretch == r->s.stretch
		&& w->artifact == (r->c->artifacts > 0) && w->m.a == m->a && w->m.b == m->b
		&& w->m.c == m->c && w->m.d == m->d;
}

/* How far apart, in the text's space, characters of one string may be and yet be sure to make one
 * word: somewhat less than what sheet_add() takes for a space. */
static float near_of(const struct run *r, uint16_t hand, const struct matrix *m)
{
	float size = r->c->sheet->hands[hand].size, step = hypotf(m->a, m->b);
	return size > TINY && r->s.stretch > 0.5f ? NEAR * size / step : -1;
}

/* The pen at the text's place. False when nothing can be written there. */
static bool take_pen(struct run *r, struct pen *pen)
{
	struct writing *w = &r->c->writing;
	struct matrix m = matrix_times(r->text, r->s.ctm);
	float wide = r->s.size * r->s.stretch;
	if (!r->s.face || r->s.mode > 3 || !(fabsf(m.e) < FAR) || !(fabsf(m.f) < FAR))
		return false;
	if (r->c->batch_mode != r->s.mode)
		flush_batch(r);
	r->c->batch_mode = r->s.mode;
	*pen = (struct pen){ .m = m, .along = { wide * m.a, wide * m.b }, .gap = FAR };
	if (!same_writing(w, r, &m)) {
		struct point up = { r->s.size * m.c, r->s.size * m.d };
		if (!make_hand(r, pen->along, up, &w->hand))
			return false;
		w->m = m, w->face = r->s.face, w->size = r->s.size, w->stretch = r->s.stretch;
		w->artifact = r->c->artifacts > 0;
		w->near = near_of(r, w->hand, &m);
	}
	pen->hand = w->hand;
	pen->near = w->near;
	pen->straight = m.b == 0 && pen->along.x > 0
		&& fabsf(r->s.spacing * r->s.stretch) <= pen->near;
	return true;
}

/* The characters of a code that stands for several. False when one of them is none. */
static bool place_many(struct run *r, struct placed c)
{
	const struct face_many *m = &r->s.face->many[c.rune & ~RUNE_MANY];
	for (unsigned i = 0; i < m->n; i++) {
		c.rune = m->runes[i];
		c.flags = i ? PLACED_TAIL : 0;
		if ((c.rune & RUNE_BITS) == 0)
			return false;
		sheet_add(r->c->sheet, &c);
	}
	return true;
}

static bool place(struct run *r, struct pen *pen, unsigned code, float extra)
{
	struct face *face = r->s.face;
	const struct face_char *k = face_char(face, code);
	if (!k || k->rune == RUNE_UNKNOWN)
		k = face_learn(r->c->ctx, r->c->doc, face, code);
	struct placed c = { k->rune, pen->hand, 0, { 0, 0 }, { 0, 0 } };
	c.at = matrix_point(pen->m, pen->step, r->s.rise);
	c.end.x = c.at.x + k->width * pen->along.x;
	c.end.y = c.at.y + k->width * pen->along.y;
	if (fabsf(pen->gap) <= pen->near && k->width >= WIDE)
		c.flags = PLACED_ON;
	pen->step += (k->width * r->s.size + extra) * r->s.stretch;
	pen->gap = extra * r->s.stretch;
	pen->open = false;
	if (k->rune & RUNE_MANY)
		return place_many(r, c);
	if ((k->rune & RUNE_BITS) == 0xfffd)
		return false;
	bool added = sheet_add(r->c->sheet, &c);
	pen->blank = 0;
	pen->to = pen->limit = NULL;
	pen->open = added && pen->straight && k->width >= NEAR && is_plain(k->rune)
		&& !(k->rune & RUNE_BLANK);
	return true;
}

/* Count the characters by which the open span is longer. */
static void settle(struct run *r, struct pen *pen)
{
	if (pen->n == 0)
		return;
	struct point at = matrix_point(pen->m, pen->came, r->s.rise), end = at;
	end.x += pen->width * pen->along.x;
	end.y += pen->width * pen->along.y;
	sheet_lengthen(r->c->sheet, pen->n, pen->letters, !pen->blank, at.x, end);
	pen->n = pen->letters = 0;
}

static unsigned code_at(const unsigned char *p, bool wide)
{
	return wide ? (unsigned)p[0] << 8 | p[1] : p[0];
}

/* What is added to the width of a code's character. */
static float extra_of(const struct run *r, unsigned code)
{
	bool space = code == ' ' && !r->s.face->wide;
	return space ? r->s.spacing + r->s.word_spacing : r->s.spacing;
}

/* Whether a code lengthens an open span. */
static bool goes_on(const struct face_char *k, uint32_t blank)
{
	return (k->rune & (RUNE_MANY | RUNE_ODD | RUNE_BLANK)) == blank && k->width >= WIDE;
}

/* Lengthen the open span by the codes that go on with it; how many bytes they take. A space that is
 * wider than others is placed alone. */
static inline __attribute__((always_inline)) size_t lengthen_by(struct run *r, struct pen *pen,
								const unsigned char *p, size_t n,
								const bool wide)
{
	const struct face *face = r->s.face;
	const float size = r->s.size, stretch = r->s.stretch, spacing = r->s.spacing;
	const unsigned apart = wide || r->s.word_spacing == 0 ? UINT_MAX : ' ';
	const uint32_t blank = pen->blank;
	uint32_t *to = pen->to;
	float step = pen->step, came = pen->came, width = pen->width;
	size_t i = 0, letters = pen->letters;
	for (; i + wide < n; i += 1u + wide) {
		unsigned code = code_at(p + i, wide);
		const struct face_char *k = face_char(face, code);
		if (!k || !goes_on(k, blank) || code == apart)
			break;
		letters += k->rune / RUNE_LETTER & 1;
		*to++ = k->rune & RUNE_BITS;
		came = step;
		width = k->width;
		step += (width * size + spacing) * stretch;
	}
	pen->n += (size_t)(to - pen->to);
	pen->to = to;
	pen->step = step, pen->came = came, pen->width = width;
	pen->letters = letters;
	if (i)
		pen->gap = spacing * stretch;
	return i;
}

static size_t lengthen(struct run *r, struct pen *pen, const unsigned char *p, size_t n)
{
	struct sheet *s = r->c->sheet;
	if (!(fabsf(pen->gap) <= pen->near) || pen->n + n >= SPAN_MAX)
		return 0;
	if ((size_t)(pen->limit - pen->to) < n) {
		pen->to = sheet_room(s, pen->n + n) + pen->n;
		pen->limit = s->runes + s->runes_cap;
	}
	return r->s.face->wide ? lengthen_by(r, pen, p, n, true)
			       : lengthen_by(r, pen, p, n, false);
}

/* A code that does not go on as the open span did is the white space behind it, or ends it. */
static bool turns_blank(struct run *r, struct pen *pen, unsigned code)
{
	const struct face_char *k = face_char(r->s.face, code);
	settle(r, pen);
	pen->open = pen->open && !pen->blank && k && goes_on(k, RUNE_BLANK);
	pen->blank = RUNE_BLANK;
	return pen->open;
}

static bool show(struct run *r, struct pen *pen, const unsigned char *p, size_t n)
{
	const bool wide = r->s.face->wide;
	const size_t bytes = wide ? 2 : 1;
	size_t i = 0;
	while (i + bytes <= n) {
		if (pen->open)
			i += lengthen(r, pen, p + i, n - i);
		if (i + bytes > n)
			break;
		unsigned code = code_at(p + i, wide);
		if (turns_blank(r, pen, code))
			continue;
		if (!place(r, pen, code, extra_of(r, code)))
			return false;
		i += bytes;
	}
	return i == n;
}

static void leave(struct run *r, struct pen *pen)
{
	settle(r, pen);
	r->text.e += pen->step * r->text.a;
	r->text.f += pen->step * r->text.b;
}

bool show_string(struct run *r, const struct token *t)
{
	struct pen pen;
	if (!take_pen(r, &pen) || !show(r, &pen, t->p, t->n))
		return false;
	leave(r, &pen);
	return true;
}

bool show_steps(struct run *r)
{
	struct pen pen;
	if (r->odd_items || !take_pen(r, &pen))
		return false;
	pen.step = r->back;
	leave(r, &pen);
	return true;
}

static float back_of(const struct run *r, float thousandths)
{
	return thousandths * 0.001f * r->s.size * r->s.stretch;
}

/* Numbers up to the first string or the closing bracket, which is read then, and what else there is. */
static bool read_steps(struct run *r, struct token *t)
{
	r->back = 0;
	r->odd_items = false;
	for (int depth = 1;;) {
		if (!lexer_item(&r->lex, t))
			lexer_read(&r->lex, t);
		if (t->kind == LEX_NUMBER)
			r->back -= back_of(r, t->number);
		else if (t->kind == LEX_CLOSE && --depth == 0)
			return true;
		else if (t->kind == LEX_STRING && !r->odd_items)
			return true;
		else if (t->kind == LEX_END || t->kind == LEX_ODD || t->kind == LEX_WORD)
			return false;
		depth += t->kind == LEX_OPEN;
		r->odd_items |= t->kind != LEX_NUMBER;
	}
}

/* The strings and numbers of an array, from its first string to its closing bracket. */
static bool show_items(struct run *r, struct token *t)
{
	struct pen pen;
	if (!take_pen(r, &pen))
		return false;
	pen.step = r->back;
	while (t->kind != LEX_CLOSE) {
		if (t->kind == LEX_NUMBER) {
			float back = back_of(r, t->number);
			pen.step -= back;
			pen.gap -= back;
		} else if (t->kind != LEX_STRING || !show(r, &pen, t->p, t->n)) {
			return false;
		}
		if (!lexer_item(&r->lex, t))
			lexer_read(&r->lex, t);
	}
	leave(r, &pen);
	return true;
}

bool show_array(struct run *r)
{
	struct token t;
	if (!read_steps(r, &t))
		return false;
	if (t.kind == LEX_CLOSE)
		return add_operand(r);
	if (r->n || !show_items(r, &t))
		return false;
	lexer_read(&r->lex, &t);
	return t.kind == LEX_WORD && token_is(&t, "TJ");
}
