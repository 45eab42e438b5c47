/* SPDX-License-Identifier: MIT
 *
 * What can be told from one line's characters: bullets, paragraph numbers,
 * ends and beginnings of sentences.
 */
#include "pipeline/base/utf8.h"
#include "stages/layout.h"

/* Signs that lists are made with. Fonts of symbols without a table of characters come out as
 * private-use characters, C1 controls or U+FFFD. */
static bool is_bullet(uint32_t c)
{
	static const uint16_t signs[] = {
		0x00b7, 0x2022, 0x2023, 0x2043, 0x2192, 0x2219, 0x25a0, 0x25a1, 0x25aa, 0x25ab,
		0x25b6, 0x25ba, 0x25c6, 0x25c7, 0x25ca, 0x25cb, 0x25cf, 0x25d8, 0x25e6, 0x25fb,
		0x25fc, 0x25fd, 0x25fe, 0x2611, 0x2713, 0x2714, 0x2756, 0x2794, 0x27a2, 0x27a4,
		0xfffd,
	};
	for (ptrdiff_t i = 0; i < countof(signs); i++)
		if (signs[i] == c)
			return true;
	return (c >= 0xe000 && c <= 0xf8ff) || (c >= 0x80 && c < 0xa0);
}

static bool is_dash(uint32_t c)
{
	return c == '-' || c == 0x2010 || c == 0x2011 || c == 0x2012 || c == 0x2013 ||
	       c == 0x2014 || c == 0x2015 || c == 0x2212 || c == 0x2500 || c == 0x0336;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Bytes of blanks, no-break and thin spaces at the head of s. */
static ptrdiff_t blanks(struct str s)
{
	ptrdiff_t n = 0;
	for (;;) {
		if (n < s.n && is_blank(s.p[n]))
			n++;
		else if (str_starts(str_sub(s, n, s.n), S("\xc2\xa0")))
			n += 2;
		else if (str_starts(str_sub(s, n, s.n), S("\xe2\x80\x83")) ||
			 str_starts(str_sub(s, n, s.n), S("\xe2\x80\x82")))
			n += 3;
		else
			return n;
	}
}

static struct mark number_mark(struct str t)
{
	struct mark m = { 0 };
	ptrdiff_t n = 0;
	unsigned value = 0;
	while (n < t.n && n < 4 && ascii_is_digit(t.p[n]))
		value = value * 10 + (unsigned)(t.p[n++] - '0');
	if (n == 0 || n > 3 || value == 0)
		return m;
	if (n < t.n && (t.p[n] == '.' || t.p[n] == ')')) {
		m.point = true;
		n++;
	}
	ptrdiff_t gap = blanks(str_sub(t, n, t.n));
	m.alone = n + gap == t.n;
	if (!gap && !m.alone)
		return (struct mark){ 0 };
	m.point = m.point || (gap && t.p[n] == '\t');
	m.kind = MARK_NUMBER;
	m.number = (uint16_t)value;
	m.cut = n + gap;
	return m;
}

struct mark layout_mark(struct str t)
{
	uint32_t c;
	if (!t.n)
		return (struct mark){ 0 };
	if (ascii_is_digit(t.p[0]))
		return number_mark(t);
	if (ascii_is_alpha(t.p[0]) && t.p[0] != 'o')
		return (struct mark){ 0 };
	ptrdiff_t n = utf8_decode(t.p, t.n, &c);
	ptrdiff_t gap = blanks(str_sub(t, n, t.n));
	struct mark m = { .cut = n + gap, .alone = n + gap == t.n };
	if (!gap && !m.alone)
		return (struct mark){ 0 };
	if (is_bullet(c) || ((c == '*' || c == 'o') && !m.alone))
		m.kind = MARK_BULLET;
	else if (is_dash(c))
		m.kind = MARK_DASH;
	else
		return (struct mark){ 0 };
	return m;
}

/* s without raised marks, quotes and brackets that close. */
static struct str without_closers(struct str s)
{
	for (;;) {
		s = str_trim(s);
		if (s.n && s.p[s.n - 1] == '\x0f') {
			while (s.n && s.p[s.n - 1] != '\x0e')
				s.n--;
			s.n -= s.n > 0;
		} else if (s.n && strchr("\"')]*_", s.p[s.n - 1])) {
			s.n--;
		} else if (str_ends(s, S("\xe2\x80\x99")) || str_ends(s, S("\xe2\x80\x9d"))) {
			s.n -= 3;
		} else {
			return s;
		}
	}
}

bool layout_ends_sentence(struct str text)
{
	if (text.n && ascii_is_alpha(text.p[text.n - 1]))
		return false;
	struct str s = without_closers(text);
	return s.n && strchr(".?!:;", s.p[s.n - 1]);
}

/* The first character behind quotes and brackets that open. */
static uint32_t first_letter(struct str s)
{
	uint32_t c = 0;
	while (s.n) {
		int n = utf8_decode(s.p, s.n, &c);
		if (c != '"' && c != '\'' && c != '(' && c != '[' && c != '*' && c != 0x2018 &&
		    c != 0x201c)
			return c;
		s = str_sub(s, n, s.n);
	}
	return 0;
}

bool layout_starts_lower(struct str text)
{
	uint32_t c = first_letter(text);
	return (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xff && c != 0xf7);
}

bool layout_starts_upper(struct str text)
{
	uint32_t c = first_letter(text);
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
}

/* s behind the signs and the word that stand around a page's number. */
static struct str after_page_word(struct str s)
{
	if (s.n > 4 && str_eq_nocase(str_sub(s, 0, 4), S("page")))
		s = str_sub(s, 4, s.n);
	while (s.n && (strchr(" -|[(", s.p[0]) || str_starts(s, S("\xe2\x80\x93"))))
		s = str_sub(s, s.p[0] == '\xe2' ? 3 : 1, s.n);
	return s;
}

bool layout_is_page_number(struct str s, uint16_t page)
{
	unsigned v = 0;
	ptrdiff_t n = 0;
	s = after_page_word(str_trim(s));
	while (n < s.n && n < 5 && ascii_is_digit(s.p[n]))
		v = v * 10 + (unsigned)(s.p[n++] - '0');
	if (n == 0 || v != page)
		return false;
	/* "of 12", "/12", or the signs again. */
	s = str_trim(str_sub(s, n, s.n));
	if (str_starts(s, S("of ")) || str_starts(s, S("/")))
		s = str_trim(str_sub(s, s.p[0] == '/' ? 1 : 3, s.n));
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]) && !strchr(" -|])\xe2\x80\x93", s.p[i]))
			return false;
	return s.n < 6;
}

bool layout_is_label(struct str text)
{
	ptrdiff_t colon = str_find(text, S(":"), 0);
	if (colon < 2 || colon > 40 || colon + 2 >= text.n || !is_blank(text.p[colon + 1]))
		return false;
	int words = 1;
	for (ptrdiff_t i = 0; i < colon; i++) {
		if (!ascii_is_alpha(text.p[i]) && !strchr(" ()-/", text.p[i]))
			return false;
		words += text.p[i] == ' ';
	}
	return words <= 5 && layout_starts_upper(text);
}
