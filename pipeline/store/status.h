/* SPDX-License-Identifier: MIT
 *
 * What a store holds: its size, the last run, documents by status and kind, those that are not ok
 * with their reasons.
 */
#ifndef LM_STORE_STATUS_H
#define LM_STORE_STATUS_H

#include "pipeline/base/buf.h"
#include "pipeline/store/db.h"

/* Said to people; of those that are not ok the first twenty. */
int status_text(const struct db *db, struct buf *out, struct error *e);

/* One thing to be known; texts are borrowed, empty where there is none. */
struct status_fact {
	struct str part;         /* "documents", or of a document that is not ok its status */
	struct str name;         /* "ok", or its path */
	bool counts;             /* there is a number */
	int64_t number;
	struct str text;         /* "2026-01-31T02:00:00Z", or its reason */
};

/* Said to programs, one fact a call: all of them. */
int status_facts(const struct db *db, void (*take)(void *ctx, const struct status_fact *), void *ctx,
		 struct error *e);

#endif
