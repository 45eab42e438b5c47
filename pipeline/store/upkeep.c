/* SPDX-License-Identifier: MIT
 *
 * See upkeep.h.
 */
#include "pipeline/store/upkeep.h"

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
