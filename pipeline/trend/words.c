/* SPDX-License-Identifier: MIT
 *
 * See words.h.
 */
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/trend/words.h"

void words_init(struct words *w)
{
	*w = (struct words){ 0 };
	arena_init(&w->mem, 0);
}

void words_release(struct words *w)
{
	free(w->place);
	arena_release(&w->mem);
	*w = (struct words){ 0 };
}

/* Where it is, or the free place where it would be. */
static size_t find_place(const struct words *w, struct str text, uint64_t hash)
{
	size_t i = hash & (w->room - 1);
	for (; w->place[i]; i = (i + 1) & (w->room - 1)) {
		const struct word *x = &w->list.at[w->place[i] - 1];
		if (x->hash == hash && str_eq(x->text, text))
			break;
	}
	return i;
}

static bool grow(struct words *w)
{
	size_t room = w->room ? 2 * w->room : 1024;
	uint32_t *place = calloc(room, sizeof *place);
	if (!place)
		return false;
	for (ptrdiff_t i = 0; i < w->list.n; i++) {
		size_t at = w->list.at[i].hash & (room - 1);
		while (place[at])
			at = (at + 1) & (room - 1);
		place[at] = (uint32_t)i + 1;
	}
	free(w->place);
	w->place = place;
	w->room = room;
	return true;
}

ptrdiff_t words_add(struct words *w, struct str text)
{
	if ((size_t)w->list.n * 2 >= w->room && !grow(w))
		return -1;
	uint64_t hash = hash_bytes(text, 0);
	size_t at = find_place(w, text, hash);
	if (w->place[at])
		return (ptrdiff_t)w->place[at] - 1;
	struct word *x = VEC_PUSH(&w->mem, &w->list);
	if (!x)
		return -1;
	x->text = arena_str(&w->mem, text);
	x->hash = hash;
	if (!x->text.p)
		return -1;
	w->place[at] = (uint32_t)w->list.n;
	return w->list.n - 1;
}

static bool is_letter(char c)
{
	return ascii_is_alpha(c) || (c & 0x80);
}

/* U+2019 and "-" and "'" belong to a word when letters stand on both sides. */
static ptrdiff_t inner(struct str s, ptrdiff_t i)
{
	ptrdiff_t n = s.p[i] == '\'' || s.p[i] == '-' ? 1
		    : str_starts(str_sub(s, i, s.n), S("\xE2\x80\x99")) ? 3 : 0;
	return n && i + n < s.n && ascii_is_alpha(s.p[i + n]) ? n : 0;
}

/* Dashes, quotes and bullets are U+2010 to U+203F; they are no letters. */
static bool is_mark(struct str s, ptrdiff_t i)
{
	return s.n - i >= 3 && s.p[i] == '\xE2' && s.p[i + 1] == '\x80';
}

struct str next_word(struct str *rest, char *buf, ptrdiff_t n, bool *broken)
{
	ptrdiff_t i = 0, used = 0;
	*broken = false;
	while (i < rest->n && (!is_letter(rest->p[i]) || is_mark(*rest, i))) {
		*broken |= rest->p[i] != ' ';
		i += is_mark(*rest, i) ? 3 : 1;
	}
	while (i < rest->n) {
		ptrdiff_t joint = used ? inner(*rest, i) : 0;
		if (joint && used < n)
			buf[used++] = joint == 3 ? '\'' : rest->p[i];
		else if (!joint && (!is_letter(rest->p[i]) || is_mark(*rest, i)))
			break;
		else if (!joint && used < n)
			buf[used++] = ascii_lower(rest->p[i]);
		i += joint ? joint : 1;
	}
	*rest = str_sub(*rest, i, rest->n);
	return (struct str){ buf, used };
}

bool is_function_word(struct str word)
{
	static const char list[] =
		" a about above across after again against all almost along already also although always am "
		"among an and another any are as at away back be became because become been before being "
		"below between both but by can cannot could despite did do does doing done down due during "
		"each either enough even ever every few first for from further had has have having he her "
		"here hers him his how however i if in including into is it its itself just less like made "
		"make makes making many may might more most much must nearly need needs neither no nor not "
		"now of off often on once one only onto or other others our out over own per rather recent "
		"recently same several shall she should since so some soon still such than that the their "
		"theirs them themselves then there therefore these they this those though three through "
		"throughout to too towards two under until up upon us very via was we well were what when "
		"where whether which while who whom whose why will with within without would yet you your "
		"those too take taken takes taking very use used uses using where well good ";
	const char *at = list;
	while ((at = memmem(at, sizeof list - (size_t)(at - list), word.p, (size_t)word.n))) {
		if (at[-1] == ' ' && at[word.n] == ' ')
			return true;
		at++;
	}
	return false;
}
