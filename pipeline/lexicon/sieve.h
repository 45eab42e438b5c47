/* SPDX-License-Identifier: MIT
 *
 * Which of many regexes may match a text, told without running one. A pattern
 * that starts with ^ is denied by the first bytes of the text, and any by the
 * absence of words that it needs, which one walk over the text finds. Nearly no
 * block of a report may match any rule on headings and page furniture, and one
 * look at it serves all rules. What the sieve denies is certain.
 */
#ifndef LM_LEXICON_SIEVE_H
#define LM_LEXICON_SIEVE_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/vec.h"
#include "pipeline/lexicon/sieve_words.h"

enum { SIEVE_BYTES = 8, SIEVE_WORDS = 6, SIEVE_MAX = 64 * SIEVE_WORDS };

/* A set of patterns of one sieve. */
struct sieve_set {
	uint64_t w[SIEVE_WORDS];
};

/* One of the words of which a pattern needs any. It is looked for where its rarest three bytes
 * stand. */
struct sieve_needle {
	struct str word;
	uint64_t key, mask;             /* up to eight of its bytes, from these on */
	int pattern;
	uint16_t at;                    /* where in the word these bytes stand */
	uint16_t next;                  /* with the same hash of them, from 1; 0 none */
};

enum { SIEVE_GRAM_BITS = 14, SIEVE_GRAMS = 1 << SIEVE_GRAM_BITS };

struct sieve {
	/* By place in the text and byte there: the patterns that allow it. Behind the end of a
	 * text stands the byte 0. */
	struct sieve_set heads[SIEVE_BYTES][256];
	VEC(struct sieve_needle) needles;
	uint16_t grams[SIEVE_GRAMS];    /* by hash of three bytes: the first needle, from 1 */
	uint64_t gram_set[SIEVE_GRAMS / 64];    /* the hashes that have needles, */
	uint64_t short_set[SIEVE_GRAMS / 64];   /* that have short ones, */
	uint64_t long_set[SIEVE_GRAMS / 64];    /* and the hashes of more bytes of the long ones */
	struct sieve_set needy;         /* patterns that have needles */
	struct sieve_set digits;        /* patterns that need a digit */
	int count;
};

/* Add a pattern, which ignores case; it joins set. anchored: it matches at the start of a text
 * alone. When the sieve is full, or nothing is known of the pattern, set becomes one that passes
 * every text. mem must live as long as the sieve; false without memory in it. */
bool sieve_add(struct sieve *s, struct arena *mem, struct str pattern, bool anchored,
	       struct sieve_set *set);

/* The patterns that may match text. */
struct sieve_set sieve_text(const struct sieve *s, struct str text);

static inline bool sieve_sets_meet(const struct sieve_set *a, const struct sieve_set *b)
{
	uint64_t both = 0;
	for (int i = 0; i < SIEVE_WORDS; i++)
		both |= a->w[i] & b->w[i];
	return both != 0;
}

#endif
