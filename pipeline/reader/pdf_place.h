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

#include "pipeline/reader/lines.h"

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
	unsigned flags;                         /* GLYPH_* */
};

/* Starts a line; has no glyph of its own; is close behind the one before, which the writer knows. */
enum { PLACED_LINE = 1, PLACED_TAIL = 2, PLACED_ON = 4 };

struct placed {
	uint32_t rune;
	uint16_t hand, flags;
	struct point at, end;                   /* where the pen comes and leaves */
};

struct sheet {
	struct placed *all, *batch;
	size_t n, cap, batch_n, batch_cap;
	struct hand *hands;
	size_t hands_n, hands_cap;
	struct point pen;                       /* after the last character */
	uint32_t last;                          /* its rune */
	uint16_t line_hand;                     /* of the open line's first character */
	bool open;                              /* a line is open */
	bool foreign;                           /* has text that is not written left to right */
	struct glyph *piece;                    /* a line on its way out */
	size_t piece_cap;
};

void sheet_release(struct sheet *s);
void sheet_reset(struct sheet *s);

/* Add a hand, or find the last one equal. False when a page has more than can be counted. */
bool sheet_hand(struct sheet *s, const struct hand *h, uint16_t *index);

/* Add a character to the open batch. */
static inline void sheet_add(struct sheet *s, const struct placed *c)
{
	if (s->batch_n == s->batch_cap)
		s->batch = must_grow(s->batch, &s->batch_cap, s->batch_n + 1, sizeof *s->batch);
	s->batch[s->batch_n++] = *c;
}

/* End the batch: its characters become lines, unless clip is given and none of them is inside. */
void sheet_flush(struct sheet *s, const struct box *clip);

/* Add a character whose place in a line is known already. */
static inline void sheet_put(struct sheet *s, const struct placed *c)
{
	if (s->n == s->cap)
		s->all = must_grow(s->all, &s->cap, s->n + 1, sizeof *s->all);
	s->all[s->n++] = *c;
}

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
