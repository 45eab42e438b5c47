/* SPDX-License-Identifier: MIT
 *
 * Which of many regexes may match a text, told without running one. A pattern
 * that starts with ^ is denied by the first bytes of the text, one that ends in
 * $ too by its length, and any by the absence of signs and words that it needs.
 * Nearly no block of a report may match any rule on headings and page furniture,
 * and one look at it serves all rules. What the sieve denies is certain.
 */
#ifndef LM_LEXICON_SIEVE_H
#define LM_LEXICON_SIEVE_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/vec.h"
#include "pipeline/lexicon/sieve_heads.h"
#include "pipeline/lexicon/sieve_words.h"

/* Patterns are numbered from 1: 0 stands for those of which nothing is known. */
enum { SIEVE_WORDS = 6, SIEVE_ALWAYS = 0, SIEVE_MAX = 64 * SIEVE_WORDS - 1 };

/* A set of patterns of one sieve. */
struct sieve_set {
	uint64_t w[SIEVE_WORDS];
	unsigned used;                  /* the words that may hold any, a bit each */
};

/* Patterns that need one of some words, by their shortest one. */
enum sieve_size { SIEVE_SHORT, SIEVE_LONG, SIEVE_SIZES };
enum { SIEVE_LONG_MIN = 9 };

/* One of the words of which a pattern needs any, and where in it the bytes stand by which it is
 * found. */
struct sieve_needle {
	struct str word;
	uint64_t key, mask;             /* up to eight of its bytes, from these on */
	int pattern;
	uint16_t at;
	uint16_t next;                  /* with the same hash of them, from 1; 0 none */
};

enum { SIEVE_GRAM_BITS = 14, SIEVE_GRAMS = 1 << SIEVE_GRAM_BITS };

/* Needles by the hash of some of their bytes. */
struct sieve_grams {
	bool known[SIEVE_GRAMS];        /* the hashes that there are */
	uint16_t first[SIEVE_GRAMS];    /* the first needle, from 1 */
};

/* Lengths of texts, in steps; all that are longer are one. */
enum { SIEVE_LENGTH_STEP = 16, SIEVE_LENGTHS = 40 };

struct sieve {
	/* By place in the text and byte there: the patterns that allow it, but for those that allow
	 * any byte there. Behind the end of a text stands the byte 0. */
	struct sieve_set heads[SIEVE_BYTES][256];
	struct sieve_set any[SIEVE_BYTES];
	struct sieve_set shorter[SIEVE_LENGTHS];        /* that match no text of such length */
	struct sieve_set signs[SIEVE_SIGNS];            /* that need one */
	struct sieve_set needy[SIEVE_SIZES];            /* that need words */
	struct sieve_grams grams[SIEVE_SIZES];
	VEC(struct sieve_needle) needles;
	int count;
};

/* Where a pattern can match. */
enum sieve_place { SIEVE_ANYWHERE, SIEVE_AT_START, SIEVE_AT_LINES };

/* Add a pattern, which ignores case; it joins set. place: at the start of a text alone, or at starts
 * of lines; texts are shown to a sieve with such patterns by lines. Its number, or SIEVE_ALWAYS when the sieve is full or nothing is known of the pattern: then
 * every text passes. mem must live as long as the sieve; -1 without memory in it. */
int sieve_add(struct sieve *s, struct arena *mem, struct str pattern, enum sieve_place place,
	      struct sieve_set *set);

/* Make every text pass set. */
static inline void sieve_pass_all(struct sieve_set *set)
{
	set->w[0] |= UINT64_C(1) << SIEVE_ALWAYS;
	set->used |= 1;
}

/* Add the patterns of another set. */
static inline void sieve_set_join(struct sieve_set *set, const struct sieve_set *more)
{
	for (int i = 0; i < SIEVE_WORDS; i++)
		set->w[i] |= more->w[i];
	set->used |= more->used;
}

/* A text, and the patterns that may match it, as far as has been looked. */
struct sieve_view {
	struct str text;
	struct sieve_set may;
	bool looked[SIEVE_SIZES];       /* for words */
	bool odd;                       /* words may be spelled otherwise: see sieve_folds_oddly() */
};

/* Look at text, which must stay. */
void sieve_see(const struct sieve *s, struct sieve_view *v, struct str text);

/* The same of a text of lines. flat: text as the patterns see it, byte by byte, without line ends. */
void sieve_see_lines(const struct sieve *s, struct sieve_view *v, struct str text, struct str flat);

static inline bool sieve_sets_meet(const struct sieve_set *a, const struct sieve_set *b)
{
	for (unsigned both = a->used & b->used; both; both &= both - 1)
		if (a->w[__builtin_ctz(both)] & b->w[__builtin_ctz(both)])
			return true;
	return false;
}

/* The same as sieve_passes(), where may and set meet. */
bool sieve_look(const struct sieve *s, struct sieve_view *v, const struct sieve_set *set);

/* Whether a pattern of set may match the text. Its words are looked for when set first needs it. */
static inline bool sieve_passes(const struct sieve *s, struct sieve_view *v,
				const struct sieve_set *set)
{
	return sieve_sets_meet(&v->may, set) && sieve_look(s, v, set);
}

#endif
