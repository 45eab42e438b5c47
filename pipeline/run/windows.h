/* SPDX-License-Identifier: MIT
 *
 * Long documents in windows. Words, occurrences, codes and their reasons take
 * some ten bytes for each byte of text; a long document has them for one piece
 * of itself at a time. A window ends only where no later sentence looks back
 * behind it, so what comes out is the same bytes as from the whole.
 */
#ifndef LM_RUN_WINDOWS_H
#define LM_RUN_WINDOWS_H

#include "pipeline/run/chain.h"

/* The layers that are a window's alone. VECTOR is the sum over windows. */
#define WINDOW_LAYERS                                                                        \
	(LAYER_TOKENS | LAYER_STEMS | LAYER_HITS | LAYER_MARKS | LAYER_CODES | LAYER_PARTS | \
	 LAYER_POLARITY | LAYER_CUES)

/* Run d, whose sentences are there, through the rest of the chain in windows of about size bytes of
 * text, and call each() after every one. Behind the last the vector is whole, and WINDOW_LAYERS are
 * gone. Never fails itself: d->status and d->err tell, and nothing more is begun. */
void windows_run(const struct chain *c, struct chain_worker *w, struct doc *d, uint32_t size,
		 void (*each)(void *ctx, const struct doc *d), void *ctx);

#endif
