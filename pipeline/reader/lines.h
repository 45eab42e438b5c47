/* SPDX-License-Identifier: MIT
 *
 * Visual lines of a page out of placed characters. Knows nothing of PDF: the characters come in the
 * order of the page's content, in pieces of one baseline each.
 */
#ifndef LEITMOTIF_READER_LINES_H
#define LEITMOTIF_READER_LINES_H

#include "pipeline/doc/wire.h"
#include "pipeline/reader/text.h"

enum { GLYPH_BOLD = 1, GLYPH_ITALIC = 2, GLYPH_ARTIFACT = 4, GLYPH_START = 8 };

/* What fminf() and fmaxf() do for numbers, in one instruction each. */
static inline float least(float a, float b)
{
	return a < b ? a : b;
}

static inline float most(float a, float b)
{
	return a > b ? a : b;
}

/* A character, in points along (x) and across (y, downward) its line. */
struct glyph {
	unsigned rune;
	unsigned flags;                         /* GLYPH_START: first of a piece */
	float x0, x1;                           /* where the pen comes and leaves */
	float top, bottom;
	float base;                             /* y of the baseline */
	float size;
};

/* The line that is being put together; one for a page, all zero at first. */
struct lines {
	struct glyph *glyphs;
	size_t n, cap;
	struct text text;
	uint16_t page;
	const struct wire_line *place; /* of the open line, when it was measured elsewhere */
	unsigned long visible;                  /* characters sent that are no white space */
};

void lines_release(struct lines *l);

/* Add a piece of n characters: it goes on the open line when it continues it to the right on the
 * same baseline; else the open line is sent first. */
void lines_add(struct lines *l, const struct glyph *piece, size_t n);

/* Send a piece as a line of its own, which stands at place though its characters are measured in
 * another direction. */
void lines_aside(struct lines *l, const struct glyph *piece, size_t n,
		 const struct wire_line *place);

/* Widen a place to a character's; the first sets it. */
static inline void lines_enclose(struct wire_line *place, const struct glyph *g, bool first)
{
	if (first)
		place->x0 = g->x0, place->x1 = g->x1, place->y0 = g->top, place->y1 = g->bottom;
	place->x0 = least(place->x0, g->x0);
	place->x1 = most(place->x1, g->x1);
	place->y0 = least(place->y0, g->top);
	place->y1 = most(place->y1, g->bottom);
}

/* Send the open line, if any. */
void lines_flush(struct lines *l);

#endif
