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

static struct signs signs_of(struct str text)
{
	struct signs g = { 0 };
	scan_block digits = { 0 }, ats = { 0 }, colons = { 0 };
	char tail[SCAN_BLOCK] = { 0 };
	for (ptrdiff_t i = 0; i < text.n; i += SCAN_BLOCK) {
		bool whole = text.n - i >= SCAN_BLOCK;
		if (!whole)
			memcpy(tail, text.p + i, (size_t)(text.n - i));
		scan_block x = scan_load(whole ? text.p + i : tail);
		uint64_t other = scan_bits(x);
		digits |= scan_range(x, '0', '9');
		ats |= (scan_block)(x == scan_splat('@'));
		colons |= (scan_block)(x == scan_splat(':'));
		if (other) {
			/* Digits that are not ASCII start with a byte from 0xD9 on, and none with
			 * that of quotes and dashes. */
			digits |= scan_range(x, '\xD9', '\xFF') & (scan_block)(x != scan_splat('\xE2'));
			g.other += __builtin_popcountll(other);
		}
	}
	g.held = (scan_hit(digits) ? 1u << SIEVE_DIGIT : 0) | (scan_hit(ats) ? 1u << SIEVE_AT : 0) |
		 (scan_hit(colons) ? 1u << SIEVE_COLON : 0);
	return g;
}

static void take_away(struct sieve_set *set, const struct sieve_set *what)
{
	set->used = 0;
	for (int i = 0; i < SIEVE_WORDS; i++) {
		set->w[i] &= ~what->w[i];
		set->used |= (set->w[i] != 0 ? 1u : 0) << i;
	}
}

/* Add the patterns that a text may start with to may. */
static void add_starts(const struct sieve *s, struct str text, struct sieve_set *may)
{
	uint64_t w[SIEVE_WORDS];
	memset(w, 0xff, sizeof w);
	for (int place = 0; place < SIEVE_BYTES; place++) {
		unsigned char b = place < text.n ? (unsigned char)text.p[place] : 0;
		for (int i = 0; i < SIEVE_WORDS; i++)
			w[i] &= s->heads[place][b].w[i] | s->any[place].w[i];
	}
	for (int i = 0; i < SIEVE_WORDS; i++)
		may->w[i] |= w[i];
}

/* Deny what the text's length and the signs in it do. */
static void look_at_signs(const struct sieve *s, struct sieve_view *v)
{
	struct signs g = signs_of(v->text);
	ptrdiff_t length = (v->text.n - g.other) / SIEVE_LENGTH_STEP;
	take_away(&v->may, &s->shorter[length < SIEVE_LENGTHS ? length : SIEVE_LENGTHS - 1]);
	for (int i = 0; i < SIEVE_SIGNS; i++)
		if (!(g.held >> i & 1))
			take_away(&v->may, &s->signs[i]);
	sieve_pass_all(&v->may);
	v->odd = g.other && sieve_folds_oddly(v->text);
}

void sieve_see(const struct sieve *s, struct sieve_view *v, struct str text)
{
	*v = (struct sieve_view){ .text = text };
	add_starts(s, text, &v->may);
	look_at_signs(s, v);
}

void sieve_see_lines(const struct sieve *s, struct sieve_view *v, struct str text, struct str flat)
{
	*v = (struct sieve_view){ .text = flat };
	for (ptrdiff_t i = 0; i < text.n; i = scan_for_range(text, i, '\n', '\n') + 1)
		add_starts(s, str_sub(flat, i, flat.n), &v->may);
	if (!text.n)
		add_starts(s, flat, &v->may);
	look_at_signs(s, v);
}

/* Deny the patterns whose words, of this size, are not in the text. */
static void look_for_words(const struct sieve *s, struct sieve_view *v, enum sieve_size size)
{
	struct sieve_set missing = s->needy[size], held = sieve_held(s, size, v->text);
	take_away(&missing, &held);
	take_away(&v->may, &missing);
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
