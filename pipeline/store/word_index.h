/* SPDX-License-Identifier: MIT
 *
 * In which sentences of a document which words stand. It tells without reading
 * the document where a term may occur.
 */
#ifndef LM_STORE_WORD_INDEX_H
#define LM_STORE_WORD_INDEX_H

#include "pipeline/doc/doc.h"

/* The keys of a word: its stem, and its lower-cased beginning where it is long enough. */
#define WORD_BEGINNING 4                /* bytes */
uint32_t word_key_stem(struct str stem);
uint32_t word_key_beginning(struct str lower);

/* Are the words of this sentence's block looked at? */
static inline bool word_index_has(const struct doc *d, uint32_t sent)
{
	const struct block *b = &d->blocks.at[d->sents.at[sent].block];
	return !b->excluded && b->kind != BLOCK_FURNITURE;
}

/* Append the index of d, which has its stems, to out; nothing when there is no memory. */
void word_index_write(struct buf *out, const struct doc *d);

/* Slices of the bytes that were opened. */
struct word_index {
	const char *keys, *ends;        /* n numbers each: keys, ascending; where their lists end */
	struct str lists;
	uint32_t n, sentences;
};

/* What word_index_write() wrote. E_FORMAT when it is damaged. */
int word_index_open(struct word_index *ix, struct str bytes, struct error *e);

/* Sentences as a set of bits, in words of 64. */
static inline size_t sentence_set_words(uint32_t sentences)
{
	return (sentences + 63) / 64;
}

static inline bool sentence_set_has(const uint64_t *set, uint32_t sent)
{
	return set[sent / 64] >> sent % 64 & 1;
}

/* Add the sentences of a key to the set; perhaps more, for keys are hashes. */
void word_index_find(const struct word_index *ix, uint32_t key, uint64_t *set);

#endif
