/* SPDX-License-Identifier: MIT
 *
 * Bytes that are too many to be held in the process's memory: in a file without
 * a name, which is gone when it is closed, however the program ends; or in a
 * file that is there already.
 */
#ifndef LM_IO_SPOOL_H
#define LM_IO_SPOOL_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"

struct spool;

/* An empty one in `folder`, which must outlive it; NULL: in the one that TMPDIR names. Where there is
 * none, or it takes no files, the file is one in the system's memory: nothing is written where nobody
 * asked for it. E_IO when no file can be made, E_NOMEM. */
int spool_new(struct spool **out, const char *folder, struct error *e);

/* The bytes of a regular file that is open for reading; it is closed with the spool. Nothing can be
 * added. NULL without memory, fd then still open. */
struct spool *spool_of_file(int fd);

/* Add bytes behind those that are there. E_IO: some of them may be missing, the spool is of no use. */
int spool_add(struct spool *s, struct str bytes, struct error *e);

uint64_t spool_size(const struct spool *s);

/* Append up to n bytes from `at` on to out; fewer only where the spool ends. A file that has become
 * shorter, or is written to at the same time, is an E_IO. E_NOMEM. */
int spool_read(const struct spool *s, uint64_t at, ptrdiff_t n, struct buf *out, struct error *e);

/* All bytes, piece by piece, to take(); 0, or what it returned other than 0. Errors as of
 * spool_read(). */
int spool_each(const struct spool *s, int (*take)(void *ctx, struct str piece, struct error *e),
	       void *ctx, struct error *e);

/* Has the file held still since spool_of_file()? true of others. */
bool spool_is_still(const struct spool *s);

/* Its descriptor, which stays the spool's, for what reads files by their places. */
int spool_fd(const struct spool *s);

/* The descriptor alone, at its beginning: it is the caller's, and the spool is gone. */
int spool_take_fd(struct spool *s);

/* NULL is fine. */
void spool_free(struct spool *s);

#endif
