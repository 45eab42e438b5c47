/* SPDX-License-Identifier: MIT
 *
 * What decided a code, as JSON lists: for the evidence and for the store.
 */
#ifndef LM_LEXICON_CODE_LISTS_H
#define LM_LEXICON_CODE_LISTS_H

#include "pipeline/doc/doc.h"
#include "pipeline/lexicon/lexicon.h"

/* The patterns that fired, as the lexicon has them. */
void code_list_terms(struct buf *out, const struct doc *d, const struct code *c,
		     const struct lexicon *lx);

/* What was carried over from elsewhere: "before", "heading", ...; and "theme ID" of each theme right
 * below one that is coded for their sake. */
void code_list_carried(struct buf *out, const struct doc *d, const struct code *c,
		       const struct lexicon *lx);

/* The words and rules that decided the polarity. */
void code_list_cues(struct buf *out, const struct doc *d, const struct code *c);

#endif
