/* SPDX-License-Identifier: MIT
 *
 * DOCX: a walk over the XML of its parts (ECMA-376 part 1, section 17). Tracked changes are read as
 * accepted: inserted text stays, deleted text goes. Field codes, comments and the fallbacks of text
 * boxes are left out; headers and footers are sent as furniture after the body, notes as footnotes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/reader/child.h"
#include "pipeline/reader/docx_style.h"
#include "pipeline/reader/xml.h"

#define UNPACKED_MAX ((size_t)256 << 20)
#define NESTED_MAX 32                           /* paragraphs in text boxes in paragraphs */
#define BIG_CELL 2000              /* bytes: such a row is layout, sent as paragraphs */

struct para {
	struct text text;
	char style[64];
	int outline, level;                     /* -1 = not given here */
	unsigned list;                          /* number of the list, 0 = none */
	bool list_set, joined; /* joined: its end was deleted, the next one goes on */
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

/* --- blocks out --- */

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

static void para_begin(struct docx *d)
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

static bool in_cell(const struct docx *d)
{
	return d->tables > 0 && d->para <= d->row_paras + 1;
}

/* A paragraph of a cell goes to the row; its end is a newline there. */
static void to_row(struct docx *d, struct para *p)
{
	text_trim(&p->text);
	text_add(&d->table.row, p->text.p, p->text.n);
	text_break(&d->table.row, '\n');
	p->text.n = 0;
}

static void para_end(struct docx *d)
{
	if (d->para == 0 || --d->para >= NESTED_MAX)
		return;
	struct para *p = &d->paras[d->para];
	if (p->super) {
		text_add(&p->text, &(char){ WIRE_SUPER_END }, 1);
		p->super = false;
	}
	if (p->joined)
		return;
	if (d->tables > 0 && d->para <= d->row_paras)
		to_row(d, p);
	else
		send_para(d, p);
}

static void table_begin(struct docx *d)
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
static void row_end(struct docx *d)
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
	for (size_t i = 0, from = 0; i <= row->n; i++) {
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

static void cell_begin(struct docx *d)
{
	if (d->tables == 1 && d->table.cells++ > 0)
		text_break(&d->table.row, '\t');
}

/* A paragraph whose end was deleted goes on in the next one, but not in the next cell. */
static void cell_end(struct docx *d)
{
	if (d->tables != 1 || d->para != d->row_paras || d->para >= NESTED_MAX
	    || !d->paras[d->para].joined)
		return;
	d->paras[d->para].joined = false;
	to_row(d, &d->paras[d->para]);
}

/* --- text in --- */

static struct para *open_para(struct docx *d)
{
	return d->para > 0 && d->para <= NESTED_MAX ? &d->paras[d->para - 1] : NULL;
}

static void put(struct docx *d, const char *s, size_t n)
{
	struct para *p = open_para(d);
	if (!p || p->hidden)
		return;
	for (size_t i = 0; i < n; i++) {
		p->letters += !is_space(s[i]);
		p->bolded += p->bold && !is_space(s[i]);
	}
	text_fold(&p->text, s, n);
}

static void put_tab(struct docx *d)
{
	struct para *p = open_para(d);
	if (!p || p->hidden)
		return;
	if (in_cell(d) || p->text.n == 0)
		text_fold(&p->text, " ", 1);
	else
		text_break(&p->text, '\t');
}

/* A symbol of a font, given by number: mostly bullets and arrows. */
static void put_symbol(struct docx *d, struct xml *x)
{
	char v[16];
	struct para *p = open_para(d);
	if (p && !p->hidden && xml_attribute(x, "char", v, sizeof v))
		text_rune(&p->text, (unsigned)strtoul(v, NULL, 16));
}

static void put_note_mark(struct docx *d)
{
	char s[16];
	struct para *p = open_para(d);
	if (!p || d->as)
		return;
	int n = snprintf(s, sizeof s, "%c%u%c", WIRE_SUPER_BEGIN, ++d->marks, WIRE_SUPER_END);
	text_add(&p->text, s, (size_t)n);
}

/* --- properties --- */

static bool is_on(struct xml *x)
{
	char v[16];
	return !xml_attribute(x, "val", v, sizeof v)
		|| !(strcmp(v, "0") == 0 || strcmp(v, "false") == 0 || strcmp(v, "none") == 0);
}

static void run_property(struct para *p, const char *name, struct xml *x)
{
	char v[32];
	if (strcmp(name, "b") == 0)
		p->bold = is_on(x);
	else if (strcmp(name, "vanish") == 0)
		p->hidden = is_on(x);
	else if (strcmp(name, "rStyle") == 0 && xml_attribute(x, "val", v, sizeof v)
		 && strcmp(v, "PlaceholderText") == 0)
		p->hidden = true; /* "Click here to enter text." */
	else if (strcmp(name, "vertAlign") == 0 && xml_attribute(x, "val", v, sizeof v)
		 && strcmp(v, "superscript") == 0 && !p->super && !p->hidden) {
		text_add(&p->text, &(char){ WIRE_SUPER_BEGIN }, 1);
		p->super = true;
	}
}

static void para_property(struct para *p, const char *name, struct xml *x)
{
	char v[32];
	if (strcmp(name, "pStyle") == 0) {
		xml_attribute(x, "val", p->style, sizeof p->style);
	} else if (strcmp(name, "outlineLvl") == 0 && xml_attribute(x, "val", v, sizeof v)) {
		p->outline = atoi(v);
	} else if (strcmp(name, "ilvl") == 0 && xml_attribute(x, "val", v, sizeof v)) {
		p->level = atoi(v);
	} else if (strcmp(name, "numId") == 0 && xml_attribute(x, "val", v, sizeof v)) {
		p->list = (unsigned)atoi(v) & 0xffff;
		p->list_set = true;
	} else if (strcmp(name, "del") == 0 || strcmp(name, "moveFrom") == 0) {
		p->joined = true;
	}
}

static void run_begin(struct docx *d)
{
	struct para *p = open_para(d);
	if (p)
		p->bold = p->hidden = false;
}

static void run_end(struct docx *d)
{
	struct para *p = open_para(d);
	if (p && p->super) {
		text_add(&p->text, &(char){ WIRE_SUPER_END }, 1);
		p->super = false;
	}
}

/* --- the walk --- */

/* Elements whose content is not text of the document as accepted. In a paragraph's properties
 * <w:del> has another meaning: its mark is deleted. */
static bool skipped(const struct docx *d, const char *name)
{
	static const char *const names[] = {
		"del",          "moveFrom",     "Fallback",        "instrText",   "delText",
		"delInstrText", "pPrChange",    "rPrChange",       "tblPrChange", "trPrChange",
		"tcPrChange",   "sectPrChange", "numberingChange", "tblPr",       "tblGrid",
		"trPr",         "tcPr",         "sectPr",          "sdtPr",       "sdtEndPr",
		"annotation",   "binData"
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], name) == 0)
			return !(d->in_ppr && i < 2);
	return false;
}

/* Past the end of the element that has just begun. */
static void skip(struct xml *x)
{
	int depth = 1;
	while (depth > 0) {
		enum xml_event e = xml_next(x);
		if (e == XML_END_OF_FILE)
			return;
		depth += e == XML_START ? 1 : e == XML_END ? -1 : 0;
	}
}

static void content(struct docx *d, const char *name, struct xml *x)
{
	if (strcmp(name, "t") == 0)
		d->in_text = true;
	else if (strcmp(name, "tab") == 0 || strcmp(name, "ptab") == 0)
		put_tab(d);
	else if (strcmp(name, "br") == 0 || strcmp(name, "cr") == 0)
		put(d, " ", 1);
	else if (strcmp(name, "noBreakHyphen") == 0)
		put(d, "-", 1);
	else if (strcmp(name, "softHyphen") == 0)
		put(d, "\xc2\xad", 2);
	else if (strcmp(name, "sym") == 0)
		put_symbol(d, x);
	else if (strcmp(name, "footnoteReference") == 0 || strcmp(name, "endnoteReference") == 0)
		put_note_mark(d);
}

/* Notes 0 and -1 are the lines that separate notes from the text. */
static void note_begin(struct docx *d, struct xml *x)
{
	char v[32];
	bool separator = xml_attribute(x, "type", v, sizeof v) && strcmp(v, "normal") != 0;
	if (separator)
		skip(x);
	else
		d->note++;
}

static void start(struct docx *d, struct xml *x)
{
	const char *name = xml_name(x);
	struct para *p = open_para(d);
	if (skipped(d, name))
		skip(x);
	else if (strcmp(name, "p") == 0)
		para_begin(d);
	else if (strcmp(name, "pPr") == 0)
		d->in_ppr = true;
	else if (strcmp(name, "rPr") == 0)
		d->in_rpr = true;
	else if (d->in_ppr && p)
		para_property(p, name, x);
	else if (d->in_rpr && p)
		run_property(p, name, x);
	else if (strcmp(name, "r") == 0)
		run_begin(d);
	else if (strcmp(name, "tbl") == 0)
		table_begin(d);
	else if (strcmp(name, "tc") == 0)
		cell_begin(d);
	else if (strcmp(name, "footnote") == 0 || strcmp(name, "endnote") == 0)
		note_begin(d, x);
	else
		content(d, name, x);
}

static void end(struct docx *d, struct xml *x)
{
	const char *name = xml_name(x);
	if (strcmp(name, "p") == 0)
		para_end(d);
	else if (strcmp(name, "pPr") == 0)
		d->in_ppr = false;
	else if (strcmp(name, "rPr") == 0)
		d->in_rpr = false;
	else if (strcmp(name, "r") == 0)
		run_end(d);
	else if (strcmp(name, "t") == 0)
		d->in_text = false;
	else if (strcmp(name, "tc") == 0)
		cell_end(d);
	else if (strcmp(name, "tr") == 0)
		row_end(d);
	else if (strcmp(name, "tbl") == 0 && d->tables > 0)
		d->tables--;
}

static void walk(struct docx *d, const struct part *part, enum wire_block_kind as)
{
	if (!part || part->data.n == 0)
		return;
	struct xml *x = xml_open(part->data.p, part->data.n);
	d->as = as;
	d->note = 0;
	for (enum xml_event e; (e = xml_next(x)) != XML_END_OF_FILE;) {
		if (e == XML_START)
			start(d, x);
		else if (e == XML_END)
			end(d, x);
		else if (d->in_text)
			put(d, xml_text(x), strlen(xml_text(x)));
	}
	while (d->para > 0) /* the XML broke off: what there is, is sent */
		para_end(d);
	for (d->tables = d->tables > 0; d->tables; d->tables--)
		row_end(d);
	d->broken = d->broken || xml_broken(x) || part->damaged;
	d->in_ppr = d->in_rpr = d->in_text = false;
	if (as == 0 && d->paras[0].joined)
		send_para(d, &d->paras[0]);
	d->paras[0].joined = false;
	xml_close(x);
}

/* --- parts --- */

static bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool wanted(const char *name)
{
	if (strchr(name, '\\'))
		return false;
	size_t n = strlen(name);
	return (starts(name, "word/") && !strchr(name + 5, '/') && n > 4
		&& strcmp(name + n - 4, ".xml") == 0 && !strstr(name, "theme")
		&& !strstr(name, "comments") && !strstr(name, "fontTable"))
		|| strcmp(name, "docProps/core.xml") == 0 || strcmp(name, "_rels/.rels") == 0
		|| strcmp(name, "mimetype") == 0;
}

/* The main part's name, from the package's relations; most writers use word/document.xml. */
static const struct part *main_part(const struct docx *d)
{
	char type[160], target[96] = "word/document.xml", t[96];
	const struct part *rels = parts_find(&d->parts, "_rels/.rels");
	struct xml *x = rels && rels->data.n ? xml_open(rels->data.p, rels->data.n) : NULL;
	for (enum xml_event e; x && (e = xml_next(x)) != XML_END_OF_FILE;)
		if (e == XML_START && xml_attribute(x, "Type", type, sizeof type)
		    && strstr(type, "/officeDocument") && xml_attribute(x, "Target", t, sizeof t))
			snprintf(target, sizeof target, "%s", t[0] == '/' ? t + 1 : t);
	if (x)
		xml_close(x);
	const struct part *p = parts_find(&d->parts, target);
	return p ? p : parts_find(&d->parts, "word/document.xml");
}

static void core_properties(const struct part *part)
{
	static const struct {
		const char *name, *key;
	} rows[] = { { "title", "title" },       { "creator", "author" },
		     { "created", "created" },   { "modified", "modified" },
		     { "language", "language" }, { "description", "description" } };
	const char *key = NULL;
	if (!part || part->data.n == 0)
		return;
	struct xml *x = xml_open(part->data.p, part->data.n);
	for (enum xml_event e; (e = xml_next(x)) != XML_END_OF_FILE;) {
		if (e == XML_TEXT && key)
			out_meta(key, xml_text(x), strlen(xml_text(x)));
		key = NULL;
		for (size_t i = 0; e == XML_START && i < sizeof rows / sizeof *rows; i++)
			if (strcmp(xml_name(x), rows[i].name) == 0)
				key = rows[i].key;
	}
	xml_close(x);
}

_Noreturn static void refuse(const struct docx *d)
{
	const struct parts *p = &d->parts;
	if (p->encrypted)
		out_end(WIRE_ENCRYPTED, "a zip archive that needs a password");
	if (p->sheet)
		out_end(WIRE_FORMAT, "a spreadsheet (XLSX), not a document");
	if (p->slides)
		out_end(WIRE_FORMAT, "a presentation (PPTX), not a document");
	if (p->odf)
		out_end(WIRE_FORMAT,
			"an OpenDocument file, which is not read: save it as DOCX or PDF");
	if (p->epub)
		out_end(WIRE_FORMAT, "an EPUB book, which is not read");
	if (p->damaged)
		out_end(WIRE_FORMAT, "a damaged zip archive: %s", p->error);
	out_end(WIRE_FORMAT, "a zip archive without a document");
}

static void walk_parts(struct docx *d, const char *prefix, enum wire_block_kind as)
{
	for (size_t i = 0; i < d->parts.n; i++)
		if (starts(d->parts.v[i].name, prefix))
			walk(d, &d->parts.v[i], as);
}

_Noreturn void docx_read(const struct input *in)
{
	static struct docx d; /* large; the process reads one document */
	parts_read(&d.parts, in->p, in->n, wanted, UNPACKED_MAX);
	const struct part *main = main_part(&d);
	if (!main || main->data.n == 0)
		refuse(&d);
	core_properties(parts_find(&d.parts, "docProps/core.xml"));
	styles_read(&d.styles, parts_find(&d.parts, "word/styles.xml"));
	walk(&d, main, (enum wire_block_kind)0);
	walk(&d, parts_find(&d.parts, "word/footnotes.xml"), WIRE_FOOTNOTE);
	walk(&d, parts_find(&d.parts, "word/endnotes.xml"), WIRE_FOOTNOTE);
	uint64_t text = d.sent;
	walk_parts(&d, "word/header", WIRE_FURNITURE);
	walk_parts(&d, "word/footer", WIRE_FURNITURE);
	if (text == 0 && (d.broken || d.parts.damaged))
		out_end(WIRE_FORMAT, "a damaged document: %s",
			*d.parts.error ? d.parts.error : "broken XML");
	if (text == 0)
		out_end(WIRE_NO_TEXT, "no text in the document");
	if (d.broken || d.parts.damaged)
		out_end(WIRE_PARTIAL, "damaged: %s",
			*d.parts.error ? d.parts.error : "the XML breaks off");
	out_end(WIRE_OK, "%s", "");
}
