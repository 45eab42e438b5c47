/* SPDX-License-Identifier: MIT
 *
 * What is near by its profile of themes: the cosine of the rates of themes,
 * each over the theme's mean rate, so that rare themes count as common ones.
 */
#ifndef LM_TREND_NEAREST_H
#define LM_TREND_NEAREST_H

#include "pipeline/trend/dataset.h"
#include "pipeline/trend/table.h"

struct neighbour {
	const struct data_doc *d;
	double cosine;
};

#define NEIGHBOURS 10

/* Documents nearest to d; fills out, nearest first; how many. */
ptrdiff_t nearest(struct neighbour out[NEIGHBOURS], const struct dataset *ds, const struct data_doc *d);
int nearest_write(const struct dataset *ds, const struct data_doc *d, struct table_style f,
		  struct buf *out, struct error *e);

/* Names of the n authorities nearest to this one, all their documents taken together; at most
 * NEIGHBOURS. In ds->mem. E_NOMEM. */
int nearest_authorities(struct values *out, struct dataset *ds, struct str authority, ptrdiff_t n,
			struct error *e);

#endif
