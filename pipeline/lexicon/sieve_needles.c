/* SPDX-License-Identifier: MIT
 *
 * The words that patterns need, found in a text by hashes of their rarest
 * bytes. Short words are looked for at each byte. Long ones are entered with
 * several hashes, of bytes that start one after the other, so that it is enough
 * to look at every fourth byte of a text.
 */
#include "pipeline/base/scan.h"
#include "pipeline/lexicon/sieve_parts.h"

/* Bytes that are hashed, and how many places a text is looked at from one to the next. */
enum { SHORT_GRAM = SIEVE_WORD_MIN, LONG_GRAM = 5, LONG_STEP = SIEVE_LONG_MIN - LONG_GRAM + 1,
       LOOKED_AT = 8 };

/* Up to eight of the n bytes at p with bit 0x20 set, the first one lowest. */
static inline uint64_t load_bytes(const char *p, ptrdiff_t n)
{
	uint64_t v = 0;
	if (n >= LOOKED_AT)
		memcpy(&v, p, LOOKED_AT);
	else
		memcpy(&v, p, (size_t)n);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v | UINT64_C(0x2020202020202020);
}

/* The hash of the n low bytes of v. */
static inline uint32_t hash_low(uint64_t v, int n)
{
	return (uint32_t)((v << (64 - 8 * n)) * UINT64_C(0x9e3779b97f4a7c15) >>
			  (64 - SIEVE_GRAM_BITS));
}

/* How rare the n bytes at p are in English: the sum of their letters' ranks by frequency. */
static int rarity(const char *p, int n)
{
	static const char ranks[] = " etaoinshrdlcumwfgypbvkjxqz";
	int sum = 0;
	for (int i = 0; i < n; i++) {
		const char *at = strchr(ranks, p[i]);
		sum += at ? (int)(at - ranks) : (int)sizeof ranks;
	}
	return sum;
}

/* Where in word the rarest n bytes stand. */
static ptrdiff_t rarest(struct str word, int n)
{
	ptrdiff_t best = 0;
	for (ptrdiff_t i = 1; i + n <= word.n && i < UINT16_MAX - LONG_STEP; i++)
		if (rarity(word.p + i, n) > rarity(word.p + best, n))
			best = i;
	return best;
}

/* Enter word by the hash of its bytes from `at` on. */
static bool enter(struct sieve *s, struct arena *mem, enum sieve_size size, struct str word,
		  ptrdiff_t at)
{
	struct sieve_grams *g = &s->grams[size];
	struct sieve_needle *n = s->needles.n < UINT16_MAX ? VEC_PUSH(mem, &s->needles) : NULL;
	if (!n)
		return false;
	ptrdiff_t rest = word.n - at;
	uint64_t key = load_bytes(word.p + at, rest);
	uint32_t h = hash_low(key, size == SIEVE_SHORT ? SHORT_GRAM : LONG_GRAM);
	*n = (struct sieve_needle){ .word = word, .key = key, .pattern = s->count,
				    .at = (uint16_t)at, .next = g->first[h] };
	n->mask = rest < LOOKED_AT ? (UINT64_C(1) << 8 * rest) - 1 : UINT64_MAX;
	g->first[h] = (uint16_t)s->needles.n;
	g->known[h] = true;
	return true;
}

bool sieve_add_needles(struct sieve *s, struct arena *mem, const struct sieve_words *w)
{
	enum sieve_size size = w->shortest < SIEVE_LONG_MIN ? SIEVE_SHORT : SIEVE_LONG;
	if (w->n)
		sieve_set_add(&s->needy[size], s->count);
	for (int i = 0; i < w->n; i++) {
		ptrdiff_t at = rarest(w->at[i], size == SIEVE_SHORT ? SHORT_GRAM : SIEVE_LONG_MIN);
		for (int k = 0; k < (size == SIEVE_SHORT ? 1 : LONG_STEP); k++)
			if (!enter(s, mem, size, w->at[i], at + k))
				return false;
	}
	return true;
}

/* The needles of which the bytes v, which stand at text[i], may be a part. */
static void try_needles(const struct sieve *s, uint16_t first, struct str text, ptrdiff_t i,
			uint64_t v, struct sieve_set *held)
{
	for (uint16_t k = first; k; k = s->needles.at[k - 1].next) {
		const struct sieve_needle *n = &s->needles.at[k - 1];
		ptrdiff_t from = i - n->at;
		if (((v ^ n->key) & n->mask) == 0 && from >= 0 && from + n->word.n <= text.n &&
		    scan_is_word(text.p + from, n->word))
			sieve_set_add(held, n->pattern);
	}
}

/* The bytes from text[i] on, fewer than eight. */
static inline uint64_t load_last(struct str text, ptrdiff_t i)
{
	if (text.n < LOOKED_AT)
		return load_bytes(text.p + i, text.n - i);
	return load_bytes(text.p + text.n - LOOKED_AT, LOOKED_AT) >> 8 * (i + LOOKED_AT - text.n);
}

/* Try the needles that have a hash with the bytes v at text[i]. */
static inline void try_at(const struct sieve *s, const struct sieve_grams *g, struct str text,
			  ptrdiff_t i, uint64_t v, int gram, struct sieve_set *held)
{
	uint32_t h = hash_low(v, gram);
	if (g->known[h])
		try_needles(s, g->first[h], text, i, v, held);
}

/* 1 when a hash of the bytes at p is known. */
static inline unsigned knows(const struct sieve_grams *g, const char *p, int gram)
{
	return g->known[hash_low(load_bytes(p, LOOKED_AT), gram)];
}

/* Look at text in steps of `step` for hashes of `gram` bytes, at four places with one branch. */
static inline struct sieve_set held_by(const struct sieve *s, const struct sieve_grams *g,
				       struct str text, int gram, int step)
{
	struct sieve_set held = { .used = 0 };
	ptrdiff_t i = 0;
	for (; i + 3 * step + LOOKED_AT <= text.n; i += 4 * step) {
		const char *p = text.p + i;
		if (knows(g, p, gram) | knows(g, p + step, gram) | knows(g, p + 2 * step, gram) |
		    knows(g, p + 3 * step, gram))
			for (int k = 0; k < 4; k++)
				try_at(s, g, text, i + k * step,
				       load_bytes(p + k * step, LOOKED_AT), gram, &held);
	}
	for (; i + LOOKED_AT <= text.n; i += step)
		try_at(s, g, text, i, load_bytes(text.p + i, LOOKED_AT), gram, &held);
	for (; i + gram <= text.n; i += step)
		try_at(s, g, text, i, load_last(text, i), gram, &held);
	return held;
}

struct sieve_set sieve_held(const struct sieve *s, enum sieve_size size, struct str text)
{
	return size == SIEVE_SHORT ? held_by(s, &s->grams[size], text, SHORT_GRAM, 1)
				   : held_by(s, &s->grams[size], text, LONG_GRAM, LONG_STEP);
}
