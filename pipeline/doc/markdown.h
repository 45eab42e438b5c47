/* SPDX-License-Identifier: MIT
 *
 * The inline marks of Markdown: emphasis, code, links, escapes. Only as much of
 * CommonMark as plain letters and reports use; block structure is layout's.
 */
#ifndef LM_DOC_MARKDOWN_H
#define LM_DOC_MARKDOWN_H

#include <stdbool.h>

#include "pipeline/base/str.h"

/* Whether c may start a mark. */
bool markdown_may_mark(char c);

/* The bytes at s[i] that are a mark and no text; 0 when they are text. Looks a few hundred bytes
 * ahead at most. */
ptrdiff_t markdown_mark(struct str s, ptrdiff_t i);

#endif
