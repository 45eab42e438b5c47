/* SPDX-License-Identifier: MIT
 *
 * See html_tree.h: the one file that includes gumbo. Nothing is freed.
 */
#include "pipeline/reader/html_tree.h"

#include <gumbo.h>
#include <string.h>

#include "pipeline/base/utf8.h"

static void *allocate(void *user, size_t n)
{
	(void)user;
	return must_alloc(n);
}

static void keep(void *user, void *p)
{
	(void)user, (void)p;
}

html_node *html_parse(const struct text *html)
{
	GumboOptions options = kGumboDefaultOptions;
	options.allocator = allocate;
	options.deallocator = keep;
	options.max_errors = 0;
	return gumbo_parse_with_options(&options, html->p, html->n)->root;
}

/* Of a reference to a number that no character has, gumbo makes bytes that are no UTF-8. */
static const char *sound(const char *s)
{
	struct str all = str_of(s);
	struct text mended = { 0 };
	if (utf8_valid(all))
		return s;
	text_utf8(&mended, all.p, (size_t)all.n);
	text_add(&mended, "", 1);
	return mended.p;
}

const char *html_text(html_node *node)
{
	bool text = node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE
		|| node->type == GUMBO_NODE_CDATA;
	return text ? sound(node->v.text.text) : NULL;
}

bool html_element(html_node *node)
{
	return node->type == GUMBO_NODE_ELEMENT;
}

const char *html_tag(html_node *node)
{
	return gumbo_normalized_tagname(node->v.element.tag);
}

bool html_is(html_node *node, const char *tag)
{
	return strcmp(html_tag(node), tag) == 0;
}

enum html_role html_role_of(html_node *node)
{
	const char *tag = html_tag(node);
	return html_role(tag, strlen(tag));
}

const char *html_attribute(html_node *node, const char *name)
{
	const GumboAttribute *a = gumbo_get_attribute(&node->v.element.attributes, name);
	return a ? sound(a->value) : "";
}

bool html_has_attribute(html_node *node, const char *name)
{
	return gumbo_get_attribute(&node->v.element.attributes, name) != NULL;
}

html_node *html_child(html_node *node, unsigned i)
{
	const GumboVector *children = &node->v.element.children;
	return i < children->length ? children->data[i] : NULL;
}
