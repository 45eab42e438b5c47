/* SPDX-License-Identifier: MIT
 *
 * See sentence.h.
 */
#include <string.h>

#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/doc/sentence.h"

#define WORD_MAX 24             /* bytes; longer words are in no list */
#define X(name) ON_##name = 1 << SENTENCE_BIT_##name,
enum { SENTENCE_LISTS(X) ON_NONE = 0 };
#undef X

static bool is_stop(char c)
{
	return c == '.' || c == '?' || c == '!';
}

static bool has_at(struct str s, ptrdiff_t i, const char *utf8)
{
	ptrdiff_t n = (ptrdiff_t)strlen(utf8);
	return i >= 0 && s.n - i >= n && memcmp(s.p + i, utf8, (size_t)n) == 0;
}

static bool is_ellipsis(struct str s, ptrdiff_t i)
{
	return has_at(s, i, "\xE2\x80\xA6");
}

/* The length of the first of the signs that stands at s[i], or 0. */
static int sign_at(struct str s, ptrdiff_t i, const char *const *signs)
{
	for (; *signs; signs++)
		if (has_at(s, i, *signs))
			return (int)strlen(*signs);
	return 0;
}

/* What may stand between a stop and the space behind it. */
static const char *const closers[] = { "\"", "'", ")", "]", "}", "\xE2\x80\x99", "\xE2\x80\x9D",
				       "\xC2\xBB", "\xE2\x80\xBA", NULL };
/* What may stand before the first letter of a sentence. */
static const char *const openers[] = { "\"", "'", "(", "[", "{", "\xE2\x80\x98", "\xE2\x80\x9C",
				       "\xC2\xAB", "\xE2\x80\xB9", "-", "\xE2\x80\x93",
				       "\xE2\x80\x94", " ", NULL };
static const char *const bullets[] = { "\xE2\x80\xA2", "\xE2\x81\x83", "\xE2\x97\xA6",
				       "\xE2\x96\xAA", "\xE2\x97\x8F", "\xC2\xB7", NULL };

static ptrdiff_t skip_signs(struct str s, ptrdiff_t i, const char *const *signs)
{
	for (int k; (k = sign_at(s, i, signs)); i += k)
		;
	return i;
}

static uint32_t lists_of(const struct sentence_rules *r, struct str word)
{
	char lower[WORD_MAX];
	if (word.n > WORD_MAX)
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
	i = skip_signs(s, i, openers);
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
	return str_sub(s, skip_signs(str_sub(s, 0, k), i, openers), k);
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
	for (k++; has_at(s, k, " .") && !has_at(s, k, " .."); k += 2)
		++*stops;
	return k;
}

/* Decide on the stop at k of the sentence that starts at from. Returns the sentence's end, or 0
 * with *resume set behind what was looked at. */
static ptrdiff_t decide(const struct sentence_rules *r, struct str s, ptrdiff_t from, ptrdiff_t k,
			ptrdiff_t *resume)
{
	ptrdiff_t t = k, stops;
	bool strong = false;            /* a question or exclamation mark */
	for (; t < s.n && (is_stop(s.p[t]) || is_ellipsis(s, t)); t += is_stop(s.p[t]) ? 1 : 3)
		strong = strong || s.p[t] == '?' || s.p[t] == '!';
	bool single = t == k + 1, apart = k > from && s.p[k - 1] == ' ';
	ptrdiff_t row = single && !strong ? spaced_stops(s, k, &stops) : 0;
	bool dotted = row && stops >= 3;
	if (dotted)
		t = row;
	ptrdiff_t end = skip_signs(s, t, closers);
	if (single && !strong && end == t)
		end = skip_note(s, k, t);
	*resume = end > k ? end : k + 1;
	if (end >= s.n)
		return s.n;
	if (s.p[end] != ' ')
		return single && end == t && is_glued(r, s, k, end) ? end : 0;
	struct next next = next_at(s, end);
	if (next.kind == NEXT_NOTHING || next.kind == NEXT_SMALL)
		return 0;
	if (next.kind == NEXT_SIGN && next.word.p < s.p + s.n && strchr("&,;:)/%=+", *next.word.p))
		return 0;
	if (dotted)
		return stops < 4 ? 0 : apart ? end : k + 1;
	if (strong)
		return end;
	if (!single || is_ellipsis(s, k))       /* "[...]" marks an omission */
		return apart || (k > 0 && (s.p[k - 1] == '[' || s.p[k - 1] == '(')) ? 0 : end;
	return stop_ends(r, word_before(s, from, k), &next) ? end : 0;
}

/* Past what stands at the start of a sentence and ends in a stop without ending it: a number or
 * letter ("2.1.", "a)"), a row of stops. */
static ptrdiff_t skip_number(struct str s, ptrdiff_t from)
{
	ptrdiff_t i = from;
	while (i < s.n && (s.p[i] == '.' || (i > from && s.p[i] == ' ')))
		i++;
	i = skip_signs(s, i, bullets);
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '('))
		i++;
	ptrdiff_t first = i;
	while (i < s.n && i - first < 12 && (ascii_is_digit(s.p[i]) || (s.p[i] == '.' && i > first)))
		i++;
	if (i == first && i < s.n && ascii_is_alpha(s.p[i]))
		i += 1;
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

ptrdiff_t sentence_end(const struct sentence_rules *r, struct str s, ptrdiff_t from)
{
	ptrdiff_t max = s.n - from > SENTENCE_MAX ? from + SENTENCE_MAX : s.n;
	ptrdiff_t i = skip_number(s, from), end = 0;
	while (!end && i < max) {
		if (is_stop(s.p[i]) || is_ellipsis(s, i))
			end = decide(r, s, from, i, &i);
		else
			i++;
	}
	if (!end)
		end = s.n;
	if (end - from > SENTENCE_MAX)
		end = cut_at(s, from, max);
	while (end > from + 1 && s.p[end - 1] == ' ')
		end--;
	return end;
}
