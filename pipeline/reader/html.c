/* SPDX-License-Identifier: MIT
 *
 * Web pages: the tree that gumbo makes (html_tree.h) is walked twice (html_page.h), and what came
 * of it is judged.
 */
#include <string.h>

#include "pipeline/reader/charset.h"
#include "pipeline/reader/child.h"
#include "pipeline/reader/html_page.h"

#define ERROR_PAGE_MAX 1500                     /* bytes of content that an error page may have */

_Noreturn void html_read(const struct input *in)
{
	struct text html = { 0 };
	struct page pg = { 0 };
	charset_decode(in->p, in->n, &html);
	if (html.n == 0)
		out_end(WIRE_NO_TEXT, "an empty page");
	html_node *root = html_parse(&html);
	const char *language = html_attribute(root, "lang");
	out_meta("language", language, strlen(language));
	html_measure(&pg, root);
	html_send(&pg, root);
	html_meta_script(&pg.meta, &html);
	const struct text *title = &pg.meta.title;
	if (html_title_error(title->p, title->n) && pg.blocks.content < ERROR_PAGE_MAX)
		out_end(WIRE_FORMAT, "an HTML error page: %.*s", (int)title->n, title->p);
	if (pg.blocks.content == 0)
		out_end(WIRE_NO_TEXT, pg.blocks.furniture ? "only navigation, no text"
							  : "no text in the page");
	out_end(WIRE_OK, "%s", "");
}
