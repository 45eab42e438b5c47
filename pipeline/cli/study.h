/* SPDX-License-Identifier: MIT
 *
 * What the commands that study a store have in common: its documents in
 * memory, the themes and documents asked for, a result to be written.
 */
#ifndef LM_CLI_STUDY_H
#define LM_CLI_STUDY_H

#include "pipeline/cli/queries.h"
#include "pipeline/cli/store_job.h"
#include "pipeline/trend/selection.h"
#include "pipeline/trend/table.h"

/* *out: one flag a theme of ds, in ds->mem; NULL where no --theme was given. E_USAGE. */
int study_themes(const bool **out, struct dataset *ds, const struct settings *s, struct error *e);

/* --format, and --width or that of the terminal that is written to. E_USAGE. */
int study_style(struct table_style *out, const struct settings *s, struct error *e);

/* E_USAGE where the selection has no document of ds, which has some: with the value that none has, and
 * one that is near. A mistyped name would look like one of which nothing is known. */
int study_any(struct dataset *ds, const struct selection *s, struct error *e);

/* The queries of --queries, in ds->mem, and the documents of --where, of which there are some. E_IO,
 * E_USAGE. */
int study_where(struct selection *out, struct queries *q, struct dataset *ds, const struct settings *s,
		struct error *e);

/* Write out to path (NULL: standard output), whole or not at all. E_IO; E_NOMEM: out is short. */
int study_write(const char *path, const struct buf *out, struct error *e);

#endif
