/* SPDX-License-Identifier: MIT
 *
 * See export.h. csv, long, jsonl and ledger are the run's own formats, which
 * are handed documents made of rows: so they cannot drift apart.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/json_out.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/stemmer.h"
#include "pipeline/lexicon/stemmer.h"
#include "pipeline/run/format.h"
#include "pipeline/store/export.h"

#define CHUNK ((ptrdiff_t)64 * 1024)

/* What an export has in hand. */
struct export {
	const struct db *db;
	int (*put)(void *ctx, struct str bytes, struct error *e);
	void *ctx;
	struct lexicon lx;       /* themes alone, of the latest run; the hash is each document's */
	struct stage_shared shared;
	struct config config;
	struct doc doc;
	struct buf out;
	sqlite3_stmt *documents, *vectors;
};

static int flush(struct export *x, ptrdiff_t over, struct error *e)
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
static const char select_documents[] = SELECT_DOCUMENTS "ORDER BY path, copy";
static const char select_document[] = SELECT_DOCUMENTS "WHERE id = ?1";
#undef COLUMN
enum { ROWS_HASH = 12, FIRST_META };

static const char select_vector[] =
	"SELECT theme, sentences, mentions, strength, concern, mixed, neutral, better, worse "
	"FROM vectors WHERE document = ?1";

static int open_export(struct export *x, struct error *e)
{
	arena_init(&x->lx.mem, 0);
	doc_init(&x->doc, 0);
	x->lx.stemmer = stemmer_version();
	x->shared = (struct stage_shared){ .config = &x->config, .lexicon = &x->lx };
	int rc = load_themes(x, e);
	if (rc == 0)
		rc = db_prepare(x->db, &x->documents, select_documents, e);
	if (rc == 0)
		rc = db_prepare(x->db, &x->vectors, select_vector, e);
	return rc;
}

static void close_export(struct export *x)
{
	sqlite3_finalize(x->documents);
	sqlite3_finalize(x->vectors);
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

/* The next document's row as a document. 1, 0 at the end, -code. */
static int next_document(struct export *x, struct error *e)
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
	return rc < 0 ? rc : 1;
}

/* Has a vector, though it may be all zeros. */
static bool has_vector(const struct doc *d)
{
	return d->has & LAYER_VECTOR;
}

static int export_as(const struct format *f, struct export *x, struct error *e)
{
	int rc = open_export(x, e);
	if (rc == 0 && f->head)
		f->head(&x->out, &x->shared);
	while (rc == 0 && (rc = next_document(x, e)) > 0) {
		if (f->failed_too || has_vector(&x->doc))
			f->document(&x->out, &x->doc, &x->shared);
		rc = flush(x, CHUNK, e);
	}
	if (rc == 0)
		rc = flush(x, 0, e);
	close_export(x);
	return rc;
}

#define EXPORT_AS(id)                                                                              \
	static int export_##id(const struct db *db,                                                \
			       int (*put)(void *ctx, struct str bytes, struct error *e),           \
			       void *ctx, struct error *e)                                         \
	{                                                                                          \
		struct export x = { .db = db, .put = put, .ctx = ctx };                            \
		return export_as(&format_##id, &x, e);                                             \
	}
EXPORT_AS(csv)
EXPORT_AS(long)
EXPORT_AS(jsonl)
EXPORT_AS(ledger)

#define SELECT_EVIDENCE(lexicon)                                                                   \
	"SELECT d.path, c.theme, c.polarity, c.change, s.text, s.start, s.start + s.length, s.page," \
	"s.paragraph, s.section, s.voice, c.terms, c.carried, c.cues, c.score, d.local_authority,"  \
	"d.kind, d.publication_date, " lexicon " FROM documents d JOIN codes c ON c.document = d.id " \
	"JOIN sentences s ON s.document = c.document AND s.sentence = c.sentence "                  \
	"LEFT JOIN themes t ON t.lexicon = d.lexicon AND t.id = c.theme "
static const char select_evidence[] =
	SELECT_EVIDENCE("d.lexicon") "ORDER BY d.path, d.copy, c.sentence, t.position";
static const char select_evidence_of[] =
	SELECT_EVIDENCE("?2") "WHERE d.id = ?1 ORDER BY c.sentence, t.position";

/* The columns of select_evidence as fields; the names are those of the run's evidence format. */
static const struct {
	const char *key;
	enum { TEXT, NULLABLE, NUMBER, LIST, SCORE } type;
} evidence_fields[] = {
	{ "doc", TEXT }, { "theme", TEXT }, { "polarity", TEXT }, { "change", TEXT },
	{ "text", TEXT }, { "start", NUMBER }, { "end", NUMBER }, { "page", NUMBER },
	{ "paragraph", NUMBER }, { "section", NULLABLE }, { "voice", TEXT }, { "terms", LIST },
	{ "carried", LIST }, { "cues", LIST }, { "score", SCORE }, { "local_authority", NULLABLE },
	{ "kind", NULLABLE }, { "publication_date", NULLABLE }, { "lexicon", TEXT },
};

static void evidence_row(struct buf *out, sqlite3_stmt *q)
{
	json_open(out, '{');
	for (int i = 0; i < (int)countof(evidence_fields); i++) {
		struct str s = evidence_fields[i].type < NUMBER ? db_column(q, i) : S("");
		json_key(out, evidence_fields[i].key);
		if (evidence_fields[i].type == TEXT)
			json_str(out, s);
		else if (evidence_fields[i].type == NULLABLE)
			json_str_or_null(out, s);
		else if (evidence_fields[i].type == LIST)
			buf_add(out, db_column(q, i));
		else if (evidence_fields[i].type == SCORE)
			json_fixed(out, sqlite3_column_double(q, i), 2);
		else if (sqlite3_column_type(q, i) == SQLITE_NULL)
			json_null(out);
		else
			json_int(out, sqlite3_column_int64(q, i));
	}
	json_close(out, '}');
	buf_addc(out, '\n');
}

static int export_evidence(const struct db *db,
			   int (*put)(void *ctx, struct str bytes, struct error *e), void *ctx,
			   struct error *e)
{
	struct export x = { .db = db, .put = put, .ctx = ctx };
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, select_evidence, e);
	while (rc == 0 && (rc = db_row(db, q, e)) > 0) {
		evidence_row(&x.out, q);
		rc = flush(&x, CHUNK, e);
	}
	if (rc == 0)
		rc = flush(&x, 0, e);
	sqlite3_finalize(q);
	buf_release(&x.out);
	return rc;
}

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
	for (int64_t i = 1; rc == 0 && (rc = next_document(x, e)) > 0;) {
		if (has_vector(&x->doc))
			buf_addf(&x->out, "%%row %lld %.*s\n", (long long)i++,
				 STR_ARG(buf_str(&x->doc.id)));
		rc = flush(x, CHUNK, e);
	}
	buf_addf(&x->out, "%lld %td %lld\n", (long long)rows, x->lx.themes.n, (long long)entries);
	return rc;
}

static int export_matrix(const struct db *db,
			 int (*put)(void *ctx, struct str bytes, struct error *e), void *ctx,
			 struct error *e)
{
	struct export x = { .db = db, .put = put, .ctx = ctx };
	int rc = open_export(&x, e);
	if (rc == 0)
		rc = matrix_head(&x, e);
	for (int64_t row = 0; rc == 0 && (rc = next_document(&x, e)) > 0;) {
		row += has_vector(&x.doc);
		for (ptrdiff_t i = 0; i < x.lx.themes.n && has_vector(&x.doc); i++)
			if (x.doc.counts[i].sentences)
				buf_addf(&x.out, "%lld %td %u\n", (long long)row, i + 1,
					 x.doc.counts[i].sentences);
		rc = flush(&x, CHUNK, e);
	}
	if (rc == 0)
		rc = flush(&x, 0, e);
	close_export(&x);
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

static int export_svmlight(const struct db *db,
			   int (*put)(void *ctx, struct str bytes, struct error *e), void *ctx,
			   struct error *e)
{
	struct export x = { .db = db, .put = put, .ctx = ctx };
	int rc = open_export(&x, e);
	while (rc == 0 && (rc = next_document(&x, e)) > 0) {
		const struct doc *d = &x.doc;
		rc = flush(&x, CHUNK, e);
		if (!has_vector(d) || rc < 0)
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
		rc = flush(&x, 0, e);
	close_export(&x);
	return rc;
}

/* ---- one by one ---- */

struct export_one {
	struct export x;
	const struct stage_shared *run;
	sqlite3_stmt *evidence;
};

int export_one_new(struct export_one **out, const struct db *db, const struct stage_shared *sh,
		   struct error *e)
{
	struct export_one *o = calloc(1, sizeof *o);
	if (!o)
		return fail(e, E_NOMEM, "no memory for the output");
	o->run = sh;
	o->x = (struct export){ .db = db, .lx = *sh->lexicon, .shared = *sh };
	o->x.shared.lexicon = &o->x.lx;
	doc_init(&o->x.doc, 0);
	int rc = db_prepare(db, &o->x.documents, select_document, e);
	if (rc == 0)
		rc = db_prepare(db, &o->x.vectors, select_vector, e);
	if (rc == 0)
		rc = db_prepare(db, &o->evidence, select_evidence_of, e);
	if (rc < 0) {
		export_one_free(o);
		return rc;
	}
	*out = o;
	return 0;
}

void export_one_free(struct export_one *o)
{
	if (!o)
		return;
	sqlite3_finalize(o->x.documents);
	sqlite3_finalize(o->x.vectors);
	sqlite3_finalize(o->evidence);
	doc_release(&o->x.doc);
	free(o);
}

bool export_one_can(const struct format *f)
{
	return !f->document || f == &format_csv || f == &format_long || f == &format_jsonl ||
	       f == &format_ledger || f == &format_evidence;
}

static int write_evidence(struct export_one *o, int64_t id, struct buf *out, struct error *e)
{
	int rc;
	db_int(o->evidence, 1, id);
	db_text(o->evidence, 2, str_of(o->run->lexicon->hash));
	while ((rc = db_row(o->x.db, o->evidence, e)) > 0)
		evidence_row(out, o->evidence);
	return rc;
}

int export_one_write(struct export_one *o, int64_t id, const struct format *f, struct buf *out,
		     struct error *e)
{
	if (!f->document)
		return 0;
	if (f == &format_evidence)
		return write_evidence(o, id, out, e);
	db_int(o->x.documents, 1, id);
	int rc = next_document(&o->x, e);
	snprintf(o->x.lx.hash, sizeof o->x.lx.hash, "%s", o->run->lexicon->hash);
	if (rc > 0 && (f->failed_too || has_vector(&o->x.doc)))
		f->document(out, &o->x.doc, &o->x.shared);
	db_reset(o->x.documents);
	return rc < 0 ? rc : 0;
}

const struct export_format export_formats[] = {
	{ "csv", "one row a document, as run writes it", export_csv },
	{ "long", "CSV, one row per document and theme", export_long },
	{ "jsonl", "JSON Lines, one object a document", export_jsonl },
	{ "evidence", "JSON Lines, one object per coded sentence and theme", export_evidence },
	{ "ledger", "CSV, one row an input: status, reason, sizes", export_ledger },
	{ "matrix", "MatrixMarket, sentences by document and theme", export_matrix },
	{ "svmlight", "SVMlight, the overall grade and rates per 1,000 words", export_svmlight },
	{ NULL, NULL, NULL },
};
