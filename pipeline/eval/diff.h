/* SPDX-License-Identifier: MIT
 *
 * Two lexicons on the same documents: which sentences get a theme from one and
 * not from the other, and which term is to blame. Themes are the same when
 * their ids are, terms when theme and pattern are. A sentence that a theme
 * gains is put down to the term that adds most more than it did before (its
 * weight where it occurs, 0 where it does not), one that it loses to the term
 * that adds most less; where no term does, to the theme's other numbers: bias
 * and what is carried over.
 */
#ifndef LM_EVAL_DIFF_H
#define LM_EVAL_DIFF_H

#include "pipeline/doc/doc.h"
#include "pipeline/eval/telling.h"
#include "pipeline/lexicon/lexicon.h"

#define DIFF_LINES 3
#define NO_TERM UINT32_MAX

enum diff_side { DIFF_A, DIFF_B, DIFF_SIDES };

/* What changed by one cause. Index DIFF_A: sentences lost, which only A has; DIFF_B: gained. */
struct diff_cause {
	uint32_t term[DIFF_SIDES];          /* in either lexicon's terms; NO_TERM: not there */
	uint32_t sentences[DIFF_SIDES];
	struct quotation line[DIFF_SIDES][DIFF_LINES];
	struct str doc[DIFF_SIDES][DIFF_LINES];
	uint32_t lines[DIFF_SIDES];
};

struct diff_theme {
	struct str id;
	int theme[DIFF_SIDES];              /* in either lexicon's themes; -1: not there */
	uint32_t sentences[DIFF_SIDES];     /* coded with it */
	uint32_t judged_otherwise;          /* coded by both, with another polarity */
	struct diff_cause other;            /* what no term is to blame for */
	uint32_t cause_first, cause_count;  /* in diff.causes: its terms, B's order, then A's rest */
};

struct diff {
	struct arena mem;
	const struct lexicon *lx[DIFF_SIDES];
	bool all_voices;
	VEC(struct diff_theme) themes;      /* B's order, then those of A alone */
	VEC(struct diff_cause) causes;
	uint32_t *cause_of[DIFF_SIDES];     /* by term: in causes */
	uint32_t *theme_of[DIFF_SIDES];     /* by theme: in themes */
	double *change;                     /* [causes], work of one sentence */
	uint32_t documents;
	uint32_t unlike;                    /* documents of which the lexicons read other sentences */
	uint64_t words[DIFF_SIDES];         /* that rates are based on */
};

/* E_NOMEM. Call diff_release() also after a failure. all_voices: as in config. */
int diff_init(struct diff *d, const struct lexicon *a, const struct lexicon *b, bool all_voices,
	      struct error *e);
void diff_release(struct diff *d);

/* One document as both lexicons have it, with LAYER_VECTOR. */
int diff_add(struct diff *d, struct doc *const docs[DIFF_SIDES], struct error *e);

/* Sentences of a theme per 1,000 words. */
double diff_rate(const struct diff *d, const struct diff_theme *t, enum diff_side side);

#endif
