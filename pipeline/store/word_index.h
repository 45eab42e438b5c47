/* SPDX-License-Identifier: MIT
 *
 * Where in a document which words stand, roughly: its sentences are dealt out, in
 * order, to 64 places, and each key of a word has the places where it stands as
 * bits. It tells without reading the document where a term may occur.
 */
#ifndef LM_STORE_WORD_INDEX_H
#define LM_STORE_WORD_INDEX_H

#include "pipeline/doc/doc.h"

/* The keys of a word: its stem, and its lower-cased beginning where it is long enough. */
#define WORD_BEGINNING 4                /* bytes */
uint32_t word_key_stem(struct str stem);
uint32_t word_key_beginning(struct str lower);

/* The place of a sentence, one of count. */
static inline uint64_t word_index_place(uint32_t sent, ptrdiff_t count)
{
	return UINT64_C(1) << (uint64_t)sent * 64 / (uint64_t)count;
}

/* Are the words of this sentence's block looked at? */
static inline bool word_index_has(const struct doc *d, uint32_t sent)
{
	const struct block *b = &d->blocks.at[d->sents.at[sent].block];
	return !b->excluded && b->kind != BLOCK_FURNITURE;
}

/* Append the index of d, which has its stems, to out; nothing when there is no memory. */
void word_index_write(struct buf *out, const struct doc *d);

struct word_index {
	const char *keys, *places;      /* n each, ascending keys; in the bytes that were opened */
	uint32_t n;
};

/* What word_index_write() wrote. E_FORMAT when it is damaged. */
int word_index_open(struct word_index *ix, struct str bytes, struct error *e);

/* The places of a key; perhaps more, for keys are hashes. */
uint64_t word_index_find(const struct word_index *ix, uint32_t key);

#endif
