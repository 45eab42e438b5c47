/* SPDX-License-Identifier: MIT
 *
 * Pieces of text to visual lines: what stands on one baseline and goes on to the right is one line,
 * with a tab where the jump is so wide that it must be another cell. Small raised characters,
 * mostly marks of footnotes, are put between marks of their own, so that "board1" stays "board".
 */
#include "pipeline/reader/lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/base/utf8.h"
#include "pipeline/reader/out.h"

/* In ems. A word space is about 0.25 and, in justified lines, up to 1; MuPDF has 0.15 and 0.8. */
#define SPACE_MIN 0.15f
#define CELL_MIN 1.5f
#define BACK_MAX 0.3f                           /* kerning or a slight overlap, no new line */
#define SAME_BASE 0.45f                         /* baselines this near are one line: raised marks */
#define RAISED 0.08f
#define SMALL 0.88f

struct style {
	float size, base;                       /* of most characters */
	unsigned chars, letters, bold, italic, artifact;
	bool bold_start;
};

void lines_release(struct lines *l)
{
	free(l->words);
	text_release(&l->text);
	*l = (struct lines){ 0 };
}

static bool blank(uint32_t c)
{
	return c <= ' ' || c == 0xa0 || c == 0x2002 || c == 0x2003;
}

/* Letters and figures decide on bold and italic; everything from U+00C0 is taken for a letter. */
static bool letter(uint32_t c)
{
	if (c < 0x80)
		return (c | 0x20) - 'a' < 26 || c - '0' < 10;
	return (c >= 0xc0 && c < 0x2000) || (c >= 0x2e80 && c < 0xe000);
}

uint32_t rune_mark(uint32_t c)
{
	if (c > 0x10ffff)
		c = 0x110000;
	return c | (blank(c) ? RUNE_BLANK : 0) | (letter(c) ? RUNE_LETTER : 0);
}

/* Whether a piece goes on where the open line ends. */
static bool continues(const struct lines *l, const struct word *first)
{
	if (l->n == 0)
		return false;
	const struct word *last = &l->words[l->n - 1];
	float em = most(last->size, first->size);
	return fabsf(first->base - last->base) < SAME_BASE * em
		&& first->x0 - last->seen > -BACK_MAX * em;
}

/* A line begins and ends with what can be seen. */
void lines_add(struct lines *l, const struct word *piece, size_t n)
{
	while (n && piece->shown == 0) {
		piece++;
		n--;
	}
	while (n && piece[n - 1].shown == 0)
		n--;
	if (n == 0)
		return;
	if (!continues(l, piece))
		lines_flush(l);
	l->words = must_grow(l->words, &l->cap, l->n + n, sizeof *l->words);
	memcpy(l->words + l->n, piece, n * sizeof *piece);
	l->words[l->n].flags |= WORD_START;
	l->n += n;
	struct word *last = &l->words[l->n - 1];
	last->n = last->shown;
	last->x1 = last->seen;
}

/* How many characters have which size. Lines have few sizes, so a small table will do. */
struct sizes {
	struct {
		float size;
		unsigned n;
	} seen[8];
	size_t used, best;
};

static void count_size(struct sizes *t, float size, unsigned n)
{
	size_t k = 0;
	while (k < t->used && fabsf(t->seen[k].size - size) > 0.05f)
		k++;
	if (k == sizeof t->seen / sizeof *t->seen)
		return;
	if (k == t->used)
		t->seen[t->used++].size = size;
	t->seen[k].n += n;
	if (t->seen[k].n > t->seen[t->best].n
	    || (t->seen[k].n == t->seen[t->best].n && t->seen[k].size > t->seen[t->best].size))
		t->best = k;
}

/* What letters there are, in which style; whether the line starts bold and turns regular. */
struct letters {
	unsigned n, bold, italic, first_bold, after;
	bool in_first;
};

static void count_letters(struct letters *t, unsigned n, unsigned flags)
{
	bool bold = flags & WORD_BOLD;
	t->n += n;
	t->bold += bold ? n : 0;
	t->italic += flags & WORD_ITALIC ? n : 0;
	t->first_bold += t->in_first && bold ? n : 0;
	t->in_first = t->in_first && (bold || n == 0);
	t->after += bold ? 0 : n;
}

/* How the line is written. The place is widened to all of it. */
static struct style style_of(const struct lines *l, struct wire_line *place)
{
	struct letters t = { .in_first = true };
	struct sizes sizes = { .used = 0 };
	struct style s = { 0 };
	struct wire_line box = *place;          /* in registers */
	lines_enclose(&box, l->words, true);
	for (const struct word *w = l->words, *end = w + l->n; w < end; w++) {
		lines_enclose(&box, w, false);
		s.chars += w->n;
		s.artifact += w->flags & WORD_ARTIFACT ? w->n : 0;
		if (w->shown)
			count_size(&sizes, w->size, w->shown);
		count_letters(&t, w->letters, w->flags);
	}
	*place = box;
	s.size = sizes.seen[sizes.best].size;
	s.letters = t.n, s.bold = t.bold, s.italic = t.italic;
	s.bold_start = t.first_bold >= 2 && t.after >= 2;
	return s;
}

/* The baseline of the first word in the line's size. */
static float base_of(const struct lines *l, float size)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->words[i].shown && fabsf(l->words[i].size - size) <= 0.05f)
			return l->words[i].base;
	return 0;
}

static bool raised(const struct word *w, const struct style *s)
{
	return w->size < SMALL * s->size && w->base < s->base - RAISED * s->size;
}

/* What stands between two visible words: a tab, a space or nothing. */
static char between(const struct word *a, const struct word *b, bool spaced, float em)
{
	float gap = b->x0 - a->seen;
	if (gap > CELL_MIN * em)
		return '\t';
	if (spaced || ((b->flags & WORD_START) && (gap > SPACE_MIN * em || gap < -SPACE_MIN * em)))
		return ' ';
	return '\0';
}

#define CHAR_BYTES 4
#define WORD_BYTES 3                            /* a gap and two marks */

static char *put_runes(char *to, const uint32_t *runes, size_t n)
{
	for (const uint32_t *end = runes + n; runes < end; runes++) {
		uint32_t c = *runes;
		if (c < 0x80)
			*to++ = (char)c;
		else
			to += utf8_encode(c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? 0xfffd : c,
					  to);
	}
	return to;
}

/* The text, in room that is made for all of it at once. */
static void put_text(struct lines *l, const struct style *s)
{
	const struct word *last = NULL, *end = l->words + l->n;
	float em = most(s->size, 1.0f);
	bool spaced = false, up = false;
	l->text.p = must_grow(l->text.p, &l->text.cap,
			      s->chars * CHAR_BYTES + l->n * WORD_BYTES + 1, 1);
	char *to = l->text.p;
	for (const struct word *w = l->words; w < end; w++) {
		if (w->shown == 0) {
			spaced = true;
			continue;
		}
		bool was = up;
		up = raised(w, s);
		if (was && !up)
			*to++ = WIRE_SUPER_END;
		char gap = last ? between(last, w, spaced, em) : '\0';
		if (gap)
			*to++ = gap;
		if (up && !was)
			*to++ = WIRE_SUPER_BEGIN;
		to = put_runes(to, w->runes, w->shown);
		l->visible += w->shown;
		last = w;
		spaced = w->n > w->shown;
	}
	if (up)
		*to++ = WIRE_SUPER_END;
	l->text.n = (size_t)(to - l->text.p);
}

void lines_flush(struct lines *l)
{
	if (l->n == 0)
		return;
	struct wire_line w = { 0 };
	struct style s = style_of(l, &w);
	s.base = base_of(l, s.size);
	if (l->place)
		w = *l->place;
	w.page = l->page;
	w.size = s.size;
	put_text(l, &s);
	if (s.letters && s.bold * 2 > s.letters)
		w.flags |= WIRE_LINE_BOLD;
	if (s.letters && s.italic * 2 > s.letters)
		w.flags |= WIRE_LINE_ITALIC;
	if (s.artifact * 2 > s.chars)
		w.flags |= WIRE_LINE_ARTIFACT;
	if (s.bold_start)
		w.flags |= WIRE_LINE_BOLD_START;
	if (l->text.n)
		out_line(&w, l->text.p, l->text.n);
	l->n = 0;
}

void lines_aside(struct lines *l, const struct word *piece, size_t n,
		 const struct wire_line *place)
{
	lines_flush(l);
	lines_add(l, piece, n);
	l->place = place;
	lines_flush(l);
	l->place = NULL;
}
