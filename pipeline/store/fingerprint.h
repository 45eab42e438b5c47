/* SPDX-License-Identifier: MIT
 *
 * Hashes over all that a document's vector and evidence rows would hold. After
 * a small edit of a lexicon most rows are as they were; those are not written
 * again.
 */
#ifndef LM_STORE_FINGERPRINT_H
#define LM_STORE_FINGERPRINT_H

#include "pipeline/run/stage.h"
#include "pipeline/store/packing.h"

/* The rows of one sentence, or with NO_SENTENCE those of the vector. */
struct row_hash {
	uint64_t hash;
	uint32_t sentence;
	uint32_t code;          /* its first one, in doc.codes */
};

struct fingerprint {
	VEC(struct row_hash) rows;      /* by sentence; the vector comes last */
	uint64_t seed;
	uint64_t all;                   /* over all of them; never 0, which stands for "none" */
};

/* program: what wrote the rows; another one writes all of them again. */
void fingerprint_init(struct fingerprint *f, struct str program);

/* The rows of d's coded sentences, lx being the lexicon that coded them. */
int fingerprint_add_sentences(struct fingerprint *f, const struct doc *d,
			      const struct lexicon *lx, bool all_voices, struct error *e);

/* One more sentence, behind all that are there. */
int fingerprint_add(struct fingerprint *f, struct row_hash row, struct error *e);

/* At last the vector. */
int fingerprint_add_vector(struct fingerprint *f, const struct theme_count *counts,
			   const struct lexicon *lx, struct error *e);
void fingerprint_release(struct fingerprint *f);

/* The rows' hashes as bytes, and back, one a call: false at the end, and when they are damaged. */
void fingerprint_write(struct buf *out, const struct fingerprint *f);
bool fingerprint_read(struct unpacker *u, struct row_hash *row);

#endif
