/* SPDX-License-Identifier: MIT
 *
 * The numbers of polarity.yaml apart from it: what groups and rules add, and
 * the figures of the decision that go with them, so that they can be fitted,
 * tried and written back.
 */
#ifndef LM_LEXICON_CUE_NUMBERS_H
#define LM_LEXICON_CUE_NUMBERS_H

#include "pipeline/base/buf.h"
#include "pipeline/lexicon/cues.h"

/* A number a side: what is added to "says something good", and to "something bad". */
enum cue_side { CUE_SAYS_GOOD, CUE_SAYS_BAD, CUE_SIDES };

/* Slots: the groups, then what each adds for the themes under its `for`, then the rules. */
struct cue_numbers {
	ptrdiff_t groups, slots;
	double *weight[CUE_SIDES];          /* [slots] */
	double bias[CUE_SIDES];
	double lean, neutral_below;
};

/* The slot whose weights a cue of a group adds for a theme, or a cue with a rule. */
ptrdiff_t cue_group_slot(const struct cues *c, uint32_t group, uint16_t theme);
ptrdiff_t cue_rule_slot(const struct cues *c, enum cue_rule rule);

/* Is the slot one that fitting leaves alone? */
bool cue_slot_locked(const struct cues *c, ptrdiff_t slot);

/* The numbers as the cues have them. The arrays live in mem. E_NOMEM. */
int cue_numbers_of(struct cue_numbers *n, struct arena *mem, const struct cues *c, struct error *e);

/* All values of from, which are of the same cues, into to. */
void cue_numbers_copy(struct cue_numbers *to, const struct cue_numbers *from);

/* Cues with numbers of their own, to be set by cue_numbers_set(); all else they share with c, which
 * must outlive them. What they own lives in mem; they are not for cues_free(). E_NOMEM. */
int cues_twin(struct cues *out, struct arena *mem, const struct cues *c, struct error *e);
void cue_numbers_set(struct cues *twin, const struct cue_numbers *n);

/* polarity.yaml of lx with these numbers, to two decimals: comments and the order stay, see
 * yaml_edit.h. What is locked is left alone. */
int cue_numbers_edit(struct buf *out, const struct lexicon *lx, const struct cue_numbers *n,
		     struct error *e);

#endif
