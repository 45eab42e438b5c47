/* SPDX-License-Identifier: MIT
 *
 * See partial.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/io/file.h"
#include "pipeline/io/partial.h"

#define PIECE ((size_t)64 * 1024)

struct partial {
	int fd;
	uint64_t size;
	char *path;              /* of the hidden file; NULL once it has its own name */
};

int partial_open(struct partial **out, const char *folder, struct str name, struct error *e)
{
	struct partial *p = calloc(1, sizeof *p);
	struct stat st;
	if (!p || asprintf(&p->path, "%s/.%.*s.part", folder, STR_ARG(name)) < 0) {
		free(p);
		return fail(e, E_NOMEM, "no memory for a file");
	}
	p->fd = open(p->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
	if (p->fd < 0 || fstat(p->fd, &st) < 0 || lseek(p->fd, 0, SEEK_END) < 0) {
		int rc = fail_errno(e, E_IO, "cannot write '%s'", p->path);
		partial_free(p, false);
		return rc;
	}
	p->size = (uint64_t)st.st_size;
	*out = p;
	return 0;
}

uint64_t partial_size(const struct partial *p)
{
	return p->size;
}

int partial_write(struct partial *p, struct str bytes, struct error *e)
{
	if (file_write(p->fd, bytes) < 0)
		return fail_errno(e, E_IO, "cannot write '%s'", p->path);
	p->size += (uint64_t)bytes.n;
	return 0;
}

int partial_restart(struct partial *p, struct error *e)
{
	if (ftruncate(p->fd, 0) < 0 || lseek(p->fd, 0, SEEK_SET) < 0)
		return fail_errno(e, E_IO, "cannot write '%s'", p->path);
	p->size = 0;
	return 0;
}

int partial_head(const struct partial *p, ptrdiff_t n, struct buf *head, struct error *e)
{
	if (!buf_reserve(head, n))
		return fail(e, E_NOMEM, "no memory for a file's head");
	ssize_t got = pread(p->fd, head->p + head->n, (size_t)n, 0);
	if (got < 0)
		return fail_errno(e, E_IO, "cannot read '%s'", p->path);
	head->n += got;
	return 0;
}

static bool same_bytes(int a, int b)
{
	char one[PIECE], two[PIECE];
	for (off_t at = 0;;) {
		ssize_t n = pread(a, one, sizeof one, at), k = pread(b, two, sizeof two, at);
		if (n != k || n < 0 || memcmp(one, two, (size_t)n) != 0)
			return false;
		if (n == 0)
			return true;
		at += n;
	}
}

bool partial_is(const struct partial *p, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool same = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
		    (uint64_t)st.st_size == p->size && same_bytes(p->fd, fd);
	if (fd >= 0)
		close(fd);
	return same;
}

static int make_folder_of(const char *path, struct error *e)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? strndup(path, (size_t)(slash - path)) : strdup(".");
	int rc = folder ? file_make_folder(folder, e) : fail(e, E_NOMEM, "no memory for a name");
	free(folder);
	return rc;
}

int partial_commit(struct partial *p, const char *path, struct error *e)
{
	int rc = make_folder_of(path, e);
	if (rc == 0 && fsync(p->fd) < 0)
		rc = fail_errno(e, E_IO, "cannot write '%s'", p->path);
	if (rc == 0 && rename(p->path, path) < 0)
		rc = fail_errno(e, E_IO, "cannot rename to '%s'", path);
	if (rc < 0)
		return rc;
	free(p->path);
	p->path = NULL;
	return file_sync_folder(path, path, e);
}

void partial_free(struct partial *p, bool remove)
{
	if (!p)
		return;
	if (p->path && (remove || !p->size))
		unlink(p->path);
	if (p->fd >= 0)
		close(p->fd);
	free(p->path);
	free(p);
}
