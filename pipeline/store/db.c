/* SPDX-License-Identifier: MIT
 *
 * See db.h.
 */
#include "pipeline/store/db.h"

#define BUSY_MS 10000

static const char settings[] =
	"PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"
	"PRAGMA cache_size = -8000;";

/* A power cut must not take back a commit that was reported: synchronous is FULL. */
static const char settings_of_writers[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

int db_open(struct db *db, const char *path, enum db_mode mode, struct error *e)
{
	static const int flags[] = {
		[DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_WRITE] = SQLITE_OPEN_READWRITE,
		[DB_READ] = SQLITE_OPEN_READONLY,
	};
	*db = (struct db){ .path = path };
	if (sqlite3_open_v2(path, &db->h, flags[mode] | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return db_fail(db, "open", e);
	sqlite3_extended_result_codes(db->h, 1);
	sqlite3_busy_timeout(db->h, BUSY_MS);
	return db_exec(db, settings, e);
}

int db_prepare_to_write(const struct db *db, struct error *e)
{
	return db_exec(db, settings_of_writers, e);
}

void db_close(struct db *db)
{
	sqlite3_close(db->h);
	db->h = NULL;
}

int db_fail(const struct db *db, const char *what, struct error *e)
{
	return fail(e, E_IO, "cannot %s the store '%s': %s", what, db->path,
		    db->h ? sqlite3_errmsg(db->h) : "out of memory");
}

int db_exec(const struct db *db, const char *sql, struct error *e)
{
	return sqlite3_exec(db->h, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : db_fail(db, "use", e);
}

int db_prepare(const struct db *db, sqlite3_stmt **out, const char *sql, struct error *e)
{
	*out = NULL;
	if (sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) != SQLITE_OK)
		return db_fail(db, "use", e);
	return 0;
}

void db_text(sqlite3_stmt *q, int i, struct str s)
{
	if (s.n)
		sqlite3_bind_text64(q, i, s.p, (sqlite3_uint64)s.n, SQLITE_STATIC, SQLITE_UTF8);
	else
		sqlite3_bind_null(q, i);
}

void db_int(sqlite3_stmt *q, int i, int64_t v)
{
	sqlite3_bind_int64(q, i, v);
}

void db_blob(sqlite3_stmt *q, int i, struct str s)
{
	if (s.n)
		sqlite3_bind_blob64(q, i, s.p, (sqlite3_uint64)s.n, SQLITE_STATIC);
	else
		sqlite3_bind_null(q, i);
}

void db_reset(sqlite3_stmt *q)
{
	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
}

int db_row(const struct db *db, sqlite3_stmt *q, struct error *e)
{
	int step = sqlite3_step(q);
	if (step == SQLITE_ROW)
		return 1;
	int rc = step == SQLITE_DONE ? 0 : db_fail(db, "read or write", e);
	db_reset(q);
	return rc;
}

int db_run(const struct db *db, sqlite3_stmt *q, struct error *e)
{
	int rc;
	while ((rc = db_row(db, q, e)) > 0)
		;
	return rc;
}

struct str db_column(sqlite3_stmt *q, int i)
{
	const unsigned char *p = sqlite3_column_text(q, i);
	return (struct str){ (const char *)p, p ? sqlite3_column_bytes(q, i) : 0 };
}

struct str db_column_blob(sqlite3_stmt *q, int i)
{
	const void *p = sqlite3_column_blob(q, i);
	return (struct str){ p, p ? sqlite3_column_bytes(q, i) : 0 };
}

int db_number(const struct db *db, int64_t *out, const char *sql, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(db, &q, sql, e);
	*out = 0;
	if (rc == 0)
		rc = db_row(db, q, e);
	if (rc > 0)
		*out = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return rc < 0 ? rc : 0;
}
