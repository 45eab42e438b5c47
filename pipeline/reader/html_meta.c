/* SPDX-License-Identifier: MIT
 *
 * See html_meta.h: <meta> and <title>, and what is written for search engines.
 */
#include "pipeline/reader/html_meta.h"

#include <string.h>

#include "pipeline/reader/out.h"

void html_meta_date(struct html_meta *m, const char *value)
{
	size_t n = strlen(value);
	if (m->dated || n < 8 || value[0] < '0' || value[0] > '9')
		return;
	m->dated = true;
	out_meta("published", value, n);
}

void html_meta_element(struct html_meta *m, html_node *node)
{
	static const struct {
		const char *name, *key;
	} rows[] = {
		{ "author", "author" },
		{ "article:author", "author" },
		{ "dcterms.creator", "author" },
		{ "description", "description" },
		{ "article:modified_time", "modified" },
		{ "article:published_time", "published" },
		{ "date", "published" },
		{ "dc.date", "published" },
		{ "dc.date.issued", "published" },
		{ "dcterms.issued", "published" },
		{ "pubdate", "published" },
		{ "publish-date", "published" },
		{ "datepublished", "published" },
		{ "sailthru.date", "published" },
		{ "parsely-pub-date", "published" },
		{ "og:title", "headline" },
	};
	const char *name = html_attribute(node, "property");
	const char *value = html_attribute(node, "content");
	if (!*name)
		name = html_attribute(node, "name");
	if (!*name)
		name = html_attribute(node, "itemprop");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!same_word(name, strlen(name), rows[i].name))
			continue;
		if (strcmp(rows[i].key, "published") == 0)
			html_meta_date(m, value);
		else
			out_meta(rows[i].key, value, strlen(value));
		return;
	}
}

static void read_title(struct html_meta *m, html_node *title)
{
	html_node *child;
	for (unsigned i = 0; (child = html_child(title, i)); i++) {
		const char *text = html_text(child);
		if (text)
			text_fold(&m->title, text, strlen(text));
	}
	text_trim(&m->title);
	out_meta("title", m->title.p, m->title.n);
}

void html_meta_head(struct html_meta *m, html_node *head)
{
	html_node *child;
	for (unsigned i = 0; (child = html_child(head, i)); i++) {
		if (!html_element(child))
			continue;
		if (html_is(child, "meta"))
			html_meta_element(m, child);
		else if (html_is(child, "title") && m->title.n == 0)
			read_title(m, child);
	}
}

void html_meta_script(struct html_meta *m, const struct text *html)
{
	char date[40];
	size_t n = 0;
	const char *end = html->p + html->n, *p = find_word(html->p, html->n, "\"datepublished\"");
	if (!p)
		return;
	p += sizeof "\"datepublished\"" - 1;
	while (p < end && (is_space(*p) || *p == ':' || *p == '"'))
		p++;
	while (p < end && *p != '"' && n + 1 < sizeof date)
		date[n++] = *p++;
	date[n] = 0;
	html_meta_date(m, date);
}
