/* SPDX-License-Identifier: MIT
 *
 * See file.h.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/io/file.h"

#define CHUNK ((ptrdiff_t)64 * 1024)

ptrdiff_t file_read(int fd, void *p, size_t n, const volatile sig_atomic_t *stop)
{
	for (;;) {
		if (stop && *stop) {
			errno = EINTR;
			return -1;
		}
		ssize_t k = read(fd, p, n);
		if (k >= 0 || errno != EINTR)
			return k;
	}
}

int file_write(int fd, struct str s)
{
	while (s.n) {
		ssize_t k = write(fd, s.p, (size_t)s.n);
		if (k < 0 && errno == EAGAIN) {    /* someone made our standard output non-blocking */
			struct pollfd wait = { .fd = fd, .events = POLLOUT };
			poll(&wait, 1, -1);
			continue;
		}
		if (k < 0 && errno != EINTR)
			return -1;
		if (k > 0)
			s = str_sub(s, k, s.n);
	}
	return 0;
}

static int slurp_fd(struct buf *out, int fd, const char *path, size_t max, struct error *e)
{
	ptrdiff_t before = out->n;
	for (;;) {
		if (!buf_reserve(out, CHUNK))
			return fail(e, E_NOMEM, "no memory to read '%s'", path);
		ptrdiff_t k = file_read(fd, out->p + out->n, (size_t)CHUNK, NULL);
		if (k < 0)
			return fail_errno(e, E_IO, "cannot read '%s'", path);
		if (k == 0)
			return 0;
		out->n += k;
		if ((size_t)(out->n - before) > max)
			return fail(e, E_LIMIT, "'%s' is larger than %zu bytes", path, max);
	}
}

int file_slurp(struct buf *out, const char *path, size_t max, struct error *e)
{
	if (strcmp(path, "-") == 0)
		return slurp_fd(out, STDIN_FILENO, "standard input", max, e);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return fail_errno(e, E_IO, "cannot open '%s'", path);
	struct stat st;
	int rc;
	if (fstat(fd, &st) < 0)
		rc = fail_errno(e, E_IO, "cannot look at '%s'", path);
	else if (!S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode))
		rc = fail(e, E_IO, "cannot read '%s': not a file", path);
	else
		rc = slurp_fd(out, fd, path, max, e);
	close(fd);
	return rc;
}

/* The byte of a name at i, with the slash that stands behind a folder's name. */
static int byte_at(const struct file_name *f, ptrdiff_t i)
{
	if (i < f->name.n)
		return (unsigned char)f->name.p[i];
	return i == f->name.n && f->folder ? '/' : -1;
}

static int compare_names(const void *va, const void *vb)
{
	const struct file_name *a = va, *b = vb;
	for (ptrdiff_t i = 0;; i++) {
		int x = byte_at(a, i), y = byte_at(b, i);
		if (x != y)
			return x < y ? -1 : 1;
		if (x < 0)
			return 0;
	}
}

static bool entry_is_folder(DIR *dir, const struct dirent *d)
{
	if (d->d_type != DT_UNKNOWN)
		return d->d_type == DT_DIR;
	struct stat st;
	return fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISDIR(st.st_mode);
}

static int add_entry(struct file_list *out, struct arena *mem, DIR *dir, const struct dirent *d)
{
	if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
		return 0;
	struct file_name *f = VEC_PUSH(mem, &out->names);
	if (!f)
		return -1;
	f->name = arena_str(mem, str_of(d->d_name));
	f->folder = entry_is_folder(dir, d);
	return f->name.p ? 0 : -1;
}

int file_list(struct file_list *out, struct arena *mem, const char *path, struct error *e)
{
	int rc = 0, why = 0;
	DIR *dir = opendir(path);
	if (!dir) {
		why = errno;
		fail_errno(e, E_IO, "cannot open folder '%s'", path);
		errno = why;
		return -E_IO;
	}
	while (rc == 0) {
		errno = 0;
		const struct dirent *d = readdir(dir);
		why = errno;
		if (!d && why)
			rc = fail_errno(e, E_IO, "cannot list folder '%s'", path);
		if (!d)
			break;
		if (add_entry(out, mem, dir, d) < 0)
			rc = fail(e, E_NOMEM, "no memory to list folder '%s'", path);
	}
	closedir(dir);
	if (out->names.n)
		qsort(out->names.at, (size_t)out->names.n, sizeof *out->names.at, compare_names);
	errno = why;
	return rc;
}

bool file_is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int file_make_folder(const char *path, struct error *e)
{
	char *copy = strdup(path);
	if (!copy)
		return fail(e, E_NOMEM, "no memory");
	int rc = 0;
	for (char *q = copy + 1;; q++) {
		char c = *q;
		if (c != '/' && c != '\0')
			continue;
		*q = '\0';
		if (mkdir(copy, 0777) < 0 && errno != EEXIST) {
			rc = fail_errno(e, E_IO, "cannot make folder '%s'", copy);
			break;
		}
		*q = c;
		if (c == '\0')
			break;
	}
	if (rc == 0 && !file_is_folder(path))
		rc = fail(e, E_IO, "cannot make folder '%s': there is a file of this name", path);
	free(copy);
	return rc;
}

int file_sync_folder(const char *target, const char *path, struct error *e)
{
	const char *slash = strrchr(target, '/');
	char *folder = slash ? strndup(target, (size_t)(slash - target) + 1) : strdup(".");
	int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	int rc = 0;
	if (fd >= 0 && fsync(fd) < 0 && errno != EINVAL && errno != EROFS)
		rc = fail_errno(e, E_IO, "cannot write the folder of '%s'", path);
	if (fd >= 0)
		close(fd);
	free(folder);
	return rc;
}

void file_remove_folder(const char *path)
{
	rmdir(path);
}

bool file_keep_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDONLY) != fd)
			return false;
	return true;
}
