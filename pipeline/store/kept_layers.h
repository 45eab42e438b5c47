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

/* Where the words of each sentence lie in the bytes. */
struct kept_layers {
	struct str words;
	uint32_t *ends;
};

/* Give d the layers that kept_layers_write() wrote; the source and its lines are not among them, of
 * the pages only their number. Texts are slices of bytes, which must outlive the layers. E_FORMAT when
 * they are damaged, then d has no layers; E_NOMEM. */
int kept_layers_read(struct doc *d, struct str bytes, struct error *e);

/* The same but for the words: sentences have none until they are asked for, in any order; asking twice
 * does no harm. After an error d is of no use. k lives as long as d's layers. */
int kept_layers_open(struct kept_layers *k, struct doc *d, struct str bytes, struct error *e);
int kept_layers_words(const struct kept_layers *k, struct doc *d, uint32_t sent, struct error *e);

#endif
