/* SPDX-License-Identifier: MIT
 *
 * See sieve.h. What a pattern allows and needs is read from it in parts: its
 * first bytes (sieve_heads.c), the longest text that it matches
 * (sieve_longest.c), words and signs (sieve_words.h).
 */
#include "pipeline/base/scan.h"
#include "pipeline/lexicon/sieve_longest.h"
#include "pipeline/lexicon/sieve_parts.h"

#define SHORT_SEARCH 4000       /* bytes; to look for short words in a longer text costs too much */
#define FEW_BYTES 3             /* that deny nearly all */
#define FEW_STARTS 40           /* first characters: fewer texts start so than hold some word */

/* ---- patterns ---- */

/* Note which lengths are too long for the pattern; a line feed may stand behind what it matches. */
static bool add_length(struct sieve *s, struct str pattern)
{
	ptrdiff_t longest = sieve_longest(pattern);
	for (ptrdiff_t k = 0; longest >= 0 && k < SIEVE_LENGTHS; k++)
		if (k * SIEVE_LENGTH_STEP > longest + 1)
			sieve_set_add(&s->shorter[k], s->count);
	return longest >= 0;
}

/* What the first bytes alone do not tell. */
static bool add_words(struct sieve *s, struct arena *mem, struct str pattern, bool *known)
{
	struct sieve_words w;
	if (!sieve_words_of(&w, mem, pattern) || !sieve_add_needles(s, mem, &w))
		return false;
	for (int i = 0; i < SIEVE_SIGNS; i++)
		if (w.signs >> i & 1)
			sieve_set_add(&s->signs[i], s->count);
	*known |= w.n || w.signs;
	return true;
}

int sieve_add(struct sieve *s, struct arena *mem, struct str pattern, enum sieve_place place,
	      struct sieve_set *set)
{
	if (s->count == SIEVE_MAX) {
		sieve_pass_all(set);
		return SIEVE_ALWAYS;
	}
	s->count++;
	int starts = place != SIEVE_ANYWHERE ? sieve_add_head(s, pattern) : 128;
	bool known = (place == SIEVE_AT_START && add_length(s, pattern)) || starts < 128;
	for (int k = 0; place == SIEVE_ANYWHERE && k < SIEVE_BYTES; k++)
		sieve_set_add(&s->any[k], s->count);
	if ((starts > FEW_STARTS || place == SIEVE_AT_LINES) && !add_words(s, mem, pattern, &known))
		return -1;
	sieve_set_add(set, known ? s->count : SIEVE_ALWAYS);
	return known ? s->count : SIEVE_ALWAYS;
}

/* ---- texts ---- */

/* What stands in a text: bits of enum sieve_sign, and how many bytes are not ASCII. */
struct signs {
	unsigned held;
	ptrdiff_t other;
};

struct seen {
	scan_block digits, ats, colons;
	ptrdiff_t other;
};

static inline void see(struct seen *seen, scan_block x)
{
	uint64_t other = scan_bits(x);
	seen->digits |= scan_range(x, '0', '9');
	seen->ats |= (scan_block)(x == scan_splat('@'));
	seen->colons |= (scan_block)(x == scan_splat(':'));
	if (other) {
		/* Digits that are not ASCII start with a byte from 0xD9 on, and none with that of
		 * quotes and dashes. */
		seen->digits |= scan_range(x, '\xD9', '\xFF') & (scan_block)(x != scan_splat('\xE2'));
		for (; other; other &= other - 1)
			seen->other++;
	}
}

static struct signs signs_of(struct str text)
{
	struct seen seen = { { 0 }, { 0 }, { 0 }, 0 };
	char tail[SCAN_BLOCK] = { 0 };
	ptrdiff_t i = 0;
	for (; text.n - i >= SCAN_BLOCK; i += SCAN_BLOCK)
		see(&seen, scan_load(text.p + i));
	if (i < text.n) {
		memcpy(tail, text.p + i, (size_t)(text.n - i));
		see(&seen, scan_load(tail));
	}
	return (struct signs){ (scan_hit(seen.digits) ? 1u << SIEVE_DIGIT : 0) |
				       (scan_hit(seen.ats) ? 1u << SIEVE_AT : 0) |
				       (scan_hit(seen.colons) ? 1u << SIEVE_COLON : 0),
			       seen.other };
}

/* The words of a set, two at a time. */
typedef uint64_t word_pair __attribute__((vector_size(16)));

struct pairs {
	word_pair a, b, c;
};

_Static_assert(sizeof(struct pairs) == SIEVE_WORDS * sizeof(uint64_t), "all words of a set");

static inline struct pairs load_set(const struct sieve_set *set)
{
	struct pairs p;
	memcpy(&p, set->w, sizeof p);
	return p;
}

static inline struct pairs both(struct pairs x, struct pairs y)
{
	return (struct pairs){ x.a & y.a, x.b & y.b, x.c & y.c };
}

static inline struct pairs either(struct pairs x, struct pairs y)
{
	return (struct pairs){ x.a | y.a, x.b | y.b, x.c | y.c };
}

static inline struct pairs without(struct pairs x, struct pairs y)
{
	return (struct pairs){ x.a & ~y.a, x.b & ~y.b, x.c & ~y.c };
}

static inline unsigned used_of(const struct sieve_set *set)
{
	const uint64_t *w = set->w;
	return (unsigned)(w[0] != 0) | (unsigned)(w[1] != 0) << 1 | (unsigned)(w[2] != 0) << 2 |
	       (unsigned)(w[3] != 0) << 3 | (unsigned)(w[4] != 0) << 4 | (unsigned)(w[5] != 0) << 5;
}

static inline void store_set(struct sieve_set *set, struct pairs p)
{
	memcpy(set->w, &p, sizeof p);
	set->used = used_of(set);
}

/* Of the patterns now, those that allow the byte of text at place. */
static inline struct pairs narrow(const struct sieve *s, struct str text, int place,
				  struct pairs now)
{
	unsigned char b = place < text.n ? (unsigned char)text.p[place] : 0;
	return both(now, either(load_set(&s->heads[place][b]), load_set(&s->any[place])));
}

static inline bool is_none(struct pairs p)
{
	word_pair any = p.a | p.b | p.c;
	return (any[0] | any[1]) == 0;
}

/* Add the patterns that a text may start with to may; none does after a few bytes where all that
 * are left are there already. */
static inline struct pairs add_starts(const struct sieve *s, struct str text, struct pairs may)
{
	struct pairs now;
	memset(&now, 0xff, sizeof now);
	for (int place = 0; place < FEW_BYTES; place++)
		now = narrow(s, text, place, now);
	if (is_none(without(now, may)))
		return may;
	for (int place = FEW_BYTES; place < SIEVE_BYTES; place++)
		now = narrow(s, text, place, now);
	return either(may, now);
}

/* Deny what the text's length and the signs in it do. */
static void look_at_signs(const struct sieve *s, struct sieve_view *v)
{
	struct signs g = signs_of(v->text);
	ptrdiff_t length = (v->text.n - g.other) / SIEVE_LENGTH_STEP;
	length = length < SIEVE_LENGTHS ? length : SIEVE_LENGTHS - 1;
	struct pairs may = without(load_set(&v->may), load_set(&s->shorter[length]));
	for (int i = 0; i < SIEVE_SIGNS; i++)
		if (!(g.held >> i & 1))
			may = without(may, load_set(&s->signs[i]));
	store_set(&v->may, may);
	sieve_pass_all(&v->may);
	v->odd = g.other && sieve_folds_oddly(v->text);
}

void sieve_see(const struct sieve *s, struct sieve_view *v, struct str text)
{
	*v = (struct sieve_view){ .text = text };
	store_set(&v->may, add_starts(s, text, (struct pairs){ .a = { 0 } }));
	look_at_signs(s, v);
}

void sieve_see_lines(const struct sieve *s, struct sieve_view *v, struct str text, struct str flat)
{
	struct pairs may = add_starts(s, flat, (struct pairs){ .a = { 0 } });
	*v = (struct sieve_view){ .text = flat };
	for (ptrdiff_t i = 0; (i = scan_for_range(text, i, '\n', '\n') + 1) < text.n;)
		may = add_starts(s, str_sub(flat, i, flat.n), may);
	store_set(&v->may, may);
	look_at_signs(s, v);
}

/* Deny the patterns whose words, of this size, are not in the text. */
static void look_for_words(const struct sieve *s, struct sieve_view *v, enum sieve_size size)
{
	struct sieve_set held = sieve_held(s, size, v->text);
	struct pairs missing = without(load_set(&s->needy[size]), load_set(&held));
	store_set(&v->may, without(load_set(&v->may), missing));
	v->looked[size] = true;
}

bool sieve_look(const struct sieve *s, struct sieve_view *v, const struct sieve_set *set)
{
	for (int size = 0; size < SIEVE_SIZES && !v->odd; size++) {
		uint64_t asked = 0;
		for (int i = 0; i < SIEVE_WORDS; i++)
			asked |= v->may.w[i] & set->w[i] & s->needy[size].w[i];
		if (asked && !v->looked[size] && (size == SIEVE_LONG || v->text.n <= SHORT_SEARCH))
			look_for_words(s, v, (enum sieve_size)size);
	}
	return sieve_sets_meet(&v->may, set);
}
