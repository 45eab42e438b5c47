/* SPDX-License-Identifier: MIT
 *
 * DOCX: which parts of the package are read, and in which order. Headers and footers are sent as
 * furniture after the body, notes as footnotes.
 */
#include <stdio.h>
#include <string.h>

#include "pipeline/reader/child.h"
#include "pipeline/reader/docx_body.h"

#define UNPACKED_MAX ((size_t)256 << 20)

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
			docx_walk(d, &d->parts.v[i], as);
}

void docx_prepare(void)
{
	zip_prepare();
	xml_prepare();
}

_Noreturn void docx_read(const struct input *in)
{
	struct docx d = { 0 };
	parts_read(&d.parts, in->p, in->n, wanted, UNPACKED_MAX);
	const struct part *main = main_part(&d);
	if (!main || main->data.n == 0)
		refuse(&d);
	core_properties(parts_find(&d.parts, "docProps/core.xml"));
	styles_read(&d.styles, parts_find(&d.parts, "word/styles.xml"));
	docx_walk(&d, main, (enum wire_block_kind)0);
	docx_walk(&d, parts_find(&d.parts, "word/footnotes.xml"), WIRE_FOOTNOTE);
	docx_walk(&d, parts_find(&d.parts, "word/endnotes.xml"), WIRE_FOOTNOTE);
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
