/* SPDX-License-Identifier: MIT
 *
 * Inside the exports: documents made of rows (export_rows.c), and the formats of
 * files of their own. put() takes what comes out, in pieces.
 */
#ifndef LM_STORE_EXPORT_PARTS_H
#define LM_STORE_EXPORT_PARTS_H

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/format.h"
#include "pipeline/store/export.h"

#define EXPORT_CHUNK ((ptrdiff_t)64 * 1024)

/* What an export has in hand. */
struct export {
	const struct db *db;
	int (*put)(void *ctx, struct str bytes, struct error *e);
	void *ctx;
	struct lexicon lx;       /* themes and columns alone, of the latest run; the hash is each document's */
	struct stage_shared shared;
	struct config config;
	struct doc doc;
	struct buf out;
	sqlite3_stmt *documents, *vectors, *attributes;
};

/* The statements of export_next(): over all documents, or for the one with the id ?1. export_finish()
 * either way. */
int export_prepare(struct export *x, bool one, struct error *e);
void export_finish(struct export *x);

/* The themes, and the statements over all documents. db, put and ctx are set; export_close() either
 * way. */
int export_open(struct export *x, struct error *e);
void export_close(struct export *x);

/* The next document's row as x->doc. 1, 0 at the end, -code. */
int export_next(struct export *x, struct error *e);

/* Hand on what is over so many bytes, or all of it with 0. */
int export_flush(struct export *x, ptrdiff_t over, struct error *e);

/* Has a vector, though it may be all zeros. */
static inline bool export_has_vector(const struct doc *d)
{
	return d->has & LAYER_VECTOR;
}

/* The coded sentences of document ?1, with ?2 as the lexicon's hash; a row of them as a line. */
extern const char export_evidence_of_sql[];
void export_evidence_row(struct buf *out, sqlite3_stmt *q);

int export_evidence(const struct db *db, int (*put)(void *ctx, struct str bytes, struct error *e),
		    void *ctx, struct error *e);
int export_matrix(const struct db *db, int (*put)(void *ctx, struct str bytes, struct error *e),
		  void *ctx, struct error *e);
int export_svmlight(const struct db *db, int (*put)(void *ctx, struct str bytes, struct error *e),
		    void *ctx, struct error *e);

#endif
