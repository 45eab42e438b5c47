/* SPDX-License-Identifier: MIT
 *
 * See schema.h. A version is a list of statements that is never edited once it
 * was released: a change to the tables is a new list at the end. Only the
 * metadata columns follow META_COLUMNS by themselves. All tables are STRICT,
 * so that no text ends up among the numbers.
 */
#include <stdio.h>

#include "pipeline/doc/doc.h"
#include "pipeline/store/schema.h"

#define APPLICATION 0x4c4d7331   /* "LMs1", for file(1) and for us */

#define COLUMN(name) #name " TEXT,"
#define NAME(name) "d." #name ","

static const char *const version_1[] = {
	"CREATE TABLE runs ("
	"id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, program TEXT NOT NULL,"
	"stemmer TEXT NOT NULL, lexicon TEXT NOT NULL, sources TEXT NOT NULL,"
	"inputs INTEGER, ok INTEGER, partial INTEGER, no_text INTEGER, failed INTEGER,"
	"skipped INTEGER, added INTEGER, changed INTEGER, recoded INTEGER, moved INTEGER,"
	"gone INTEGER) STRICT",

	"CREATE TABLE lexicons (hash TEXT PRIMARY KEY, id TEXT NOT NULL, title TEXT, version TEXT,"
	"first_run INTEGER NOT NULL) STRICT",

	"CREATE TABLE lexicon_files (lexicon TEXT NOT NULL REFERENCES lexicons ON DELETE CASCADE,"
	"path TEXT NOT NULL, size INTEGER NOT NULL, packed BLOB,"
	"PRIMARY KEY (lexicon, path)) STRICT, WITHOUT ROWID",

	"CREATE TABLE themes (lexicon TEXT NOT NULL REFERENCES lexicons ON DELETE CASCADE,"
	"position INTEGER NOT NULL, id TEXT NOT NULL, title TEXT, theme_group TEXT,"
	"PRIMARY KEY (lexicon, position)) STRICT, WITHOUT ROWID",

	"CREATE TABLE contents (id INTEGER PRIMARY KEY, hash BLOB NOT NULL, size INTEGER NOT NULL,"
	"reader TEXT NOT NULL, failure TEXT, reason TEXT, unpacked INTEGER NOT NULL,"
	"packed BLOB NOT NULL, UNIQUE (hash, size)) STRICT",

	"CREATE TABLE documents ("
	"id INTEGER PRIMARY KEY, path TEXT NOT NULL, copy INTEGER NOT NULL,"
	"status TEXT NOT NULL, reason TEXT, format TEXT NOT NULL, bytes INTEGER NOT NULL,"
	"pages INTEGER NOT NULL, warnings INTEGER NOT NULL, words INTEGER NOT NULL,"
	"sentences INTEGER NOT NULL, coded_sentences INTEGER NOT NULL,"
	META_COLUMNS(COLUMN)
	"content INTEGER REFERENCES contents, lexicon TEXT NOT NULL, coding TEXT, rows_hash INTEGER,"
	"file_size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER, inode INTEGER,"
	"first_run INTEGER NOT NULL, changed_run INTEGER NOT NULL, UNIQUE (path, copy)) STRICT",
	"CREATE INDEX documents_by_content ON documents (content)",
	"CREATE INDEX documents_by_authority ON documents (local_authority, publication_date)",

	"CREATE TABLE vectors (document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,"
	"theme TEXT NOT NULL, sentences INTEGER NOT NULL, mentions INTEGER NOT NULL,"
	"strength INTEGER NOT NULL, concern INTEGER NOT NULL, mixed INTEGER NOT NULL,"
	"neutral INTEGER NOT NULL, better INTEGER NOT NULL, worse INTEGER NOT NULL,"
	"PRIMARY KEY (document, theme)) STRICT, WITHOUT ROWID",

	"CREATE TABLE sentences (document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,"
	"sentence INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL, page INTEGER,"
	"paragraph INTEGER, section TEXT, voice TEXT NOT NULL, text TEXT NOT NULL,"
	"PRIMARY KEY (document, sentence)) STRICT, WITHOUT ROWID",

	"CREATE TABLE codes (document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,"
	"sentence INTEGER NOT NULL, theme TEXT NOT NULL, polarity TEXT NOT NULL,"
	"change TEXT NOT NULL, score REAL NOT NULL, terms TEXT NOT NULL, carried TEXT NOT NULL,"
	"cues TEXT NOT NULL, PRIMARY KEY (document, sentence, theme)) STRICT, WITHOUT ROWID",

	NULL
};

/* Which share of the inputs a run took, as shard_name() says it; NULL: all. */
static const char *const version_2[] = {
	"ALTER TABLE runs ADD COLUMN shard TEXT",
	NULL
};

/* The words of documents, and the coding key without the themes under which they are the words. */
static const char *const version_3[] = {
	"CREATE TABLE words (document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,"
	"front TEXT NOT NULL, words BLOB NOT NULL) STRICT",
	NULL
};

/* A hash of what each sentence's rows hold. */
static const char *const version_4[] = {
	"CREATE TABLE row_hashes (document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,"
	"hashes BLOB NOT NULL) STRICT",
	NULL
};

/* A document as it is before terms are looked for. */
static const char *const version_5[] = {
	"ALTER TABLE words ADD COLUMN layers BLOB",
	NULL
};

/* Mentions of each code, so that a vector can be made anew from those of a few sentences. Kept words have
 * another form. A hash of each lexicon file's bytes. */
static const char *const version_6[] = {
	"ALTER TABLE codes ADD COLUMN mentions INTEGER NOT NULL DEFAULT 0",
	"ALTER TABLE lexicon_files ADD COLUMN hash INTEGER",
	"DELETE FROM words",
	NULL
};

/* Where terms occur in documents. */
static const char *const version_7[] = {
	"CREATE TABLE hits (document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,"
	"keys BLOB, hits BLOB NOT NULL) STRICT",
	NULL
};

/* Metadata columns of a lexicon's own: their names, a JSON array; what a document has in them, a JSON
 * object without what is blank. */
static const char *const version_8[] = {
	"ALTER TABLE lexicons ADD COLUMN columns TEXT",
	"ALTER TABLE documents ADD COLUMN attributes TEXT",
	NULL
};

static const char *const *const versions[] = { version_1, version_2, version_3, version_4,
					       version_5, version_6, version_7, version_8 };

/* Views hold no data: they are made anew whenever they differ from these. */
static const char *const views[] = {
	"CREATE VIEW v_vectors AS SELECT d.path, d.copy, d.status," META_COLUMNS(NAME)
	"d.attributes, d.words, d.sentences AS document_sentences, d.coded_sentences, d.lexicon, v.* "
	"FROM documents d JOIN vectors v ON v.document = d.id",

	"CREATE VIEW v_vectors_long AS SELECT d.id AS document, d.path, d.copy, d.status,"
	META_COLUMNS(NAME)
	"d.attributes, d.words, d.coded_sentences, d.lexicon, t.theme_group, t.position, t.id AS theme,"
	"coalesce(v.sentences, 0) AS sentences, coalesce(v.mentions, 0) AS mentions,"
	"coalesce(v.strength, 0) AS strength, coalesce(v.concern, 0) AS concern,"
	"coalesce(v.mixed, 0) AS mixed, coalesce(v.neutral, 0) AS neutral,"
	"coalesce(v.better, 0) AS better, coalesce(v.worse, 0) AS worse,"
	"CASE WHEN d.words THEN 1000.0 * coalesce(v.sentences, 0) / d.words ELSE 0.0 END "
	"AS per_1000_words "
	"FROM documents d JOIN themes t ON t.lexicon = d.lexicon "
	"LEFT JOIN vectors v ON v.document = d.id AND v.theme = t.id "
	"WHERE d.rows_hash IS NOT NULL",

	"CREATE VIEW v_evidence AS SELECT d.path, d.copy, d.local_authority, d.kind,"
	"d.publication_date, c.theme, c.polarity, c.change, s.text, s.start,"
	"s.start + s.length AS stop, s.page, s.paragraph, s.section, s.voice, c.terms, c.carried,"
	"c.cues, c.score, d.lexicon, c.document, c.sentence, c.mentions "
	"FROM codes c JOIN documents d ON d.id = c.document "
	"JOIN sentences s ON s.document = c.document AND s.sentence = c.sentence",

	/* Of each authority and kind of report the newest one. */
	"CREATE VIEW v_latest AS SELECT * FROM documents d "
	"WHERE d.local_authority IS NOT NULL AND d.publication_date IS NOT NULL "
	"AND d.rows_hash IS NOT NULL AND NOT EXISTS (SELECT 1 FROM documents o "
	"WHERE o.local_authority = d.local_authority AND o.kind IS d.kind "
	"AND o.rows_hash IS NOT NULL "
	"AND (o.publication_date, o.id) > (d.publication_date, d.id))",

	/* Documents that are not ok, worst first. */
	"CREATE VIEW v_failed AS SELECT id, path, status, reason, format, bytes FROM documents "
	"WHERE status NOT IN ('ok') ORDER BY status, path",

	/* What crashed, hung or overran its reader: not tried again until retry or a new program. */
	"CREATE VIEW v_quarantine AS SELECT d.id, d.path, c.reason, c.size, d.changed_run AS run "
	"FROM contents c JOIN documents d ON d.content = c.id WHERE c.failure = 'overrun'",

	"CREATE VIEW v_by_year AS SELECT substr(publication_date, 1, 4) AS year, theme,"
	"count(*) AS documents, sum(sentences) AS sentences, sum(strength) AS strength,"
	"sum(concern) AS concern, sum(mixed) AS mixed, sum(neutral) AS neutral "
	"FROM v_vectors_long WHERE publication_date IS NOT NULL GROUP BY year, theme",
};

/* All that has to change, in one transaction. */
struct migration {
	const struct db *db;
	bool begun;
};

static int change(struct migration *m, const char *sql, struct error *e)
{
	int rc = m->begun ? 0 : db_exec(m->db, "BEGIN IMMEDIATE", e);
	m->begun |= rc == 0;
	return rc < 0 ? rc : db_exec(m->db, sql, e);
}

static int migrate_to(struct migration *m, ptrdiff_t version, struct error *e)
{
	char sql[120];
	int rc = 0;
	for (const char *const *s = versions[version - 1]; *s && rc == 0; s++)
		rc = change(m, *s, e);
	snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %td", APPLICATION,
		 version);
	return rc < 0 ? rc : change(m, sql, e);
}

/* The statement that made a view, as SQLite keeps it: is it still ours? */
static int view_is_current(const struct db *db, const char *sql, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, "SELECT 1 FROM sqlite_schema WHERE type = 'view' AND sql = ?1", e);
	if (rc == 0) {
		db_text(q, 1, str_of(sql));
		rc = db_row(db, q, e);
	}
	sqlite3_finalize(q);
	return rc;
}

static int renew_views(struct migration *m, struct error *e)
{
	int rc = 0;
	for (ptrdiff_t i = 0; i < countof(views) && rc >= 0; i++) {
		rc = view_is_current(m->db, views[i], e);
		if (rc != 0)
			continue;
		struct str rest = str_of(views[i] + strlen("CREATE VIEW "));
		struct str name = str_cut(&rest, ' ');
		char drop[100];
		snprintf(drop, sizeof drop, "DROP VIEW IF EXISTS %.*s", STR_ARG(name));
		rc = change(m, drop, e);
		if (rc == 0)
			rc = change(m, views[i], e);
	}
	return rc < 0 ? rc : 0;
}

/* A metadata column that this program knows and the store does not. */
static int add_meta_columns(struct migration *m, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(m->db, &q, "SELECT 1 FROM pragma_table_info('documents') WHERE name = ?1", e);
	for (enum meta_column c = 0; c < META_COUNT && rc >= 0; c++) {
		char sql[100];
		db_text(q, 1, str_of(meta_column_name(c)));
		rc = db_row(m->db, q, e);
		bool missing = rc == 0;
		db_reset(q);
		snprintf(sql, sizeof sql, "ALTER TABLE documents ADD COLUMN %s TEXT",
			 meta_column_name(c));
		if (missing)
			rc = change(m, sql, e);
	}
	sqlite3_finalize(q);
	return rc < 0 ? rc : 0;
}

/* *version: of the store, 0 for an empty file. */
static int read_version(const struct db *db, int64_t *version, struct error *e)
{
	int64_t application = 0, tables = 0;
	int rc = db_number(db, version, "PRAGMA user_version", e);
	if (rc == 0)
		rc = db_number(db, &application, "PRAGMA application_id", e);
	if (rc == 0)
		rc = db_number(db, &tables, "SELECT count(*) FROM sqlite_schema", e);
	if (rc < 0)
		return rc;
	if (tables && application != APPLICATION)
		return fail(e, E_IO, "'%s' is another program's database", db->path);
	if (*version > countof(versions))
		return fail(e, E_IO, "the store '%s' was written by a newer leitmotif", db->path);
	return 0;
}

int schema_migrate(const struct db *db, struct error *e)
{
	struct migration m = { .db = db };
	int64_t version;
	int rc = read_version(db, &version, e);
	if (rc == 0)
		rc = db_prepare_to_write(db, e);
	for (; rc == 0 && version < countof(versions); version++)
		rc = migrate_to(&m, (ptrdiff_t)version + 1, e);
	if (rc == 0)
		rc = add_meta_columns(&m, e);
	if (rc == 0)
		rc = renew_views(&m, e);
	return rc == 0 && m.begun ? db_exec(db, "COMMIT", e) : rc;
}

int schema_check(const struct db *db, struct error *e)
{
	int64_t version;
	int rc = read_version(db, &version, e);
	if (rc == 0 && version < countof(versions))
		rc = fail(e, E_IO, "the store '%s' is %s", db->path,
			  version ? "of an older leitmotif: run it first" : "empty");
	return rc;
}
