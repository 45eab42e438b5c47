/* SPDX-License-Identifier: MIT
 *
 * leitmotif compare: two sets of documents side by side.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/study.h"
#include "pipeline/trend/compare.h"

/* "column=value,...", or a document's path. */
static int read_side(struct selection *out, const char *text, struct error *e)
{
	*out = (struct selection){ 0 };
	if (!text)
		return 0;
	if (strchr(text, '='))
		return selection_add(out, str_of(text), e);
	out->at[out->n].column = COLUMN_PATH;
	out->at[out->n++].value = str_of(text);
	return 0;
}

/* The single document of a selection, or NULL. */
static const struct data_doc *single(const struct dataset *ds, const struct selection *a)
{
	const struct data_doc *found = NULL;
	for (ptrdiff_t i = 0; i < ds->docs.n; i++) {
		if (!selection_has(a, &ds->docs.at[i]))
			continue;
		if (found)
			return NULL;
		found = &ds->docs.at[i];
	}
	return found;
}

static int compare_sides(const struct settings *s, struct dataset *ds, struct buf *out,
			 struct error *e)
{
	struct selection where, a, b;
	struct comparison c;
	enum table_format format;
	int rc = table_format_find(&format, s->format, e);
	if (rc == 0)
		rc = study_where(&where, s, e);
	if (rc == 0)
		rc = read_side(&a, s->arguments[0], e);
	if (rc == 0)
		rc = read_side(&b, s->argument_count > 1 ? s->arguments[1] : NULL, e);
	if (rc < 0)
		return rc;
	dataset_keep(ds, &where);
	const struct data_doc *one = single(ds, &a);
	rc = compare(&c, ds, &a, &b, e);
	if (rc == 0)
		rc = comparison_write(&c, ds, format, out, e);
	if (rc == 0 && one && (format == TABLE_TEXT || format == TABLE_MD))
		rc = nearest_write(ds, one, format, out, e);
	return rc;
}

static int work(const struct settings *s, const struct db *db, struct error *e)
{
	struct dataset ds;
	struct buf out = { 0 };
	if (s->argument_count < 1 || s->argument_count > 2)
		return fail(e, E_USAGE, "compare takes one or two selections, such as region=NE region=SW");
	int rc = dataset_load(&ds, db, e);
	if (rc == 0)
		rc = compare_sides(s, &ds, &out, e);
	if (rc == 0)
		rc = study_write(s->output, buf_str(&out), e);
	buf_release(&out);
	dataset_release(&ds);
	return rc;
}

static int compare_command(const struct settings *s)
{
	return store_job(s, false, work);
}

const struct command command_compare = {
	.name = "compare",
	.arguments = "A [B] --store FILE [OPTION]...",
	.summary = "two sets of documents, theme by theme: periods, places, kinds, grades, documents",
	.about =
	"A and B are COLUMN=VALUE[,COLUMN=VALUE]... or a document's path; without B all others are B. A\n"
	"document in both counts in A alone. For each theme: sentences per 1,000 words in A and B, their\n"
	"ratio, weighted log-odds, the shares of documents with a concern, and how often documents dealt\n"
	"to A and B by chance differ as much. A single document is also told its nearest ones. Columns are\n"
	"those of 'leitmotif trend'.\n",
	.examples =
	"  leitmotif compare --store reports.db grade=good grade=inadequate --where kind=ilacs-short\n"
	"  leitmotif compare year=2014..2017 year=2018..2024 --store reports.db\n"
	"  leitmotif compare region=NE --store reports.db\n"
	"  leitmotif compare reports/bolton-2019.pdf --store reports.db\n",
	.options = FOR_STORE | FOR_TABLE | FOR_SELECT,
	.run = compare_command,
};
