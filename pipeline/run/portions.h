/* SPDX-License-Identifier: MIT
 *
 * A text that is too large to be held, in portions. Each is read, and goes
 * through the chain in windows, before the next one: memory is that of one
 * portion however large the document is. What goes on from portion to portion
 * is in struct doc_portion, and in the sections stage: page, place in the
 * text, the headings and sections that are open, who speaks. What is told by
 * all lines or all words together (how wide lines are, what repeats at the
 * edges of pages, how a broken word is spelled) is told by those of a portion,
 * and metadata by the first one.
 */
#ifndef LM_RUN_PORTIONS_H
#define LM_RUN_PORTIONS_H

#include "pipeline/io/spool.h"
#include "pipeline/run/chain.h"

struct portions {
	const struct spool *in;  /* the bytes of a large text; NULL: of what is in d, or behind it, the text
	                          * is made by extract */
	const char *folder;      /* where what is made waits, of spool_new() */
	ptrdiff_t size;          /* of a portion, bytes */
	uint32_t window;         /* as for windows_run() */
	void (*each)(void *ctx, const struct doc *d);   /* called for each window */
	void *ctx;
};

/* Run d, which is fresh, through the chain. Behind the last portion the vector and the metadata are
 * whole, and there are no other layers, nor those when it has failed. false: it is not for portions. A
 * large text is none then, and nothing has become of it; of others the stage extract is done. Never fails
 * itself: d->status and d->err tell. */
bool portions_run(const struct chain *c, struct chain_worker *w, struct doc *d,
		  const struct portions *p);

#endif
