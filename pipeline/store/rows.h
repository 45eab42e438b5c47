/* SPDX-License-Identifier: MIT
 *
 * The vector and evidence rows of a document. Only those are written that are
 * not as they were; the store keeps a hash of each sentence's.
 */
#ifndef LM_STORE_ROWS_H
#define LM_STORE_ROWS_H

#include "pipeline/store/fingerprint.h"
#include "pipeline/store/store_parts.h"

/* Make the rows of document id those of d, whose fingerprint is f. had: the fingerprint of the rows
 * that are there; 0 none. In the transaction that is open. */
int rows_write(struct store *s, const struct doc *d, const struct fingerprint *f, int64_t id,
	       uint64_t had, struct error *e);

int rows_drop(struct store *s, int64_t id, struct error *e);

#endif
