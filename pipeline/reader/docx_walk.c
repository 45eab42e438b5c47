/* SPDX-License-Identifier: MIT
 *
 * The walk over the XML of a DOCX's part (ECMA-376 part 1, section 17). Tracked changes are read as
 * accepted: inserted text stays, deleted text goes. Field codes, comments and the fallbacks of text
 * boxes are left out.
 */
#include <string.h>

#include "pipeline/reader/docx_body.h"

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
		docx_put_tab(d);
	else if (strcmp(name, "br") == 0 || strcmp(name, "cr") == 0)
		docx_put(d, " ", 1);
	else if (strcmp(name, "noBreakHyphen") == 0)
		docx_put(d, "-", 1);
	else if (strcmp(name, "softHyphen") == 0)
		docx_put(d, "\xc2\xad", 2);
	else if (strcmp(name, "sym") == 0)
		docx_put_symbol(d, x);
	else if (strcmp(name, "footnoteReference") == 0 || strcmp(name, "endnoteReference") == 0)
		docx_put_note_mark(d);
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
	struct para *p = docx_open_para(d);
	if (skipped(d, name))
		skip(x);
	else if (strcmp(name, "p") == 0)
		docx_para_begin(d);
	else if (strcmp(name, "pPr") == 0)
		d->in_ppr = true;
	else if (strcmp(name, "rPr") == 0)
		d->in_rpr = true;
	else if (d->in_ppr && p)
		docx_para_property(p, name, x);
	else if (d->in_rpr && p)
		docx_run_property(p, name, x);
	else if (strcmp(name, "r") == 0)
		docx_run_begin(d);
	else if (strcmp(name, "tbl") == 0)
		docx_table_begin(d);
	else if (strcmp(name, "tc") == 0)
		docx_cell_begin(d);
	else if (strcmp(name, "footnote") == 0 || strcmp(name, "endnote") == 0)
		note_begin(d, x);
	else
		content(d, name, x);
}

static void end(struct docx *d, struct xml *x)
{
	const char *name = xml_name(x);
	if (strcmp(name, "p") == 0)
		docx_para_end(d);
	else if (strcmp(name, "pPr") == 0)
		d->in_ppr = false;
	else if (strcmp(name, "rPr") == 0)
		d->in_rpr = false;
	else if (strcmp(name, "r") == 0)
		docx_run_end(d);
	else if (strcmp(name, "t") == 0)
		d->in_text = false;
	else if (strcmp(name, "tc") == 0)
		docx_cell_end(d);
	else if (strcmp(name, "tr") == 0)
		docx_row_end(d);
	else if (strcmp(name, "tbl") == 0 && d->tables > 0)
		d->tables--;
}

void docx_walk(struct docx *d, const struct part *part, enum wire_block_kind as)
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
			docx_put(d, xml_text(x), strlen(xml_text(x)));
	}
	docx_blocks_end(d);
	d->broken = d->broken || xml_broken(x) || part->damaged;
	d->in_ppr = d->in_rpr = d->in_text = false;
	xml_close(x);
}
