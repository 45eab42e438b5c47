/* SPDX-License-Identifier: MIT
 *
 * Series for people and programs: tables, a sparkline, a chart.
 */
#ifndef LM_TREND_SERIES_OUT_H
#define LM_TREND_SERIES_OUT_H

#include "pipeline/trend/series.h"
#include "pipeline/trend/table.h"

/* text and md: a row a series, then, for few series, a row a period, then notes; csv: a row a
 * period; json: both. E_NOMEM. */
int series_write(const struct series_set *set, const struct dataset *ds, struct table_style f,
		 struct buf *out, struct error *e);

/* Small multiples, one a series; E_USAGE for more than 60 of them. */
int series_plot(const struct series_set *set, const struct dataset *ds, struct buf *out,
		struct error *e);

#endif
