/* SPDX-License-Identifier: MIT
 *
 * A store: one SQLite file that remembers documents, their vectors and their
 * evidence from run to run (docs/FORMAT.md). A document is known by the hash of
 * its content; what is known is not read again, and what one lexicon made of a
 * text is made again from the kept text when the lexicon changes. Each
 * document's rows are committed together, many documents at a time.
 */
#ifndef LM_STORE_STORE_H
#define LM_STORE_STORE_H

#include "pipeline/run/run_store.h"

struct store;

/* What became different by a run. */
struct store_changes {
	uint64_t added, changed, recoded, moved, gone;
	uint64_t as_is, in_part;        /* of the recoded ones, how many the lexicon's edit does not concern,
					 * and only in some paragraphs */
	uint64_t failed;                /* of those, how many ended partial or failed */
};

/* Open for a run the store at path, which is made when it is not there, under its lock. E_LOCKED
 * when another run holds it, E_IO. */
int store_open(struct store **out, const char *path, struct error *e);

/* What was not committed is forgotten. NULL is fine. */
void store_close(struct store *s);

/* The hooks for run_options.store. s must outlive the run. */
struct run_store store_hooks(struct store *s);

/* After the run. */
const struct store_changes *store_changes(const struct store *s);

/* The run's number, from 1; the database, for what is asked after a run. */
int64_t store_run(const struct store *s);
const struct db *store_db(const struct store *s);

#endif
