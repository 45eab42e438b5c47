/* SPDX-License-Identifier: MIT
 *
 * A store's vectors for programs that learn from them: MatrixMarket, SVMlight.
 */
#include "pipeline/store/export_parts.h"

/* The matrix's size has to be told before its entries: documents, themes, entries. */
static int matrix_head(struct export *x, struct error *e)
{
	int64_t rows = 0, entries = 0;
	int rc = db_number(x->db, &rows, "SELECT count(*) FROM documents "
			   "WHERE rows_hash IS NOT NULL", e);
	if (rc == 0)
		rc = db_number(x->db, &entries, "SELECT count(*) FROM documents d "
			       "JOIN vectors v ON v.document = d.id WHERE v.theme IN (SELECT id FROM themes WHERE lexicon = "
			       "(SELECT lexicon FROM runs ORDER BY id DESC LIMIT 1))", e);
	buf_addf(&x->out, "%%%%MatrixMarket matrix coordinate integer general\n"
		 "%% sentences by document (row) and theme (column), lexicon %s\n", x->lx.hash);
	for (ptrdiff_t i = 0; i < x->lx.themes.n; i++)
		buf_addf(&x->out, "%%column %td %.*s\n", i + 1, STR_ARG(x->lx.themes.at[i].id));
	for (int64_t i = 1; rc == 0 && (rc = export_next(x, e)) > 0;) {
		if (export_has_vector(&x->doc))
			buf_addf(&x->out, "%%row %lld %.*s\n", (long long)i++,
				 STR_ARG(buf_str(&x->doc.id)));
		rc = export_flush(x, EXPORT_CHUNK, e);
	}
	buf_addf(&x->out, "%lld %td %lld\n", (long long)rows, x->lx.themes.n, (long long)entries);
	return rc;
}

int export_matrix(const struct db *db, int (*put)(void *ctx, struct str bytes, struct error *e),
		  void *ctx, struct error *e)
{
	struct export x = { .db = db, .put = put, .ctx = ctx };
	int rc = export_open(&x, e);
	if (rc == 0)
		rc = matrix_head(&x, e);
	for (int64_t row = 0; rc == 0 && (rc = export_next(&x, e)) > 0;) {
		row += export_has_vector(&x.doc);
		for (ptrdiff_t i = 0; i < x.lx.themes.n && export_has_vector(&x.doc); i++)
			if (x.doc.counts[i].sentences)
				buf_addf(&x.out, "%lld %td %u\n", (long long)row, i + 1,
					 x.doc.counts[i].sentences);
		rc = export_flush(&x, EXPORT_CHUNK, e);
	}
	if (rc == 0)
		rc = export_flush(&x, 0, e);
	export_close(&x);
	return rc;
}

/* The overall grade as a class, best first; 0 where there is none. */
static int grade_class(struct str grade)
{
	static const struct {
		struct str name;
		int number;
	} grades[] = {
		{ STR("outstanding"), 1 }, { STR("good"), 2 }, { STR("requires improvement"), 3 },
		{ STR("adequate"), 3 }, { STR("inadequate"), 4 },
	};
	for (ptrdiff_t i = 0; i < countof(grades); i++)
		if (str_eq_nocase(grade, grades[i].name))
			return grades[i].number;
	return 0;
}

int export_svmlight(const struct db *db, int (*put)(void *ctx, struct str bytes, struct error *e),
		    void *ctx, struct error *e)
{
	struct export x = { .db = db, .put = put, .ctx = ctx };
	int rc = export_open(&x, e);
	while (rc == 0 && (rc = export_next(&x, e)) > 0) {
		const struct doc *d = &x.doc;
		rc = export_flush(&x, EXPORT_CHUNK, e);
		if (!export_has_vector(d) || rc < 0)
			continue;
		buf_add_int(&x.out, grade_class(d->meta[META_overall_effectiveness_grade].value));
		for (ptrdiff_t i = 0; i < x.lx.themes.n; i++) {
			if (!d->counts[i].sentences || !d->words)
				continue;
			buf_addf(&x.out, " %td:", i + 1);
			buf_add_fixed(&x.out, 1000.0 * d->counts[i].sentences / d->words, 4);
		}
		buf_addz(&x.out, " # ");
		buf_add(&x.out, buf_str(&d->id));
		buf_addc(&x.out, '\n');
	}
	if (rc == 0)
		rc = export_flush(&x, 0, e);
	export_close(&x);
	return rc;
}
