/* SPDX-License-Identifier: MIT
 *
 * What the tests say of a series; see series.h and docs/TREND.md. A series is
 * called rising, falling or turning when q, adjusted over all series asked
 * for, is at most 5 %.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/trend/series_parts.h"

#define LEVEL 0.05
#define TREND_LEVEL 0.01         /* a trend this clear is one, whatever it does at its ends */
#define WITHIN_PAIRS 6           /* fewer comparisons within kinds are no test */

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the tests");
}

/* Kendall's S of each kind's own values in the tested periods, summed. */
static int test_within(struct series *s, const struct strata *st, double *y, struct error *e)
{
	struct trend_test *t = calloc((size_t)st->kinds, sizeof *t);
	size_t pairs = 0, strata = 0;
	if (!t)
		return no_memory(e);
	for (ptrdiff_t k = 0; k < st->kinds; k++) {
		size_t n = 0;
		for (ptrdiff_t i = 0; i < s->n; i++) {
			struct ratio r = st->cell[i * st->kinds + k];
			if (s->at[i].tested && r.den > 0)
				y[n++] = r.num / r.den;
		}
		t[strata++] = stats_mann_kendall(y, n);
		pairs += n * (n - 1) / 2 * (n > 1);
	}
	s->within = stats_stratified_kendall(t, strata);
	if (pairs < WITHIN_PAIRS)
		s->within.tested = false;
	free(t);
	return 0;
}

/* The index among all points of the n-th tested one. */
static ptrdiff_t tested_point(const struct series *s, size_t n)
{
	for (ptrdiff_t i = 0; i < s->n; i++)
		if (s->at[i].tested && n-- == 0)
			return i;
	return -1;
}

int series_test(struct series *s, const struct strata *strata, const struct sample *sample,
		int min_docs, struct arena *mem, struct error *e)
{
	double *x = NEW(mem, double, s->n + 1), *y = NEW(mem, double, s->n + 1), intercept;
	size_t n = 0;
	if (!x || !y)
		return no_memory(e);
	for (ptrdiff_t i = 0; i < s->n; i++) {
		if (s->at[i].tested) {
			x[n] = s->at[i].years;
			y[n++] = s->at[i].value;
		}
	}
	s->tested = (ptrdiff_t)n;
	s->trend = stats_mann_kendall(y, n);
	s->turn = stats_turn(y, n);
	s->change = s->trend.tested ? stats_pettitt(y, n) : (struct change_point){ .p = 1 };
	s->turn_at = s->turn.tested ? tested_point(s, s->turn.at) : -1;
	s->change_at = s->change.after ? tested_point(s, s->change.after - 1) : -1;
	s->slope = NAN;
	if (s->trend.tested && !stats_theil_sen(x, y, n, &s->slope, &intercept))
		return no_memory(e);
	int rc = test_within(s, strata, y, e);
	return rc < 0 ? rc : series_permute(s, sample, min_docs, e);
}

/* A rise, a fall and a turn are two looks at one series. */
static double p_of_shape(const struct series *s)
{
	return isnan(s->p_turn) ? s->p_trend : fmin(1, 2 * fmin(s->p_trend, s->p_turn));
}

static double p_of_change(const struct series *s)
{
	return s->p_change;
}

static double p_within(const struct series *s)
{
	return s->within.tested ? s->within.p : NAN;
}

/* *q of each series, from those that were tested. */
static int adjust(struct series_set *set, double (*p_of)(const struct series *), size_t at,
		  struct error *e)
{
	double *p = calloc((size_t)set->list.n + 1, sizeof *p);
	size_t n = 0, k = 0;
	if (!p)
		return no_memory(e);
	for (ptrdiff_t i = 0; i < set->list.n; i++)
		if (!isnan(p_of(&set->list.at[i])))
			p[n++] = p_of(&set->list.at[i]);
	bool done = stats_adjust_bh(p, n);
	for (ptrdiff_t i = 0; done && i < set->list.n; i++) {
		double *q = (double *)((char *)&set->list.at[i] + at);
		*q = isnan(p_of(&set->list.at[i])) ? NAN : p[k++];
	}
	free(p);
	return done ? 0 : no_memory(e);
}

static enum conclusion conclude(const struct series *s)
{
	if (isnan(s->q))
		return TOO_FEW;
	if (s->q > LEVEL)
		return NO_CLEAR_CHANGE;
	if (s->p_turn < s->p_trend && s->p_trend > TREND_LEVEL)
		return s->turn.peak ? RISES_THEN_FALLS : FALLS_THEN_RISES;
	return s->trend.s > 0 ? RISES : FALLS;
}

int series_conclude(struct series_set *set, struct error *e)
{
	int rc = adjust(set, p_of_shape, offsetof(struct series, q), e);
	if (rc == 0)
		rc = adjust(set, p_of_change, offsetof(struct series, q_change), e);
	if (rc == 0)
		rc = adjust(set, p_within, offsetof(struct series, q_within), e);
	for (ptrdiff_t i = 0; rc == 0 && i < set->list.n; i++)
		set->list.at[i].conclusion = conclude(&set->list.at[i]);
	return rc;
}

/* Does the trend hold, in the same direction, when only documents of one kind are compared? */
static const char *within_words(const struct series *s)
{
	bool monotone = s->conclusion == RISES || s->conclusion == FALLS;
	if (!monotone || (s->within.tested && s->within.p <= LEVEL &&
			  (s->within.s > 0) == (s->trend.s > 0)))
		return "";
	return s->within.tested ? ", not within kinds" : ", kinds too few to tell";
}

void series_conclusion(struct buf *out, const struct series *s)
{
	static const char *const words[] = {
		[TOO_FEW] = "too few", [NO_CLEAR_CHANGE] = "no clear change", [RISES] = "rises",
		[FALLS] = "falls", [RISES_THEN_FALLS] = "rises", [FALLS_THEN_RISES] = "falls",
	};
	struct str turn = s->turn_at >= 0 ? s->at[s->turn_at].period : S("");
	if (s->conclusion == TOO_FEW && s->tested >= STATS_TREND_MIN)
		buf_addz(out, "always the same");
	else
		buf_addz(out, words[s->conclusion]);
	if (s->conclusion >= RISES_THEN_FALLS)
		buf_addf(out, " to %.*s, then %s", STR_ARG(turn),
			 s->conclusion == RISES_THEN_FALLS ? "falls" : "rises");
	buf_addz(out, within_words(s));
}
