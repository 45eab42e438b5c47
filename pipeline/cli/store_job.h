/* SPDX-License-Identifier: MIT
 *
 * What the commands that work on a store have in common.
 */
#ifndef LM_CLI_STORE_JOB_H
#define LM_CLI_STORE_JOB_H

#include "pipeline/cli/job.h"
#include "pipeline/store/db.h"

/* Open the store of s, run work on it, close it; complain when something fails. With writes under
 * its lock. The exit status. */
int store_job(const struct settings *s, bool writes,
	      int (*work)(const struct settings *s, const struct db *db, struct error *e));

#endif
