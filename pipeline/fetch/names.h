/* SPDX-License-Identifier: MIT
 *
 * Names for what is fetched: made of what the list says and of a hash of the
 * address, never of what a server says. So no address leads out of the folder,
 * and the same address has the same name in every run.
 */
#ifndef LM_FETCH_NAMES_H
#define LM_FETCH_NAMES_H

#include "pipeline/base/buf.h"
#include "pipeline/fetch/list.h"

/* "barnsley/2023-09-11-ilacs-0123456789abcdef.pdf" with the ending that fits the first bytes of the
 * document and, where those tell nothing, the content type. Appended to out. */
void name_for(struct buf *out, const struct list_row *row, struct str head, struct str type);

/* The hash alone: the name of a download that is not whole. */
void name_of_partial(struct buf *out, struct str address);

/* Could name_for() have made it? What a state file holds may be anything. */
bool name_is_safe(struct str name);

/* Is it a web page that begins so? */
bool looks_like_html(struct str head);

#endif
