/* SPDX-License-Identifier: MIT
 *
 * See polarity_sums.h.
 */
#include "stages/polarity_sums.h"

int polarity_tally_init(struct polarity_tally *t, const struct cues *c, struct error *e)
{
	t->cues = c;
	t->value = calloc((size_t)(c->groups.n + CUE_RULE_COUNT), sizeof *t->value);
	return t->value ? 0 : fail(e, E_NOMEM, "out of memory for polarity");
}

void polarity_tally_release(struct polarity_tally *t)
{
	free(t->value);
	t->value = NULL;
}

void polarity_tally_reset(struct polarity_tally *t)
{
	memset(t->value, 0, sizeof *t->value * (size_t)(t->cues->groups.n + CUE_RULE_COUNT));
}

/* Scopes and quantities say nothing themselves; headings speak for what is below. */
static bool weighs(const struct cue_hit *k)
{
	return !k->spent && !cue_is_of((enum cue_class)k->class,
				       1u << CUE_STOP | 1u << CUE_LOW | 1u << CUE_HIGH |
				       1u << CUE_REDUCER | 1u << CUE_HEADING);
}

/* A side of a contrast is judged by what it says, not by where it stands. */
static bool is_frame(enum cue_class c)
{
	return c == CUE_START || c == CUE_CONTRAST || c == CUE_CONCESSION || c == CUE_FRAGMENT;
}

static float clause_weight(const struct cues *c, const struct polarity_view *v,
			   const struct cue_hit *k)
{
	if (v->only >= 0)
		return k->clause == v->only && !is_frame(k->class) ? 1.0f : 0.0f;
	float w = v->clause[k->clause];
	if (k->conditional)
		w *= c->decision.condition;
	return v->r->conceded && k->clause == 0 ? w * c->decision.concession : w;
}

/* The second of its kind counts less, and all of a kind up to a cap: three words of praise for
 * one thing are one finding. */
struct polarity_sums polarity_of_cue(struct polarity_tally *t, const struct polarity_view *v,
				     const struct cue_hit *k)
{
	const struct cue_decision *dec = &t->cues->decision;
	struct polarity_sums out = { 0 };
	bool in_list = k->class != CUE_FRAGMENT || v->r->fragment;
	float w = weighs(k) && in_list ? clause_weight(t->cues, v, k) : 0;
	if (w <= 0)
		return out;
	enum cue_rule rule = polarity_rule(v, k);
	float *had = rule == CUE_RULE_NONE ? &t->value[k->group]
					   : &t->value[t->cues->groups.n + rule];
	float now = *had + (*had > 0 ? w * dec->repeat : w);
	if (now > dec->cap)
		now = dec->cap;
	polarity_add(&out, rule == CUE_RULE_NONE
				   ? cue_group_weights(&t->cues->groups.at[k->group], v->theme)
				   : t->cues->rules[rule], now - *had);
	*had = now;
	return out;
}

/* What all cues of the sentence add, counted anew; each: what each of them adds, or NULL. */
static struct polarity_sums sum_cues(struct polarity_tally *t, const struct polarity_view *v,
				     struct polarity_sums *each)
{
	struct polarity_sums sum = { 0 };
	polarity_tally_reset(t);
	for (uint32_t i = 0; i < v->r->hit_count; i++) {
		struct polarity_sums one = polarity_of_cue(t, v, &v->r->hits[i]);
		sum.good += one.good;
		sum.bad += one.bad;
		if (each)
			each[i] = one;
	}
	return sum;
}

float polarity_tone(struct polarity_tally *t, const struct cue_reading *r,
		    struct polarity_sums *sums)
{
	const struct cues *c = t->cues;
	struct polarity_view v;
	v.r = r;
	v.theme = POLARITY_NO_THEME;
	v.good = GOOD_HIGH;
	v.only = -1;
	for (int i = 0; i < r->clauses; i++)
		v.clause[i] = 1;
	struct polarity_sums sum = sum_cues(t, &v, sums);
	if (r->fragment)
		polarity_add(&sum, c->rules[CUE_RULE_FRAGMENT], 1);
	if (r->double_negation)
		polarity_add(&sum, c->rules[CUE_RULE_DOUBLE_NEGATION], 1);
	if (r->silent)
		polarity_add(&sum, c->rules[CUE_RULE_SILENT], 1);
	if (r->figure)
		polarity_add(&sum, c->rules[CUE_RULE_FIGURE], 1);
	float tone = (sum.good + c->decision.bias_good - sum.bad - c->decision.bias_bad) /
		     c->decision.tone_scale;
	return tone > 1 ? 1 : tone < -1 ? -1 : tone;
}

bool polarity_is_mixed(struct polarity_tally *t, const struct polarity_view *view)
{
	struct polarity_view v = *view;
	float best = 0, worst = 0;
	for (v.only = 0; v.only < v.r->clauses; v.only++) {
		if (v.clause[v.only] < 1)
			continue;
		struct polarity_sums side = sum_cues(t, &v, NULL);
		float tone = side.good - side.bad;
		best = tone > best ? tone : best;
		worst = tone < worst ? tone : worst;
	}
	return best > t->cues->decision.mixed_good && worst < -t->cues->decision.mixed_bad;
}

enum change polarity_change(const struct cues *c, const struct polarity_view *v)
{
	enum change change = CHANGE_NONE;
	for (uint32_t i = 0; i < v->r->hit_count; i++) {
		const struct cue_hit *k = &v->r->hits[i];
		enum cue_rule rule = polarity_rule(v, k);
		if (k->spent || v->clause[k->clause] < 1)
			continue;
		if (k->class == CUE_BETTER && rule == CUE_RULE_NONE)
			change = CHANGE_BETTER;
		else if (k->class == CUE_WORSE && rule == CUE_RULE_NONE)
			change = CHANGE_WORSE;
		else if ((k->class == CUE_RISE || k->class == CUE_FALL) &&
			 c->groups.at[k->group].changes)
			change = rule == CUE_RULE_TO_GOOD_QUANTITY || rule == CUE_RULE_TO_GOOD_THEME
					 ? CHANGE_BETTER
					 : CHANGE_WORSE;
	}
	return change;
}
