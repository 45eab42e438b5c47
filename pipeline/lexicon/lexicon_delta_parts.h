/* SPDX-License-Identifier: MIT
 *
 * What the parts of a comparison of lexicons share: lexicon_delta.c finds terms
 * that differ, lexicon_delta_terms.c says what that means for texts.
 */
#ifndef LM_LEXICON_LEXICON_DELTA_PARTS_H
#define LM_LEXICON_LEXICON_DELTA_PARTS_H

#include "pipeline/lexicon/lexicon_delta.h"
#include "pipeline/lexicon/lexicon_load.h"

struct known_term {
	uint32_t key, term;             /* term: from 1; 0: free */
};

/* A lexicon as its files say it, not compiled. */
struct reading {
	struct lexicon lx;
	struct loader ld;
	bool whole;                     /* with the files that say nothing of terms */
	/* One a term: */
	uint64_t *marks;                /* over all that counts */
	uint32_t *keys;                 /* see term_keys.h */
	bool *touched;                  /* it differs */
	bool *added;                    /* of now: it may occur where none has occurred */
};

struct lexicon_delta {
	struct reading before, now;
	struct arena files;             /* of before */
	VEC(struct term) added;
	VEC(uint32_t) changed;          /* keys, ascending */
	struct known_term *known;       /* of now, by key: open addressing; NULL until it is asked for */
	size_t known_mask;
	bool clash;                     /* two terms of one lexicon have one key */
};

/* All touched terms into added and changed. false without memory. */
bool delta_sort_out(struct lexicon_delta *d);

#endif
