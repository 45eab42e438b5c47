/* SPDX-License-Identifier: MIT
 *
 * The sections stage, block by block: furniture that its words give away, who
 * speaks, and what a block is to a list of what a report asks for.
 */
#include "stages/sections_marking.h"

static bool found(const struct marking *m, const struct regex *r, struct str text)
{
	return r && regex_search(r, m->scratch, text, 0, m->e) == 1;
}

bool section_matches(const struct marking *m, const struct patterns *p, struct sieve_view *s)
{
	if (!sieve_passes(&m->r->sieve, s, &p->set))
		return false;
	for (unsigned used = s->may.used & p->set.used; used; used &= used - 1) {
		int i = __builtin_ctz(used);
		for (uint64_t both = s->may.w[i] & p->set.w[i]; both; both &= both - 1)
			if (found(m, m->r->known[i * 64 + __builtin_ctzll(both)], s->text))
				return true;
	}
	for (ptrdiff_t i = 0; i < p->unknown.n; i++)
		if (found(m, p->unknown.at[i], s->text))
			return true;
	return false;
}

/* Patterns on the whole document look at its first bytes. */
bool section_suits(struct marking *m, const struct patterns *p)
{
	struct str start = m->d->portion.number
				   ? (struct str){ m->on->start, m->on->start_len }
				   : str_sub(m->d->text, 0, START_BYTES);
	if (!m->start.text.p)
		sieve_see(&m->r->sieve, &m->start, start);
	return !has_patterns(p) || section_matches(m, p, &m->start);
}

/* Whether a rule with patterns on the whole document holds in this one. */
enum suits { SUITS_UNKNOWN, SUITS, SUITS_NOT };

static void leave_out(struct block *b, const struct block_rule *rule)
{
	section_exclude(b, rule->why);
	b->asks |= rule->responsible ? ASK_WHO : 0;
}

/* Single blocks, each by the first rule that matches it. suits: of the rules, as far as asked. */
static void mark_block(struct marking *m, ptrdiff_t i, enum suits *suits)
{
	struct block *b = &m->d->blocks.at[i];
	if (b->excluded || !sieve_sets_meet(&m->blocks[i].may, &m->r->any_block[b->kind]))
		return;
	for (ptrdiff_t k = 0; k < m->r->blocks.n && !b->excluded; k++) {
		const struct block_rule *rule = &m->r->blocks.at[k];
		if (!block_rule_fits(rule, b->kind) ||
		    !sieve_sets_meet(&m->blocks[i].may, &rule->match.set))
			continue;
		if (suits[k] == SUITS_UNKNOWN)
			suits[k] = section_suits(m, &rule->document) ? SUITS : SUITS_NOT;
		if (suits[k] == SUITS && section_matches(m, &rule->match, &m->blocks[i]))
			leave_out(b, rule);
	}
}

/* Whether the run that started with the block `first` ends before block i. */
static bool range_ends(const struct marking *m, const struct range_rule *g,
		       const struct open_run *first, ptrdiff_t i)
{
	const struct block *b = &m->d->blocks.at[i];
	if (has_patterns(&g->until))
		return section_matches(m, &g->until, &m->blocks[i]);
	if (first->kind != BLOCK_HEADING || b->kind != BLOCK_HEADING)
		return false;
	return m->opens[i] || (b->level <= first->level &&
			       !section_matches(m, &g->through, &m->blocks[i]));
}

/* How far a run from the start goes, up to and with a block such as a salutation. */
static ptrdiff_t start_ends(const struct marking *m, const struct range_rule *g)
{
	ptrdiff_t seen = 0;
	for (ptrdiff_t i = 0; i < m->d->blocks.n && seen < g->within; i++) {
		bool aside = section_is_aside(&m->d->blocks.at[i]);
		seen += !aside;
		if (!aside && section_matches(m, &g->until, &m->blocks[i]))
			return i + 1;
	}
	return 0;
}

static bool run_starts(const struct marking *m, const struct range_rule *g, ptrdiff_t i)
{
	bool heading = m->d->blocks.at[i].kind == BLOCK_HEADING;
	return (heading && section_matches(m, &g->heading, &m->blocks[i])) ||
	       section_matches(m, &g->from, &m->blocks[i]);
}

/* Block i is no aside, and the rule no run from the start. */
static void mark_in_run(struct marking *m, const struct range_rule *g, struct open_run *run,
			ptrdiff_t i)
{
	struct block *b = &m->d->blocks.at[i];
	if (run->is_open && range_ends(m, g, run, i))
		run->is_open = false;
	if (!run->is_open && run_starts(m, g, i))
		*run = (struct open_run){ .is_open = true, .kind = b->kind, .level = b->level };
	if (run->is_open)
		section_exclude(b, g->why);
	if (run->is_open && !m->another && section_matches(m, &g->another, &m->blocks[i]))
		m->another = b;
}

/* Runs of blocks. Where no run is open and none starts, no rule is looked at. */
static void mark_runs(struct marking *m, struct open_run *runs)
{
	const struct section_rules *r = m->r;
	ptrdiff_t open = 0, end = 0;
	for (ptrdiff_t k = 0; k < r->ranges.n; k++) {
		bool from_start = r->ranges.at[k].start && !m->d->portion.number;
		runs[k].end = from_start ? start_ends(m, &r->ranges.at[k]) : 0;
		end = runs[k].end > end ? runs[k].end : end;
		open += runs[k].is_open;
	}
	for (ptrdiff_t i = m->own; i < m->d->blocks.n; i++) {
		struct block *b = &m->d->blocks.at[i];
		if (!open && i >= end && !sieve_sets_meet(&m->blocks[i].may, &r->any_run))
			continue;
		open = 0;
		for (ptrdiff_t k = 0; k < r->ranges.n; k++) {
			if (i < runs[k].end)
				section_exclude(b, r->ranges.at[k].why);
			else if (!section_is_aside(b) && !r->ranges.at[k].start)
				mark_in_run(m, &r->ranges.at[k], &runs[k], i);
			open += runs[k].is_open;
		}
	}
}

/* Whether U+201C stands in text; the last of its bytes is the rarest. */
static bool holds_curly(struct str text)
{
	static const struct str quote = STR("\xe2\x80\x9c");
	const char *end = text.p + text.n, *p = text.p;
	while (p < end && (p = memchr(p, quote.p[2], (size_t)(end - p)))) {
		p++;
		if (str_ends((struct str){ text.p, p - text.p }, quote))
			return true;
	}
	return false;
}

/* 1 when text starts with a double quote, -1 when it holds none. */
static int quote_of(struct str text)
{
	if (str_starts(text, S("\"")) || str_starts(text, S("\xe2\x80\x9c")))
		return 1;
	return text.n && (memchr(text.p, '"', (size_t)text.n) || holds_curly(text)) ? 0 : -1;
}

/* A block with a quote is spoken by whom it names; one that starts with a quote and names nobody
 * goes on with the speaker of the block before it. */
static void mark_voices(struct marking *m)
{
	enum voice speaker = m->on->speaker;
	for (ptrdiff_t i = m->own; i < m->d->blocks.n; i++) {
		struct block *b = &m->d->blocks.at[i];
		if (section_is_aside(b))
			continue;
		int quote = quote_of(m->blocks[i].text);
		if (quote < 0)
			speaker = VOICE_INSPECTOR;
		else if (section_matches(m, &m->r->voice.provider, &m->blocks[i]))
			speaker = VOICE_PROVIDER;
		else if (quote == 0 || section_matches(m, &m->r->voice.inspector, &m->blocks[i]))
			speaker = VOICE_INSPECTOR;
		b->voice = (uint8_t)speaker;
	}
	m->on->speaker = speaker;
}

/* What belongs to another report is no evidence for this one's authority and date. */
static void tell_another(struct doc *d, const struct block *b)
{
	if (b->page)
		doc_degrade(d, DOC_PARTIAL, E_FORMAT,
			    "another report starts on page %u of the file and is left out", b->page);
	else
		doc_degrade(d, DOC_PARTIAL, E_FORMAT,
			    "another report starts further down in the file and is left out");
}

bool sections_mark_furniture(struct marking *m)
{
	enum suits *suits = NEW(&m->d->mem, enum suits, m->r->blocks.n + 1);
	if (!suits)
		return false;
	mark_runs(m, m->on->runs);
	for (ptrdiff_t i = m->own; i < m->d->blocks.n; i++)
		mark_block(m, i, suits);
	mark_voices(m);
	if (m->another)
		tell_another(m->d, m->another);
	return true;
}

void sections_mark_asks(struct marking *m)
{
	const struct action_rules *r = &m->r->actions;
	for (ptrdiff_t i = m->own; i < m->d->blocks.n; i++) {
		struct block *b = &m->d->blocks.at[i];
		struct sieve_view *s = &m->blocks[i];
		bool heading = b->kind == BLOCK_HEADING;
		if (section_matches(m, heading ? &r->headings : &r->nothing, s))
			b->asks |= heading ? ASK_HEADING : ASK_NOTHING;
		if (section_matches(m, heading ? &r->reasons : &r->leads, s))
			b->asks |= heading ? ASK_REASONS : ASK_LEAD;
	}
}
