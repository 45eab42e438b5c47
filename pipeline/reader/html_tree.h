/* SPDX-License-Identifier: MIT
 *
 * The door to gumbo, the HTML5 parser: a page's tree as the other parts of the reader see it.
 */
#ifndef LEITMOTIF_READER_HTML_TREE_H
#define LEITMOTIF_READER_HTML_TREE_H

#include "pipeline/reader/html_class.h"
#include "pipeline/reader/text.h"

/* Gumbo's node. Nodes and their strings live as long as the process. */
typedef const struct GumboInternalNode html_node;

/* The root element of a page in UTF-8, whose bytes must stay; never NULL. Ends the child when there
 * is no memory. */
html_node *html_parse(const struct text *html);

/* The text of a node of text; NULL for all others. */
const char *html_text(html_node *node);

/* False for text and comments, which have no tag, attributes or children: ask this first. */
bool html_element(html_node *node);

/* An element's tag in lower case; "" for one that HTML does not know. */
const char *html_tag(html_node *node);

bool html_is(html_node *node, const char *tag);

/* What an element's tag means for the text. */
enum html_role html_role_of(html_node *node);

/* The value of an element's attribute, "" when it has none. */
const char *html_attribute(html_node *node, const char *name);

bool html_has_attribute(html_node *node, const char *name);

/* An element's child, from 0; NULL behind the last. */
html_node *html_child(html_node *node, unsigned i);

#endif
