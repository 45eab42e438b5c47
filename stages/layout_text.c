/* SPDX-License-Identifier: MIT
 *
 * Plain text and Markdown to blocks. Letters that were turned into Markdown by
 * machine have blank lines where a page ended, in the middle of sentences, and
 * headings in bold; mail and typewritten texts break lines by hand; pasted
 * texts have one long line a paragraph. A line break means what the lines
 * around it make likely.
 */
#include "stages/layout.h"

#define WRAP_MAX 120            /* bytes of the longest line of a text broken by hand */
#define WRAP_MIN 40             /* a shorter line was not broken for its length */
#define HEADING_MAX 80          /* bytes of a heading without Markdown signs */
#define OPEN_MAX 5              /* bytes of the longest word that no sentence ends in */
#define BOLD_LEVEL 4            /* a bold line ranks below headings with number signs */

struct reading {
	struct doc *doc;
	ptrdiff_t wrap;         /* bytes at which lines were broken by hand; 0 they were not */
	struct line *open;      /* the block's first line, NULL none */
	struct line *prev;
	struct mark pending;    /* a bullet or number that stood alone on its line */
	bool parted;            /* empty lines part its paragraphs */
	uint8_t above;          /* level of the last heading with number signs */
};

static struct str text_of(const struct reading *r, const struct line *l)
{
	return doc_line(r->doc, l);
}

static void set_text(struct reading *r, struct line *l, struct str s)
{
	l->off = (uint32_t)(s.p - r->doc->source.p);
	l->len = (uint32_t)s.n;
}

/* s without the pair of signs around it; s itself when there is none or more than one pair. */
static struct str unwrap(struct str s, struct str sign)
{
	if (s.n <= 2 * sign.n || !str_starts(s, sign) || !str_ends(s, sign))
		return s;
	struct str inner = str_sub(s, sign.n, s.n - sign.n);
	return str_find(inner, sign, 0) < 0 ? str_trim(inner) : s;
}

static struct str without_emphasis(struct str s)
{
	s = unwrap(s, S("**"));
	s = unwrap(s, S("__"));
	return unwrap(s, S("*"));
}

/* A line of three or more of one of -=*_ alone: a rule, or the line under a heading. */
static bool is_rule(struct str s)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		if (s.p[i] != s.p[0] && s.p[i] != ' ')
			return false;
		n += s.p[i] == s.p[0];
	}
	return n >= 3 && strchr("-=*_", s.p[0]);
}

/* Cells between bars: the first stays in l, the others get lines of their own. */
static bool is_bar_row(struct str s)
{
	return s.n > 2 && s.p[0] == '|' && s.p[s.n - 1] == '|';
}

static void start(struct reading *r, struct line *l, enum block_kind kind, uint8_t level)
{
	l->starts = LINE_STARTS;
	l->kind = (uint8_t)kind;
	l->level = level;
	r->open = l;
}

static bool take_heading(struct reading *r, struct line *l)
{
	struct str s = text_of(r, l);
	ptrdiff_t n = 0;
	while (n < s.n && s.p[n] == '#')
		n++;
	if (r->doc->format != FORMAT_MARKDOWN)
		return false;
	if (n >= 1 && n <= 6 && n < s.n && s.p[n] == ' ') {
		while (s.n && s.p[s.n - 1] == '#')
			s.n--;
		set_text(r, l, without_emphasis(str_trim(str_sub(s, n, s.n))));
		r->above = (uint8_t)n;
		start(r, l, BLOCK_HEADING, (uint8_t)n);
		return true;
	}
	struct str bare = unwrap(s, S("**"));
	if (bare.n == s.n || bare.n > 2 * HEADING_MAX)
		return false;
	set_text(r, l, bare);
	start(r, l, BLOCK_HEADING, r->above >= BOLD_LEVEL ? (uint8_t)(r->above + 1) : BOLD_LEVEL);
	return true;
}

/* How far the line stood in, in columns. */
static int indent(const struct reading *r, const struct line *l)
{
	const char *p = r->doc->source.p + l->off;
	int n = 0;
	while (p > r->doc->source.p && (p[-1] == ' ' || p[-1] == '\t'))
		n += *--p == '\t' ? 4 : 1;
	return n;
}

static bool mark_fits(const struct reading *r, const struct line *l, const struct mark *m)
{
	struct str s = text_of(r, l);
	bool broken = r->prev && !(l->flags & LINE_BLANK_BEFORE) && !m->alone &&
		      r->open->kind != BLOCK_HEADING && !layout_ends_sentence(text_of(r, r->prev));
	switch (m->kind) {
	case MARK_BULLET:
		return true;
	case MARK_DASH:
		return !m->alone && (!broken || r->open->kind == BLOCK_ITEM);
	case MARK_NUMBER:
		return m->point && !broken &&
		       (m->alone || layout_starts_upper(str_sub(s, m->cut, s.n)));
	default:
		return false;
	}
}

/* A line with a bullet or number before it, or after a line of one alone. */
static bool take_mark(struct reading *r, struct line *l)
{
	struct str s = text_of(r, l);
	struct mark m = r->pending;
	r->pending = (struct mark){ 0 };
	if (m.kind == MARK_NONE) {
		m = layout_mark(s);
		if (!mark_fits(r, l, &m))
			return false;
		if (m.alone) {
			r->pending = m;
			l->len = 0;
			return true;
		}
	} else {
		m.cut = 0;
	}
	int level = 1 + indent(r, l) / 2;
	set_text(r, l, str_sub(s, m.cut, s.n));
	if (m.kind == MARK_NUMBER)
		start(r, l, BLOCK_PARA, 0);
	else
		start(r, l, BLOCK_ITEM, (uint8_t)(level < 8 ? level : 8));
	l->number = m.number;
	return true;
}

/* The last word of s, when it has OPEN_MAX letters at most and others before it; else empty. */
static struct str last_short_word(struct str s)
{
	for (ptrdiff_t i = s.n - 1; i >= 0 && s.n - i <= OPEN_MAX + 1; i--)
		if (s.p[i] == ' ')
			return str_sub(s, i + 1, s.n);
	return (struct str){ 0 };
}

static bool ends_open(struct str s)
{
	static const struct str words[] = {
		STR("the"), STR("of"),	STR("and"),  STR("in"),	   STR("to"),	STR("a"),
		STR("an"),  STR("for"), STR("with"), STR("by"),	   STR("on"),	STR("at"),
		STR("from"), STR("or"), STR("that"), STR("is"),	   STR("are"),	STR("as"),
		STR("their"), STR("its"), STR("was"), STR("were"), STR("has"),	STR("have"),
		STR("this"), STR("these"),
	};
	struct str last = last_short_word(s);
	for (ptrdiff_t i = 0; last.n && i < countof(words); i++)
		if (str_eq(last, words[i]))
			return true;
	return str_ends(s, S(","));
}

/* Whether the line goes on with the block above it. */
static bool goes_on(const struct reading *r, const struct line *l)
{
	struct str before = text_of(r, r->prev), s = text_of(r, l);
	bool ended = layout_ends_sentence(before);
	if (r->open->kind == BLOCK_HEADING)
		return false;
	if (!ended && layout_starts_lower(s))
		return true;
	if (!ended && r->open->kind != BLOCK_QUOTE && ends_open(before))
		return true;
	if ((l->flags & LINE_BLANK_BEFORE) || !r->wrap || r->prev->len < WRAP_MIN)
		return false;
	if (r->prev == r->open && str_ends(before, S("?")))
		return false;   /* a question is a heading rather than a paragraph's first line */
	return (ptrdiff_t)r->prev->len > r->wrap * (ended && r->parted ? 4 : 6) / 10;
}

/* A short line between blank ones that is no sentence, above a longer text. */
static bool is_plain_heading(const struct reading *r, const struct line *l, const struct line *end)
{
	struct str s = text_of(r, l);
	const struct line *next = l + 1;
	bool marked = next < end && layout_mark(text_of(r, next)).kind != MARK_NONE;
	bool first = l == r->doc->lines.at && !r->doc->portion.number;
	if (s.n > HEADING_MAX || next >= end || !(marked || next->flags & LINE_BLANK_BEFORE) ||
	    (!first && !(l->flags & LINE_BLANK_BEFORE)))
		return false;
	if ((layout_ends_sentence(s) && !str_ends(s, S("?"))) || !layout_starts_upper(s) ||
	    ends_open(s) || layout_is_label(s))
		return false;
	if (first && r->doc->lines.n > 2)
		return true;    /* a headline */
	return marked || (next->len > s.n && next->len > HEADING_MAX);
}

static void read_line(struct reading *r, struct line *l, const struct line *end)
{
	struct str s = text_of(r, l);
	if (is_rule(s) || (is_bar_row(s) && str_find(s, S("--"), 0) > 0)) {
		if (strchr("=-", s.p[0]) && r->prev && r->prev == r->open &&
		    !(l->flags & LINE_BLANK_BEFORE) && r->prev->len <= HEADING_MAX)
			start(r, r->prev, BLOCK_HEADING, s.p[0] == '=' ? 1 : 2);
		l->len = 0;
		r->prev = NULL;
		return;
	}
	if (is_bar_row(s)) {
		set_text(r, l, str_trim(str_sub(s, 1, s.n - 1)));
		start(r, l, BLOCK_ROW, 0);
	} else if (str_starts(s, S("> "))) {
		bool more = r->prev && r->open->kind == BLOCK_QUOTE &&
			    !(l->flags & LINE_BLANK_BEFORE);
		set_text(r, l, str_trim(str_sub(s, 2, s.n)));
		if (!more)
			start(r, l, BLOCK_QUOTE, 0);
	} else if (!take_heading(r, l) && !take_mark(r, l) && (!r->prev || !goes_on(r, l))) {
		if (is_plain_heading(r, l, end))
			start(r, l, BLOCK_HEADING, BOLD_LEVEL);
		else
			start(r, l, BLOCK_PARA, 0);
	}
	if (l->len)
		r->prev = l;
}

/* The length that nine of ten lines stay under, when it is short enough for lines to have been
 * broken by hand. */
static ptrdiff_t wrap_width(const struct doc *d)
{
	uint32_t count[WRAP_MAX + 1] = { 0 }, seen = 0;
	for (ptrdiff_t i = 0; i < d->lines.n; i++)
		if (d->lines.at[i].len <= WRAP_MAX)
			count[d->lines.at[i].len]++;
	for (ptrdiff_t n = 0; n <= WRAP_MAX; n++)
		if ((seen += count[n]) * 10 >= (uint64_t)d->lines.n * 9)
			return n;
	return 0;
}

/* Whether at least one in twelve lines follows an empty one. */
static bool is_parted(const struct doc *d)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < d->lines.n; i++)
		n += (d->lines.at[i].flags & LINE_BLANK_BEFORE) != 0;
	return n * 12 >= d->lines.n;
}

/* One or two lines that are no sentence, right above an item or a numbered paragraph. */
static void find_wrapped_headings(struct doc *d)
{
	struct line *open = NULL, *last = NULL;
	ptrdiff_t lines = 0, bytes = 0;
	for (ptrdiff_t i = 0; i < d->lines.n; i++) {
		struct line *l = &d->lines.at[i];
		if (!l->len || l->kind == BLOCK_FURNITURE)
			continue;
		if (l->starts != LINE_STARTS) {
			lines++;
			bytes += l->len + 1;
			last = l;
			continue;
		}
		if (open && open->kind == BLOCK_PARA && !open->number && lines <= 2 &&
		    bytes <= 2 * HEADING_MAX && (l->kind == BLOCK_ITEM || l->number) &&
		    layout_starts_upper(doc_line(d, open)) &&
		    !layout_ends_sentence(doc_line(d, last))) {
			open->kind = BLOCK_HEADING;
			open->level = BOLD_LEVEL;
		}
		open = last = l;
		lines = 1;
		bytes = l->len;
	}
}

int layout_text(struct doc *d, struct error *e)
{
	struct reading r = { .doc = d, .wrap = wrap_width(d), .parted = is_parted(d),
			     .above = d->portion.above };
	bool paged = d->lines.n && d->lines.at[d->lines.n - 1].page > 1;
	if (paged && layout_text_furniture(d, e) < 0)
		return -e->code;
	for (ptrdiff_t i = 0; i < d->lines.n; i++)
		if (d->lines.at[i].kind != BLOCK_FURNITURE)
			read_line(&r, &d->lines.at[i], d->lines.at + d->lines.n);
	d->portion.above = r.above;
	if (r.wrap)
		find_wrapped_headings(d);
	return paged ? layout_text_part_furniture(d, e) : 0;
}
