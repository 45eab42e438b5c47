/* SPDX-License-Identifier: MIT
 *
 * The two sides of a comparison: which documents are A, which are B, which
 * are neither; by selections, or one authority against others that are like it.
 */
#ifndef LM_TREND_SIDES_H
#define LM_TREND_SIDES_H

#include "pipeline/trend/selection.h"

enum { SIDE_FIRST, SIDE_SECOND, SIDE_NONE };

struct sides {
	uint8_t *of;             /* SIDE_*, one a document, in ds->mem */
	ptrdiff_t n[2];
	struct values others;    /* authorities chosen for B; none by selections */
};

/* The documents of a against those of b that are not in a; b without conditions: all others. E_USAGE
 * for an empty side, E_NOMEM; so all of these. */
int sides_by_selection(struct sides *out, struct dataset *ds, const struct selection *a,
		       const struct selection *b, struct error *e);

/* The documents of a, all of one authority, against those of other authorities: of its region; of
 * these names or codes of the Department for Education; of the ALIKE nearest by what is written of
 * them. */
#define ALIKE 10
int sides_against_region(struct sides *out, struct dataset *ds, const struct selection *a,
			 struct error *e);
int sides_against_names(struct sides *out, struct dataset *ds, const struct selection *a,
			const struct values *names, struct error *e);
int sides_against_alike(struct sides *out, struct dataset *ds, const struct selection *a,
			struct error *e);

/* A document of the one authority that a selects, or NULL with E_USAGE in e. */
const struct data_doc *sides_authority(const struct dataset *ds, const struct selection *a,
				       struct error *e);

#endif
