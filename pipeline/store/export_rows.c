/* SPDX-License-Identifier: MIT
 *
 * Documents made of a store's rows; see export_parts.h.
 */
#include <stdio.h>

#include "pipeline/lexicon/stemmer.h"
#include "pipeline/store/export_parts.h"
#include "pipeline/store/read.h"

int export_flush(struct export *x, ptrdiff_t over, struct error *e)
{
	if (!buf_ok(&x->out))
		return fail(e, E_NOMEM, "no memory for the output");
	if (x->out.n <= over)
		return 0;
	int rc = x->put(x->ctx, buf_str(&x->out), e);
	buf_reset(&x->out);
	return rc;
}

static int load_themes(struct export *x, struct error *e)
{
	sqlite3_stmt *q;
	x->lx.stemmer = stemmer_version();
	if (!x->lx.stemmer)
		return fail(e, E_NOMEM, "no memory for the themes");
	int rc = db_prepare(x->db, &q, "SELECT id, title, theme_group, lexicon FROM themes WHERE lexicon = "
			    "(SELECT lexicon FROM runs ORDER BY id DESC LIMIT 1) ORDER BY position", e);
	while (rc == 0 && (rc = db_row(x->db, q, e)) > 0) {
		struct theme *t = VEC_PUSH(&x->lx.mem, &x->lx.themes);
		rc = 0;
		if (t) {
			t->id = arena_str(&x->lx.mem, db_column(q, 0));
			t->title = arena_str(&x->lx.mem, db_column(q, 1));
			t->group = arena_str(&x->lx.mem, db_column(q, 2));
		}
		if (!t || !t->id.p || !t->title.p || !t->group.p)
			rc = fail(e, E_NOMEM, "no memory for the themes");
		snprintf(x->lx.hash, sizeof x->lx.hash, "%.*s", STR_ARG(db_column(q, 3)));
	}
	sqlite3_finalize(q);
	return rc;
}

#define COLUMN(name) ", " #name
#define SELECT_DOCUMENTS                                                                          \
	"SELECT id, path, status, reason, format, bytes, pages, warnings, words, sentences,"       \
	"coded_sentences, lexicon, rows_hash" META_COLUMNS(COLUMN) " FROM documents "
static const char documents_sql[] = SELECT_DOCUMENTS "ORDER BY path, copy";
static const char document_sql[] = SELECT_DOCUMENTS "WHERE id = ?1";
#undef COLUMN
enum { ROWS_HASH = 12, FIRST_META };

int export_prepare(struct export *x, bool one, struct error *e)
{
	int rc = db_prepare(x->db, &x->documents, one ? document_sql : documents_sql, e);
	if (rc == 0)
		rc = db_prepare(x->db, &x->vectors, "SELECT theme, sentences, mentions, strength, concern,"
				"mixed, neutral, better, worse FROM vectors WHERE document = ?1", e);
	if (rc == 0)
		rc = db_prepare(x->db, &x->attributes, "SELECT j.key, j.value FROM documents d "
				"JOIN json_each(d.attributes) j WHERE d.id = ?1", e);
	return rc;
}

void export_finish(struct export *x)
{
	sqlite3_finalize(x->documents);
	sqlite3_finalize(x->vectors);
	sqlite3_finalize(x->attributes);
}

static int take_column(void *ctx, struct str name, struct error *e)
{
	struct export *x = ctx;
	bool fits = x->lx.columns.n < META_OWN_MAX && name.n < COLUMN_NAME_SIZE;
	struct lexicon_column *c = fits ? VEC_PUSH(&x->lx.mem, &x->lx.columns) : NULL;
	if (!fits)
		return fail(e, E_IO, "the store '%s' is damaged: it has more columns than a lexicon can",
			    x->db->path);
	if (!c)
		return fail(e, E_NOMEM, "no memory for the columns");
	snprintf(c->name, sizeof c->name, "%.*s", STR_ARG(name));
	return 0;
}

int export_open(struct export *x, struct error *e)
{
	arena_init(&x->lx.mem, 0);
	doc_init(&x->doc, 0);
	x->shared = (struct stage_shared){ .config = &x->config, .lexicon = &x->lx };
	int rc = load_themes(x, e);
	if (rc == 0)
		rc = read_own_columns(x->db, take_column, x, e);
	if (rc == 0)
		rc = export_prepare(x, false, e);
	return rc;
}

void export_close(struct export *x)
{
	export_finish(x);
	doc_release(&x->doc);
	arena_release(&x->lx.mem);
	buf_release(&x->out);
}

static int load_vector(struct export *x, int64_t id, struct error *e)
{
	sqlite3_stmt *q = x->vectors;
	int rc;
	db_int(q, 1, id);
	while ((rc = db_row(x->db, q, e)) > 0) {
		int i = lexicon_theme(&x->lx, db_column(q, 0));
		if (i < 0)
			continue;
		struct theme_count *t = &x->doc.counts[i];
		t->sentences = (uint32_t)sqlite3_column_int64(q, 1);
		t->mentions = (uint32_t)sqlite3_column_int64(q, 2);
		t->by_polarity[POL_STRENGTH] = (uint32_t)sqlite3_column_int64(q, 3);
		t->by_polarity[POL_CONCERN] = (uint32_t)sqlite3_column_int64(q, 4);
		t->by_polarity[POL_MIXED] = (uint32_t)sqlite3_column_int64(q, 5);
		t->by_polarity[POL_NEUTRAL] = (uint32_t)sqlite3_column_int64(q, 6);
		t->better = (uint32_t)sqlite3_column_int64(q, 7);
		t->worse = (uint32_t)sqlite3_column_int64(q, 8);
	}
	return rc;
}

static int load_attributes(struct export *x, int64_t id, struct error *e)
{
	sqlite3_stmt *q = x->attributes;
	struct doc *d = &x->doc;
	int rc = 0;
	db_int(q, 1, id);
	while (rc == 0 && (rc = db_row(x->db, q, e)) > 0) {
		int c = lexicon_column(&x->lx, db_column(q, 0));
		rc = 0;
		if (c < META_COUNT)
			continue;
		d->meta[c].value = arena_str(&d->mem, db_column(q, 1));
		if (!d->meta[c].value.p)
			rc = fail(e, E_NOMEM, "no memory for a document");
	}
	db_reset(q);
	return rc;
}

static enum doc_format format_named(struct str name)
{
	enum doc_format f = FORMAT_DOCX;
	while (f > FORMAT_UNKNOWN && !str_eq(name, str_of(doc_format_name(f))))
		f--;
	return f;
}

static void load_outcome(struct doc *d, sqlite3_stmt *q)
{
	struct str status = db_column(q, 2), reason = db_column(q, 3);
	for (enum doc_status k = DOC_PARTIAL; k < DOC_STATUS_COUNT; k++)
		if (str_eq(status, str_of(doc_status_name(k))))
			doc_degrade(d, k, E_OK, "%.*s", STR_ARG(reason));
	d->format = format_named(db_column(q, 4));
	d->raw_size = (uint64_t)sqlite3_column_int64(q, 5);
	d->pages.n = (ptrdiff_t)sqlite3_column_int64(q, 6);    /* only their number is known */
	d->warnings = (uint32_t)sqlite3_column_int64(q, 7);
	d->words = (uint32_t)sqlite3_column_int64(q, 8);
	d->sentences = (uint32_t)sqlite3_column_int64(q, 9);
	d->coded = (uint32_t)sqlite3_column_int64(q, 10);
}

int export_next(struct export *x, struct error *e)
{
	struct doc *d = &x->doc;
	sqlite3_stmt *q = x->documents;
	bool full = true;
	doc_reset(d);
	int rc = db_row(x->db, q, e);
	if (rc <= 0)
		return rc;
	buf_add(&d->id, db_column(q, 1));
	load_outcome(d, q);
	snprintf(x->lx.hash, sizeof x->lx.hash, "%.*s", STR_ARG(db_column(q, 11)));
	for (enum meta_column c = 0; c < META_COUNT; c++)
		full &= (d->meta[c].value = arena_str(&d->mem, db_column(q, FIRST_META + (int)c))).p != NULL;
	d->counts = NEW(&d->mem, struct theme_count, x->lx.themes.n + 1);
	if (!full || !d->counts || !buf_ok(&d->id))
		return fail(e, E_NOMEM, "no memory for a document");
	d->has = sqlite3_column_type(q, ROWS_HASH) == SQLITE_NULL ? LAYER_NONE : LAYER_VECTOR;
	rc = load_vector(x, sqlite3_column_int64(q, 0), e);
	if (rc == 0 && x->lx.columns.n)
		rc = load_attributes(x, sqlite3_column_int64(q, 0), e);
	return rc < 0 ? rc : 1;
}
