/* SPDX-License-Identifier: MIT
 *
 * Precision, recall, F1, agreement and polarity of the program's codes against
 * coded sentences (replay.h says which code belongs to which).
 */
#ifndef LM_EVAL_SCORE_H
#define LM_EVAL_SCORE_H

#include "pipeline/eval/gold.h"
#include "pipeline/run/config.h"

/* Of one theme, or of all. */
struct score_counts {
	uint32_t hits, extra, misses;   /* true positives, false positives, false negatives */
	uint32_t right;                 /* hits with a polarity that a coder gave */
	uint32_t agreed_none;           /* sentences where neither has the theme */
};

enum score_error_kind { SCORE_MISSED, SCORE_EXTRA, SCORE_POLARITY };

struct score_error {
	enum score_error_kind kind;
	uint32_t sentence, theme;
	uint8_t got;                    /* polarity; not of SCORE_MISSED */
	uint32_t term;                  /* heaviest term that fired; UINT32_MAX: none */
};

struct score {
	struct arena mem;
	struct score_counts all, *themes;         /* one a theme */
	uint32_t confusion[4][4];                 /* [coder's][ours] of hits with one coder's polarity */
	uint32_t sentences, unmatched;            /* unmatched: codes that fit no coded sentence */
	VEC(struct score_error) errors;
};

struct kappa {
	double value, low, high;                  /* 95 % by the large-sample standard error */
};

int score_run(struct score *s, const struct gold *g, const struct config *config,
	      const struct lexicon *lx, struct error *e);
void score_release(struct score *s);

double score_precision(const struct score_counts *c);
double score_recall(const struct score_counts *c);
double score_f1(const struct score_counts *c);
double score_polarity(const struct score_counts *c);  /* right / hits */
double score_joint_f1(const struct score_counts *c);  /* a hit counts when its polarity is right */

/* Cohen's kappa (Cohen 1960) of theme or no theme, over all sentences. */
struct kappa score_kappa(const struct score_counts *c);

#endif
