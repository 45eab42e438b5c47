/* SPDX-License-Identifier: MIT
 *
 * What a run brought that somebody may want to read in the morning.
 */
#ifndef LM_STORE_DIGEST_H
#define LM_STORE_DIGEST_H

#include "pipeline/base/buf.h"
#include "pipeline/store/db.h"

/* Append what is new since the last run before that came to its end: new reports, themes that turned to concern in them, and
 * concerns that come back, by authority with their years. Nothing when nothing is new. A theme is
 * of concern in a report when it has more sentences of concern than of strength. */
int digest_write(const struct db *db, int64_t run, struct buf *out, struct error *e);

#endif
