/* SPDX-License-Identifier: MIT
 *
 * Words where they stand: lines for people, below a term or a phrase, in a form
 * that can be pasted into a theme file.
 */
#ifndef LM_CLI_CONCORDANCE_H
#define LM_CLI_CONCORDANCE_H

#include "pipeline/base/buf.h"
#include "pipeline/eval/telling.h"

/* "      # ... text [words] text ...": the words in brackets; where q.len is 0 the text alone. */
void concordance_line(struct buf *out, const struct quotation *q);

/* A phrase as a line for a theme file, with places below. in, out: "missed", "without the
 * theme". E_NOMEM. */
int print_phrase(const struct phrase *x, uint32_t all, const char *in, const char *out, struct error *e);

/* Print what is in b, and release it. E_NOMEM: it is short, and not printed. */
int print_buf(struct buf *b, struct error *e);

#endif
