/* SPDX-License-Identifier: MIT
 *
 * See pdf_lex.h.
 */
#include "pipeline/reader/pdf_lex.h"

#include <stdint.h>
#include <string.h>

#define DIGITS_MAX 9                            /* more do not fit 32 bits; no page needs them */
#define NESTED_MAX 32

/* NUMERIC: regular, and a number may start with it. */
enum { REGULAR, NUMERIC, WHITE, DELIMITER };

static const unsigned char classes[256] = {
	[0] = WHITE,        ['\t'] = WHITE,     ['\n'] = WHITE,     ['\f'] = WHITE,
	['\r'] = WHITE,     [' '] = WHITE,      ['('] = DELIMITER,  [')'] = DELIMITER,
	['<'] = DELIMITER,  ['>'] = DELIMITER,  ['['] = DELIMITER,  [']'] = DELIMITER,
	['{'] = DELIMITER,  ['}'] = DELIMITER,  ['/'] = DELIMITER,  ['%'] = DELIMITER,
	['0'] = NUMERIC,    ['1'] = NUMERIC,    ['2'] = NUMERIC,    ['3'] = NUMERIC,
	['4'] = NUMERIC,    ['5'] = NUMERIC,    ['6'] = NUMERIC,    ['7'] = NUMERIC,
	['8'] = NUMERIC,    ['9'] = NUMERIC,    ['+'] = NUMERIC,    ['-'] = NUMERIC,
	['.'] = NUMERIC,
};

/* Where a plain string ends or is none; and the end of all, a zero byte. */
static const bool stops[256] = { [0] = true, ['('] = true, [')'] = true, ['\\'] = true, ['\r'] = true };

static const float tenths[] = { 1, 1e-1f, 1e-2f, 1e-3f, 1e-4f, 1e-5f, 1e-6f, 1e-7f, 1e-8f, 1e-9f };

struct lexer lexer_of(unsigned char *p, size_t n)
{
	return (struct lexer){ p, p + n };
}

static bool is_regular(unsigned char c)
{
	return classes[c] <= NUMERIC;
}

static bool digit(unsigned char c)
{
	return (unsigned)(c - '0') < 10;
}

static int hex(unsigned char c)
{
	if (digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void skip_white(struct lexer *l)
{
	while (l->p < l->end) {
		if (*l->p == '%') {
			while (l->p < l->end && *l->p != '\n' && *l->p != '\r')
				l->p++;
		} else if (classes[*l->p] != WHITE) {
			return;
		} else {
			l->p++;
		}
	}
}

/* The zero byte behind the last ends every run of regular bytes. */
static const unsigned char *regular(struct lexer *l)
{
	const unsigned char *start = l->p;
	while (is_regular(*l->p))
		l->p++;
	return start;
}

static struct token odd(void)
{
	return (struct token){ .kind = LEX_ODD };
}

static void number(struct lexer *l, struct token *t)
{
	uint32_t whole = 0, part = 0;
	unsigned char *p = l->p, *first, *point;
	unsigned d;
	bool minus = *p == '-';
	float value = 0;
	p += minus || *p == '+';
	for (first = p; (d = (unsigned)*p - '0') < 10; p++)
		whole = whole * 10 + d;
	point = p;
	if (*p == '.') {
		const unsigned char *last = point + DIGITS_MAX;
		for (p++; (d = (unsigned)*p - '0') < 10 && p <= last; p++)
			part = part * 10 + d;
		value = (float)part * tenths[p - point - 1];
		while (digit(*p))
			p++;
	}
	value += (float)whole;
	t->kind = LEX_NUMBER;
	t->number = minus ? -value : value;
	if (is_regular(*p) || point - first > DIGITS_MAX || p - first == (*point == '.'))
		t->kind = LEX_ODD;
	else
		l->p = p;
}

/* The character that a backslash stands for; *in is behind it. -1: none, a line that goes on. */
static int escaped(const unsigned char **in, const unsigned char *end)
{
	const unsigned char *p = *in;
	unsigned char c = *p++;
	int octal = 0;
	switch (c) {
	case 'n':
		c = '\n';
		break;
	case 'r':
		c = '\r';
		break;
	case 't':
		c = '\t';
		break;
	case 'b':
		c = '\b';
		break;
	case 'f':
		c = '\f';
		break;
	case '\r':
		*in = p < end && *p == '\n' ? p + 1 : p;
		return -1;
	case '\n':
		*in = p;
		return -1;
	case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7':
		for (p--; p < *in + 3 && p < end && *p >= '0' && *p <= '7'; p++)
			octal = octal * 8 + (*p - '0');
		c = (unsigned char)octal;
		break;
	default:
		break;
	}
	*in = p;
	return c;
}

/* A string with a backslash or the end of a line in it, decoded in place from the first on. */
static struct token long_string(struct lexer *l, unsigned char *start, unsigned char *to, int depth)
{
	const unsigned char *p = to;
	while (p < l->end) {
		unsigned char c = *p++;
		if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			break;
		if (c == '\\') {
			int got = p < l->end ? escaped(&p, l->end) : -1;
			if (got >= 0)
				*to++ = (unsigned char)got;
			continue;
		}
		if (c == '\r') { /* any end of line is one \n */
			if (p < l->end && *p == '\n')
				p++;
			c = '\n';
		}
		*to++ = c;
	}
	if (depth)
		return odd();
	l->p += p - l->p;
	return (struct token){ .kind = LEX_STRING, .p = start, .n = (size_t)(to - start) };
}

static struct token string(struct lexer *l)
{
	unsigned char *start = ++l->p, *p = start;
	int depth = 1;
	for (; p < l->end; p++) {
		if (*p == '\\' || *p == '\r')
			return long_string(l, start, p, depth);
		if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			break;
	}
	if (p == l->end)
		return odd();
	l->p = p + 1;
	return (struct token){ .kind = LEX_STRING, .p = start, .n = (size_t)(p - start) };
}

static struct token hex_string(struct lexer *l)
{
	unsigned char *start = ++l->p, *to = start;
	int high = -1;
	for (; l->p < l->end && *l->p != '>'; l->p++) {
		int v = hex(*l->p);
		if (v < 0) {
			if (classes[*l->p] != WHITE)
				return odd();
		} else if (high < 0) {
			high = v;
		} else {
			*to++ = (unsigned char)(high << 4 | v);
			high = -1;
		}
	}
	if (l->p == l->end)
		return odd();
	l->p++;
	if (high >= 0)
		*to++ = (unsigned char)(high << 4);
	return (struct token){ .kind = LEX_STRING, .p = start, .n = (size_t)(to - start) };
}

/* From << to behind its >>, with strings inside that may hold either. */
static struct token dictionary(struct lexer *l)
{
	struct token t = { .kind = LEX_DICT, .p = l->p };
	int depth = 0;
	while (l->p < l->end) {
		skip_white(l);
		if (l->p == l->end)
			break;
		bool twice = l->p + 1 < l->end && l->p[1] == l->p[0];
		if (*l->p == '<' && twice) {
			l->p += 2;
			if (++depth > NESTED_MAX)
				break;
		} else if (*l->p == '>' && twice) {
			l->p += 2;
			if (--depth == 0) {
				t.n = (size_t)(l->p - t.p);
				return t;
			}
		} else if (*l->p == '(' || *l->p == '<') {
			struct token s = *l->p == '(' ? string(l) : hex_string(l);
			if (s.kind == LEX_ODD)
				break;
		} else if (classes[*l->p] == DELIMITER) {
			l->p++;
		} else {
			regular(l);
		}
	}
	return odd();
}

static struct token name(struct lexer *l)
{
	struct token t = { .kind = LEX_NAME };
	l->p++;
	t.p = regular(l);
	t.n = (size_t)(l->p - t.p);
	return memchr(t.p, '#', t.n) ? odd() : t; /* escapes in names are rare */
}

/* Apart, for the numbers' sake: what it keeps on the stack costs each token. */
static __attribute__((noinline)) void delimiter(struct lexer *l, struct token *t)
{
	switch (*l->p) {
	case '(':
		*t = string(l);
		return;
	case '<':
		*t = l->p + 1 < l->end && l->p[1] == '<' ? dictionary(l) : hex_string(l);
		return;
	case '/':
		*t = name(l);
		return;
	case '%':
		skip_white(l);
		lexer_read(l, t);
		return;
	case '[':
		l->p++;
		t->kind = LEX_OPEN;
		return;
	case ']':
		l->p++;
		t->kind = LEX_CLOSE;
		return;
	default:
		t->kind = LEX_ODD;
	}
}

static void word(struct lexer *l, struct token *t)
{
	const unsigned char *start = l->p, *p = start;
	do
		p++;
	while (is_regular(*p));
	t->kind = LEX_WORD;
	t->p = start;
	t->n = (size_t)(p - start);
	l->p += t->n;
}

void lexer_read(struct lexer *l, struct token *t)
{
	unsigned char *p = l->p;
	while (classes[*p] == WHITE && p < l->end)
		p++;
	l->p = p;
	unsigned char class = classes[*p];
	if (class == NUMERIC)
		number(l, t);
	else if (class == REGULAR)
		word(l, t);
	else if (class == DELIMITER)
		delimiter(l, t);
	else
		t->kind = LEX_END;
}

#define SHORT_MAX 5                             /* digits that a float holds exactly, and then some */

static bool short_number(struct lexer *l, struct token *t)
{
	unsigned char *p = l->p;
	bool minus = *p == '-';
	int n = 0;
	p += minus;
	const unsigned char *first = p;
	for (; digit(*p) && p - first <= SHORT_MAX; p++)
		n = n * 10 + (*p - '0');
	if (p == first || p - first > SHORT_MAX || is_regular(*p))
		return false;
	t->kind = LEX_NUMBER;
	t->number = (float)(minus ? -n : n);
	l->p = p;
	return true;
}

bool lexer_item(struct lexer *l, struct token *t)
{
	if (*l->p != '(')
		return short_number(l, t);
	unsigned char *start = l->p + 1, *p = start;
	while (!stops[*p] || (*p == 0 && p < l->end))
		p++;
	if (*p != ')')
		return false;
	t->kind = LEX_STRING;
	t->p = start;
	t->n = (size_t)(p - start);
	l->p = p + 1;
	return true;
}

/* Whether what follows looks like content, not like data that happens to hold an EI. */
static bool looks_like_content(const unsigned char *p, const unsigned char *end)
{
	for (int i = 0; i < 24 && p + i < end; i++)
		if (p[i] > '~' || (p[i] < ' ' && classes[p[i]] != WHITE) || p[i] == 0)
			return false;
	return true;
}

bool lexer_skip_image(struct lexer *l)
{
	for (unsigned char *p = l->p; p + 2 < l->end; p++) {
		if (classes[p[0]] != WHITE || p[1] != 'E' || p[2] != 'I')
			continue;
		if (p + 3 < l->end && classes[p[3]] != WHITE)
			continue;
		if (looks_like_content(p + 3, l->end)) {
			l->p = p + 3;
			return true;
		}
	}
	return false;
}
