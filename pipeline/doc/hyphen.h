/* SPDX-License-Identifier: MIT
 *
 * Hyphens at line ends. Whether "multi-" and "agency" make "multi-agency" or
 * one word cannot be told from the two lines; the document's other lines say
 * it. Both forms and both parts are looked for in the rest of the document; a
 * hyphen goes only where that speaks for it.
 */
#ifndef LM_DOC_HYPHEN_H
#define LM_DOC_HYPHEN_H

#include "pipeline/doc/doc.h"

enum hyphen_join {
	HYPHEN_NONE,    /* no hyphen at the line's end: a space follows */
	HYPHEN_KEEP,    /* the next line follows at once, the hyphen stays */
	HYPHEN_DROP,    /* the next line follows at once, the hyphen goes */
	HYPHEN_SPACE    /* the hyphen stays and a space follows: "short- and long-term" */
};

/* One verdict a line of d, for the end of that line, or NULL when no line ends in a hyphen; in
 * d->mem. Lines of one block are those that normalise will join. Cost: linear in d->source. */
int hyphens_judge(struct doc *d, const uint8_t **verdicts, struct error *e);

#endif
