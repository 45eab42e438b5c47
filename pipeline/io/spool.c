/* SPDX-License-Identifier: MIT
 *
 * See spool.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/io/file.h"
#include "pipeline/io/spool.h"

#define PIECE ((ptrdiff_t)256 * 1024)

struct spool {
	int fd;
	const char *folder;      /* NULL: in memory, or a file that was there */
	uint64_t size;
	struct stat before;      /* of a file that was there already */
	bool was_there;
};

/* A new file that nobody else can open, with a name that is gone again; -1 with errno. For file
 * systems that make none without a name. */
static int open_and_unlink(const char *folder)
{
	char *name = NULL;
	if (asprintf(&name, "%s/.leitmotif-XXXXXX", folder) < 0)
		return -1;
	int fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0 && unlink(name) < 0) {
		int why = errno;
		close(fd);
		errno = why;
		fd = -1;
	}
	free(name);
	return fd;
}

static int open_nameless(const char **folder)
{
	int fd = -1;
	if (*folder)
		fd = open(*folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0 && *folder)
		fd = open_and_unlink(*folder);
	if (fd >= 0)
		return fd;
	*folder = NULL;
	return memfd_create("spool", MFD_CLOEXEC);
}

int spool_new(struct spool **out, const char *folder, struct error *e)
{
	const char *named = getenv("TMPDIR");
	struct spool *s = calloc(1, sizeof *s);
	if (!s)
		return fail(e, E_NOMEM, "no memory for a temporary file");
	s->folder = folder ? folder : named && *named ? named : NULL;
	s->fd = open_nameless(&s->folder);
	if (s->fd < 0) {
		fail_errno(e, E_IO, "cannot make a temporary file");
		free(s);
		return -E_IO;
	}
	*out = s;
	return 0;
}

struct spool *spool_of_file(int fd)
{
	struct spool *s = calloc(1, sizeof *s);
	if (!s || fstat(fd, &s->before) < 0) {
		free(s);
		return NULL;
	}
	s->fd = fd;
	s->size = (uint64_t)s->before.st_size;
	s->was_there = true;
	return s;
}

int spool_add(struct spool *s, struct str bytes, struct error *e)
{
	if (file_write(s->fd, bytes) < 0)
		return fail_errno(e, E_IO, "cannot write a temporary file %s%s%s", s->folder ? "in '" : "",
				  s->folder ? s->folder : "in memory", s->folder ? "'" : "");
	s->size += (uint64_t)bytes.n;
	return 0;
}

uint64_t spool_size(const struct spool *s)
{
	return s->size;
}

bool spool_is_still(const struct spool *s)
{
	struct stat now;
	return !s->was_there ||
	       (fstat(s->fd, &now) == 0 && now.st_size == s->before.st_size &&
		now.st_mtim.tv_sec == s->before.st_mtim.tv_sec &&
		now.st_mtim.tv_nsec == s->before.st_mtim.tv_nsec);
}

int spool_read(const struct spool *s, uint64_t at, ptrdiff_t n, struct buf *out, struct error *e)
{
	uint64_t left = at < s->size ? s->size - at : 0;
	n = (uint64_t)n < left ? n : (ptrdiff_t)left;
	if (!buf_reserve(out, n))
		return fail(e, E_NOMEM, "no memory to hold it");
	while (n) {
		ssize_t k = pread(s->fd, out->p + out->n, (size_t)n, (off_t)at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return fail_errno(e, E_IO, "cannot read it");
		if (k == 0)
			return fail(e, E_IO, "it changed while it was read");
		out->n += k;
		at += (uint64_t)k;
		n -= k;
	}
	return 0;
}

int spool_each(const struct spool *s, int (*take)(void *ctx, struct str piece, struct error *e),
	       void *ctx, struct error *e)
{
	struct buf piece = { 0 };
	int rc = 0;
	for (uint64_t at = 0; at < s->size && rc == 0; at += (uint64_t)piece.n) {
		buf_reset(&piece);
		rc = spool_read(s, at, PIECE, &piece, e);
		if (rc == 0)
			rc = take(ctx, buf_str(&piece), e);
	}
	buf_release(&piece);
	return rc;
}

int spool_fd(const struct spool *s)
{
	return s->fd;
}

int spool_take_fd(struct spool *s)
{
	int fd = s->fd;
	lseek(fd, 0, SEEK_SET);
	free(s);
	return fd;
}

void spool_free(struct spool *s)
{
	if (!s)
		return;
	close(s->fd);
	free(s);
}
