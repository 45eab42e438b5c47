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
	uint64_t inner;         /* may stand inside a word, where a letter or digit follows */
};

/* Look at the bytes of s from i on; bits behind the end are 0. */
static struct window look(struct str s, ptrdiff_t i)
{
	struct window w = { 0 };
	char tail[WINDOW] = { 0 };
	const char *p = s.p + i;
	if (s.n - i < WINDOW) {
		memcpy(tail, p, (size_t)(s.n - i));
		p = tail;
	}
	for (int k = 0; k < WINDOW; k += SCAN_BLOCK) {
		scan_block b = scan_load(p + k), small = b | scan_splat(' ');
		scan_block upper = scan_range(b, 'A', 'Z'), digit = scan_range(b, '0', '9');
		scan_block ask = b | (scan_block)(b == scan_splat('_'));
		scan_block inner = (scan_block)((b == scan_splat('.')) | (b == scan_splat('\'')) |
						(b == scan_splat(',')) | (b == scan_splat(':')) |
						(b == scan_splat(';')));
		w.alnum |= scan_bits(scan_range(small, 'a', 'z') | digit) << k;
		w.upper |= scan_bits(upper) << k;
		w.digit |= scan_bits(digit) << k;
		w.ask |= scan_bits(ask) << k;
		w.inner |= scan_bits(inner) << k;
	}
	return w;
}

static unsigned flags_of(bool first_upper, bool all_upper, bool digit)
{
	return (first_upper ? TOKEN_UPPER : 0u) | (all_upper ? TOKEN_ALLCAPS : 0u) |
	       (digit ? TOKEN_DIGIT : 0u);
}

/* The flags of the word [from, to) of the window. */
static unsigned flags_in(const struct window *w, int from, int to)
{
	uint64_t word = (~UINT64_C(0) >> (WINDOW - (to - from))) << from;
	uint64_t digits = w->digit & word, letters = word & ~digits;
	bool two = (letters & (letters - 1)) != 0;
	return flags_of(w->upper >> from & 1, two && !(letters & ~w->upper), digits);
}

/* The flags of a word of any characters. */
static unsigned flags_of_any(struct str w)
{
	bool ascii = true, lower = false, digit = false, first = false;
	int letters = 0;
	for (bool at_start = true; w.n; at_start = false) {
		uint32_t cp;
		int k = utf8_decode(w.p, w.n, &cp);
		bool upper = unicode_is_upper(cp), letter = unicode_is_letter(cp);
		first = first || (at_start && upper);
		letters += letter;
		lower = lower || (letter && !upper);
		digit = digit || unicode_is_digit(cp);
		ascii = ascii && cp < 0x80;
		w.p += k;
		w.n -= k;
	}
	return flags_of(first, letters >= 2 && !lower, digit) | (ascii ? 0u : TOKEN_NONASCII);
}

static inline int add(struct doc *d, struct str s, ptrdiff_t from, ptrdiff_t to, unsigned flags,
	       struct error *e)
{
	struct token *t = d->toks.n < UINT32_MAX ? VEC_PUSH(&d->mem, &d->toks) : NULL;
	if (!t)
		return fail(e, E_NOMEM, "no memory for the words");
	if (to - from > WORD_MAX) {
		to = from + WORD_MAX;
		while (to > from + 1 && ((unsigned char)s.p[to] & 0xC0) == 0x80)
			to--;
	}
	t->off = (uint32_t)(s.p + from - d->text.p);
	t->len = (uint16_t)(to - from);
	t->flags = (uint16_t)flags;
	return 0;
}

/* Add the piece that starts at i, whatever is in it, if it is a word. Returns its end, or -code. */
static ptrdiff_t cut_any(struct doc *d, struct str s, ptrdiff_t i, struct error *e)
{
	bool word;
	ptrdiff_t end = wordbreak_next(s, i, &word);
	if (word && add(d, s, i, end, flags_of_any(str_sub(s, i, end)), e) < 0)
		return -e->code;
	return end;
}

/* Add the words of the window at i. Returns where to look next, or -code. */
static ptrdiff_t cut_window(struct doc *d, struct str s, ptrdiff_t i, struct error *e)
{
	struct window w = look(s, i);
	uint64_t stops = w.alnum | w.ask;
	for (int at = 0; stops >> at; ) {
		at += __builtin_ctzll(stops >> at);
		uint64_t rest = ~(w.alnum >> at);
		int end = at + (rest ? __builtin_ctzll(rest) : WINDOW);
		if (end >= SAFE && at > 0)
			return i + at;
		bool inside = end < SAFE && w.inner >> end & stops >> (end + 1) & 1;
		if (end == at || end >= SAFE || inside || w.ask >> end & 1)
			return cut_any(d, s, i + at, e);
		if (add(d, s, i + at, i + end, flags_in(&w, at, end), e) < 0)
			return -e->code;
		at = end;
	}
	return i + WINDOW < s.n ? i + WINDOW : s.n;
}

/* Add the words of s, which starts and ends at word boundaries. */
static int cut(struct doc *d, struct str s, struct error *e)
{
	for (ptrdiff_t i = 0; i < s.n;) {
		i = cut_window(d, s, i, e);
		if (i < 0)
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
