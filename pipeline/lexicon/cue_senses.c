/* SPDX-License-Identifier: MIT
 *
 * What each cue means in its place: turned, reduced, wished for, or said of a
 * quantity.
 */
#include "pipeline/lexicon/cue_steps.h"

/* What reaches a cue. */
struct reach {
	bool shortfall, amount;         /* amount: a shortfall that says how much of something */
	bool negator, bad_fate, double_fate, wish, reduced, unreduced;
	bool cancelled, canceller;      /* the sides of a double negation */
};

static bool is_turned(const struct reading *r, const struct cue_hit *k)
{
	for (uint32_t i = 0; i < r->opener_count; i++) {
		const struct cue_hit *o = &r->out->hits[r->openers[i]];
		if ((o->class == CUE_NEGATOR || o->class == CUE_SHORTFALL) && cue_reaches(o, k))
			return true;
	}
	return false;
}

static struct reach reach_of(const struct reading *r, const struct cue_hit *k)
{
	struct reach at = { 0 };
	for (uint32_t j = 0; j < r->opener_count; j++) {
		uint32_t i = r->openers[j];
		const struct cue_hit *o = &r->out->hits[i];
		if (!cue_reaches(o, k))
			continue;
		bool amount = r->cues->groups.at[o->group].amount;
		at.shortfall |= o->class == CUE_SHORTFALL && !amount;
		at.amount |= o->class == CUE_SHORTFALL && amount;
		at.wish |= o->class == CUE_NEED;
		if (o->class == CUE_NEGATOR) {
			at.negator = true;
			at.bad_fate |= r->fate[i] == FATE_BAD;
			at.double_fate |= r->fate[i] == FATE_DOUBLE;
			bool cancels = r->cues->groups.at[o->group].cancels;
			at.canceller |= r->fate[i] == FATE_DOUBLE && cancels;
			at.cancelled |= r->fate[i] == FATE_DOUBLE && !cancels;
		} else if (o->class == CUE_REDUCER && !at.reduced && !at.unreduced) {
			at.unreduced = is_turned(r, o);
			at.reduced = !at.unreduced;
		}
	}
	return at;
}

static enum cue_rule rule_of_bad(struct reading *r, const struct cue_hit *k, const struct reach *at)
{
	bool topic = k->class == CUE_TOPIC;
	enum cue_rule rule = CUE_RULE_NONE;
	if (at->reduced)
		rule = topic ? CUE_RULE_TOPIC_REDUCED : CUE_RULE_BAD_REDUCED;
	else if (at->unreduced)
		return topic ? CUE_RULE_TOPIC_UNREDUCED : CUE_RULE_BAD_UNREDUCED;
	else if ((at->negator && !at->double_fate && at->bad_fate) ||
		 (at->cancelled && !at->canceller)) { /* "no child waits without help" */
		cue_spend_negators(r, k);
		rule = topic ? CUE_RULE_TOPIC_NEGATED : CUE_RULE_BAD_NEGATED;
	}
	return rule != CUE_RULE_NONE && at->wish ? CUE_RULE_WISHED : rule;
}

static bool is_negated_good(const struct reach *at)
{
	return at->shortfall || (at->negator && !at->double_fate && !at->bad_fate);
}

static enum cue_rule rule_of_good(const struct cue_hit *k, const struct reach *at)
{
	if (is_negated_good(at) || at->amount)
		return k->class == CUE_BETTER ? CUE_RULE_BETTER_NEGATED : CUE_RULE_GOOD_NEGATED;
	return at->wish ? CUE_RULE_WISHED : CUE_RULE_NONE;
}

static uint32_t distance(const struct cue_hit *a, const struct cue_hit *b)
{
	return a->first > b->first ? a->first - b->first : b->first - a->first;
}

/* What is said of a quantity judges it: "waiting lists have fallen" is no criticism. */
static void spend_quantity(struct reading *r, const struct cue_hit *noun)
{
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		struct cue_hit *k = &r->out->hits[i];
		if (k->class == CUE_BAD && k->rule == CUE_RULE_NONE && k->first <= noun->last &&
		    noun->first <= k->last)
			k->spent = true;
	}
}

/* A rise is good when the quantity nearest to it is better high. "High" and the like tell of a
 * quantity only when one is named. */
static void judge_quantity(struct reading *r, struct cue_hit *k, const struct reach *at)
{
	const struct cue_hit *noun = NULL;
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		const struct cue_hit *q = &r->out->hits[i];
		if (q->class != CUE_LOW && q->class != CUE_HIGH)
			continue;
		if ((float)distance(q, k) <= r->cues->decision.quantity_reach &&
		    (!noun || distance(q, k) < distance(noun, k) ||
		     (distance(q, k) == distance(noun, k) && q->class == CUE_LOW)))
			noun = q;
	}
	k->up = (k->class == CUE_RISE) != is_negated_good(at);
	k->theme_decides = !noun;
	k->spent |= !noun && !r->cues->groups.at[k->group].changes;
	if (!noun)
		return;
	k->rule = k->up == (noun->class == CUE_HIGH) ? CUE_RULE_TO_GOOD_QUANTITY
						     : CUE_RULE_TO_BAD_QUANTITY;
	if (noun->class == CUE_LOW)
		spend_quantity(r, noun);
}

/* The same of "the waiting list is no longer a concern". */
static void settle_subjects(struct reading *r)
{
	struct cue_hit *hits = r->out->hits;
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		if (hits[i].rule != CUE_RULE_BAD_NEGATED)
			continue;
		for (uint32_t j = 0; j < i; j++)
			if (hits[j].class == CUE_LOW && hits[j].clause == hits[i].clause)
				spend_quantity(r, &hits[j]);
	}
}

static void judge_each(struct reading *r)
{
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		struct cue_hit *k = &r->out->hits[i];
		if (!cue_is_polar(k->class))
			continue;
		struct reach at = reach_of(r, k);
		if (k->class == CUE_SHORTFALL)
			k->rule = k->rule != CUE_RULE_NONE && at.wish ? CUE_RULE_WISHED : k->rule;
		else if (cue_is_bad(k->class))
			k->rule = (uint8_t)rule_of_bad(r, k, &at);
		else if (k->class == CUE_RISE || k->class == CUE_FALL)
			judge_quantity(r, k, &at);
		else
			k->rule = (uint8_t)rule_of_good(k, &at);
	}
}

/* "Declined" is criticism of practice and, said of exclusions, praise: where the word is both, a
 * quantity near it decides, else what it says by itself. */
static void settle_quantities(struct reading *r)
{
	struct cue_hit *hits = r->out->hits;
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		if (hits[i].class != CUE_RISE && hits[i].class != CUE_FALL)
			continue;
		for (uint32_t j = 0; j < r->out->hit_count; j++)
			if ((hits[j].class == CUE_BETTER || hits[j].class == CUE_WORSE) &&
			    hits[j].first == hits[i].first && hits[j].last == hits[i].last)
				hits[hits[i].theme_decides ? i : j].spent = true;
	}
}

void cue_judge(struct reading *r)
{
	judge_each(r);
	if (r->out->classes & CUE_MOVES)
		settle_quantities(r);
	if (r->out->classes & 1u << CUE_LOW)
		settle_subjects(r);
}
