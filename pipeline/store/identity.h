/* SPDX-License-Identifier: MIT
 *
 * What a result depends on besides its document: when one of it changes, the
 * document's rows are made again.
 */
#ifndef LM_STORE_IDENTITY_H
#define LM_STORE_IDENTITY_H

#include "pipeline/base/error.h"
#include "pipeline/run/stage.h"

#define KEY_SIZE 17

/* The keys of a run, each 16 hex digits and NUL. */
struct identity {
	char reader[KEY_SIZE];  /* of the programs (their build ids: a build is as good as a version)
	                         * and of the limits that a reader has: what extract depends on */
	char front[KEY_SIZE];   /* of that, the stemmer, the options that change what counts, the
	                         * manifest, and the lexicon's files but its themes */
	char coding[KEY_SIZE];  /* the same with the whole lexicon: what all the rest depends on */
	uint64_t base;          /* what front and coding share */
};

int identity_make(struct identity *id, const struct stage_shared *sh, struct error *e);

/* The coding key that a run would have with the lexicon of this hash. */
void identity_coding(const struct identity *id, struct str lexicon_hash, char coding[KEY_SIZE]);

#endif
