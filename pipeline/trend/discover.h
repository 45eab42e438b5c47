/* SPDX-License-Identifier: MIT
 *
 * Phrases of two and three words that come back in the sentences of a store
 * and in which no term of the lexicon lies: candidates for terms and themes.
 */
#ifndef LM_TREND_DISCOVER_H
#define LM_TREND_DISCOVER_H

#include "pipeline/trend/dataset.h"
#include "pipeline/trend/stats.h"
#include "pipeline/trend/table.h"

struct phrase {
	struct str text;         /* lower case, words apart by one blank */
	uint32_t n, docs;        /* occurrences; documents */
	uint32_t early, late;    /* documents of the earlier and the later half that have it */
	double lambda, z;        /* association of its words (Blaheta and Johnson 2001) */
	double rise;             /* share of late less share of early documents */
	struct interval rise_interval;
};

struct discovery {
	VEC(struct phrase) list; /* surest rise first */
	uint32_t docs_early, docs_late;
	struct str middle;       /* date of the first document of the later half */
};

struct discover_options {
	uint32_t min_docs;       /* phrases of fewer documents are left out */
	double min_z;
	ptrdiff_t most;          /* phrases */
};

/* Of the documents with a date. In ds->mem. E_IO, E_NOMEM. */
int discover(struct discovery *out, struct dataset *ds, const struct db *db,
	     const struct discover_options *o, struct error *e);

struct association {
	double lambda, z;
};

/* Of two things that come together n times, each of them head and tail times, at pairs places. */
struct association associate(uint32_t n, uint32_t head, uint32_t tail, uint64_t pairs);

int discovery_write(const struct discovery *d, struct table_style f, struct buf *out,
		    struct error *e);

#endif
