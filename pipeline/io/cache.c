/* SPDX-License-Identifier: MIT
 *
 * See cache.h. A file is read into memory and not mapped: what has been checked
 * can then not change, nor end early under the reader.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/base/hash.h"
#include "pipeline/io/cache.h"
#include "pipeline/io/file.h"

#define SIZE_LIMIT (INT64_C(1) << 30)
#define SUFFIX S(".cache")

struct head {
	char magic[8];
	uint64_t key, size, check;      /* check: of the bytes that follow, and the key */
};

static const char magic[8] = "lm-cache";

/* Nobody but the caller and root can write to it? */
static bool is_ours(const struct stat *st)
{
	return (st->st_uid == geteuid() || st->st_uid == 0) && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

/* The folder, when it is the caller's own, or root's. */
static int open_folder(const char *path, struct error *e)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fail_errno(e, E_IO, "cannot open folder '%s'", path);
	if (fstat(fd, &st) == 0 && is_ours(&st))
		return fd;
	close(fd);
	return fail(e, E_IO, "others can write to folder '%s'", path);
}

/* ---- reading ---- */

static int read_all(int fd, char *to, size_t n, const struct cache_name *c, struct error *e)
{
	while (n) {
		ptrdiff_t k = file_read(fd, to, n, NULL);
		if (k <= 0)
			return fail(e, E_IO, "cannot read '%s/%s'", c->folder, c->file);
		to += k;
		n -= (size_t)k;
	}
	return 0;
}

static int read_body(int fd, const struct cache_name *c, struct arena *mem, char **bytes, size_t *n,
		     struct error *e)
{
	struct stat st;
	struct head h;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || !is_ours(&st))
		return fail(e, E_IO, "others can write to '%s/%s'", c->folder, c->file);
	if (st.st_size < (off_t)sizeof h || st.st_size > SIZE_LIMIT)
		return fail(e, E_IO, "'%s/%s' is damaged", c->folder, c->file);
	*n = (size_t)st.st_size - sizeof h;
	*bytes = arena_raw(mem, (ptrdiff_t)*n, 1, 16);
	if (!*bytes)
		return fail(e, E_NOMEM, "no memory for '%s/%s'", c->folder, c->file);
	int rc = read_all(fd, (char *)&h, sizeof h, c, e);
	if (rc == 0)
		rc = read_all(fd, *bytes, *n, c, e);
	if (rc == 0 && (memcmp(h.magic, magic, sizeof magic) != 0 || h.key != c->key ||
			h.size != *n ||
			h.check != hash_bytes((struct str){ *bytes, (ptrdiff_t)*n }, c->key)))
		rc = fail(e, E_IO, "'%s/%s' is damaged", c->folder, c->file);
	return rc;
}

int cache_read(const struct cache_name *c, struct arena *mem, char **bytes, size_t *n,
	       struct error *e)
{
	int folder = open_folder(c->folder, e);
	if (folder < 0)
		return folder;
	int fd = openat(folder, c->file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int rc = fd < 0 ? fail_errno(e, E_IO, "cannot open '%s/%s'", c->folder, c->file)
			: read_body(fd, c, mem, bytes, n, e);
	if (fd >= 0)
		close(fd);
	close(folder);
	return rc;
}

/* ---- writing ---- */

/* Make the folder and `levels` above it, for the caller alone. That they are there is seen later.
 * Root leaves no folder in another's (HOME may still be that of who became root). */
static void make_folders(const char *path, int levels)
{
	struct stat st;
	const char *slash = strrchr(path, '/');
	char *above = slash ? strndup(path, slash > path ? (size_t)(slash - path) : 1)
			    : strdup(".");
	if (above && levels > 0 && slash > path)
		make_folders(above, levels - 1);
	if (above && stat(above, &st) == 0 && (geteuid() != 0 || st.st_uid == 0))
		mkdir(path, 0700);
	free(above);
}

static int newest_first(const void *a, const void *b)
{
	const struct cache_file *x = a, *y = b;
	return (x->time < y->time) - (x->time > y->time);
}

static int list(int folder, const char *path, struct arena *mem, cache_files *out, struct error *e)
{
	struct file_list names = { 0 };
	struct stat st;
	int rc = file_list(&names, mem, path, e);
	for (ptrdiff_t i = 0; rc == 0 && i < names.names.n; i++) {
		struct str name = names.names.at[i].name;
		if (!str_ends(name, SUFFIX) ||
		    fstatat(folder, name.p, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
			continue;
		struct cache_file *f = VEC_PUSH(mem, out);
		if (!f)
			return fail(e, E_NOMEM, "no memory to list folder '%s'", path);
		*f = (struct cache_file){ .name = name, .size = (uint64_t)st.st_size };
		f->time = st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
	}
	if (out->n)
		qsort(out->at, (size_t)out->n, sizeof *out->at, newest_first);
	return rc;
}

int cache_list(const char *folder, struct arena *mem, cache_files *out, struct error *e)
{
	int fd = open_folder(folder, e);
	if (fd < 0)
		return fd;
	int rc = list(fd, folder, mem, out, e);
	close(fd);
	return rc;
}

/* Remove the oldest where there are too many files, or too large ones; also what a run that was
 * killed has left. */
static void tidy(int folder, const char *path)
{
	struct arena mem;
	struct error e = { 0 };
	cache_files files = { 0 };
	arena_init(&mem, 0);
	list(folder, path, &mem, &files, &e);
	uint64_t bytes = 0;
	for (ptrdiff_t i = 0; i < files.n; i++) {
		bytes += files.at[i].size;
		if (i >= CACHE_FILES_MAX || (i > 0 && bytes > CACHE_BYTES_MAX))
			unlinkat(folder, files.at[i].name.p, 0);
	}
	arena_release(&mem);
}

/* No fsync: after a crash the file may be short, and is then found out. */
static int write_into(int folder, const struct cache_name *c, struct str bytes, struct error *e)
{
	struct head h = { .key = c->key, .size = (uint64_t)bytes.n,
			  .check = hash_bytes(bytes, c->key) };
	char temporary[100];
	memcpy(h.magic, magic, sizeof magic);
	snprintf(temporary, sizeof temporary, ".%ld-%s", (long)getpid(), c->file);
	unlinkat(folder, temporary, 0);
	int fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			0600);
	if (fd < 0)
		return fail_errno(e, E_IO, "cannot write to folder '%s'", c->folder);
	bool whole = file_write(fd, (struct str){ (const char *)&h, sizeof h }) == 0 &&
		     file_write(fd, bytes) == 0;
	int rc = whole ? 0 : fail_errno(e, E_IO, "cannot write to folder '%s'", c->folder);
	if (close(fd) < 0 || (rc == 0 && renameat(folder, temporary, folder, c->file) < 0))
		rc = fail_errno(e, E_IO, "cannot write to folder '%s'", c->folder);
	if (rc < 0)
		unlinkat(folder, temporary, 0);
	return rc;
}

int cache_write(const struct cache_name *c, struct str bytes, struct error *e)
{
	make_folders(c->folder, 1);
	int folder = open_folder(c->folder, e);
	if (folder < 0)
		return folder;
	int rc = write_into(folder, c, bytes, e);
	if (rc == 0)
		tidy(folder, c->folder);
	close(folder);
	return rc;
}
