/* SPDX-License-Identifier: MIT
 *
 * Between series.c, which measures, series_test.c, which tests, and
 * series_permute.c, which finds how often chance does as well.
 */
#ifndef LM_TREND_SERIES_PARTS_H
#define LM_TREND_SERIES_PARTS_H

#include "pipeline/trend/series.h"

/* A measure is a sum of num over a sum of den, document by document. */
struct ratio {
	double num, den;
};

/* Orders of n documents, each dealt from the one before: [deal * n + place]. Themes of one group have
 * the same documents, so they share them. The owner frees order. */
struct deals {
	uint16_t *order;
	ptrdiff_t n;
};

/* Of one series: what each document adds, and the index of its period. */
struct sample {
	struct ratio *part;
	ptrdiff_t *period;
	ptrdiff_t n;
	struct deals *deals;     /* borrowed; filled when first needed */
};

/* Of one series: what each kind of document adds in each period, [period * kinds + kind]. */
struct strata {
	struct ratio *cell;
	ptrdiff_t kinds;
};

/* The tests of one series but for q. E_NOMEM. */
int series_test(struct series *s, const struct strata *strata, const struct sample *sample,
		int min_docs, struct arena *mem, struct error *e);

/* Its p_trend, p_turn and p_change. E_NOMEM. */
int series_permute(struct series *s, const struct sample *sample, int min_docs, struct error *e);

/* q over all series, then the conclusions. E_NOMEM. */
int series_conclude(struct series_set *set, struct error *e);

#endif
