/* SPDX-License-Identifier: MIT
 *
 * The steps of reading cues, for cue_reading.c alone; see cue_reading.h. In
 * order: keep the cues that stand; cut clauses; mark stops; settle what each
 * negator meets; judge what each cue means.
 */
#ifndef LM_LEXICON_CUE_STEPS_H
#define LM_LEXICON_CUE_STEPS_H

#include "pipeline/lexicon/cue_reading.h"

enum fate { FATE_NONE, FATE_GOOD, FATE_BAD, FATE_DOUBLE };

/* What one call of cue_read() works on. Most sentences have few classes of cues: steps that none of
 * them asks for are left out. */
struct reading {
	const struct cues *cues;
	const uint8_t *breaks;
	uint32_t n;
	struct cue_reading *out;
	bool *stop;                     /* a scope may not enter this word; of each */
	uint8_t *fate;                  /* of each opener: what a negator meets */
	uint16_t *openers;              /* the hits that open scopes: few, so asked first */
	uint32_t opener_count;
};

#define CUE_OPENERS (1u << CUE_NEGATOR | 1u << CUE_SHORTFALL | 1u << CUE_REDUCER | 1u << CUE_NEED)
#define CUE_MOVES (1u << CUE_RISE | 1u << CUE_FALL)

static inline bool cue_opens_scope(enum cue_class c)
{
	return cue_is_of(c, CUE_OPENERS);
}

static inline bool cue_reaches(const struct cue_hit *from, const struct cue_hit *to)
{
	return from->scope_first <= to->first && to->first < from->scope_end;
}

static inline bool cue_is_bad(enum cue_class c)
{
	return cue_is_of(c, 1u << CUE_BAD | 1u << CUE_WORSE | 1u << CUE_TOPIC |
			    1u << CUE_SHORTFALL);
}

static inline bool cue_is_polar(enum cue_class c)
{
	return cue_is_bad(c) || cue_is_of(c, 1u << CUE_GOOD | 1u << CUE_BETTER | CUE_MOVES);
}

/* Append to out->hits, which has room, the cues that stand: of n by first word, those that no
 * longer cue and no void pattern takes. voiders has room for n. */
void cue_keep_hits(const struct cues *c, const struct cue_mark *all, ptrdiff_t n, uint16_t *voiders,
		   struct cue_reading *out);

/* Fill out->clause and out->clauses, and the stops that clauses make. */
void cue_cut_clauses(struct reading *r);

/* Stops, and the end of each condition: "where plans are not clear, managers ..." */
void cue_mark_stops(struct reading *r);

/* Lay out all scopes and settle what each negator meets. */
void cue_settle_negators(struct reading *r);

/* Negators that turned criticism are praise's helpers, no criticism themselves: those that reach
 * k count no more. */
void cue_spend_negators(struct reading *r, const struct cue_hit *k);

/* What each cue means in its place: its rule, and whether it counts. */
void cue_judge(struct reading *r);

#endif
