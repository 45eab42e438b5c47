/* SPDX-License-Identifier: MIT
 *
 * The words that a text must hold for a regex to match it: of each sequence the
 * longest run of literals, of a group those of all its alternatives. Texts
 * without them are found out far faster than by running the regex.
 */
#ifndef LM_LEXICON_SIEVE_WORDS_H
#define LM_LEXICON_SIEVE_WORDS_H

#include <stdbool.h>

#include "pipeline/base/arena.h"

enum { SIEVE_WORD_MIN = 3 };    /* bytes; shorter ones stand everywhere */

/* Single characters that few texts hold: a digit of any script, "@", ":". */
enum sieve_sign { SIEVE_DIGIT, SIEVE_AT, SIEVE_COLON, SIEVE_SIGNS };

/* The ASCII character c as a set of signs, a bit each. */
static inline unsigned sieve_signs_of(char c)
{
	return (ascii_is_digit(c) ? 1u << SIEVE_DIGIT : 0) | (c == '@' ? 1u << SIEVE_AT : 0) |
	       (c == ':' ? 1u << SIEVE_COLON : 0);
}

/* Words of which every text that a pattern matches holds one, in any case of letters; n 0: nothing
 * is known of the pattern. All their bytes have bit 0x20 set, see scan_for_word(). What Unicode
 * folds to a letter of another length (sieve_folds_oddly()) may stand in place of one. */
enum { SIEVE_NEEDLES_MAX = 32 };

struct sieve_words {
	struct str at[SIEVE_NEEDLES_MAX];
	int n;
	ptrdiff_t shortest;
	unsigned signs;                 /* besides, every such text holds these: bits of enum sieve_sign */
};

/* The words that a pattern needs, as slices of it: bit 0x20 is not yet set. blanks: they may hold
 * "\s" in place of a byte. */
struct sieve_words sieve_words_in(struct str pattern, bool blanks);

/* The same with the bit set; their bytes are mem's. false without memory. */
bool sieve_words_of(struct sieve_words *w, struct arena *mem, struct str pattern);

/* Whether a character stands in text that folds to an ASCII letter: U+017F, U+212A. */
bool sieve_folds_oddly(struct str text);

#endif
