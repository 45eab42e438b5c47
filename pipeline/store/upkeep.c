/* SPDX-License-Identifier: MIT
 *
 * See upkeep.h.
 */
#include "pipeline/store/upkeep.h"

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

int upkeep_status(const struct db *db, struct buf *out, struct error *e)
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
		  "SELECT count(*), printf('kept, %.1f MB; of no document:',"
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

int upkeep_retry(const struct db *db, const char *path, int64_t *count, struct error *e)
{
	/* Without its reader's key a kept text is no longer of use to anyone. */
	static const char sql[] =
		"UPDATE contents SET reader = '' WHERE id IN (SELECT content FROM documents "
		"WHERE CASE WHEN ?1 IS NULL THEN status IN ('failed', 'partial', 'no-text') "
		"ELSE path = ?1 OR substr(path, 1, length(?1) + 1) = ?1 || '/' END)";
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, sql, e);
	if (rc == 0) {
		db_text(q, 1, str_of(path));
		rc = db_run(db, q, e);
		*count = sqlite3_changes64(db->h);
	}
	sqlite3_finalize(q);
	return rc;
}

static int drop(const struct db *db, const char *sql, int64_t *count, struct error *e)
{
	int rc = db_exec(db, sql, e);
	*count = sqlite3_changes64(db->h);
	return rc;
}

int upkeep_prune(const struct db *db, struct upkeep_pruned *n, struct error *e)
{
	static const char size[] =
		"SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
	int64_t before = 0, after = 0;
	int rc = db_number(db, &before, size, e);
	if (rc == 0)
		rc = db_exec(db, "BEGIN IMMEDIATE", e);
	if (rc == 0)
		rc = drop(db, "DELETE FROM contents WHERE id NOT IN "
			  "(SELECT content FROM documents WHERE content IS NOT NULL)", &n->texts, e);
	if (rc == 0)
		rc = drop(db, "DELETE FROM lexicons WHERE hash NOT IN (SELECT lexicon FROM documents) "
			  "AND hash <> (SELECT lexicon FROM runs ORDER BY id DESC LIMIT 1)",
			  &n->lexicons, e);
	if (rc == 0)
		rc = db_exec(db, "COMMIT", e);
	if (rc == 0)
		rc = db_exec(db, "VACUUM", e);
	if (rc == 0)
		rc = db_number(db, &after, size, e);
	n->bytes = before - after;
	return rc;
}
