/* SPDX-License-Identifier: MIT
 *
 * A hash over all that a document's vector and evidence rows would hold. After
 * a small edit of a lexicon most documents' rows are as they were; those are
 * not written again.
 */
#ifndef LM_STORE_FINGERPRINT_H
#define LM_STORE_FINGERPRINT_H

#include "pipeline/run/stage.h"

/* d has a vector. program: what wrote the rows; another one writes all of them again. Never 0, which
 * stands for "none". */
uint64_t fingerprint_rows(const struct doc *d, const struct stage_shared *sh, struct str program);

#endif
