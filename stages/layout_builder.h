/* SPDX-License-Identifier: MIT
 *
 * Private to the making of blocks: layout_blocks.c puts pieces one behind the
 * other, layout_joins.c tells where a block starts, layout_headings.c what a
 * block is.
 */
#ifndef LM_STAGES_LAYOUT_BUILDER_H
#define LM_STAGES_LAYOUT_BUILDER_H

#include "stages/layout.h"

#define SAME_X 5.0f             /* points by which aligned lines may differ */

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

/* Whether the mark at the head of p is one, and not a part of the text. next: the next body piece. */
bool layout_mark_fits(const struct builder *b, const struct piece *p, const struct piece *next);

/* How p stands to the open block. marked: it has a mark. */
enum line_join layout_join(const struct builder *b, const struct piece *p, bool marked);

/* Bytes of the open block. */
ptrdiff_t layout_block_bytes(const struct builder *b);

/* What the open block is by its type, when it has no mark and is no row. */
enum block_kind layout_kind(struct builder *b);

/* When all blocks are there: headings in plain type, and the levels of all headings. */
void layout_headings(struct builder *b);

#endif
