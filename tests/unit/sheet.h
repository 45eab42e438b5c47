/* SPDX-License-Identifier: MIT
 *
 * Pages made line by line for the layout stage, and what becomes of them as one line a block: its kind
 * before it, lines of a block joined by a slash and cells by a bar.
 */
#ifndef LM_TESTS_SHEET_H
#define LM_TESTS_SHEET_H

#include "pipeline/run/stage.h"

/* After ours: cmocka's fail() is a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#define BODY 12.0f
#define PITCH 14.5f
#define FULL 500.0f             /* where full lines end */

struct sheet {
	struct doc d;
	struct buf source;
};

static inline void sheet_init(struct sheet *s, enum doc_format format)
{
	doc_init(&s->d, 0);
	s->source = (struct buf){ 0 };
	s->d.format = format;
}

static inline void sheet_release(struct sheet *s)
{
	buf_release(&s->source);
	doc_release(&s->d);
}

/* A line at x, y that ends at x1; of the body's size and regular type unless changed after. */
static inline struct line *put(struct sheet *s, int page, float x, float y, float x1, const char *text)
{
	struct line *l = VEC_PUSH(&s->d.mem, &s->d.lines);
	l->off = (uint32_t)s->source.n;
	buf_addz(&s->source, text);
	l->len = (uint32_t)(s->source.n - l->off);
	l->page = (uint16_t)page;
	l->x0 = x, l->y0 = y, l->x1 = x1, l->y1 = y + 1.2f * BODY;
	l->size = BODY;
	while (s->d.pages.n < page) {
		struct page *p = VEC_PUSH(&s->d.mem, &s->d.pages);
		*p = (struct page){ .number = (uint16_t)s->d.pages.n, .width = 595, .height = 842 };
	}
	return l;
}

/* Enough running text that its size, pitch and margins are the document's. */
static inline void put_filler(struct sheet *s, int page, float y)
{
	for (int i = 0; i < 6; i++)
		put(s, page, 70, y + (float)i * PITCH, FULL,
		    i < 5 ? "words that go on to the end of their line and then" : "end here.");
}

static inline void render(struct buf *out, const struct sheet *s)
{
	for (ptrdiff_t i = 0; i < s->d.lines.n; i++) {
		const struct line *l = &s->d.lines.at[i];
		if (!l->len)
			continue;
		if (l->starts == LINE_STARTS) {
			buf_addf(out, "%s%s", out->n ? "\n" : "", block_kind_name(l->kind));
			if (l->level)
				buf_add_int(out, l->level);
			if (l->number)
				buf_addf(out, "#%d", l->number);
			buf_addz(out, ": ");
		} else {
			buf_addc(out, l->starts == LINE_NEXT_CELL ? '|' : '/');
		}
		buf_add(out, doc_line(&s->d, l));
	}
}

/* Lay the sheet out and compare all of it, or what comes behind the filler. */
static inline void check(struct sheet *s, const char *why, const char *want, bool behind_filler)
{
	struct error e = { 0 };
	struct buf got = { 0 };
	s->d.source = buf_str(&s->source);
	assert_int_equal(stage_layout.process(&s->d, NULL, NULL, NULL, NULL, &e), 0);
	render(&got, s);
	struct str text = buf_str(&got);
	if (behind_filler)
		text = str_sub(text, str_find(text, S("end here."), 0) + 10, text.n);
	if (!str_eq(text, str_of(want)))
		fail_msg("%s:\n%.*s\nwanted:\n%s", why, STR_ARG(text), want);
	buf_release(&got);
	sheet_release(s);
}

#endif
