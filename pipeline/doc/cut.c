/* SPDX-License-Identifier: MIT
 *
 * See cut.h.
 */
#include <stdbool.h>
#include <string.h>

#include "pipeline/doc/cut.h"

#define REACH ((ptrdiff_t)128 * 1024)   /* bytes before the end among which the best place is looked for */
#define GAP_MAX 64                      /* characters of white space that are looked at before a place */

/* How good a place is, ascending. */
enum place {
	PLACE_NONE,             /* inside of a character */
	PLACE_CHARACTER,
	PLACE_WORD,
	PLACE_LINE,
	PLACE_SENTENCE,         /* in a line */
	PLACE_BLANK_LINE,
	PLACE_LINE_SENTENCE,    /* a line that starts as a sentence does, behind one that ends so */
	PLACE_PARAGRAPH         /* the same, behind a blank line or on a new page */
};

struct text {
	struct str s;
	enum text_units units;
	ptrdiff_t step;         /* bytes of a unit */
};

/* The unit that starts at byte i; what is no ASCII is 0x80 and more. */
static unsigned unit(const struct text *t, ptrdiff_t i)
{
	unsigned a = (unsigned char)t->s.p[i];
	if (t->units == UNITS_BYTES)
		return a;
	unsigned b = (unsigned char)t->s.p[i + 1];
	return t->units == UNITS_BIG ? a << 8 | b : b << 8 | a;
}

static bool ends_line(unsigned c)
{
	return c >= '\n' && c <= '\r';
}

static bool is_blank(unsigned c)
{
	return c == ' ' || c == '\t';
}

static bool among(const char *signs, unsigned c)
{
	return c && c < 0x80 && strchr(signs, (int)c);
}

/* Numbers start paragraphs, number signs headings; other signs are items of a list. */
static bool starts_sentence(unsigned c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '#' || c == '"';
}

/* What stands before byte i: how many line ends, and behind them the end of a sentence? */
static bool sentence_before(const struct text *t, ptrdiff_t i, int *line_ends)
{
	unsigned c = 0, behind = 0;
	int left = GAP_MAX;
	for (*line_ends = 0; i > 0 && left > 0; left--, behind = c) {
		c = unit(t, i - t->step);
		if (!ends_line(c) && !is_blank(c) && !among("\"')]*_", c))
			break;
		*line_ends += c == '\f' ? 2 : c == '\n' || (c == '\r' && behind != '\n');
		i -= t->step;
	}
	return i > 0 && left > 0 && among(".!?", c);
}

static bool splits_character(const struct text *t, ptrdiff_t i)
{
	unsigned c = unit(t, i);
	return t->units == UNITS_BYTES ? (c & 0xC0) == 0x80 : (c & 0xFC00) == 0xDC00;
}

/* The first character from byte i on that is no blank; 0 where there is none. */
static unsigned next_sign(const struct text *t, ptrdiff_t i)
{
	while (i < t->s.n && is_blank(unit(t, i)))
		i += t->step;
	return i < t->s.n ? unit(t, i) : 0;
}

static enum place place_at(const struct text *t, ptrdiff_t i)
{
	unsigned before = unit(t, i - t->step);
	int line_ends;
	if (before > ' ')
		return splits_character(t, i) ? PLACE_NONE : PLACE_CHARACTER;
	if (before == '\r' && unit(t, i) == '\n')
		return PLACE_CHARACTER;
	bool ended = sentence_before(t, i, &line_ends);
	bool starts = starts_sentence(next_sign(t, i));
	if (!ends_line(before))
		return ended && starts && line_ends == 0 ? PLACE_SENTENCE : PLACE_WORD;
	if (ended && starts)
		return line_ends > 1 ? PLACE_PARAGRAPH : PLACE_LINE_SENTENCE;
	return line_ends > 1 ? PLACE_BLANK_LINE : PLACE_LINE;
}

enum text_units text_units(struct str bytes)
{
	if (str_starts(bytes, S("\xff\xfe")))
		return UNITS_LITTLE;
	if (str_starts(bytes, S("\xfe\xff")))
		return UNITS_BIG;
	if (!bytes.n || !memchr(bytes.p, 0, (size_t)bytes.n))
		return UNITS_BYTES;
	return bytes.p[0] == 0 ? UNITS_BIG : UNITS_LITTLE;
}

ptrdiff_t text_cut(struct str s, enum text_units units)
{
	struct text t = { .s = s, .units = units, .step = units == UNITS_BYTES ? 1 : 2 };
	enum place best = PLACE_NONE;
	ptrdiff_t end = s.n - s.n % t.step, at = end;
	for (ptrdiff_t i = end - t.step; i > 0 && end - i <= REACH; i -= t.step) {
		enum place here = place_at(&t, i);
		if (here > best) {
			best = here;
			at = i;
		}
		if (best == PLACE_PARAGRAPH)
			break;
	}
	return at ? at : s.n;
}
