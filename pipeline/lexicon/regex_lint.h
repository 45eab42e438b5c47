/* SPDX-License-Identifier: MIT
 *
 * Finds regexes that can take exponential time, before they are compiled.
 */
#ifndef LM_LEXICON_REGEX_LINT_H
#define LM_LEXICON_REGEX_LINT_H

#include "pipeline/base/str.h"

/* The byte at which an unbounded quantifier stands behind a group that itself holds an unbounded
 * quantifier, as in (a+)+ or (\w+\s?)*; -1 when there is none. Possessive and atomic forms pass. */
ptrdiff_t regex_lint(struct str pattern);

#endif
