/* SPDX-License-Identifier: MIT
 *
 * Pieces of lines to blocks: one behind the other, each as the start of a block
 * or as more of it. Footnotes and furniture that lie inside a block are put
 * behind it.
 */
#include "stages/layout_builder.h"

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
		else
			l->kind = (uint8_t)layout_kind(b);
		if (items)
			l->level = (uint8_t)item_level(b);
		else if (l->kind == BLOCK_HEADING || b->mark.kind == MARK_NUMBER)
			b->depth = 0;
		if (b->mark.kind == MARK_NUMBER && !b->row)
			l->number = b->mark.number;
		b->seen_text = b->seen_text || (l->kind == BLOCK_PARA && layout_block_bytes(b) > 120);
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
		      (p->cell == CELL_NONE && layout_mark_fits(b, p, next)) ||
		      (p->cell == CELL_COLUMN && layout_mark_fits(b, p, next));
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
	l.starts = (uint8_t)layout_join(b, p, marked);
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
	layout_headings(&b);
	lay->doc->lines.at = b.out.at;
	lay->doc->lines.n = b.out.n;
	lay->doc->lines.cap = b.out.cap;
	return 0;
}
