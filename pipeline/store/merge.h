/* SPDX-License-Identifier: MIT
 *
 * One store out of many: what tasks on many machines made of their shares
 * (run --shard) becomes what one machine would have made of all. Documents come
 * in the order of their paths, each appended behind the last, so that the cost
 * is that of reading the shards and writing the store once.
 */
#ifndef LM_STORE_MERGE_H
#define LM_STORE_MERGE_H

#include <signal.h>
#include <stdint.h>

#include "pipeline/base/error.h"

struct merge_sums {
	int64_t documents, texts;
	uint64_t bytes;                  /* of the new store */
};

/* Make the store at out, which must not be there, under its lock. It appears whole or not at all.
 * Refused (E_IO) are stores of different programs, lexicons or options; shards of which one is
 * missing, comes twice, or saw other inputs; runs that have not ended; a document that is in two
 * stores. E_LOCKED when another program makes out. */
int merge_stores(char *const *shards, int count, const char *out,
		 const volatile sig_atomic_t *stop, struct merge_sums *sums, struct error *e);

#endif
