/* SPDX-License-Identifier: MIT
 *
 * The text of a web page as it becomes blocks: knows of no tags, only of what they mean.
 */
#ifndef LEITMOTIF_READER_HTML_BLOCKS_H
#define LEITMOTIF_READER_HTML_BLOCKS_H

#include "pipeline/doc/wire.h"
#include "pipeline/reader/text.h"

/* What holds for the text at a place of the page. */
struct state {
	enum wire_block_kind kind;
	uint16_t level, group, depth;           /* of lists */
	bool furniture, in_root, in_row, in_table, link, bold, pre;
};

struct blocks {
	struct text text;                       /* of the block of the moment */
	uint32_t letters, linked, bolded;       /* of it */
	unsigned breaks;                        /* <br> since the last visible text */
	uint64_t content, furniture;            /* bytes sent as each */
};

/* Send the block of the moment, unless nothing of it is visible. */
void html_block_end(struct blocks *b, const struct state *s);

/* A block begins or ends: in a table's row that is only a break between a cell's paragraphs. */
void html_block_boundary(struct blocks *b, const struct state *s);

/* Add text as it stands; in <pre> an empty line ends a paragraph. */
void html_block_text(struct blocks *b, const struct state *s, const char *p);

/* A mark for raised text, WIRE_SUPER_BEGIN or WIRE_SUPER_END. */
void html_block_mark(struct blocks *b, char mark);

/* <br>: two of them end a paragraph. */
void html_block_line_break(struct blocks *b, const struct state *s);

#endif
