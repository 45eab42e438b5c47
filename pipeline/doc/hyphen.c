/* SPDX-License-Identifier: MIT
 *
 * See hyphen.h. The forms that are asked about go into a hash table first; then
 * one walk over all words of the document counts those that are in it.
 */
#include "pipeline/base/hash.h"
#include "pipeline/base/scan.h"
#include "pipeline/doc/hyphen.h"

#define WINDOW 64
#define TOP (UINT64_C(1) << (WINDOW - 1))
#define RUN_MAX 8                       /* runs of more bits are not told apart by their length */
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
	int shortest;                   /* bytes of the shortest word asked about, RUN_MAX at most */
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

enum { SOFT = 2 };                      /* bytes of a soft hyphen; the others have 1 and 3 */

/* The length in bytes of the hyphen at the end of s: U+002D, U+2010 or U+00AD; 0 none. */
static ptrdiff_t hyphen_len(struct str s)
{
	if (s.n && s.p[s.n - 1] == '-')
		return 1;
	if (str_ends(s, S("\xC2\xAD")))
		return SOFT;
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
	t->shortest = n < t->shortest ? (int)n : t->shortest;
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

/* The end of the word at i, however long it is. */
static ptrdiff_t word_end(struct str s, ptrdiff_t i)
{
	while (i < s.n &&
	       (in_word(s.p[i]) || (s.p[i] == '-' && i + 1 < s.n && in_word(s.p[i + 1]))))
		i++;
	return i;
}

/* Where the word starts that ends at `end`. */
static ptrdiff_t word_start(struct str s, ptrdiff_t end)
{
	while (end > 0 && (in_word(s.p[end - 1]) ||
			   (s.p[end - 1] == '-' && end > 1 && in_word(s.p[end - 2]) &&
			    in_word(s.p[end]))))
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
static ptrdiff_t count_window(const struct table *t, struct str s, ptrdiff_t at, const char *end)
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
static void count_line(const struct table *t, struct str s, const char *end, bool skip)
{
	ptrdiff_t hyphen = hyphen_len(s), at = skip && s.n && in_word(s.p[0]) ? word_end(s, 0) : 0;
	if (hyphen && hyphen != SOFT) {
		s.n -= hyphen;
		ptrdiff_t last = word_start(s, s.n);
		count_word(t, str_sub(s, last > at ? last : at, s.n), true);
		s.n = last;
	}
	while (at < s.n)
		at = count_window(t, s, at, end);
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
	if (len == SOFT)
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

/* Whether the document has to say more than how often the two forms stand in it. */
static bool is_open(const struct question *q)
{
	return !q->with->seen && !q->without->seen;
}

static enum hyphen_join judge(const struct question *q, bool habit)
{
	if (!is_open(q))
		return q->with->seen >= q->without->seen ? HYPHEN_KEEP : HYPHEN_DROP;
	bool words = habit && q->left->seen && q->right->seen;
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

/* Ask about both forms of each broken word; parts: about the parts of those that are open. */
static int ask_all(struct doc *d, struct table *t, struct questions *qs, bool parts, struct error *e)
{
	*t = (struct table){ .mask = 15, .shortest = RUN_MAX };
	while (t->mask / 4 < (uint32_t)qs->all.n)
		t->mask = t->mask * 2 + 1;
	t->at = NEW(&d->mem, struct asked, (ptrdiff_t)t->mask + 1);
	if (!t->at)
		return fail(e, E_NOMEM, "no memory for line-end hyphens");
	for (struct question *k = qs->all.at; k < qs->all.at + qs->all.n; k++) {
		if (!parts) {
			k->with = ask(t, k->head, true, k->tail);
			k->without = ask(t, k->head, false, k->tail);
		} else if (is_open(k)) {
			k->left = ask(t, k->head, false, S(""));
			k->right = ask(t, k->tail, false, S(""));
		}
	}
	return 0;
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

/* Count in the document what is asked about. Lines that stand one behind the other in the source are
 * counted as one, unless a word is broken at an end of them. */
static void count_all(const struct doc *d, const struct table *t, const struct questions *qs)
{
	const char *end = d->source.p + d->source.n;
	struct str whole = { 0 };
	for (ptrdiff_t i = 0; i < d->lines.n; i++) {
		struct str s = line_of(d, i);
		bool skip = i && qs->verdicts[i - 1] != HYPHEN_NONE;
		if (!skip && !hyphen_len(s) && is_next(whole, s)) {
			whole.n = s.p + s.n - whole.p;
			continue;
		}
		count_line(t, whole, end, false);
		whole = (struct str){ 0 };
		if (skip || hyphen_len(s))
			count_line(t, s, end, skip);
		else
			whole = s;
	}
	count_line(t, whole, end, false);
}

int hyphens_judge(struct doc *d, const uint8_t **verdicts, struct error *e)
{
	struct questions qs = { .verdicts = NULL };
	struct table t;
	if (collect(d, &qs, e) < 0)
		return -e->code;
	*verdicts = qs.verdicts;
	if (!qs.all.n)
		return 0;
	if (ask_all(d, &t, &qs, false, e) < 0)
		return -e->code;
	count_all(d, &t, &qs);
	bool habit = hyphenates(qs.all.at, qs.all.at + qs.all.n);
	if (habit) {
		if (ask_all(d, &t, &qs, true, e) < 0)
			return -e->code;
		count_all(d, &t, &qs);
	}
	for (const struct question *k = qs.all.at; k < qs.all.at + qs.all.n; k++)
		qs.verdicts[k->line] = (uint8_t)judge(k, habit);
	return 0;
}
