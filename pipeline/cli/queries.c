/* SPDX-License-Identifier: MIT
 *
 * See queries.h.
 */
#include "pipeline/base/csv_in.h"
#include "pipeline/cli/queries.h"
#include "pipeline/io/file.h"

#define FILE_MAX ((size_t)1 << 20)

/* The whole file, in mem. */
static int read_file(struct str *out, const char *path, struct arena *mem, struct error *e)
{
	struct buf b = { 0 };
	int rc = file_slurp(&b, path, FILE_MAX, e);
	if (rc == 0) {
		*out = arena_str(mem, buf_str(&b));
		rc = out->p ? 0 : fail(e, E_NOMEM, "no memory for %s", path);
	}
	buf_release(&b);
	return rc;
}

static bool is_name(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (!ascii_is_alpha(s.p[i]) && !ascii_is_digit(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return false;
	return s.n > 0;
}

/* Say FILE:LINE before what is wrong. */
static int at_line(const char *path, uint32_t line, struct error *e)
{
	struct error why = *e;
	*e = (struct error){ 0 };
	return fail(e, E_USAGE, "%s:%u: %s", path, line, why.msg);
}

static int read_line(struct queries *q, struct str line, uint32_t number, struct arena *mem,
		     struct error *e)
{
	struct selection tried = { 0 };
	struct query *to;
	line = str_trim(line);
	if (line.n == 0 || line.p[0] == '#')
		return 0;
	struct str text = line, name = str_trim(str_cut(&text, '='));
	text = str_trim(text);
	if (!is_name(name) || text.n == 0)
		return fail(e, E_USAGE, "%s:%u: a query is 'name = column=value, ...', the name of letters, "
			    "digits, '-' and '_'", q->path, number);
	for (ptrdiff_t i = 0; i < q->list.n; i++)
		if (str_eq(q->list.at[i].name, name))
			return fail(e, E_USAGE, "%s:%u: '%.*s' is defined on line %u", q->path, number,
				    STR_ARG(name), q->list.at[i].line);
	if (queries_select(q, &tried, text, e) < 0)
		return at_line(q->path, number, e);
	to = VEC_PUSH(mem, &q->list);
	if (!to)
		return fail(e, E_NOMEM, "no memory for %s", q->path);
	*to = (struct query){ name, text, number };
	return 0;
}

int queries_read(struct queries *q, const char *path, struct dataset *ds, struct error *e)
{
	struct str rest;
	*q = (struct queries){ .path = path, .ds = ds };
	if (!path)
		return 0;
	int rc = read_file(&rest, path, &ds->mem, e);
	for (uint32_t line = 1; rc == 0 && rest.n; line++)
		rc = read_line(q, str_cut(&rest, '\n'), line, &ds->mem, e);
	return rc;
}

static int add_query(const struct queries *q, struct selection *to, struct str name, struct error *e)
{
	for (ptrdiff_t i = 0; i < q->list.n; i++)
		if (str_eq(q->list.at[i].name, name))
			return queries_select(q, to, q->list.at[i].text, e);
	return q->path ? fail(e, E_USAGE, "no query '%.*s' in %s", STR_ARG(name), q->path)
		       : fail(e, E_USAGE, "'@%.*s' names a saved query: --queries FILE says where",
			      STR_ARG(name));
}

int queries_select(const struct queries *q, struct selection *to, struct str text, struct error *e)
{
	int rc = 0;
	while (rc == 0 && text.n) {
		struct str part = selection_cut(&text);
		rc = str_starts(part, S("@")) ? add_query(q, to, str_sub(part, 1, part.n), e)
					      : selection_add(to, q->ds, part, e);
	}
	return rc;
}

static bool is_of(struct str field, const struct data_doc *d)
{
	field = str_trim(field);
	return field.n && (str_eq_nocase(field, d->column[META_local_authority]) ||
			   str_eq(field, d->column[META_la_code]));
}

static bool is_codes(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]) && s.p[i] != ',' && s.p[i] != ' ')
			return false;
	return true;
}

static int add_field(struct values *out, struct str field, struct arena *mem, struct error *e)
{
	bool codes = is_codes(field);
	while (field.n) {
		struct str name = str_trim(codes ? str_cut(&field, ',') : str_cut(&field, '\n'));
		struct str *to = name.n ? VEC_PUSH(mem, &out->list) : NULL;
		if (name.n && !to)
			return fail(e, E_NOMEM, "no memory for the neighbours");
		if (to)
			*to = name;
	}
	return 0;
}

int neighbours_read(struct values *out, const char *path, const struct data_doc *of, struct arena *mem,
		    struct error *e)
{
	struct csv csv;
	struct csv_row row = { 0 };
	struct str bytes;
	int rc = read_file(&bytes, path, mem, e), more = 0;
	*out = (struct values){ 0 };
	if (rc < 0)
		return rc;
	csv_init(&csv, bytes);
	while (rc == 0 && (more = csv_next(&csv, &row, mem, e)) > 0)
		for (ptrdiff_t i = 1; rc == 0 && i < row.fields.n && is_of(row.fields.at[0], of); i++)
			rc = add_field(out, row.fields.at[i], mem, e);
	if (rc == 0 && more < 0) {
		struct error why = *e;
		*e = (struct error){ 0 };
		rc = fail(e, E_USAGE, "%s: %s", path, why.msg);
	}
	if (rc == 0 && out->list.n == 0)
		rc = fail(e, E_USAGE, "no neighbours of '%.*s' in %s",
			  STR_ARG(of->column[META_local_authority]), path);
	return rc;
}
