/* SPDX-License-Identifier: MIT
 *
 * leitmotif status: what a store holds.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/store_job.h"
#include "pipeline/store/upkeep.h"

static int work(const struct settings *s, const struct db *db, struct error *e)
{
	struct buf out = { 0 };
	(void)s;
	int rc = upkeep_status(db, &out, e);
	if (rc == 0 && out.n)
		fwrite(out.p, 1, (size_t)out.n, stdout);
	buf_release(&out);
	return rc;
}

static int status(const struct settings *s)
{
	return store_job(s, false, work);
}

const struct command command_status = {
	.name = "status",
	.arguments = "--store FILE",
	.summary = "what a store holds, and what is not ok",
	.about =
	"Prints the size of a store, its last run, its documents by status and kind, and those that\n"
	"are not ok with their reasons. Documents in quarantine crashed, hung or overran their reader:\n"
	"they are not tried again until their content or the program changes, or 'leitmotif retry'.\n",
	.examples =
	"  leitmotif status --store reports.db\n",
	.options = FOR_STORE,
	.run = status,
};
