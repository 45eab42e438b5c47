/* SPDX-License-Identifier: MIT
 *
 * Where a block starts: whether a piece goes on with the open block, by its
 * place, its style, its mark and its words. A paragraph goes on over a page's
 * end.
 */
#include <math.h>

#include "stages/layout_builder.h"

#define CLOSE 1.22f             /* lines nearer than this times the pitch are of one paragraph */
#define WIDER 1.12f             /* a step that parts two sentences though their lines are close */
#define LOOSE 2.2f              /* lines inside a sentence may be as far apart as this */

static bool is_short(const struct layout *lay, const struct line *l, float share)
{
	float right = l->x0 < 0.9f * lay->middle ? lay->left_column : lay->right;
	return l->x1 < right - share * (right - l->x0);
}

static float step_limit(const struct layout *lay, const struct line *a, const struct line *b)
{
	float size = fmaxf(a->size, b->size);
	return CLOSE * lay->pitch * (size > lay->body ? size / lay->body : 1.0f);
}

/* b follows a in the same paragraph by its place. */
static bool is_close(const struct layout *lay, const struct line *a, const struct line *b)
{
	float step = layout_step(a, b);
	return a->page == b->page && step > -0.5f * lay->pitch && step <= step_limit(lay, a, b);
}

static bool same_style(const struct piece *a, const struct piece *b)
{
	return a->bold == b->bold && fabsf(a->line.size - b->line.size) < 0.6f;
}

/* A number at the head of a line is a paragraph's when it goes on counting, or when what follows
 * hangs under it, and no sentence runs into it. */
static bool number_fits(const struct builder *b, const struct piece *p, const struct piece *next)
{
	const struct mark *m = &p->mark;
	struct str text = str_sub(piece_text(b->lay, p), m->cut, p->line.len);
	bool follows = m->number == b->last_number + 1 || (m->number == 1 && m->point);
	bool near = m->number > b->last_number && m->number <= b->last_number + 3;
	bool hangs =
		next && is_close(b->lay, &p->line, &next->line) && next->line.x0 > p->line.x0 + 8;
	if (!m->alone && !layout_starts_upper(text) && !(m->point && follows))
		return false;
	if (b->prev && is_close(b->lay, &b->prev->line, &p->line) &&
	    !layout_ends_sentence(piece_text(b->lay, b->prev)) && !hangs)
		return false;
	if (!m->point && !((follows || near) && (hangs || m->alone)))
		return false;
	return follows || hangs || near;
}

/* A dash may also stand inside a sentence that was broken before it. */
static bool dash_fits(const struct builder *b, const struct piece *p)
{
	if (!b->prev || !is_close(b->lay, &b->prev->line, &p->line))
		return true;
	if (b->mark.kind == MARK_DASH && fabsf(p->line.x0 - b->x0) < SAME_X)
		return true;
	return layout_ends_sentence(piece_text(b->lay, b->prev)) ||
	       (b->mark.kind == MARK_NONE && p->line.x0 > b->prev->line.x0 + 8);
}

bool layout_mark_fits(const struct builder *b, const struct piece *p, const struct piece *next)
{
	switch (p->mark.kind) {
	case MARK_BULLET:
		return true;
	case MARK_DASH:
		return dash_fits(b, p);
	case MARK_NUMBER:
		return number_fits(b, p, next);
	default:
		return false;
	}
}

/* Where the open block's text starts: under the mark's text, or at its left. */
static float text_left(const struct builder *b)
{
	if (b->text_x > 0)
		return b->text_x;
	if (b->mark.kind != MARK_NONE && fabsf(b->hang_x0 - b->x0) < SAME_X)
		return b->hang_text;
	return b->mark.kind == MARK_NONE ? b->x0 : 0;
}

/* The page could have held more lines, so what ended there ended. */
static bool has_room_below(const struct builder *b)
{
	const struct line *l = &b->prev->line;
	return l->y1 < 0.8f * layout_page_height(b->lay->doc, l->page);
}

/* Whether the first line of a page, or of a column, goes on with the open block. */
static bool goes_on(const struct builder *b, const struct piece *p)
{
	struct str before = piece_text(b->lay, b->prev), text = piece_text(b->lay, p);
	float left = text_left(b);
	bool aligned = left > 0 && fabsf(p->line.x0 - left) < SAME_X;
	bool full = !is_short(b->lay, &b->prev->line, 0.12f);
	if (!same_style(b->prev, p))
		return false;
	if (layout_ends_sentence(before) && (is_short(b->lay, &p->line, 0.5f) || has_room_below(b)))
		return false;
	if (layout_ends_sentence(before) && b->mark.kind == MARK_NUMBER)
		return aligned;         /* else it would have a number of its own */
	if (layout_ends_sentence(before))
		return aligned && (b->mark.kind != MARK_NONE ? p->line.x0 > b->x0 + 8 : full);
	if (layout_starts_lower(text))
		return true;
	return aligned && !is_short(b->lay, &b->prev->line, 0.3f);
}

/* Whether a piece without a mark and outside of tables starts a block. */
static bool starts_plain(const struct builder *b, const struct piece *p)
{
	const struct line *a = &b->prev->line, *l = &p->line;
	struct str before = piece_text(b->lay, b->prev), text = piece_text(b->lay, p);
	bool ended = layout_ends_sentence(before);
	if (a->page != l->page)
		return !goes_on(b, p);
	if (!is_close(b->lay, a, l))
		return ended || !layout_starts_lower(text) || !same_style(b->prev, p) ||
		       l->y0 < a->y0 || layout_step(a, l) > LOOSE * b->lay->pitch;
	if (fabsf(a->size - l->size) >= 0.6f)
		return !(layout_starts_lower(text) && !ended && fabsf(a->size - l->size) < 1.1f);
	if (b->all_bold && !p->bold)
		return ended || is_short(b->lay, a, 0.2f) || !layout_starts_lower(text);
	if (!b->prev->bold && p->bold &&
	    (ended || (layout_starts_upper(text) && is_short(b->lay, a, 0.2f))))
		return true;
	if (l->page == 1 && layout_is_label(text))
		return true;
	if (ended && layout_starts_upper(text) &&
	    (is_short(b->lay, a, 0.18f) || layout_step(a, l) > WIDER * b->lay->pitch))
		return true;
	if (ended && l->x0 > a->x0 + 12 && b->text_x > 0 && l->x0 > b->text_x + 12)
		return true;
	return ended && b->mark.kind != MARK_NONE && text_left(b) > b->x0 + 8 &&
	       fabsf(l->x0 - b->x0) < SAME_X;
}

enum line_join layout_join(const struct builder *b, const struct piece *p, bool marked)
{
	if (p->cell == CELL_ROW)
		return LINE_STARTS;
	if (p->cell == CELL_NEXT)
		return LINE_NEXT_CELL;
	if (p->cell == CELL_MORE)
		return LINE_CONTINUES;
	if (!b->prev || b->first < 0 || b->row || marked)
		return LINE_STARTS;
	if (p->cell == CELL_COLUMN)
		return goes_on(b, p) && layout_starts_lower(piece_text(b->lay, p)) ? LINE_CONTINUES
										  : LINE_STARTS;
	return starts_plain(b, p) ? LINE_STARTS : LINE_CONTINUES;
}
