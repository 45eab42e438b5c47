/* SPDX-License-Identifier: MIT
 *
 * Phrases of one to three words, by stems, in a collection of sentences: each
 * distinct one has a number, each sentence lists those that it has. A phrase
 * neither starts nor ends with a function word, and no mark stands inside it.
 */
#ifndef LM_EVAL_GRAMS_H
#define LM_EVAL_GRAMS_H

#include "pipeline/base/arena.h"
#include "pipeline/base/error.h"
#include "pipeline/base/vec.h"
#include "pipeline/doc/doc.h"

#define GRAM_WORDS_MAX 3

struct gram_use {
	uint32_t gram;
	uint32_t first, last;        /* words of the document, see the hits */
	uint32_t off, len;           /* in the text of the sentence */
};

struct gram_sentence {
	struct str text;
	uint32_t use_first, use_count;
};

struct gram {
	struct str stems;            /* joined by spaces */
	struct str words;            /* as they stand where it was met first, in small letters */
	uint32_t count;              /* sentences with it */
	uint32_t size;               /* words */
	uint32_t last;               /* the last sentence with it, from 1 */
};

struct grams {
	struct arena mem;
	VEC(struct gram) at;
	VEC(struct gram_sentence) sentences;
	VEC(struct gram_use) uses;
	uint32_t *slots;             /* open addressing: number of a gram, from 1 */
	size_t slot_count;
};

void grams_init(struct grams *g);
void grams_release(struct grams *g);

/* Take in a sentence of d, which has LAYER_STEMS. Everything is copied. E_NOMEM. */
int grams_add(struct grams *g, const struct doc *d, uint32_t sent, struct error *e);

#endif
