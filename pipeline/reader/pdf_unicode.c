/* SPDX-License-Identifier: MIT
 *
 * See pdf_unicode.h.
 */
#include "pipeline/reader/pdf_unicode.h"

#include "pipeline/reader/pdf_lex.h"

#define CODE_MAX 0xffffu
#define GIVEN_MAX (1u << 20)                    /* a map that says each code many times is none */

struct cmap {
	struct lexer lex;
	unicode_sink *sink;
	void *to;
	unsigned given;
};

/* A string of one to four bytes as a number. */
static bool code_of(const struct token *t, unsigned *code)
{
	*code = 0;
	if (t->kind != LEX_STRING || t->n < 1 || t->n > 4)
		return false;
	for (size_t i = 0; i < t->n; i++)
		*code = *code << 8 | t->p[i];
	return true;
}

/* UTF-16BE to characters; a single byte stands for itself. 0 when there are none or too many. */
static unsigned runes_of(const struct token *t, uint32_t *runes)
{
	unsigned n = 0;
	if (t->n == 1) {
		runes[0] = t->p[0];
		return 1;
	}
	for (size_t i = 0; i + 1 < t->n; i += 2) {
		uint32_t c = (uint32_t)t->p[i] << 8 | t->p[i + 1];
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < t->n) {
			uint32_t low = (uint32_t)t->p[i + 2] << 8 | t->p[i + 3];
			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		if (n == RUNES_MAX)
			return 0;
		runes[n++] = c;
	}
	return n;
}

static bool hand_over(struct cmap *m, unsigned code, const uint32_t *runes, unsigned n)
{
	if (n && code <= CODE_MAX)
		m->sink(m->to, code, runes, n);
	return m->given++ < GIVEN_MAX;
}

static bool give(struct cmap *m, unsigned code, const struct token *t)
{
	uint32_t runes[RUNES_MAX];
	unsigned n = runes_of(t, runes);
	return hand_over(m, code, runes, n);
}

/* beginbfchar: pairs of a code and its characters, up to endbfchar. */
static bool read_chars(struct cmap *m)
{
	for (;;) {
		struct token code = lexer_next(&m->lex);
		unsigned c;
		if (code.kind == LEX_WORD)
			return token_is(&code, "endbfchar");
		struct token runes = lexer_next(&m->lex);
		if (!code_of(&code, &c) || runes.kind != LEX_STRING || !give(m, c, &runes))
			return false;
	}
}

/* A range whose characters are listed one by one. */
static bool read_list(struct cmap *m, unsigned low, unsigned high)
{
	for (unsigned code = low;; code++) {
		struct token t = lexer_next(&m->lex);
		if (t.kind == LEX_CLOSE)
			return true;
		if (t.kind != LEX_STRING || code > high || !give(m, code, &t))
			return false;
	}
}

/* A range that counts up from the last character of its first code. */
static bool count_up(struct cmap *m, unsigned low, unsigned high, const struct token *t)
{
	uint32_t runes[RUNES_MAX];
	unsigned n = runes_of(t, runes);
	for (unsigned code = low; n && code <= high && code <= CODE_MAX; code++) {
		if (!hand_over(m, code, runes, n))
			return false;
		runes[n - 1]++;
	}
	return true;
}

/* beginbfrange: triples, up to endbfrange. */
static bool read_ranges(struct cmap *m)
{
	for (;;) {
		unsigned low, high;
		struct token a = lexer_next(&m->lex);
		if (a.kind == LEX_WORD)
			return token_is(&a, "endbfrange");
		struct token b = lexer_next(&m->lex), t = lexer_next(&m->lex);
		if (!code_of(&a, &low) || !code_of(&b, &high) || high < low)
			return false;
		bool good = t.kind == LEX_OPEN ? read_list(m, low, high)
			: t.kind == LEX_STRING && count_up(m, low, high, &t);
		if (!good)
			return false;
	}
}

bool unicode_read(unsigned char *p, size_t n, unicode_sink *sink, void *to)
{
	struct cmap m = { lexer_of(p, n), sink, to, 0 };
	for (;;) {
		struct token t = lexer_next(&m.lex);
		if (t.kind == LEX_END)
			return true;
		if (t.kind == LEX_ODD)
			return false;
		if (t.kind != LEX_WORD)
			continue;
		if (token_is(&t, "beginbfchar") && !read_chars(&m))
			return false;
		if (token_is(&t, "beginbfrange") && !read_ranges(&m))
			return false;
		if (token_is(&t, "usecmap") || token_is(&t, "begincidrange")
		    || token_is(&t, "begincidchar"))
			return false;
	}
}
