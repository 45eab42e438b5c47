/* SPDX-License-Identifier: MIT
 *
 * The evidence rows of a document that is too large to be held: each window's
 * are packed while its layers are there, wait in a spool, and are read one
 * after the other when the document is recorded.
 */
#ifndef LM_STORE_PIECES_H
#define LM_STORE_PIECES_H

#include "pipeline/io/spool.h"
#include "pipeline/store/fingerprint.h"
#include "pipeline/store/row_values.h"

/* Append the rows of what d has codes of to out. program: as of fingerprint_init(). */
int pieces_pack(struct buf *out, const struct doc *d, const struct lexicon *lx, bool all_voices,
		struct str program, struct error *e);

/* Where one reads. */
struct pieces {
	const struct spool *spool;
	uint64_t at;            /* bytes of it that were held so far */
	struct buf held;
	ptrdiff_t read;         /* of what is held */
	struct unpacker codes;  /* the current sentence's that are left */
};

/* All 0 but the spool is its beginning. The next sentence: 1, 0 no more, or -code. Its texts live until the
 * next call. */
int pieces_next(struct pieces *p, struct row_hash *key, struct sentence_row *row, struct error *e);

/* The next code of the sentence that was read last: 1, 0 none is left, or -E_IO. */
int pieces_code(struct pieces *p, const struct sentence_row *of, struct code_row *row, struct error *e);

void pieces_release(struct pieces *p);

#endif
