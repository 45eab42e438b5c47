/* SPDX-License-Identifier: MIT
 *
 * Polarity of each code of a sentence: two sums one can read, "says something
 * good" and "says something bad", over the cues of the sentence, weighed by
 * whether their clause speaks of the theme, and over what the sentence's
 * surroundings suggest. A contrast whose sides point both ways makes it mixed.
 */
#include "pipeline/lexicon/cue_numbers.h"
#include "stages/polarity.h"

/* ---- headings ---- */

/* The group of the heading cue that block b stands for, or none. */
static uint16_t heading_group(struct polarity_run *run, uint32_t b)
{
	struct polarity_scratch *s = run->s;
	if (b == NO_BLOCK)
		return POLARITY_NO_GROUP;
	if (s->heading == b)
		return s->heading_group;
	s->heading = b;
	s->heading_group = POLARITY_NO_GROUP;
	const struct block *h = &run->d->blocks.at[b];
	struct cue_reading r = { 0 };
	struct error ignored = { 0 };
	if (h->sent_count && polarity_read_cues(run, h->sent_first, &r, &ignored) == 0 && r.heading)
		s->heading_group = r.heading_group;
	return s->heading_group;
}

/* The same of what stands over a sentence: in its paragraph, in the sentence that introduces its
 * list, or in the heading. */
static uint16_t heading_over(struct polarity_run *run, const struct polarity_sentence *s,
			     uint32_t sent)
{
	const struct block *b = &run->d->blocks.at[run->d->sents.at[sent].block];
	uint16_t group = s->over;
	if (group == POLARITY_NO_GROUP)
		group = heading_group(run, b->intro);
	return group == POLARITY_NO_GROUP ? heading_group(run, b->heading) : group;
}

/* ---- clauses ---- */

/* For each of the codes, the clauses in which its theme's terms stand, as bits. */
static void find_clauses(const struct polarity_run *run, const struct cue_reading *r,
			 const struct code *codes, ptrdiff_t count, ptrdiff_t hit)
{
	const struct doc *d = run->d;
	uint32_t *bits = run->s->clauses, sent = codes->sent, base = d->sents.at[sent].tok_first;
	memset(bits, 0, (size_t)count * sizeof *bits);
	for (; hit < d->hits.n && d->hits.at[hit].sent == sent; hit++) {
		const struct hit *h = &d->hits.at[hit];
		if (h->first - base >= r->words)
			continue;
		for (ptrdiff_t i = 0; i < count; i++)
			if (lexicon_lies_in(run->lx, h->theme, codes[i].theme))
				bits[i] |= UINT32_C(1) << r->clause[h->first - base];
	}
}

/* A clause that speaks only of other themes says little about that of code `self`. */
static void weigh_clauses(const struct polarity_run *run, struct polarity_view *v, ptrdiff_t count,
			  ptrdiff_t self)
{
	const uint32_t *bits = run->s->clauses;
	uint32_t own = v->r->clauses > 1 ? bits[self] : 0, others = 0;
	for (ptrdiff_t i = 0; own && i < count; i++)
		if (i != self)
			others |= bits[i];
	for (int i = 0; i < v->r->clauses; i++)
		v->clause[i] = others & ~own & (UINT32_C(1) << i)
				       ? run->s->cues->decision.other_clause
				       : 1.0f;
}

/* ---- one code ---- */

/* What a code's cues say. */
struct own {
	bool shortfall;                 /* one of them is a settled one */
	bool quiet;                     /* all say next to nothing */
	float lean;                     /* to good */
};

static struct own add_cues(struct polarity_run *run, struct code *k,
			   const struct polarity_sentence *s, const struct polarity_view *v)
{
	const struct cue_decision *dec = &run->s->cues->decision;
	bool shared = v->r->clauses == 1 && !s->by_theme;
	struct own own = { .quiet = true };
	k->good = dec->bias_good;
	k->bad = dec->bias_bad;
	if (!shared)
		polarity_tally_reset(&run->s->tally);
	for (uint32_t j = 0; j < v->r->hit_count; j++) {
		const struct cue_hit *h = &v->r->hits[j];
		struct polarity_sums sum = shared ? s->sums[j]
						  : polarity_of_cue(&run->s->tally, v, h);
		k->good += sum.good;
		k->bad += sum.bad;
		own.shortfall |= h->class == CUE_SHORTFALL && sum.bad - sum.good >= dec->settled;
		own.quiet &= polarity_is_small(sum);
		if (run->keep)
			polarity_note_cue(run, k, v, h, sum);
	}
	own.lean = k->good - dec->bias_good - k->bad + dec->bias_bad;
	return own;
}

static void add_sum(struct polarity_run *run, struct code *k, struct cue_weights w, float value,
		    ptrdiff_t slot, struct str name)
{
	struct polarity_sums sum = { 0 };
	polarity_add(&sum, w, value);
	k->good += sum.good;
	k->bad += sum.bad;
	if (run->keep)
		polarity_note_rule(run, k, sum, slot, name);
}

static void add_rule(struct polarity_run *run, struct code *k, enum cue_rule rule, float value)
{
	const struct cues *c = run->s->cues;
	add_sum(run, k, c->rules[rule], value, cue_rule_slot(c, rule), cue_rule_name(rule));
}

/* What the surroundings suggest. Praise around it does not talk a settled shortfall away. */
static void add_context(struct polarity_run *run, struct code *k, uint32_t i, bool settled)
{
	const struct polarity_sentence *s = &run->sents[i];
	float previous = i ? s[-1].tone : 0;
	float others = run->count > 1 ? (run->tones - s->tone) / (float)(run->count - 1) : 0;
	if (settled && previous > 0)
		previous = 0;
	if (settled && others > 0)
		others = 0;
	if (s->r.fragment)
		add_rule(run, k, CUE_RULE_FRAGMENT, 1);
	if (s->r.double_negation)
		add_rule(run, k, CUE_RULE_DOUBLE_NEGATION, 1);
	if (s->r.silent)
		add_rule(run, k, CUE_RULE_SILENT, 1);
	if (s->r.figure)
		add_rule(run, k, CUE_RULE_FIGURE, 1);
	add_rule(run, k, CUE_RULE_PREVIOUS, previous);
	add_rule(run, k, CUE_RULE_PARAGRAPH, others);
	if (s->r.turns == CUE_TURN_AGAINST)
		add_rule(run, k, CUE_RULE_TURN, previous);
	if (s->r.turns == CUE_TURN_BACK)
		add_rule(run, k, CUE_RULE_POINTS_BACK, previous);
}

/* What the heading above suggests; some only where the sentence's own cues say nothing. */
static void add_heading(struct polarity_run *run, struct code *k,
			const struct polarity_sentence *s, bool quiet)
{
	uint16_t heading = heading_over(run, s, k->sent);
	if (heading == POLARITY_NO_GROUP)
		return;
	const struct cue_group *g = &run->s->cues->groups.at[heading];
	if (!g->quiet_only || quiet)
		add_sum(run, k, g->weights, 1, heading, g->id);
}

/* own: how far the sentence's own cues lean to good. Where they pull against what surrounds them,
 * both sums are low, but that is no neutral sentence. */
static enum polarity decide(const struct cue_decision *dec, const struct code *k, float own)
{
	if (k->good < dec->neutral_below && k->bad < dec->neutral_below &&
	    own < dec->neutral_within && own > -dec->neutral_within)
		return POL_NEUTRAL;
	return k->good - k->bad > dec->lean ? POL_STRENGTH : POL_CONCERN;
}

static void judge_code(struct polarity_run *run, struct code *codes, ptrdiff_t count,
		       ptrdiff_t self)
{
	struct polarity_scratch *s = run->s;
	struct code *k = &codes[self];
	uint32_t i = k->sent - run->first;
	const struct polarity_sentence *sent = &run->sents[i];
	struct polarity_view v;
	v.r = &sent->r;
	v.theme = k->theme;
	v.good = run->lx->themes.at[k->theme].good;
	v.only = -1;
	weigh_clauses(run, &v, count, self);
	k->cue_first = (uint32_t)run->d->cue_uses.n;
	k->cue_count = 0;
	struct own own = add_cues(run, k, sent, &v);
	add_context(run, k, i, own.shortfall && own.lean < 0);
	add_heading(run, k, sent, own.quiet);
	k->polarity = (uint8_t)decide(&s->cues->decision, k, own.lean);
	if (v.r->clauses > 1 && polarity_is_mixed(&s->tally, &v)) {
		k->polarity = POL_MIXED;
		if (run->keep)
			polarity_note_mixed(run, k);
	}
	k->change = (uint8_t)(sent->tells_change ? polarity_change(s->cues, &v) : CHANGE_NONE);
}

void polarity_judge(struct polarity_run *run, struct code *codes, ptrdiff_t count, ptrdiff_t hit)
{
	const struct cue_reading *r = &run->sents[codes->sent - run->first].r;
	if (r->clauses > 1)
		find_clauses(run, r, codes, count, hit);
	for (ptrdiff_t i = 0; i < count; i++)
		judge_code(run, codes, count, i);
}
