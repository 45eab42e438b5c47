/* SPDX-License-Identifier: MIT
 *
 * A store's documents in the formats of a run, and as a matrix. Rows come in
 * the byte order of paths, so the same documents give the same bytes however
 * the store came to hold them.
 */
#ifndef LM_STORE_EXPORT_H
#define LM_STORE_EXPORT_H

#include "pipeline/base/buf.h"
#include "pipeline/store/db.h"

struct export_format {
	const char *name, *help;
	int (*write)(const struct db *db, int (*put)(void *ctx, struct str bytes, struct error *e),
		     void *ctx, struct error *e);
};

extern const struct export_format export_formats[];   /* ends with a name of NULL */

#endif
