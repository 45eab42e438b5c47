/* SPDX-License-Identifier: MIT
 *
 * The user's manifest: metadata by path, from a CSV or TSV file whose columns
 * have the names of ours. A row is for the document with that path, or whose
 * path ends in it behind a slash (so a bare file name will do), or, where the
 * manifest was made elsewhere, whose path the row's ends in. The longest such
 * row wins. It fills what the document itself does not say.
 */
#include <stdlib.h>

#include "pipeline/base/csv_in.h"
#include "pipeline/base/hash.h"
#include "stages/metadata.h"

struct manifest_row {
	struct str path;
	uint32_t line;
	uint32_t next;                  /* 1 + the next row with this base name; 0 none */
	struct str *values;             /* one a column of the lexicon */
};

struct manifest {
	struct arena mem;
	VEC(struct manifest_row) rows;
	int columns;
	uint32_t *heads;                /* by hash of the base name: 1 + a row; 0 none */
	uint32_t mask;
};

struct reading {
	struct manifest *m;
	const struct lexicon *lx;
	const struct metadata_rules *r;
	const char *name;
	int columns[256];               /* by field; -1: kept out */
	ptrdiff_t path_field;
	struct error *e;
};

static struct str base_name(struct str path)
{
	for (ptrdiff_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '/')
			return str_sub(path, i, path.n);
	return path;
}

static uint32_t *head_of(const struct manifest *m, struct str path)
{
	return &m->heads[hash_bytes(base_name(path), 0) & m->mask];
}

/* Is tail all of path, or what stands behind one of its slashes? */
static bool ends_in_path(struct str path, struct str tail)
{
	return str_ends(path, tail) && (path.n == tail.n || path.p[path.n - tail.n - 1] == '/');
}

static bool is_date(int c)
{
	return c == META_inspection_start_date || c == META_inspection_end_date ||
	       c == META_publication_date;
}

static bool is_grade(const struct reading *rd, int c)
{
	return rd->r && (rd->r->grade_columns >> c & 1);
}

/* What spreadsheets print in cells that hold nothing. */
static bool is_nothing(struct str s)
{
	static const struct str words[] = { STR("-"), STR("nan"), STR("n/a"), STR("na"), STR("none"),
					    STR("null") };
	for (ptrdiff_t i = 0; i < countof(words); i++)
		if (str_eq_nocase(s, words[i]))
			return true;
	return s.n == 0;
}

static int take_date(struct reading *rd, struct str *value, uint32_t line, int c)
{
	struct date_span s = { 0 };
	char iso[16];
	if (!date_span_parse(*value, &s) || !s.start.year)
		return fail(rd->e, E_FORMAT, "%s:%u: '%.*s' is no date for %s (2024-01-31)", rd->name,
			    line, STR_ARG(*value), meta_column_name((enum meta_column)c));
	date_iso(s.start, iso);
	*value = arena_str(&rd->m->mem, str_of(iso));
	return 0;
}

static int take_grade(struct reading *rd, struct str *value, uint32_t line, int c)
{
	struct str grade = metadata_grade(rd->r, *value);
	if (!grade.n)
		return fail(rd->e, E_FORMAT, "%s:%u: '%.*s' is no grade for %s", rd->name, line,
			    STR_ARG(*value), lexicon_column_name(rd->lx, c));
	*value = grade;
	return 0;
}

static int take_value(struct reading *rd, struct manifest_row *row, int c, struct str value)
{
	int rc = 0;
	value = str_trim(value);
	if (is_nothing(value))
		return 0;
	if (is_date(c))
		rc = take_date(rd, &value, row->line, c);
	else if (is_grade(rd, c))
		rc = take_grade(rd, &value, row->line, c);
	row->values[c] = value;
	return rc;
}

static int take_row(struct reading *rd, const struct csv_row *fields)
{
	struct manifest_row *row = VEC_PUSH(&rd->m->mem, &rd->m->rows);
	if (row)
		row->values = NEW(&rd->m->mem, struct str, rd->m->columns);
	if (!row || !row->values)
		return fail(rd->e, E_NOMEM, "no memory for the manifest");
	row->line = fields->line;
	if (rd->path_field < fields->fields.n)
		row->path = str_trim(fields->fields.at[rd->path_field]);
	if (str_starts(row->path, S("./")))
		row->path = str_sub(row->path, 2, row->path.n);
	if (!row->path.n)
		return fail(rd->e, E_FORMAT, "%s:%u: no path in this row", rd->name, row->line);
	int rc = 0;
	for (ptrdiff_t i = 0; i < fields->fields.n && i < countof(rd->columns) && rc == 0; i++)
		if (rd->columns[i] >= 0)
			rc = take_value(rd, row, rd->columns[i], fields->fields.at[i]);
	return rc;
}

/* "FILE: not known, so not used: link, notes" */
static void note_unknown(struct reading *rd, const struct csv_row *names, struct buf *notes)
{
	const char *before = ": these columns are not known and not used: ";
	for (ptrdiff_t i = 0; notes && i < names->fields.n; i++) {
		bool known = i < countof(rd->columns) && rd->columns[i] >= 0;
		if (known || i == rd->path_field || str_eq(names->fields.at[i], S("status")))
			continue;
		if (before[0] == ':')
			buf_addz(notes, rd->name);
		buf_addz(notes, before);
		buf_add(notes, names->fields.at[i]);
		before = ", ";
	}
	if (notes && before[0] == ',')
		buf_addc(notes, '\n');
}

static int take_header(struct reading *rd, struct csv_row *names, struct buf *notes)
{
	rd->path_field = -1;
	for (ptrdiff_t i = 0; i < names->fields.n; i++) {
		struct str name = str_trim(names->fields.at[i]);
		if (rd->path_field < 0 && (str_eq(name, S("doc")) || str_eq(name, S("path"))))
			rd->path_field = i;
		if (i < countof(rd->columns))
			rd->columns[i] = lexicon_column(rd->lx, name);
	}
	if (rd->path_field < 0)
		return fail(rd->e, E_FORMAT, "%s:1: no column 'doc' or 'path'", rd->name);
	note_unknown(rd, names, notes);
	return 0;
}

/* Rows by base name. Two rows for one path cannot both be right. */
static int make_index(struct reading *rd)
{
	struct manifest *m = rd->m;
	uint32_t size = 16;
	while (size < 2 * m->rows.n)
		size *= 2;
	m->mask = size - 1;
	m->heads = NEW(&m->mem, uint32_t, size);
	if (!m->heads)
		return fail(rd->e, E_NOMEM, "no memory for the manifest");
	for (ptrdiff_t i = 0; i < m->rows.n; i++) {
		struct manifest_row *row = &m->rows.at[i];
		uint32_t *head = head_of(m, row->path);
		for (uint32_t k = *head; k; k = m->rows.at[k - 1].next)
			if (str_eq(m->rows.at[k - 1].path, row->path))
				return fail(rd->e, E_FORMAT, "%s:%u: '%.*s' stands on line %u too",
					    rd->name, row->line, STR_ARG(row->path),
					    m->rows.at[k - 1].line);
		row->next = *head;
		*head = (uint32_t)i + 1;
	}
	return 0;
}

static int read_rows(struct reading *rd, struct str bytes, struct buf *notes)
{
	struct csv c;
	struct csv_row row = { 0 };
	struct error why = { 0 };
	csv_init(&c, bytes);
	int got = csv_next(&c, &row, &rd->m->mem, &why);
	if (got == 0)
		return fail(rd->e, E_FORMAT, "%s: it is empty", rd->name);
	int rc = got > 0 ? take_header(rd, &row, notes) : 0;
	while (rc == 0 && got > 0 && (got = csv_next(&c, &row, &rd->m->mem, &why)) > 0)
		rc = take_row(rd, &row);
	if (got < 0)
		return fail(rd->e, why.code, "%s: %s", rd->name, why.msg);
	return rc < 0 ? rc : make_index(rd);
}

int manifest_new(struct manifest **out, const struct manifest_source *from, struct buf *notes,
		 struct error *e)
{
	if (!from->name)
		return 0;
	struct manifest *m = calloc(1, sizeof *m);
	if (!m)
		return fail(e, E_NOMEM, "no memory for the manifest");
	arena_init(&m->mem, 0);
	m->columns = lexicon_columns(from->lx);
	struct reading rd = { .m = m, .lx = from->lx, .r = from->r, .name = from->name, .e = e };
	int rc = read_rows(&rd, from->bytes, notes);
	if (rc < 0) {
		manifest_free(m);
		return rc;
	}
	*out = m;
	return 0;
}

void manifest_free(struct manifest *m)
{
	if (!m)
		return;
	arena_release(&m->mem);
	free(m);
}

static const struct manifest_row *find_row(const struct manifest *m, struct str id)
{
	const struct manifest_row *best = NULL;
	for (uint32_t k = *head_of(m, id); k; k = m->rows.at[k - 1].next) {
		const struct manifest_row *row = &m->rows.at[k - 1];
		bool fits = ends_in_path(id, row->path) || ends_in_path(row->path, id);
		if (fits && (!best || row->path.n > best->path.n))
			best = row;
	}
	return best;
}

void manifest_fill(const struct manifest *m, struct doc *d)
{
	const struct manifest_row *row = find_row(m, buf_str(&d->id));
	for (int c = 0; row && c < m->columns; c++) {
		if (c == META_kind && row->values[c].n && str_eq(d->meta[c].value, S("other")))
			d->meta[c].value.n = 0;
		metadata_set(d, c, row->values[c], "manifest");
	}
}
