/* SPDX-License-Identifier: MIT
 *
 * A PDF page's characters where its content puts them, and which of them make a line. Knows nothing
 * of PDF files: whoever reads the content hands over runes, places and writing directions.
 *
 * Characters come in batches, each one text object or less, that are shown or dropped together: a
 * batch that lies outside of the clip altogether is not on the page for a reader.
 */
#ifndef LEITMOTIF_READER_PDF_PLACE_H
#define LEITMOTIF_READER_PDF_PLACE_H

#include <stdint.h>

#include "pipeline/reader/pdf_rune.h"

struct point {
	float x, y;
};

struct box {
	float x0, y0, x1, y1;
};

/* How a run of characters is written; all in points of the page, y downward. */
struct hand {
	struct point along;                     /* unit vector in writing direction */
	struct point up, down;                  /* from the baseline to where the font ends */
	struct box em;                          /* about a capital, seen from the origin */
	float size;
	unsigned flags;                         /* WORD_* */
};

/* A character on its way to the sheet. PLACED_LINE: starts a line; PLACED_TAIL: has no glyph of its
 * own; PLACED_ON: is close behind the one before, which the writer knows. */
enum { PLACED_LINE = 1, PLACED_TAIL = 2, PLACED_ON = 4 };

struct placed {
	uint32_t rune;                          /* marked */
	uint16_t hand, flags;
	struct point at, end;                   /* where the pen comes and leaves */
};

/* Characters of one hand side by side on the sheet: visible ones with the white space behind them, or
 * white space. More than one only where the hand writes to the right. */
struct span {
	uint32_t from;                          /* the first of its runes */
	uint16_t n, shown, letters;             /* as of a struct word */
	uint16_t hand;
	bool line, gap;                         /* starts a line; is a gap that is none of the content's */
	float last;                             /* where the pen comes for the last, as at.x */
	struct point at, end, seen;             /* the pen comes and leaves; leaves the visible ones */
};

/* How far a sheet is written. */
struct written {
	size_t n, runes_n;                      /* spans and their runes */
	struct point pen;                       /* after the last character */
	uint32_t last;                          /* its rune, without marks */
	uint16_t line_hand;                     /* of the open line's first character */
	bool open;                              /* a line is open */
};

struct sheet {
	struct span *spans;
	uint32_t *runes;                        /* without marks */
	size_t cap, runes_cap;
	struct written now, kept;               /* kept: without the open batch */
	struct hand *hands;
	size_t hands_n, hands_cap;
	bool foreign, batch_foreign;            /* text that is not written left to right */
	struct word *piece;                     /* a line on its way out */
	size_t piece_cap;
};

void sheet_release(struct sheet *s);
void sheet_reset(struct sheet *s);

/* Add a hand, or find the last one equal. False when a page has more than can be counted. */
bool sheet_hand(struct sheet *s, const struct hand *h, uint16_t *index);

/* Add a character to the open batch, behind those that are in lines. False when it is nothing new: a
 * letter printed twice at one place, to make it look bold, is one. */
bool sheet_add(struct sheet *s, const struct placed *c);

/* Where n more runes go that sheet_lengthen() is told of. */
uint32_t *sheet_room(struct sheet *s, size_t n);

/* The last span, which is visible to its end, has n more runes: visible ones, letters among them, or
 * white space. The pen came to x for the last of them and left it at end. */
void sheet_lengthen(struct sheet *s, size_t n, size_t letters, bool visible, float x,
		    struct point end);

/* End the batch: its characters are gone when clip is given and none of them is inside. */
void sheet_flush(struct sheet *s, const struct box *clip);

/* Add a character whose place in a line is known already. */
void sheet_put(struct sheet *s, const struct placed *c);

/* Send the page: its head with flags added, then its lines in their order. */
void sheet_send(struct sheet *s, struct wire_page *head, struct lines *lines);

/* The smallest box around two. */
static inline struct box box_around(struct box a, struct box b)
{
	return (struct box){ least(a.x0, b.x0), least(a.y0, b.y0), most(a.x1, b.x1),
			     most(a.y1, b.y1) };
}

/* What two boxes have in common; boxes that have nothing give one without an inside. */
static inline struct box box_common(struct box a, struct box b)
{
	return (struct box){ most(a.x0, b.x0), most(a.y0, b.y0), least(a.x1, b.x1),
			     least(a.y1, b.y1) };
}

#endif
