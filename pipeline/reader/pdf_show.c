/* SPDX-License-Identifier: MIT
 *
 * Strings of a content stream to characters on the sheet (ISO 32000-1, 9.4).
 */
#include "pipeline/reader/pdf_content.h"

#include <math.h>
#include <string.h>

#define FAR 1e6f                                /* points; no page is there */
#define NEAR 0.1f                               /* ems, less than a space has */
#define WIDE 0.2f                               /* ems; narrower characters may stand in one place */
#define TINY 0.1f                               /* points */

/* Where the next character goes. step is along the line in the text's space. */
struct pen {
	struct matrix m;                        /* from the text's space to the page's */
	float step;
	struct point along;                     /* of one em, in points of the page */
	float gap;                              /* behind the last character, in the text's space */
	float near;                             /* a gap this small is none; negative: ask each time */
	uint16_t hand;
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
		h.flags |= GLYPH_ARTIFACT;
	return sheet_hand(r->c->sheet, &h, index);
}

static bool same_writing(const struct writing *w, const struct run *r, const struct matrix *m)
{
	return w->face == r->s.face && w->size == r->s.size && w->stretch == r->s.stretch
		&& w->artifact == (r->c->artifacts > 0) && w->m.a == m->a && w->m.b == m->b
		&& w->m.c == m->c && w->m.d == m->d;
}

/* How far apart, in the text's space, characters of one string may be and yet be sure to make one
 * word: somewhat less than what sheet_flush() takes for a space. */
static float near_of(const struct run *r, const struct pen *pen)
{
	float size = r->c->sheet->hands[pen->hand].size, step = hypotf(pen->m.a, pen->m.b);
	return size > TINY && r->s.stretch > 0.5f ? NEAR * size / step : -1;
}

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
	pen->m = m;
	pen->step = 0;
	pen->along = (struct point){ wide * m.a, wide * m.b };
	if (!same_writing(w, r, &m)) {
		struct point up = { r->s.size * m.c, r->s.size * m.d };
		if (!make_hand(r, pen->along, up, &w->hand))
			return false;
		w->m = m, w->face = r->s.face, w->size = r->s.size, w->stretch = r->s.stretch;
		w->artifact = r->c->artifacts > 0;
	}
	pen->hand = w->hand;
	pen->near = near_of(r, pen);
	pen->gap = FAR;
	return true;
}

/* The characters of a code that stands for several. False when one of them is none. */
static bool place_many(struct run *r, struct placed c)
{
	const struct face_many *m = &r->s.face->many[c.rune & ~RUNE_MANY];
	for (unsigned i = 0; i < m->n; i++) {
		c.rune = m->runes[i];
		c.flags = i ? PLACED_TAIL : 0;
		if (c.rune == 0)
			return false;
		sheet_add(r->c->sheet, &c);
	}
	return true;
}

static bool place(struct run *r, struct pen *pen, unsigned code, float extra)
{
	struct face *face = r->s.face;
	const struct face_char *k = face_char(face, code);
	if (!k || !k->rune)
		k = face_learn(r->c->ctx, r->c->doc, face, code);
	struct placed c = { k->rune, pen->hand, 0, { 0, 0 }, { 0, 0 } };
	c.at = matrix_point(pen->m, pen->step, r->s.rise);
	c.end.x = c.at.x + k->width * pen->along.x;
	c.end.y = c.at.y + k->width * pen->along.y;
	if (fabsf(pen->gap) <= pen->near && k->width >= WIDE)
		c.flags = PLACED_ON;
	pen->step += (k->width * r->s.size + extra) * r->s.stretch;
	pen->gap = extra * r->s.stretch;
	if (k->rune == 0xfffd)
		return false;
	if (k->rune & RUNE_MANY)
		return place_many(r, c);
	sheet_add(r->c->sheet, &c);
	return true;
}

static bool show(struct run *r, struct pen *pen, const struct token *t)
{
	if (r->s.face->wide) {
		for (size_t i = 0; i + 1 < t->n; i += 2)
			if (!place(r, pen, (unsigned)t->p[i] << 8 | t->p[i + 1], r->s.spacing))
				return false;
		return t->n % 2 == 0;
	}
	for (size_t i = 0; i < t->n; i++) {
		float extra = t->p[i] == ' ' ? r->s.spacing + r->s.word_spacing : r->s.spacing;
		if (!place(r, pen, t->p[i], extra))
			return false;
	}
	return true;
}

static void leave(struct run *r, const struct pen *pen)
{
	r->text.e += pen->step * r->text.a;
	r->text.f += pen->step * r->text.b;
}

bool show_string(struct run *r, const struct token *t)
{
	struct pen pen;
	if (!take_pen(r, &pen) || !show(r, &pen, t))
		return false;
	leave(r, &pen);
	return true;
}

bool show_items(struct run *r)
{
	struct pen pen;
	if (r->odd_items || !take_pen(r, &pen))
		return false;
	for (size_t i = 0; i < r->items_n; i++) {
		const struct token *t = &r->c->items[i];
		if (t->kind == LEX_STRING) {
			if (!show(r, &pen, t))
				return false;
		} else {
			float back = t->number * 0.001f * r->s.size * r->s.stretch;
			pen.step -= back;
			pen.gap -= back;
		}
	}
	leave(r, &pen);
	return true;
}
