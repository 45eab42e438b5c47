/* SPDX-License-Identifier: MIT
 *
 * A table of results: filled once, written as aligned text, CSV, JSON or
 * Markdown. Texts of documents are made harmless in each: control characters
 * in a terminal, formulas in a spreadsheet, markup in Markdown.
 */
#ifndef LM_TREND_TABLE_H
#define LM_TREND_TABLE_H

#include "pipeline/base/arena.h"
#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"
#include "pipeline/base/vec.h"

enum table_format { TABLE_TEXT, TABLE_CSV, TABLE_JSON, TABLE_MD };

struct table_style {
	enum table_format format;
	ptrdiff_t width;         /* of text, in characters; 0: as wide as it comes */
};

extern const struct table_style table_json;

struct table_column {
	const char *name;        /* heading, and key in JSON; ASCII */
	int decimals;            /* of numbers; -1: text */
	int rank;                /* too wide a text leaves out the highest ranks first; 0: never */
};

struct cell {
	struct str text;
	double number;
	bool is_set;             /* else blank, null */
};

struct table {
	struct arena mem;
	const struct table_column *columns;
	int width;
	VEC(struct cell) cells;  /* row by row */
	bool failed;             /* no memory: table_write() says so */
};

/* columns are borrowed. table_release() by the owner. */
void table_init(struct table *t, const struct table_column *columns, int width);
void table_release(struct table *t);

/* The next cell. Text is copied. */
void table_text(struct table *t, struct str s);
void table_buf(struct table *t, const struct buf *b);
void table_number(struct table *t, double v);
void table_blank(struct table *t);

/* JSON: an array of objects. E_NOMEM. */
int table_write(const struct table *t, struct table_style f, struct buf *out, struct error *e);

/* By name; NULL is text. E_USAGE. */
int table_format_find(enum table_format *out, const char *name, struct error *e);

/* A paragraph below a table, after a blank line. */
#define TABLE_NOTES 100          /* its width where none is given */
void table_note(struct buf *out, const struct buf *text, struct table_style f);

/* A text for people, its words in lines of at most width characters (0: one line), each after the
 * first behind indent blanks; the first begins at character at. */
void table_wrap(struct buf *out, const struct buf *text, ptrdiff_t at, ptrdiff_t indent, ptrdiff_t width);

#endif
