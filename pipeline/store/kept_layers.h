/* SPDX-License-Identifier: MIT
 *
 * A document as it is before terms are looked for: text, blocks, sentences,
 * words, metadata. With it another lexicon's themes start at matching.
 */
#ifndef LM_STORE_KEPT_LAYERS_H
#define LM_STORE_KEPT_LAYERS_H

#include "pipeline/doc/doc.h"

/* Append the layers of d up to tokens, and what a store's rows say of it, to out. */
void kept_layers_write(struct buf *out, const struct doc *d);

/* Give d the layers that kept_layers_write() wrote; the source and its lines are not among them, of
 * the pages only their number. E_FORMAT when they are damaged, then d has no layers; E_NOMEM. */
int kept_layers_read(struct doc *d, struct str bytes, struct error *e);

#endif
