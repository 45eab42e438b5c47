/* SPDX-License-Identifier: MIT
 *
 * See study.h.
 */
#include <sys/ioctl.h>
#include <unistd.h>

#include "pipeline/cli/study.h"
#include "pipeline/io/sink.h"

static int unknown_theme(const struct dataset *ds, struct str id, struct error *e)
{
	struct str names[512];
	char hint[80];
	ptrdiff_t n = ds->themes.n < countof(names) ? ds->themes.n : countof(names);
	for (ptrdiff_t i = 0; i < n; i++)
		names[i] = ds->themes.at[i].id;
	return fail(e, E_USAGE, "no theme '%.*s' in the store%s", STR_ARG(id),
		    did_you_mean(hint, sizeof hint, "", id, names, n));
}

int study_themes(const bool **out, struct dataset *ds, const struct settings *s, struct error *e)
{
	*out = NULL;
	if (s->themes.n == 0)
		return 0;
	bool *themes = NEW(&ds->mem, bool, ds->themes.n + 1);
	if (!themes)
		return fail(e, E_NOMEM, "no memory for the themes");
	for (int i = 0; i < s->themes.n; i++) {
		struct str rest = str_of(s->themes.at[i]);
		while (rest.n) {
			struct str id = str_trim(str_cut(&rest, ','));
			int theme = dataset_theme(ds, id);
			if (theme < 0)
				return unknown_theme(ds, id, e);
			themes[theme] = true;
		}
	}
	*out = themes;
	return 0;
}

int study_style(struct table_style *out, const struct settings *s, struct error *e)
{
	struct winsize terminal = { 0 };
	out->width = s->width;
	if (!s->width && !s->output && ioctl(STDOUT_FILENO, TIOCGWINSZ, &terminal) == 0)
		out->width = terminal.ws_col;
	return table_format_find(&out->format, s->format, e);
}

static bool has_any(const struct dataset *ds, const struct selection *s)
{
	for (ptrdiff_t i = 0; i < ds->docs.n; i++)
		if (selection_has(s, &ds->docs.at[i]))
			return true;
	return false;
}

static int no_such_value(struct dataset *ds, int column, struct str value, struct error *e)
{
	struct values v = { 0 };
	char hint[120] = "";
	int rc = column == COLUMN_PATH ? 0 : dataset_values(ds, column, &v, e);
	return rc < 0 ? rc : fail(e, E_USAGE, "no documents with '%.*s'%s", STR_ARG(value),
				  did_you_mean(hint, sizeof hint, "", value, v.list.at, v.list.n));
}

int study_any(struct dataset *ds, const struct selection *s, struct error *e)
{
	if (ds->docs.n == 0 || has_any(ds, s))
		return 0;
	for (int i = 0; i < s->n; i++) {
		struct selection one = { .at = { s->at[i] }, .n = 1 };
		if (!has_any(ds, &one))
			return no_such_value(ds, s->at[i].column, s->at[i].value, e);
	}
	return fail(e, E_USAGE, "no documents meet all conditions of the selection");
}

int study_where(struct selection *out, struct queries *q, struct dataset *ds, const struct settings *s,
		struct error *e)
{
	int rc = queries_read(q, s->queries, ds, e);
	*out = (struct selection){ 0 };
	for (int i = 0; rc == 0 && i < s->where.n; i++)
		rc = queries_select(q, out, str_of(s->where.at[i]), e);
	return rc < 0 ? rc : study_any(ds, out, e);
}

int study_write(const char *path, const struct buf *out, struct error *e)
{
	struct sink *sink = NULL;
	if (!buf_ok(out))
		return fail(e, E_NOMEM, "no memory for what is written");
	int rc = sink_open(&sink, path, e);
	if (rc == 0)
		rc = sink_write(sink, buf_str(out), e);
	if (rc == 0)
		rc = sink_finish(sink, e);
	if (rc == 0)
		rc = sink_commit(sink, e);
	sink_free(sink);
	return rc;
}
