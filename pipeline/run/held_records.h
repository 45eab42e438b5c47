/* SPDX-License-Identifier: MIT
 *
 * The records of one document between the reader that sends them and the
 * document that they become: in memory, or where they are many and the document
 * may come in portions, in a file without a name. Then they are taken portion by
 * portion, and memory is that of one however much text a document has.
 */
#ifndef LM_RUN_HELD_RECORDS_H
#define LM_RUN_HELD_RECORDS_H

#include "pipeline/io/spool.h"
#include "pipeline/run/records.h"

/* All 0 is an empty one. */
struct held_records {
	struct buf bytes;       /* what has come and is not in the spool; then the portion that is taken */
	struct spool *spool;    /* all of them when they are many; else NULL */
	uint64_t taken;         /* bytes of the spool */
	ptrdiff_t portion;      /* bytes, 0: all is held */
	const char *folder;     /* of the spool */
	struct page page;       /* the last one that was taken */
	struct error failure;   /* of the spool: what came is lost */
};

/* Forget all, for the records of d. */
void held_begin(struct held_records *h, const struct doc *d, uint64_t portion);

/* Bytes have been added to h->bytes: too many of them go to the spool. With `end` no more will come. */
void held_added(struct held_records *h, bool end);

/* The first or next portion of the records into d, as records_parse() does it; d->portion says whether
 * it is one and the last. Errors as there, and E_IO, E_NOMEM of the spool. */
int held_take(struct held_records *h, struct doc *d, struct records_end *end, struct error *e);

/* Give back what was for one document alone. */
void held_end(struct held_records *h);

void held_release(struct held_records *h);

#endif
