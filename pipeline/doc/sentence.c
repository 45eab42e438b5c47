/* SPDX-License-Identifier: MIT
 *
 * See sentence.h.
 */
#include <string.h>

#include "pipeline/base/scan.h"
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/doc/sentence.h"

#define WORD_MAX 24             /* bytes; longer words are in no list */
#define REMARK_MAX 48           /* bytes; a longer one in brackets is a sentence of its own */
#define X(name) ON_##name = 1 << SENTENCE_BIT_##name,
enum { SENTENCE_LISTS(X) ON_NONE = 0 };
#undef X

static bool is_stop(char c)
{
	return c == '.' || c == '?' || c == '!';
}

static bool is_ellipsis(struct str s, ptrdiff_t i)
{
	return s.p[i] == '\xE2' && s.n - i >= 3 && s.p[i + 1] == '\x80' && s.p[i + 2] == '\xA6';
}

/* What may stand between a stop and the space behind it. */
static bool is_closer(uint32_t cp)
{
	switch (cp) {
	case '"': case '\'': case ')': case ']': case '}':
	case 0x2019: case 0x201D: case 0xBB: case 0x203A:
		return true;
	default:
		return false;
	}
}

/* What may stand before the first letter of a sentence. */
static bool is_opener(uint32_t cp)
{
	switch (cp) {
	case ' ': case '"': case '\'': case '(': case '[': case '{': case '-':
	case 0x2018: case 0x201C: case 0xAB: case 0x2039: case 0x2013: case 0x2014:
		return true;
	default:
		return false;
	}
}

static bool is_bullet(uint32_t cp)
{
	return cp == 0x2022 || cp == 0x2043 || cp == 0x25E6 || cp == 0x25AA || cp == 0x25CF ||
	       cp == 0xB7;
}

static inline ptrdiff_t skip_signs(struct str s, ptrdiff_t i, bool is(uint32_t cp))
{
	uint32_t cp;
	for (int k; i < s.n; i += k) {
		k = utf8_decode(s.p + i, s.n - i, &cp);
		if (!is(cp))
			break;
	}
	return i;
}

struct sentence_rules sentence_rules_of(const struct sentence_word *words, ptrdiff_t n)
{
	struct sentence_rules r = { .at = words, .n = n };
	for (ptrdiff_t i = 0; i < n; i++)
		if (words[i].word.n && words[i].word.n <= WORD_MAX)
			r.lengths[words[i].word.p[0] & 31] |= UINT32_C(1) << words[i].word.n;
	return r;
}

static uint32_t lists_of(const struct sentence_rules *r, struct str word)
{
	char lower[WORD_MAX];
	if (!word.n || word.n > WORD_MAX || !(r->lengths[word.p[0] & 31] >> word.n & 1))
		return 0;
	for (ptrdiff_t i = 0; i < word.n; i++)
		lower[i] = ascii_lower(word.p[i]);
	struct str w = { lower, word.n };
	ptrdiff_t lo = 0, hi = r->n;
	while (lo < hi) {
		ptrdiff_t mid = lo + (hi - lo) / 2;
		if (str_cmp(r->at[mid].word, w) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < r->n && str_eq(r->at[lo].word, w) ? r->at[lo].lists : 0;
}

/* What a sentence could go on with behind a stop. */
struct next {
	enum { NEXT_NOTHING, NEXT_SMALL, NEXT_CAPITAL, NEXT_DIGIT, NEXT_SIGN } kind;
	struct str word;                /* the letters there */
};

static struct next next_at(struct str s, ptrdiff_t i)
{
	i = skip_signs(s, i, is_opener);
	struct next n = { NEXT_NOTHING, { s.p + i, 0 } };
	uint32_t cp;
	if (i >= s.n)
		return n;
	utf8_decode(s.p + i, s.n - i, &cp);
	while (n.word.n < WORD_MAX && i + n.word.n < s.n && ascii_is_alpha(s.p[i + n.word.n]))
		n.word.n++;
	if (unicode_is_digit(cp))
		n.kind = NEXT_DIGIT;
	else if (!unicode_is_letter(cp))
		n.kind = NEXT_SIGN;
	else
		n.kind = unicode_is_upper(cp) || cp >= 0x2E80 ? NEXT_CAPITAL : NEXT_SMALL;
	return n;
}

/* The word before the stop at k: what stands behind the last space or opening sign. */
static struct str word_before(struct str s, ptrdiff_t from, ptrdiff_t k)
{
	ptrdiff_t i = k;
	while (i > from && k - i <= WORD_MAX && s.p[i - 1] != ' ')
		i--;
	return str_sub(s, skip_signs(str_sub(s, 0, k), i, is_opener), k);
}

/* One letter, or letters with stops between: "J", "U.S", "a.m". */
static bool is_initials(struct str w)
{
	for (ptrdiff_t i = 0; i < w.n; i++)
		if (i % 2 ? w.p[i] != '.' : !ascii_is_alpha(w.p[i]))
			return false;
	return w.n % 2 == 1;
}

/* Whether the single stop behind word ends a sentence that next would be the start of. */
static bool stop_ends(const struct sentence_rules *r, struct str word, const struct next *next)
{
	uint32_t lists = lists_of(r, word);
	if (lists & (ON_before_name | ON_never))
		return false;
	if (next->kind == NEXT_DIGIT)
		return !(lists & ON_before_number) && str_find(word, S("\xC2\xB0"), 0) < 0 &&
		       str_find(word, S("\xC2\xBA"), 0) < 0;
	if (lists & ON_before_capital)
		return true;
	if (lists & ON_before_starter || is_initials(word))
		return (lists_of(r, next->word) & ON_starters) != 0;
	return true;
}

/* "services.The": the space was lost. Only before a word that starts sentences. */
static bool is_glued(const struct sentence_rules *r, struct str s, ptrdiff_t k, ptrdiff_t after)
{
	ptrdiff_t i = k;
	while (i > 0 && k - i < 3 && s.p[i - 1] >= 'a' && s.p[i - 1] <= 'z')
		i--;
	if (k - i < 3 || after >= s.n || !ascii_is_upper(s.p[after]))
		return false;
	struct next n = next_at(s, after);
	return after + n.word.n < s.n && s.p[after + n.word.n] == ' ' &&
	       (lists_of(r, n.word) & ON_starters);
}

/* The end of a footnote's number that sticks to the stop, "plans.12 The", or at. */
static ptrdiff_t skip_note(struct str s, ptrdiff_t k, ptrdiff_t at)
{
	ptrdiff_t i = at;
	while (i < s.n && i - at < 3 && ascii_is_digit(s.p[i]))
		i++;
	bool word = k >= 3 && ascii_is_alpha(s.p[k - 1]) && ascii_is_alpha(s.p[k - 2]) &&
		    ascii_is_alpha(s.p[k - 3]);
	return word && i < s.n && s.p[i] == ' ' ? i : at;
}

/* The end of a row of stops parted by spaces, ". . .", that starts at k; *stops counts them. */
static ptrdiff_t spaced_stops(struct str s, ptrdiff_t k, ptrdiff_t *stops)
{
	*stops = 1;
	for (k++; s.n - k >= 2 && s.p[k] == ' ' && s.p[k + 1] == '.'; k += 2) {
		if (s.n - k > 2 && s.p[k + 2] == '.')
			break;
		++*stops;
	}
	return k;
}

/* A stop, or a row of them, and what is around it. */
struct stop {
	ptrdiff_t at, end;      /* end: behind the row and the signs that close a quote or bracket */
	ptrdiff_t dots;         /* of a row with spaces, ". . .", from 3 on; else 0 */
	bool strong;            /* a question or exclamation mark is in it */
	bool single;            /* one full stop alone */
	bool bare;              /* no closing sign behind it */
	bool apart;             /* a space before it */
};

static struct stop stop_at(struct str s, ptrdiff_t from, ptrdiff_t k)
{
	struct stop p = { .at = k, .apart = k > from && s.p[k - 1] == ' ' };
	ptrdiff_t t = k;
	for (; t < s.n && (is_stop(s.p[t]) || is_ellipsis(s, t)); t += is_stop(s.p[t]) ? 1 : 3)
		p.strong = p.strong || s.p[t] == '?' || s.p[t] == '!';
	p.single = t == k + 1 && s.p[k] == '.';
	if (p.single) {
		ptrdiff_t stops, row = spaced_stops(s, k, &stops);
		if (stops >= 3) {
			p.dots = stops;
			t = row;
		}
	}
	p.end = skip_signs(s, t, is_closer);
	p.bare = p.end == t;
	if (p.single && p.bare)
		p.end = skip_note(s, k, t);
	return p;
}

/* The end of a short remark in brackets behind the stop at `at`, which belongs to the sentence before
 * it, "... late. (recommendation) Next"; at itself when there is none. */
static ptrdiff_t skip_remark(struct str s, ptrdiff_t at)
{
	ptrdiff_t i = at + 2;
	if (s.n - at < 4 || s.p[at] != ' ' || s.p[at + 1] != '(')
		return at;
	while (i < s.n && i - at < REMARK_MAX && s.p[i] != ')' && !is_stop(s.p[i]))
		i++;
	if (i >= s.n || s.p[i++] != ')')
		return at;
	i += i < s.n && s.p[i] == '.';
	struct next next = next_at(s, i);
	bool starts = next.kind == NEXT_CAPITAL || next.kind == NEXT_DIGIT;
	return next.kind == NEXT_NOTHING || (s.p[i] == ' ' && starts) ? i : at;
}

/* Whether nothing that next is could start a sentence. */
static bool goes_on(const struct next *next, struct str s)
{
	if (next->kind == NEXT_NOTHING || next->kind == NEXT_SMALL)
		return true;
	return next->kind == NEXT_SIGN && next->word.p < s.p + s.n &&
	       strchr("&,;:)/%=+", *next->word.p);
}

/* Decide on the stop p of the sentence that starts at from: the sentence's end, or 0. */
static ptrdiff_t decide(const struct sentence_rules *r, struct str s, ptrdiff_t from,
			const struct stop *p)
{
	if (p->end >= s.n)
		return s.n;
	if (s.p[p->end] != ' ')
		return p->single && p->bare && is_glued(r, s, p->at, p->end) ? p->end : 0;
	struct next next = next_at(s, p->end);
	ptrdiff_t behind = p->single || p->strong ? skip_remark(s, p->end) : p->end;
	if (behind > p->end && stop_ends(r, word_before(s, from, p->at), &next))
		return behind;
	if (goes_on(&next, s))
		return 0;
	if (p->dots)                    /* the first of four may end a sentence, or the last */
		return p->dots < 4 ? 0 : p->apart ? p->end : p->at + 1;
	if (p->strong)
		return p->end;
	if (p->single)
		return stop_ends(r, word_before(s, from, p->at), &next) ? p->end : 0;
	bool omission = p->at > 0 && (s.p[p->at - 1] == '[' || s.p[p->at - 1] == '(');
	return p->apart || omission ? 0 : p->end;
}

bool sentence_is_number(struct str s)
{
	ptrdiff_t i = 0;
	while (i < s.n && i < 3 && ascii_is_digit(s.p[i]))
		i++;
	return i > 0 && i == s.n - 1 && (s.p[i] == '.' || s.p[i] == ')');
}

/* The end of the number of an item or paragraph at i: digits with stops between, a Roman numeral in
 * small letters, or one letter; i when there is none. */
static ptrdiff_t number_end(struct str s, ptrdiff_t i)
{
	ptrdiff_t first = i;
	while (i < s.n && i - first < 12 && (ascii_is_digit(s.p[i]) || (s.p[i] == '.' && i > first)))
		i++;
	if (i > first)
		return s.n - i > 1 && s.p[i] == ' ' && s.p[i + 1] == '.' ? i + 1 : i;
	while (i < s.n && i - first < 5 && (s.p[i] == 'i' || s.p[i] == 'v' || s.p[i] == 'x'))
		i++;
	if (i == first && i < s.n && ascii_is_alpha(s.p[i]))
		i++;
	return i;
}

/* Past what stands at the start of a sentence and ends in a stop without ending it: a number or
 * letter ("2.1.", "iv.", "a)"), a row of stops. */
static ptrdiff_t skip_number(struct str s, ptrdiff_t from)
{
	ptrdiff_t i = from;
	while (i < s.n && (s.p[i] == '.' || (i > from && s.p[i] == ' ')))
		i++;
	i = skip_signs(s, i, is_bullet);
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '('))
		i++;
	ptrdiff_t first = i;
	i = number_end(s, first);
	while (i > first && i < s.n && (s.p[i] == '.' || s.p[i] == ')'))
		i++;
	return i < s.n && s.p[i] == ' ' ? i : from;
}

/* The last place at or before max where s may be cut: a space, else between two characters. */
static ptrdiff_t cut_at(struct str s, ptrdiff_t from, ptrdiff_t max)
{
	ptrdiff_t i = max;
	while (i > from && s.p[i] != ' ')
		i--;
	if (i > from)
		return i;
	while (max > from + 1 && ((unsigned char)s.p[max] & 0xC0) == 0x80)
		max--;
	return max;
}

/* Whether what stands at i is a full stop between a word in small letters that can be in no list, by
 * its first letter and length, and a capital letter, as at most ends: decide() would say the same. */
static bool ends_plainly(const struct sentence_rules *r, struct str s, ptrdiff_t from, ptrdiff_t i)
{
	ptrdiff_t w = i;
	if (s.n - i < 3 || s.p[i] != '.' || s.p[i + 1] != ' ' || !ascii_is_upper(s.p[i + 2]))
		return false;
	while (w > from && i - w <= WORD_MAX && s.p[w - 1] >= 'a' && s.p[w - 1] <= 'z')
		w--;
	return w > from && s.p[w - 1] == ' ' && i - w > 1 && i - w <= WORD_MAX &&
	       !(r->lengths[s.p[w] & 31] >> (i - w) & 1);
}

ptrdiff_t sentence_end(const struct sentence_rules *r, struct str s, ptrdiff_t from)
{
	ptrdiff_t max = s.n - from > SENTENCE_MAX ? from + SENTENCE_MAX : s.n;
	ptrdiff_t i = skip_number(s, from), end = 0;
	while (!end && i < max) {
		if (ends_plainly(r, s, from, i)) {
			end = i + 1;
		} else if (is_stop(s.p[i]) || is_ellipsis(s, i)) {
			struct stop p = stop_at(s, from, i);
			end = decide(r, s, from, &p);
			i = p.end;
		} else {
			i = scan_for_any(str_sub(s, 0, max), i + 1, '.', '?', '!', '\xE2');
		}
	}
	if (!end)
		end = s.n;
	if (end - from > SENTENCE_MAX)
		end = cut_at(s, from, max);
	while (end > from + 1 && s.p[end - 1] == ' ')
		end--;
	return end;
}
