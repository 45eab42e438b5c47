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
	return c != CUE_REDUCER && c != CUE_HEADING && c != CUE_FRAGMENT && c != CUE_STOP &&
	       c != CUE_CONDITION && c != CUE_START && c != CUE_CONCESSION && c != CUE_LOW &&
	       c != CUE_HIGH;
}

static bool within(const struct occurrence *a, uint32_t word)
{
	return a->first <= word && word <= a->last;
}

/* Does `by` void `o`? A longer cue does, and a void pattern that overlaps; of cues with gaps
 * only the ends are known, so they void what touches these. */
static bool is_voided(const struct cues *c, const struct occurrence *o, const struct occurrence *by)
{
	enum cue_class class = cue_group_of(c, by->term)->class;
	bool gapped = c->cues.at[by->term].gapped;
	if (class == CUE_VOID)
		return by->first <= o->last && o->first <= by->last &&
		       (!gapped || within(o, by->first) || within(o, by->last));
	return voids(class) && by->first <= o->first && o->last <= by->last &&
	       o->last - o->first < by->last - by->first &&
	       (!gapped || by->first == o->first || by->last == o->last);
}

static bool stands(const struct cues *c, const struct occurrence *all, ptrdiff_t n, ptrdiff_t i)
{
	const struct occurrence *o = &all[i];
	if (cue_group_of(c, o->term)->class == CUE_VOID)
		return false;
	for (ptrdiff_t j = i; j-- > 0 && o->first - all[j].first < SPAN_MAX;)
		if (is_voided(c, o, &all[j]))
			return false;
	for (ptrdiff_t j = i + 1; j < n && all[j].first <= o->last; j++)
		if (is_voided(c, o, &all[j]))
			return false;
	return true;
}

void cue_keep_hits(const struct cues *c, const struct occurrence *all, ptrdiff_t n,
		      uint32_t shift, struct cue_reading *out)
{
	for (ptrdiff_t i = 0; i < n; i++) {
		enum cue_class class = cue_group_of(c, all[i].term)->class;
		if (!stands(c, all, n, i))
			continue;
		out->hits[out->hit_count++] = (struct cue_hit){
			.cue = all[i].term, .group = c->cues.at[all[i].term].group,
			.class = (uint8_t)class, .rule = CUE_RULE_NONE,
			.first = all[i].first + shift, .last = all[i].last + shift,
		};
	}
}
