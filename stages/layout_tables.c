/* SPDX-License-Identifier: MIT
 *
 * Tables out of places. Lines come cell by cell, row by row, as word
 * processors write them: a cell is left when the next line stands to the right
 * and not below. Short cells make a row; long ones are read as running text,
 * one after the other, which also does for pages in two columns.
 */
#include <math.h>

#include "stages/layout.h"

#define CLOSE 1.3f              /* lines nearer than this times the pitch are of one paragraph */
#define ROW_LINES 4             /* a cell with more lines is running text */
#define ROW_BYTES 320           /* as is a row with more text */
#define PROSE_BYTES 70          /* and a cell that ends in a full stop and is longer than this */
#define NEAR_LINES 200          /* lines looked through for what belongs to a cell */
#define ALIGN 6.0f              /* points by which the starts of a cell's lines may differ */

static bool is_body(const struct piece *p)
{
	return p->role == ROLE_BODY;
}

/* The nearest body piece before or after i on the same page, or NULL. */
static const struct piece *neighbour(const struct layout *lay, ptrdiff_t i, int step)
{
	uint16_t page = lay->pieces.at[i].line.page;
	for (ptrdiff_t k = i + step; k >= 0 && k < lay->pieces.n && (k - i) * step < NEAR_LINES;
	     k += step)
		if (is_body(&lay->pieces.at[k]))
			return lay->pieces.at[k].line.page == page ? &lay->pieces.at[k] : NULL;
	return NULL;
}

/* n is a full line of the paragraph that l stands in, so a gap in l is only a wide space. */
static bool is_running(const struct layout *lay, const struct line *l, const struct piece *n)
{
	float width = lay->right - l->x0;
	return n && fabsf(layout_step(l, &n->line)) < CLOSE * lay->pitch &&
	       fabsf(n->line.x0 - l->x0) < 36 && n->line.x1 > lay->right - 0.12f * width &&
	       l->x1 > lay->right - 0.2f * width &&
	       !memchr(doc_line(lay->doc, &n->line).p, '\t', (size_t)n->line.len);
}

static bool has_cells(const struct layout *lay, ptrdiff_t i)
{
	const struct piece *p = &lay->pieces.at[i];
	struct str t = piece_text(lay, p);
	if (!is_body(p) || str_find(t, S("\t"), p->mark.cut) < 0)
		return false;
	return !is_running(lay, &p->line, neighbour(lay, i, -1)) &&
	       !is_running(lay, &p->line, neighbour(lay, i, 1));
}

/* Split a line at its tabs. Where a cell starts is reckoned back from the line's end by the mean
 * width of a character, which is near enough to tell columns apart. */
static int split(struct layout *lay, const struct piece *whole, struct error *e)
{
	struct str t = doc_line(lay->doc, &whole->line);
	float em = whole->line.size * 0.5f;
	float x = whole->line.x0;
	for (ptrdiff_t from = 0, to; from < t.n; from = to + 1) {
		ptrdiff_t search = from ? from : whole->mark.cut;
		to = str_find(t, S("\t"), search);
		to = to < 0 ? t.n : to;
		struct piece *p = VEC_PUSH(&lay->doc->mem, &lay->pieces);
		if (!p)
			return fail(e, E_LIMIT, "too many lines (--max-memory)");
		*p = *whole;
		p->line.off = whole->line.off + (uint32_t)from;
		p->line.len = (uint32_t)(to - from);
		if (from) {
			float rest = (float)(t.n - from) * em;
			p->line.x0 = fmaxf(x + 1.5f * em, whole->line.x1 - rest);
			p->mark = (struct mark){ 0 };
		}
		x = fminf(p->line.x0 + (float)(to - from) * em, whole->line.x1);
		p->line.x1 = to == t.n ? whole->line.x1 : x;
	}
	return 0;
}

static int split_all(struct layout *lay, struct error *e)
{
	struct layout from = *lay;
	lay->pieces.at = NULL;
	lay->pieces.n = lay->pieces.cap = 0;
	for (ptrdiff_t i = 0; i < from.pieces.n; i++) {
		if (has_cells(&from, i)) {
			if (split(lay, &from.pieces.at[i], e) < 0)
				return -e->code;
			continue;
		}
		struct piece *p = VEC_PUSH(&lay->doc->mem, &lay->pieces);
		if (!p)
			return fail(e, E_LIMIT, "too many lines (--max-memory)");
		*p = from.pieces.at[i];
	}
	return 0;
}

/* Index of the next body piece after i, or pieces.n. */
static ptrdiff_t next_body(const struct layout *lay, ptrdiff_t i)
{
	while (++i < lay->pieces.n && !is_body(&lay->pieces.at[i]))
		;
	return i;
}

/* b stands to the right of a and not below it. */
static bool jumps_right(const struct piece *a, const struct piece *b)
{
	return a->line.page == b->line.page && !a->mark.alone && b->line.x0 > a->line.x1 - 2 &&
	       b->line.x0 > a->line.x0 + 2 * a->line.size &&
	       b->line.y0 < a->line.y1 - 0.4f * a->line.size &&
	       b->line.y1 > a->line.y0 - 40 * a->line.size;
}

/* The first line of the cell that ends at piece i, left of the cell that starts at `right`. */
static ptrdiff_t cell_start(const struct layout *lay, ptrdiff_t i, const struct piece *right)
{
	const struct piece *at = lay->pieces.at;
	ptrdiff_t first = i;
	for (ptrdiff_t k = i - 1; k >= 0 && i - k < NEAR_LINES; k--) {
		const struct line *l = &at[k].line, *below = &at[first].line;
		if (!is_body(&at[k]))
			continue;
		if (l->page != below->page || at[k].cell != CELL_NONE ||
		    l->x1 > right->line.x0 + 2 || fabsf(l->x0 - below->x0) > 4 * ALIGN ||
		    layout_step(l, below) > CLOSE * lay->pitch || below->y0 < l->y0 ||
		    l->y1 < right->line.y0 - 3.2f * lay->pitch || at[k].bold != at[first].bold)
			break;
		first = k;
	}
	return first;
}

/* Whether piece k goes on in the cell whose lines start at x and whose last line is last. */
static bool in_cell(const struct layout *lay, float x, const struct piece *last,
		    const struct piece *p)
{
	if (p->line.x0 < x - ALIGN)
		return false;
	if (p->line.page != last->line.page)
		return x > 0.3f * lay->right;
	return p->line.y0 - last->line.y0 < 3 * lay->pitch &&
	       p->line.y0 > last->line.y0 - lay->pitch / 2;
}

/* The cell that starts at piece i is a sentence or more. */
static bool is_prose(const struct layout *lay, ptrdiff_t i, ptrdiff_t end)
{
	const struct piece *last = &lay->pieces.at[i];
	ptrdiff_t bytes = last->line.len;
	for (ptrdiff_t k = i + 1; k < end; k++) {
		if (!is_body(&lay->pieces.at[k]))
			continue;
		if (lay->pieces.at[k].cell != CELL_MORE)
			break;
		last = &lay->pieces.at[k];
		bytes += last->line.len + 1;
	}
	return bytes > PROSE_BYTES && str_ends(piece_text(lay, last), S("."));
}

/* A row [first, end) is found: decide whether it is one, and mark its cells. */
static void finish_row(struct layout *lay, ptrdiff_t first, ptrdiff_t end)
{
	struct piece *at = lay->pieces.at;
	ptrdiff_t lines = 0, bytes = 0;
	bool prose = false;
	for (ptrdiff_t i = first; i < end; i++) {
		if (!is_body(&at[i]))
			continue;
		lines = at[i].cell == CELL_MORE ? lines + 1 : 1;
		bytes += at[i].line.len;
		prose = prose || lines > ROW_LINES || (lines == 1 && is_prose(lay, i, end));
	}
	if (!prose && bytes <= ROW_BYTES)
		return;
	for (ptrdiff_t i = first; i < end; i++)
		if (is_body(&at[i]))
			at[i].cell = at[i].cell == CELL_MORE ? CELL_NONE : CELL_COLUMN;
}

/* A line of the left cell that comes after the right one, when a row's first lines were one visual
 * line: move it to its cell. Returns where the left cell ends then, or 0 when k is no such line. */
static ptrdiff_t pull_left(struct layout *lay, ptrdiff_t left_end, ptrdiff_t k, float column)
{
	struct piece *at = lay->pieces.at;
	const struct line *l = &at[k].line, *above = &at[left_end - 1].line;
	ptrdiff_t after = next_body(lay, k);
	if (k - left_end > NEAR_LINES)
		return 0;
	if (l->page != above->page || layout_step(above, l) > CLOSE * lay->pitch ||
	    l->y0 <= above->y0 || l->x1 > column || fabsf(l->x0 - above->x0) > 4 * ALIGN ||
	    at[k].mark.kind != MARK_NONE || at[k].bold != at[left_end - 1].bold)
		return 0;
	if (after < lay->pieces.n && jumps_right(&at[k], &at[after]))
		return 0;
	struct piece moved = at[k];
	memmove(&at[left_end + 1], &at[left_end], (size_t)(k - left_end) * sizeof *at);
	at[left_end] = moved;
	at[left_end].cell = CELL_MORE;
	return left_end + 1;
}

/* Mark the row whose second cell starts at piece i; prev is the last line of its first. Returns the
 * index behind the row. */
static ptrdiff_t take_row(struct layout *lay, ptrdiff_t prev, ptrdiff_t i)
{
	struct piece *at = lay->pieces.at;
	ptrdiff_t first = cell_start(lay, prev, &at[i]), left_end = prev + 1, last = i, k;
	float x = at[i].line.x0;
	bool one_line = at[prev].line.y0 < at[i].line.y0 + lay->pitch / 2;
	for (ptrdiff_t c = first; c <= prev; c++)
		if (is_body(&at[c]))
			at[c].cell = c == first ? CELL_ROW : CELL_MORE;
	at[i].cell = CELL_NEXT;
	for (k = next_body(lay, i); k < lay->pieces.n; k = next_body(lay, k)) {
		ptrdiff_t pulled = 0;
		if (jumps_right(&at[last], &at[k])) {
			at[k].cell = CELL_NEXT;
			x = at[k].line.x0;
		} else if (in_cell(lay, x, &at[last], &at[k])) {
			at[k].cell = CELL_MORE;
		} else if (one_line &&
			   (pulled = pull_left(lay, left_end, k, at[i].line.x0)) > 0) {
			left_end = pulled;
			i++;
		} else {
			break;
		}
		last = k;
	}
	finish_row(lay, first, last + 1);
	return last + 1;
}

int layout_tables(struct layout *lay, struct error *e)
{
	int rc = split_all(lay, e);
	ptrdiff_t prev = -1;
	for (ptrdiff_t i = 0; rc == 0 && i < lay->pieces.n;) {
		if (!is_body(&lay->pieces.at[i])) {
			i++;
			continue;
		}
		if (prev >= 0 && lay->pieces.at[prev].cell == CELL_NONE &&
		    jumps_right(&lay->pieces.at[prev], &lay->pieces.at[i])) {
			i = take_row(lay, prev, i);
			prev = i - 1;
			continue;
		}
		prev = i++;
	}
	return rc;
}
