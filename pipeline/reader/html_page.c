/* SPDX-License-Identifier: MIT
 *
 * See html_page.h: the stack that both walks over a web page go by.
 */
#include "pipeline/reader/html_page.h"

void html_push(struct page *pg, const struct frame *f)
{
	pg->stack = must_grow(pg->stack, &pg->stack_cap, pg->depth + 1, sizeof *pg->stack);
	pg->stack[pg->depth++] = *f;
}

void html_walk(struct page *pg, html_child_fn *child, html_leave_fn *leave)
{
	while (pg->depth) {
		struct frame *top = &pg->stack[pg->depth - 1], f = *top;
		html_node *next = html_child(f.node, top->child++);
		if (next) {
			child(pg, next, &f);
		} else {
			pg->depth--;
			leave(pg, &f);
		}
	}
}
