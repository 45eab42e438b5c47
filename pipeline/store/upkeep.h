/* SPDX-License-Identifier: MIT
 *
 * A store's upkeep between runs.
 */
#ifndef LM_STORE_UPKEEP_H
#define LM_STORE_UPKEEP_H

#include "pipeline/store/db.h"

/* Have documents read anew by the next run: the one at path and those below it, or with path NULL
 * all that failed, the quarantined ones too. *count: how many. */
int upkeep_retry(const struct db *db, const char *path, int64_t *count, struct error *e);

struct upkeep_pruned {
	int64_t texts, lexicons, bytes;
};

/* Drop kept texts and lexicons of which no document is left, and give the room back. */
int upkeep_prune(const struct db *db, struct upkeep_pruned *n, struct error *e);

#endif
