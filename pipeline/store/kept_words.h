/* SPDX-License-Identifier: MIT
 *
 * The words of a document, sentence by sentence, as small as they can be had:
 * what tells without reading it again whether a term occurs in it.
 */
#ifndef LM_STORE_KEPT_WORDS_H
#define LM_STORE_KEPT_WORDS_H

#include "pipeline/base/arena.h"
#include "pipeline/doc/doc.h"

struct kept_sentence {
	uint32_t first, count;          /* in kept_words.ids */
};

struct kept_words {
	VEC(struct str) distinct;       /* as they stand in the text */
	uint32_t *ids;                  /* of the words, in distinct */
	ptrdiff_t id_count;
	VEC(struct kept_sentence) sentences;
};

/* Append the words of d, which has its stems, to out. Sentences that are not matched are left out. */
void kept_words_write(struct buf *out, const struct doc *d);

/* Read what kept_words_write() wrote; all of it in mem, but the words are slices of bytes. E_FORMAT when it
 * is damaged, E_NOMEM. */
int kept_words_read(struct kept_words *w, struct arena *mem, struct str bytes, struct error *e);

#endif
