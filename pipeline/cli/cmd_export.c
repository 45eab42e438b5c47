/* SPDX-License-Identifier: MIT
 *
 * leitmotif export: a store's documents as files.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/store_job.h"
#include "pipeline/io/sink.h"
#include "pipeline/store/export.h"

static int find_format(const struct export_format **out, const char *name, struct error *e)
{
	char list[120] = "";
	for (const struct export_format *f = export_formats; f->name; f++) {
		size_t at = strlen(list);
		if (strcmp(f->name, name) == 0) {
			*out = f;
			return 0;
		}
		snprintf(list + at, sizeof list - at, "%s%s", at ? ", " : "", f->name);
	}
	return fail(e, E_USAGE, "--format takes one of %s, not '%s'", list, name);
}

static int put(void *ctx, struct str bytes, struct error *e)
{
	return sink_write(ctx, bytes, e);
}

static int work(const struct settings *s, const struct db *db, struct error *e)
{
	const struct export_format *f = NULL;
	struct sink *sink = NULL;
	int rc = find_format(&f, s->format ? s->format : "csv", e);
	if (rc == 0)
		rc = sink_open(&sink, s->output, e);
	/* One transaction: all that is written is of one moment, also while a run goes on. */
	if (rc == 0)
		rc = db_exec(db, "BEGIN", e);
	if (rc == 0)
		rc = f->write(db, put, sink, e);
	if (rc == 0)
		rc = sink_finish(sink, e);
	if (rc == 0)
		rc = sink_commit(sink, e);
	sink_free(sink);
	return rc;
}

static int export_store(const struct settings *s)
{
	return store_job(s, false, work);
}

const struct command command_export = {
	.name = "export",
	.arguments = "--store FILE [--format NAME] [-o FILE]",
	.summary = "a store's documents as CSV, JSON Lines or a matrix",
	.about =
	"Writes what a store holds, in the order of paths. Reads no document and needs no lexicon.\n"
	"\n"
	"Formats:\n"
	"  csv: one row a document, as run writes it\n"
	"  long: CSV, one row per document and theme\n"
	"  jsonl: JSON Lines, one object a document\n"
	"  evidence: JSON Lines, one object per coded sentence and theme\n"
	"  ledger: CSV, one row an input: status, reason, sizes\n"
	"  matrix: MatrixMarket, sentences by document and theme\n"
	"  svmlight: the overall grade as class, sentences per 1,000 words as values\n",
	.examples =
	"  leitmotif export --store reports.db -o vectors.csv.gz\n"
	"  leitmotif export --store reports.db --format matrix -o themes.mtx\n",
	.options = FOR_STORE | FOR_EXPORT,
	.run = export_store,
};
