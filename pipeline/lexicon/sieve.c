/* SPDX-License-Identifier: MIT
 *
 * See sieve.h. A pattern is read twice. For its first bytes it is read with the
 * set of places that its next byte may have; what is read at a place goes into
 * the set of bytes allowed there, and what repeats allows everything from there
 * on. For its words, the longest word of each sequence is kept, where a group
 * has one in each alternative. Too much is allowed, never too little.
 */
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

enum { NEEDLE_MIN = 3, NEEDLES_MAX = 32 };

/* Words of which a text needs one; none: nothing is known. */
struct words {
	struct str at[NEEDLES_MAX];
	int n;
	ptrdiff_t shortest;
};

struct word_reader {
	struct str p;
	bool lost;
};

static void prefer(struct words *best, const struct words *w)
{
	if (w->n && (!best->n || w->shortest > best->shortest))
		*best = *w;
}

/* A run of literals ends. */
static void end_run(struct words *best, struct str *run)
{
	struct words one = { .at = { *run }, .n = 1, .shortest = run->n };
	if (run->n >= NEEDLE_MIN)
		prefer(best, &one);
	*run = (struct str){ 0 };
}

/* Alternatives unite; one without words leaves none to all. */
static void unite(struct words *all, const struct words *w, bool first)
{
	if (first) {
		*all = *w;
	} else if (!all->n || !w->n || all->n + w->n > NEEDLES_MAX) {
		all->n = 0;
	} else {
		memcpy(all->at + all->n, w->at, (size_t)w->n * sizeof *w->at);
		all->n += w->n;
		all->shortest = w->shortest < all->shortest ? w->shortest : all->shortest;
	}
}

static struct words word_alternatives(struct word_reader *r, int depth);

static void word_piece(struct word_reader *r, enum regex_piece piece, struct words *best,
		       struct str *run, int depth)
{
	const char *at = r->p.p - 1;
	struct words inner = { .n = 0 };
	if (piece == REGEX_OPEN || piece == REGEX_LOOK)
		inner = word_alternatives(r, depth + 1);
	struct regex_times t = regex_read_times(&r->p);
	if (piece == REGEX_LITERAL && t.least && at[0] != '\\') {
		bool goes_on = run->n && run->p + run->n == at;
		if (!goes_on)
			end_run(best, run);
		*run = goes_on ? (struct str){ run->p, run->n + 1 } : (struct str){ at, 1 };
	}
	if (piece == REGEX_NOTHING || (piece == REGEX_LITERAL && t.least && t.most == 1))
		return;
	end_run(best, run);
	if (piece == REGEX_OPEN && t.least)
		prefer(best, &inner);
}

static struct words word_alternatives(struct word_reader *r, int depth)
{
	struct words all = { .n = 0 }, best = { .n = 0 };
	struct str run = { 0 };
	bool first = true;
	r->lost |= depth > DEPTH_MAX;
	while (!r->lost) {
		char c = 0;
		enum regex_piece piece = regex_read(&r->p, &c);
		r->lost |= piece == REGEX_UNKNOWN;
		if (piece != REGEX_BAR && piece != REGEX_CLOSE && piece != REGEX_END) {
			word_piece(r, piece, &best, &run, depth);
			continue;
		}
		end_run(&best, &run);
		unite(&all, &best, first);
		first = false;
		best.n = 0;
		if (piece != REGEX_BAR)
			break;
	}
	return all;
}

static bool add_words(struct sieve *s, struct arena *mem, struct str pattern, bool *known)
{
	struct word_reader r = { .p = pattern };
	struct words w = word_alternatives(&r, 0);
	*known = !r.lost && w.n;
	for (int i = 0; *known && i < w.n; i++) {
		struct sieve_needle *n = VEC_PUSH(mem, &s->needles);
		struct str word = arena_str(mem, w.at[i]);
		if (!n || !word.p)
			return false;
		char *p = (char *)word.p;
		for (ptrdiff_t k = 0; k < word.n; k++)
			p[k] = (char)(p[k] | 0x20);
		*n = (struct sieve_needle){ word, s->count };
	}
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
	s->needy.w[word] |= words ? bit : 0;
	set->w[word] |= bit;
	s->count++;
	return true;
}

/* ---- texts ---- */

enum { GRAM_BITS = 13 };

/* The trigrams of a text as bits of their hashes. */
struct grams {
	uint64_t bits[(1 << GRAM_BITS) / 64];
};

static inline uint32_t gram_at(const char *p)
{
	uint32_t v = (uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8 |
		     (uint32_t)(unsigned char)p[2] << 16 | UINT32_C(0x202020);
	return v * UINT32_C(0x9e3779b1) >> (32 - GRAM_BITS);
}

static void take_grams(struct grams *g, struct str text)
{
	memset(g, 0, sizeof *g);
	for (ptrdiff_t i = 0; i + NEEDLE_MIN <= text.n; i++) {
		uint32_t h = gram_at(text.p + i);
		g->bits[h / 64] |= UINT64_C(1) << h % 64;
	}
}

static bool may_hold(const struct grams *g, struct str word)
{
	for (ptrdiff_t i = 0; i + NEEDLE_MIN <= word.n; i++) {
		uint32_t h = gram_at(word.p + i);
		if (!(g->bits[h / 64] >> h % 64 & 1))
			return false;
	}
	return true;
}

/* U+017F and U+212A, which fold to letters of other lengths. */
static bool folds_oddly(struct str text)
{
	return text.n && (memchr(text.p, 0xC5, (size_t)text.n) || memchr(text.p, 0x84, (size_t)text.n));
}

struct sieve_set sieve_text(const struct sieve *s, struct str text)
{
	struct sieve_set set, held = { { 0 } };
	struct grams g;
	for (int i = 0; i < SIEVE_WORDS; i++)
		set.w[i] = UINT64_MAX;
	for (int place = 0; place < SIEVE_BYTES; place++) {
		unsigned char b = place < text.n ? (unsigned char)text.p[place] : 0;
		for (int i = 0; i < SIEVE_WORDS; i++)
			set.w[i] &= s->heads[place][b].w[i];
	}
	if (!s->needles.n || folds_oddly(text))
		return set;
	take_grams(&g, text);
	for (ptrdiff_t i = 0; i < s->needles.n; i++) {
		const struct sieve_needle *n = &s->needles.at[i];
		uint64_t bit = UINT64_C(1) << n->pattern % 64;
		if ((set.w[n->pattern / 64] & bit) && may_hold(&g, n->word))
			held.w[n->pattern / 64] |= bit;
	}
	for (int i = 0; i < SIEVE_WORDS; i++)
		set.w[i] &= held.w[i] | ~s->needy.w[i];
	return set;
}
