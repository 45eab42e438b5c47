/* SPDX-License-Identifier: MIT
 *
 * The part of a document that an edit of the lexicon concerns.
 */
#ifndef LM_STORE_CHOOSE_H
#define LM_STORE_CHOOSE_H

#include "pipeline/store/kept_layers.h"
#include "pipeline/store/reuse.h"

/* Set d->chosen to the blocks in whose paragraphs, or the heading above, a term that differs occurs, and
 * give the sentences that are asked for their words; d has the layers that k opened. hits: see kept_hits.h,
 * empty when no changed term is in them;
 * suspects: see reuse_sentences(), of as many as d has, or NULL. 1, 0 when there is none, -code. */
int choose_blocks(struct reuse *r, const struct kept_layers *k, struct doc *d, struct str hits,
		  const uint64_t *suspects, struct error *e);

#endif
