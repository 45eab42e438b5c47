/* SPDX-License-Identifier: MIT
 *
 * See hyphen.h. The forms that are asked about go into a hash table first; then
 * one walk over all words of the document counts those that are in it.
 */
#include "pipeline/base/hash.h"
#include "pipeline/base/scan.h"
#include "pipeline/doc/hyphen.h"

#define WINDOW 64
#define PART_MAX 40                     /* bytes of either part; longer ones are no words */
#define QUESTIONS_MAX 20000             /* broken words that are looked up; a report has hundreds */

/* A form that some line end asks about, lower-cased, and how often it stands elsewhere. */
struct asked {
	char word[2 * PART_MAX + 2];
	uint8_t n;
	uint32_t seen;
};

/* What kinds of forms are asked about, by their first and last byte and their length, a bit each:
 * nearly every word of the text is none of them. */
enum { KIND_BITS = 14, KIND_WORDS = (1 << KIND_BITS) / 64 };

struct table {
	struct asked *at;
	uint32_t mask;
	uint64_t kinds[KIND_WORDS];
};

/* A broken word to be judged: the last of line, the first of the line after it. */
struct question {
	ptrdiff_t line;
	struct str head, tail;          /* the letters on both sides of the hyphen */
	struct asked *with, *without, *left, *right;
};

/* Bytes of letters: ASCII, and any sequence of two bytes or more but punctuation (U+2xxx). */
static bool in_word(char c)
{
	return ascii_is_alpha(c) || ((unsigned char)c >= 0x80 && (unsigned char)c != 0xE2);
}

static struct str line_of(const struct doc *d, ptrdiff_t i)
{
	return str_trim(doc_line(d, &d->lines.at[i]));
}

/* The length in bytes of the hyphen at the end of s: U+002D, U+2010 or U+00AD; 0 none. */
static ptrdiff_t hyphen_len(struct str s)
{
	if (s.n && s.p[s.n - 1] == '-')
		return 1;
	if (str_ends(s, S("\xC2\xAD")))
		return 2;
	return str_ends(s, S("\xE2\x80\x90")) ? 3 : 0;
}

static struct asked *slot_of(const struct table *t, const char *word, ptrdiff_t n)
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

static inline bool may_be_asked(const struct table *t, const char *word, ptrdiff_t n)
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

/* Ask about a, or about a and b with or without a hyphen between them. */
static struct asked *ask(struct table *t, struct str a, bool hyphen, struct str b)
{
	char word[2 * PART_MAX + 2];
	ptrdiff_t n = put_lower(word, a);
	if (hyphen)
		word[n++] = '-';
	n += put_lower(word + n, b);
	struct asked *k = slot_of(t, word, n);
	memcpy(k->word, word, (size_t)n);
	k->n = (uint8_t)n;
	uint32_t kind = kind_of(word, n);
	t->kinds[kind / 64] |= UINT64_C(1) << kind % 64;
	return k;
}

static void count(const struct table *t, struct str s)
{
	if (!s.n || !may_be_asked(t, s.p, s.n))
		return;
	struct asked *k = slot_of(t, s.p, s.n);
	k->seen += k->n != 0;
}

/* Count the word s and, when it is a compound, its parts. last: it ends its line in a hyphen, so
 * its last part and the whole say nothing. */
static void count_word(const struct table *t, struct str s, bool last)
{
	char word[2 * PART_MAX + 2];
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

/* Up to 64 bytes of a line, a bit each. */
struct window {
	uint64_t letters, words;        /* words: and the hyphens between two letters */
};

static struct window look_at(struct str s, ptrdiff_t i)
{
	struct window w = { 0 };
	char tail[WINDOW] = { 0 };
	const char *p = s.p + i;
	uint64_t hyphens = 0;
	if (s.n - i < WINDOW) {
		memcpy(tail, p, (size_t)(s.n - i));
		p = tail;
	}
	for (int k = 0; k < WINDOW; k += SCAN_BLOCK) {
		scan_block b = scan_load(p + k), other = (scan_block)(b == scan_splat('\xE2'));
		scan_block letter = scan_range(b | scan_splat(' '), 'a', 'z') | (b & ~other);
		w.letters |= scan_bits(letter) << k;
		hyphens |= scan_bits((scan_block)(b == scan_splat('-'))) << k;
	}
	w.words = w.letters | (hyphens & w.letters << 1 & w.letters >> 1);
	return w;
}

/* The end of the word at i, however long it is. */
static ptrdiff_t word_end(struct str s, ptrdiff_t i)
{
	while (i < s.n &&
	       (in_word(s.p[i]) || (s.p[i] == '-' && i + 1 < s.n && in_word(s.p[i + 1]))))
		i++;
	return i;
}

/* Count the word s of the line, if it is asked about. */
static void count_if_asked(const struct table *t, struct str s, bool compound, bool last)
{
	if (compound || (!last && may_be_asked(t, s.p, s.n)))
		count_word(t, s, last);
}

/* Count the words of s from byte `at` on, which is no part of a word before it, as far as one
 * window shows them whole. Returns where to look next. hyphen: bytes of the one that s ends in. */
static ptrdiff_t count_window(const struct table *t, struct str s, ptrdiff_t at, ptrdiff_t hyphen)
{
	struct window w = look_at(s, at);
	ptrdiff_t end;
	for (int from = 0, n; w.words >> from; from += n) {
		from += __builtin_ctzll(w.words >> from);
		uint64_t rest = ~(w.words >> from);
		n = rest ? __builtin_ctzll(rest) : WINDOW;
		if (from + n >= WINDOW - 1 && from > 0)
			return at + from;
		end = at + from + n;
		if (from + n >= WINDOW - 1) {
			end = word_end(s, at);
			count_if_asked(t, str_sub(s, at, end), true, hyphen && end == s.n - hyphen);
			return end;
		}
		uint64_t word = (~UINT64_C(0) >> (WINDOW - n)) << from;
		count_if_asked(t, str_sub(s, at + from, end), word & ~w.letters,
			       hyphen && end == s.n - hyphen);
	}
	return at + WINDOW;
}

/* Count the words of line s. skip: its first word is the tail of a broken one. */
static void count_line(const struct table *t, struct str s, bool skip)
{
	ptrdiff_t hyphen = hyphen_len(s);
	for (ptrdiff_t at = skip && s.n && in_word(s.p[0]) ? word_end(s, 0) : 0; at < s.n;)
		at = count_window(t, s, at, hyphen);
}

/* The line that goes on after line i in its block, or -1. */
static ptrdiff_t line_after(const struct doc *d, ptrdiff_t i)
{
	do
		i++;
	while (i < d->lines.n && d->lines.at[i].len == 0);
	return i < d->lines.n && d->lines.at[i].starts == LINE_CONTINUES ? i : -1;
}

static bool is_joining_word(struct str s)
{
	return str_eq(s, S("and")) || str_eq(s, S("or")) || str_eq(s, S("to"));
}

/* What the two lines alone say of the end of line i. HYPHEN_KEEP with q->head set: the document
 * has to say more. */
static enum hyphen_join look(const struct doc *d, ptrdiff_t i, struct question *q)
{
	struct str a = line_of(d, i);
	ptrdiff_t len = hyphen_len(a), after = len ? line_after(d, i) : -1;
	*q = (struct question){ .line = i };
	if (after < 0 || a.n == len)
		return HYPHEN_NONE;
	if (len == 2)
		return HYPHEN_DROP;
	struct str b = line_of(d, after);
	ptrdiff_t end = a.n - len, from = end, to = 0;
	while (from > 0 && in_word(a.p[from - 1]))
		from--;
	while (to < b.n && in_word(b.p[to]))
		to++;
	struct str head = str_sub(a, from, end), tail = str_sub(b, 0, to);
	if (!head.n && !ascii_is_digit(a.p[end - 1]))
		return HYPHEN_NONE;     /* a dash, not a hyphen */
	if (is_joining_word(tail) && (to == b.n || b.p[to] != '-'))
		return HYPHEN_SPACE;    /* but "up-to-date" may be broken at its first hyphen */
	if (head.n && head.n <= PART_MAX && tail.n && tail.n <= PART_MAX &&
	    ascii_lower(tail.p[0]) == tail.p[0]) {
		q->head = head;
		q->tail = tail;
	}
	return HYPHEN_KEEP;
}

/* For words whose two forms stand nowhere else: the habit of the document. Reports break lines at
 * hyphens that are there anyway; only one that is set with hyphenation also breaks words. */
static bool hyphenates(const struct question *q, const struct question *end)
{
	ptrdiff_t kept = 0, dropped = 0;
	for (; q < end; q++) {
		kept += q->with->seen > q->without->seen;
		dropped += q->with->seen < q->without->seen;
	}
	return dropped > kept;
}

static enum hyphen_join judge(const struct question *q, bool habit)
{
	if (q->with->seen || q->without->seen)
		return q->with->seen >= q->without->seen ? HYPHEN_KEEP : HYPHEN_DROP;
	bool words = q->left->seen && q->right->seen;
	return habit && !words ? HYPHEN_DROP : HYPHEN_KEEP;
}

struct questions {
	VEC(struct question) all;
	uint8_t *verdicts;
};

static int collect(struct doc *d, struct questions *qs, struct error *e)
{
	for (ptrdiff_t i = 0; i < d->lines.n; i++) {
		struct question q;
		enum hyphen_join v = look(d, i, &q);
		if (v == HYPHEN_NONE)
			continue;
		if (!qs->verdicts)
			qs->verdicts = NEW(&d->mem, uint8_t, d->lines.n);
		bool open = q.head.n && qs->all.n < QUESTIONS_MAX;
		struct question *k = open ? VEC_PUSH(&d->mem, &qs->all) : &q;
		if (!qs->verdicts || !k)
			return fail(e, E_NOMEM, "no memory for line-end hyphens");
		*k = q;
		qs->verdicts[i] = (uint8_t)v;
	}
	return 0;
}

int hyphens_judge(struct doc *d, const uint8_t **verdicts, struct error *e)
{
	struct questions qs = { .verdicts = NULL };
	if (collect(d, &qs, e) < 0)
		return -e->code;
	*verdicts = qs.verdicts;
	if (!qs.all.n)
		return 0;
	struct table t = { .mask = 15 };
	while (t.mask / 8 < (uint32_t)qs.all.n)
		t.mask = t.mask * 2 + 1;
	t.at = NEW(&d->mem, struct asked, (ptrdiff_t)t.mask + 1);
	if (!t.at)
		return fail(e, E_NOMEM, "no memory for line-end hyphens");
	struct question *end = qs.all.at + qs.all.n;
	for (struct question *k = qs.all.at; k < end; k++) {
		k->with = ask(&t, k->head, true, k->tail);
		k->without = ask(&t, k->head, false, k->tail);
		k->left = ask(&t, k->head, false, S(""));
		k->right = ask(&t, k->tail, false, S(""));
	}
	for (ptrdiff_t i = 0; i < d->lines.n; i++)
		count_line(&t, line_of(d, i), i && qs.verdicts[i - 1] != HYPHEN_NONE);
	bool habit = hyphenates(qs.all.at, end);
	for (const struct question *k = qs.all.at; k < end; k++)
		qs.verdicts[k->line] = (uint8_t)judge(k, habit);
	return 0;
}
