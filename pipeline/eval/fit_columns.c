/* SPDX-License-Identifier: MIT
 *
 * See fit_parts.h: one regression.
 */
#include "pipeline/eval/fit_parts.h"

/* How much more a carry or a context is drawn to its mean than a term: they say less, and there
 * are a few for each theme, whatever it is about. */
#define CARRY_PULL 4
#define CONTEXT_PULL 15
#define BIAS_PRECISION 0.02     /* only so that a theme with few codes has an end */
#define HABIT_PULL 1            /* the same for how much freer an extra coder is with a theme */

/* Does a theme below t bring it to the coded sentence? Then the sentence says nothing of t's own sum. */
static bool comes_from_below(const struct fitter *ft, uint32_t gold, ptrdiff_t t)
{
	const struct gold_code *codes = gold_code(ft->g, gold, 0);
	for (ptrdiff_t u = 0; ft->lx->nested && u < ft->lx->themes.n; u++)
		if (u != t && (codes[u].yes || codes[u].maybe) &&
		    lexicon_lies_in(ft->lx, (uint16_t)u, (uint16_t)t))
			return true;
	return false;
}

ptrdiff_t fit_label_rows(struct fitter *ft, ptrdiff_t t, int out)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++) {
		uint32_t gold = ft->x.sentences.at[s].gold;
		const struct gold_code *c = gold == NO_GOLD ? NULL : gold_code(ft->g, gold, t);
		bool used = c && ft->fold[s] != out && !c->maybe && !comes_from_below(ft, gold, t);
		ft->label[s] = used ? c->yes : LOGISTIC_UNUSED;
		n += used && c->yes;
	}
	return n;
}

/* A column whose entries are added by add_entry(). */
static struct column *open_column(struct fitter *ft, ptrdiff_t at, double prior, double precision,
				  double weight)
{
	struct column *c = &ft->column[at];
	*c = (struct column){ .row = ft->row + ft->used, .value = ft->value + ft->used,
			      .mean = prior, .precision = precision, .weight = weight };
	return c;
}

static void add_entry(struct fitter *ft, struct column *c, ptrdiff_t row, double value)
{
	if (value == 0)
		return;
	ft->row[ft->used] = (uint32_t)row;
	ft->value[ft->used++] = value;
	c->n++;
}

static void make_terms(struct fitter *ft, const struct theme *theme, ptrdiff_t at)
{
	for (uint32_t i = theme->term_first; i < theme->term_first + theme->term_count; i++)
		ft->column[at++] = (struct column){
			.row = ft->x.rows[i], .n = ft->x.row_count[i], .mean = ft->prior.term[i],
			.precision = ft->o->ridge, .weight = ft->now.term[i],
			.fixed = (ft->lx->terms.at[i].flags & TERM_LOCKED) != 0 };
}

static void make_carries(struct fitter *ft, ptrdiff_t t, ptrdiff_t at)
{
	const double *prior = ft->prior.carry + t * CARRY_COUNT;
	const double *now = ft->now.carry + t * CARRY_COUNT;
	evidence_carry(&ft->ev, &ft->x, t);
	for (int i = 0; i < CARRY_COUNT; i++) {
		struct column *c = open_column(ft, at++, prior[i], CARRY_PULL * ft->o->ridge,
					       now[i]);
		for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++)
			if (ft->label[s] != LOGISTIC_UNUSED)
				add_entry(ft, c, s, ft->ev.carry[s][i]);
	}
}

static void make_contexts(struct fitter *ft, ptrdiff_t t, ptrdiff_t at)
{
	const struct theme *theme = &ft->lx->themes.at[t];
	uint32_t first = ft->now.context_first[t];
	ptrdiff_t k = ft->lx->themes.n;
	for (ptrdiff_t i = 0; i < theme->context.n; i++) {
		struct column *c = open_column(ft, at++, ft->prior.context[first + i],
					       CONTEXT_PULL * ft->o->ridge,
					       ft->now.context[first + i]);
		for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++)
			if (ft->label[s] != LOGISTIC_UNUSED)
				add_entry(ft, c, s,
					  ft->ev.whole[ft->x.sentences.at[s].paragraph * k +
						       theme->context.at[i].theme]);
	}
}

/* A bias of each extra folder's own, which is no part of the result: its coder may give a theme more
 * freely, or less, and the terms are not to learn that. */
static ptrdiff_t make_habits(struct fitter *ft, ptrdiff_t at)
{
	for (int x = 1; x <= ft->g->extras; x++) {
		struct column *c = open_column(ft, at++, 0, HABIT_PULL * ft->o->ridge, 0);
		for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++)
			if (ft->label[s] != LOGISTIC_UNUSED && ft->extra[s] == x)
				add_entry(ft, c, s, 1);
	}
	return at;
}

/* What was fitted, or `unknown` where no row has a value and so nothing can be known. */
static double fitted(const struct column *c, double unknown)
{
	return c->n ? c->weight : unknown;
}

static void take_weights(struct fitter *ft, ptrdiff_t t, const struct weights *unknown)
{
	const struct theme *theme = &ft->lx->themes.at[t];
	const struct column *c = ft->column;
	ft->now.bias[t] = fitted(c++, unknown->bias[t]);
	for (uint32_t i = theme->term_first; i < theme->term_first + theme->term_count; i++)
		ft->now.term[i] = fitted(c++, unknown->term[i]);
	for (ptrdiff_t i = t * CARRY_COUNT; i < (t + 1) * CARRY_COUNT; i++)
		ft->now.carry[i] = fitted(c++, unknown->carry[i]);
	for (uint32_t i = ft->now.context_first[t]; i < ft->now.context_first[t + 1]; i++)
		ft->now.context[i] = fitted(c++, unknown->context[i]);
}

ptrdiff_t fit_columns(struct fitter *ft, ptrdiff_t t, const struct column *more, ptrdiff_t count)
{
	const struct theme *theme = &ft->lx->themes.at[t];
	ptrdiff_t terms = theme->term_count;
	ft->used = 0;
	struct column *bias = open_column(ft, 0, ft->prior.bias[t], BIAS_PRECISION,
					  ft->now.bias[t]);
	for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++)
		if (ft->label[s] != LOGISTIC_UNUSED)
			add_entry(ft, bias, s, 1);
	make_terms(ft, theme, 1);
	make_carries(ft, t, 1 + terms);
	make_contexts(ft, t, 1 + terms + CARRY_COUNT);
	ptrdiff_t n = make_habits(ft, 1 + terms + CARRY_COUNT + theme->context.n);
	for (ptrdiff_t i = 0; i < count; i++)
		ft->column[n++] = more[i];
	return n;
}

/* The new terms of theme t behind the other columns. */
static ptrdiff_t make_added(struct fitter *ft, ptrdiff_t t, ptrdiff_t at)
{
	for (ptrdiff_t i = 0; i < ft->added.n; i++) {
		const struct addition *a = &ft->added.at[i];
		if (a->theme == t)
			ft->column[at++] = (struct column){ .row = a->row, .n = a->n,
							    .precision = ft->o->ridge,
							    .weight = a->weight };
	}
	return at;
}

static void take_added(struct fitter *ft, ptrdiff_t t, ptrdiff_t at)
{
	for (ptrdiff_t i = 0; i < ft->added.n; i++)
		if (ft->added.at[i].theme == t)
			ft->added.at[i].weight = ft->column[at++].weight;
}

int fit_theme(struct fitter *ft, ptrdiff_t t, int out)
{
	if (fit_label_rows(ft, t, out) == 0 || ft->lx->themes.at[t].locked)
		return 0;
	ptrdiff_t own = fit_columns(ft, t, NULL, 0), all = make_added(ft, t, own);
	struct logistic l = { .rows = ft->x.sentences.n, .label = ft->label, .counts = ft->counts,
			      .column = ft->column, .columns = all };
	int rc = logistic_fit(&l, ft->e);
	if (rc < 0)
		return rc;
	take_weights(ft, t, out == FIT_FOLDS ? &ft->file : &ft->prior);
	take_added(ft, t, own);
	return 0;
}
