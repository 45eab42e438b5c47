/* SPDX-License-Identifier: MIT
 *
 * What a web page says of itself: its title, author and dates, sent as records.
 */
#ifndef LEITMOTIF_READER_HTML_META_H
#define LEITMOTIF_READER_HTML_META_H

#include "pipeline/reader/html_tree.h"

struct html_meta {
	struct text title;
	bool dated;                             /* the date of publication has been sent */
};

/* Send what a <meta> says, if it is something that is kept. */
void html_meta_element(struct html_meta *m, html_node *node);

/* The same of all in <head>, and the title. */
void html_meta_head(struct html_meta *m, html_node *head);

/* Send value as the page's date of publication, if it looks like a date and is the first. */
void html_meta_date(struct html_meta *m, const char *value);

/* The same with the date that news sites state in a script for search engines. */
void html_meta_script(struct html_meta *m, const struct text *html);

#endif
