/* SPDX-License-Identifier: MIT
 *
 * leitmotif prune: make a store smaller.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/store_job.h"
#include "pipeline/store/upkeep.h"

static int work(const struct settings *s, const struct db *db, struct error *e)
{
	struct upkeep_pruned n = { 0 };
	int rc = upkeep_prune(db, &n, e);
	if (rc == 0 && !s->quiet)
		printf("dropped: texts %lld, lexicons %lld; smaller by %.1f MB\n", (long long)n.texts,
		       (long long)n.lexicons, (double)n.bytes / 1e6);
	return rc;
}

static int prune(const struct settings *s)
{
	return store_job(s, true, work);
}

const struct command command_prune = {
	.name = "prune",
	.arguments = "--store FILE",
	.summary = "drop from a store what no document needs",
	.about =
	"Drops kept texts whose documents are gone, and copies of lexicons that coded none of the\n"
	"documents; then gives the room back to the disk. Needs as much free room as the store has.\n",
	.examples =
	"  leitmotif prune --store reports.db\n",
	.options = FOR_STORE,
	.run = prune,
};
