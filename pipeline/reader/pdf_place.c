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
	free(s->spans);
	free(s->runes);
	free(s->hands);
	free(s->piece);
	*s = (struct sheet){ 0 };
}

void sheet_reset(struct sheet *s)
{
	s->now = s->kept = (struct written){ 0 };
	s->hands_n = 0;
	s->foreign = s->batch_foreign = false;
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
	for (const struct span *c = s->spans + s->kept.n; c < s->spans + s->now.n; c++) {
		struct box em = s->hands[c->hand].em;
		em.x0 += c->at.x, em.x1 += c->last;
		em.y0 += c->at.y, em.y1 += c->at.y;
		em = box_common(em, *clip);
		if (!c->gap && em.x0 < em.x1 && em.y0 < em.y1)
			return false;
	}
	return true;
}

enum step { STEP_ON, STEP_SPACE, STEP_LINE, STEP_TWICE };

/* What lies between the last character and the next. */
static enum step step_to(const struct sheet *s, const struct placed *c)
{
	const struct hand *h = &s->hands[c->hand];
	const struct written *w = &s->now;
	if (!w->open)
		return STEP_LINE;
	if (c->hand != w->line_hand) {
		struct point was = s->hands[w->line_hand].along;
		if (h->along.x * was.x + h->along.y * was.y < SAME_WAY)
			return STEP_LINE;
	}
	if ((c->rune & RUNE_BITS) == w->last && fabsf(c->end.x - w->pen.x) < FLT_EPSILON
	    && fabsf(c->end.y - w->pen.y) < FLT_EPSILON)
		return STEP_TWICE;
	float x = c->at.x - w->pen.x, y = c->at.y - w->pen.y,
	      gap = h->along.x * x + h->along.y * y, off = h->along.x * y - h->along.y * x;
	if (fabsf(off) >= h->size * BASE_MAX || fabsf(gap) > h->size * SPACE_MAX)
		return STEP_LINE;
	return gap >= h->size * SPACE_MIN && w->last != ' ' ? STEP_SPACE : STEP_ON;
}

uint32_t *sheet_room(struct sheet *s, size_t n)
{
	s->runes = must_grow(s->runes, &s->runes_cap, s->now.runes_n + n, sizeof *s->runes);
	return s->runes + s->now.runes_n;
}

void sheet_put(struct sheet *s, const struct placed *c)
{
	struct written *w = &s->now;
	s->spans = must_grow(s->spans, &s->cap, w->n + 1, sizeof *s->spans);
	s->spans[w->n++] = (struct span){ .from = (uint32_t)w->runes_n,
					  .n = 1,
					  .shown = !(c->rune & RUNE_BLANK),
					  .letters = (c->rune & RUNE_LETTER) != 0,
					  .hand = c->hand,
					  .line = c->flags & PLACED_LINE,
					  .last = c->at.x,
					  .at = c->at,
					  .end = c->end,
					  .seen = c->end };
	*sheet_room(s, 1) = c->rune & RUNE_BITS;
	w->runes_n++;
}

void sheet_lengthen(struct sheet *s, size_t n, size_t letters, bool visible, float x,
		    struct point end)
{
	struct written *w = &s->now;
	struct span *c = &s->spans[w->n - 1];
	w->runes_n += n;
	w->last = s->runes[w->runes_n - 1];
	w->pen = end;
	c->n = (uint16_t)(c->n + n);
	c->letters = (uint16_t)(c->letters + letters);
	c->last = x;
	c->end = end;
	if (visible) {
		c->shown = c->n;
		c->seen = end;
	}
}

static void put_gap(struct sheet *s, const struct placed *c)
{
	sheet_put(s, &(struct placed){ ' ' | RUNE_BLANK, c->hand, 0, s->now.pen, c->at });
	s->spans[s->now.n - 1].gap = true;
}

bool sheet_add(struct sheet *s, const struct placed *c)
{
	struct written *w = &s->now;
	struct placed to = { c->rune, c->hand, 0, c->at, c->end };
	enum step step = STEP_ON;
	if ((c->flags & PLACED_TAIL) && w->open)
		to.at = to.end = w->pen;
	else if (!(c->flags & PLACED_ON))
		step = step_to(s, c);
	if (step == STEP_TWICE)
		return false;
	if (step == STEP_SPACE)
		put_gap(s, c);
	if (step == STEP_LINE) {
		to.flags = PLACED_LINE;
		w->line_hand = c->hand;
	}
	sheet_put(s, &to);
	w->open = true;
	w->last = to.rune & RUNE_BITS;
	w->pen = to.end;
	s->batch_foreign = s->batch_foreign || (c->rune & RUNE_FOREIGN);
	return true;
}

void sheet_flush(struct sheet *s, const struct box *clip)
{
	if (s->now.n == s->kept.n)
		return;
	if (clip && outside(s, clip))
		s->now = s->kept;
	else
		s->foreign = s->foreign || s->batch_foreign;
	s->kept = s->now;
	s->batch_foreign = false;
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
	for (size_t i = 0; i < s->now.n; i++) {
		if (s->spans[i].line)
			now = quarter(s->hands[s->spans[i].hand].along);
		n[now] += s->spans[i].n;
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

/* Spans as lines.c takes them, on the page turned by quarters. */
static void to_words(const struct sheet *s, const struct span *c, size_t n, int q,
		     const struct wire_page *size, struct word *to)
{
	uint16_t hand = c->hand;
	struct box reach = reach_of(&s->hands[hand], q);
	for (const struct span *end = c + n; c < end; c++, to++) {
		struct point at = c->at, pen = c->end, seen = c->seen;
		if (q) {
			at = turn_place(at, q, size), pen = turn_place(pen, q, size);
			seen = turn_place(seen, q, size);
		}
		if (c->hand != hand)
			reach = reach_of(&s->hands[c->hand], q);
		hand = c->hand;
		to->runes = s->runes + c->from;
		to->n = c->n, to->shown = c->shown, to->letters = c->letters;
		to->flags = s->hands[hand].flags;
		to->x0 = least(at.x, pen.x) + reach.x0;
		to->x1 = most(at.x, pen.x) + reach.x1;
		to->seen = most(at.x, seen.x) + reach.x1;
		to->top = least(at.y, pen.y) + reach.y0;
		to->bottom = most(at.y, pen.y) + reach.y1;
		to->base = at.y;
		to->size = s->hands[hand].size;
	}
}

/* A line is measured in its own direction. When that is not the page's, its place is turned to the
 * page's, and it is never joined to its neighbours. */
static void send_line(struct sheet *s, const struct span *line, size_t n, int q,
		      const struct wire_page *size, struct lines *lines)
{
	int own = quarter(s->hands[line->hand].along);
	struct wire_line place = { 0 };
	s->piece = must_grow(s->piece, &s->piece_cap, n, sizeof *s->piece);
	if (own != q) {
		to_words(s, line, n, q, size, s->piece);
		for (size_t i = 0; i < n; i++)
			lines_enclose(&place, &s->piece[i], i == 0);
	}
	to_words(s, line, n, own, size, s->piece);
	if (own == q)
		lines_add(lines, s->piece, n);
	else
		lines_aside(lines, s->piece, n, &place);
}

static bool unmapped(const struct sheet *s)
{
	for (size_t i = 0; i < s->now.runes_n; i++)
		if (s->runes[i] == 0xfffd)
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
	for (size_t i = 0, n = s->now.n, from = 0; i < n; from = i) {
		for (i++; i < n && !s->spans[i].line;)
			i++;
		send_line(s, s->spans + from, i - from, q, &size, lines);
	}
	lines_flush(lines);
}
