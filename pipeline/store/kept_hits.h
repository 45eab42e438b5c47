/* SPDX-License-Identifier: MIT
 *
 * Where terms occur in a document, by terms' keys, so that they are known under
 * another lexicon too. Sentences that point back are noted along.
 */
#ifndef LM_STORE_KEPT_HITS_H
#define LM_STORE_KEPT_HITS_H

#include "pipeline/doc/doc.h"
#include "pipeline/lexicon/lexicon.h"

/* Append the hits of d to out, keys being those of its lexicon's terms; those of sentences that are not
 * chosen are taken from old. */
void kept_hits_write(struct buf *out, const struct doc *d, const uint32_t *keys, struct str old);

/* Append the keys that are in hits to out: numbers of fixed width, ascending, each once. false without
 * memory, or when hits are damaged. */
bool kept_hits_keys(struct buf *out, struct str hits);

/* Whether one of n keys, ascending, is among those. */
bool kept_hits_have(struct str keys, const uint32_t *wanted, ptrdiff_t n);

/* Add to set, of bits for count sentences, those in which one of n keys occurs. E_FORMAT when hits are
 * damaged. */
int kept_hits_find(struct str hits, const uint32_t *wanted, ptrdiff_t n, uint64_t *set, uint32_t count,
		   struct error *e);

/* The number of a term by its key, or UINT32_MAX: it is not among the known ones. */
typedef uint32_t (*kept_hits_term)(const void *ctx, uint32_t key);

/* Give the chosen sentences of d, whose hits are those of other terms, the kept hits of known terms too.
 * E_FORMAT when bytes are damaged, E_NOMEM. */
int kept_hits_add(struct doc *d, struct str bytes, const struct lexicon *lx, kept_hits_term term,
		  const void *ctx, struct error *e);

#endif
