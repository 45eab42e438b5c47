/* SPDX-License-Identifier: MIT
 *
 * What the cues of one sentence add to "says something good" and "says something
 * bad" about one theme, whether the sides of a contrast point both ways, and
 * which change the sentence tells of.
 */
#ifndef LM_STAGES_POLARITY_SUMS_H
#define LM_STAGES_POLARITY_SUMS_H

#include "pipeline/base/coding.h"
#include "pipeline/lexicon/cue_reading.h"

struct polarity_sums {
	float good, bad;
	float value;                    /* how often the weights of one slot were added */
};

/* How a sentence's cues bear on one theme. */
struct polarity_view {
	const struct cue_reading *r;
	uint16_t theme;                 /* index in lexicon.themes, or POLARITY_NO_THEME */
	uint8_t good;                   /* enum good of the theme */
	float clause[CUE_CLAUSES_MAX];  /* weight of each clause that there is */
	int only;                       /* this clause alone, judged as a side; or -1 */
};

#define POLARITY_NO_THEME UINT16_MAX

/* How much of each group and rule has been counted; one a worker. */
struct polarity_tally {
	const struct cues *cues;
	float *value;                   /* by group, then by rule */
};

int polarity_tally_init(struct polarity_tally *t, const struct cues *c, struct error *e);
void polarity_tally_release(struct polarity_tally *t);

/* Before each sentence and theme. */
void polarity_tally_reset(struct polarity_tally *t);

static inline void polarity_add(struct polarity_sums *s, struct cue_weights w, float value)
{
	s->good += w.good * value;
	s->bad += w.bad * value;
	s->value += value;
}

/* The rule that a cue follows for the view's theme, or CUE_RULE_NONE. */
static inline enum cue_rule polarity_rule(const struct polarity_view *v, const struct cue_hit *k)
{
	if (!k->theme_decides)
		return (enum cue_rule)k->rule;
	return k->up == (v->good != GOOD_LOW) ? CUE_RULE_TO_GOOD_THEME : CUE_RULE_TO_BAD_THEME;
}

/* What one more cue adds. */
struct polarity_sums polarity_of_cue(struct polarity_tally *t, const struct polarity_view *v,
				     const struct cue_hit *k);

/* What a sentence says apart from any theme, from -1 (all criticism) to 1 (all praise). sums: what
 * each of its cues adds. */
float polarity_tone(struct polarity_tally *t, const struct cue_reading *r,
		    struct polarity_sums *sums);

/* Whether one side of a contrast is clearly good and another clearly bad. */
bool polarity_is_mixed(struct polarity_tally *t, const struct polarity_view *v);

/* Whether a cue is one that may tell of a change. */
static inline bool polarity_tells_change(const struct cue_hit *k)
{
	return cue_is_of((enum cue_class)k->class, 1u << CUE_BETTER | 1u << CUE_WORSE |
						   1u << CUE_RISE | 1u << CUE_FALL);
}

/* The last change that the sentence tells of. Level and change are apart: "improved but still
 * inadequate" is better, and a concern. */
enum change polarity_change(const struct cues *c, const struct polarity_view *v);

#endif
