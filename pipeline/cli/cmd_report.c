/* SPDX-License-Identifier: MIT
 *
 * leitmotif report: a store as one page to look at.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/study.h"
#include "pipeline/trend/report.h"

static int work(const struct settings *s, const struct db *db, struct error *e)
{
	struct dataset ds;
	struct selection where;
	struct queries queries;
	struct buf out = { 0 };
	int rc = dataset_load(&ds, db, e);
	if (rc == 0)
		rc = study_where(&where, &queries, &ds, s, e);
	if (rc == 0) {
		dataset_keep(&ds, &where);
		rc = report_write(&out, &ds, db, REPORT_MAX, e);
	}
	if (rc == 0)
		rc = study_write(s->output, &out, e);
	buf_release(&out);
	dataset_release(&ds);
	return rc;
}

static int report(const struct settings *s)
{
	return store_job(s, false, work);
}

const struct command command_report = {
	.name = "report",
	.arguments = "--store FILE -o FILE.html",
	.summary = "a store as one page to look at: themes by year, trends, authorities, sentences",
	.about =
	"Writes one HTML file that opens from disk or from a mail and fetches nothing. It holds a map of\n"
	"themes by year, a chart of each theme with intervals, what changed and how sure that is,\n"
	"strengths and concerns, a page for each authority, and the sentences behind the figures. Tables\n"
	"can be downloaded as CSV. With very many sentences a part of them is put in, evenly chosen; the\n"
	"figures are of all.\n",
	.examples =
	"  leitmotif report --store reports.db -o report.html\n"
	"  leitmotif report --store reports.db --where kind=ilacs-standard --where year=2018.. -o ilacs.html\n",
	.options = FOR_STORE | FOR_SELECT | FOR_FILE,
	.run = report,
};
