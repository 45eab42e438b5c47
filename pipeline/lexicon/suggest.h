/* SPDX-License-Identifier: MIT
 *
 * "Did you mean ...?": the known name that is nearest to a mistyped one.
 */
#ifndef LM_LEXICON_SUGGEST_H
#define LM_LEXICON_SUGGEST_H

#include "pipeline/base/str.h"

/* Index of the name that is nearest to word (at most a third of its letters changed, inserted,
 * left out or swapped with the next), the first of equals; else the first that begins with word, which
 * has four bytes or more; -1 when none is near. */
ptrdiff_t suggest(struct str word, const struct str *names, ptrdiff_t n);

#endif
