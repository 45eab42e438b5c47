/* SPDX-License-Identifier: MIT
 *
 * The vector and evidence rows of a document. Only those are written that are
 * not as they were; the store keeps a hash of each sentence's.
 */
#ifndef LM_STORE_ROWS_H
#define LM_STORE_ROWS_H

#include "pipeline/store/pieces.h"
#include "pipeline/store/store_parts.h"

struct rows_source {
	const struct doc *doc;
	struct pieces *pieces;          /* the rows of its sentences, from the first on; NULL: it has its layers */
};

/* Make the rows of document id those of `from`, whose fingerprint is f. had: the fingerprint of the rows
 * that are there; 0 none. In the transaction that is open. */
int rows_write(struct store *s, const struct rows_source *from, const struct fingerprint *f, int64_t id,
	       uint64_t had, struct error *e);

int rows_drop(struct store *s, int64_t id, struct error *e);

/* The same when d holds only the paragraphs that are chosen: rows of others stay. fresh: the fingerprint
 * of its sentences without a vector. Into all: that of the whole document. E_IO when the hashes of what
 * is there are damaged. */
int rows_write_part(struct store *s, const struct doc *d, const struct fingerprint *fresh, int64_t id,
		    struct fingerprint *all, struct error *e);

/* Append the kept hashes of document id to out; nothing when there are none, or they are damaged. */
int rows_hashes(struct store *s, int64_t id, struct buf *out, struct error *e);

/* ---- single rows, for both ---- */

/* A theme of the vector, over what is there. */
int rows_put_theme(struct store *s, int64_t id, struct str theme, const struct theme_count *t,
		   struct error *e);
int rows_put_sentence(struct store *s, const struct doc *d, uint32_t sent, int64_t id,
		      struct error *e);

/* The codes of a sentence, of which `first` in d->codes is the first. */
int rows_put_codes(struct store *s, const struct doc *d, ptrdiff_t first, int64_t id, struct error *e);
int rows_put_hashes(struct store *s, const struct fingerprint *f, int64_t id, struct error *e);

/* A statement with the document as its first parameter and, but for NO_SENTENCE, the sentence as its
 * second. */
int rows_run(struct store *s, enum query query, int64_t id, uint32_t sentence, struct error *e);

#endif
