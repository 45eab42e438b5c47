/* SPDX-License-Identifier: MIT
 *
 * Inside source.c and source_take.c: a stack of levels, each a folder or an
 * archive that has been entered, and what an opened file turns out to be.
 */
#ifndef LM_IO_SOURCE_TAKE_H
#define LM_IO_SOURCE_TAKE_H

#include <sys/stat.h>

#include "pipeline/io/file.h"
#include "pipeline/io/pack.h"
#include "pipeline/io/shard.h"
#include "pipeline/io/source.h"
#include "pipeline/io/spool.h"
#include "pipeline/io/survey.h"

struct level {
	struct buf id;           /* fit to be printed */
	struct pack *pack;       /* an archive; NULL: a folder */
	uint64_t inputs;         /* archive: what came of it so far */
	uint64_t documents;      /* those of them with bytes */
	struct buf path;         /* folder: its name for the system, NUL-terminated */
	struct arena mem;        /* owns list */
	struct file_list list;
	ptrdiff_t at;            /* next in list */
};

struct source {
	char *const *paths;
	int count, at;
	struct source_limits limits;
	const volatile sig_atomic_t *stop;
	VEC(struct level) levels;
	uint64_t inputs;         /* given so far */
	uint64_t passed;         /* sizes of the files that are done */
	uint64_t size, read;     /* of the current one */
	bool counted, met_archive;
	struct survey all;       /* once counted: what lies in the paths */
	bool (*known)(void *ctx, struct str id, const struct file_stamp *stamp);
	void *known_ctx;
	uint64_t hold;           /* documents of more bytes are not held in memory; 0 all are */
	const char *folder;      /* where they lie then, unless they are files: of spool_new() */
	struct spool *large;     /* the current one's, until it is taken */
	const struct shard *shard;  /* NULL: all inputs */
};

/* What source_next() fills. */
struct draft {
	struct buf *id, *bytes;
	struct source_note *note;
};

enum step { STEP_AGAIN, STEP_INPUT, STEP_END };   /* or -code */

/* An input that ends here, with the reason. Returns STEP_INPUT. */
int source_say(struct draft *d, enum source_outcome outcome, int code, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* The same, with d->note->why as it was filled by what failed. */
int source_say_why(struct draft *d, enum source_outcome outcome);

/* The run cannot go on: -E_NOMEM. */
int source_no_memory(struct error *e);

/* A new topmost level of this id; NULL without memory. */
struct level *source_push(struct source *s, struct str id);

/* fd: a regular file, a pipe or standard input; it is taken. An enum step, or -code. */
int source_take_fd(struct source *s, struct draft *d, int fd, const struct stat *st,
		   struct error *e);

/* The current member of an archive. */
int source_take_member(struct source *s, struct draft *d, struct pack *pack,
		       const struct pack_member *m, struct error *e);

#endif
