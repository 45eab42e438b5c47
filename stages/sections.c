/* SPDX-License-Identifier: MIT
 *
 * The sections stage: under which heading a block stands, in which class of
 * section, in whose voice, and whether it is evidence at all. A word count
 * that includes the furniture is wrong: the end matter of nearly every report
 * names most themes. All patterns are the lexicon's (sections.h).
 */
#include <stdlib.h>

#include "pipeline/run/stage.h"
#include "stages/sections.h"

#define START_BYTES 3000        /* of the text, in which a document says what it is */
#define BLOCKS_MIN 3            /* a document of fewer blocks has no furniture */
#define LEVELS 8
#define NEAR_LINES 2000         /* lines looked through for the one that a block starts with */
#define PLAIN_HEADING_BYTES 110
#define CHAPTER_LEVEL 2         /* rank of a chapter that opens with a table */
#define BOX_INSET 3             /* points by which a box's text stands in, at least */
#define NO_CLASS (-1)

/* What patterns are tried on: text without white space at its ends. */
struct subject {
	struct str text;
	struct sieve_set may;   /* the patterns that may match */
};

/* One document's work. */
struct marking {
	struct doc *d;
	const struct section_rules *r;
	struct regex_scratch *scratch;
	struct error *e;
	struct subject *blocks; /* one a block */
	bool *opens;            /* one a block: a heading that opens a class of section */
	float *left;            /* one a block: where its first line starts, points; 0 unknown */
	bool all_sections;
};

struct open_section {
	uint8_t level;
	int class;              /* index, or NO_CLASS */
	uint32_t heading;
	float left;             /* where the heading starts, points; 0 unknown */
};

/* Sections that are open at a block: by rank, and one that holds whatever comes in it. */
struct outline {
	struct open_section stack[LEVELS];
	int depth, holder;
};

static bool found(const struct marking *m, const struct regex *r, struct str text)
{
	return r && regex_search(r, m->scratch, text, 0, m->e) == 1;
}

static struct subject subject_of(const struct marking *m, struct str text)
{
	text = str_trim(text);
	return (struct subject){ text, sieve_text(&m->r->sieve, text) };
}

/* Whether a pattern is in s. A search over its limit is no match; it is noted in *m->e. */
static bool matches(const struct marking *m, const struct patterns *p, const struct subject *s)
{
	return (sieve_sets_meet(&p->starts, &s->may) && found(m, p->anchored, s->text)) ||
	       (sieve_sets_meet(&p->words, &s->may) && found(m, p->anywhere, s->text));
}

/* Patterns on the whole document look at its first bytes. */
static bool suits_document(const struct marking *m, const struct patterns *p)
{
	struct str start = str_sub(m->d->text, 0, START_BYTES);
	return !has_patterns(p) || found(m, p->anchored, start) || found(m, p->anywhere, start);
}

static void exclude(struct block *b, struct str why)
{
	if (!b->excluded) {
		b->excluded = true;
		b->why = why;
	}
}

static bool is_aside(const struct block *b)
{
	return b->kind == BLOCK_FURNITURE || b->kind == BLOCK_FOOTNOTE;
}

/* A topic of the class `above`, under whose heading it stands: "Leadership" among what needs to
 * improve opens no chapter on leadership. */
static bool is_topic(const struct marking *m, const struct section_class *c, int above)
{
	return c->topic && above != NO_CLASS && !str_eq(c->id, m->r->classes.at[above].id);
}

/* The class that a heading opens in the chapter `holder`, below a heading of the class `above`. */
static int find_class(const struct marking *m, const struct subject *heading, int holder, int above)
{
	struct str inside = holder == NO_CLASS ? (struct str){ 0 } : m->r->classes.at[holder].id;
	for (ptrdiff_t i = 0; i < m->r->classes.n; i++) {
		const struct section_class *c = &m->r->classes.at[i];
		if ((str_eq(c->inside, inside) || str_eq(c->inside, S("any"))) &&
		    !is_topic(m, c, above) &&
		    matches(m, &c->headings, heading) && suits_document(m, &c->document))
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
	if (o->holder != NO_CLASS && matches(m, &m->r->classes.at[o->holder].until, &m->blocks[i])) {
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
static void promote_heading(const struct marking *m, const struct outline *o, ptrdiff_t i)
{
	struct block *b = &m->d->blocks.at[i];
	struct str text = m->blocks[i].text;
	int holder = o->holder;
	if (b->kind != BLOCK_PARA || b->number || text.n > PLAIN_HEADING_BYTES ||
	    m->d->blocks.n < BLOCKS_MIN || str_ends(text, S(".")) || str_ends(text, S(";")))
		return;
	if (holder != NO_CLASS && matches(m, &m->r->classes.at[holder].until, &m->blocks[i]))
		holder = NO_CLASS;
	if (find_class(m, &m->blocks[i], holder, NO_CLASS) == NO_CLASS)
		return;
	b->kind = BLOCK_HEADING;
	b->level = o->depth ? o->stack[o->depth - 1].level : LEVELS;
}

/* Chapters of some reports open with a table: the judgement and its grade in a row, no heading. */
static void open_row(const struct marking *m, struct outline *o, uint32_t i)
{
	struct str rest = m->blocks[i].text;
	struct subject cell = subject_of(m, str_cut(&rest, '\t'));
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
		m->blocks[i] = subject_of(m, doc_text(m->d, b->off, b->len));
	}
}

/* Where each block's first line starts. Blocks and lines are both in reading order. */
static void find_lefts(struct marking *m)
{
	const struct doc *d = m->d;
	ptrdiff_t k = 0;
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
	struct outline o = { .holder = NO_CLASS };
	for (ptrdiff_t i = 0; i < m->d->blocks.n; i++) {
		struct block *b = &m->d->blocks.at[i];
		b->heading = b->intro = NO_BLOCK;
		promote_heading(m, &o, i);
		if (b->kind == BLOCK_HEADING)
			open_heading(m, &o, (uint32_t)i);
		else if (b->kind == BLOCK_ROW)
			open_row(m, &o, (uint32_t)i);
		else
			while (!is_aside(b) && o.depth &&
			       section_ends(m, &o.stack[o.depth - 1], (uint32_t)i))
				o.depth--;
		if (b->kind != BLOCK_HEADING && o.depth)
			b->heading = o.stack[o.depth - 1].heading;
		set_section(m, b, &o);
		if (b->kind == BLOCK_FURNITURE)
			exclude(b, S("page furniture"));
		else if (b->kind == BLOCK_FOOTNOTE)
			exclude(b, S("footnote"));
	}
}

/* The block that introduces a list ends in a colon: a paragraph above its items, or an item of a
 * higher level. */
static void mark_intros(struct marking *m)
{
	uint32_t by_level[LEVELS + 1], none = NO_BLOCK;
	for (int k = 0; k <= LEVELS; k++)
		by_level[k] = none;
	for (ptrdiff_t i = 0; i < m->d->blocks.n; i++) {
		struct block *b = &m->d->blocks.at[i];
		if (is_aside(b))
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

static void mark_blocks(struct marking *m)
{
	for (ptrdiff_t k = 0; k < m->r->blocks.n; k++) {
		const struct block_rule *rule = &m->r->blocks.at[k];
		if (!suits_document(m, &rule->document))
			continue;
		for (ptrdiff_t i = 0; i < m->d->blocks.n; i++) {
			struct block *b = &m->d->blocks.at[i];
			if (!b->excluded && (!rule->kinds || (rule->kinds & 1u << b->kind)) &&
			    matches(m, &rule->match, &m->blocks[i]))
				exclude(b, rule->why);
		}
	}
}

/* Whether the run that started at block `first` ends before block i. */
static bool range_ends(const struct marking *m, const struct range_rule *g,
		       const struct block *first, ptrdiff_t i)
{
	const struct block *b = &m->d->blocks.at[i];
	if (has_patterns(&g->until))
		return matches(m, &g->until, &m->blocks[i]);
	if (first->kind != BLOCK_HEADING || b->kind != BLOCK_HEADING)
		return false;
	return m->opens[i] || (b->level <= first->level && !matches(m, &g->through, &m->blocks[i]));
}

static void mark_range(struct marking *m, const struct range_rule *g)
{
	const struct block *first = NULL;
	for (ptrdiff_t i = 0; i < m->d->blocks.n; i++) {
		struct block *b = &m->d->blocks.at[i];
		if (is_aside(b))
			continue;
		if (first && range_ends(m, g, first, i))
			first = NULL;
		if (!first &&
		    ((b->kind == BLOCK_HEADING && matches(m, &g->heading, &m->blocks[i])) ||
		     matches(m, &g->from, &m->blocks[i])))
			first = b;
		if (first)
			exclude(b, g->why);
	}
}

/* A run from the start up to and with a block such as a salutation. */
static void mark_start(struct marking *m, const struct range_rule *g)
{
	ptrdiff_t end = 0, seen = 0;
	for (ptrdiff_t i = 0; i < m->d->blocks.n && !end && seen < g->within; i++) {
		const struct block *b = &m->d->blocks.at[i];
		seen += !is_aside(b);
		if (!is_aside(b) && matches(m, &g->until, &m->blocks[i]))
			end = i + 1;
	}
	for (ptrdiff_t i = 0; i < end; i++)
		exclude(&m->d->blocks.at[i], g->why);
}

/* 1 when text starts with a double quote, -1 when it holds none. */
static int quote_of(struct str text)
{
	if (str_starts(text, S("\"")) || str_starts(text, S("\xe2\x80\x9c")))
		return 1;
	return str_find(text, S("\""), 0) < 0 && str_find(text, S("\xe2\x80\x9c"), 0) < 0 ? -1 : 0;
}

/* A block with a quote is spoken by whom it names; one that starts with a quote and names nobody
 * goes on with the speaker of the block before it. */
static void mark_voices(struct marking *m)
{
	enum voice speaker = VOICE_INSPECTOR;
	for (ptrdiff_t i = 0; i < m->d->blocks.n; i++) {
		struct block *b = &m->d->blocks.at[i];
		if (is_aside(b))
			continue;
		int quote = quote_of(m->blocks[i].text);
		if (quote < 0)
			speaker = VOICE_INSPECTOR;
		else if (matches(m, &m->r->voice.provider, &m->blocks[i]))
			speaker = VOICE_PROVIDER;
		else if (quote == 0 || matches(m, &m->r->voice.inspector, &m->blocks[i]))
			speaker = VOICE_INSPECTOR;
		b->voice = (uint8_t)speaker;
	}
}

static int sections_process(struct doc *d, const struct stage_shared *sh,
			    const struct stage_worker *w, const void *state, void *scratch,
			    struct error *e)
{
	struct error limit = { 0 };
	struct marking m = { .d = d, .r = state, .scratch = scratch, .e = &limit,
			     .all_sections = sh->config->all_sections };
	(void)w;
	m.blocks = NEW(&d->mem, struct subject, d->blocks.n + 1);
	m.opens = NEW(&d->mem, bool, d->blocks.n + 1);
	m.left = NEW(&d->mem, float, d->blocks.n + 1);
	if (!m.blocks || !m.opens || !m.left)
		return fail(e, E_LIMIT, "too many blocks (--max-memory)");
	read_blocks(&m);
	find_lefts(&m);
	mark_sections(&m);
	mark_intros(&m);
	if (d->blocks.n >= BLOCKS_MIN) {
		for (ptrdiff_t k = 0; k < m.r->ranges.n; k++) {
			if (m.r->ranges.at[k].start)
				mark_start(&m, &m.r->ranges.at[k]);
			else
				mark_range(&m, &m.r->ranges.at[k]);
		}
		mark_blocks(&m);
		mark_voices(&m);
	}
	exclude_sections(&m);
	d->warnings += limit.code != 0;
	return 0;
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
	struct regex_scratch *s = NULL;
	(void)state;
	int rc = regex_scratch_new(&s, e);
	*scratch = s;
	return rc;
}

static void sections_end(void *scratch)
{
	regex_scratch_free(scratch);
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
