/* SPDX-License-Identifier: MIT
 *
 * Terms of programs that compare whole words, in any case, with * for any
 * letters: "child*" is ours too, "=child" finds the word in this very form;
 * what neither says ("*ing", "a?b", "in*", ":-)") becomes a regular expression.
 */
#include "pipeline/exchange/dict.h"
#include "pipeline/lexicon/pattern.h"

#define WORDS_MAX 40

enum word_kind { WORD_PLAIN, WORD_PREFIX, WORD_ANY, WORD_OTHER };

static bool is_letter(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

static bool is_inner(char c)
{
	return c == '\'' || c == '-';
}

/* Letters and digits, with hyphens and apostrophes between them. */
static bool is_word(struct str w)
{
	for (ptrdiff_t i = 0; i < w.n; i++)
		if (!is_letter(w.p[i]) &&
		    !(is_inner(w.p[i]) && i > 0 && i + 1 < w.n && is_letter(w.p[i - 1]) &&
		      is_letter(w.p[i + 1])))
			return false;
	return w.n > 0;
}

static ptrdiff_t letters(struct str w)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < w.n; i++)
		n += is_letter(w.p[i]) && ((unsigned char)w.p[i] & 0xC0) != 0x80;
	return n;
}

static enum word_kind kind_of(struct str w)
{
	struct str stem = w;
	while (stem.n && stem.p[stem.n - 1] == '*')
		stem.n--;
	if (stem.n == 0)
		return WORD_ANY;
	if (!is_word(stem))
		return WORD_OTHER;
	if (stem.n == w.n)
		return WORD_PLAIN;
	return letters(stem) >= PATTERN_PREFIX_MIN ? WORD_PREFIX : WORD_OTHER;
}

/* How many words there are; the first WORDS_MAX into words. */
static ptrdiff_t split(struct str term, char glue, struct str *words)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0, from = 0; i <= term.n; i++) {
		if (i < term.n && term.p[i] != glue && !strchr(" \t\r\n\v\f", term.p[i]))
			continue;
		if (i > from && n++ < WORDS_MAX)
			words[n - 1] = str_sub(term, from, i);
		from = i + 1;
	}
	return n;
}

static void add_lower(struct buf *out, struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		buf_addc(out, ascii_lower(s.p[i]));
}

static void add_word(struct buf *out, struct str w, enum word_kind kind)
{
	struct str stem = w;
	while (stem.n && stem.p[stem.n - 1] == '*')
		stem.n--;
	if (kind == WORD_ANY) {
		buf_addz(out, "<1-1>");
		return;
	}
	if (kind == WORD_PLAIN)
		buf_addc(out, '=');
	add_lower(out, stem);
	if (kind == WORD_PREFIX)
		buf_addc(out, '*');
}

/* What a wildcard and any other character is in a regular expression. */
static void add_expression(struct buf *out, struct str w)
{
	for (ptrdiff_t i = 0; i < w.n; i++) {
		char c = w.p[i];
		if (c == '*')
			buf_addz(out, i && w.p[i - 1] == '*' ? "" : "\\w*");
		else if (c == '?')
			buf_addz(out, "\\w");
		else if (is_letter(c) || c == '_')
			buf_addc(out, ascii_lower(c));
		else
			buf_addf(out, "\\%c", c);
	}
}

static bool is_edge(char c)
{
	return is_letter(c) || c == '*' || c == '?' || c == '_';
}

static void add_regex(struct buf *out, const struct str *words, ptrdiff_t n)
{
	struct str last = words[n - 1];
	buf_addz(out, is_edge(words[0].p[0]) ? "/\\b" : "/");
	for (ptrdiff_t i = 0; i < n; i++) {
		if (i)
			buf_addz(out, "\\W+");
		add_expression(out, words[i]);
	}
	buf_addz(out, is_edge(last.p[last.n - 1]) ? "\\b/" : "/");
}

/* The pattern of all words; false when one is not to be had so. */
static bool add_words(struct buf *out, const struct str *words, ptrdiff_t n)
{
	for (ptrdiff_t i = 0; i < n; i++) {
		enum word_kind kind = kind_of(words[i]);
		if (kind == WORD_OTHER)
			return false;
		if (i)
			buf_addc(out, ' ');
		add_word(out, words[i], kind);
	}
	return true;
}

int dict_glob(struct dict *d, struct str term, char glue, uint32_t line, struct str *out)
{
	struct str words[WORDS_MAX];
	ptrdiff_t n = split(term, glue, words);
	struct buf b = { 0 };
	*out = (struct str){ 0 };
	if (n > WORDS_MAX)
		dict_note(d, line, "lost: a term of more than %d words", WORDS_MAX);
	if (n == 0 || n > WORDS_MAX)
		return 0;
	if (kind_of(words[0]) == WORD_ANY || kind_of(words[n - 1]) == WORD_ANY) {
		dict_note(d, line, "lost: '%.*s' starts or ends with any word", STR_ARG(term));
		return 0;
	}
	if (!add_words(&b, words, n)) {
		buf_reset(&b);
		add_regex(&b, words, n);
		dict_note(d, line, "'%.*s' has become a regular expression", STR_ARG(term));
	}
	if (memchr(term.p, '-', (size_t)term.n) && b.n && b.p[0] != '/')
		dict_note(d, line, "changed: '%.*s' is found written apart, too", STR_ARG(term));
	*out = arena_str(&d->mem, buf_str(&b));
	bool ok = buf_ok(&b) && out->p;
	buf_release(&b);
	return ok ? 0 : dict_no_memory(d);
}
