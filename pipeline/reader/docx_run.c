/* SPDX-License-Identifier: MIT
 *
 * The text of a DOCX's runs as it goes into paragraphs, and the properties of both.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/reader/docx_body.h"

struct para *docx_open_para(struct docx *d)
{
	return d->para > 0 && d->para <= NESTED_MAX ? &d->paras[d->para - 1] : NULL;
}

static bool in_cell(const struct docx *d)
{
	return d->tables > 0 && d->para <= d->row_paras + 1;
}

void docx_put(struct docx *d, const char *s, size_t n)
{
	struct para *p = docx_open_para(d);
	if (!p || p->hidden)
		return;
	for (size_t i = 0; i < n; i++) {
		p->letters += !is_space(s[i]);
		p->bolded += p->bold && !is_space(s[i]);
	}
	text_fold(&p->text, s, n);
}

void docx_put_tab(struct docx *d)
{
	struct para *p = docx_open_para(d);
	if (!p || p->hidden)
		return;
	if (in_cell(d) || p->text.n == 0)
		text_fold(&p->text, " ", 1);
	else
		text_break(&p->text, '\t');
}

/* A symbol of a font, given by number: mostly bullets and arrows. */
void docx_put_symbol(struct docx *d, struct xml *x)
{
	char v[16];
	struct para *p = docx_open_para(d);
	if (p && !p->hidden && xml_attribute(x, "char", v, sizeof v))
		text_rune(&p->text, (unsigned)strtoul(v, NULL, 16));
}

void docx_put_note_mark(struct docx *d)
{
	char s[16];
	struct para *p = docx_open_para(d);
	if (!p || d->as)
		return;
	int n = snprintf(s, sizeof s, "%c%u%c", WIRE_SUPER_BEGIN, ++d->marks, WIRE_SUPER_END);
	text_add(&p->text, s, (size_t)n);
}

void docx_raised_end(struct para *p)
{
	if (!p->super)
		return;
	text_add(&p->text, &(char){ WIRE_SUPER_END }, 1);
	p->super = false;
}

/* A switch (ST_OnOff in ECMA-376): without a value it is on. */
static bool is_on(struct xml *x)
{
	static const char *const off[] = { "0", "false", "off", "none" };
	char v[16];
	bool said = xml_attribute(x, "val", v, sizeof v);
	for (size_t i = 0; said && i < sizeof off / sizeof *off; i++)
		if (strcmp(v, off[i]) == 0)
			return false;
	return true;
}

void docx_run_property(struct para *p, const char *name, struct xml *x)
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

void docx_para_property(struct para *p, const char *name, struct xml *x)
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

void docx_run_begin(struct docx *d)
{
	struct para *p = docx_open_para(d);
	if (p)
		p->bold = p->hidden = false;
}

void docx_run_end(struct docx *d)
{
	struct para *p = docx_open_para(d);
	if (p)
		docx_raised_end(p);
}
