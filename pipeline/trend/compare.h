/* SPDX-License-Identifier: MIT
 *
 * Two sets of documents side by side, theme by theme: how much they write on
 * it, how often they are concerned, and whether documents dealt out to the two
 * sets by chance would differ as much. Formulas: docs/TREND.md.
 */
#ifndef LM_TREND_COMPARE_H
#define LM_TREND_COMPARE_H

#include "pipeline/trend/dataset.h"
#include "pipeline/trend/sides.h"
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
	const struct sides *sides;         /* borrowed */
	bool tested;                       /* at least COMPARE_MIN documents on either side */
};

#define COMPARE_MIN 3

/* Themes: one flag a theme; NULL: all. In ds->mem. E_NOMEM. */
int compare(struct comparison *out, struct dataset *ds, const struct sides *sides, const bool *themes,
	    struct error *e);

/* one: the only document of A, which is also told its nearest ones (not in csv); or NULL. */
int comparison_write(const struct comparison *c, const struct dataset *ds, const struct data_doc *one,
		     struct table_style f, struct buf *out, struct error *e);

/* A drawing (SVG) of ratios and differences with their intervals; names: of the sides. E_NOMEM. */
int comparison_plot(const struct comparison *c, const struct dataset *ds, const char *const names[2],
		    struct buf *out, struct error *e);

/* "A: 7 documents, B: 31 of Bury, ..."; the same as members of an open JSON object. */
void sides_describe(struct buf *out, const struct sides *s, struct table_style f);
void sides_json(struct buf *out, const struct dataset *ds, const struct sides *s);

#endif
