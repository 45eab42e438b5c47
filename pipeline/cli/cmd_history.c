/* SPDX-License-Identifier: MIT
 *
 * leitmotif history: one authority's inspections.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/study.h"
#include "pipeline/trend/history.h"

#define SENTENCES 2
#define SENTENCES_OF_THEME 50

/* A name that is not in the store may be mistyped. */
static int check_authority(struct dataset *ds, struct str name, struct error *e)
{
	struct values v;
	char hint[120];
	int rc = dataset_values(ds, META_local_authority, &v, e);
	for (ptrdiff_t i = 0; rc == 0 && i < v.list.n; i++)
		if (str_eq_nocase(v.list.at[i], name))
			return 0;
	return rc < 0 ? rc : fail(e, E_USAGE, "no authority '%.*s' in the store%s", STR_ARG(name),
				  did_you_mean(hint, sizeof hint, "", name, v.list.at, v.list.n));
}

static int work(const struct settings *s, const struct db *db, struct error *e)
{
	struct dataset ds;
	struct buf out = { 0 };
	struct table_style format;
	struct history_options o = { .sentences = s->themes.n ? SENTENCES_OF_THEME : SENTENCES };
	if (s->argument_count != 1)
		return fail(e, E_USAGE, "history takes one authority: leitmotif history AUTHORITY --store FILE");
	o.authority = str_of(s->arguments[0]);
	int rc = dataset_load(&ds, db, e);
	if (rc == 0)
		rc = study_style(&format, s, e);
	if (rc == 0)
		rc = check_authority(&ds, o.authority, e);
	if (rc == 0)
		rc = study_themes(&o.themes, &ds, s, e);
	if (rc == 0)
		rc = history_write(&o, &ds, db, format, &out, e);
	if (rc == 0)
		rc = study_write(s->output, &out, e);
	buf_release(&out);
	dataset_release(&ds);
	return rc;
}

static int history(const struct settings *s)
{
	return store_job(s, false, work);
}

const struct command command_history = {
	.name = "history",
	.arguments = "AUTHORITY --store FILE [OPTION]...",
	.summary = "one authority's inspections: what was raised, came back, went away, turned",
	.about =
	"A table of themes by inspections, +strengths and -concerns in sentences (a bare number: sentences\n"
	"that are neither), with what the last one that speaks of the theme says: still a concern, came\n"
	"back, new concern, turned to strength, went away, or never one; 'open when last raised' when\n"
	"later inspections are silent, as visits and joint inspections often are. Then the sentences of\n"
	"what is a concern; with --theme all that judge it.\n",
	.examples =
	"  leitmotif history Bolton --store reports.db\n"
	"  leitmotif history 'Kingston upon Hull' --theme caseloads --store reports.db\n",
	.options = FOR_STORE | FOR_TABLE | FOR_THEMES,
	.run = history,
};
