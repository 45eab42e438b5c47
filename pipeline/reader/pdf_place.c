/* SPDX-License-Identifier: MIT
 *
 * See pdf_place.h. Where a line ends is decided as MuPDF's text device does, in ems: both devices
 * must hand the same pieces to lines.c. That joins them again where a reader's eye would.
 */
#include "pipeline/reader/pdf_place.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/reader/out.h"

#define HANDS_MAX 65535
#define SPACE_MIN 0.15f                         /* less is kerning */
#define SPACE_MAX 0.8f                          /* more starts another line */
#define BASE_MAX 0.8f                           /* the same of steps across the line */
#define SAME_WAY 0.999f                         /* cosine */

void sheet_release(struct sheet *s)
{
	free(s->all);
	free(s->batch);
	free(s->hands);
	free(s->piece);
	*s = (struct sheet){ 0 };
}

void sheet_reset(struct sheet *s)
{
	s->n = s->batch_n = s->hands_n = 0;
	s->open = s->foreign = false;
	s->last = 0;
}

bool sheet_hand(struct sheet *s, const struct hand *h, uint16_t *index)
{
	for (size_t i = s->hands_n; i && i + 4 > s->hands_n; i--)
		if (memcmp(&s->hands[i - 1], h, sizeof *h) == 0) {
			*index = (uint16_t)(i - 1);
			return true;
		}
	if (s->hands_n >= HANDS_MAX)
		return false;
	s->hands = must_grow(s->hands, &s->hands_cap, s->hands_n + 1, sizeof *s->hands);
	s->hands[s->hands_n] = *h;
	*index = (uint16_t)s->hands_n++;
	return true;
}

/* Whether all of a batch lies outside of the clip. Word leaves such lines behind in text boxes. */
static bool outside(const struct sheet *s, const struct box *clip)
{
	for (size_t i = 0; i < s->batch_n; i++) {
		const struct placed *c = &s->batch[i];
		struct box em = s->hands[c->hand].em;
		em.x0 += c->at.x, em.x1 += c->at.x;
		em.y0 += c->at.y, em.y1 += c->at.y;
		em = box_common(em, *clip);
		if (em.x0 < em.x1 && em.y0 < em.y1)
			return false;
	}
	return true;
}

enum step { STEP_ON, STEP_SPACE, STEP_LINE, STEP_TWICE };

/* What lies between the last character and the next. */
static enum step step_to(const struct sheet *s, const struct placed *c)
{
	const struct hand *h = &s->hands[c->hand];
	if (!s->open)
		return STEP_LINE;
	if (c->hand != s->line_hand) {
		struct point was = s->hands[s->line_hand].along;
		if (h->along.x * was.x + h->along.y * was.y < SAME_WAY)
			return STEP_LINE;
	}
	if (c->rune == s->last && fabsf(c->end.x - s->pen.x) < FLT_EPSILON
	    && fabsf(c->end.y - s->pen.y) < FLT_EPSILON)
		return STEP_TWICE;
	float x = c->at.x - s->pen.x, y = c->at.y - s->pen.y,
	      gap = h->along.x * x + h->along.y * y, off = h->along.x * y - h->along.y * x;
	if (fabsf(off) >= h->size * BASE_MAX || fabsf(gap) > h->size * SPACE_MAX)
		return STEP_LINE;
	return gap >= h->size * SPACE_MIN && s->last != ' ' ? STEP_SPACE : STEP_ON;
}

/* One character of a batch behind those that are in lines. A letter printed twice at one place, to
 * make it look bold, is one. */
static void join(struct sheet *s, const struct placed *c)
{
	struct placed to = { c->rune, c->hand, 0, c->at, c->end };
	enum step step = STEP_ON;
	if ((c->flags & PLACED_TAIL) && s->open)
		to.at = to.end = s->pen;
	else if (!(c->flags & PLACED_ON))
		step = step_to(s, c);
	if (step == STEP_TWICE)
		return;
	if (step == STEP_SPACE)
		sheet_put(s, &(struct placed){ ' ', c->hand, 0, s->pen, c->at });
	if (step == STEP_LINE) {
		to.flags = PLACED_LINE;
		s->line_hand = c->hand;
	}
	s->open = true;
	s->last = to.rune;
	s->pen = to.end;
	sheet_put(s, &to);
}

/* White space of all widths is a space for the text device. */
static uint32_t plain_space(uint32_t c)
{
	if (c == '\t' || c == 0xa0 || c == 0x1680 || c == 0x180e || (c >= 0x2000 && c <= 0x200a)
	    || c == 0x202f || c == 0x205f || c == 0x3000)
		return ' ';
	return c;
}

/* A ligature is its letters: the first has its place, the others none of their own. */
static void join_ligature(struct sheet *s, const struct placed *c)
{
	static const char *const letters[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" };
	struct placed one = *c;
	for (const char *l = letters[c->rune - 0xfb00]; *l; l++) {
		one.rune = (uint32_t)*l;
		join(s, &one);
		one.flags = PLACED_TAIL;
	}
}

/* Of a script written from the right: Hebrew, Arabic and their neighbours. */
static bool foreign(uint32_t c)
{
	static const uint32_t ranges[][2] = { { 0x590, 0x8ff },     { 0x200f, 0x200f },
					      { 0xfb1d, 0xfdff },   { 0xfe70, 0xfefc },
					      { 0x10800, 0x10fff }, { 0x1e800, 0x1efff } };
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return true;
	return false;
}

void sheet_flush(struct sheet *s, const struct box *clip)
{
	size_t n = s->batch_n;
	if (n == 0)
		return;
	if (clip && outside(s, clip))
		n = 0;
	for (size_t i = 0; i < n; i++) {
		struct placed *c = &s->batch[i];
		if (c->rune >= 0x7f || c->rune == '\t') {
			s->foreign = s->foreign || foreign(c->rune);
			c->rune = plain_space(c->rune);
		}
		if (c->rune >= 0xfb00 && c->rune <= 0xfb06)
			join_ligature(s, c);
		else
			join(s, c);
	}
	s->batch_n = 0;
}

/* Quarter turns of a direction, clockwise on the page: 0 to the right, 1 down, 2 left, 3 up. */
static int quarter(struct point along)
{
	if (fabsf(along.x) >= fabsf(along.y))
		return along.x >= 0 ? 0 : 2;
	return along.y > 0 ? 1 : 3;
}

/* Whether all that is written on the page goes to the right, which is nearly always so. */
static bool all_upright(const struct sheet *s)
{
	for (size_t i = 0; i < s->hands_n; i++)
		if (quarter(s->hands[i].along) != 0)
			return false;
	return true;
}

/* The direction that most of the page's text has: landscape tables are often drawn on portrait
 * pages without the page's rotation being set. */
static int main_quarter(const struct sheet *s)
{
	unsigned long n[4] = { 0, 0, 0, 0 };
	int best = 0, now = 0;
	if (all_upright(s))
		return 0;
	for (size_t i = 0; i < s->n; i++) {
		if (s->all[i].flags & PLACED_LINE)
			now = quarter(s->hands[s->all[i].hand].along);
		n[now]++;
	}
	for (int i = 1; i < 4; i++)
		if (n[i] > n[best])
			best = i;
	return best;
}

/* A step on the page turned back by quarter turns, so that the direction q reads to the right. */
static struct point turn(struct point p, int q)
{
	switch (q) {
	case 1:
		return (struct point){ p.y, -p.x };
	case 2:
		return (struct point){ -p.x, -p.y };
	case 3:
		return (struct point){ -p.y, p.x };
	default:
		return p;
	}
}

/* The same of a place: what was the page's far corner becomes its first. */
static struct point turn_place(struct point p, int q, const struct wire_page *size)
{
	p = turn(p, q);
	if (q == 2 || q == 3)
		p.x += size->width;
	if (q == 1 || q == 2)
		p.y += size->height;
	return p;
}

/* How far characters of a hand reach from the pen, on the page turned by quarters. */
static struct box reach_of(const struct hand *h, int q)
{
	struct point up = turn(h->up, q), down = turn(h->down, q);
	return (struct box){ least(up.x, down.x), least(up.y, down.y), most(up.x, down.x),
			     most(up.y, down.y) };
}

/* Characters as lines.c takes them, on the page turned by quarters. */
static void to_glyphs(const struct sheet *s, const struct placed *c, size_t n, int q,
		      const struct wire_page *size, struct glyph *to)
{
	uint16_t hand = c->hand;
	struct box reach = reach_of(&s->hands[hand], q);
	for (const struct placed *end = c + n; c < end; c++, to++) {
		struct point at = c->at, pen = c->end;
		if (q)
			at = turn_place(at, q, size), pen = turn_place(pen, q, size);
		if (c->hand != hand)
			reach = reach_of(&s->hands[c->hand], q);
		hand = c->hand;
		to->rune = c->rune;
		to->flags = s->hands[hand].flags;
		to->x0 = least(at.x, pen.x) + reach.x0;
		to->x1 = most(at.x, pen.x) + reach.x1;
		to->top = least(at.y, pen.y) + reach.y0;
		to->bottom = most(at.y, pen.y) + reach.y1;
		to->base = at.y;
		to->size = s->hands[hand].size;
	}
}

/* A line is measured in its own direction. When that is not the page's, its place is turned to the
 * page's, and it is never joined to its neighbours. */
static void send_line(struct sheet *s, const struct placed *line, size_t n, int q,
		      const struct wire_page *size, struct lines *lines)
{
	int own = quarter(s->hands[line->hand].along);
	struct wire_line place = { 0 };
	s->piece = must_grow(s->piece, &s->piece_cap, n, sizeof *s->piece);
	if (own != q) {
		to_glyphs(s, line, n, q, size, s->piece);
		for (size_t i = 0; i < n; i++)
			lines_enclose(&place, &s->piece[i], i == 0);
	}
	to_glyphs(s, line, n, own, size, s->piece);
	if (own == q)
		lines_add(lines, s->piece, n);
	else
		lines_aside(lines, s->piece, n, &place);
}

static bool unmapped(const struct sheet *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->all[i].rune == 0xfffd)
			return true;
	return false;
}

void sheet_send(struct sheet *s, struct wire_page *head, struct lines *lines)
{
	int q = main_quarter(s);
	struct wire_page size = *head;
	if (q)
		head->flags |= WIRE_PAGE_ROTATED;
	if (q & 1) {
		head->width = size.height;
		head->height = size.width;
	}
	if (unmapped(s))
		head->flags |= WIRE_PAGE_UNMAPPED;
	out_page(head);
	lines->page = head->number;
	for (size_t i = 0, from = 0; i < s->n; from = i) {
		for (i++; i < s->n && !(s->all[i].flags & PLACED_LINE);)
			i++;
		send_line(s, s->all + from, i - from, q, &size, lines);
	}
	lines_flush(lines);
}
