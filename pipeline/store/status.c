/* SPDX-License-Identifier: MIT
 *
 * See status.h.
 */
#include "pipeline/store/status.h"

/* Each row of a query as "LABEL COLUMN COLUMN...", columns with `between` between them. */
static int add_rows(const struct db *db, struct buf *out, const char *sql, const char *label,
		    const char *between, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, sql, e);
	while (rc == 0 && (rc = db_row(db, q, e)) > 0) {
		buf_addz(out, label);
		for (int i = 0; i < sqlite3_column_count(q); i++) {
			buf_addz(out, i ? between : "");
			buf_add(out, db_column(q, i));
		}
		buf_addc(out, '\n');
		rc = 0;
	}
	sqlite3_finalize(q);
	return rc;
}

int status_text(const struct db *db, struct buf *out, struct error *e)
{
	static const struct {
		const char *label, *between, *sql;
	} parts[] = {
		{ "store:      ", "",
		  "SELECT printf('%.1f MB', page_count * page_size / 1e6) "
		  "FROM pragma_page_count, pragma_page_size" },
		{ "last run:   ", ", ",
		  "SELECT started, coalesce('ended ' || ended, 'did not end'), 'leitmotif ' || program,"
		  "'lexicon ' || lexicon, printf('inputs %d: new %d, changed %d, moved %d, gone %d, coded "
		  "again %d', inputs, added, changed, moved, gone, recoded) FROM runs ORDER BY id DESC "
		  "LIMIT 1" },
		{ "documents:  ", ": ",
		  "SELECT coalesce(sum(n), 0), coalesce(group_concat(status || ' ' || n, ', '), 'none') "
		  "FROM (SELECT status, count(*) AS n FROM documents GROUP BY status ORDER BY 2 DESC, 1)" },
		{ "kinds:      ", "",
		  "SELECT coalesce(group_concat(coalesce(kind, 'unknown') || ' ' || n, ', '), 'none') FROM "
		  "(SELECT kind, count(*) AS n FROM documents WHERE rows_hash IS NOT NULL "
		  "GROUP BY kind ORDER BY 2 DESC, 1)" },
		{ "stale:      ", " ",
		  "SELECT count(*), 'coded with lexicon', lexicon FROM documents WHERE lexicon <> "
		  "(SELECT lexicon FROM runs ORDER BY id DESC LIMIT 1) GROUP BY lexicon" },
		{ "texts:      ", " ",
		  "SELECT count(*), printf('kept, %.1f MB; of documents that are gone:',"
		  "coalesce(sum(length(packed)), 0) / 1e6), count(*) FILTER (WHERE id NOT IN "
		  "(SELECT content FROM documents WHERE content IS NOT NULL)) FROM contents" },
		{ "quarantine: ", ": ", "SELECT path, reason FROM v_quarantine ORDER BY path" },
		{ "", ": ",
		  "SELECT status, path, reason FROM v_failed WHERE id NOT IN "
		  "(SELECT id FROM v_quarantine) LIMIT 20" },
		{ "", " ",
		  "SELECT 'and', count(*) - 20, 'more that are not ok' FROM v_failed WHERE id NOT IN "
		  "(SELECT id FROM v_quarantine) HAVING count(*) > 20" },
	};
	int rc = 0;
	for (ptrdiff_t i = 0; i < countof(parts) && rc == 0; i++)
		rc = add_rows(db, out, parts[i].sql, parts[i].label, parts[i].between, e);
	return rc < 0 || buf_ok(out) ? rc : fail(e, E_NOMEM, "no memory for the answer");
}

#define LAST_RUN "(SELECT * FROM runs ORDER BY id DESC LIMIT 1)"
#define RUN_TEXT(column) "SELECT 'last run', '" #column "', NULL, " #column " FROM " LAST_RUN
#define RUN_NUMBER(name, column) "SELECT 'last run', '" name "', " column ", NULL FROM " LAST_RUN

/* Each row: part, name, number, text. */
static const char *const facts[] = {
	"SELECT 'store', 'bytes', page_count * page_size, NULL FROM pragma_page_count, pragma_page_size",
	RUN_TEXT(started), RUN_TEXT(ended), RUN_TEXT(program), RUN_TEXT(lexicon),
	RUN_NUMBER("inputs", "inputs"), RUN_NUMBER("new", "added"), RUN_NUMBER("changed", "changed"),
	RUN_NUMBER("moved", "moved"), RUN_NUMBER("gone", "gone"), RUN_NUMBER("coded again", "recoded"),
	"SELECT 'documents', status, count(*), NULL FROM documents GROUP BY status ORDER BY 3 DESC, 2",
	"SELECT 'kinds', coalesce(kind, 'unknown'), count(*), NULL FROM documents "
	"WHERE rows_hash IS NOT NULL GROUP BY kind ORDER BY 3 DESC, 2",
	"SELECT 'stale', lexicon, count(*), NULL FROM documents WHERE lexicon <> "
	"(SELECT lexicon FROM runs ORDER BY id DESC LIMIT 1) GROUP BY lexicon",
	"SELECT 'texts', 'kept', count(*), NULL FROM contents",
	"SELECT 'texts', 'bytes', coalesce(sum(length(packed)), 0), NULL FROM contents",
	"SELECT 'texts', 'of no document', count(*), NULL FROM contents WHERE id NOT IN "
	"(SELECT content FROM documents WHERE content IS NOT NULL)",
	"SELECT 'quarantine', path, NULL, reason FROM v_quarantine ORDER BY path",
	"SELECT status, path, NULL, reason FROM v_failed WHERE id NOT IN (SELECT id FROM v_quarantine)",
};

int status_facts(const struct db *db, void (*take)(void *ctx, const struct status_fact *), void *ctx,
		 struct error *e)
{
	int rc = 0;
	for (ptrdiff_t i = 0; i < countof(facts) && rc == 0; i++) {
		sqlite3_stmt *q;
		rc = db_prepare(db, &q, facts[i], e);
		while (rc == 0 && (rc = db_row(db, q, e)) > 0) {
			struct status_fact f = {
				.part = db_column(q, 0), .name = db_column(q, 1), .text = db_column(q, 3),
				.counts = sqlite3_column_type(q, 2) != SQLITE_NULL,
				.number = sqlite3_column_int64(q, 2),
			};
			take(ctx, &f);
			rc = 0;
		}
		sqlite3_finalize(q);
	}
	return rc;
}
