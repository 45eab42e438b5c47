/* SPDX-License-Identifier: MIT
 *
 * leitmotif compare: two sets of documents side by side.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/study.h"
#include "pipeline/trend/compare.h"
#include "pipeline/trend/compare_phrases.h"

/* "column=value,...", "@name", or a document's path. */
static int read_side(struct selection *out, struct dataset *ds, const struct queries *q,
		     const char *text, struct error *e)
{
	*out = (struct selection){ 0 };
	if (strchr(text, '=') || text[0] == '@') {
		int rc = queries_select(q, out, str_of(text), e);
		return rc < 0 ? rc : study_any(ds, out, e);
	}
	out->at[out->n].column = COLUMN_PATH;
	out->at[out->n++].value = str_of(text);
	return study_any(ds, out, e);
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

enum against { AGAINST_B, AGAINST_REGION, AGAINST_NEIGHBOURS, AGAINST_ALIKE };

static int read_sides(struct sides *out, struct dataset *ds, const struct queries *q,
		      struct selection *a, const struct settings *s, struct error *e)
{
	struct selection b = { 0 };
	struct values names;
	const struct data_doc *of;
	bool two = s->argument_count > 1;
	int rc = read_side(a, ds, q, s->arguments[0], e);
	if (rc == 0 && two)
		rc = read_side(&b, ds, q, s->arguments[1], e);
	if (rc == 0 && s->phrases && s->plot)
		rc = fail(e, E_USAGE, "--plot draws themes: not with --phrases");
	if (rc == 0 && s->against != AGAINST_B && two)
		rc = fail(e, E_USAGE, "--against chooses B: leave out '%s'", s->arguments[1]);
	if (rc == 0 && (s->against == AGAINST_NEIGHBOURS) != (s->neighbours != NULL))
		rc = fail(e, E_USAGE, "--against neighbours and --neighbours FILE belong together");
	if (rc < 0)
		return rc;
	switch ((enum against)s->against) {
	case AGAINST_REGION:
		return sides_against_region(out, ds, a, e);
	case AGAINST_ALIKE:
		return sides_against_alike(out, ds, a, e);
	case AGAINST_NEIGHBOURS:
		of = sides_authority(ds, a, e);
		rc = of ? neighbours_read(&names, s->neighbours, of, &ds->mem, e) : -E_USAGE;
		return rc < 0 ? rc : sides_against_names(out, ds, a, &names, e);
	case AGAINST_B:
		break;
	}
	return sides_by_selection(out, ds, a, &b, e);
}

static int write_plot(const struct settings *s, const struct comparison *c, const struct dataset *ds,
		      struct error *e)
{
	static const char *const others[] = {
		[AGAINST_B] = "all others", [AGAINST_REGION] = "others of its region",
		[AGAINST_NEIGHBOURS] = "its neighbours", [AGAINST_ALIKE] = "those most alike",
	};
	const char *names[2] = { s->arguments[0], s->argument_count > 1 ? s->arguments[1]
								       : others[s->against] };
	struct buf b = { 0 };
	int rc = comparison_plot(c, ds, names, &b, e);
	if (rc == 0)
		rc = study_write(s->plot, &b, e);
	buf_release(&b);
	return rc;
}

static int write_themes(const struct settings *s, struct dataset *ds, const struct sides *sides,
			const struct selection *a, struct table_style f, struct buf *out,
			struct error *e)
{
	const bool *themes;
	struct comparison c;
	int rc = study_themes(&themes, ds, s, e);
	if (rc == 0)
		rc = compare(&c, ds, sides, themes, e);
	if (rc == 0 && s->plot)
		rc = write_plot(s, &c, ds, e);
	return rc < 0 ? rc : comparison_write(&c, ds, single(ds, a), f, out, e);
}

static int write_phrases(const struct settings *s, struct dataset *ds, const struct sides *sides,
			 const struct db *db, struct table_style f, struct buf *out, struct error *e)
{
	struct phrase_comparison c;
	struct phrase_question q = { .sides = sides, .min_docs = (uint32_t)s->min_docs };
	int rc = study_themes(&q.themes, ds, s, e);
	if (rc == 0)
		rc = compare_phrases(&c, ds, db, &q, e);
	return rc < 0 ? rc : phrase_comparison_write(&c, ds, f, out, e);
}

static int compare_sides(const struct settings *s, struct dataset *ds, const struct db *db,
			 struct buf *out, struct error *e)
{
	struct queries queries;
	struct selection where, a;
	struct sides sides;
	struct table_style format;
	int rc = study_style(&format, s, e);
	if (rc == 0)
		rc = study_where(&where, &queries, ds, s, e);
	if (rc == 0) {
		dataset_keep(ds, &where);
		rc = read_sides(&sides, ds, &queries, &a, s, e);
	}
	if (rc < 0)
		return rc;
	return s->phrases ? write_phrases(s, ds, &sides, db, format, out, e)
			  : write_themes(s, ds, &sides, &a, format, out, e);
}

static int work(const struct settings *s, const struct db *db, struct error *e)
{
	struct dataset ds;
	struct buf out = { 0 };
	if (s->argument_count < 1 || s->argument_count > 2)
		return fail(e, E_USAGE, "compare takes one or two selections, such as region=NE region=SW");
	int rc = dataset_load(&ds, db, e);
	if (rc == 0)
		rc = compare_sides(s, &ds, db, &out, e);
	if (rc == 0)
		rc = study_write(s->output, &out, e);
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
	.summary = "two sets of documents, by theme or phrase: periods, places, kinds, grades, documents",
	.about =
	"A and B are COLUMN=VALUE[,COLUMN=VALUE]..., a document's path, or @NAME: a selection that the file\n"
	"of --queries has as a line 'NAME = column=value, ...'. Without B all others are B; a document in\n"
	"both counts in A alone. Columns are those of 'leitmotif trend'.\n"
	"\n"
	"For each theme: sentences per 1,000 words in A and B, their ratio, weighted log-odds, the shares\n"
	"of documents with a concern, and how often documents dealt to A and B by chance differ as much. A\n"
	"single document is also told its nearest ones. With --phrases: the words and phrases that A has\n"
	"and B has not, and the other way round; with --theme in the sentences of these themes.\n"
	"\n"
	"--against sets one authority beside others: 'region', those of its region; 'alike', the ten of\n"
	"which most nearly the same is written; 'neighbours', those that a file of your own names as its\n"
	"statistical neighbours, a line each: the authority, then its neighbours, with tabs between them,\n"
	"by name or by code ('350<TAB>381, 331, 831').\n",
	.examples =
	"  leitmotif compare --store reports.db grade=good grade=inadequate --where kind=ilacs-short\n"
	"  leitmotif compare --store reports.db grade=good grade=inadequate --phrases --theme caseloads\n"
	"      what good reports write about caseloads that inadequate ones do not\n"
	"  leitmotif compare year=2014..2017 year=2018..2024 --store reports.db\n"
	"  leitmotif compare authority=Bolton --against region --where year=2018.. --store reports.db\n"
	"  leitmotif compare @north @south --queries queries.txt --store reports.db\n"
	"  leitmotif compare reports/bolton-2019.pdf --store reports.db\n"
	"  leitmotif compare grade=good grade=inadequate --store reports.db --plot grades.svg\n",
	.options = FOR_STORE | FOR_TABLE | FOR_SELECT | FOR_THEMES | FOR_COMPARE,
	.run = compare_command,
};
