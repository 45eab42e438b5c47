/* SPDX-License-Identifier: MIT
 *
 * See hyphen_words.h. The forms that are asked about are in a hash table; one
 * walk over all words of the document, 64 bytes at a time, counts those.
 */
#include "pipeline/base/hash.h"
#include "pipeline/base/scan.h"
#include "pipeline/doc/hyphen_words.h"

#define WINDOW 64
#define TOP (UINT64_C(1) << (WINDOW - 1))
#define RUN_MAX 8                       /* runs of more bits are not told apart by their length */

static struct asked *slot_of(const struct asked_words *t, const char *word, ptrdiff_t n)
{
	uint32_t at = (uint32_t)hash_bytes((struct str){ word, n }, 0) & t->mask;
	while (t->at[at].n && (t->at[at].n != n || memcmp(t->at[at].word, word, (size_t)n) != 0))
		at = (at + 1) & t->mask;
	return &t->at[at];
}

static inline uint32_t kind_of(const char *word, ptrdiff_t n)
{
	return ((unsigned)word[0] & 31) | ((unsigned)word[n - 1] & 31) << 5 |
	       ((unsigned)n & 15) << 10;
}

static inline bool may_be_asked(const struct asked_words *t, const char *word, ptrdiff_t n)
{
	uint32_t kind = kind_of(word, n);
	return t->kinds[kind / 64] >> kind % 64 & 1;
}

static ptrdiff_t put_lower(char *out, struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		out[i] = ascii_lower(s.p[i]);
	return s.n;
}

bool asked_words_open(struct asked_words *t, struct arena *mem, ptrdiff_t most)
{
	*t = (struct asked_words){ .mask = 15, .shortest = RUN_MAX };
	while (t->mask / 2 < (uint32_t)most)
		t->mask = t->mask * 2 + 1;
	t->at = NEW(mem, struct asked, (ptrdiff_t)t->mask + 1);
	return t->at != NULL;
}

struct asked *asked_words_add(struct asked_words *t, struct str a, bool hyphen, struct str b)
{
	char word[2 * HYPHEN_PART_MAX + 2];
	ptrdiff_t n = put_lower(word, a);
	if (hyphen)
		word[n++] = '-';
	n += put_lower(word + n, b);
	struct asked *k = slot_of(t, word, n);
	memcpy(k->word, word, (size_t)n);
	k->n = (uint8_t)n;
	uint32_t kind = kind_of(word, n);
	t->kinds[kind / 64] |= UINT64_C(1) << kind % 64;
	t->shortest = n < t->shortest ? (int)n : t->shortest;
	return k;
}

static void count(const struct asked_words *t, struct str s)
{
	if (!s.n || !may_be_asked(t, s.p, s.n))
		return;
	struct asked *k = slot_of(t, s.p, s.n);
	k->seen += k->n != 0;
}

/* Count the word s and, when it is a compound, its parts. last: it ends its line in a hyphen, so
 * its last part and the whole say nothing. */
static void count_word(const struct asked_words *t, struct str s, bool last)
{
	char word[2 * HYPHEN_PART_MAX + 2];
	if (s.n > (ptrdiff_t)sizeof word)
		return;
	put_lower(word, s);
	if (!last)
		count(t, (struct str){ word, s.n });
	struct str rest = { word, s.n };
	while (rest.n && memchr(rest.p, '-', (size_t)rest.n)) {
		struct str part = str_cut(&rest, '-');
		if (!last || rest.n)
			count(t, part);
	}
	if (rest.p != word && rest.n && !last)
		count(t, rest);
}

/* The end of the word at i, however long it is. */
static ptrdiff_t word_end(struct str s, ptrdiff_t i)
{
	while (i < s.n &&
	       (hyphen_in_word(s.p[i]) || (s.p[i] == '-' && i + 1 < s.n && hyphen_in_word(s.p[i + 1]))))
		i++;
	return i;
}

/* Where the word starts that ends at `end`. */
static ptrdiff_t word_start(struct str s, ptrdiff_t end)
{
	while (end > 0 && (hyphen_in_word(s.p[end - 1]) ||
			   (s.p[end - 1] == '-' && end > 1 && hyphen_in_word(s.p[end - 2]) &&
			    hyphen_in_word(s.p[end]))))
		end--;
	return end;
}

/* Up to 64 bytes of a line, a bit each. */
struct window {
	uint64_t letters, hyphens;      /* hyphens: between two letters */
};

/* The bytes of s from i on; behind it there are others up to `end`. */
static struct window look_at(struct str s, ptrdiff_t i, const char *end)
{
	struct window w = { 0 };
	char tail[WINDOW] = { 0 };
	const char *p = s.p + i;
	ptrdiff_t n = s.n - i;
	if (end - p < WINDOW) {
		memcpy(tail, p, (size_t)n);
		p = tail;
	}
	for (int k = 0; k < WINDOW; k += SCAN_BLOCK) {
		scan_block b = scan_load(p + k), other = (scan_block)(b == scan_splat('\xE2'));
		scan_block letter = scan_range(b | scan_splat(' '), 'a', 'z') | (b & ~other);
		w.letters |= scan_bits(letter) << k;
		w.hyphens |= scan_bits((scan_block)(b == scan_splat('-'))) << k;
	}
	w.letters &= n < WINDOW ? (UINT64_C(1) << n) - 1 : ~UINT64_C(0);
	w.hyphens &= w.letters << 1 & w.letters >> 1;
	return w;
}

/* The bits from which on at least n bits are set. */
static inline uint64_t runs_of(uint64_t bits, int n)
{
	for (int have = 1, more; have < n; have += more) {
		more = n - have < have ? n - have : have;
		bits &= bits >> more;
	}
	return bits;
}

/* Count the words of s from byte `at` on, which is no part of a word before it, as far as one
 * window shows them whole. Returns where to look next. */
static ptrdiff_t count_window(const struct asked_words *t, struct str s, ptrdiff_t at, const char *end)
{
	struct window w = look_at(s, at, end);
	uint64_t words = w.letters | w.hyphens, starts = words & ~(words << 1);
	uint64_t open = words >> (WINDOW - 2) ? TOP >> __builtin_clzll(starts) : 0;
	uint64_t may = starts & runs_of(words, t->shortest) & (open - 1);
	for (; may; may &= may - 1) {
		int from = __builtin_ctzll(may), n = __builtin_ctzll(~(words >> from));
		struct str word = { s.p + at + from, n };
		if (may_be_asked(t, word.p, n) || w.hyphens >> from << (WINDOW - n))
			count_word(t, word, false);
	}
	if (open != 1)
		return at + (open ? __builtin_ctzll(open) : WINDOW);
	ptrdiff_t whole = word_end(s, at);
	count_word(t, str_sub(s, at, whole), false);
	return whole;
}

/* Count the words of line s, behind which others are up to `end`. skip: its first word is the tail
 * of a broken one. */
static void count_line(const struct asked_words *t, struct str s, const char *end, bool skip)
{
	ptrdiff_t hyphen = hyphen_at_end(s);
	ptrdiff_t at = skip && s.n && hyphen_in_word(s.p[0]) ? word_end(s, 0) : 0;
	if (hyphen && hyphen != HYPHEN_SOFT) {
		s.n -= hyphen;
		ptrdiff_t last = word_start(s, s.n);
		count_word(t, str_sub(s, last > at ? last : at, s.n), true);
		s.n = last;
	}
	while (at < s.n)
		at = count_window(t, s, at, end);
}

/* Whether b stands behind a with nothing but a little white space between them. */
static bool is_next(struct str a, struct str b)
{
	if (!a.p)
		return false;
	const char *p = a.p + a.n;
	if (b.p <= p || b.p - p > 4)
		return false;
	while (p < b.p && ascii_is_space(*p))
		p++;
	return p == b.p;
}

/* Lines that stand one behind the other in the source are counted as one, unless a word is broken at
 * an end of them. */
void asked_words_count(const struct asked_words *t, const struct doc *d, const uint8_t *verdicts)
{
	const char *end = d->source.p + d->source.n;
	struct str whole = { 0 };
	for (ptrdiff_t i = 0; i < d->lines.n; i++) {
		struct str s = hyphen_line(d, i);
		bool skip = i && verdicts[i - 1] != HYPHEN_NONE;
		if (!skip && !hyphen_at_end(s) && is_next(whole, s)) {
			whole.n = s.p + s.n - whole.p;
			continue;
		}
		count_line(t, whole, end, false);
		whole = (struct str){ 0 };
		if (skip || hyphen_at_end(s))
			count_line(t, s, end, skip);
		else
			whole = s;
	}
	count_line(t, whole, end, false);
}
