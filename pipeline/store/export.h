/* SPDX-License-Identifier: MIT
 *
 * A store's documents in the formats of a run, and as a matrix. Rows come in
 * the byte order of paths, so the same documents give the same bytes however
 * the store came to hold them.
 */
#ifndef LM_STORE_EXPORT_H
#define LM_STORE_EXPORT_H

#include "pipeline/base/buf.h"
#include "pipeline/run/stage.h"
#include "pipeline/store/db.h"

struct export_format {
	const char *name, *help;
	int (*write)(const struct db *db, int (*put)(void *ctx, struct str bytes, struct error *e),
		     void *ctx, struct error *e);
};

extern const struct export_format export_formats[];   /* ends with a name of NULL */

struct format;
struct export_one;

/* Documents one by one, in a run's own formats; sh is the run's, with its lexicon. */
int export_one_new(struct export_one **out, const struct db *db, const struct stage_shared *sh,
		   struct error *e);
void export_one_free(struct export_one *x);

/* Whether rows are enough for this format. */
bool export_one_can(const struct format *f);

/* Append what the run would write of document id, whose rows are what sh's lexicon says. */
int export_one_write(struct export_one *x, int64_t id, const struct format *f, struct buf *out,
		     struct error *e);

#endif
