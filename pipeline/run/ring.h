/* SPDX-License-Identifier: MIT
 *
 * An ordered ring of work: slots are filled and emptied in order on the
 * calling thread, and worked on by threads in between. So results leave in
 * input order whatever the number of threads, and no more than the ring's
 * slots are ever in memory. The idea is zstd's (zstdmt_compress.c).
 */
#ifndef LM_RUN_RING_H
#define LM_RUN_RING_H

#include "pipeline/base/error.h"

struct ring_work {
	/* Fill slot i. 1 filled, 0 no more input, -code with *e set stops the run. */
	int (*fill)(void *ctx, int i, struct error *e);

	/* Work on slot i as worker w (0 .. workers - 1). */
	void (*work)(void *ctx, int w, int i);

	/* Empty slot i. 0, or -code with *e set, which stops the run. */
	int (*empty)(void *ctx, int i, struct error *e);
};

/* Run until the input ends or a callback stops it; all threads have ended on return.
 * With one worker everything happens on the calling thread. */
int ring_run(const struct ring_work *work, void *ctx, int workers, int slots, struct error *e);

#endif
