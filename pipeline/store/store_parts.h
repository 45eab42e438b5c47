/* SPDX-License-Identifier: MIT
 *
 * Private to the parts of a store that take part in a run: store.c opens,
 * begins and finishes, recall.c looks inputs up, record.c writes them.
 */
#ifndef LM_STORE_STORE_PARTS_H
#define LM_STORE_STORE_PARTS_H

#include "pipeline/store/db.h"
#include "pipeline/store/export.h"
#include "pipeline/store/identity.h"
#include "pipeline/store/reuse.h"
#include "pipeline/store/store.h"

#define X(name, sql) Q_##name,
enum query {
#include "pipeline/store/queries.def"
	Q_COUNT
};
#undef X

/* How often each name came in this run: open addressing over hashes of names. */
struct name_count {
	uint64_t hash;          /* 0: free */
	uint32_t count;
};

struct names {
	struct name_count *at;
	size_t n, cap;          /* cap: a power of two */
};


struct store {
	struct db db;
	int lock;
	sqlite3_stmt *q[Q_COUNT];
	const struct stage_shared *shared;
	struct identity id;
	const struct lexicon *lexicon;  /* that coded the document which is recorded */
	const struct lexicon *keyed;    /* whose terms have keys; one a term */
	uint32_t *keys;
	struct reuse *reuse;
	char before[17];            /* hash of the last run's lexicon; empty: there was none */
	struct export_one *one;     /* NULL until something is written of rows */
	int64_t run;                /* row id; 0 before begin() */
	int64_t began_ns;           /* wall clock, to compare with files' times */
	bool in_transaction;
	int64_t commit_at_ms;
	struct names names;
	struct store_changes changes;
};

/* Statement q, reset. */
sqlite3_stmt *store_query(struct store *s, enum query q);

/* Begin a transaction unless one is open. */
int store_write(struct store *s, struct error *e);

/* How often the name came before; store_names_add() counts this one. */
uint32_t store_names_count(const struct names *names, struct str name);
int store_names_add(struct names *names, struct str name, struct error *e);

/* Would a document that ended with this error end so again? Other failures are not kept. */
bool store_is_lasting(int code);

/* See run_store.h. */
bool store_is_as_it_was(void *ctx, struct str id, const struct file_stamp *stamp);
int store_recall(void *ctx, struct doc *d, const struct source_note *note, bool layers,
		 struct recall *out, struct buf *packed, struct error *e);
void store_pack(const struct doc *d, struct buf *packed);
int store_unpack(struct doc *d, struct str packed, struct error *e);
int store_add_known(void *ctx, struct doc *d, struct str packed, struct error *e);
void store_keep(const struct doc *d, const struct recall *r, struct buf *kept);

/* Columns of FIND_DOCUMENT. */
enum { D_ID, D_CONTENT, D_CODING, D_STATUS, D_REASON, D_SIZE, D_MTIME, D_CTIME, D_INODE, D_BYTES,
       D_WORDS, D_SENTENCES, D_CODED, D_WARNINGS, D_READER, D_LEXICON, D_FRONT, D_FAILURE,
       D_HAS_TEXT };

/* The sums and the outcome of d from the current row of FIND_DOCUMENT. */
void store_fill_document(struct doc *d, sqlite3_stmt *row);

/* ---- recall_part.c ---- */

/* What recall() packs when layers are kept begins with this number, in place of a text's length. */
#define PACKED_LAYERS UINT64_MAX

/* The layers, and the kept hits, which are only there for RECALL_PART. */
struct str store_packed_layers(struct str packed);
struct str store_packed_hits(struct str packed);

/* Whether the document's content cannot be read whatever the lexicon, and only that is another one. */
bool store_fails_the_same(const struct store *s, const struct recall *r);

/* Of a document whose layers are kept: if only the lexicon's terms and numbers are others than those that
 * coded it, only the paragraphs are coded again that they concern; without any the row stands. Otherwise
 * packed is what all is coded again from. */
int store_recall_part(struct store *s, struct doc *d, struct recall *out, struct buf *packed,
		      struct error *e);

int store_record(void *ctx, const struct doc *d, const struct recall *r, const struct run_kept *k,
		 struct error *e);
int store_piece(void *ctx, const struct doc *d, struct buf *out, struct error *e);

#endif
