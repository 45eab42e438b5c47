/* SPDX-License-Identifier: MIT
 *
 * See phrases.h.
 */
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/trend/phrases.h"

void phrases_init(struct phrases *p)
{
	*p = (struct phrases){ 0 };
	arena_init(&p->mem, 0);
}

void phrases_release(struct phrases *p)
{
	free(p->at);
	arena_release(&p->mem);
	*p = (struct phrases){ 0 };
}

static struct phrase_count *place(struct phrase_count *at, size_t room, struct str text, uint64_t hash)
{
	size_t i = hash & (room - 1);
	while (at[i].text.p && !(at[i].hash == hash && str_eq(at[i].text, text)))
		i = (i + 1) & (room - 1);
	return &at[i];
}

static bool grow(struct phrases *p)
{
	size_t room = p->room ? 2 * p->room : 1024;
	struct phrase_count *at = calloc(room, sizeof *at);
	if (!at)
		return false;
	for (size_t i = 0; i < p->room; i++)
		if (p->at[i].text.p)
			*place(at, room, p->at[i].text, p->at[i].hash) = p->at[i];
	free(p->at);
	p->at = at;
	p->room = room;
	return true;
}

bool phrases_count(struct phrases *p, struct str text, uint32_t doc, bool late)
{
	if (p->used * 2 >= p->room && !grow(p))
		return false;
	uint64_t hash = hash_bytes(text, 0);
	struct phrase_count *c = place(p->at, p->room, text, hash);
	if (!c->text.p) {
		*c = (struct phrase_count){ .text = arena_str(&p->mem, text), .hash = hash };
		if (!c->text.p)
			return false;
		p->used++;
	}
	c->n++;
	if (c->last_doc != doc + 1) {
		c->docs++;
		c->late += late;
		c->last_doc = doc + 1;
	}
	return true;
}

const struct phrase_count *phrases_find(const struct phrases *p, struct str text)
{
	const struct phrase_count *c = p->room ? place(p->at, p->room, text, hash_bytes(text, 0)) : NULL;
	return c && c->text.p ? c : NULL;
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
