/* SPDX-License-Identifier: MIT
 *
 * The first walk over a web page: how much text each element holds, and which is the main part.
 */
#include <string.h>

#include "pipeline/reader/html_page.h"

#define ROOT_MIN 100                            /* bytes of text that a main part has at least */
#define BIG_CELL 2000                           /* bytes of text: a cell of a layout */

static size_t new_measure(struct page *pg)
{
	pg->measures = must_grow(pg->measures, &pg->measures_cap, pg->n + 1, sizeof *pg->measures);
	pg->measures[pg->n] = (struct measure){ 0, 0 };
	return pg->n++;
}

static uint32_t solid(const char *p)
{
	uint32_t n = 0;
	for (; *p; p++)
		n += !is_space(*p);
	return n;
}

static bool named_main(html_node *node)
{
	static const char *const ids[] = { "main", "content", "maincontent", "main-content",
					   "main_content" };
	const char *id = html_attribute(node, "id");
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		if (same_word(id, strlen(id), ids[i]))
			return true;
	return false;
}

/* Take the element as the page's main part if it is a better one than the last: <main> before the
 * biggest <article> or an element that is named so. */
static void consider_root(struct page *pg, html_node *node, const struct measure *m)
{
	bool sure = html_is(node, "main") || strcmp(html_attribute(node, "role"), "main") == 0;
	bool maybe = html_is(node, "article") || named_main(node);
	if (m->text < ROOT_MIN || !(sure || maybe) || (pg->root_sure && !sure))
		return;
	if (m->text > pg->root_measure.text || (sure && !pg->root_sure)) {
		pg->root = node;
		pg->root_measure = *m;
		pg->root_sure = sure;
	}
}

static unsigned cells_of(html_node *row)
{
	unsigned n = 0;
	html_node *child;
	for (unsigned i = 0; (child = html_child(row, i)); i++)
		n += html_element(child) && html_role_of(child) == ROLE_CELL;
	return n;
}

/* On the way out of an element: its own flags, and what its parent learns of it. */
static void measured(struct page *pg, const struct frame *f)
{
	struct measure *m = &pg->measures[f->index];
	uint32_t up = m->flags;
	consider_root(pg, f->node, m);
	if (f->role == ROLE_HEADING)
		up |= html_is(f->node, "h1") ? HAS_H1 | HAS_HEADING : HAS_HEADING;
	if (f->role == ROLE_ROW && cells_of(f->node) > 1)
		up |= HAS_WIDE_ROW;
	if (f->role == ROLE_CELL && m->text > BIG_CELL)
		up |= HAS_BIG_CELL;
	if (f->role == ROLE_TABLE)
		up = (up & (HAS_H1 | HAS_HEADING)) | HAS_TABLE;
	if (pg->depth == 0)
		return;
	struct measure *parent = &pg->measures[pg->stack[pg->depth - 1].index];
	parent->flags |= up;
	parent->text += m->text;
}

static void measure_child(struct page *pg, html_node *node, const struct frame *outer)
{
	const char *text = html_text(node);
	if (text)
		pg->measures[outer->index].text += solid(text);
	if (!html_element(node))
		return;
	enum html_role role = html_role_of(node);
	if (html_is(node, "head"))
		html_meta_head(&pg->meta, node);
	if (html_is(node, "meta"))
		html_meta_element(&pg->meta, node);
	if (role == ROLE_DROP)
		return;
	struct frame f = { .node = node, .index = new_measure(pg), .role = role };
	html_push(pg, &f);
}

void html_measure(struct page *pg, html_node *html)
{
	measure_child(pg, html, NULL);
	html_walk(pg, measure_child, measured);
}
