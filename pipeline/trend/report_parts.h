/* SPDX-License-Identifier: MIT
 *
 * Between report.c, the page, report_data.c, its figures, and
 * report_sentences.c, its sentences.
 */
#ifndef LM_TREND_REPORT_PARTS_H
#define LM_TREND_REPORT_PARTS_H

#include "pipeline/trend/report.h"

struct report_counts {
	uint64_t coded, kept;    /* sentences with a theme; of them, those in the page */
	ptrdiff_t undated;       /* documents */
};

/* Members of an open JSON object: themes, periods, reports, series and docs; sets n->undated. */
int report_figures(struct buf *out, struct dataset *ds, struct report_counts *n, struct error *e);

/* The member about. */
void report_about(struct buf *out, const struct dataset *ds, const struct report_counts *n);

/* A JSON object of sentences and sections, at most about max bytes; sets n->coded and kept. */
int report_sentences(struct buf *out, const struct dataset *ds, const struct db *db, ptrdiff_t max,
		     struct report_counts *n, struct error *e);

#endif
