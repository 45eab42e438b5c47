/* SPDX-License-Identifier: MIT
 *
 * See selection.h.
 */
#include "pipeline/trend/selection.h"

struct str selection_cut(struct str *text)
{
	struct str rest = *text, whole = str_cut(text, ',');
	while (text->n) {
		struct str ahead = *text, piece = str_trim(str_cut(&ahead, ','));
		if (str_starts(piece, S("@")) || str_find(piece, S("="), 0) >= 0)
			break;
		whole = str_sub(rest, 0, ahead.p ? ahead.p - rest.p - 1 : rest.n);
		*text = ahead;
	}
	return str_trim(whole);
}

int selection_add(struct selection *s, const struct dataset *ds, struct str text, struct error *e)
{
	while (text.n) {
		struct str value = selection_cut(&text);
		struct str name = str_trim(str_cut(&value, '='));
		if (!value.p)
			return fail(e, E_USAGE, "a selection is column=value, not '%.*s'", STR_ARG(name));
		int column = column_find(ds, name, e);
		if (column < 0)
			return column;
		if (s->n == SELECTION_MAX)
			return fail(e, E_USAGE, "more than %d conditions", SELECTION_MAX);
		s->at[s->n].column = column;
		s->at[s->n++].value = str_trim(value);
	}
	return 0;
}

/* v in FROM..TO, either of which may be short or absent: 2018..2019 has 2019-12-31. */
static bool in_range(struct str v, struct str range, ptrdiff_t dots)
{
	struct str from = str_sub(range, 0, dots), to = str_sub(range, dots + 2, range.n);
	return v.n && str_cmp(v, from) >= 0 && (to.n == 0 || str_cmp(str_sub(v, 0, to.n), to) <= 0);
}

static bool matches(const struct data_doc *d, int column, struct str value)
{
	struct str v = d->column[column];
	ptrdiff_t dots = str_find(value, S(".."), 0);
	if (dots >= 0 && column >= COLUMN_YEAR && column <= COLUMN_DATE)
		return in_range(v, value, dots);
	if (column == COLUMN_PATH)
		return str_eq(v, value) || (v.n > value.n && str_ends(v, value) &&
					    v.p[v.n - value.n - 1] == '/');
	return str_eq_nocase(v, value);
}

bool selection_has(const struct selection *s, const struct data_doc *d)
{
	for (int i = 0; i < s->n; i++) {
		bool any = false;
		for (int j = 0; j < s->n && !any; j++)
			any = s->at[j].column == s->at[i].column &&
			      matches(d, s->at[j].column, s->at[j].value);
		if (!any)
			return false;
	}
	return true;
}

void dataset_keep(struct dataset *ds, const struct selection *s)
{
	ptrdiff_t kept = 0;
	for (ptrdiff_t i = 0; i < ds->docs.n; i++)
		if (selection_has(s, &ds->docs.at[i]))
			ds->docs.at[kept++] = ds->docs.at[i];
	ds->docs.n = kept;
}
