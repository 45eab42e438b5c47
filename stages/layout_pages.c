/* SPDX-License-Identifier: MIT
 *
 * What belongs to a page and not to the text: running heads, footers and page
 * numbers (by place and repetition, and by the format's own word), footnotes,
 * contents; and the measures of running text, against which the rest is
 * judged.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "stages/layout.h"

#define EDGE 0.125f             /* share of a page's height in which heads and feet stand */
#define LIKE_HEIGHT 12.0f       /* points by which a repeated line may move */
#define PAGE_LINES 400          /* a page with more is not put into order */
#define SMALL 0.93f             /* footnotes are smaller than the body by at least this */

/* A line near an edge, with what must repeat. */
struct edge_line {
	uint64_t key;
	float y;
	uint16_t page;
	uint32_t piece;
};

float layout_page_height(const struct doc *d, uint16_t page)
{
	ptrdiff_t i = d->pages.n ? page - d->pages.at[0].number : -1;
	if (i >= 0 && i < d->pages.n && d->pages.at[i].number == page && d->pages.at[i].height > 0)
		return d->pages.at[i].height;
	return 842.0f;
}

/* -1 at the head of its page, 1 at its foot, 0 between. */
static int edge_of(const struct doc *d, const struct line *l)
{
	float h = layout_page_height(d, l->page);
	return l->y1 < EDGE * h ? -1 : l->y0 > (1 - EDGE) * h ? 1 : 0;
}

uint64_t layout_repeat_key(struct str s, int edge)
{
	char key[REPEAT_KEY_MAX];
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s.n && n < REPEAT_KEY_MAX; i++) {
		char c = layout_repeat_fold(s.p[i]);
		if (n && (c == ' ' || c == '#') && key[n - 1] == c)
			continue;
		key[n++] = c;
	}
	return hash_bytes((struct str){ key, n }, (uint64_t)edge + 2) | 1;
}

static int by_key_and_height(const void *a, const void *b)
{
	const struct edge_line *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->y != y->y)
		return x->y < y->y ? -1 : 1;
	return (x->piece > y->piece) - (x->piece < y->piece);
}

/* Lines of one height, in the order of their pages, repeat on enough of them, and mostly on each or
 * every second page: headings that start chapters also stand at the heads of pages. */
static bool repeats(const struct edge_line *run, ptrdiff_t n, int need)
{
	int pages = 1, near = 0;
	for (ptrdiff_t i = 1; i < n; i++) {
		int step = run[i].page - run[i - 1].page;
		pages += step > 0;
		near += step > 0 && step <= 2;
	}
	return pages >= need && near * 2 >= pages;
}

static int by_page(const void *a, const void *b)
{
	const struct edge_line *x = a, *y = b;
	return x->page != y->page ? x->page - y->page
				  : (x->piece > y->piece) - (x->piece < y->piece);
}

/* Mark a run of equal lines as furniture when enough of them stand at like heights. */
static void mark_repeated(struct layout *lay, struct edge_line *run, ptrdiff_t n, int need)
{
	for (ptrdiff_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && run[to].y - run[to - 1].y < LIKE_HEIGHT; to++)
			;
		qsort(run + from, (size_t)(to - from), sizeof *run, by_page);
		bool furniture = repeats(run + from, to - from, need);
		for (ptrdiff_t i = from; furniture && i < to; i++)
			lay->pieces.at[run[i].piece].role = ROLE_FURNITURE;
	}
}

/* Some writers tag whole pages as artifacts; then the tags say nothing. */
static bool tags_tell(const struct layout *lay)
{
	ptrdiff_t tagged = 0;
	for (ptrdiff_t i = 0; i < lay->pieces.n; i++)
		tagged += (lay->pieces.at[i].line.flags & LINE_ARTIFACT) != 0;
	return tagged * 3 < lay->pieces.n;
}

int layout_furniture(struct layout *lay, struct error *e)
{
	const struct doc *d = lay->doc;
	struct edge_line *edges = NEW(&lay->doc->mem, struct edge_line, lay->pieces.n + 1);
	bool tags = tags_tell(lay);
	ptrdiff_t n = 0;
	if (!edges)
		return fail(e, E_LIMIT, "too many lines (--max-memory)");
	for (ptrdiff_t i = 0; i < lay->pieces.n; i++) {
		struct piece *p = &lay->pieces.at[i];
		int edge = edge_of(d, &p->line);
		if ((tags && (p->line.flags & LINE_ARTIFACT)) ||
		    (edge && layout_is_page_number(piece_text(lay, p), p->line.page)))
			p->role = ROLE_FURNITURE;
		if (edge)
			edges[n++] =
				(struct edge_line){ layout_repeat_key(piece_text(lay, p), edge),
						    p->line.y0, p->line.page, (uint32_t)i };
	}
	qsort(edges, (size_t)n, sizeof *edges, by_key_and_height);
	int need = d->pages.n <= 3 ? 2 : 3;
	for (ptrdiff_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && edges[to].key == edges[from].key; to++)
			;
		mark_repeated(lay, edges + from, to - from, need);
	}
	return 0;
}

/* Index of the highest count; the lower one of equals. */
static int mode(const uint32_t *counts, int n)
{
	int best = 0;
	for (int i = 1; i < n; i++)
		if (counts[i] > counts[best])
			best = i;
	return best;
}

static bool is_body(const struct layout *lay, ptrdiff_t i)
{
	return i >= 0 && lay->pieces.at[i].role == ROLE_BODY;
}

static float body_size(const struct layout *lay)
{
	enum { BINS = 200 };    /* half points */
	uint32_t letters[BINS] = { 0 };
	for (ptrdiff_t i = 0; i < lay->pieces.n; i++) {
		const struct line *l = &lay->pieces.at[i].line;
		int bin = (int)lrintf(l->size * 2);
		if (is_body(lay, i) && bin > 0 && bin < BINS)
			letters[bin] += l->len;
	}
	int best = mode(letters, BINS);
	return best ? (float)best / 2 : 12.0f;
}

/* The smallest step that is common: half as common as the commonest, counted with its neighbours.
 * In lists of one-line items the step from item to item may be the commonest. */
static float line_pitch(const struct layout *lay)
{
	enum { BINS = 400 };    /* quarter points */
	uint32_t steps[BINS] = { 0 }, near[BINS] = { 0 };
	for (ptrdiff_t i = 1; i < lay->pieces.n; i++) {
		const struct line *a = &lay->pieces.at[i - 1].line, *b = &lay->pieces.at[i].line;
		float step = b->y0 - a->y0;
		if (!is_body(lay, i) || !is_body(lay, i - 1) || a->page != b->page ||
		    fabsf(b->size - lay->body) > 0.6f || fabsf(a->size - lay->body) > 0.6f)
			continue;
		if (step > 0.8f * lay->body && step < 2.6f * lay->body && step * 4 < BINS - 1)
			steps[(int)lrintf(step * 4)]++;
	}
	for (int i = 1; i < BINS - 1; i++)
		near[i] = steps[i - 1] + steps[i] + steps[i + 1];
	int best = mode(near, BINS), i = 0;
	while (i < best && near[i] * 2 < near[best])
		i++;
	while (i < best && near[i + 1] > near[i])
		i++;
	return near[best] ? (float)i / 4 : 1.2f * lay->body;
}

/* Where full lines end: nine of ten of the body's lines that end between from and to end before it.
 * 0 when there are none. */
static float right_margin(const struct layout *lay, float from, float to)
{
	enum { BINS = 1000 };
	uint32_t ends[BINS] = { 0 }, all = 0, seen = 0;
	for (ptrdiff_t i = 0; i < lay->pieces.n; i++) {
		float x1 = lay->pieces.at[i].line.x1;
		if (is_body(lay, i) && x1 > from && x1 < to && x1 > 0 && x1 < BINS) {
			ends[(int)x1]++;
			all++;
		}
	}
	for (int i = 0; i < BINS; i++)
		if ((seen += ends[i]) * 10 >= all * 9 && all)
			return (float)i;
	return 0;
}

/* Pages in two columns: a quarter of the lines start right of the middle. The left column's margin
 * is its own then. */
static void measure_margins(struct layout *lay)
{
	ptrdiff_t lines = 0, behind = 0;
	float middle = lay->doc->pages.n && lay->doc->pages.at[0].width > 0
			       ? lay->doc->pages.at[0].width / 2
			       : 297.0f;
	for (ptrdiff_t i = 0; i < lay->pieces.n; i++) {
		lines += is_body(lay, i);
		behind += is_body(lay, i) && lay->pieces.at[i].line.x0 > 0.95f * middle;
	}
	lay->right = right_margin(lay, 0, 1000);
	if (lay->right <= 0)
		lay->right = 500;
	lay->middle = behind * 4 > lines ? middle : 0;
	lay->left_column = lay->middle > 0 ? right_margin(lay, 0, 1.05f * middle) : 0;
}

void layout_measure(struct layout *lay)
{
	lay->body = body_size(lay);
	lay->pitch = line_pitch(lay);
	measure_margins(lay);
	for (ptrdiff_t i = 0; i < lay->pieces.n; i++) {
		struct piece *p = &lay->pieces.at[i];
		p->mark = layout_mark(piece_text(lay, p));
		p->bold = p->line.flags & LINE_BOLD;
		p->large = p->line.size > 1.08f * lay->body;
	}
}

/* "1" raised, or in figures of the line's own size, at the head of a footnote. */
static bool has_note_mark(struct str t)
{
	ptrdiff_t n = 0;
	if (t.n > 1 && t.p[0] == '\x0e')
		return ascii_is_digit(t.p[1]);
	while (n < t.n && ascii_is_digit(t.p[n]))
		n++;
	return n >= 1 && n <= 2 && layout_starts_upper(str_trim(str_sub(t, n, t.n)));
}

/* Such a mark on a small line low on its page opens a footnote, with all small lines below it. */
void layout_footnotes(struct layout *lay)
{
	uint16_t open = 0;      /* the page with an open footnote */
	for (ptrdiff_t i = 0; i < lay->pieces.n; i++) {
		struct piece *p = &lay->pieces.at[i];
		if (p->role != ROLE_BODY)
			continue;
		float h = layout_page_height(lay->doc, p->line.page);
		struct str t = piece_text(lay, p);
		if (p->line.size >= SMALL * lay->body)
			open = 0;
		else if (has_note_mark(t) && p->line.y0 > (t.p[0] == '\x0e' ? 0.4f : 0.6f) * h)
			open = p->line.page;
		if (open && open == p->line.page)
			p->role = ROLE_FOOTNOTE;
	}
}

/* Index of the first body piece of the page of piece i, and the last one before that page. */
static ptrdiff_t page_start(const struct layout *lay, ptrdiff_t i, ptrdiff_t *before)
{
	ptrdiff_t first = i;
	uint16_t page = lay->pieces.at[i].line.page;
	*before = -1;
	for (ptrdiff_t k = i - 1; k >= 0 && *before < 0 && i - k < PAGE_LINES; k--) {
		if (is_body(lay, k) && lay->pieces.at[k].line.page == page)
			first = k;
		else if (is_body(lay, k))
			*before = k;
	}
	return first;
}

/* Whether the lines from i on, which jump to the head of their page, come before those from `first`
 * on, the page's first so far: they end the sentence of the page before, or stand inside the
 * sentence that the page after ends. */
static bool belongs_first(const struct layout *lay, ptrdiff_t before, ptrdiff_t prev, ptrdiff_t i)
{
	const struct piece *at = lay->pieces.at;
	if (layout_starts_lower(piece_text(lay, &at[i])))
		return before >= 0 && !layout_ends_sentence(piece_text(lay, &at[before]));
	return !layout_ends_sentence(piece_text(lay, &at[prev]));
}

/* Writers sometimes put the head of a page, or a box at its head, behind the rest of it. */
void layout_order(struct layout *lay)
{
	struct piece *at = lay->pieces.at;
	ptrdiff_t prev = -1, before;
	for (ptrdiff_t i = 0; i < lay->pieces.n; i++) {
		if (!is_body(lay, i))
			continue;
		bool jumps = prev >= 0 && at[prev].line.page == at[i].line.page &&
			     at[i].line.y1 < at[prev].line.y0 && at[i].line.x0 < at[prev].line.x1;
		ptrdiff_t last = prev;
		prev = i;
		if (!jumps)
			continue;
		ptrdiff_t first = page_start(lay, i, &before);
		if (at[i].line.y0 > at[first].line.y0 || !belongs_first(lay, before, last, i))
			continue;
		/* Up to where the text jumps down again behind the page's first line. */
		ptrdiff_t end = i + 1;
		while (end < lay->pieces.n && end - i < PAGE_LINES &&
		       at[end].line.page == at[i].line.page &&
		       at[end].line.y1 < at[first].line.y0 + 1)
			end++;
		for (ptrdiff_t k = i; k < end; k++) {
			struct piece moved = at[k];
			memmove(&at[first + k - i + 1], &at[first + k - i],
				(size_t)(i - first) * sizeof *at);
			at[first + k - i] = moved;
		}
	}
}

/* "Findings ..... 12", "Findings<tab>12"; where the list is known to be one, "Findings 12" too. */
static bool is_contents_entry(struct str s)
{
	ptrdiff_t n = s.n;
	while (n && ascii_is_digit(s.p[n - 1]))
		n--;
	return n < s.n && s.n - n <= 3 && n >= 3 && strchr("\t .", s.p[n - 1]);
}

/* From a heading "Contents" to the last entry that follows it closely. */
void layout_contents(struct layout *lay)
{
	enum { PATIENCE = 3 };  /* lines without a page number between entries: wrapped ones */
	for (ptrdiff_t i = 0; i < lay->pieces.n; i++) {
		if (!is_body(lay, i) ||
		    !str_eq_nocase(piece_text(lay, &lay->pieces.at[i]), S("contents")))
			continue;
		ptrdiff_t last = i;
		int misses = 0;
		for (ptrdiff_t k = i + 1; k < lay->pieces.n && misses <= PATIENCE; k++) {
			if (!is_body(lay, k))
				continue;
			misses++;
			if (is_contents_entry(piece_text(lay, &lay->pieces.at[k])))
				last = k, misses = 0;
		}
		for (ptrdiff_t k = i; last > i && k <= last; k++)
			if (is_body(lay, k))
				lay->pieces.at[k].role = ROLE_CONTENTS;
	}
}
