/* SPDX-License-Identifier: MIT
 *
 * Which cues of a sentence stand: those inside longer ones or under a void
 * pattern do not.
 */
#include "pipeline/lexicon/cue_steps.h"

/* No cue is longer; farther apart, cues do not overlap. */
#define SPAN_MAX 32

/* Grammar words are not evidence; they do not void shorter cues. */
static bool voids(enum cue_class c)
{
	return !cue_is_of(c, 1u << CUE_REDUCER | 1u << CUE_HEADING | 1u << CUE_FRAGMENT |
			     1u << CUE_STOP | 1u << CUE_CONDITION | 1u << CUE_START |
			     1u << CUE_CONCESSION | 1u << CUE_LOW | 1u << CUE_HIGH);
}

static bool within(const struct cue_mark *a, uint32_t word)
{
	return a->first <= word && word <= a->last;
}

/* Does `by` void `o`? A longer cue does, and a void pattern that overlaps; of cues with gaps
 * only the ends are known, so they void what touches these. */
static bool is_voided(const struct cues *c, const struct cue_mark *o, const struct cue_mark *by)
{
	enum cue_class class = (enum cue_class)c->cues.at[by->cue].class;
	bool gapped = c->cues.at[by->cue].gapped;
	if (class == CUE_VOID)
		return by->first <= o->last && o->first <= by->last &&
		       (!gapped || within(o, by->first) || within(o, by->last));
	return voids(class) && by->first <= o->first && o->last <= by->last &&
	       o->last - o->first < by->last - by->first &&
	       (!gapped || by->first == o->first || by->last == o->last);
}

/* The cues that may void others: longer than one word, or void patterns. Few are. */
static uint32_t list_voiders(const struct cues *c, const struct cue_mark *all, ptrdiff_t n,
			     uint16_t *voiders)
{
	uint32_t count = 0;
	for (ptrdiff_t i = 0; i < n; i++) {
		enum cue_class class = (enum cue_class)c->cues.at[all[i].cue].class;
		if (class == CUE_VOID || (all[i].last > all[i].first && voids(class)))
			voiders[count++] = (uint16_t)i;
	}
	return count;
}

static bool stands(const struct cues *c, const struct cue_mark *all, uint16_t i,
		   const uint16_t *voiders, uint32_t count)
{
	const struct cue_mark *o = &all[i];
	for (uint32_t k = 0; k < count; k++) {
		const struct cue_mark *by = &all[voiders[k]];
		bool near = voiders[k] < i ? o->first - by->first < SPAN_MAX
					   : voiders[k] > i && by->first <= o->last;
		if (near && is_voided(c, o, by))
			return false;
	}
	return true;
}

void cue_keep_hits(const struct cues *c, const struct cue_mark *all, ptrdiff_t n, uint16_t *voiders,
		   struct cue_reading *out)
{
	uint32_t count = list_voiders(c, all, n, voiders);
	for (ptrdiff_t i = 0; i < n; i++) {
		const struct cue *cue = &c->cues.at[all[i].cue];
		if (cue->class == CUE_VOID || !stands(c, all, (uint16_t)i, voiders, count))
			continue;
		out->hits[out->hit_count++] = (struct cue_hit){
			.cue = all[i].cue, .group = cue->group,
			.class = cue->class, .rule = CUE_RULE_NONE,
			.first = all[i].first, .last = all[i].last,
		};
		out->classes |= 1u << cue->class;
	}
}
