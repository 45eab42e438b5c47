/* SPDX-License-Identifier: MIT
 *
 * Styles of a DOCX by their names (Word keeps the English name in every language version) and their
 * outline levels; what a style does not say, the one that it is based on does.
 */
#include "pipeline/reader/docx_style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/reader/xml.h"

#define BASE_MAX 10 /* styles based on each other: a chain may be a loop */

static const struct { const char *prefix; enum wire_block_kind kind; } names[] = {
	{ "title", WIRE_TITLE }, { "toc heading", WIRE_FURNITURE }, { "toc ", WIRE_FURNITURE },
	{ "header", WIRE_FURNITURE }, { "footer", WIRE_FURNITURE }, { "caption", WIRE_FURNITURE },
	{ "table of figures", WIRE_FURNITURE }, { "list bullet", WIRE_ITEM },
	{ "list number", WIRE_ITEM },
	{ "list paragraph", WIRE_PARA }, { "list", WIRE_ITEM }, { "quote", WIRE_QUOTE },
	{ "intense quote", WIRE_QUOTE },
};

static void style_start(struct styles *s, struct xml *x)
{
	char v[64];
	const char *name = xml_name(x);
	struct style_def *d = s->n ? &s->v[s->n - 1] : NULL;
	if (strcmp(name, "style") == 0) {
		s->v = must_grow(s->v, &s->cap, s->n + 1, sizeof *s->v);
		d = &s->v[s->n++];
		*d = (struct style_def){ .outline = -1 };
		xml_attribute(x, "styleId", d->id, sizeof d->id);
	} else if (d && strcmp(name, "name") == 0) {
		xml_attribute(x, "val", d->name, sizeof d->name);
	} else if (d && strcmp(name, "basedOn") == 0) {
		xml_attribute(x, "val", d->base, sizeof d->base);
	} else if (d && strcmp(name, "outlineLvl") == 0 && xml_attribute(x, "val", v, sizeof v)) {
		d->outline = atoi(v);
	} else if (d && strcmp(name, "numId") == 0 && xml_attribute(x, "val", v, sizeof v)) {
		d->list = strcmp(v, "0") != 0;
	}
}

void styles_read(struct styles *s, const struct part *part)
{
	if (!part || part->data.n == 0)
		return;
	struct xml *x = xml_open(part->data.p, part->data.n);
	for (enum xml_event e; (e = xml_next(x)) != XML_END_OF_FILE;)
		if (e == XML_START)
			style_start(s, x);
	xml_close(x);
}

static const struct style_def *find(const struct styles *s, const char *id)
{
	for (size_t i = 0; *id && i < s->n; i++)
		if (strcmp(s->v[i].id, id) == 0)
			return &s->v[i];
	return NULL;
}

/* What a name says: "heading 2", "List Bullet 3", "toc 1". False when nothing. */
static bool by_name(const char *name, struct style_use *u)
{
	size_t n = strlen(name);
	if (n > 8 && find_word(name, 8, "heading ") && name[8] >= '1' && name[8] <= '9') {
		*u = (struct style_use){ WIRE_HEADING, (unsigned)(name[8] - '0') };
		return true;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t len = strlen(names[i].prefix);
		if (n < len || !find_word(name, len, names[i].prefix))
			continue;
		char last = n > len ? name[n - 1] : '1';
		*u = (struct style_use){ names[i].kind,
					 last >= '1' && last <= '9' ? (unsigned)(last - '0') : 1 };
		return true;
	}
	return false;
}

struct style_use styles_use(const struct styles *s, const char *id)
{
	struct style_use u = { WIRE_PARA, 0 };
	const struct style_def *d = find(s, id);
	if (!d && by_name(id, &u))
		return u;
	for (int i = 0; d && i < BASE_MAX; i++, d = find(s, d->base)) {
		if (by_name(d->name, &u))
			return u;
		if (d->outline >= 0 && d->outline < 9)
			return (struct style_use){ WIRE_HEADING, (unsigned)d->outline + 1 };
		if (d->list)
			return (struct style_use){ WIRE_ITEM, 1 };
	}
	return u;
}
