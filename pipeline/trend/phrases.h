/* SPDX-License-Identifier: MIT
 *
 * A table of phrases with what is counted of them, for discover.c. Also the
 * words of a sentence as discover takes them, and those of the lexicon's terms.
 */
#ifndef LM_TREND_PHRASES_H
#define LM_TREND_PHRASES_H

#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/error.h"

struct phrase_count {
	struct str text;         /* .p NULL: a free place */
	uint64_t hash;
	uint32_t n, docs, late;
	uint32_t last_doc;       /* index + 1 of the last document that had it */
};

struct phrases {
	struct arena mem;
	struct phrase_count *at; /* open addressing, a power of two */
	size_t room, used;
};

void phrases_init(struct phrases *p);
void phrases_release(struct phrases *p);

/* Count text once, in document doc (from 0) of the later half or not. false without memory. */
bool phrases_count(struct phrases *p, struct str text, uint32_t doc, bool late);

/* NULL when it was never counted. */
const struct phrase_count *phrases_find(const struct phrases *p, struct str text);

/* The next word of *rest, its letters folded to lower case into buf of n bytes; a word has letters,
 * and apostrophes and hyphens inside. *broken: something other than blanks stood before it. Empty at
 * the end. Words over n bytes are cut. */
struct str next_word(struct str *rest, char *buf, ptrdiff_t n, bool *broken);

/* Words that carry no subject: articles, pronouns, prepositions, auxiliaries, ... */
bool is_function_word(struct str word);

#endif
