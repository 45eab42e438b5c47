/* SPDX-License-Identifier: MIT
 *
 * The blocks of a DOCX: paragraphs as their styles, levels and lists say, and the rows of tables.
 */
#include "pipeline/reader/docx_body.h"
#include "pipeline/reader/out.h"

#define BIG_CELL 2000              /* bytes: such a row is layout, sent as paragraphs */

static void send(struct docx *d, enum wire_block_kind kind, unsigned level, unsigned group,
		 unsigned flags, struct text *t)
{
	struct wire_block head = { .flags = (uint16_t)flags, .group = (uint16_t)group };
	text_trim(t);
	if (text_visible(t)) {
		d->sent += t->n;
		out_block((uint8_t)kind, (uint16_t)level, &head, t->p, t->n);
	}
	t->n = 0;
}

static void send_para(struct docx *d, struct para *p)
{
	struct style_use u = styles_use(&d->styles, p->style);
	bool heading = u.kind == WIRE_HEADING || u.kind == WIRE_TITLE || u.kind == WIRE_FURNITURE;
	if (p->outline >= 0 && p->outline < 9)
		u = (struct style_use){ WIRE_HEADING, (unsigned)p->outline + 1 };
	else if (!heading && p->list)
		u = (struct style_use){ WIRE_ITEM, (unsigned)(p->level < 0 ? 0 : p->level) + 1 };
	else if (u.kind == WIRE_ITEM && p->list_set && !p->list)
		u = (struct style_use){ WIRE_PARA, 0 };
	if (d->as)
		u.kind = d->as;
	send(d, u.kind, u.level, d->as ? d->note : p->list,
	     p->bolded * 2 > p->letters ? WIRE_LINE_BOLD : 0, &p->text);
}

void docx_para_begin(struct docx *d)
{
	if (d->para < NESTED_MAX) {
		struct para *p = &d->paras[d->para];
		struct text keep = p->text;
		bool goes_on = p->joined;
		if (goes_on) {
			p->joined = false;
		} else {
			*p = (struct para){ .text = keep, .outline = -1, .level = -1 };
			p->text.n = 0;
		}
	}
	d->para++;
}

/* A paragraph of a cell goes to the row; its end is a newline there. */
static void to_row(struct docx *d, struct para *p)
{
	text_trim(&p->text);
	text_add(&d->table.row, p->text.p, p->text.n);
	text_break(&d->table.row, '\n');
	p->text.n = 0;
}

void docx_para_end(struct docx *d)
{
	if (d->para == 0 || --d->para >= NESTED_MAX)
		return;
	struct para *p = &d->paras[d->para];
	docx_raised_end(p);
	if (p->joined)
		return;
	if (d->tables > 0 && d->para <= d->row_paras)
		to_row(d, p);
	else
		send_para(d, p);
}

void docx_table_begin(struct docx *d)
{
	if (d->tables++ > 0)
		return;
	d->row_paras = d->para;
	d->table.group = ++d->table_count;
	d->table.row.n = 0;
	d->table.cells = 0;
}

/* A row that is one cell, or has a page's worth of text in one, is there for the layout: its
 * paragraphs are sent as such. */
void docx_row_end(struct docx *d)
{
	struct text *row = &d->table.row;
	if (d->tables != 1)
		return;
	if (d->table.cells > 1 && row->n <= BIG_CELL * d->table.cells) {
		send(d, d->as ? d->as : WIRE_ROW, 0, d->table.group, 0, row);
		d->table.cells = 0;
		return;
	}
	struct text part = { 0 };
	for (size_t i = 0, from = 0; row->p && i <= row->n; i++) {
		if (i < row->n && row->p[i] != '\n' && row->p[i] != '\t')
			continue;
		text_add(&part, row->p + from, i - from);
		send(d, d->as ? d->as : WIRE_PARA, 0, 0, 0, &part);
		from = i + 1;
	}
	text_release(&part);
	row->n = 0;
	d->table.cells = 0;
}

void docx_cell_begin(struct docx *d)
{
	if (d->tables == 1 && d->table.cells++ > 0)
		text_break(&d->table.row, '\t');
}

/* A paragraph whose end was deleted goes on in the next one, but not in the next cell. */
void docx_cell_end(struct docx *d)
{
	if (d->tables != 1 || d->para != d->row_paras || d->para >= NESTED_MAX
	    || !d->paras[d->para].joined)
		return;
	d->paras[d->para].joined = false;
	to_row(d, &d->paras[d->para]);
}

void docx_blocks_end(struct docx *d)
{
	while (d->para > 0)
		docx_para_end(d);
	for (d->tables = d->tables > 0; d->tables; d->tables--)
		docx_row_end(d);
	if (d->as == 0 && d->paras[0].joined)
		send_para(d, &d->paras[0]);
	d->paras[0].joined = false;
}
