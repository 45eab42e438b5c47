/* SPDX-License-Identifier: MIT
 *
 * Private to the parts of a merge: merge_check.c says which stores fit
 * together, merge_copy.c copies rows, merge.c decides their order.
 */
#ifndef LM_STORE_MERGE_PARTS_H
#define LM_STORE_MERGE_PARTS_H

#include "pipeline/base/arena.h"
#include "pipeline/store/db.h"
#include "pipeline/store/merge.h"

/* The tables whose rows belong to a document. */
enum merge_table { TABLE_VECTORS, TABLE_SENTENCES, TABLE_CODES, TABLE_WORDS, TABLE_HITS, TABLE_HASHES, TABLE_COUNT };

/* A store to be merged, with the next document in hand. */
struct origin {
	struct db db;
	struct str program, stemmer, lexicon, sources, shard, started, ended;   /* of its last run */
	struct str coding;               /* the key of its documents (identity.h); empty: none has one */
	sqlite3_stmt *documents, *content, *rows[TABLE_COUNT];
	struct str path;                 /* of the document in hand; valid until the next step */
	int64_t copy;
};

/* The new store. */
struct target {
	struct db db;
	sqlite3_stmt *find_content, *put_content, *put_document, *put_rows[TABLE_COUNT];
	struct merge_sums sums;
};

/* What the last run of a store was; E_IO when it has not ended, or the documents are not all of
 * one program, lexicon and options. The texts live in mem. */
int merge_describe(struct origin *p, struct arena *mem, struct error *e);

/* Do the stores fit together, and is no shard missing? E_IO with the first two that do not. */
int merge_check(const struct origin *parts, int count, struct error *e);

/* Make the statements of a store that is open; merge_close_part() frees them, and closes it. */
int merge_prepare(struct origin *p, struct error *e);
void merge_close_part(struct origin *p);

/* Take the next document of p in hand, in the order of path and copy. 1, 0 at its end, -code. */
int merge_advance(struct origin *p, struct error *e);

/* A new, empty store without a journal; merge_close_target() in any case. */
int merge_open_target(struct target *t, const char *path, struct error *e);
void merge_close_target(struct target *t);

/* The lexicon that coded all of the documents, from a store that has it. */
int merge_copy_lexicon(struct target *t, const struct origin *p, struct error *e);

/* The document that p has in hand, with all that belongs to it, as the next one. */
int merge_copy_document(struct target *t, struct origin *p, struct error *e);

/* When all documents are there: one run that found them, from the first one's beginning to the
 * last one's end. */
int merge_put_run(struct target *t, const struct origin *parts, int count, struct error *e);

#endif
