/* SPDX-License-Identifier: MIT
 *
 * What is known of addresses from run to run: the file each became, and what
 * to ask the server with, so that an unchanged report costs it one short
 * answer. A TSV file that appears whole or not at all; it may be lost without
 * harm: then everything is asked for once more.
 */
#ifndef LM_FETCH_STATE_H
#define LM_FETCH_STATE_H

#include "pipeline/base/arena.h"
#include "pipeline/base/error.h"
#include "pipeline/base/vec.h"

#define STATE_FIELD 256

struct state_entry {
	struct str address;
	char file[STATE_FIELD];          /* below the folder; "": there is none yet */
	char etag[STATE_FIELD], modified[STATE_FIELD];
	char partial[STATE_FIELD];       /* the validator of a download that is not whole; "": none */
	char fetched[24];                /* when the file came, UTC */
	unsigned line;                   /* of the list that names it in this run; 0: not yet */
};

struct state {
	struct arena mem;
	VEC(struct state_entry *) entries;
	struct state_entry **slots;      /* open addressing by address */
	ptrdiff_t cap;
};

/* Read path; a file that is not there is an empty state. Lines that make no sense are left out. */
int state_load(struct state *s, const char *path, struct error *e);
void state_release(struct state *s);

/* The address's entry, a new one when it is not there; NULL without memory. It stays where it is. */
struct state_entry *state_entry(struct state *s, struct str address);

/* Write all to path. */
int state_save(const struct state *s, const char *path, struct error *e);

#endif
