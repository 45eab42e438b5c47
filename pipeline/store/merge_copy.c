/* SPDX-License-Identifier: MIT
 *
 * See merge_parts.h.
 */
#include "pipeline/base/json_out.h"
#include "pipeline/doc/doc.h"
#include "pipeline/store/merge_parts.h"
#include "pipeline/store/schema.h"

#define NAME(name) "," #name
#define VALUE(name) ",?"
/* What a document's row holds besides its own, its content's and its runs' numbers. */
#define COLUMNS                                                                                    \
	"path, copy, status, reason, format, bytes, pages, warnings, words, sentences,"            \
	"coded_sentences, lexicon, coding, rows_hash, file_size, mtime_ns, ctime_ns, inode,"       \
	"attributes" META_COLUMNS(NAME)
enum { D_ID, D_CONTENT, D_PATH, D_COPY };

static const char select_documents[] =
	"SELECT id, content, " COLUMNS " FROM documents ORDER BY path, copy";
static const char insert_document[] =
	"INSERT INTO documents (first_run, changed_run, id, content, " COLUMNS ") "
	"VALUES (1, 1, ?,?, ?,?,?,?,?,?,?,?,?, ?,?,?,?,?,?,?,?,?,?" META_COLUMNS(VALUE) ")";

static const char select_content[] =
	"SELECT hash, size, reader, failure, reason, unpacked, packed FROM contents WHERE id = ?1";
static const char insert_content[] =
	"INSERT INTO contents (hash, size, reader, failure, reason, unpacked, packed) "
	"VALUES (?, ?, ?, ?, ?, ?, ?)";
static const char find_content[] = "SELECT id FROM contents WHERE hash = ?1 AND size = ?2";

static const struct {
	const char *select, *insert;
} tables[TABLE_COUNT] = {
	[TABLE_VECTORS] = {
		"SELECT theme, sentences, mentions, strength, concern, mixed, neutral, better, worse "
		"FROM vectors WHERE document = ?1 ORDER BY theme",
		"INSERT INTO vectors (document, theme, sentences, mentions, strength, concern, mixed,"
		"neutral, better, worse) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	[TABLE_SENTENCES] = {
		"SELECT sentence, start, length, page, paragraph, section, voice, text "
		"FROM sentences WHERE document = ?1 ORDER BY sentence",
		"INSERT INTO sentences (document, sentence, start, length, page, paragraph, section,"
		"voice, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	[TABLE_CODES] = {
		"SELECT sentence, theme, polarity, change, score, terms, carried, cues, mentions "
		"FROM codes WHERE document = ?1 ORDER BY sentence, theme",
		"INSERT INTO codes (document, sentence, theme, polarity, change, score, terms, carried,"
		"cues, mentions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	[TABLE_WORDS] = {
		"SELECT front, words, layers FROM words WHERE document = ?1",
		"INSERT INTO words (document, front, words, layers) VALUES (?, ?, ?, ?)" },
	[TABLE_HITS] = {
		"SELECT keys, hits FROM hits WHERE document = ?1",
		"INSERT INTO hits (document, keys, hits) VALUES (?, ?, ?)" },
	[TABLE_HASHES] = {
		"SELECT hashes FROM row_hashes WHERE document = ?1",
		"INSERT INTO row_hashes (document, hashes) VALUES (?, ?)" },
};

/* Columns from on of the current row of q, as the parameters of to from parameter at on. */
static void hand_over(sqlite3_stmt *to, int at, sqlite3_stmt *q, int from)
{
	for (int i = from; i < sqlite3_column_count(q); i++)
		sqlite3_bind_value(to, at + i - from, sqlite3_column_value(q, i));
}

/* The rows of one table that belong to the document old of p, to the document new. */
static int copy_rows(struct target *t, struct origin *p, enum merge_table table, int64_t old, int64_t new,
		     struct error *e)
{
	sqlite3_stmt *q = p->rows[table], *put = t->put_rows[table];
	int rc;
	db_int(q, 1, old);
	while ((rc = db_row(&p->db, q, e)) > 0) {
		db_int(put, 1, new);
		hand_over(put, 2, q, 0);
		rc = db_run(&t->db, put, e);
		if (rc < 0)
			break;
	}
	return rc;
}

/* The kept text of a document, unless some document before had the same content. *id: its row. */
static int copy_content(struct target *t, struct origin *p, int64_t old, int64_t *id, struct error *e)
{
	sqlite3_stmt *q = p->content, *find = t->find_content;
	db_int(q, 1, old);
	int rc = db_row(&p->db, q, e);
	if (rc <= 0)
		return rc < 0 ? rc : fail(e, E_IO, "the store '%s' is damaged: a text is missing",
					  p->db.path);
	sqlite3_bind_value(find, 1, sqlite3_column_value(q, 0));
	sqlite3_bind_value(find, 2, sqlite3_column_value(q, 1));
	rc = db_row(&t->db, find, e);
	if (rc > 0) {
		*id = sqlite3_column_int64(find, 0);
		db_reset(find);
	} else if (rc == 0) {
		hand_over(t->put_content, 1, q, 0);
		rc = db_run(&t->db, t->put_content, e);
		*id = sqlite3_last_insert_rowid(t->db.h);
		t->sums.texts++;
	}
	db_reset(q);
	return rc < 0 ? rc : 0;
}

int merge_copy_document(struct target *t, struct origin *p, struct error *e)
{
	sqlite3_stmt *q = p->documents, *put = t->put_document;
	int64_t old = sqlite3_column_int64(q, D_ID), new = ++t->sums.documents, content = 0;
	int rc = 0;
	if (sqlite3_column_type(q, D_CONTENT) != SQLITE_NULL)
		rc = copy_content(t, p, sqlite3_column_int64(q, D_CONTENT), &content, e);
	if (rc < 0)
		return rc;
	db_int(put, 1, new);
	if (content)
		db_int(put, 2, content);
	hand_over(put, 3, q, D_PATH);
	rc = db_run(&t->db, put, e);
	for (enum merge_table k = 0; k < TABLE_COUNT && rc == 0; k++)
		rc = copy_rows(t, p, k, old, new, e);
	return rc;
}

int merge_copy_lexicon(struct target *t, const struct origin *p, struct error *e)
{
	static const char *const copies[][2] = {
		{ "SELECT hash, id, title, version, 1, columns FROM lexicons WHERE hash = ?1",
		  "INSERT INTO lexicons (hash, id, title, version, first_run, columns) "
		  "VALUES (?, ?, ?, ?, ?, ?)" },
		{ "SELECT lexicon, path, size, packed, hash FROM lexicon_files WHERE lexicon = ?1 "
		  "ORDER BY path",
		  "INSERT INTO lexicon_files (lexicon, path, size, packed, hash) VALUES (?, ?, ?, ?, ?)" },
		{ "SELECT lexicon, position, id, title, theme_group FROM themes WHERE lexicon = ?1 "
		  "ORDER BY position",
		  "INSERT INTO themes (lexicon, position, id, title, theme_group) "
		  "VALUES (?, ?, ?, ?, ?)" },
	};
	int rc = 0;
	for (ptrdiff_t i = 0; i < countof(copies) && rc == 0; i++) {
		sqlite3_stmt *from, *to = NULL;
		rc = db_prepare(&p->db, &from, copies[i][0], e);
		if (rc == 0)
			rc = db_prepare(&t->db, &to, copies[i][1], e);
		if (rc == 0)
			db_text(from, 1, p->lexicon);
		while (rc == 0 && (rc = db_row(&p->db, from, e)) > 0) {
			hand_over(to, 1, from, 0);
			rc = db_run(&t->db, to, e);
		}
		sqlite3_finalize(from);
		sqlite3_finalize(to);
	}
	return rc;
}

/* The paths of all runs, each list once: "[A]" and "[B]" become "[A,B]". */
static void join_sources(struct buf *out, const struct origin *parts, int count)
{
	json_open(out, '[');
	for (int i = 0; i < count; i++) {
		struct str s = parts[i].sources, inner = str_sub(s, 1, s.n - 1);
		if (!inner.n || str_find(buf_str(out), inner, 0) >= 0)
			continue;
		json_item(out);
		buf_add(out, inner);
	}
	json_close(out, ']');
}

int merge_put_run(struct target *t, const struct origin *parts, int count, struct error *e)
{
	static const char sql[] =
		"INSERT INTO runs (id, started, ended, program, stemmer, lexicon, sources, inputs, ok,"
		"partial, no_text, failed, skipped, added, changed, recoded, moved, gone) "
		"SELECT 1, ?1, ?2, ?3, ?4, ?5, ?6, count(*), count(*) FILTER (WHERE status = 'ok'),"
		"count(*) FILTER (WHERE status = 'partial'), count(*) FILTER (WHERE status = 'no-text'),"
		"count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status = 'skipped'),"
		"count(*), 0, 0, 0, 0 FROM documents";
	const struct origin *first = &parts[0];
	struct str started = first->started, ended = first->ended;
	struct buf sources = { 0 };
	sqlite3_stmt *q;
	for (int i = 1; i < count; i++) {
		started = str_cmp(parts[i].started, started) < 0 ? parts[i].started : started;
		ended = str_cmp(parts[i].ended, ended) > 0 ? parts[i].ended : ended;
	}
	join_sources(&sources, parts, count);
	int rc = db_prepare(&t->db, &q, sql, e);
	if (rc == 0 && !buf_ok(&sources))
		rc = fail(e, E_NOMEM, "no memory for the names of sources");
	if (rc == 0) {
		db_text(q, 1, started);
		db_text(q, 2, ended);
		db_text(q, 3, first->program);
		db_text(q, 4, first->stemmer);
		db_text(q, 5, first->lexicon);
		db_text(q, 6, buf_str(&sources));
		rc = db_run(&t->db, q, e);
	}
	sqlite3_finalize(q);
	buf_release(&sources);
	return rc;
}


int merge_prepare(struct origin *p, struct error *e)
{
	int rc = db_prepare(&p->db, &p->documents, select_documents, e);
	if (rc == 0)
		rc = db_prepare(&p->db, &p->content, select_content, e);
	for (enum merge_table k = 0; k < TABLE_COUNT && rc == 0; k++)
		rc = db_prepare(&p->db, &p->rows[k], tables[k].select, e);
	return rc;
}

int merge_advance(struct origin *p, struct error *e)
{
	int rc = db_row(&p->db, p->documents, e);
	if (rc > 0) {
		p->path = db_column(p->documents, D_PATH);
		p->copy = sqlite3_column_int64(p->documents, D_COPY);
	}
	return rc;
}

void merge_close_part(struct origin *p)
{
	sqlite3_finalize(p->documents);
	sqlite3_finalize(p->content);
	for (enum merge_table k = 0; k < TABLE_COUNT; k++)
		sqlite3_finalize(p->rows[k]);
	db_close(&p->db);
}

int merge_open_target(struct target *t, const char *path, struct error *e)
{
	static const char settings[] =
		"PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
		"PRAGMA cache_size = -256000; PRAGMA foreign_keys = OFF; BEGIN";
	int rc = db_open(&t->db, path, DB_CREATE, e);
	if (rc == 0)
		rc = schema_migrate(&t->db, e);
	if (rc == 0)
		rc = db_exec(&t->db, settings, e);
	if (rc == 0)
		rc = db_prepare(&t->db, &t->find_content, find_content, e);
	if (rc == 0)
		rc = db_prepare(&t->db, &t->put_content, insert_content, e);
	if (rc == 0)
		rc = db_prepare(&t->db, &t->put_document, insert_document, e);
	for (enum merge_table k = 0; k < TABLE_COUNT && rc == 0; k++)
		rc = db_prepare(&t->db, &t->put_rows[k], tables[k].insert, e);
	return rc;
}

void merge_close_target(struct target *t)
{
	sqlite3_finalize(t->find_content);
	sqlite3_finalize(t->put_content);
	sqlite3_finalize(t->put_document);
	for (enum merge_table k = 0; k < TABLE_COUNT; k++)
		sqlite3_finalize(t->put_rows[k]);
	db_close(&t->db);
}
