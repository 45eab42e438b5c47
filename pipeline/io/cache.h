/* SPDX-License-Identifier: MIT
 *
 * Files that save work and can be lost at any time. They lie in one folder, and
 * are read only where nobody but the caller and root can have written them: a
 * stranger's file, or one in a folder that others can write to, is as good as
 * none. What was cut short or damaged is found by its length and a hash.
 */
#ifndef LM_IO_CACHE_H
#define LM_IO_CACHE_H

#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"
#include "pipeline/base/vec.h"

/* A file of the folder: what it is called and what it was made from. */
struct cache_name {
	const char *folder;
	char file[64];
	uint64_t key;
};

/* Of a folder: the oldest files go, but never the newest one. */
enum { CACHE_FILES_MAX = 16 };
#define CACHE_BYTES_MAX (UINT64_C(256) << 20)

/* The file's contents, aligned to 16 bytes, in mem. -E_IO, with the reason for people in *e, when
 * there is no such file or it is not to be trusted; -E_NOMEM. */
int cache_read(const struct cache_name *c, struct arena *mem, char **bytes, size_t *n,
	       struct error *e);

/* Write the file so that it is there whole or not at all; the folder and the one above it are made
 * where they are missing. */
int cache_write(const struct cache_name *c, struct str bytes, struct error *e);

struct cache_file {
	struct str name;
	uint64_t size;
	int64_t time;           /* when it was written, seconds and nanoseconds in one number */
};

typedef VEC(struct cache_file) cache_files;

/* The files of the folder, the newest first; names lie in mem. */
int cache_list(const char *folder, struct arena *mem, cache_files *out, struct error *e);

#endif
