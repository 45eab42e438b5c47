/* SPDX-License-Identifier: MIT
 *
 * Visual lines of a page out of placed characters. Knows nothing of PDF: the characters come in the
 * order of the page's content, in pieces of one baseline each.
 */
#ifndef LEITMOTIF_READER_LINES_H
#define LEITMOTIF_READER_LINES_H

#include "pipeline/doc/wire.h"
#include "pipeline/reader/text.h"

/* How characters are written; WORD_START: the first word of a piece. */
enum { WORD_BOLD = 1, WORD_ITALIC = 2, WORD_ARTIFACT = 4, WORD_START = 8 };

/* Beside a character's number: what lines need to know of it. */
#define RUNE_BITS 0x1fffffu
#define RUNE_LETTER (1u << 28)                  /* a letter or figure */
#define RUNE_BLANK (1u << 29)                   /* white space */

/* What fminf() and fmaxf() do for numbers, in one instruction each. */
static inline float least(float a, float b)
{
	return a < b ? a : b;
}

static inline float most(float a, float b)
{
	return a > b ? a : b;
}

/* Characters that are written alike, side by side, in points along (x) and across (y, downward) their
 * line. White space stands behind the visible ones, or alone. */
struct word {
	const uint32_t *runes;                  /* stay until the line is sent; without marks */
	unsigned n, shown, letters;             /* all, those before the white space, letters among them */
	unsigned flags;                         /* WORD_* */
	float x0, x1, seen;                     /* where the pen comes and leaves; leaves the visible ones */
	float top, bottom;
	float base;                             /* y of the baseline */
	float size;
};

/* The line that is being put together; one for a page, all zero at first. */
struct lines {
	struct word *words;
	size_t n, cap;
	struct text text;
	uint16_t page;
	const struct wire_line *place; /* of the open line, when it was measured elsewhere */
	unsigned long visible;                  /* characters sent that are no white space */
};

/* A character's number with its marks; larger ones than there are become one that is none. */
uint32_t rune_mark(uint32_t c);

void lines_release(struct lines *l);

/* Add a piece of n words: it goes on the open line when it continues it to the right on the
 * same baseline; else the open line is sent first. */
void lines_add(struct lines *l, const struct word *piece, size_t n);

/* Send a piece as a line of its own, which stands at place though its characters are measured in
 * another direction. */
void lines_aside(struct lines *l, const struct word *piece, size_t n,
		 const struct wire_line *place);

/* Widen a place to a word's; the first sets it. */
static inline void lines_enclose(struct wire_line *place, const struct word *w, bool first)
{
	if (first)
		place->x0 = w->x0, place->x1 = w->x1, place->y0 = w->top, place->y1 = w->bottom;
	place->x0 = least(place->x0, w->x0);
	place->x1 = most(place->x1, w->x1);
	place->y0 = least(place->y0, w->top);
	place->y1 = most(place->y1, w->bottom);
}

/* Send the open line, if any. */
void lines_flush(struct lines *l);

#endif
