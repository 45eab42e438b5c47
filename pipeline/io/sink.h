/* SPDX-License-Identifier: MIT
 *
 * Outputs. A file is written under a temporary name in its own folder, synced
 * and renamed, so that under its name there is either the old content or all
 * of the new. Several outputs of a run: sink_finish() all, then sink_commit()
 * all. A name that ends in .gz gets compressed bytes, the same for the same
 * input (no time, no name in the header).
 */
#ifndef LM_IO_SINK_H
#define LM_IO_SINK_H

#include <stdbool.h>

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

struct sink;

/* path NULL or "-": standard output. A path that is there and no regular file (/dev/full, a named
 * pipe) is written to as it is. E_IO when it cannot be created. */
int sink_open(struct sink **out, const char *path, struct error *e);

/* The folder of a file that will appear there; NULL of others. The sink's. */
const char *sink_folder(const struct sink *s);

/* Buffered. E_IO names the path. When the reader of a pipe has gone, this returns 0, the bytes are
 * dropped, and sink_closed() turns true: the run may stop, and that is a success. */
int sink_write(struct sink *s, struct str bytes, struct error *e);
bool sink_closed(const struct sink *s);

/* Write what is buffered and see it on the disk; nothing is visible under the name yet. */
int sink_finish(struct sink *s, struct error *e);

/* After sink_finish(): give the file its name. */
int sink_commit(struct sink *s, struct error *e);

/* Without sink_commit() the temporary file is removed. NULL is fine. */
void sink_free(struct sink *s);

#endif
