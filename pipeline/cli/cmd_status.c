/* SPDX-License-Identifier: MIT
 *
 * leitmotif status: what a store holds.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/study.h"
#include "pipeline/store/status.h"

static const struct table_column columns[] = {
	{ "part", -1, 0 }, { "name", -1, 0 }, { "number", 0, 0 }, { "text", -1, 0 },
};

static void take(void *ctx, const struct status_fact *f)
{
	struct table *t = ctx;
	table_text(t, f->part);
	table_text(t, f->name);
	if (f->counts)
		table_number(t, (double)f->number);
	else
		table_blank(t);
	if (f->text.n)
		table_text(t, f->text);
	else
		table_blank(t);
}

static int add_table(struct buf *out, const struct db *db, struct table_style style, struct error *e)
{
	struct table t;
	table_init(&t, columns, countof(columns));
	int rc = status_facts(db, take, &t, e);
	if (rc == 0)
		rc = table_write(&t, style, out, e);
	if (style.format == TABLE_JSON)
		buf_addc(out, '\n');
	table_release(&t);
	return rc;
}

static int work(const struct settings *s, const struct db *db, struct error *e)
{
	struct buf out = { 0 };
	struct table_style style = { TABLE_TEXT, 0 };
	int rc = study_style(&style, s, e);
	if (rc == 0)
		rc = style.format == TABLE_TEXT ? status_text(db, &out, e) : add_table(&out, db, style, e);
	if (rc == 0)
		rc = study_write(s->output, &out, e);
	buf_release(&out);
	return rc;
}

static int status(const struct settings *s)
{
	return store_job(s, false, work);
}

const struct command command_status = {
	.name = "status",
	.arguments = "--store FILE [OPTION]...",
	.summary = "what a store holds, and what is not ok",
	.about =
	"Prints the size of a store, its last run, its documents by status and kind, and those that\n"
	"are not ok with their reasons. Documents in quarantine crashed, hung or overran their reader:\n"
	"they are not tried again until their content or the program changes, or 'leitmotif retry'.\n",
	.examples =
	"  leitmotif status --store reports.db\n"
	"  leitmotif status --store reports.db --format csv -o status.csv\n"
	"      in other formats: a row a fact, with all documents that are not ok\n",
	.options = FOR_STORE | FOR_TABLE,
	.run = status,
};
