/* SPDX-License-Identifier: MIT
 *
 * Pieces of text to visual lines: what stands on one baseline and goes on to the right is one line,
 * with a tab where the jump is so wide that it must be another cell. Small raised characters,
 * mostly marks of footnotes, are put between marks of their own, so that "board1" stays "board".
 */
#include "pipeline/reader/lines.h"

#include <math.h>
#include <stdlib.h>

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
	unsigned letters, bold, italic, artifact;
	bool bold_start;
};

void lines_release(struct lines *l)
{
	free(l->glyphs);
	text_release(&l->text);
	*l = (struct lines){ 0 };
}

static bool blank(const struct glyph *g)
{
	return g->rune <= ' ' ||
	       (g->rune >= 0xa0 && (g->rune == 0xa0 || g->rune == 0x2003 || g->rune == 0x2002));
}

static const struct glyph *last_visible(const struct lines *l)
{
	for (size_t i = l->n; i; i--)
		if (!blank(&l->glyphs[i - 1]))
			return &l->glyphs[i - 1];
	return NULL;
}

/* Whether a piece goes on where the open line ends. */
static bool continues(const struct lines *l, const struct glyph *first)
{
	const struct glyph *last = last_visible(l);
	if (!last)
		return false;
	float em = most(last->size, first->size);
	return fabsf(first->base - last->base) < SAME_BASE * em
		&& first->x0 - last->x1 > -BACK_MAX * em;
}

void lines_add(struct lines *l, const struct glyph *piece, size_t n)
{
	while (n && blank(piece)) {
		piece++;
		n--;
	}
	while (n && blank(&piece[n - 1]))
		n--;
	if (n == 0)
		return;
	if (!continues(l, piece))
		lines_flush(l);
	l->glyphs = must_grow(l->glyphs, &l->cap, l->n + n, sizeof *l->glyphs);
	for (size_t i = 0; i < n; i++)
		l->glyphs[l->n + i] = piece[i];
	l->glyphs[l->n].flags |= GLYPH_START;
	l->n += n;
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

/* Letters and figures decide on bold and italic; everything from U+00C0 is taken for a letter. */
static bool letter(unsigned c)
{
	if (c < 0x80)
		return (c | 0x20) - 'a' < 26 || c - '0' < 10;
	return (c >= 0xc0 && c < 0x2000) || (c >= 0x2e80 && c < 0xe000);
}

/* What letters there are, in which style; whether the line starts bold and turns regular. */
struct letters {
	unsigned n, bold, italic, first_bold, after;
	bool in_first;
};

static void count_letters(struct letters *t, unsigned n, unsigned flags)
{
	bool bold = flags & GLYPH_BOLD;
	t->n += n;
	t->bold += bold ? n : 0;
	t->italic += flags & GLYPH_ITALIC ? n : 0;
	t->first_bold += t->in_first && bold ? n : 0;
	t->in_first = t->in_first && (bold || n == 0);
	t->after += bold ? 0 : n;
}

/* How many characters from the first on are written alike; the visible ones and the letters among
 * them. The place is widened to them all. */
static size_t run_of(const struct glyph *g, size_t n, struct wire_line *place, unsigned *visible,
		     unsigned *letters)
{
	struct wire_line box = *place;          /* in registers */
	unsigned flags = g->flags | GLYPH_START, seen = 0, text = 0;
	float size = g->size;
	size_t i = 0;
	for (; i < n && g[i].size == size && (g[i].flags | GLYPH_START) == flags; i++) {
		lines_enclose(&box, &g[i], false);
		seen += !blank(&g[i]);
		text += letter(g[i].rune);
	}
	*place = box;
	*visible = seen;
	*letters = text;
	return i ? i : 1; /* a size that is no number is unlike itself */
}

static struct style style_of(const struct lines *l, struct wire_line *place)
{
	struct letters t = { .in_first = true };
	struct sizes sizes = { .used = 0 };
	struct style s = { 0 };
	lines_enclose(place, l->glyphs, true);
	for (size_t i = 0, n; i < l->n; i += n) {
		const struct glyph *g = &l->glyphs[i];
		unsigned visible, letters;
		n = run_of(g, l->n - i, place, &visible, &letters);
		s.artifact += g->flags & GLYPH_ARTIFACT ? (unsigned)n : 0;
		if (visible)
			count_size(&sizes, g->size, visible);
		count_letters(&t, letters, g->flags);
	}
	s.size = sizes.seen[sizes.best].size;
	s.letters = t.n, s.bold = t.bold, s.italic = t.italic;
	s.bold_start = t.first_bold >= 2 && t.after >= 2;
	return s;
}

/* The baseline of the first character in the line's size. */
static float base_of(const struct lines *l, float size)
{
	for (size_t i = 0; i < l->n; i++)
		if (!blank(&l->glyphs[i]) && fabsf(l->glyphs[i].size - size) <= 0.05f)
			return l->glyphs[i].base;
	return 0;
}

static bool raised(const struct glyph *g, const struct style *s)
{
	return g->size < SMALL * s->size && g->base < s->base - RAISED * s->size;
}

/* What stands between two visible characters: a tab, a space or nothing. */
static char between(const struct glyph *a, const struct glyph *b, bool spaced, float em)
{
	float gap = b->x0 - a->x1;
	if (gap > CELL_MIN * em)
		return '\t';
	if (spaced || ((b->flags & GLYPH_START) && (gap > SPACE_MIN * em || gap < -SPACE_MIN * em)))
		return ' ';
	return '\0';
}

#define BYTES_MAX 7                             /* of a character with a gap and two marks */

static char *put_rune(char *to, unsigned c)
{
	if (c < 0x80) {
		*to = (char)c;
		return to + 1;
	}
	return to + utf8_encode(c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? 0xfffd : c, to);
}

/* The text, in room that is made for all of it at once. */
static void put_text(struct lines *l, const struct style *style)
{
	const struct style s = *style;          /* bytes are stored below: what can they change */
	const struct glyph *last = NULL, *end = l->glyphs + l->n;
	float em = most(s.size, 1.0f);
	bool spaced = false, up = false;
	l->text.p = must_grow(l->text.p, &l->text.cap, l->n * BYTES_MAX + 1, 1);
	char *to = l->text.p;
	for (const struct glyph *g = l->glyphs; g < end; g++) {
		if (blank(g)) {
			spaced = true;
			continue;
		}
		bool was = up;
		up = raised(g, &s);
		if (was && !up)
			*to++ = WIRE_SUPER_END;
		char gap = last ? between(last, g, spaced, em) : '\0';
		if (gap)
			*to++ = gap;
		if (up && !was)
			*to++ = WIRE_SUPER_BEGIN;
		to = put_rune(to, g->rune);
		l->visible++;
		last = g;
		spaced = false;
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
	if (s.artifact * 2 > l->n)
		w.flags |= WIRE_LINE_ARTIFACT;
	if (s.bold_start)
		w.flags |= WIRE_LINE_BOLD_START;
	if (l->text.n)
		out_line(&w, l->text.p, l->text.n);
	l->n = 0;
}

void lines_aside(struct lines *l, const struct glyph *piece, size_t n,
		 const struct wire_line *place)
{
	lines_flush(l);
	lines_add(l, piece, n);
	l->place = place;
	lines_flush(l);
	l->place = NULL;
}
