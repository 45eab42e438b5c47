/* SPDX-License-Identifier: MIT
 *
 * Two sets of documents side by side, theme by theme: how much they write on
 * it, how often they are concerned, and whether documents dealt out to the two
 * sets by chance would differ as much. Formulas: docs/TREND.md.
 */
#ifndef LM_TREND_COMPARE_H
#define LM_TREND_COMPARE_H

#include "pipeline/trend/dataset.h"
#include "pipeline/trend/stats.h"
#include "pipeline/trend/table.h"

/* One side's sums. */
struct side {
	uint32_t docs, with, concerned;    /* documents; with the theme; with a concern of it */
	uint64_t sentences, words;
	double rate;                       /* sentences per 1,000 words */
};

struct contrast {
	int theme;
	struct side a, b;
	double ratio;                      /* of rates; NAN when b has none */
	struct interval ratio_interval;    /* resampled by document; NAN */
	struct log_odds odds;              /* among all coded sentences, positive: more in a */
	struct interval concern;           /* of the difference of shares with a concern */
	double p, q;                       /* of the difference of rates, by permuting documents */
	double p_concern, q_concern;       /* of that of shares with a concern */
};

struct comparison {
	VEC(struct contrast) list;         /* a theme each, clearest first */
	ptrdiff_t docs_a, docs_b;
	bool tested;                       /* at least COMPARE_MIN documents on either side */
};

#define COMPARE_MIN 3

/* The documents of a against those of b that are not in a; b without conditions: all others. In
 * ds->mem. E_USAGE for an empty side, E_NOMEM. */
int compare(struct comparison *out, struct dataset *ds, const struct selection *a,
	    const struct selection *b, struct error *e);

int comparison_write(const struct comparison *c, const struct dataset *ds, enum table_format f,
		     struct buf *out, struct error *e);

/* Documents nearest to d by the cosine of their rates of themes, each theme's rate over its mean. */
struct neighbour {
	const struct data_doc *d;
	double cosine;
};

#define NEIGHBOURS 10

/* Fills out, nearest first; how many. */
ptrdiff_t nearest(struct neighbour out[NEIGHBOURS], const struct dataset *ds, const struct data_doc *d);
int nearest_write(const struct dataset *ds, const struct data_doc *d, enum table_format f,
		  struct buf *out, struct error *e);

#endif
