/* SPDX-License-Identifier: MIT
 *
 * See merge.h. All stores are open at once, each with its next document in
 * hand; the least path of these is the next one of the new store. So each table
 * is read and written from its beginning to its end. The new store is built
 * under another name, without a journal: a merge that is stopped is forgotten.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/io/file.h"
#include "pipeline/store/lock.h"
#include "pipeline/store/merge_parts.h"
#include "pipeline/store/schema.h"

#define FILES_BESIDE 64          /* descriptors that are no store's */

struct merge {
	struct arena mem;
	struct origin *parts;
	struct origin **heap;              /* those with a document in hand, the least path first */
	int count, in_heap;
	struct target out;
	const volatile sig_atomic_t *stop;
};

static int order(const struct origin *a, const struct origin *b)
{
	int c = str_cmp(a->path, b->path);
	return c ? c : (a->copy > b->copy) - (a->copy < b->copy);
}

static void sift_down(struct merge *m, int i)
{
	for (int least = i;; i = least) {
		for (int k = 2 * i + 1; k <= 2 * i + 2 && k < m->in_heap; k++)
			if (order(m->heap[k], m->heap[least]) < 0)
				least = k;
		if (least == i)
			return;
		struct origin *p = m->heap[i];
		m->heap[i] = m->heap[least];
		m->heap[least] = p;
	}
}

static int fill_heap(struct merge *m, struct error *e)
{
	m->heap = calloc((size_t)m->count, sizeof(struct origin *));
	if (!m->heap)
		return fail(e, E_NOMEM, "no memory for the stores");
	for (int i = 0; i < m->count; i++) {
		int rc = merge_advance(&m->parts[i], e);
		if (rc < 0)
			return rc;
		if (rc > 0)
			m->heap[m->in_heap++] = &m->parts[i];
	}
	for (int i = m->in_heap / 2; i-- > 0;)
		sift_down(m, i);
	return 0;
}

/* The next one after the least: has it the same name? */
static int check_twice(const struct merge *m, struct error *e)
{
	for (int k = 1; k <= 2 && k < m->in_heap; k++)
		if (order(m->heap[0], m->heap[k]) == 0)
			return fail(e, E_IO, "the document '%.*s' is in '%s' and in '%s'",
				    STR_ARG(m->heap[0]->path), m->heap[0]->db.path,
				    m->heap[k]->db.path);
	return 0;
}

static int copy_documents(struct merge *m, struct error *e)
{
	int rc = fill_heap(m, e);
	while (rc == 0 && m->in_heap) {
		struct origin *p = m->heap[0];
		if (m->stop && *m->stop)
			return fail(e, E_IO, "stopped by a signal");
		rc = check_twice(m, e);
		if (rc == 0)
			rc = merge_copy_document(&m->out, p, e);
		if (rc == 0)
			rc = merge_advance(p, e);
		if (rc == 0)
			m->heap[0] = m->heap[--m->in_heap];
		if (rc >= 0)
			sift_down(m, 0);
		rc = rc < 0 ? rc : 0;
	}
	return rc;
}


static int open_part(struct merge *m, struct origin *p, const char *path, struct error *e)
{
	if (access(path, F_OK) < 0)
		return fail_errno(e, E_IO, "cannot open the store '%s'", path);
	int rc = db_open(&p->db, path, DB_READ, e);
	if (rc == 0)
		rc = schema_check(&p->db, e);
	/* One transaction: all that is read of it is of one moment. */
	if (rc == 0)
		rc = db_exec(&p->db, "PRAGMA cache_size = -512; BEGIN", e);
	if (rc == 0)
		rc = merge_describe(p, &m->mem, e);
	return rc < 0 ? rc : merge_prepare(p, e);
}

/* Each store is an open file, and one in use by a run has two more. */
static void allow_open_files(int stores)
{
	struct rlimit l;
	rlim_t want = (rlim_t)stores * 3 + FILES_BESIDE;
	if (getrlimit(RLIMIT_NOFILE, &l) < 0 || l.rlim_cur >= want)
		return;
	l.rlim_cur = want < l.rlim_max ? want : l.rlim_max;
	setrlimit(RLIMIT_NOFILE, &l);
}

static int open_parts(struct merge *m, char *const *shards, struct error *e)
{
	m->parts = calloc((size_t)m->count, sizeof *m->parts);
	int rc = m->parts ? 0 : fail(e, E_NOMEM, "no memory for the stores");
	allow_open_files(m->count);
	for (int i = 0; i < m->count && rc == 0; i++)
		rc = open_part(m, &m->parts[i], shards[i], e);
	return rc < 0 ? rc : merge_check(m->parts, m->count, e);
}

static void release(struct merge *m)
{
	for (int i = 0; m->parts && i < m->count; i++)
		merge_close_part(&m->parts[i]);
	merge_close_target(&m->out);
	free(m->parts);
	free(m->heap);
	arena_release(&m->mem);
}

/* All of the new store, at path. */
static int build(struct merge *m, char *const *shards, const char *path, struct error *e)
{
	int rc = open_parts(m, shards, e);
	if (rc == 0)
		rc = merge_open_target(&m->out, path, e);
	if (rc == 0)
		rc = merge_copy_lexicon(&m->out, &m->parts[0], e);
	if (rc == 0)
		rc = copy_documents(m, e);
	if (rc == 0)
		rc = merge_put_run(&m->out, m->parts, m->count, e);
	return rc < 0 ? rc : db_exec(&m->out.db, "COMMIT", e);
}

/* Onto the disk, and under its name. */
static int publish(const char *temporary, const char *out, struct merge_sums *sums, struct error *e)
{
	struct stat st = { 0 };
	int fd = open(temporary, O_RDONLY | O_CLOEXEC), rc = 0;
	if (fd < 0 || fsync(fd) < 0 || fstat(fd, &st) < 0)
		rc = fail_errno(e, E_IO, "cannot write '%s'", out);
	if (fd >= 0)
		close(fd);
	if (rc == 0 && rename(temporary, out) < 0)
		rc = fail_errno(e, E_IO, "cannot rename the new '%s'", out);
	sums->bytes = (uint64_t)st.st_size;
	return rc < 0 ? rc : file_sync_folder(out, out, e);
}

/* A database and what SQLite keeps beside it. */
static void remove_store(const char *path)
{
	static const char *const tails[] = { "", "-journal", "-wal", "-shm" };
	for (ptrdiff_t i = 0; i < countof(tails); i++) {
		char *name;
		if (asprintf(&name, "%s%s", path, tails[i]) < 0)
			return;
		unlink(name);
		free(name);
	}
}

/* With the lock of out. */
static int make(struct merge *m, char *const *shards, const char *out, struct error *e)
{
	const char *slash = strrchr(out, '/');
	int dir = slash ? (int)(slash - out + 1) : 0;
	char *temporary;
	if (access(out, F_OK) == 0)
		return fail(e, E_IO, "'%s' is there already; merge makes a new store", out);
	if (asprintf(&temporary, "%.*s.%s.merge", dir, out, out + dir) < 0)
		return fail(e, E_NOMEM, "no memory for a name");
	remove_store(temporary);
	int rc = build(m, shards, temporary, e);
	release(m);
	/* Left by a store of this name that somebody removed, it would be taken for the new one's. */
	if (rc == 0)
		remove_store(out);
	if (rc == 0)
		rc = publish(temporary, out, &m->out.sums, e);
	if (rc < 0)
		remove_store(temporary);
	free(temporary);
	return rc;
}

int merge_stores(char *const *shards, int count, const char *out,
		 const volatile sig_atomic_t *stop, struct merge_sums *sums, struct error *e)
{
	struct merge m = { .count = count, .stop = stop };
	int lock = lock_take(out, e);
	if (lock < 0)
		return lock;
	arena_init(&m.mem, 0);
	int rc = make(&m, shards, out, e);
	*sums = m.out.sums;
	close(lock);
	return rc;
}
