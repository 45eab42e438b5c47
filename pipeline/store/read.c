/* SPDX-License-Identifier: MIT
 *
 * See read.h.
 */
#include "pipeline/io/gz.h"
#include "pipeline/store/db.h"
#include "pipeline/store/read.h"

#define COUNTED "d.status IN ('ok', 'partial')"

int read_begin(const struct db *db, struct error *e)
{
	return db_exec(db, "BEGIN", e);
}

int read_about(const struct db *db, int (*each)(void *ctx, const struct read_about *, struct error *),
	       void *ctx, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, "SELECT r.program, r.lexicon, l.title, r.ended, "
			    "(SELECT count(*) FROM documents), "
			    "(SELECT count(*) FROM documents d WHERE " COUNTED ") "
			    "FROM runs r LEFT JOIN lexicons l ON l.hash = r.lexicon "
			    "ORDER BY r.id DESC LIMIT 1", e);
	if (rc == 0)
		rc = db_row(db, q, e);
	if (rc > 0) {
		struct read_about a = { db_column(q, 0), db_column(q, 1), db_column(q, 2),
					db_column(q, 3), sqlite3_column_int64(q, 4),
					sqlite3_column_int64(q, 5) };
		rc = each(ctx, &a, e);
	}
	sqlite3_finalize(q);
	return rc;
}

int read_themes(const struct db *db, int (*each)(void *ctx, const struct read_theme *, struct error *),
		void *ctx, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, "SELECT id, title, theme_group FROM themes WHERE lexicon = "
			    "(SELECT lexicon FROM runs ORDER BY id DESC LIMIT 1) ORDER BY position", e);
	while (rc == 0 && (rc = db_row(db, q, e)) > 0) {
		struct read_theme t = { db_column(q, 0), db_column(q, 1), db_column(q, 2) };
		rc = each(ctx, &t, e);
	}
	sqlite3_finalize(q);
	return rc;
}

int read_own_columns(const struct db *db, int (*each)(void *ctx, struct str name, struct error *),
		     void *ctx, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, "SELECT j.value FROM lexicons l JOIN json_each(l.columns) j "
			    "WHERE l.hash = (SELECT lexicon FROM runs ORDER BY id DESC LIMIT 1) "
			    "ORDER BY j.key", e);
	while (rc == 0 && (rc = db_row(db, q, e)) > 0)
		rc = each(ctx, db_column(q, 0), e);
	sqlite3_finalize(q);
	return rc;
}

int read_own_values(const struct db *db, int (*each)(void *ctx, const struct read_value *, struct error *),
		    void *ctx, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, "SELECT d.id, j.key, j.value FROM documents d "
			    "JOIN json_each(d.attributes) j WHERE " COUNTED, e);
	while (rc == 0 && (rc = db_row(db, q, e)) > 0) {
		struct read_value v = { sqlite3_column_int64(q, 0), db_column(q, 1), db_column(q, 2) };
		rc = each(ctx, &v, e);
	}
	sqlite3_finalize(q);
	return rc;
}

int read_lexicon_file(const struct db *db, struct str path, struct buf *out, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, "SELECT size, packed FROM lexicon_files WHERE path = ?1 AND lexicon = "
			    "(SELECT lexicon FROM runs ORDER BY id DESC LIMIT 1)", e);
	if (rc == 0)
		db_text(q, 1, path);
	if (rc == 0)
		rc = db_row(db, q, e);
	if (rc > 0) {
		ptrdiff_t size = (ptrdiff_t)sqlite3_column_int64(q, 0);
		const void *packed = sqlite3_column_blob(q, 1);
		struct str bytes = { packed, sqlite3_column_bytes(q, 1) };
		rc = buf_reserve(out, size) ? gz_unpack(out->p + out->n, (size_t)size, bytes, e)
					    : fail(e, E_NOMEM, "no memory for the lexicon's file");
		out->n += rc == 0 ? size : 0;
	}
	sqlite3_finalize(q);
	return rc < 0 ? rc : 0;
}

#define COLUMN(name) ", d." #name
static const char select_docs[] =
	"SELECT d.id, d.path, d.words, d.sentences, d.coded_sentences" META_COLUMNS(COLUMN)
	" FROM documents d WHERE " COUNTED " ORDER BY d.path, d.copy";
#undef COLUMN
enum { FIRST_META = 5 };

int read_docs(const struct db *db, int (*each)(void *ctx, const struct read_doc *, struct error *),
	      void *ctx, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, select_docs, e);
	while (rc == 0 && (rc = db_row(db, q, e)) > 0) {
		struct read_doc d = { .id = sqlite3_column_int64(q, 0), .path = db_column(q, 1),
				      .words = (uint32_t)sqlite3_column_int64(q, 2),
				      .sentences = (uint32_t)sqlite3_column_int64(q, 3),
				      .coded = (uint32_t)sqlite3_column_int64(q, 4) };
		for (int c = 0; c < META_COUNT; c++)
			d.meta[c] = db_column(q, FIRST_META + c);
		rc = each(ctx, &d, e);
	}
	sqlite3_finalize(q);
	return rc;
}

int read_counts(const struct db *db, int (*each)(void *ctx, const struct read_count *, struct error *),
		void *ctx, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, "SELECT document, theme, sentences, mentions, strength, concern,"
			    "mixed, neutral, better, worse FROM vectors", e);
	while (rc == 0 && (rc = db_row(db, q, e)) > 0) {
		struct read_count c = { .doc = sqlite3_column_int64(q, 0), .theme = db_column(q, 1) };
		c.count.sentences = (uint32_t)sqlite3_column_int64(q, 2);
		c.count.mentions = (uint32_t)sqlite3_column_int64(q, 3);
		c.count.by_polarity[POL_STRENGTH] = (uint32_t)sqlite3_column_int64(q, 4);
		c.count.by_polarity[POL_CONCERN] = (uint32_t)sqlite3_column_int64(q, 5);
		c.count.by_polarity[POL_MIXED] = (uint32_t)sqlite3_column_int64(q, 6);
		c.count.by_polarity[POL_NEUTRAL] = (uint32_t)sqlite3_column_int64(q, 7);
		c.count.better = (uint32_t)sqlite3_column_int64(q, 8);
		c.count.worse = (uint32_t)sqlite3_column_int64(q, 9);
		rc = each(ctx, &c, e);
	}
	sqlite3_finalize(q);
	return rc;
}

#define SELECT_CODES(condition)                                                                    \
	"SELECT c.document, c.sentence, s.page, s.paragraph, c.theme, c.polarity, c.change, "      \
	"s.text, s.section, c.terms, c.cues FROM codes c JOIN documents d ON d.id = c.document "   \
	"JOIN sentences s ON s.document = c.document AND s.sentence = c.sentence "                 \
	"WHERE " COUNTED condition " AND (?2 IS NULL OR c.theme = ?2) "                            \
	"ORDER BY c.document, c.sentence, c.theme"

int read_codes(const struct db *db, const struct read_wanted *wanted,
	       int (*each)(void *ctx, const struct read_code *, struct error *), void *ctx,
	       struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, wanted->doc ? SELECT_CODES(" AND c.document = ?1")
						   : SELECT_CODES(""), e);
	if (rc == 0 && wanted->doc)
		db_int(q, 1, wanted->doc);
	if (rc == 0)
		db_text(q, 2, wanted->theme);
	while (rc == 0 && (rc = db_row(db, q, e)) > 0) {
		struct read_code c = {
			sqlite3_column_int64(q, 0), sqlite3_column_int64(q, 1),
			sqlite3_column_int64(q, 2), sqlite3_column_int64(q, 3),
			db_column(q, 4), db_column(q, 5), db_column(q, 6), db_column(q, 7),
			db_column(q, 8), db_column(q, 9), db_column(q, 10),
		};
		rc = each(ctx, &c, e);
	}
	sqlite3_finalize(q);
	return rc;
}
