/* SPDX-License-Identifier: MIT
 *
 * What becomes of an input: from what its source says to the sum over all.
 */
#ifndef LM_RUN_OUTCOME_H
#define LM_RUN_OUTCOME_H

#include "pipeline/doc/doc.h"
#include "pipeline/io/source.h"
#include "pipeline/run/format.h"

/* The source's note becomes the status of d, which is fresh. */
void outcome_take(struct doc *d, const struct source_note *note);

/* Has nothing happened that ends it? */
static inline bool outcome_goes_on(const struct doc *d)
{
	return d->status == DOC_OK || d->status == DOC_PARTIAL;
}

/* Is there still something to run through the chain? */
bool outcome_alive(const struct doc *d);

/* Count a document that went as far as it goes. */
void totals_add(struct totals *t, const struct doc *d);

/* "inputs 3 = ok 2 + partial 0 + no-text 0 + failed 1 + skipped 0": into line[n]. */
void totals_line(char *line, size_t n, const struct totals *t);

#endif
