/* SPDX-License-Identifier: MIT
 *
 * Tables: LIWC-22's .dicx (a column a category; X, 1 or a weight), and CSV with
 * the columns term (or pattern: one of ours, as it is), category, weight.
 */
#include "pipeline/base/csv_in.h"
#include "pipeline/exchange/dict_text.h"
#include "pipeline/exchange/formats.h"

static int bad_line(struct dict *d, uint32_t line, const char *what)
{
	return fail(d->e, E_FORMAT, "%.*s:%u: %s", STR_ARG(d->report.file), line, what);
}

/* ---- .dicx ---- */

/* Categories are the columns behind the first. */
static int read_columns(struct dict *d, const struct csv_row *head, uint32_t *categories)
{
	int rc = 0;
	for (ptrdiff_t i = 1; i < head->fields.n && rc == 0; i++) {
		struct str name = str_trim(head->fields.at[i]);
		rc = name.n ? dict_category(d, name, DICT_NONE, &categories[i])
			    : bad_line(d, head->line, "a column without a name");
	}
	return rc;
}

static int add_cells(struct dict *d, const struct csv_row *row, const uint32_t *categories,
		     ptrdiff_t columns)
{
	struct str term = row->fields.n ? str_trim(row->fields.at[0]) : (struct str){ 0 }, pattern;
	int rc = dict_glob(d, term, ' ', row->line, &pattern);
	for (ptrdiff_t i = 1; i < row->fields.n && rc == 0 && pattern.n; i++) {
		struct str cell = str_trim(row->fields.at[i]);
		double weight = 1;
		if (!cell.n)
			continue;
		if (i >= columns)
			return bad_line(d, row->line, "more cells than the head has columns");
		if (!str_eq_nocase(cell, S("x")) && !dict_number(cell, &weight))
			dict_note(d, row->line, "lost: '%.*s' is neither X nor a number", STR_ARG(cell));
		else if (weight < 0 || weight > 0)
			rc = dict_add(d, categories[i], pattern, S(""), weight, row->line);
	}
	return rc;
}

int dict_read_dicx(struct dict *d, struct str text)
{
	struct csv c;
	struct csv_row row = { 0 };
	csv_init(&c, text);
	int rc = csv_next(&c, &row, &d->mem, d->e);
	if (rc <= 0 || row.fields.n < 2)
		return rc < 0 ? rc : bad_line(d, 1, "expected a head: DicTerm, then categories");
	ptrdiff_t columns = row.fields.n;
	uint32_t *categories = NEW(&d->mem, uint32_t, columns);
	if (!categories)
		return dict_no_memory(d);
	rc = read_columns(d, &row, categories);
	while (rc == 0 && (rc = csv_next(&c, &row, &d->mem, d->e)) > 0)
		rc = add_cells(d, &row, categories, columns);
	return rc;
}

/* ---- CSV ---- */

struct columns {
	ptrdiff_t term, category, weight;
	bool ours;                      /* the terms are patterns of ours */
};

static int find_columns(struct dict *d, const struct csv_row *head, struct columns *c)
{
	*c = (struct columns){ -1, -1, -1, false };
	for (ptrdiff_t i = 0; i < head->fields.n; i++) {
		struct str name = str_trim(head->fields.at[i]);
		if (str_eq_nocase(name, S("term")) || str_eq_nocase(name, S("word")) ||
		    str_eq_nocase(name, S("pattern"))) {
			c->term = i;
			c->ours = str_eq_nocase(name, S("pattern"));
		} else if (str_eq_nocase(name, S("category"))) {
			c->category = i;
		} else if (str_eq_nocase(name, S("weight"))) {
			c->weight = i;
		} else {
			dict_note(d, head->line, "lost: the column '%.*s'", STR_ARG(name));
		}
	}
	return c->term < 0 || c->category < 0
		? bad_line(d, head->line, "expected the columns term (or pattern), category, and "
			   "weight if any")
		: 0;
}

/* Without the quote that keeps a spreadsheet from running the text as a formula (csv_out.h). */
static struct str field(const struct csv_row *row, ptrdiff_t i)
{
	struct str s = i >= 0 && i < row->fields.n ? str_trim(row->fields.at[i]) : (struct str){ 0 };
	return s.n > 1 && s.p[0] == '\'' && strchr("=+-@", s.p[1]) ? str_sub(s, 1, s.n) : s;
}

/* "A>B" is B in A. */
static int find_category(struct dict *d, struct str path, uint32_t line, uint32_t *out)
{
	int rc = 0, depth = 0;
	*out = DICT_NONE;
	while (path.n && rc == 0) {
		struct str name = str_trim(str_cut(&path, '>'));
		if (++depth > DICT_DEPTH_MAX)
			return bad_line(d, line, "categories lie too deep in each other");
		if (name.n)
			rc = dict_category(d, name, *out, out);
	}
	return rc < 0 || *out != DICT_NONE ? rc : bad_line(d, line, "a term without a category");
}

static int add_row(struct dict *d, const struct csv_row *row, const struct columns *c)
{
	struct str term = field(row, c->term), weight = field(row, c->weight);
	double w = 1;
	uint32_t category;
	if (!term.n)
		return 0;
	if (weight.n && !dict_number(weight, &w))
		return bad_line(d, row->line, "expected a number as weight");
	int rc = find_category(d, field(row, c->category), row->line, &category);
	if (rc < 0)
		return rc;
	return c->ours ? dict_add(d, category, term, S(""), w, row->line)
		       : dict_add_glob(d, category, term, ' ', w, row->line);
}

int dict_read_csv(struct dict *d, struct str text)
{
	struct csv c;
	struct csv_row row = { 0 };
	struct columns columns;
	csv_init(&c, text);
	int rc = csv_next(&c, &row, &d->mem, d->e);
	if (rc <= 0)
		return rc < 0 ? rc : bad_line(d, 1, "an empty file");
	rc = find_columns(d, &row, &columns);
	while (rc == 0 && (rc = csv_next(&c, &row, &d->mem, d->e)) > 0)
		rc = add_row(d, &row, &columns);
	return rc;
}
