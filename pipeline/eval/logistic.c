/* SPDX-License-Identifier: MIT
 *
 * See logistic.h. Work arrays have one number a row, or one a column.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/eval/logistic.h"

enum { NEWTON_MAX = 40, ROUNDS_MAX = 8, HALVINGS_MAX = 12 };
#define STEP_SMALL 1e-3              /* of a weight; they are written with two decimals */
#define CURVATURE_MIN 1e-6           /* p (1 - p) of a row is never taken for less */

struct work {
	struct logistic *l;
	double *eta;                /* the sum of a row */
	double *curve, *rest;       /* p (1 - p); y - p less what the step has explained */
	double *old, *diagonal;     /* by column */
	double *all;
};

static double value_at(const struct column *c, ptrdiff_t i)
{
	return c->value ? c->value[i] : 1;
}

static double count_of(const struct logistic *l, ptrdiff_t row)
{
	return l->counts ? l->counts[row] : 1;
}

/* log(1 + exp(x)) */
static double softplus(double x)
{
	return x > 30 ? x : log1p(exp(x));
}

static void add_column(double *eta, const struct column *c, double by)
{
	for (ptrdiff_t i = 0; i < c->n && by != 0; i++)
		eta[c->row[i]] += by * value_at(c, i);
}

/* Sums of all rows by the weights as they are; the negative log-likelihood with the prior's. */
static double loss(struct work *w)
{
	const struct logistic *l = w->l;
	double sum = 0;
	for (ptrdiff_t i = 0; i < l->rows; i++)
		w->eta[i] = l->offset ? l->offset[i] : 0;
	for (ptrdiff_t j = 0; j < l->columns; j++) {
		const struct column *c = &l->column[j];
		double off = c->weight - c->mean;
		add_column(w->eta, c, c->weight);
		sum += c->fixed ? 0 : 0.5 * c->precision * off * off + c->lasso * c->weight;
	}
	for (ptrdiff_t i = 0; i < l->rows; i++)
		if (l->label[i] != LOGISTIC_UNUSED)
			sum += count_of(l, i) * softplus(l->label[i] ? -w->eta[i] : w->eta[i]);
	return sum;
}

/* The quadratic that touches the loss at the weights as they are. */
static void expand(struct work *w)
{
	const struct logistic *l = w->l;
	for (ptrdiff_t i = 0; i < l->rows; i++) {
		double p = 1 / (1 + exp(-w->eta[i])), q = p * (1 - p);
		bool used = l->label[i] != LOGISTIC_UNUSED;
		double c = used ? count_of(l, i) : 0;
		w->curve[i] = c * (q > CURVATURE_MIN ? q : CURVATURE_MIN);
		w->rest[i] = used ? c * (l->label[i] - p) : 0;
	}
	for (ptrdiff_t j = 0; j < l->columns; j++) {
		const struct column *c = &l->column[j];
		double d = c->precision;
		for (ptrdiff_t i = 0; i < c->n; i++)
			d += w->curve[c->row[i]] * value_at(c, i) * value_at(c, i);
		w->old[j] = c->weight;
		w->diagonal[j] = d;
	}
}

/* Move one weight to the lowest point of the quadratic along it; how far it went. */
static double move(struct work *w, ptrdiff_t j)
{
	struct column *c = &w->l->column[j];
	double slope = -c->precision * (c->weight - c->mean);
	if (c->fixed || w->diagonal[j] <= 0)
		return 0;
	for (ptrdiff_t i = 0; i < c->n; i++)
		slope += w->rest[c->row[i]] * value_at(c, i);
	double step = (slope - c->lasso) / w->diagonal[j];
	if (c->lasso > 0 && c->weight + step < 0)
		step = -c->weight;
	c->weight += step;
	for (ptrdiff_t i = 0; i < c->n; i++)
		w->rest[c->row[i]] -= step * w->curve[c->row[i]] * value_at(c, i);
	return fabs(step);
}

/* The lowest point of the quadratic. */
static void solve(struct work *w)
{
	double most = 1;
	for (int round = 0; round < ROUNDS_MAX && most > STEP_SMALL / 2; round++) {
		most = 0;
		for (ptrdiff_t j = 0; j < w->l->columns; j++) {
			double by = move(w, j);
			most = by > most ? by : most;
		}
	}
}

/* Go back towards the old weights until the loss is no more than before. The largest step left. */
static double settle(struct work *w, double *best)
{
	struct logistic *l = w->l;
	double now = loss(w), most = 0;
	for (int h = 0; now > *best && h < HALVINGS_MAX; h++) {
		for (ptrdiff_t j = 0; j < l->columns; j++)
			l->column[j].weight = (l->column[j].weight + w->old[j]) / 2;
		now = loss(w);
	}
	for (ptrdiff_t j = 0; j < l->columns; j++)
		most = fmax(most, fabs(l->column[j].weight - w->old[j]));
	*best = now;
	return most;
}

int logistic_fit(struct logistic *l, struct error *e)
{
	size_t rows = (size_t)l->rows, columns = (size_t)l->columns;
	struct work w = { .l = l, .all = calloc(3 * rows + 2 * columns + 1, sizeof *w.all) };
	if (!w.all)
		return fail(e, E_NOMEM, "no memory to fit weights");
	w.eta = w.all;
	w.curve = w.eta + rows;
	w.rest = w.curve + rows;
	w.old = w.rest + rows;
	w.diagonal = w.old + columns;
	double best = loss(&w), step = 1;
	for (int n = 0; n < NEWTON_MAX && step > STEP_SMALL; n++) {
		expand(&w);
		solve(&w);
		step = settle(&w, &best);
	}
	free(w.all);
	return 0;
}
