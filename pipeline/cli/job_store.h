/* SPDX-License-Identifier: MIT
 *
 * A run that remembers: silent when nothing has changed, one line when
 * something has.
 */
#ifndef LM_CLI_JOB_STORE_H
#define LM_CLI_JOB_STORE_H

#include "pipeline/cli/options.h"
#include "pipeline/run/run.h"

/* run_all() with the store s->store; log: a descriptor for log_line(), or -1. */
int job_run_with_store(const struct settings *s, struct run_options *opt, struct totals *t,
		       int log, struct error *e);

#endif
