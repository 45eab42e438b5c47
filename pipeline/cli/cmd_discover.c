/* SPDX-License-Identifier: MIT
 *
 * leitmotif discover: phrases that no theme covers.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/study.h"
#include "pipeline/trend/discover.h"

#define MIN_Z 3.0
#define PHRASES 60

/* A phrase of few documents is an accident: of 10, or of one in fifty. */
static uint32_t default_min(const struct dataset *ds)
{
	return ds->docs.n > 500 ? (uint32_t)(ds->docs.n / 50) : 10;
}

static int work(const struct settings *s, const struct db *db, struct error *e)
{
	struct dataset ds;
	struct selection where;
	struct queries queries;
	struct discovery found;
	struct buf out = { 0 };
	struct table_style format;
	int rc = dataset_load(&ds, db, e);
	if (rc == 0)
		rc = study_style(&format, s, e);
	if (rc == 0)
		rc = study_where(&where, &queries, &ds, s, e);
	if (rc == 0) {
		dataset_keep(&ds, &where);
		struct discover_options o = { default_min(&ds), MIN_Z, PHRASES };
		if (s->min_docs)
			o.min_docs = (uint32_t)s->min_docs;
		rc = discover(&found, &ds, db, &o, e);
	}
	if (rc == 0)
		rc = discovery_write(&found, format, &out, e);
	if (rc == 0)
		rc = study_write(s->output, &out, e);
	buf_release(&out);
	dataset_release(&ds);
	return rc;
}

static int discover_command(const struct settings *s)
{
	return store_job(s, false, work);
}

const struct command command_discover = {
	.name = "discover",
	.arguments = "--store FILE [OPTION]...",
	.summary = "phrases on the rise that no term of the lexicon covers",
	.about =
	"Phrases of two and three words in the sentences that a store keeps (those with a theme), in which\n"
	"no term lies that fired there: candidates for terms and for new themes. Their words belong\n"
	"together (lambda, z), and they are in at least N documents. Those whose share of documents has\n"
	"grown most surely from the earlier to the later half come first.\n",
	.examples =
	"  leitmotif discover --store reports.db\n"
	"  leitmotif discover --store reports.db --where kind=ilacs-standard --min 5 --format csv -o new.csv\n",
	.options = FOR_STORE | FOR_TABLE | FOR_SELECT | FOR_DISCOVER,
	.run = discover_command,
};
