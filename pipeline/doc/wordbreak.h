/* SPDX-License-Identifier: MIT
 *
 * Word boundaries by UAX #29 of Unicode 15.0, all rules, no tailoring. Which
 * boundary comes next depends on nothing before the last one, so that a caller
 * can cut fast where it knows the answer and ask here where it does not.
 */
#ifndef LM_DOC_WORDBREAK_H
#define LM_DOC_WORDBREAK_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/str.h"

/* The first boundary after at in s, in bytes. at (< s.n) is a boundary itself, or the start.
 * *word says whether the piece [at, result) holds a letter or a digit. */
ptrdiff_t wordbreak_next(struct str s, ptrdiff_t at, bool *word);

#endif
