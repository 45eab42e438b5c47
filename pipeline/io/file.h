/* SPDX-License-Identifier: MIT
 *
 * Whole small files, folder listings, and reads that come back complete:
 * EINTR and short counts are dealt with here and nowhere else.
 */
#ifndef LM_IO_FILE_H
#define LM_IO_FILE_H

#include <signal.h>
#include <stdbool.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"
#include "pipeline/base/vec.h"

/* Append the file's bytes to out; "-" is standard input. E_IO when it cannot be read or is no
 * regular file (a pipe will do), E_LIMIT when it has more than max bytes, E_NOMEM. */
int file_slurp(struct buf *out, const char *path, size_t max, struct error *e);

struct file_name {
	struct str name;        /* as the folder gives it, NUL-terminated */
	bool folder;            /* a real folder, not a link to one */
};

/* The names in a folder but for "." and "..", in the byte order of full paths: a folder is
 * compared as if a slash stood behind its name. The names live in mem. After -E_IO errno is set. */
struct file_list {
	VEC(struct file_name) names;
};

int file_list(struct file_list *out, struct arena *mem, const char *path, struct error *e);

/* True when path can be followed to a folder. */
bool file_is_folder(const char *path);

/* Make a folder and those above it where they are missing. */
int file_make_folder(const char *path, struct error *e);

/* After a rename: see on the disk the folder of target, which messages call path. */
int file_sync_folder(const char *target, const char *path, struct error *e);

/* Remove a folder if it is empty. */
void file_remove_folder(const char *path);

/* A standard descriptor that the caller has closed must not become one of our files: it is opened
 * so that reading gives nothing, and writing fails, as it should. false when that fails. */
bool file_keep_standard_descriptors(void);

/* read(2) again after EINTR, unless *stop is set (stop may be NULL). 0 at the end, -1 with errno. */
ptrdiff_t file_read(int fd, void *p, size_t n, const volatile sig_atomic_t *stop);

/* write(2) until all is written. 0, or -1 with errno. */
int file_write(int fd, struct str s);

#endif
