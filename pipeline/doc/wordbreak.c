/* SPDX-License-Identifier: MIT
 *
 * See wordbreak.h. The names WBn are the rules of UAX #29, section 4.1.
 */
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/doc/wordbreak.h"

enum wb_class {
	WB_OTHER, WB_CR, WB_LF, WB_NEWLINE, WB_EXTEND, WB_ZWJ, WB_REGIONAL_INDICATOR, WB_FORMAT,
	WB_KATAKANA, WB_HEBREW_LETTER, WB_ALETTER, WB_SINGLE_QUOTE, WB_DOUBLE_QUOTE, WB_MIDNUMLET,
	WB_MIDLETTER, WB_MIDNUM, WB_NUMERIC, WB_EXTENDNUMLET, WB_WSEGSPACE,
	WB_PICTO, WB_PICTO_LETTER      /* Extended_Pictographic, alone and on an ALetter */
};

struct wb_range {
	uint32_t first, last;
	enum wb_class class;
};

#include "pipeline/doc/wordbreak_table.h"

static enum wb_class class_of(uint32_t cp)
{
	if (cp < 0x80 && ascii_is_alpha((char)cp))
		return WB_ALETTER;      /* as the table says, for most of what is asked */
	ptrdiff_t lo = 0, hi = countof(wb_ranges);
	while (lo < hi) {
		ptrdiff_t mid = lo + (hi - lo) / 2;
		if (wb_ranges[mid].last < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < countof(wb_ranges) && wb_ranges[lo].first <= cp ? wb_ranges[lo].class : WB_OTHER;
}

#define IS(class, set) ((UINT32_C(1) << (class)) & (set))
#define BIT(name) (UINT32_C(1) << WB_##name)
#define AHLETTER (BIT(ALETTER) | BIT(HEBREW_LETTER) | BIT(PICTO_LETTER))
#define MIDNUMLETQ (BIT(MIDNUMLET) | BIT(SINGLE_QUOTE))
#define IGNORED (BIT(EXTEND) | BIT(FORMAT) | BIT(ZWJ))
#define LINE_END (BIT(CR) | BIT(LF) | BIT(NEWLINE))
#define PICTOS (BIT(PICTO) | BIT(PICTO_LETTER))
#define WORDLIKE (AHLETTER | BIT(NUMERIC) | BIT(KATAKANA))

struct cursor {
	struct str s;
	ptrdiff_t at, next;            /* the code point at [at, next) */
	uint32_t cp;
	enum wb_class class;
};

static bool load(struct cursor *c, ptrdiff_t at)
{
	c->at = c->next = at;
	if (at >= c->s.n)
		return false;
	c->next += utf8_decode(c->s.p + at, c->s.n - at, &c->cp);
	c->class = class_of(c->cp);
	return true;
}

/* The class after the cursor's code point, WB4's ignored ones skipped; WB_OTHER at the end. */
static enum wb_class class_after(const struct cursor *c)
{
	struct cursor look = { .s = c->s };
	for (ptrdiff_t at = c->next; load(&look, at); at = look.next)
		if (!IS(look.class, IGNORED))
			return look.class;
	return WB_OTHER;
}

/* What the rules look back to: the two classes before, WB4's ignored ones skipped. */
struct before {
	enum wb_class last, but_last;
	enum wb_class raw;             /* the class just before, ignored ones too */
	int indicators;                /* regional indicators at the end */
};

/* WB5-WB12: between letters and digits with what may stand inside a word. */
static bool joins_word(const struct before *b, const struct cursor *c)
{
	enum wb_class x = b->last, y = c->class;
	if (IS(x, AHLETTER | BIT(NUMERIC)) && IS(y, AHLETTER | BIT(NUMERIC)))
		return true;                                                    /* WB5, 8, 9, 10 */
	if (IS(x, AHLETTER) && IS(y, BIT(MIDLETTER) | MIDNUMLETQ))
		return IS(class_after(c), AHLETTER) ||                          /* WB6 */
		       (x == WB_HEBREW_LETTER && y == WB_SINGLE_QUOTE);         /* WB7a */
	if (IS(x, BIT(MIDLETTER) | MIDNUMLETQ) && IS(y, AHLETTER))
		return IS(b->but_last, AHLETTER);                               /* WB7 */
	if (x == WB_HEBREW_LETTER && y == WB_DOUBLE_QUOTE)
		return class_after(c) == WB_HEBREW_LETTER;                      /* WB7b */
	if (x == WB_DOUBLE_QUOTE && y == WB_HEBREW_LETTER)
		return b->but_last == WB_HEBREW_LETTER;                         /* WB7c */
	if (IS(x, BIT(MIDNUM) | MIDNUMLETQ) && y == WB_NUMERIC)
		return b->but_last == WB_NUMERIC;                               /* WB11 */
	if (x == WB_NUMERIC && IS(y, BIT(MIDNUM) | MIDNUMLETQ))
		return class_after(c) == WB_NUMERIC;                            /* WB12 */
	return false;
}

/* Whether there is no boundary before the cursor. */
static bool joins(const struct before *b, const struct cursor *c)
{
	enum wb_class x = b->last, y = c->class;
	if (IS(b->raw, LINE_END) || IS(y, LINE_END))
		return b->raw == WB_CR && y == WB_LF;                           /* WB3, 3a, 3b */
	if (b->raw == WB_ZWJ && IS(y, PICTOS))
		return true;                                                    /* WB3c */
	if (b->raw == WB_WSEGSPACE && y == WB_WSEGSPACE)
		return true;                                                    /* WB3d */
	if (IS(y, IGNORED))
		return true;                                                    /* WB4 */
	if (joins_word(b, c))
		return true;
	if (x == WB_KATAKANA && y == WB_KATAKANA)
		return true;                                                    /* WB13 */
	if (IS(x, WORDLIKE | BIT(EXTENDNUMLET)) && y == WB_EXTENDNUMLET)
		return true;                                                    /* WB13a */
	if (x == WB_EXTENDNUMLET && IS(y, WORDLIKE))
		return true;                                                    /* WB13b */
	return x == WB_REGIONAL_INDICATOR && y == WB_REGIONAL_INDICATOR &&
	       b->indicators % 2 == 1;                                          /* WB15, 16 */
}

static bool is_wordlike(const struct cursor *c)
{
	return IS(c->class, WORDLIKE) ||
	       (c->class == WB_OTHER && c->cp >= 0x80 &&
		(unicode_is_letter(c->cp) || unicode_is_digit(c->cp)));
}

ptrdiff_t wordbreak_next(struct str s, ptrdiff_t at, bool *word)
{
	struct cursor c = { .s = s };
	load(&c, at);
	struct before b = { c.class, WB_OTHER, c.class, c.class == WB_REGIONAL_INDICATOR };
	*word = is_wordlike(&c);
	while (load(&c, c.next) && joins(&b, &c)) {
		*word = *word || is_wordlike(&c);
		b.raw = c.class;
		if (IS(c.class, IGNORED))
			continue;
		b.but_last = b.last;
		b.last = c.class;
		b.indicators = c.class == WB_REGIONAL_INDICATOR ? b.indicators + 1 : 0;
	}
	return c.at;
}
