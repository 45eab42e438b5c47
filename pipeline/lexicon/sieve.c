/* SPDX-License-Identifier: MIT
 *
 * See sieve.h. A pattern is read twice. For its first bytes it is read with the
 * set of places that its next byte may have; what is read at a place goes into
 * the set of bytes allowed there, and what repeats allows everything from there
 * on. For its words see sieve_words.h. Too much is allowed, never too little.
 */
#include "pipeline/base/scan.h"
#include "pipeline/lexicon/regex_read.h"
#include "pipeline/lexicon/sieve.h"

#define DEPTH_MAX 30

/* ---- first bytes ---- */

#define ALL_PLACES ((1u << SIEVE_BYTES) - 1)

struct head_reader {
	struct str p;                   /* what is left of the pattern */
	uint8_t allowed[256];           /* by byte: the places that it may have, as bits */
	bool lost;                      /* the pattern is not understood */
};

static void allow(struct head_reader *r, unsigned places, unsigned char byte)
{
	r->allowed[byte] |= (uint8_t)(places & ALL_PLACES);
}

static void allow_any(struct head_reader *r, unsigned places)
{
	for (int b = 0; b < 256; b++)
		allow(r, places, (unsigned char)b);
}

/* All places from the first of these on. */
static unsigned from_first(unsigned places)
{
	return places ? ALL_PLACES & ~((places & (0u - places)) - 1) : 0;
}

/* Any one character, of one to four bytes. */
static unsigned head_any(struct head_reader *r, unsigned places)
{
	allow_any(r, places | places << 1 | places << 2 | places << 3);
	return (places << 1 | places << 2 | places << 3 | places << 4) & ALL_PLACES;
}

/* A character and what Unicode folds to it: U+017F is a small s, U+212A a K. */
static unsigned head_literal(struct head_reader *r, unsigned places, char c)
{
	char lower = ascii_lower(c);
	unsigned behind = places << 1;
	allow(r, places, (unsigned char)lower);
	if (ascii_is_alpha(c))
		allow(r, places, (unsigned char)(lower - ('a' - 'A')));
	if (lower == 's') {
		allow(r, places, 0xC5);
		allow(r, places << 1, 0xBF);
		behind |= places << 2;
	} else if (lower == 'k') {
		allow(r, places, 0xE2);
		allow(r, places << 1, 0x84);
		allow(r, places << 2, 0xAA);
		behind |= places << 3;
	}
	return behind & ALL_PLACES;
}

static unsigned head_alternatives(struct head_reader *r, unsigned places, int depth);

static unsigned head_piece(struct head_reader *r, enum regex_piece piece, char c, unsigned places,
			   int depth)
{
	unsigned behind = places;
	if (piece == REGEX_LITERAL)
		behind = head_literal(r, places, c);
	else if (piece == REGEX_ANY)
		behind = head_any(r, places);
	else if (piece == REGEX_OPEN)
		behind = head_alternatives(r, places, depth + 1);
	else if (piece == REGEX_LOOK)
		head_alternatives(r, 0, depth + 1);
	struct regex_times t = regex_read_times(&r->p);
	behind |= t.least ? 0 : places;
	if (t.most == 1)
		return behind;
	allow_any(r, from_first(behind));
	return from_first(behind);
}

/* Up to and with the end of the group or pattern. */
static unsigned head_alternatives(struct head_reader *r, unsigned places, int depth)
{
	unsigned now = places, behind = 0;
	r->lost |= depth > DEPTH_MAX;
	while (!r->lost) {
		char c = 0;
		enum regex_piece piece = regex_read(&r->p, &c);
		if (piece == REGEX_UNKNOWN || (piece == REGEX_CLOSE && !depth) ||
		    (piece == REGEX_END && depth)) {
			r->lost = true;
		} else if (piece == REGEX_CLOSE || piece == REGEX_END) {
			return behind | now;
		} else if (piece == REGEX_BAR) {
			behind |= now;
			now = places;
		} else {
			now = head_piece(r, piece, c, now, depth);
		}
	}
	return 0;
}

static bool add_head(struct sieve *s, struct str pattern)
{
	struct head_reader r = { .p = pattern };
	allow_any(&r, from_first(head_alternatives(&r, 1, 0)));
	for (int place = 0; !r.lost && place < SIEVE_BYTES; place++)
		for (int b = 0; b < 256; b++)
			if (r.allowed[b] >> place & 1)
				s->heads[place][b].w[s->count / 64] |= UINT64_C(1) << s->count % 64;
	return !r.lost;
}

/* ---- words ---- */

enum { NEEDLE_MIN = SIEVE_WORD_MIN, NEEDLE_LONG = 6 };

/* Up to eight of the n bytes at p with bit 0x20 set, the first one lowest; 0 behind the end. */
static inline uint64_t load_bytes(const char *p, ptrdiff_t n)
{
	uint64_t v = 0;
	if (n >= 8)
		memcpy(&v, p, 8);
	else
		memcpy(&v, p, (size_t)n);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v | UINT64_C(0x2020202020202020);
}

/* The hash of the three low bytes of v. */
static inline uint32_t gram_hash(uint32_t v)
{
	return (v << 8) * UINT32_C(0x9e3779b1) >> (32 - SIEVE_GRAM_BITS);
}

/* The hash of NEEDLE_LONG bytes. */
static inline uint32_t long_hash(uint64_t v)
{
	return (uint32_t)((v << 16) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - SIEVE_GRAM_BITS));
}

static inline bool has_bit(const uint64_t *set, uint32_t i)
{
	return set[i / 64] >> i % 64 & 1;
}

static void set_bit(uint64_t *set, uint32_t i)
{
	set[i / 64] |= UINT64_C(1) << i % 64;
}

/* How rare the three bytes at p are in English: the sum of their letters' ranks by frequency. */
static int rarity(const char *p)
{
	static const char ranks[] = " etaoinshrdlcumwfgypbvkjxqz";
	int sum = 0;
	for (int i = 0; i < NEEDLE_MIN; i++) {
		const char *at = strchr(ranks, p[i]);
		sum += at ? (int)(at - ranks) : (int)sizeof ranks;
	}
	return sum;
}

static bool add_needle(struct sieve *s, struct arena *mem, struct str word)
{
	struct sieve_needle *n = s->needles.n < UINT16_MAX ? VEC_PUSH(mem, &s->needles) : NULL;
	if (!n)
		return false;
	*n = (struct sieve_needle){ .word = word, .pattern = s->count };
	ptrdiff_t need = word.n < NEEDLE_LONG ? NEEDLE_MIN : NEEDLE_LONG;
	for (ptrdiff_t i = 1; i + need <= word.n && i < UINT16_MAX; i++)
		if (rarity(word.p + i) > rarity(word.p + n->at))
			n->at = (uint16_t)i;
	ptrdiff_t rest = word.n - n->at;
	n->key = load_bytes(word.p + n->at, rest);
	n->mask = rest < 8 ? (UINT64_C(1) << 8 * rest) - 1 : UINT64_MAX;
	uint32_t h = gram_hash((uint32_t)n->key);
	n->next = s->grams[h];
	s->grams[h] = (uint16_t)s->needles.n;
	set_bit(s->gram_set, h);
	if (word.n < NEEDLE_LONG)
		set_bit(s->short_set, h);
	else
		set_bit(s->long_set, long_hash(n->key));
	return true;
}

static bool add_words(struct sieve *s, struct arena *mem, struct str pattern, bool *known)
{
	struct sieve_words w;
	if (!sieve_words_of(&w, mem, pattern))
		return false;
	*known = w.n || w.digit;
	s->needy.w[s->count / 64] |= w.n ? UINT64_C(1) << s->count % 64 : 0;
	s->digits.w[s->count / 64] |= w.digit ? UINT64_C(1) << s->count % 64 : 0;
	for (int i = 0; i < w.n; i++)
		if (!add_needle(s, mem, w.at[i]))
			return false;
	return true;
}

bool sieve_add(struct sieve *s, struct arena *mem, struct str pattern, bool anchored,
	       struct sieve_set *set)
{
	bool full = s->count == SIEVE_MAX, head = false, words = false;
	uint64_t bit = UINT64_C(1) << s->count % 64;
	int word = s->count / 64;
	if (!full && anchored)
		head = add_head(s, pattern);
	if (!full && !add_words(s, mem, pattern, &words))
		return false;
	for (int i = 0; !head && !words && i < SIEVE_WORDS; i++)
		set->w[i] = UINT64_MAX;
	if (!head && !words)
		return true;
	for (int place = 0; !head && place < SIEVE_BYTES; place++)
		for (int b = 0; b < 256; b++)
			s->heads[place][b].w[word] |= bit;
	set->w[word] |= bit;
	s->count++;
	return true;
}

/* ---- texts ---- */

/* The needles whose rarest bytes may stand at text[i], where the eight bytes v are. */
static void try_needles(const struct sieve *s, struct str text, ptrdiff_t i, uint64_t v,
			struct sieve_set *held)
{
	for (uint16_t k = s->grams[gram_hash((uint32_t)v)]; k; k = s->needles.at[k - 1].next) {
		const struct sieve_needle *n = &s->needles.at[k - 1];
		ptrdiff_t from = i - n->at;
		if (((v ^ n->key) & n->mask) == 0 && from >= 0 && from + n->word.n <= text.n &&
		    scan_is_word(text.p + from, n->word))
			held->w[n->pattern / 64] |= UINT64_C(1) << n->pattern % 64;
	}
}

/* The patterns of which text holds a needle. */
static struct sieve_set held_by(const struct sieve *s, struct str text)
{
	struct sieve_set held = { { 0 } };
	ptrdiff_t i = 0;
	for (; i + 8 <= text.n; i++) {
		uint64_t v = load_bytes(text.p + i, 8);
		uint32_t h = gram_hash((uint32_t)v);
		if (has_bit(s->gram_set, h) &&
		    (has_bit(s->short_set, h) || has_bit(s->long_set, long_hash(v))))
			try_needles(s, text, i, v, &held);
	}
	for (; i + NEEDLE_MIN <= text.n; i++)
		try_needles(s, text, i, load_bytes(text.p + i, text.n - i), &held);
	return held;
}

/* Whether text may hold a digit of any script. Those that are not ASCII start with a byte from 0xD9
 * on, and none with that of quotes and dashes. */
static bool holds_digit(struct str text)
{
	if (scan_for_range(text, 0, '0', '9') < text.n)
		return true;
	for (ptrdiff_t i = 0; (i = scan_for_range(text, i, '\xD9', '\xFF')) < text.n; i++)
		if (text.p[i] != '\xE2')
			return true;
	return false;
}

struct sieve_set sieve_text(const struct sieve *s, struct str text)
{
	struct sieve_set set;
	for (int i = 0; i < SIEVE_WORDS; i++)
		set.w[i] = UINT64_MAX;
	for (int place = 0; place < SIEVE_BYTES; place++) {
		unsigned char b = place < text.n ? (unsigned char)text.p[place] : 0;
		for (int i = 0; i < SIEVE_WORDS; i++)
			set.w[i] &= s->heads[place][b].w[i];
	}
	if (sieve_sets_meet(&set, &s->digits) && !holds_digit(text))
		for (int i = 0; i < SIEVE_WORDS; i++)
			set.w[i] &= ~s->digits.w[i];
	if (!sieve_sets_meet(&set, &s->needy) || sieve_folds_oddly(text))
		return set;
	struct sieve_set held = held_by(s, text);
	for (int i = 0; i < SIEVE_WORDS; i++)
		set.w[i] &= held.w[i] | ~s->needy.w[i];
	return set;
}
