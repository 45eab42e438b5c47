/* SPDX-License-Identifier: MIT
 *
 * Runs over published test data, used by the unit tests where the data are on
 * the machine and by conformance.c. Each returns how many cases passed and adds
 * to *total; the first failures are shown on standard error.
 */
#ifndef LM_TESTS_UNIT_CONFORM_H
#define LM_TESTS_UNIT_CONFORM_H

#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/doc/wordbreak.h"

#define WORD_BREAK_TEST "/usr/share/unicode/auxiliary/WordBreakTest.txt"
#define NORMALIZATION_TEST "bzip2 -dc /usr/share/unicode/NormalizationTest.txt.bz2 2>/dev/null"
#define SHOWN 10

/* Append the code points written in hex in s, parted by spaces, as UTF-8. */
static inline void conform_hex(struct buf *out, struct str s)
{
	while (s.n) {
		struct str w = str_cut(&s, ' ');
		char hex[12] = "";
		if (w.n == 0 || w.n >= (ptrdiff_t)sizeof hex || !buf_reserve(out, 4))
			continue;
		memcpy(hex, w.p, (size_t)w.n);
		out->n += utf8_encode((uint32_t)strtoul(hex, NULL, 16), out->p + out->n);
	}
}

/* One line of WordBreakTest.txt: "÷ 0061 × 0027 ÷". */
static inline bool conform_word_break_line(struct str line)
{
	static const struct str cut = STR("\xC3\xB7"), glue = STR("\xC3\x97");
	struct buf text = { 0 };
	bool want[256] = { false }, ok = true, word;
	while (line.n) {
		struct str w = str_cut(&line, ' ');
		if (text.n < countof(want) && str_eq(w, cut))
			want[text.n] = true;
		else if (!str_eq(w, glue))
			conform_hex(&text, w);
	}
	for (ptrdiff_t at = 0; at < text.n;) {
		ptrdiff_t end = wordbreak_next(buf_str(&text), at, &word);
		for (ptrdiff_t i = at + 1; i <= end && i < countof(want); i++)
			ok = ok && want[i] == (i == end);
		at = end;
	}
	buf_release(&text);
	return ok;
}

static inline int conform_word_break(FILE *f, int *total)
{
	char line[4096];
	int passed = 0, failed = 0;
	while (fgets(line, sizeof line, f)) {
		struct str s = str_of(line);
		struct str rule = str_trim(str_cut(&s, '#'));
		if (!rule.n)
			continue;
		bool ok = conform_word_break_line(rule);
		++*total;
		passed += ok;
		if (!ok && ++failed <= SHOWN)
			fprintf(stderr, "word break: %.*s\n", STR_ARG(rule));
	}
	return passed;
}

/* One line of NormalizationTest.txt: c2 is the NFC of c1, c2, c3; c4 that of c4, c5. */
static inline bool conform_nfc_line(struct str line)
{
	struct buf want = { 0 }, in = { 0 }, got = { 0 };
	struct str c[5];
	bool ok = true;
	for (int i = 0; i < 5; i++)
		c[i] = str_cut(&line, ';');
	for (int i = 0; i < 5; i++) {
		buf_reset(&want);
		buf_reset(&in);
		buf_reset(&got);
		conform_hex(&want, c[i < 3 ? 1 : 3]);
		conform_hex(&in, c[i]);
		unicode_nfc(&got, buf_str(&in));
		ok = ok && str_eq(buf_str(&got), buf_str(&want));
	}
	buf_release(&want);
	buf_release(&in);
	buf_release(&got);
	return ok;
}

static inline int conform_nfc(FILE *f, int *total)
{
	char line[4096];
	int passed = 0, failed = 0;
	while (fgets(line, sizeof line, f)) {
		struct str s = str_of(line);
		struct str rule = str_trim(str_cut(&s, '#'));
		if (!rule.n || rule.p[0] == '@')
			continue;
		bool ok = conform_nfc_line(rule);
		++*total;
		passed += ok;
		if (!ok && ++failed <= SHOWN)
			fprintf(stderr, "normalization: %.*s\n", STR_ARG(rule));
	}
	return passed;
}

#endif
