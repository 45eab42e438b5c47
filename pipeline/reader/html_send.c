/* SPDX-License-Identifier: MIT
 *
 * The second walk over a web page: what the start and the end of each element mean for the blocks.
 */
#include "pipeline/reader/html_page.h"

static void enter_heading(struct page *pg, html_node *node, struct state *s)
{
	const char *tag = html_tag(node);
	s->kind = WIRE_HEADING;
	s->level = (uint16_t)(tag[1] - '0');
	if (s->level == 1 && !pg->titled && !s->furniture
	    && (s->in_root || !(pg->root_measure.flags & HAS_H1))) {
		pg->titled = true;
		s->kind = WIRE_TITLE;
	}
}

static void enter_list(struct page *pg, struct state *s)
{
	if (s->depth++ == 0)
		s->group = ++pg->lists;
}

static void enter_table(struct page *pg, struct state *s, const struct measure *m)
{
	s->in_table =
		(m->flags & HAS_WIDE_ROW) && !(m->flags & (HAS_HEADING | HAS_TABLE | HAS_BIG_CELL));
	if (s->in_table)
		s->group = ++pg->tables;
}

static void enter_cell(struct page *pg, const struct state *s)
{
	if (s->in_row && !pg->first_cell)
		text_break(&pg->blocks.text, '\t');
	pg->first_cell = false;
}

static void enter_row(struct page *pg, struct state *s)
{
	if (!s->in_table)
		return;
	s->in_row = true;
	s->kind = WIRE_ROW;
	s->level = 0;
	pg->first_cell = true;
}

/* What is no block of its own: part of the text around it, or of its row. False for all else. */
static bool enter_inline(struct page *pg, html_node *node, enum html_role role, struct state *s)
{
	switch (role) {
	case ROLE_INLINE:
		s->link = s->link || html_is(node, "a");
		return true;
	case ROLE_BOLD:
		s->bold = true;
		return true;
	case ROLE_SUPER:
		html_block_mark(&pg->blocks, WIRE_SUPER_BEGIN);
		return true;
	case ROLE_CELL:
		enter_cell(pg, s);
		return s->in_row;
	default:
		return false;
	}
}

static void enter_block(struct page *pg, html_node *node, enum html_role role, struct state *s,
			const struct measure *m)
{
	if (role == ROLE_HEADING)
		enter_heading(pg, node, s);
	else if (role == ROLE_LIST)
		enter_list(pg, s);
	else if (role == ROLE_ITEM)
		s->kind = WIRE_ITEM, s->level = s->depth ? s->depth : 1;
	else if (role == ROLE_QUOTE)
		s->kind = WIRE_QUOTE;
	else if (role == ROLE_TABLE)
		enter_table(pg, s, m);
	else if (role == ROLE_ROW)
		enter_row(pg, s);
	s->pre = s->pre || role == ROLE_PRE;
}

/* The state inside an element, after what its start means for the block before it. */
static struct state enter(struct page *pg, html_node *node, enum html_role role,
			  const struct state *outer, const struct measure *m)
{
	struct state s = *outer;
	s.furniture = s.furniture || html_furniture(pg, node, role, m);
	s.in_root = s.in_root || node == pg->root;
	if (pg->root && s.in_root && !outer->in_root)
		s.furniture = false;
	if (enter_inline(pg, node, role, &s))
		return s;
	html_block_boundary(&pg->blocks, outer);
	if (!s.in_row)
		enter_block(pg, node, role, &s, m);
	return s;
}

static void leave(struct page *pg, const struct frame *f)
{
	if (f->role == ROLE_SUPER)
		html_block_mark(&pg->blocks, WIRE_SUPER_END);
	else if (f->role == ROLE_ROW && f->state.in_row)
		html_block_end(&pg->blocks, &f->state);
	else if (f->role != ROLE_INLINE && f->role != ROLE_BOLD && f->role != ROLE_CELL)
		html_block_boundary(&pg->blocks, &f->state);
	else if (f->role == ROLE_CELL && !f->state.in_row)
		html_block_boundary(&pg->blocks, &f->state);
}

static void send_child(struct page *pg, html_node *node, const struct frame *outer)
{
	const struct state *s = &outer->state;
	const char *text = html_text(node);
	if (text)
		html_block_text(&pg->blocks, s, text);
	if (!html_element(node))
		return;
	enum html_role role = html_role_of(node);
	if (role == ROLE_DROP)
		return;
	struct frame f = { .node = node, .index = pg->at++, .role = role };
	if (role == ROLE_BREAK) {
		html_block_line_break(&pg->blocks, s);
		f.role = ROLE_INLINE;
	}
	f.state = enter(pg, node, f.role, s, &pg->measures[f.index]);
	if (!f.state.furniture && html_is(node, "time"))
		html_meta_date(&pg->meta, html_attribute(node, "datetime"));
	html_push(pg, &f);
}

void html_send(struct page *pg, html_node *html)
{
	struct frame start = { .state = { .kind = WIRE_PARA, .in_root = !pg->root } };
	send_child(pg, html, &start);
	html_walk(pg, send_child, leave);
	html_block_end(&pg->blocks, &start.state);
}
