/* SPDX-License-Identifier: MIT
 *
 * SQLite with this project's errors and strings. The only header that includes
 * sqlite3.h; statements are prepared once and used again.
 */
#ifndef LM_STORE_DB_H
#define LM_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

struct db {
	sqlite3 *h;
	const char *path;       /* borrowed, for messages */
};

enum db_mode { DB_CREATE, DB_WRITE, DB_READ };

/* Open, and set what every connection needs: foreign keys, a busy time-out.
 * E_IO when it cannot be opened or is no SQLite file. db_close() either way. */
int db_open(struct db *db, const char *path, enum db_mode mode, struct error *e);
void db_close(struct db *db);

/* WAL and full syncs: once it is known that the file is ours. */
int db_prepare_to_write(const struct db *db, struct error *e);

/* E_IO with what SQLite says of its last failure: "cannot WHAT the store 'PATH': ...". */
int db_fail(const struct db *db, const char *what, struct error *e);

/* Statements without results. */
int db_exec(const struct db *db, const char *sql, struct error *e);

/* A statement to be kept; *out NULL on failure. sqlite3_finalize() by the owner. */
int db_prepare(const struct db *db, sqlite3_stmt **out, const char *sql, struct error *e);

/* Parameters, from 1. Text is borrowed until the statement is reset; empty text is NULL. */
void db_text(sqlite3_stmt *q, int i, struct str s);
void db_int(sqlite3_stmt *q, int i, int64_t v);
void db_blob(sqlite3_stmt *q, int i, struct str s);

/* The next row: 1, 0 no more (then the statement is reset), -code. */
int db_row(const struct db *db, sqlite3_stmt *q, struct error *e);

/* Run a statement without rows to its end, and reset it. */
int db_run(const struct db *db, sqlite3_stmt *q, struct error *e);

/* Reset, with the parameters forgotten. */
void db_reset(sqlite3_stmt *q);

/* A column, from 0, of the current row: valid until the next step. NULL is empty. */
struct str db_column(sqlite3_stmt *q, int i);
struct str db_column_blob(sqlite3_stmt *q, int i);

/* The first number of a query without parameters. */
int db_number(const struct db *db, int64_t *out, const char *sql, struct error *e);

#endif
