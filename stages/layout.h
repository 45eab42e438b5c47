/* SPDX-License-Identifier: MIT
 *
 * What the files of the layout stage share. Lines with places go through
 * measure, furniture, tables and blocks as pieces; text goes through
 * layout_text.c; blocks of HTML and DOCX need no more than their starts.
 */
#ifndef LM_STAGES_LAYOUT_H
#define LM_STAGES_LAYOUT_H

#include "pipeline/doc/doc.h"

enum mark_kind { MARK_NONE, MARK_BULLET, MARK_DASH, MARK_NUMBER };

/* What stands at the head of a line before its text. */
struct mark {
	enum mark_kind kind;
	ptrdiff_t cut;          /* bytes up to the text */
	uint16_t number;        /* MARK_NUMBER */
	bool point;             /* MARK_NUMBER: a point, a bracket or a tab stood behind it */
	bool alone;             /* no text behind it on the line */
};

struct mark layout_mark(struct str text);

/* The text of a line without raised marks, closing quotes and brackets ends in one of . ? ! : ; */
bool layout_ends_sentence(struct str text);

/* The first letter, behind opening quotes, is a small one. */
bool layout_starts_lower(struct str text);

bool layout_starts_upper(struct str text);

/* The line looks like "Label: value": a few words, the first with a capital, and a colon. */
bool layout_is_label(struct str text);

/* The line is nothing but the number of its page: "3", "- 3 -", "Page 3 of 12". */
bool layout_is_page_number(struct str text, uint16_t page);

enum role { ROLE_BODY, ROLE_FURNITURE, ROLE_FOOTNOTE, ROLE_CONTENTS };

enum cell { CELL_NONE, CELL_ROW, CELL_NEXT, CELL_MORE, CELL_COLUMN };

/* A line, or the part of it that lies in one cell of a table. */
struct piece {
	struct line line;
	struct mark mark;
	uint8_t role;           /* enum role */
	uint8_t cell;           /* CELL_ROW starts a row, CELL_NEXT its next cell, CELL_MORE goes on
				 * in one; CELL_COLUMN starts a cell that is read as running text */
	bool bold, large;       /* to the body's style */
};

struct layout {
	struct doc *doc;
	VEC(struct piece) pieces;
	float body;             /* size that most characters have, points */
	float pitch;            /* from line to line in running text, points */
	float right;            /* where full lines end, */
	float left_column;      /* and those of the left of two columns, which starts before */
	float middle;           /* the middle of the page; 0 where there is one column */
	bool paged;             /* lines have places on pages */
};

/* All return 0 or -E_LIMIT when the document's memory is used up. */
int layout_furniture(struct layout *lay, struct error *e);
void layout_measure(struct layout *lay);
void layout_order(struct layout *lay);
void layout_footnotes(struct layout *lay);
void layout_contents(struct layout *lay);
int layout_tables(struct layout *lay, struct error *e);
int layout_blocks(struct layout *lay, struct error *e);
int layout_text(struct doc *d, struct error *e);

/* Text with form feeds: lines that are furniture get that kind; they are put behind the block that they
 * lie in, when the others are in blocks. */
int layout_text_furniture(struct doc *d, struct error *e);
int layout_text_part_furniture(struct doc *d, struct error *e);

/* From line a down to line b, points. Where a tall sign, such as a bullet of another font, makes
 * one line higher than the other, the nearer of their tops and feet tell. */
static inline float layout_step(const struct line *a, const struct line *b)
{
	float tops = b->y0 - a->y0, feet = b->y1 - a->y1;
	return tops < feet ? tops : feet;
}

enum { REPEAT_KEY_MAX = 160 };  /* bytes of a line that are compared, to tell whether it repeats */

static inline char layout_repeat_fold(char c)
{
	if (c == '\t' || c == '\x0e' || c == '\x0f')
		return ' ';
	return ascii_is_digit(c) ? '#' : ascii_lower(c);
}

/* Hash of a line near an edge of its page (-1 the head, 1 the foot), with numbers folded to one
 * sign and case and blanks made alike; never 0. */
uint64_t layout_repeat_key(struct str s, int edge);

/* Points; A4 where the format does not say. */
float layout_page_height(const struct doc *d, uint16_t page);

static inline struct str piece_text(const struct layout *lay, const struct piece *p)
{
	return doc_line(lay->doc, &p->line);
}

#endif
