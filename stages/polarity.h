/* SPDX-License-Identifier: MIT
 *
 * What the polarity stage works on: polarity.c reads sentences that belong
 * together, polarity_codes.c judges their codes, polarity_uses.c keeps why.
 */
#ifndef LM_STAGES_POLARITY_H
#define LM_STAGES_POLARITY_H

#include "pipeline/run/stage.h"
#include "stages/polarity_sums.h"

#define POLARITY_NO_GROUP UINT16_MAX

/* One worker's. */
struct polarity_scratch {
	const struct cues *cues;
	struct cue_reader *reader;
	struct polarity_tally tally;
	struct arena mem;               /* reset for each run of sentences */
	ptrdiff_t mark;                 /* behind the marks of the sentence read last */
	uint32_t *clauses;              /* by code of a sentence: clauses that speak of its theme */
	uint32_t heading;               /* the heading last looked at, and its group */
	uint16_t heading_group;         /* or POLARITY_NO_GROUP */
};

/* A sentence, read apart from any theme. */
struct polarity_sentence {
	struct cue_reading r;
	const struct polarity_sums *sums;       /* what each cue adds, most often for any theme: */
	bool by_theme;                  /* or for some themes other sums */
	bool tells_change;              /* a cue may tell of a change */
	float tone;                     /* from -1 to 1 */
	uint16_t over;                  /* group of the last heading cue before it, or none */
};

/* Sentences that belong together: of a paragraph, or of the items of a list. */
struct polarity_run {
	struct doc *d;
	struct polarity_scratch *s;
	const struct lexicon *lx;
	uint32_t first, count;
	struct polarity_sentence *sents;
	float tones;                    /* the sum of their tones */
	bool all_cues;                  /* see config */
	bool keep;                      /* evidence, for somebody reads it */
	bool lost;                      /* no memory for evidence */
};

/* Read the cues of sentence `sent` of the document. 0 or -code. */
int polarity_read_cues(struct polarity_run *run, uint32_t sent, struct cue_reading *out,
		       struct error *e);

/* Judge the codes of one sentence of the run; hit: the sentence's first, or one behind it. */
void polarity_judge(struct polarity_run *run, struct code *codes, ptrdiff_t count, ptrdiff_t hit);

/* ---- evidence; for runs that keep it ---- */

/* A summand below this is no evidence worth keeping. */
static inline bool polarity_is_small(struct polarity_sums sum)
{
	const float small = 0.05f;
	return sum.good < small && sum.good > -small && sum.bad < small && sum.bad > -small;
}

/* Cue h added sum to code k. */
void polarity_note_cue(struct polarity_run *run, struct code *k, const struct polarity_view *v,
		       const struct cue_hit *h, struct polarity_sums sum);

/* The weights of a slot (cue_numbers.h) were added by a rule of that name. */
void polarity_note_rule(struct polarity_run *run, struct code *k, struct polarity_sums sum,
			ptrdiff_t slot, struct str name);

/* The sides of a contrast differ. */
void polarity_note_mixed(struct polarity_run *run, struct code *k);

#endif
