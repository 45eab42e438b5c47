/* SPDX-License-Identifier: MIT
 *
 * Sentences to words: the pieces between the word boundaries of UAX #29 that
 * hold a letter or a digit. Plain ASCII, which is 99 % of a report, is cut by a
 * byte table; where a rule could look further (an apostrophe, a decimal point,
 * any character that is not ASCII) wordbreak.h is asked. Limits: a word longer
 * than WORD_MAX bytes keeps its first WORD_MAX.
 */
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/doc/wordbreak.h"
#include "pipeline/run/stage.h"

#define WORD_MAX 1024

/* Bytes by what they are to a word. All other ASCII characters part words on both sides. */
enum { LOWER = 1, UPPER = 2, DIGIT = 4, ALNUM = LOWER | UPPER | DIGIT,
       INNER = 8,       /* may stand inside a word, where a letter or digit follows */
       ASK = 16 };      /* not ASCII, or underscore: the rules have to be asked */

#define TIMES_8(x) x, x, x, x, x, x, x, x
static const unsigned char byte_class[256] = {
	['a'] = TIMES_8(LOWER), TIMES_8(LOWER), TIMES_8(LOWER), LOWER, LOWER,
	['A'] = TIMES_8(UPPER), TIMES_8(UPPER), TIMES_8(UPPER), UPPER, UPPER,
	['0'] = TIMES_8(DIGIT), DIGIT, DIGIT,
	['.'] = INNER, ['\''] = INNER, [':'] = INNER, [','] = INNER, [';'] = INNER,
	['_'] = ASK,
	[0x80] = TIMES_8(ASK), TIMES_8(ASK), TIMES_8(ASK), TIMES_8(ASK),
	TIMES_8(ASK), TIMES_8(ASK), TIMES_8(ASK), TIMES_8(ASK),
	TIMES_8(ASK), TIMES_8(ASK), TIMES_8(ASK), TIMES_8(ASK),
	TIMES_8(ASK), TIMES_8(ASK), TIMES_8(ASK), TIMES_8(ASK),
};

static unsigned class_at(struct str s, ptrdiff_t i)
{
	return i < s.n ? byte_class[(unsigned char)s.p[i]] : 0;
}

static unsigned flags_of(unsigned seen, unsigned first, ptrdiff_t letters)
{
	unsigned flags = first & UPPER ? TOKEN_UPPER : 0;
	if (letters >= 2 && !(seen & LOWER))
		flags |= TOKEN_ALLCAPS;
	return flags | (seen & DIGIT ? TOKEN_DIGIT : 0);
}

/* The flags of a word of any characters. */
static unsigned flags_of_any(struct str w)
{
	unsigned seen = 0, first = 0;
	ptrdiff_t letters = 0;
	bool ascii = true;
	while (w.n) {
		uint32_t cp;
		int k = utf8_decode(w.p, w.n, &cp);
		unsigned c = cp < 0x80 ? byte_class[cp] & ALNUM
			     : unicode_is_upper(cp) ? UPPER
			     : unicode_is_letter(cp) ? LOWER
			     : unicode_is_digit(cp) ? DIGIT : 0;
		letters += (c & (LOWER | UPPER)) != 0;
		ascii = ascii && cp < 0x80;
		first = seen ? first : c;
		seen |= c;
		w.p += k;
		w.n -= k;
	}
	return flags_of(seen, first, letters) | (ascii ? 0 : TOKEN_NONASCII);
}

static int add(struct doc *d, struct str s, ptrdiff_t from, ptrdiff_t to, unsigned flags,
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

/* Add the words of s, which starts and ends at word boundaries. */
static int cut(struct doc *d, struct str s, struct error *e)
{
	for (ptrdiff_t i = 0; i < s.n;) {
		unsigned first = class_at(s, i), seen = 0, c = first;
		ptrdiff_t at = i, digits = 0;
		for (; c & ALNUM; c = class_at(s, ++i)) {
			seen |= c;
			digits += (c & DIGIT) != 0;
		}
		bool ask = c & ASK || (at < i && c & INNER && class_at(s, i + 1) & (ALNUM | ASK));
		if (!ask) {
			if (at < i && add(d, s, at, i, flags_of(seen, first, i - at - digits), e) < 0)
				return -e->code;
			i += at == i;
			continue;
		}
		bool word;
		i = wordbreak_next(s, at, &word);
		struct str w = str_sub(s, at, i);
		if (word && add(d, s, at, i, flags_of_any(w), e) < 0)
			return -e->code;
	}
	return 0;
}

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	(void)sh, (void)w, (void)state, (void)scratch;
	for (ptrdiff_t i = 0; i < d->sents.n; i++) {
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

const struct stage stage_tokenize = {
	.name = "tokenize",
	.help = "sentences to words (UAX #29)",
	.needs = LAYER_TEXT | LAYER_SECTIONS | LAYER_SENTENCES,
	.gives = LAYER_TOKENS,
	.process = process,
};
