/* SPDX-License-Identifier: MIT
 *
 * The body of a DOCX while it is read: what is open at the moment, the text that goes into it
 * (docx_run.c), and the blocks that come out (docx_block.c). docx_walk.c goes over the XML.
 */
#ifndef LEITMOTIF_READER_DOCX_BODY_H
#define LEITMOTIF_READER_DOCX_BODY_H

#include "pipeline/reader/docx_style.h"
#include "pipeline/reader/xml.h"

#define NESTED_MAX 32                           /* paragraphs in text boxes in paragraphs */

struct para {
	struct text text;
	char style[64];
	int outline, level;                     /* -1 = not given here */
	unsigned list;                          /* number of the list, 0 = none */
	bool list_set, joined;                  /* joined: its end was deleted, the next goes on */
	bool bold, super, hidden;               /* of the run */
	unsigned letters, bolded;
};

struct table {
	struct text row;
	unsigned cells;
	uint16_t group;
	size_t mark;                            /* where the cell of the moment starts */
};

struct docx {
	struct parts parts;
	struct styles styles;
	struct para paras[NESTED_MAX];
	int para;                               /* open paragraphs, the innermost on top */
	struct table table;
	int tables;                             /* depth */
	int row_paras;                          /* open paragraphs when the outermost table began */
	uint16_t table_count;
	bool in_ppr, in_rpr, in_text;
	enum wire_block_kind as;                /* of all blocks of a part, 0 = by their styles */
	uint16_t note;                          /* number of the footnote that is read */
	unsigned marks;                         /* references to notes so far */
	uint64_t sent;
	bool broken;
};

/* Send a part's blocks: as they are styled (as = 0), or all as one kind. part may be NULL. Sets
 * d->broken where the part is. */
void docx_walk(struct docx *d, const struct part *part, enum wire_block_kind as);

/* The innermost paragraph; NULL outside of all, and where they nest too deep. */
struct para *docx_open_para(struct docx *d);

/* <w:p>. Its end sends it, or adds it to the row of the table that it is in. */
void docx_para_begin(struct docx *d);
void docx_para_end(struct docx *d);

/* <w:tbl>, <w:tc> and the end of <w:tr>, which sends the row. Of a table in a table only the text
 * is kept. */
void docx_table_begin(struct docx *d);
void docx_cell_begin(struct docx *d);
void docx_cell_end(struct docx *d);
void docx_row_end(struct docx *d);

/* The part has ended, perhaps before its paragraphs and tables have: send what there is. */
void docx_blocks_end(struct docx *d);

/* Add n bytes of text, a tab, the character of <w:sym>, or the mark of a note, to the paragraph of
 * the moment, if there is one. Hidden text is left out, and so are marks within notes. */
void docx_put(struct docx *d, const char *s, size_t n);
void docx_put_tab(struct docx *d);
void docx_put_symbol(struct docx *d, struct xml *x);
void docx_put_note_mark(struct docx *d);

/* <w:r>: text whose properties are the same. */
void docx_run_begin(struct docx *d);
void docx_run_end(struct docx *d);

/* Raised text ends here, if there is any. */
void docx_raised_end(struct para *p);

/* An element name of <w:rPr>, or of <w:pPr>. */
void docx_run_property(struct para *p, const char *name, struct xml *x);
void docx_para_property(struct para *p, const char *name, struct xml *x);

#endif
