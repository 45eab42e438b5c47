/* SPDX-License-Identifier: MIT
 *
 * leitmotif retry: have the next run read documents anew.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/store_job.h"
#include "pipeline/store/upkeep.h"

static int work(const struct settings *s, const struct db *db, struct error *e)
{
	int64_t n = 0, sum = 0;
	int rc = 0;
	if (!s->failed && !s->argument_count)
		return fail(e, E_USAGE, "what is to be read anew? --failed, or the PATHs of documents");
	if (s->failed)
		rc = upkeep_retry(db, NULL, &sum, e);
	for (int i = 0; i < s->argument_count && rc == 0; i++, sum += n)
		rc = upkeep_retry(db, s->arguments[i], &n, e);
	if (rc == 0)
		printf("%lld to be read anew by the next run\n", (long long)sum);
	return rc;
}

static int retry(const struct settings *s)
{
	return store_job(s, true, work);
}

const struct command command_retry = {
	.name = "retry",
	.arguments = "--store FILE --failed | PATH...",
	.summary = "have the next run read documents anew",
	.about =
	"Forgets what the store knows of documents: of all that are not ok (--failed), or of those at\n"
	"and below the PATHs as 'leitmotif status' prints them. The next run reads them again.\n",
	.examples =
	"  leitmotif retry --store reports.db --failed\n",
	.options = FOR_STORE | FOR_RETRY,
	.run = retry,
};
