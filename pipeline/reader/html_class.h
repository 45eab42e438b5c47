/* SPDX-License-Identifier: MIT
 *
 * Which parts of a web page are its furniture, judged by names: no library's types here.
 */
#ifndef LEITMOTIF_READER_HTML_CLASS_H
#define LEITMOTIF_READER_HTML_CLASS_H

#include <stdbool.h>
#include <stddef.h>

/* What an element of this name is for the text. */
enum html_role {
	ROLE_INLINE,                            /* part of the text around it */
	ROLE_BLOCK,                             /* a paragraph of its own */
	ROLE_HEADING, ROLE_ITEM, ROLE_LIST, ROLE_QUOTE, ROLE_TABLE, ROLE_ROW, ROLE_CELL,
	ROLE_FURNITURE,                         /* navigation and the like, whatever it is called */
	ROLE_HEADER,                            /* furniture unless it holds the page's headline */
	ROLE_DROP,                              /* no text for readers: scripts, styles */
	ROLE_BREAK, ROLE_PRE, ROLE_SUPER, ROLE_BOLD
};

enum html_role html_role(const char *tag, size_t n);

/* Whether an element's role attribute names furniture. */
bool html_role_furniture(const char *role);

/* Whether a class or id has a word that names furniture ("cookie-banner", "relatedLinks"). */
bool html_name_furniture(const char *names);

/* Whether a page's title is that of an error page ("Report not found"). */
bool html_title_error(const char *title, size_t n);

#endif
