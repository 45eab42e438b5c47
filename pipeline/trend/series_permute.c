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

/* The values of the periods when documents lie in this order; NAN ones are left out. */
static size_t values_of(const struct series *s, const struct sample *sample, const uint16_t *order,
			int min_docs, struct ratio *sums, double *y)
{
	size_t n = 0;
	for (ptrdiff_t i = 0; i < s->n; i++)
		sums[i] = (struct ratio){ 0 };
	for (ptrdiff_t i = 0; i < sample->n; i++) {
		struct ratio *sum = &sums[sample->period[i]];
		sum->num += sample->part[order[i]].num;
		sum->den += sample->part[order[i]].den;
	}
	for (ptrdiff_t i = 0; i < s->n; i++)
		if (s->at[i].docs >= (uint32_t)min_docs && sums[i].den > 0)
			y[n++] = sums[i].num / sums[i].den;
	return n;
}

static int deal(struct deals *d, ptrdiff_t n, uint64_t seed, struct error *e)
{
	struct stats_random random = { seed };
	if (d->n == n && d->order)
		return 0;
	free(d->order);
	*d = (struct deals){ malloc(((size_t)n * DEALS + 1) * sizeof *d->order), n };
	if (!d->order)
		return fail(e, E_NOMEM, "no memory for the tests");
	for (ptrdiff_t k = 0; k < DEALS; k++) {
		uint16_t *order = d->order + k * n;
		for (ptrdiff_t i = 0; i < n; i++)
			order[i] = k ? order[i - n] : (uint16_t)i;
		for (ptrdiff_t i = n - 1; i > 0; i--) {
			uint64_t j = stats_random_below(&random, (uint64_t)i + 1);
			uint16_t swap = order[i];
			order[i] = order[j];
			order[j] = swap;
		}
	}
	return 0;
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

static void count_deals(struct series *s, const struct sample *sample, int min_docs,
			struct ratio *sums, double *y)
{
	size_t n = 0;
	for (ptrdiff_t i = 0; i < s->n; i++)
		if (s->at[i].tested)
			y[n++] = s->at[i].value;
	struct shape real = stats_shape(y, n), times = { 1, 1, 1 };
	for (ptrdiff_t k = 0; k < DEALS; k++) {
		n = values_of(s, sample, sample->deals->order + k * sample->n, min_docs, sums, y);
		struct shape dealt = stats_shape(y, n);
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
	struct ratio values[STATS_TURN_MAX], sums[STATS_TURN_MAX];
	ptrdiff_t periods[STATS_TURN_MAX];
	double y[STATS_TURN_MAX];
	struct sample by_period = { values, periods, 0, sample->deals };
	if (sample->n > DOCS_MAX)
		by_periods(s, &by_period);
	const struct sample *dealt = sample->n > DOCS_MAX ? &by_period : sample;
	int rc = deal(dealt->deals, dealt->n, (uint64_t)s->n, e);
	if (rc == 0)
		count_deals(s, dealt, min_docs, sums, y);
	return rc;
}
