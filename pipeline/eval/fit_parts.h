/* SPDX-License-Identifier: MIT
 *
 * What the parts of fitting share: fit.c goes through the folds, fit_columns.c
 * makes one regression, fit_propose.c finds terms that would help it,
 * fit_figures.c counts. A row is a sentence, a column one number of a theme:
 * its bias, a term (1 where it occurs), a carry, a context, the habit of an
 * extra coder, a new term.
 */
#ifndef LM_EVAL_FIT_PARTS_H
#define LM_EVAL_FIT_PARTS_H

#include "pipeline/eval/design.h"
#include "pipeline/eval/fit.h"
#include "pipeline/eval/logistic.h"

/* What a code or its absence in one coded sentence is decided by: the highest sum of the theme and
 * of all below it, of those whose biases are moved in the end and of those that are locked. */
struct cell {
	double score, fixed;
	uint32_t theme;
	uint8_t fold;
	bool yes;
};

struct proposer;

struct fitter {
	struct fit *f;
	const struct gold *g;
	const struct lexicon *lx;
	const struct fit_options *o;
	struct error *e;
	struct design x;
	struct evidence ev;
	struct weights file, prior, now;
	uint8_t *fold, *label;      /* one a sentence of the design */
	uint8_t *extra;             /* of its paragraph: see struct gold_paragraph */
	double *counts;             /* one a sentence: how much it counts */
	double *score;              /* [sentences][themes]; so are held and plain: */
	double *held, *plain;       /* by weights without the fold; the same without new terms */
	struct column *column;
	uint32_t *row;              /* of the columns that are made: bias, carries, contexts */
	double *value;
	ptrdiff_t used;             /* entries of row and value */
	struct cell *cell;
	ptrdiff_t cells;
	struct additions added;     /* new terms of the fold at hand */
	struct proposer *proposer;  /* NULL: none are asked for */
};

int fit_no_memory(struct fitter *ft);

/* ---- fit_columns.c; fold FIT_FOLDS is none: all rows are used ---- */

/* Sentences that fold `out` does not hold back, with what the coders say of theme t, into
 * ft->label; those that have a theme below t are not used. Returns how many have it. */
ptrdiff_t fit_label_rows(struct fitter *ft, ptrdiff_t t, int out);

/* The columns of theme t, its labels being there, and those in more[0..count) behind them, into
 * ft->column; evidence is that of ft->now. Returns how many. */
ptrdiff_t fit_columns(struct fitter *ft, ptrdiff_t t, const struct column *more, ptrdiff_t count);

/* Fit theme t to all rows but those of fold `out`: into ft->now and ft->added. */
int fit_theme(struct fitter *ft, ptrdiff_t t, int out);

/* ---- fit_figures.c ---- */

/* One cell a coded sentence and theme that is measured, by score[sentences][themes]: the highest of
 * the sentences that are it. The best score first. */
void fit_make_cells(struct fitter *ft, const double *score);

/* What to add to all scores for the best micro F1 of the cells, without those of fold `out`. Cells
 * that it decides nothing in, for what is locked does, have no say. */
double fit_best_shift(const struct fitter *ft, int out);

/* Count the cells with shift[fold] added; themes may be NULL. */
void fit_count(const struct fitter *ft, const double *shift, struct score_counts *themes,
	       struct score_counts *all);

/* ---- fit_propose.c ---- */

int proposer_new(struct proposer **out, struct fitter *ft);
void proposer_free(struct proposer *p);

/* The penalty at which all rows ask for as many new terms as the budget allows, ft->now being fitted
 * to them. */
int proposer_set_penalty(struct proposer *p, struct fitter *ft);

/* New terms for all themes from all rows but those of fold `out`, to which ft->now is fitted, into
 * ft->added. */
int proposer_choose(struct proposer *p, struct fitter *ft, int out);

/* ft->added as the result's new terms, with lines. */
int proposer_take(struct proposer *p, struct fitter *ft);

#endif
