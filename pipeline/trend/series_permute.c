/* SPDX-License-Identifier: MIT
 *
 * How often does chance do as well? The documents of a series are dealt out
 * anew over its periods, each period keeping its number of them. Unlike the
 * formulas of the tests this also holds when periods differ in size: shares of
 * two documents are 0, a half or 1, those of twenty are not. With very many
 * documents, or periods of one or two, the values of periods are dealt instead
 * or the formulas are good enough.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/trend/series_parts.h"

#define DEALS 1999
#define DOCS_MAX 2000

/* What the tests look at in one order of values. */
struct shape {
	double s, turn, change;
};

static struct shape shape_of(const double *y, size_t n)
{
	return (struct shape){ fabs((double)stats_mann_kendall(y, n).s), stats_turn(y, n).statistic,
			       stats_pettitt(y, n).k };
}

/* The values of the periods when documents lie as they do in sample; NAN ones are left out. */
static size_t values_of(const struct series *s, const struct sample *sample, int min_docs,
			struct ratio *sums, double *y)
{
	size_t n = 0;
	for (ptrdiff_t i = 0; i < s->n; i++)
		sums[i] = (struct ratio){ 0 };
	for (ptrdiff_t i = 0; i < sample->n; i++) {
		sums[sample->period[i]].num += sample->part[i].num;
		sums[sample->period[i]].den += sample->part[i].den;
	}
	for (ptrdiff_t i = 0; i < s->n; i++)
		if (s->at[i].docs >= (uint32_t)min_docs && sums[i].den > 0)
			y[n++] = sums[i].num / sums[i].den;
	return n;
}

static void deal(struct sample *sample, struct stats_random *r)
{
	for (ptrdiff_t i = sample->n - 1; i > 0; i--) {
		uint64_t j = stats_random_below(r, (uint64_t)i + 1);
		struct ratio swap = sample->part[i];
		sample->part[i] = sample->part[j];
		sample->part[j] = swap;
	}
}

/* Too many documents: each period's value stands for them. */
static void by_periods(const struct series *s, struct sample *sample)
{
	sample->n = 0;
	for (ptrdiff_t i = 0; i < s->n; i++) {
		if (s->at[i].tested) {
			sample->part[sample->n] = (struct ratio){ s->at[i].value, 1 };
			sample->period[sample->n++] = i;
		}
	}
}

static void count_deals(struct series *s, struct sample *sample, int min_docs, struct ratio *sums,
			double *y)
{
	struct stats_random random = { (uint64_t)s->n };
	size_t n = values_of(s, sample, min_docs, sums, y);
	struct shape real = shape_of(y, n), times = { 1, 1, 1 };
	for (int k = 0; k < DEALS; k++) {
		deal(sample, &random);
		n = values_of(s, sample, min_docs, sums, y);
		struct shape dealt = shape_of(y, n);
		times.s += dealt.s >= real.s;
		times.turn += dealt.turn >= real.turn - 1e-9;
		times.change += dealt.change >= real.change;
	}
	s->p_trend = times.s / (DEALS + 1);
	s->p_turn = s->turn.tested ? times.turn / (DEALS + 1) : NAN;
	s->p_change = s->change.after ? times.change / (DEALS + 1) : NAN;
}

int series_permute(struct series *s, const struct sample *sample, int min_docs, struct error *e)
{
	s->p_trend = s->trend.tested ? s->trend.p : NAN;
	s->p_change = s->change.after ? s->change.p : NAN;
	s->p_turn = NAN;
	if (!s->trend.tested || s->n > STATS_TURN_MAX)
		return 0;
	size_t room = (size_t)(sample->n > s->n ? sample->n : s->n) + 1;
	struct sample mine = { malloc(room * sizeof *mine.part), malloc(room * sizeof *mine.period),
			       sample->n };
	struct ratio *sums = calloc((size_t)s->n + 1, sizeof *sums);
	double *y = calloc((size_t)s->n + 1, sizeof *y);
	bool done = mine.part && mine.period && sums && y;
	if (done) {
		memcpy(mine.part, sample->part, (size_t)sample->n * sizeof *mine.part);
		memcpy(mine.period, sample->period, (size_t)sample->n * sizeof *mine.period);
		if (sample->n > DOCS_MAX)
			by_periods(s, &mine);
		count_deals(s, &mine, min_docs, sums, y);
	}
	free(mine.part);
	free(mine.period);
	free(sums);
	free(y);
	return done ? 0 : fail(e, E_NOMEM, "no memory for the tests");
}
