/* SPDX-License-Identifier: MIT
 *
 * Sentences to words: the pieces between the word boundaries of UAX #29 that
 * hold a letter or a digit. Plain ASCII, which is 99 % of a report, is cut by
 * bit masks, 64 bytes at a time, so that no branch is taken per byte; where a
 * rule could look further (an apostrophe, a decimal point, any character that
 * is not ASCII) wordbreak.h is asked. Limits: a word longer than WORD_MAX bytes
 * keeps its first WORD_MAX.
 */
#include "pipeline/base/scan.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/doc/wordbreak.h"
#include "pipeline/run/stage.h"

#define WORD_MAX 1024
#define WINDOW 64
#define SAFE (WINDOW - 2)       /* a word that ends before it has what follows in the window too */

/* Up to 64 bytes, a bit each, the first byte's lowest. All other ASCII characters part words on
 * both sides. */
struct window {
	uint64_t alnum, upper, digit;
	uint64_t ask;           /* not ASCII, or underscore: the rules have to be asked */
	uint64_t inner;         /* may stand inside of a word, and stands between alnum or ask */
};

/* The bits of those of these bytes that may stand inside of a word. */
static uint64_t keep_inner(const char *p, uint64_t bits)
{
	for (uint64_t left = bits; left; left &= left - 1)
		if (!memchr(".',:;", p[__builtin_ctzll(left)], 5))
			bits &= ~(left & (0 - left));
	return bits;
}

/* Look at one of a window's four blocks, k bytes behind its start p. */
static inline void look_at(struct window *w, uint64_t *space, const char *p, int k)
{
	scan_block b = scan_load(p + k), small = b | scan_splat(' ');
	scan_block letter = scan_range(small, 'a', 'z'), digit = scan_range(b, '0', '9');
	w->alnum |= scan_bits(letter | digit) << k;
	w->upper |= scan_bits(letter & (scan_block)(b != small)) << k;
	w->digit |= scan_bits(digit) << k;
	w->ask |= scan_bits(b | (scan_block)(b == scan_splat('_'))) << k;
	*space |= scan_bits((scan_block)(b == scan_splat(' '))) << k;
}

/* Look at the bytes of s from i on; bits behind the end are 0. */
static struct window look(struct str s, ptrdiff_t i)
{
	struct window w = { 0 };
	char tail[WINDOW] = { 0 };
	const char *p = s.p + i;
	uint64_t space = 0;
	if (s.n - i < WINDOW) {
		memcpy(tail, p, (size_t)(s.n - i));
		p = tail;
	}
	look_at(&w, &space, p, 0);
	look_at(&w, &space, p, SCAN_BLOCK);
	look_at(&w, &space, p, 2 * SCAN_BLOCK);
	look_at(&w, &space, p, 3 * SCAN_BLOCK);
	uint64_t stops = w.alnum | w.ask;
	w.inner = keep_inner(p, ~stops & ~space & stops << 1 & stops >> 1);
	return w;
}

static unsigned flags_of(bool first_upper, bool all_upper, bool digit)
{
	return (first_upper ? TOKEN_UPPER : 0u) | (all_upper ? TOKEN_ALLCAPS : 0u) |
	       (digit ? TOKEN_DIGIT : 0u);
}

/* The flags of the word of the window whose bytes are these bits, the first of them the lowest. */
static inline unsigned flags_in(const struct window *w, uint64_t word)
{
	uint64_t digits = w->digit & word, letters = word & ~digits;
	bool two = (letters & (letters - 1)) != 0;
	return flags_of(w->upper & word & (0 - word), two && !(letters & ~w->upper), digits);
}

/* The flags of a word of any characters. */
static unsigned flags_of_any(struct str w)
{
	bool ascii = true, lower = false, digit = false, first = false;
	int letters = 0;
	for (bool at_start = true; w.n; at_start = false) {
		uint32_t cp = (unsigned char)w.p[0];
		bool plain = cp < 0x80;
		int k = plain ? 1 : utf8_decode(w.p, w.n, &cp);
		bool upper = plain ? ascii_is_upper((char)cp) : unicode_is_upper(cp);
		bool letter = plain ? ascii_is_alpha((char)cp) : unicode_is_letter(cp);
		first = first || (at_start && upper);
		letters += letter;
		lower = lower || (letter && !upper);
		digit = digit || (plain ? ascii_is_digit((char)cp) : unicode_is_digit(cp));
		ascii = ascii && plain;
		w.p += k;
		w.n -= k;
	}
	return flags_of(first, letters >= 2 && !lower, digit) | (ascii ? 0u : TOKEN_NONASCII);
}

static bool is_general(struct str s, ptrdiff_t i)
{
	return s.n - i >= 3 && s.p[i] == '\xE2' && s.p[i + 1] == '\x80';
}

/* The bytes of the apostrophe at i, 0 when there is none. */
static inline ptrdiff_t apostrophe_at(struct str s, ptrdiff_t i)
{
	if (i < s.n && s.p[i] == '\'')
		return 1;
	return is_general(s, i) && s.p[i + 2] == '\x99' ? 3 : 0;
}

/* Whether a word of letters ends before the sign at i, told by it and what is behind it: white space,
 * quotes, dashes; of what may stand inside of words, where a space follows. */
static bool ends_letters(struct str s, ptrdiff_t i)
{
	char c = i < s.n ? s.p[i] : ' ', next = i + 1 < s.n ? s.p[i + 1] : ' ';
	if (apostrophe_at(s, i) == 3)
		return i + 3 == s.n || s.p[i + 3] == ' ';
	if (is_general(s, i))
		return memchr("\x93\x94\x9C\x9D", s.p[i + 2], 4);
	if ((unsigned char)c >= 0x80 || c == '_' || ascii_is_digit(c))
		return false;
	return next == ' ' || !memchr(".',:;", c, 5);
}

/* The end of the piece at i when it is a quote, a dash or a bullet before ASCII, or a word of ASCII
 * letters with apostrophes between them, as nearly all are for which the rules are asked; 0 when it
 * may be something else. */
static ptrdiff_t plain_end(struct str s, ptrdiff_t i, bool *word)
{
	ptrdiff_t k = i, n;
	if (is_general(s, i) && memchr("\x93\x94\x98\x99\x9C\x9D\xA2", s.p[i + 2], 7)) {
		*word = false;
		return i + 3 == s.n || !(s.p[i + 3] & 0x80) ? i + 3 : 0;
	}
	*word = true;
	do {
		while (k < s.n && ascii_is_alpha(s.p[k]))
			k++;
		n = k > i ? apostrophe_at(s, k) : 0;
		if (!n || k + n == s.n || !ascii_is_alpha(s.p[k + n]))
			return k > i && ends_letters(s, k) ? k : 0;
		k += n;
	} while (true);
}

/* Add the piece that starts at i, whatever is in it, if it is a word. Returns its end, or -code. */
static ptrdiff_t cut_any(struct doc *d, struct str s, ptrdiff_t i, struct error *e)
{
	bool word;
	ptrdiff_t end = plain_end(s, i, &word);
	if (!end)
		end = wordbreak_next(s, i, &word);
	ptrdiff_t to = end;
	if (!word)
		return end;
	struct token *t = d->toks.n < UINT32_MAX ? VEC_PUSH(&d->mem, &d->toks) : NULL;
	if (!t)
		return fail(e, E_NOMEM, "no memory for the words");
	if (to - i > WORD_MAX) {
		to = i + WORD_MAX;
		while (to > i + 1 && ((unsigned char)s.p[to] & 0xC0) == 0x80)
			to--;
	}
	t->off = (uint32_t)(s.p + i - d->text.p);
	t->len = (uint16_t)(to - i);
	t->flags = (uint16_t)flags_of_any(str_sub(s, i, end));
	return end;
}

/* Add the words of the window at s[i], which starts no word before it; there is room for them.
 * Returns the place behind the last one, and whether the rules have to be asked on what stands
 * there: it goes on behind the window, or is not all ASCII letters and digits. */
static int take_words(struct doc *d, const struct window *w, uint32_t off, bool *ask)
{
	struct token *t = d->toks.at + d->toks.n;
	uint64_t stops = w->alnum | w->ask, marked = w->upper | w->digit;
	int limit = __builtin_ctzll(w->inner | w->ask | UINT64_C(1) << SAFE);
	uint64_t ends = ~w->alnum & w->alnum << 1 & ((UINT64_C(1) << limit) - 1);
	uint64_t starts = w->alnum & ~(w->alnum << 1), rest = stops;
	for (; ends; ends &= ends - 1, starts &= starts - 1) {
		int at = __builtin_ctzll(starts), end = __builtin_ctzll(ends), n = end - at;
		uint64_t word = (~UINT64_C(0) >> (WINDOW - n)) << at;
		*t++ = (struct token){ off + (uint32_t)at, (uint16_t)n,
				       marked & word ? (uint16_t)flags_in(w, word) : 0 };
		rest = stops >> end << end;
	}
	d->toks.n = t - d->toks.at;
	int next = rest ? __builtin_ctzll(rest) : WINDOW;
	*ask = limit < SAFE || next == 0;
	return next;
}

/* Add the words of s, which starts and ends at word boundaries. */
static int cut(struct doc *d, struct str s, struct error *e)
{
	for (ptrdiff_t i = 0; i < s.n;) {
		bool ask;
		if (d->toks.n > UINT32_MAX - WINDOW || !VEC_ROOM(&d->mem, &d->toks, WINDOW))
			return fail(e, E_NOMEM, "no memory for the words");
		struct window w = look(s, i);
		i += take_words(d, &w, (uint32_t)(s.p + i - d->text.p), &ask);
		if (ask && (i = cut_any(d, s, i, e)) < 0)
			return (int)i;
	}
	return 0;
}

static int cut_sentences(struct doc *d, uint32_t from, uint32_t to, struct error *e)
{
	for (uint32_t i = from; i < to; i++) {
		struct sentence *s = &d->sents.at[i];
		const struct block *b = &d->blocks.at[s->block];
		s->tok_first = (uint32_t)d->toks.n;
		if (!b->excluded && b->kind != BLOCK_FURNITURE &&
		    cut(d, doc_text(d, s->off, s->len), e) < 0)
			return -e->code;
		s->tok_count = (uint32_t)d->toks.n - s->tok_first;
	}
	return 0;
}

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	(void)sh, (void)w, (void)state, (void)scratch;
	struct doc_window part = doc_window(d);
	if (part.heading != NO_BLOCK) {
		const struct block *h = &d->blocks.at[part.heading];
		int rc = cut_sentences(d, h->sent_first, h->sent_first + h->sent_count, e);
		if (rc < 0)
			return rc;
	}
	return cut_sentences(d, part.sent, part.sent_end, e);
}

const struct stage stage_tokenize = {
	.name = "tokenize",
	.help = "sentences to words (UAX #29)",
	.needs = LAYER_TEXT | LAYER_SECTIONS | LAYER_SENTENCES,
	.gives = LAYER_TOKENS,
	.process = process,
};
