/* SPDX-License-Identifier: MIT
 *
 * Words of sentences as the study of phrases takes them, and a table that
 * numbers texts: each distinct one once, in the order of their coming.
 */
#ifndef LM_TREND_WORDS_H
#define LM_TREND_WORDS_H

#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/vec.h"

struct word {
	struct str text;
	uint64_t hash;
};

struct words {
	struct arena mem;
	VEC(struct word) list;
	uint32_t *place;         /* open addressing: index + 1, 0 free; room is a power of two */
	size_t room;
};

void words_init(struct words *w);
void words_release(struct words *w);

/* The number of text, from 0, which is put in; -1 without memory. */
ptrdiff_t words_add(struct words *w, struct str text);

/* The next word of *rest, its letters folded to lower case into buf of n bytes; a word has letters,
 * and apostrophes and hyphens inside. *broken: something other than blanks stood before it. Empty at
 * the end. Words over n bytes are cut. */
struct str next_word(struct str *rest, char *buf, ptrdiff_t n, bool *broken);

/* Words that carry no subject: articles, pronouns, prepositions, auxiliaries, ... */
bool is_function_word(struct str word);

#endif
