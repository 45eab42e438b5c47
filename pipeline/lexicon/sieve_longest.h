/* SPDX-License-Identifier: MIT
 *
 * How long what a regex matches can be, in characters.
 */
#ifndef LM_LEXICON_SIEVE_LONGEST_H
#define LM_LEXICON_SIEVE_LONGEST_H

#include "pipeline/base/str.h"

/* The most characters that a text can have which the anchored pattern matches from its start to its
 * end; -1 any number. */
ptrdiff_t sieve_longest(struct str pattern);

/* The most characters that the pattern, which may go on behind this part of it, matches; -1 any
 * number, or it is not known. */
ptrdiff_t sieve_most(struct str pattern);

#endif
