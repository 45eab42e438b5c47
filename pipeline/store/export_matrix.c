/* SPDX-License-Identifier: MIT
 *
 * A store's vectors for programs that learn from them: MatrixMarket, SVMlight.
 */
#include "pipeline/lexicon/yaml.h"
#include "pipeline/store/export_parts.h"
#include "pipeline/store/read.h"

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

#define RULES S("metadata/rules.yaml")

/* The names of grades and their classes, as the lexicon has them. */
struct classes {
	struct arena mem;
	struct yaml y;
	const struct yaml_node *list;
};

static int read_classes(struct classes *c, const struct db *db, struct error *e)
{
	struct buf b = { 0 };
	*c = (struct classes){ 0 };
	arena_init(&c->mem, 0);
	int rc = read_lexicon_file(db, RULES, &b, e);
	struct str bytes = arena_str(&c->mem, buf_str(&b));
	if (rc == 0 && !bytes.p)
		rc = fail(e, E_NOMEM, "no memory for the grades");
	if (rc == 0 && bytes.n)
		rc = yaml_parse(&c->y, &c->mem, RULES, bytes, e);
	const struct yaml_node *grades = rc == 0 && c->y.root ? yaml_get(c->y.root, S("grades")) : NULL;
	c->list = grades ? yaml_get(grades, S("values")) : NULL;
	if (rc == 0 && c->y.root && !c->list)
		rc = fail(e, E_IO, "the store '%s' is of an older leitmotif: run it first", db->path);
	buf_release(&b);
	return rc;
}

/* The grade's class; 0 where there is none. */
static int class_of(const struct classes *c, struct str grade, double *class, struct error *e)
{
	*class = 0;
	for (const struct yaml_node *n = c->list ? c->list->first : NULL; n; n = n->next) {
		const struct yaml_node *value = yaml_get(n, S("value")), *number = yaml_get(n, S("class"));
		if (value && number && str_eq_nocase(grade, value->text))
			return yaml_number(&c->y, number, "a class", class, e);
	}
	return 0;
}

static int svmlight_row(struct export *x, const struct classes *classes, struct error *e)
{
	const struct doc *d = &x->doc;
	double class;
	int rc = class_of(classes, d->meta[META_overall_effectiveness_grade].value, &class, e);
	if (rc < 0)
		return rc;
	buf_add_int(&x->out, (int64_t)class);
	for (ptrdiff_t i = 0; i < x->lx.themes.n; i++) {
		if (!d->counts[i].sentences || !d->words)
			continue;
		buf_addf(&x->out, " %td:", i + 1);
		buf_add_fixed(&x->out, 1000.0 * d->counts[i].sentences / d->words, 4);
	}
	buf_addz(&x->out, " # ");
	buf_add(&x->out, buf_str(&d->id));
	buf_addc(&x->out, '\n');
	return export_flush(x, EXPORT_CHUNK, e);
}

int export_svmlight(const struct db *db, int (*put)(void *ctx, struct str bytes, struct error *e),
		    void *ctx, struct error *e)
{
	struct export x = { .db = db, .put = put, .ctx = ctx };
	struct classes classes;
	int rc = read_classes(&classes, db, e);
	if (rc == 0)
		rc = export_open(&x, e);
	while (rc == 0 && (rc = export_next(&x, e)) > 0)
		rc = export_has_vector(&x.doc) ? svmlight_row(&x, &classes, e) : 0;
	if (rc == 0)
		rc = export_flush(&x, 0, e);
	arena_release(&classes.mem);
	export_close(&x);
	return rc;
}
