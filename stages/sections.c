/* SPDX-License-Identifier: MIT
 *
 * The sections stage: under which heading a block stands, in which class of
 * section, in whose voice, and whether it is evidence at all. A word count
 * that includes the furniture is wrong: the end matter of nearly every report
 * names most themes. All patterns are the lexicon's (sections.h).
 */
#include <stdlib.h>

#include "pipeline/run/stage.h"
#include "stages/sections_marking.h"

#define BLOCKS_MIN 3            /* a document of fewer blocks has no furniture */
#define NEAR_LINES 2000         /* lines looked through for the one that a block starts with */
#define TOLD_MAX 65536          /* no words tell what a longer block is: it is a text without line ends */
#define PLAIN_HEADING_BYTES 110
#define CHAPTER_LEVEL 2         /* rank of a chapter that opens with a table */
#define BOX_INSET 3             /* points by which a box's text stands in, at least */

/* A topic of the class `above`, under whose heading it stands: "Leadership" among what needs to
 * improve opens no chapter on leadership. */
static bool is_topic(const struct marking *m, const struct section_class *c, int above)
{
	return c->topic && above != NO_CLASS && !str_eq(c->id, m->r->classes.at[above].id);
}

/* The class that a heading opens in the chapter `holder`, below a heading of the class `above`. */
static int find_class(struct marking *m, struct sieve_view *heading, int holder, int above)
{
	if (!sieve_sets_meet(&heading->may, &m->r->any_class))
		return NO_CLASS;
	struct str inside = holder == NO_CLASS ? (struct str){ 0 } : m->r->classes.at[holder].id;
	for (ptrdiff_t i = 0; i < m->r->classes.n; i++) {
		const struct section_class *c = &m->r->classes.at[i];
		if (sieve_sets_meet(&heading->may, &c->headings.set) &&
		    (str_eq(c->inside, inside) || str_eq(c->inside, S("any"))) &&
		    !is_topic(m, c, above) &&
		    section_matches(m, &c->headings, heading) && section_suits(m, &c->document))
			return (int)i;
	}
	return NO_CLASS;
}

static int top_class(const struct outline *o)
{
	for (int i = o->depth; i > 0; i--)
		if (o->stack[i - 1].class != NO_CLASS)
			return o->stack[i - 1].class;
	return o->holder;
}

static void open_heading(struct marking *m, struct outline *o, uint32_t i)
{
	struct block *b = &m->d->blocks.at[i];
	uint8_t level = b->level ? b->level : LEVELS;
	if (o->holder != NO_CLASS &&
	    section_matches(m, &m->r->classes.at[o->holder].until, &m->blocks[i])) {
		o->holder = NO_CLASS;
		o->depth = 0;
	}
	while (o->depth && o->stack[o->depth - 1].level >= level)
		o->depth--;
	b->heading = o->depth ? o->stack[o->depth - 1].heading : NO_BLOCK;
	int class = find_class(m, &m->blocks[i], o->holder, top_class(o));
	m->opens[i] = class != NO_CLASS;
	if (class != NO_CLASS && has_patterns(&m->r->classes.at[class].until)) {
		o->holder = class;
		o->depth = 0;
	}
	if (o->depth == LEVELS)
		o->depth--;
	o->stack[o->depth++] = (struct open_section){ level, class, i, m->left[i] };
}

/* A heading in plain type, which layout took for a paragraph: a few words that open a known class.
 * It ranks with the section that is open. */
static void promote_heading(struct marking *m, const struct outline *o, ptrdiff_t i)
{
	struct block *b = &m->d->blocks.at[i];
	struct str text = m->blocks[i].text;
	int holder = o->holder;
	if (b->kind != BLOCK_PARA || b->number || text.n > PLAIN_HEADING_BYTES ||
	    !m->on->many_blocks || str_ends(text, S(".")) || str_ends(text, S(";")))
		return;
	if (holder != NO_CLASS && section_matches(m, &m->r->classes.at[holder].until, &m->blocks[i]))
		holder = NO_CLASS;
	if (find_class(m, &m->blocks[i], holder, NO_CLASS) == NO_CLASS)
		return;
	b->kind = BLOCK_HEADING;
	b->level = o->depth ? o->stack[o->depth - 1].level : LEVELS;
}

/* Chapters of some reports open with a table: the judgement and its grade in a row, no heading. */
static void open_row(struct marking *m, struct outline *o, uint32_t i)
{
	struct str rest = m->blocks[i].text;
	struct sieve_view cell;
	sieve_see(&m->r->sieve, &cell, str_trim(str_cut(&rest, '\t')));
	int class = find_class(m, &cell, o->holder, NO_CLASS);
	if (class == NO_CLASS || !rest.n)
		return;
	while (o->depth && o->stack[o->depth - 1].level >= CHAPTER_LEVEL)
		o->depth--;
	if (o->depth < LEVELS)
		o->stack[o->depth++] =
			(struct open_section){ CHAPTER_LEVEL, class, NO_BLOCK, 0 };
}

/* Whether the innermost section ends before block i, which is no heading: a box in the running text
 * ends where text stands further left than its heading, a summary where numbers start. */
static bool section_ends(const struct marking *m, const struct open_section *top, uint32_t i)
{
	if (top->class == NO_CLASS)
		return false;
	const struct section_class *c = &m->r->classes.at[top->class];
	if (c->unnumbered && m->d->blocks.at[i].number)
		return true;
	return c->boxed && top->left > 0 && m->left[i] > 0 && m->left[i] <= top->left - BOX_INSET;
}

static void read_blocks(struct marking *m)
{
	for (ptrdiff_t i = 0; i < m->d->blocks.n; i++) {
		const struct block *b = &m->d->blocks.at[i];
		struct str text = b->len <= TOLD_MAX ? doc_text(m->d, b->off, b->len) : S("");
		sieve_see(&m->r->sieve, &m->blocks[i], str_trim(text));
	}
}

/* Whether it is known where lines start. */
static bool has_lefts(const struct doc *d)
{
	for (ptrdiff_t k = 0; k < d->lines.n; k++)
		if (d->lines.at[k].x0 != 0)
			return true;
	return false;
}

/* Where each block's first line starts. Blocks and lines are both in reading order. */
static void find_lefts(struct marking *m)
{
	const struct doc *d = m->d;
	ptrdiff_t k = 0;
	if (!has_lefts(d))
		return;
	for (ptrdiff_t i = 0; i < d->blocks.n; i++) {
		uint32_t at = doc_source_offset(d, d->blocks.at[i].off);
		ptrdiff_t from = k, end = k + NEAR_LINES < d->lines.n ? k + NEAR_LINES : d->lines.n;
		while (k < end && (at < d->lines.at[k].off ||
					  at >= d->lines.at[k].off + d->lines.at[k].len))
			k++;
		if (k < end)
			m->left[i] = d->lines.at[k].x0;
		else
			k = from;
	}
}

static void set_section(struct marking *m, struct block *b, const struct outline *o)
{
	int class = top_class(o);
	b->section = class == NO_CLASS ? m->r->fallback : m->r->classes.at[class].id;
	if (class != NO_CLASS)
		b->asks = (uint8_t)((m->r->classes.at[class].asks ? ASK_SECTION : 0) |
				    (m->r->classes.at[class].boxed ? ASK_BOX : 0));
	if (m->all_sections)
		return;
	if (o->holder != NO_CLASS && !m->r->classes.at[o->holder].evidence)
		b->why = m->r->classes.at[o->holder].why;
	else if (class != NO_CLASS && !m->r->classes.at[class].evidence)
		b->why = m->r->classes.at[class].why;
}

/* Leave out what stands in a section that is no evidence; furniture was named before. */
static void exclude_sections(struct marking *m)
{
	for (ptrdiff_t i = 0; i < m->d->blocks.n; i++) {
		struct block *b = &m->d->blocks.at[i];
		b->excluded = b->excluded || b->why.n;
	}
}

static void mark_sections(struct marking *m)
{
	struct outline *o = &m->on->outline;
	for (ptrdiff_t i = m->own; i < m->d->blocks.n; i++) {
		struct block *b = &m->d->blocks.at[i];
		b->heading = b->intro = NO_BLOCK;
		promote_heading(m, o, i);
		if (b->kind == BLOCK_HEADING)
			open_heading(m, o, (uint32_t)i);
		else if (b->kind == BLOCK_ROW)
			open_row(m, o, (uint32_t)i);
		else
			while (!section_is_aside(b) && o->depth &&
			       section_ends(m, &o->stack[o->depth - 1], (uint32_t)i))
				o->depth--;
		if (b->kind != BLOCK_HEADING && o->depth)
			b->heading = o->stack[o->depth - 1].heading;
		set_section(m, b, o);
		if (b->kind == BLOCK_FURNITURE)
			section_exclude(b, S("page furniture"));
		else if (b->kind == BLOCK_FOOTNOTE)
			section_exclude(b, S("footnote"));
	}
}

/* The block that introduces a list ends in a colon: a paragraph above its items, or an item of a
 * higher level. */
static void mark_intros(struct marking *m)
{
	uint32_t by_level[LEVELS + 1], none = NO_BLOCK;
	for (int k = 0; k <= LEVELS; k++)
		by_level[k] = none;
	for (ptrdiff_t i = m->own; i < m->d->blocks.n; i++) {
		struct block *b = &m->d->blocks.at[i];
		if (section_is_aside(b))
			continue;
		uint8_t level = b->kind != BLOCK_ITEM ? 0 : b->level < 1 ? 1 : b->level;
		level = level > LEVELS ? LEVELS : level;
		for (int k = level; k-- > 0 && b->intro == NO_BLOCK;)
			b->intro = by_level[k];
		bool opens = b->kind != BLOCK_HEADING && str_ends(m->blocks[i].text, S(":"));
		for (int k = level; k <= LEVELS; k++)
			by_level[k] = none;
		if (opens)
			by_level[level] = (uint32_t)i;
	}
}

/* A worker's. */
struct scratch {
	struct regex_scratch *regex;
	struct going_on on;
};

/* A document, or its first portion. */
static void begin_document(struct marking *m)
{
	struct going_on *on = m->on;
	struct open_run *runs = on->runs;
	memset(runs, 0, (size_t)m->r->ranges.n * sizeof *runs);
	*on = (struct going_on){ .outline.holder = NO_CLASS, .runs = runs };
	if (m->d->portion.is_one) {
		struct str start = str_sub(m->d->text, 0, START_BYTES);
		if (start.n)
			memcpy(on->start, start.p, (size_t)start.n);
		on->start_len = start.n;
	}
}

/* The headings that are open at the end of a portion will be the first blocks of the next one. */
static int keep_open(struct marking *m, struct error *e)
{
	struct doc_portion *p = &m->d->portion;
	struct outline *o = &m->on->outline;
	struct buf titles = { 0 };
	p->open_count = 0;
	for (int i = 0; i < o->depth; i++) {
		if (o->stack[i].heading == NO_BLOCK)
			continue;
		struct block *to = &p->open[p->open_count];
		*to = m->d->blocks.at[o->stack[i].heading];
		struct str title = doc_text(m->d, to->off, to->len);
		to->off = (uint32_t)titles.n;
		to->heading = p->open_count ? (uint32_t)p->open_count - 1 : NO_BLOCK;
		buf_add(&titles, title);
		o->stack[i].heading = (uint32_t)p->open_count++;
	}
	buf_release(&p->titles);
	p->titles = titles;
	return buf_ok(&titles) ? 0 : fail(e, E_NOMEM, "no memory for the headings");
}

static int sections_process(struct doc *d, const struct stage_shared *sh,
			    const struct stage_worker *w, const void *state, void *scratch,
			    struct error *e)
{
	struct error limit = { 0 };
	struct scratch *s = scratch;
	struct marking m = { .d = d, .r = state, .scratch = s->regex, .e = &limit, .on = &s->on,
			     .own = d->portion.own_block, .all_sections = sh->config->all_sections };
	(void)w;
	m.blocks = NEW(&d->mem, struct sieve_view, d->blocks.n + 1);
	m.opens = NEW(&d->mem, bool, d->blocks.n + 1);
	m.left = NEW(&d->mem, float, d->blocks.n + 1);
	if (!m.blocks || !m.opens || !m.left)
		return fail(e, E_LIMIT, "too many blocks (--max-memory)");
	if (!d->portion.number)
		begin_document(&m);
	m.on->many_blocks |= d->blocks.n - m.own >= BLOCKS_MIN;
	read_blocks(&m);
	find_lefts(&m);
	mark_sections(&m);
	mark_intros(&m);
	if (m.on->many_blocks && !sections_mark_furniture(&m))
		return fail(e, E_LIMIT, "too many blocks (--max-memory)");
	sections_mark_asks(&m);
	exclude_sections(&m);
	d->warnings += limit.code != 0;
	return d->portion.is_one ? keep_open(&m, e) : 0;
}

static int sections_open(void **state, const struct stage_shared *sh, struct error *e)
{
	struct section_rules *r = calloc(1, sizeof *r);
	*state = r;
	return r ? section_rules_load(r, sh->lexicon, e)
		 : fail(e, E_NOMEM, "no memory for sections");
}

static void sections_close(void *state)
{
	if (state)
		section_rules_release(state);
	free(state);
}

static int sections_begin(void **scratch, const void *state, struct error *e)
{
	const struct section_rules *r = state;
	struct scratch *s = calloc(1, sizeof *s);
	*scratch = s;
	if (s)
		s->on.runs = calloc((size_t)r->ranges.n + 1, sizeof *s->on.runs);
	if (!s || !s->on.runs)
		return fail(e, E_NOMEM, "no memory for sections");
	return regex_scratch_new(&s->regex, e);
}

static void sections_end(void *scratch)
{
	struct scratch *s = scratch;
	if (!s)
		return;
	regex_scratch_free(s->regex);
	free(s->on.runs);
	free(s);
}

const struct stage stage_sections = {
	.name = "sections",
	.help = "headings, sections and voices; what is no evidence",
	.needs = LAYER_TEXT,
	.gives = LAYER_SECTIONS,
	.open = sections_open,
	.begin = sections_begin,
	.process = sections_process,
	.end = sections_end,
	.close = sections_close,
};
