/* SPDX-License-Identifier: MIT
 *
 * What a block of lines is by its type and its place: a title, a heading and
 * its level, or a paragraph.
 */
#include <math.h>

#include "stages/layout_builder.h"

#define TITLE 1.4f              /* a title's size to the body's */
#define NEAR_LINES 200          /* lines looked through for a block's neighbour */
#define HEADING_LINES 4
#define HEADING_BYTES 260
#define PLAIN_HEADING_BYTES 75
#define BOLD_SENTENCE 130       /* bold text with a full stop that is longer is no heading */
#define LARGE_SENTENCE 160      /* nor is large text that is longer than this */

ptrdiff_t layout_block_bytes(const struct builder *b)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = b->first; i < b->out.n; i++)
		n += b->out.at[i].len + 1;
	return n;
}

static bool has_letter(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (ascii_is_alpha(s.p[i]) || (unsigned char)s.p[i] >= 0xc0)
			return true;
	return false;
}

static bool is_heading(const struct builder *b)
{
	const struct line *last = &b->out.at[b->out.n - 1];
	struct str text = doc_line(b->lay->doc, last);
	if (!b->all_bold && !b->all_large)
		return false;
	if (b->out.n - b->first > HEADING_LINES || layout_block_bytes(b) > HEADING_BYTES ||
	    !has_letter(text))
		return false;
	return !str_ends(str_trim(text), S(".")) ||
	       layout_block_bytes(b) <= (b->all_large ? LARGE_SENTENCE : BOLD_SENTENCE);
}

/* Titles stand in large type on the first page that has text, above any of it. */
static bool is_title(struct builder *b, const struct line *l)
{
	if (b->seen_text || l->size <= TITLE * b->lay->body ||
	    (b->title_page && l->page != b->title_page))
		return false;
	b->title_page = l->page;
	return true;
}

enum block_kind layout_kind(struct builder *b)
{
	if (!is_heading(b))
		return BLOCK_PARA;
	return is_title(b, &b->out.at[b->first]) ? BLOCK_TITLE : BLOCK_HEADING;
}

/* Index of the next block that is no aside, from i on; the end when none is near. */
static ptrdiff_t next_block(const struct builder *b, ptrdiff_t i)
{
	ptrdiff_t end = i + NEAR_LINES < b->out.n ? i + NEAR_LINES : b->out.n;
	while (i < end && (b->out.at[i].starts != LINE_STARTS ||
				b->out.at[i].kind == BLOCK_FURNITURE ||
				b->out.at[i].kind == BLOCK_FOOTNOTE))
		i++;
	return i < end ? i : b->out.n;
}

/* A few words on a line of their own, no sentence, above an item or a numbered paragraph are a
 * heading in plain type. */
static void find_plain_headings(struct builder *b)
{
	for (ptrdiff_t i = 0; i < b->out.n; i++) {
		struct line *l = &b->out.at[i];
		struct str text = doc_line(b->lay->doc, l);
		ptrdiff_t next = next_block(b, i + 1);
		if (l->starts != LINE_STARTS || l->kind != BLOCK_PARA || l->number ||
		    next == b->out.n || b->out.at[i + 1].starts != LINE_STARTS)
			continue;
		const struct line *below = &b->out.at[next];
		if (text.n <= PLAIN_HEADING_BYTES && ascii_is_upper(text.p[0]) &&
		    !layout_ends_sentence(text) && (below->kind == BLOCK_ITEM || below->number))
			l->kind = BLOCK_HEADING;
	}
}

/* Size first, bold before regular. */
static int style_of(const struct line *l)
{
	return (int)lrintf(l->size * 2) * 2 + ((l->flags & LINE_BOLD) != 0);
}

/* Levels of headings: their styles in order. */
static void set_levels(struct builder *b)
{
	int styles[16], n = 0;
	for (ptrdiff_t i = 0; i < b->out.n; i++) {
		const struct line *l = &b->out.at[i];
		if (l->kind != BLOCK_HEADING || l->starts != LINE_STARTS)
			continue;
		int style = style_of(l), k = 0;
		while (k < n && styles[k] > style)
			k++;
		if ((k < n && styles[k] == style) || n == countof(styles))
			continue;
		memmove(&styles[k + 1], &styles[k], (size_t)(n++ - k) * sizeof *styles);
		styles[k] = style;
	}
	for (ptrdiff_t i = 0; i < b->out.n; i++) {
		struct line *l = &b->out.at[i];
		int style = style_of(l), k = 0;
		while (k < n && styles[k] > style)
			k++;
		if (l->kind == BLOCK_HEADING && l->starts == LINE_STARTS)
			l->level = (uint8_t)(k + 1);
	}
}

void layout_headings(struct builder *b)
{
	find_plain_headings(b);
	set_levels(b);
}
