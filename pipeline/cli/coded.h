/* SPDX-License-Identifier: MIT
 *
 * The coded sentences that the command line names.
 */
#ifndef LM_CLI_CODED_H
#define LM_CLI_CODED_H

#include "pipeline/cli/options.h"
#include "pipeline/eval/gold.h"

/* Every --gold folder, its --set sets, then every --extra folder. usage: what to say when there is
 * no --gold, "lexicon fit --gold DIR". Call gold_release() also after a failure. */
int coded_load(struct gold *g, const struct settings *s, const struct lexicon *lx,
	       const char *usage, struct error *e);

#endif
