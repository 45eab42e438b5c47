/* SPDX-License-Identifier: MIT
 *
 * A web page between its two walks, each with a stack of our own, since pages nest as deep as they
 * like: one to measure (where is the main part, which tables are only layout), one to send blocks.
 */
#ifndef LEITMOTIF_READER_HTML_PAGE_H
#define LEITMOTIF_READER_HTML_PAGE_H

#include "pipeline/reader/html_blocks.h"
#include "pipeline/reader/html_meta.h"

enum { HAS_H1 = 1, HAS_HEADING = 2, HAS_TABLE = 4, HAS_WIDE_ROW = 8, HAS_BIG_CELL = 16 };

/* What an element holds, measured before anything is sent; in the order of the walk. */
struct measure {
	uint32_t text;                          /* bytes that are no white space */
	uint32_t flags;
};

/* An element that a walk is in. */
struct frame {
	html_node *node;
	unsigned child;                         /* the next one */
	size_t index;                           /* into measures */
	enum html_role role;
	struct state state;                     /* inside the element; of the second walk */
};

struct page {
	struct frame *stack;
	size_t depth, stack_cap;
	struct measure *measures;
	size_t n, measures_cap, at;             /* at: the second walk's place */
	html_node *root;                        /* the main part, NULL when none is marked */
	struct measure root_measure;
	struct html_meta meta;
	struct blocks blocks;
	uint16_t lists, tables;
	bool first_cell, titled, root_sure;
};

/* Go into an element: its children are next. Ends the child when there is no memory. */
void html_push(struct page *pg, const struct frame *f);

/* What a walk does with a child of the element outer, and with an element after its children. Both
 * get copies, which stay when the stack grows. */
typedef void html_child_fn(struct page *pg, html_node *child, const struct frame *outer);
typedef void html_leave_fn(struct page *pg, const struct frame *f);

/* From what is on the stack through all that is pushed, until nothing is left. */
void html_walk(struct page *pg, html_child_fn *child, html_leave_fn *leave);

/* First walk: fill measures and find the main part; what <head> says is sent. */
void html_measure(struct page *pg, html_node *html);

/* Second walk: send the blocks. */
void html_send(struct page *pg, html_node *html);

/* Whether the element is furniture by its tag, role, class or id. What holds the headline, the main
 * part, or most of the page's text is not, whatever it is called. */
bool html_furniture(const struct page *pg, html_node *node, enum html_role role,
		    const struct measure *m);

#endif
