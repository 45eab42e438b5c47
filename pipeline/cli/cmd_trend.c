/* SPDX-License-Identifier: MIT
 *
 * leitmotif trend: how themes rise and fall.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/study.h"
#include "pipeline/trend/series_out.h"

static int period_find(int *out, const char *name, struct error *e)
{
	static const struct {
		const char *name;
		int column;
	} periods[] = { { "year", COLUMN_YEAR }, { "quarter", COLUMN_QUARTER },
			{ "date", COLUMN_DATE } };
	*out = COLUMN_YEAR;
	for (ptrdiff_t i = 0; name && i < countof(periods); i++) {
		if (strcmp(name, periods[i].name) == 0) {
			*out = periods[i].column;
			return 0;
		}
	}
	return name ? fail(e, E_USAGE, "--by takes year, quarter or date, not '%s'", name) : 0;
}

static int read_options(struct series_options *o, const struct settings *s, struct dataset *ds,
			struct error *e)
{
	struct queries queries;
	*o = (struct series_options){ .group = -1, .min_docs = s->min_docs };
	int rc = measure_find(&o->measure, s->measure, e);
	if (rc == 0)
		rc = period_find(&o->by, s->by, e);
	if (rc == 0 && s->group)
		rc = o->group = column_find(ds, str_of(s->group), e);
	if (rc >= 0)
		rc = study_where(&o->where, &queries, ds, s, e);
	if (rc == 0)
		rc = study_themes(&o->themes, ds, s, e);
	return rc;
}

static int write_results(const struct settings *s, const struct series_set *set,
			 const struct dataset *ds, struct table_style format, struct error *e)
{
	struct buf out = { 0 };
	int rc = series_write(set, ds, format, &out, e);
	if (rc == 0)
		rc = study_write(s->output, &out, e);
	buf_reset(&out);
	if (rc == 0 && s->plot)
		rc = series_plot(set, ds, &out, e);
	if (rc == 0 && s->plot)
		rc = study_write(s->plot, &out, e);
	buf_release(&out);
	return rc;
}

static int work(const struct settings *s, const struct db *db, struct error *e)
{
	struct dataset ds;
	struct series_options o;
	struct series_set set;
	struct table_style format;
	int rc = dataset_load(&ds, db, e);
	if (rc == 0)
		rc = study_style(&format, s, e);
	if (rc == 0)
		rc = read_options(&o, s, &ds, e);
	if (rc == 0)
		rc = series_build(&set, &ds, &o, e);
	if (rc == 0)
		rc = write_results(s, &set, &ds, format, e);
	dataset_release(&ds);
	return rc;
}

static int trend(const struct settings *s)
{
	return store_job(s, false, work);
}

const struct command command_trend = {
	.name = "trend",
	.arguments = "--store FILE [OPTION]...",
	.summary = "how themes rise and fall, with intervals and tests",
	.about =
	"For each theme and period: a measure with its 95 % interval, and the same as it would be if\n"
	"every period had the same mix of kinds of report. For each theme: is there a rise, a fall or a\n"
	"turn, is there a change of level, and does it hold within kinds of report. What a test cannot\n"
	"tell from so few documents is called 'too few'. docs/TREND.md has the formulas.\n"
	"\n"
	"Measures:\n"
	"  share: of documents, those with a sentence of the theme\n"
	"  rate: sentences of the theme per 1,000 words\n"
	"  concern: of documents, those with a concern of the theme\n"
	"  net: (strength - concern) / (strength + concern + mixed), of sentences\n"
	"\n"
	"Columns for --group and --where: authority, region, framework, kind, grade, year, quarter, date,\n"
	"path, and those of 'leitmotif export'. Several values of one column are alternatives; year,\n"
	"quarter and date take FROM..TO. @NAME is a selection that the file of --queries has as a line\n"
	"'NAME = column=value, ...'.\n",
	.examples =
	"  leitmotif trend --store reports.db --measure concern\n"
	"      which concerns are raised more often, year by year\n"
	"  leitmotif trend --store reports.db --theme caseloads --group region --where year=2018..\n"
	"      caseloads by region since 2018\n"
	"  leitmotif trend --store reports.db --theme domestic-abuse --measure net --plot net.svg\n",
	.options = FOR_STORE | FOR_TABLE | FOR_SELECT | FOR_THEMES | FOR_TREND,
	.run = trend,
};
