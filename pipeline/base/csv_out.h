/* SPDX-License-Identifier: MIT
 *
 * CSV by appending (RFC 4180, but lines end in one line feed, as the tools
 * that read them on Unix expect). Each field is written with a comma behind
 * it; csv_end_row() turns the last comma into the line feed.
 */
#ifndef LM_BASE_CSV_OUT_H
#define LM_BASE_CSV_OUT_H

#include "pipeline/base/buf.h"

/* Text, quoted where it must be. A text that a spreadsheet would run as a formula (it starts with
 * = + - @, tab, CR or LF) gets an apostrophe in front. Bytes that are no UTF-8 become U+FFFD, NUL
 * becomes a space. */
void csv_text(struct buf *out, struct str s);

/* Numbers: written as they are, also negative ones. */
void csv_int(struct buf *out, int64_t v);
void csv_fixed(struct buf *out, double v, int decimals);  /* see buf_add_fixed */

/* A column's name, a field known to need no quotes, or "" for an empty one. */
void csv_plain(struct buf *out, const char *s);

void csv_end_row(struct buf *out);

#endif
