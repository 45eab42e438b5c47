/* SPDX-License-Identifier: MIT
 *
 * Which elements of a web page are its furniture, by their names and by what they hold.
 */
#include <string.h>

#include "pipeline/reader/html_page.h"

static bool hidden(html_node *node)
{
	const char *style = html_attribute(node, "style");
	return html_has_attribute(node, "hidden")
		|| strcmp(html_attribute(node, "aria-hidden"), "true") == 0
		|| find_word(style, strlen(style), "display:none")
		|| find_word(style, strlen(style), "display: none");
}

bool html_furniture(const struct page *pg, html_node *node, enum html_role role,
		    const struct measure *m)
{
	if (role == ROLE_INLINE || role == ROLE_SUPER || role == ROLE_BOLD || html_is(node, "body")
	    || html_is(node, "html") || html_is(node, "main") || node == pg->root)
		return false;
	if (hidden(node))
		return true;
	if (m->flags & HAS_H1 || html_is(node, "h1")
	    || (pg->root && m->text >= pg->root_measure.text))
		return false;
	if (role == ROLE_FURNITURE || html_role_furniture(html_attribute(node, "role")))
		return true;
	if (m->text > pg->measures[0].text / 2)
		return false;
	return role == ROLE_HEADER || html_name_furniture(html_attribute(node, "class"))
		|| html_name_furniture(html_attribute(node, "id"));
}
