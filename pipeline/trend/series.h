/* SPDX-License-Identifier: MIT
 *
 * Series: a theme's measure in each period, for all documents or those of a
 * group, with intervals, and what the tests say of it. Formulas and what they
 * can and cannot tell: docs/TREND.md.
 */
#ifndef LM_TREND_SERIES_H
#define LM_TREND_SERIES_H

#include "pipeline/trend/selection.h"
#include "pipeline/trend/stats.h"

enum measure {
	MEASURE_SHARE,       /* of documents, those with a sentence of the theme */
	MEASURE_RATE,        /* sentences of the theme per 1,000 words */
	MEASURE_CONCERN,     /* of documents, those with a concern */
	MEASURE_NET,         /* (strength - concern) / (strength + concern + mixed), of sentences */
	MEASURE_COUNT
};

struct series_options {
	enum measure measure;
	int by;              /* COLUMN_YEAR, COLUMN_QUARTER or COLUMN_DATE */
	int group;           /* column, or -1 */
	int min_docs;        /* periods with fewer documents are not tested; 0: the default */
	const bool *themes;  /* one a theme; NULL: all */
	struct selection where;
};

struct point {
	struct str period;
	double years;        /* mean date of its documents */
	uint32_t docs, with; /* documents; of them, those with the theme (with a concern) */
	uint32_t subject;    /* of docs, those of inspections about this theme */
	double value, adjusted;            /* NAN: nothing to measure; adjusted: see standardise() */
	struct interval interval;          /* NAN: not to be had */
	bool tested;         /* enough documents for the tests */
};

enum conclusion {
	TOO_FEW, NO_CLEAR_CHANGE, RISES, FALLS, RISES_THEN_FALLS, FALLS_THEN_RISES, CONCLUSION_COUNT
};

struct series {
	int theme;
	struct str group;    /* empty: all */
	struct point *at;
	ptrdiff_t n;
	uint32_t docs;
	double overall;      /* the measure over all periods */
	/* the tests, of the points that are tested */
	ptrdiff_t tested;
	struct trend_test trend, within;   /* by their formulas; within: kinds of document apart */
	double p_trend, p_turn, p_change;  /* by permutation where it can be done; NAN: not tested */
	struct turn turn;
	struct change_point change;
	double slope;        /* per year; NAN */
	double q, q_change, q_within;      /* over all series; NAN: not tested */
	ptrdiff_t change_at, turn_at;      /* points: the last before the change, the turn; -1 */
	enum conclusion conclusion;
};

struct series_set {
	struct series_options options;
	struct values periods, groups, kinds;
	VEC(struct series) list;           /* by theme, then group */
	ptrdiff_t undated;                 /* selected documents without a date */
};

/* Everything is in ds->mem. E_NOMEM. The same bytes in, the same numbers out. */
int series_build(struct series_set *out, struct dataset *ds, const struct series_options *o,
		 struct error *e);

/* "rises", "rises to 2019, then falls", "rises, not within kinds", ... */
void series_conclusion(struct buf *out, const struct series *s);
const char *measure_name(enum measure m);
int measure_find(enum measure *out, const char *name, struct error *e);   /* NULL: share */

#endif
