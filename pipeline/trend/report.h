/* SPDX-License-Identifier: MIT
 *
 * The report: one HTML file that needs nothing else, with its data, styles and
 * script inside. Its parts are in page/. A policy in it lets nothing run but
 * that script and nothing be fetched; texts of documents stand in a block of
 * JSON, and the script only ever makes text of them.
 */
#ifndef LM_TREND_REPORT_H
#define LM_TREND_REPORT_H

#include "pipeline/trend/dataset.h"

/* What can still be sent by mail. */
#define REPORT_MAX ((ptrdiff_t)4700 * 1000)

/* The page of ds's documents, their sentences read from db. So that it stays at about max bytes
 * sentences are left out, evenly over themes, years and polarities; the page says so. E_IO,
 * E_NOMEM. */
int report_write(struct buf *out, struct dataset *ds, const struct db *db, ptrdiff_t max,
		 struct error *e);

#endif
