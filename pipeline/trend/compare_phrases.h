/* SPDX-License-Identifier: MIT
 *
 * The words and phrases that one set of documents writes and another does
 * not, in sentences that carry a theme. Formulas: docs/TREND.md.
 */
#ifndef LM_TREND_COMPARE_PHRASES_H
#define LM_TREND_COMPARE_PHRASES_H

#include "pipeline/trend/sides.h"
#include "pipeline/trend/stats.h"
#include "pipeline/trend/table.h"

struct phrase_contrast {
	struct str text;         /* lower case, words apart by one blank */
	uint32_t n[2], docs[2];  /* occurrences, documents; in A, in B */
	struct log_odds odds;    /* among all words, positive: more in A */
	struct interval share;   /* of the difference of shares of documents */
	double p;                /* of the difference of rates, by permuting documents; NAN */
	double p_all;            /* that any phrase at all differs as much by chance; NAN */
};

struct phrase_comparison {
	VEC(struct phrase_contrast) list;  /* those of A, then of B: by p_all, then z */
	const struct sides *sides;         /* borrowed */
	uint32_t min_docs;
	bool tested;
};

struct phrase_question {
	const struct sides *sides;
	const bool *themes;      /* only their sentences; NULL: those of all */
	uint32_t min_docs;       /* 0: one in twenty, at least 3 */
};

/* Phrases of one authority's documents alone are left out: its name, its projects. In ds->mem.
 * E_IO, E_NOMEM. */
int compare_phrases(struct phrase_comparison *out, struct dataset *ds, const struct db *db,
		    const struct phrase_question *q, struct error *e);

/* text, md: the clearest of each side, no parts of longer phrases; csv, json: all. */
int phrase_comparison_write(const struct phrase_comparison *c, const struct dataset *ds,
			    struct table_style f, struct buf *out, struct error *e);

#endif
