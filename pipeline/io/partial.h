/* SPDX-License-Identifier: MIT
 *
 * A file that grows over hours and perhaps several runs: it has a hidden name
 * until it is whole, and then, in one step, its own.
 */
#ifndef LM_IO_PARTIAL_H
#define LM_IO_PARTIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"

struct partial;

/* The file ".NAME.part" in folder: what is there of it, or an empty one. E_IO. */
int partial_open(struct partial **out, const char *folder, struct str name, struct error *e);

/* Bytes so far. */
uint64_t partial_size(const struct partial *p);

int partial_write(struct partial *p, struct str bytes, struct error *e);

/* Back to no bytes. */
int partial_restart(struct partial *p, struct error *e);

/* Append its first n bytes, or all, to head. */
int partial_head(const struct partial *p, ptrdiff_t n, struct buf *head, struct error *e);

/* Is the file at path there with the same bytes? */
bool partial_is(const struct partial *p, const char *path);

/* It is whole: see it on the disk, make path's folder where it is missing, and give it that name. */
int partial_commit(struct partial *p, const char *path, struct error *e);

/* Close; with remove, and when it is empty, what is there of it is removed. NULL is fine. */
void partial_free(struct partial *p, bool remove);

#endif
