/* SPDX-License-Identifier: MIT
 *
 * The inputs of a run: files, folders, archives and standard input become one
 * sequence of documents in an order that depends on names alone. What is an
 * archive is decided by content, never by name. Members are streamed, and
 * what is not to be held lies on the disk without a name (source_hold());
 * their names are labels and nothing else.
 *
 * Each input comes out exactly once, those that cannot be read too: then
 * without bytes, and the note says why. An archive is no input of its own
 * unless it is damaged, over a limit or empty: then it comes once more after
 * its last member. No inputs are folders, and hidden things that nobody calls
 * documents: names that start with a dot, __MACOSX, Thumbs.db, desktop.ini.
 */
#ifndef LM_IO_SOURCE_H
#define LM_IO_SOURCE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"

/* In the order of enum doc_status. */
enum source_outcome {
	SOURCE_OK,       /* bytes holds the document */
	SOURCE_PARTIAL,  /* bytes holds its beginning (a file), or nothing (an archive: its first members came) */
	SOURCE_NOTEXT,   /* an empty file */
	SOURCE_FAILED,   /* could not be read */
	SOURCE_SKIPPED,  /* not tried: a link, a device, an empty archive */
	SOURCE_KNOWN     /* not read: source_pass_over() said that it is as it was */
};

/* What tells without reading whether a file is as it was. The change time is in it because nobody
 * can set it: an edit that keeps size and modification time still moves it. */
struct file_stamp {
	bool is_set;             /* the input is one regular file, and it held still while it was read */
	uint64_t size, inode;
	int64_t mtime_ns, ctime_ns;
};

struct source_note {
	enum source_outcome outcome;
	struct error why;        /* code and reason unless SOURCE_OK */
	struct file_stamp stamp;
};

struct source_limits {
	uint64_t max_doc;        /* bytes of one document */
	uint64_t max_unpacked;   /* bytes that come out of one archive, all members together */
	uint32_t max_members;    /* of one archive */
	unsigned max_depth;      /* archives in archives */
	unsigned max_ratio;      /* out : in of one compressed stream, looked at from 1 MiB on */
};

/* 256 MiB a document, 1 TiB and 1,000,000 members an archive, 3 deep, 250 : 1. */
void source_limits_init(struct source_limits *l);

struct source;
struct shard;
struct spool;

/* paths: files, folders, "-". All must exist: if not, E_IO names the first that does not, and
 * nothing has been read. paths and stop (may be NULL) must outlive the source; once *stop is set,
 * a read that was interrupted is not taken up again. */
int source_new(struct source **out, char *const *paths, int count, const struct source_limits *l,
	       const volatile sig_atomic_t *stop, struct error *e);
void source_free(struct source *s);

/* Ask known(ctx, id, stamp) before a regular file is opened; when it says true, the file comes out
 * as SOURCE_KNOWN. */
void source_pass_over(struct source *s,
		      bool (*known)(void *ctx, struct str id, const struct file_stamp *stamp),
		      void *ctx);

/* Hold in memory no document of more than `most` bytes: source_take_large() has its bytes then, and
 * source_next() gives none. What is no file of its own lies in `folder`, as spool_new() says. most 0,
 * as it is at first: any document is held. */
void source_hold(struct source *s, uint64_t most, const char *folder);

/* The bytes of the input that source_next() gave last when they are not held: a file in a folder is
 * open and not yet read, all else is unpacked on the disk. They become the caller's; NULL of others. */
struct spool *source_take_large(struct source *s);

/* Only the inputs of this share; it must outlive s. Archives are dealt out whole. */
void source_share(struct source *s, const struct shard *shard);

/* How the id of a path that is named to source_new() begins, or is. Appended to id. */
void source_root_id(struct buf *id, const char *path);

/* The next input. id: its path, members behind a slash, fit to be printed (see printable.h).
 * id and bytes are emptied first, their memory is reused. 1: there is one; 0: no more;
 * -E_NOMEM when not even a name can be held, -E_IO when stopped. */
int source_next(struct source *s, struct buf *id, struct buf *bytes, struct source_note *note,
		struct error *e);

/* How many inputs there will be, as far as one can tell: exact without archives, otherwise what
 * the bytes read so far foretell. The first call walks the folders once. */
uint64_t source_estimate(struct source *s);

#endif
