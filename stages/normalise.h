/* SPDX-License-Identifier: MIT
 *
 * Private to the normalise stage: normalise.c writes blocks and lines,
 * normalise_text.c the characters of a line.
 */
#ifndef LM_STAGES_NORMALISE_H
#define LM_STAGES_NORMALISE_H

#include "pipeline/base/buf.h"
#include "pipeline/doc/doc.h"

struct writer {
	struct doc *d;
	struct buf *out;
	ptrdiff_t start;                /* where the block starts in out */
	ptrdiff_t tabs;                 /* white space that is due before the next character: tabs, */
	bool space;                     /* or a space */
	bool row, markdown;
	bool failed;                    /* no memory */
};

/* Write s, which stands at source offset off. */
void normalise_text(struct writer *w, struct str s, uint32_t off);

#endif
