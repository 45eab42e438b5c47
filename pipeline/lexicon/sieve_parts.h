/* SPDX-License-Identifier: MIT
 *
 * Private to pipeline/lexicon/sieve*.c: the parts of a sieve. Each takes the
 * pattern that is added now, s->count.
 */
#ifndef LM_LEXICON_SIEVE_PARTS_H
#define LM_LEXICON_SIEVE_PARTS_H

#include "pipeline/lexicon/sieve.h"

static inline void sieve_set_add(struct sieve_set *set, int pattern)
{
	set->w[pattern / 64] |= UINT64_C(1) << pattern % 64;
	set->used |= 1u << pattern / 64;
}

/* Note the first bytes that the anchored pattern allows; with how many ASCII characters it can
 * start, 128 for any. */
int sieve_add_head(struct sieve *s, struct str pattern);

/* Note the words of which the pattern needs one. false without memory. */
bool sieve_add_needles(struct sieve *s, struct arena *mem, const struct sieve_words *w);

/* The patterns of which text holds a word, of those with words of this size. */
struct sieve_set sieve_held(const struct sieve *s, enum sieve_size size, struct str text);

#endif
