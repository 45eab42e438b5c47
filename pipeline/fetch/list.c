/* SPDX-License-Identifier: MIT
 *
 * See list.h.
 */
#include "pipeline/base/csv_in.h"
#include "pipeline/fetch/list.h"
#include "pipeline/io/file.h"

#define LIST_MAX ((size_t)1 << 30)

enum column { AUTHORITY, URN, DATE, KIND, ADDRESS, COLUMNS };
static const struct str names[COLUMNS] = { STR("authority"), STR("urn"), STR("date"), STR("kind"),
					   STR("address") };

/* Comments before the head would hide from csv_init() whether tabs separate. */
static struct str skip_comments(struct str bytes, uint32_t *lines)
{
	if (str_starts(bytes, S("\xEF\xBB\xBF")))
		bytes = str_sub(bytes, 3, bytes.n);
	while (str_starts(bytes, S("#"))) {
		str_cut(&bytes, '\n');
		++*lines;
	}
	return bytes;
}

static int read_head(struct csv *csv, struct list *l, ptrdiff_t place[COLUMNS], const char *file,
		     struct error *e)
{
	struct csv_row row = { 0 };
	int rc = csv_next(csv, &row, &l->mem, e);
	for (int c = 0; c < COLUMNS; c++) {
		place[c] = -1;
		for (ptrdiff_t i = 0; rc > 0 && i < row.fields.n; i++)
			if (str_eq_nocase(str_trim(row.fields.at[i]), names[c]))
				place[c] = i;
	}
	if (rc >= 0 && place[ADDRESS] < 0)
		return fail(e, E_USAGE, "%s: its first line names no column 'address'", file);
	return rc;
}

static int read_rows(struct csv *csv, struct list *l, const char *file,
		     struct error *e)
{
	ptrdiff_t place[COLUMNS];
	struct csv_row row = { 0 };
	int rc = read_head(csv, l, place, file, e);
	while (rc > 0 && (rc = csv_next(csv, &row, &l->mem, e)) > 0) {
		if (row.fields.n && str_starts(row.fields.at[0], S("#")))
			continue;
		struct list_row *r = VEC_PUSH(&l->mem, &l->rows);
		if (!r)
			return fail(e, E_NOMEM, "no memory for the list '%s'", file);
		struct str *const fields[COLUMNS] = { &r->authority, &r->urn, &r->date, &r->kind,
						      &r->address };
		for (int c = 0; c < COLUMNS; c++)
			if (place[c] >= 0 && place[c] < row.fields.n)
				*fields[c] = arena_str(&l->mem, str_trim(row.fields.at[place[c]]));
		r->file = file;
		r->line = row.line;
	}
	return rc;
}

int list_read(struct list *l, const char *file, struct error *e)
{
	struct buf bytes = { 0 };
	struct csv csv;
	struct error why = { 0 };
	uint32_t comments = 0;
	int rc = file_slurp(&bytes, file, LIST_MAX, e);
	if (rc == 0) {
		csv_init(&csv, skip_comments(buf_str(&bytes), &comments));
		csv.line += comments;
		rc = read_rows(&csv, l, file, &why);
	}
	if (rc < 0 && why.code == E_FORMAT)
		rc = fail(e, E_USAGE, "%s: %s", file, why.msg);
	else if (rc < 0 && why.code)
		rc = fail(e, why.code, "%s", why.msg);
	buf_release(&bytes);
	return rc;
}

void list_release(struct list *l)
{
	arena_release(&l->mem);
	*l = (struct list){ 0 };
}
