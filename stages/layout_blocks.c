/* SPDX-License-Identifier: MIT
 *
 * Pieces of lines to blocks: where one starts, what it is, in which order they
 * are read. A paragraph goes on over a page's end; footnotes and furniture
 * that lie inside it are put behind it.
 */
#include <math.h>

#include "stages/layout.h"

#define CLOSE 1.22f             /* lines nearer than this times the pitch are of one paragraph */
#define WIDER 1.12f             /* a step that parts two sentences though their lines are close */
#define LOOSE 2.2f              /* lines inside a sentence may be as far apart as this */
#define SAME_X 5.0f             /* points by which aligned lines may differ */
#define TITLE 1.4f              /* a title's size to the body's */
#define NEAR_LINES 200          /* lines looked through for a block's neighbour */
#define HEADING_LINES 4
#define HEADING_BYTES 260
#define PLAIN_HEADING_BYTES 75
#define BOLD_SENTENCE 130       /* bold text with a full stop that is longer is no heading */
#define LARGE_SENTENCE 160      /* nor is large text that is longer than this */

struct builder {
	struct layout *lay;
	VEC(struct line) out;
	VEC(struct line) held;          /* furniture and footnotes until the block ends */
	ptrdiff_t first;                /* in out: the first line of the open block; -1 none */
	const struct piece *prev;       /* the last body piece */
	struct mark mark;               /* of the open block */
	struct mark pending;            /* a bullet or number that stood alone on its line */
	float pending_x;
	float x0, text_x;               /* of the open block: its first line, its text; 0 unknown */
	float hang_x0, hang_text;       /* where text hung under marks at hang_x0 the last time */
	float levels[8];                /* starts of the enclosing list items */
	int depth;
	uint16_t last_number, title_page;
	bool all_bold, all_large, row, seen_text;
};

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

static bool mark_fits(const struct builder *b, const struct piece *p, const struct piece *next)
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

static enum line_join join_of(const struct builder *b, const struct piece *p, bool marked)
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

static ptrdiff_t block_bytes(const struct builder *b)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = b->first; i < b->out.n; i++)
		n += b->out.at[i].len + 1;
	return n;
}

static bool has_letter(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (ascii_is_alpha(s.p[i]) || (unsigned char)s.p[i] >= 0xc0)
			return true;
	return false;
}

static bool is_heading(const struct builder *b)
{
	const struct line *last = &b->out.at[b->out.n - 1];
	struct str text = doc_line(b->lay->doc, last);
	if (!b->all_bold && !b->all_large)
		return false;
	if (b->out.n - b->first > HEADING_LINES || block_bytes(b) > HEADING_BYTES ||
	    !has_letter(text))
		return false;
	return !str_ends(str_trim(text), S(".")) ||
	       block_bytes(b) <= (b->all_large ? LARGE_SENTENCE : BOLD_SENTENCE);
}

/* Titles stand in large type on the first page that has text, above any of it. */
static bool is_title(struct builder *b, const struct line *l)
{
	if (b->seen_text || l->size <= TITLE * b->lay->body ||
	    (b->title_page && l->page != b->title_page))
		return false;
	b->title_page = l->page;
	return true;
}

/* The list level of an item by how far its mark stands in. */
static int item_level(struct builder *b)
{
	while (b->depth && b->levels[b->depth - 1] > b->x0 + SAME_X)
		b->depth--;
	if (!b->depth || b->levels[b->depth - 1] < b->x0 - SAME_X) {
		if (b->depth == countof(b->levels))
			b->depth--;
		b->levels[b->depth++] = b->x0;
	}
	return b->depth;
}

static int keep(struct builder *b, const struct line *l, struct error *e)
{
	struct line *to = VEC_PUSH(&b->lay->doc->mem, &b->out);
	if (!to)
		return fail(e, E_LIMIT, "too many lines (--max-memory)");
	*to = *l;
	return 0;
}

/* Name the open block and put what was held behind it. */
static int close_block(struct builder *b, struct error *e)
{
	if (b->first >= 0) {
		struct line *l = &b->out.at[b->first];
		bool items = b->mark.kind == MARK_BULLET || b->mark.kind == MARK_DASH;
		if (b->row)
			l->kind = BLOCK_ROW;
		else if (items)
			l->kind = BLOCK_ITEM;
		else if (is_heading(b))
			l->kind = is_title(b, l) ? BLOCK_TITLE : BLOCK_HEADING;
		else
			l->kind = BLOCK_PARA;
		if (items)
			l->level = (uint8_t)item_level(b);
		else if (l->kind == BLOCK_HEADING || b->mark.kind == MARK_NUMBER)
			b->depth = 0;
		if (b->mark.kind == MARK_NUMBER && !b->row)
			l->number = b->mark.number;
		b->seen_text = b->seen_text || (l->kind == BLOCK_PARA && block_bytes(b) > 120);
	}
	b->first = -1;
	for (ptrdiff_t i = 0; i < b->held.n; i++)
		if (keep(b, &b->held.at[i], e) < 0)
			return -e->code;
	b->held.n = 0;
	return 0;
}

static void open_block(struct builder *b, const struct piece *p, struct mark mark, float x)
{
	b->first = b->out.n;
	b->mark = mark;
	b->x0 = x;
	b->text_x = mark.kind == MARK_NONE ? x : 0;
	b->all_bold = b->all_large = true;
	b->row = p->cell == CELL_ROW;
	if (mark.kind == MARK_NUMBER && !b->row)
		b->last_number = mark.number;
}

static int add_body(struct builder *b, const struct piece *p, const struct piece *next,
		    struct error *e)
{
	struct line l = p->line;
	bool marked = b->pending.kind != MARK_NONE ||
		      (p->cell == CELL_NONE && mark_fits(b, p, next)) ||
		      (p->cell == CELL_COLUMN && mark_fits(b, p, next));
	struct mark mark = { 0 };
	float x = l.x0;
	if (b->pending.kind != MARK_NONE) {
		mark = b->pending;
		x = b->pending_x;
	} else if (marked && p->mark.alone) {
		b->pending = p->mark;
		b->pending_x = l.x0;
		return 0;
	} else if (marked) {
		mark = p->mark;
		l.off += (uint32_t)mark.cut;
		l.len -= (uint32_t)mark.cut;
	}
	l.starts = (uint8_t)join_of(b, p, marked);
	if (l.starts == LINE_STARTS) {
		if (close_block(b, e) < 0)
			return -e->code;
		open_block(b, p, mark, x);
		if (b->pending.kind != MARK_NONE)
			b->text_x = l.x0;
	} else if (b->mark.kind != MARK_NONE && b->text_x <= 0 && l.page == b->prev->line.page) {
		b->text_x = l.x0;
		b->hang_x0 = b->x0;
		b->hang_text = l.x0;
	}
	b->pending = (struct mark){ 0 };
	b->all_bold = b->all_bold && p->bold;
	b->all_large = b->all_large && p->large;
	b->prev = p;
	return keep(b, &l, e);
}

static int add_aside(struct builder *b, const struct piece *p, struct error *e)
{
	struct line *l = VEC_PUSH(&b->lay->doc->mem, &b->held);
	if (!l)
		return fail(e, E_LIMIT, "too many lines (--max-memory)");
	*l = p->line;
	l->kind = p->role == ROLE_FOOTNOTE ? BLOCK_FOOTNOTE : BLOCK_FURNITURE;
	l->starts = LINE_STARTS;
	if (p->role == ROLE_FOOTNOTE && doc_line(b->lay->doc, l).p[0] != '\x0e' && b->held.n > 1 &&
	    l[-1].kind == BLOCK_FOOTNOTE)
		l->starts = LINE_CONTINUES;
	return 0;
}

/* Index of the next block that is no aside, from i on; the end when none is near. */
static ptrdiff_t next_block(const struct builder *b, ptrdiff_t i)
{
	ptrdiff_t end = i + NEAR_LINES < b->out.n ? i + NEAR_LINES : b->out.n;
	while (i < end && (b->out.at[i].starts != LINE_STARTS ||
				b->out.at[i].kind == BLOCK_FURNITURE ||
				b->out.at[i].kind == BLOCK_FOOTNOTE))
		i++;
	return i < end ? i : b->out.n;
}

/* A few words on a line of their own, no sentence, above an item or a numbered paragraph are a
 * heading in plain type. */
static void find_plain_headings(struct builder *b)
{
	for (ptrdiff_t i = 0; i < b->out.n; i++) {
		struct line *l = &b->out.at[i];
		struct str text = doc_line(b->lay->doc, l);
		ptrdiff_t next = next_block(b, i + 1);
		if (l->starts != LINE_STARTS || l->kind != BLOCK_PARA || l->number ||
		    next == b->out.n || b->out.at[i + 1].starts != LINE_STARTS)
			continue;
		const struct line *below = &b->out.at[next];
		if (text.n <= PLAIN_HEADING_BYTES && ascii_is_upper(text.p[0]) &&
		    !layout_ends_sentence(text) && (below->kind == BLOCK_ITEM || below->number))
			l->kind = BLOCK_HEADING;
	}
}

/* Levels of headings: their styles in order of size, bold before regular. */
static void set_levels(struct builder *b)
{
	int styles[16], n = 0;
	for (ptrdiff_t i = 0; i < b->out.n; i++) {
		const struct line *l = &b->out.at[i];
		if (l->kind != BLOCK_HEADING || l->starts != LINE_STARTS)
			continue;
		int style = (int)lrintf(l->size * 2) * 2 + ((l->flags & LINE_BOLD) != 0), k = 0;
		while (k < n && styles[k] > style)
			k++;
		if ((k < n && styles[k] == style) || n == countof(styles))
			continue;
		memmove(&styles[k + 1], &styles[k], (size_t)(n++ - k) * sizeof *styles);
		styles[k] = style;
	}
	for (ptrdiff_t i = 0; i < b->out.n; i++) {
		struct line *l = &b->out.at[i];
		int style = (int)lrintf(l->size * 2) * 2 + ((l->flags & LINE_BOLD) != 0), k = 0;
		while (k < n && styles[k] > style)
			k++;
		if (l->kind == BLOCK_HEADING && l->starts == LINE_STARTS)
			l->level = (uint8_t)(k + 1);
	}
}

int layout_blocks(struct layout *lay, struct error *e)
{
	struct builder b = { .lay = lay, .first = -1 };
	ptrdiff_t ahead = 0;    /* the first body piece behind i, or the end */
	for (ptrdiff_t i = 0; i < lay->pieces.n; i++) {
		const struct piece *p = &lay->pieces.at[i];
		while (ahead <= i ||
		       (ahead < lay->pieces.n && lay->pieces.at[ahead].role != ROLE_BODY))
			ahead++;
		const struct piece *next = ahead < lay->pieces.n ? &lay->pieces.at[ahead] : NULL;
		int rc = p->role == ROLE_BODY ? add_body(&b, p, next, e) : add_aside(&b, p, e);
		if (rc < 0)
			return rc;
	}
	if (close_block(&b, e) < 0)
		return -e->code;
	find_plain_headings(&b);
	set_levels(&b);
	lay->doc->lines.at = b.out.at;
	lay->doc->lines.n = b.out.n;
	lay->doc->lines.cap = b.out.cap;
	return 0;
}
