/* SPDX-License-Identifier: MIT
 *
 * The progress line on a terminal, and what a run says of its documents on
 * standard error.
 */
#ifndef LM_RUN_PROGRESS_H
#define LM_RUN_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/doc/doc.h"

struct progress {
	bool shown;              /* wanted, and standard error is a terminal */
	bool on_line;            /* the line stands there now */
	int64_t began_ms, drawn_ms;
};

void progress_begin(struct progress *p, bool wanted);

/* done of expected inputs; expected 0 when unknown. Drawn at most ten times a second. */
void progress_draw(struct progress *p, uint64_t done, uint64_t expected);

/* Take the line away. */
void progress_clear(struct progress *p);

/* "path: status: reason" on standard error. */
void progress_report(struct progress *p, const struct doc *d);

#endif
