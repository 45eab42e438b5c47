/* SPDX-License-Identifier: MIT
 *
 * Running heads and feet of plain text with form feeds: lines near the ends of
 * pages that repeat from page to page.
 */
#include "stages/layout.h"

#define EDGE_LINES 3            /* lines at a page's head or foot that may be furniture */

/* A line near an edge of its page. */
struct edge_line {
	struct line *line;
	uint64_t key;           /* of its text, 0 not yet made */
	bool head;              /* at the head of the page, not at its foot */
	char first, last;       /* of its text, as the key folds it; last 0: behind what the key reads */
};

static struct edge_line edge_line(const struct doc *d, struct line *l, bool head)
{
	struct str s = doc_line(d, l);
	return (struct edge_line){ l, 0, head, layout_repeat_fold(s.p[0]),
				   s.n < REPEAT_KEY_MAX ? layout_repeat_fold(s.p[s.n - 1]) : 0 };
}

static uint64_t key_of(const struct doc *d, struct edge_line *x)
{
	if (!x->key)
		x->key = layout_repeat_key(doc_line(d, x->line), x->head ? -1 : 1);
	return x->key;
}

/* Whether both lines say the same at the same edge, but for numbers. */
static bool are_alike(const struct doc *d, struct edge_line *x, struct edge_line *y)
{
	return x->head == y->head && x->first == y->first && x->last == y->last &&
	       key_of(d, x) == key_of(d, y);
}

/* Add the lines of a page, from `page` to `end`, that are near its edges, as far as it has them. */
static struct edge_line *add_edges(struct doc *d, struct line *page, struct line *end, bool head,
				   bool foot, struct edge_line *to)
{
	for (struct line *l = page; l < end; l++) {
		ptrdiff_t above = l - page, below = end - 1 - l;
		bool is_head = head && above < EDGE_LINES, is_foot = foot && below < EDGE_LINES;
		if (is_head || is_foot)
			*to++ = edge_line(d, l, is_head && (!is_foot || above <= below));
		else if (above >= EDGE_LINES && below > EDGE_LINES)
			l = end - 1 - EDGE_LINES;
	}
	return to;
}

/* The lines near edges of pages, in order; returns how many. */
static ptrdiff_t find_edges(struct doc *d, struct edge_line *edges)
{
	struct line *first = d->lines.at, *end = first + d->lines.n;
	struct edge_line *to = edges;
	for (struct line *page = first, *next; page < end; page = next) {
		next = page;
		while (next < end && next->page == page->page)
			next++;
		to = add_edges(d, page, next, page != first || !d->portion.cuts_head,
			       next != end || !d->portion.cuts_foot, to);
	}
	return to - edges;
}

/* Running heads and feet of text with form feeds: lines near the ends of pages that repeat, numbers
 * apart, on the page after or the one behind that. */
int layout_text_furniture(struct doc *d, struct error *e)
{
	struct edge_line *edges =
		arena_raw(&d->mem, d->lines.n, sizeof *edges, alignof(struct edge_line));
	if (!edges)
		return fail(e, E_LIMIT, "too many lines (--max-memory)");
	ptrdiff_t n = find_edges(d, edges);
	for (struct edge_line *x = edges; x < edges + n; x++) {
		if (layout_is_page_number(doc_line(d, x->line), x->line->page))
			x->line->kind = BLOCK_FURNITURE;
		uint16_t page = x->line->page;
		for (struct edge_line *y = x + 1; y < edges + n && y->line->page <= page + 2; y++)
			if (y->line->page != page && are_alike(d, x, y))
				x->line->kind = y->line->kind = BLOCK_FURNITURE;
	}
	return 0;
}

/* Put furniture behind the block that it lies in. */
int layout_text_part_furniture(struct doc *d, struct error *e)
{
	struct line *out = arena_raw(&d->mem, d->lines.n + 1, sizeof *out, alignof(struct line));
	struct line *held = arena_raw(&d->mem, d->lines.n + 1, sizeof *held, alignof(struct line));
	ptrdiff_t n = 0, waiting = 0;
	if (!out || !held)
		return fail(e, E_LIMIT, "too many lines (--max-memory)");
	for (ptrdiff_t i = 0; i <= d->lines.n; i++) {
		struct line *l = i < d->lines.n ? &d->lines.at[i] : NULL;
		if (l && l->kind == BLOCK_FURNITURE) {
			l->starts = LINE_STARTS;
			held[waiting++] = *l;
			continue;
		}
		if (!l || l->starts == LINE_STARTS) {
			memcpy(out + n, held, (size_t)waiting * sizeof *out);
			n += waiting;
			waiting = 0;
		}
		if (l)
			out[n++] = *l;
	}
	d->lines.at = out;
	d->lines.cap = d->lines.n + 1;
	return 0;
}
