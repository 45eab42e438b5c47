/* SPDX-License-Identifier: MIT
 *
 * See sink.h. The order is write, fsync, rename, fsync of the folder: a crash
 * at any point leaves the old file or the new one, and at worst a temporary
 * file with a name that starts with a dot.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/io/file.h"
#include "pipeline/io/gz.h"
#include "pipeline/io/sink.h"

#define BUFFERED ((ptrdiff_t)256 * 1024)
#define PIECE ((ptrdiff_t)1 << 20)
#define NAME_TRIES 100

struct sink {
	int fd;
	bool is_stdout, closed, finished;
	char *path;              /* as given, for messages; "standard output" */
	char *target;            /* the file behind path, links followed; NULL: written in place */
	char *folder;            /* of the target */
	char *temporary;         /* what is to be removed unless it is committed */
	struct gz_writer *gz;
	struct buf pending;
};

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for an output");
}

/* Where path leads, links followed; path itself when nothing is there. The caller frees it. */
static char *follow(const char *path)
{
	char *real = realpath(path, NULL);
	return real ? real : strdup(path);
}

static char *folder_of(const char *target)
{
	const char *slash = strrchr(target, '/');
	return slash ? strndup(target, slash == target ? 1 : (size_t)(slash - target)) : strdup(".");
}

static char *temporary_name(const char *target, int attempt)
{
	const char *slash = strrchr(target, '/');
	int dir_len = slash ? (int)(slash - target + 1) : 0;
	char *name = NULL;
	if (asprintf(&name, "%.*s.%s.%ld-%d.tmp", dir_len, target, target + dir_len,
		     (long)getpid(), attempt) < 0)
		return NULL;
	return name;
}

/* A new file beside the target. Its mode is that of the file it will replace. */
static int create_temporary(struct sink *s, const struct stat *old, struct error *e)
{
	for (int i = 0; i < NAME_TRIES; i++) {
		free(s->temporary);
		s->temporary = temporary_name(s->target, i);
		if (!s->temporary)
			return no_memory(e);
		s->fd = open(s->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (s->fd >= 0 || errno != EEXIST)
			break;
	}
	if (s->fd < 0) {
		fail_errno(e, E_IO, "cannot create '%s'", s->path);
		free(s->temporary);
		s->temporary = NULL;
		return -E_IO;
	}
	if (old && fchmod(s->fd, old->st_mode & 07777) < 0)
		return fail_errno(e, E_IO, "cannot set the mode of '%s'", s->path);
	return 0;
}

static int open_file(struct sink *s, const char *path, struct error *e)
{
	struct stat st;
	bool exists = stat(path, &st) == 0;
	if (exists && S_ISDIR(st.st_mode))
		return fail(e, E_IO, "cannot write '%s': it is a folder", path);
	if (exists && !S_ISREG(st.st_mode)) {
		s->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		return s->fd < 0 ? fail_errno(e, E_IO, "cannot open '%s'", path) : 0;
	}
	s->target = follow(path);
	s->folder = s->target ? folder_of(s->target) : NULL;
	if (!s->folder)
		return no_memory(e);
	return create_temporary(s, exists ? &st : NULL, e);
}

int sink_open(struct sink **out, const char *path, struct error *e)
{
	struct sink *s = calloc(1, sizeof *s);
	bool is_stdout = !path || strcmp(path, "-") == 0;
	if (!s)
		return no_memory(e);
	s->fd = is_stdout ? STDOUT_FILENO : -1;
	s->is_stdout = is_stdout;
	s->path = strdup(is_stdout ? "standard output" : path);
	int rc = s->path ? 0 : no_memory(e);
	if (rc == 0 && !is_stdout)
		rc = open_file(s, path, e);
	if (rc == 0 && !is_stdout && str_ends(str_of(path), S(".gz")))
		rc = gz_writer_new(&s->gz, e);
	if (rc < 0) {
		sink_free(s);
		return rc;
	}
	*out = s;
	return 0;
}

const char *sink_folder(const struct sink *s)
{
	return s->folder;
}

/* To the descriptor. The end of a pipe's reader is no error, but the end of our writing. */
static int put(struct sink *s, struct str bytes, struct error *e)
{
	if (s->closed || file_write(s->fd, bytes) == 0)
		return 0;
	if (errno != EPIPE)
		return fail_errno(e, E_IO, "cannot write '%s'", s->path);
	s->closed = true;
	return 0;
}

static int flush(struct sink *s, struct error *e)
{
	int rc = put(s, buf_str(&s->pending), e);
	buf_reset(&s->pending);
	return rc;
}

static int put_compressed(struct sink *s, struct str bytes, bool last, struct error *e)
{
	do {
		struct str piece = str_sub(bytes, 0, PIECE);
		bytes = str_sub(bytes, piece.n, bytes.n);
		int rc = gz_write(s->gz, piece, last && !bytes.n, &s->pending, e);
		if (rc == 0 && s->pending.n >= BUFFERED)
			rc = flush(s, e);
		if (rc < 0)
			return rc;
	} while (bytes.n);
	return 0;
}

int sink_write(struct sink *s, struct str bytes, struct error *e)
{
	if (s->closed)
		return 0;
	if (s->gz)
		return put_compressed(s, bytes, false, e);
	if (s->pending.n + bytes.n < BUFFERED) {
		buf_add(&s->pending, bytes);
		return buf_ok(&s->pending) ? 0 : no_memory(e);
	}
	int rc = flush(s, e);
	return rc < 0 ? rc : put(s, bytes, e);
}

bool sink_closed(const struct sink *s)
{
	return s->closed;
}

/* Some file systems report a failed write only when a descriptor is closed: close a copy. */
static int close_copy(const struct sink *s, struct error *e)
{
	int copy = dup(s->fd);
	if (copy >= 0 && close(copy) < 0 && errno != EINTR)
		return fail_errno(e, E_IO, "cannot write '%s'", s->path);
	return 0;
}

int sink_finish(struct sink *s, struct error *e)
{
	int rc = s->gz ? put_compressed(s, S(""), true, e) : 0;
	if (rc == 0)
		rc = flush(s, e);
	if (rc == 0 && s->temporary && fsync(s->fd) < 0)
		rc = fail_errno(e, E_IO, "cannot write '%s'", s->path);
	if (rc == 0)
		rc = close_copy(s, e);
	s->finished = rc == 0;
	return rc;
}

int sink_commit(struct sink *s, struct error *e)
{
	if (!s->finished)
		return fail(e, E_INTERNAL, "'%s' is committed before it is finished", s->path);
	if (!s->temporary)
		return 0;
	if (rename(s->temporary, s->target) < 0)
		return fail_errno(e, E_IO, "cannot rename the new '%s'", s->path);
	free(s->temporary);
	s->temporary = NULL;
	return file_sync_folder(s->target, s->path, e);
}

void sink_free(struct sink *s)
{
	if (!s)
		return;
	if (s->temporary)
		unlink(s->temporary);
	if (s->fd >= 0 && !s->is_stdout)
		close(s->fd);
	gz_writer_free(s->gz);
	buf_release(&s->pending);
	free(s->temporary);
	free(s->target);
	free(s->folder);
	free(s->path);
	free(s);
}
