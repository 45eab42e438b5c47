/* SPDX-License-Identifier: MIT
 *
 * The first bytes that a match of a regex may have.
 */
#ifndef LM_LEXICON_SIEVE_HEADS_H
#define LM_LEXICON_SIEVE_HEADS_H

#include <stdint.h>

#include "pipeline/base/str.h"

enum { SIEVE_BYTES = 8 };

/* By byte: the places from the start of a match at which it may stand, a bit each. Behind the end of
 * the text stands the byte 0. */
struct sieve_head {
	uint8_t at[256];
};

/* Of a pattern that may ignore case. Too much is allowed, never too little. */
void sieve_head_of(struct sieve_head *h, struct str pattern);

/* Whether a match may start at byte i of text, which is not behind its end. */
static inline bool sieve_head_allows(const struct sieve_head *h, struct str text, ptrdiff_t i)
{
	ptrdiff_t n = text.n - i < SIEVE_BYTES ? text.n - i : SIEVE_BYTES;
	for (ptrdiff_t k = 0; k < n; k++)
		if (!(h->at[(unsigned char)text.p[i + k]] >> k & 1))
			return false;
	return n == SIEVE_BYTES || h->at[0] >> n & 1;
}

#endif
