/* SPDX-License-Identifier: MIT
 *
 * Themes below others: a sentence that has a theme has its parents too.
 */
#ifndef LM_STAGES_CODE_PARENTS_H
#define LM_STAGES_CODE_PARENTS_H

#include "pipeline/doc/doc.h"
#include "pipeline/lexicon/lexicon.h"

/* Add the codes of parents to d->codes. Each sentence gets one once, however many of its themes lie
 * below; the score is the most of theirs, the mentions are the sum. A parent that is coded by its own
 * sum keeps its score and parts, and gets the mentions. E_NOMEM. */
int code_parents(struct doc *d, const struct lexicon *lx, struct error *e);

#endif
