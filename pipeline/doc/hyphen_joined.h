/* SPDX-License-Identifier: MIT
 *
 * Whether words that line ends break stand in a text without their hyphen, told
 * by looking at every few bytes of it. Private to pipeline/doc/hyphen*.c.
 */
#ifndef LM_DOC_HYPHEN_JOINED_H
#define LM_DOC_HYPHEN_JOINED_H

#include "pipeline/doc/hyphen_words.h"

/* Whether any of n forms may stand in text, in any case of ASCII letters, as a part of a word, too.
 * Without memory in mem, or for very short or very many forms, it is not looked for: true. */
bool hyphen_joined_may_stand(struct arena *mem, const struct asked *const *forms, ptrdiff_t n,
			     struct str text);

#endif
