/* SPDX-License-Identifier: MIT
 *
 * See shard.h.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/vec.h"
#include "pipeline/io/shard.h"
#include "pipeline/io/source.h"

#define SAMPLE 4096
/* What a document costs besides its bytes, in bytes: or all the small ones would be one share. */
#define FIXED_COST 32768

/* Equal content has equal kind and size; files that differ in both pieces differ. */
struct entry {
	uint64_t name, size, kind;
	uint64_t cost;              /* of all of this content */
	const char *path;           /* NULL: nothing that could be opened */
	unsigned shard;
};

/* Where an input goes, for bsearch. */
struct place {
	uint64_t name;
	unsigned shard;
};

struct shard {
	unsigned number, of;
	struct place *places;
	size_t n;
	struct shard_size size;
	char name[48];
};

struct listing {
	struct arena mem;
	VEC(struct entry) entries;
	bool failed;
};

int shard_parse(const char *word, unsigned *number, unsigned *of, struct error *e)
{
	char end;
	if (sscanf(word, "%5u/%5u%c", number, of, &end) == 2 && ascii_is_digit(word[0]) &&
	    *number >= 1 && *number <= *of && *of <= SHARDS_MAX)
		return 0;
	return fail(e, E_USAGE, "--shard takes I/N, such as 3/8, with I from 1 to N and N up to %d, "
		    "not '%s'", SHARDS_MAX, word);
}

static uint64_t name_hash(struct str id)
{
	return hash_bytes(id, 2);
}

static void add_entry(struct listing *l, struct str id, uint64_t size, bool is_file)
{
	struct entry *n = VEC_PUSH(&l->mem, &l->entries);
	if (!n) {
		l->failed = true;
		return;
	}
	n->name = name_hash(id);
	n->size = size;
	if (is_file)
		n->path = arena_str(&l->mem, id).p;
	else
		n->kind = n->name;
	l->failed = l->failed || (is_file && !n->path);
}

/* For source_pass_over(): a file is listed and, for now, not opened. */
static bool list_file(void *ctx, struct str id, const struct file_stamp *stamp)
{
	add_entry(ctx, id, stamp->size, true);
	return true;
}

static int check_path(const char *path, struct error *e)
{
	struct stat st;
	if (strcmp(path, "-") == 0)
		return fail(e, E_USAGE, "--shard needs files and folders: standard input can be read "
			    "but once");
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return fail(e, E_USAGE, "--shard needs files and folders, and '%s' is neither", path);
	return 0;
}

/* All inputs; those that are no readable files too: each belongs to one share. */
static int list(struct listing *l, char *const *paths, int count,
		const volatile sig_atomic_t *stop, struct error *e)
{
	struct source *source = NULL;
	struct source_limits limits;
	struct source_note note;
	struct buf id = { 0 }, bytes = { 0 };
	int rc = 0;
	for (int i = 0; i < count && rc == 0; i++)
		rc = check_path(paths[i], e);
	source_limits_init(&limits);
	if (rc == 0)
		rc = source_new(&source, paths, count, &limits, stop, e);
	if (rc == 0)
		source_pass_over(source, list_file, l);
	while (rc == 0 && (rc = source_next(source, &id, &bytes, &note, e)) > 0) {
		rc = 0;
		if (note.outcome != SOURCE_KNOWN)
			add_entry(l, buf_str(&id), 0, false);
	}
	source_free(source);
	buf_release(&id);
	buf_release(&bytes);
	return rc == 0 && l->failed ? fail(e, E_NOMEM, "no memory for the list of inputs") : rc;
}

static void add_piece(uint64_t *h, int fd, off_t at)
{
	char piece[SAMPLE];
	ssize_t n = pread(fd, piece, sizeof piece, at);
	*h = hash_bytes((struct str){ piece, n > 0 ? n : 0 }, *h);
}

/* A hash of a file's first and last bytes. Its id is its path, but where bytes had to be escaped: a
 * file that is not to be opened by it is told from others by its size alone. */
static uint64_t sample(const struct entry *n)
{
	uint64_t h = 0;
	int fd = open(n->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return 0;
	add_piece(&h, fd, 0);
	add_piece(&h, fd, n->size > SAMPLE ? (off_t)(n->size - SAMPLE) : 0);
	close(fd);
	return h;
}

static int by_content(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->name > y->name) - (x->name < y->name);
}

/* The costliest first; entries of one content lie side by side. */
static int by_cost(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	return x->cost != y->cost ? (x->cost < y->cost ? 1 : -1) : by_content(a, b);
}

static int by_name(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	return (x->name > y->name) - (x->name < y->name);
}

static bool same_content(const struct entry *a, const struct entry *b)
{
	return a->size == b->size && a->kind == b->kind;
}

/* Only files of the same size can be the same: only those are looked into. */
static void find_kinds(struct listing *l)
{
	struct entry *at = l->entries.at, *end = at + l->entries.n;
	qsort(at, (size_t)l->entries.n, sizeof *at, by_content);
	for (struct entry *n = at; n < end; n++) {
		bool alone = (n == at || n[-1].size != n->size) &&
			     (n + 1 == end || n[1].size != n->size);
		if (n->path && n->size && !alone)
			n->kind = sample(n);
	}
	qsort(at, (size_t)l->entries.n, sizeof *at, by_content);
	for (struct entry *n = at, *to; n < end; n = to) {
		for (to = n; to < end && same_content(n, to); to++)
			;
		for (struct entry *k = n; k < to; k++)
			k->cost = (n->size + FIXED_COST) * (uint64_t)(to - n);
	}
	qsort(at, (size_t)l->entries.n, sizeof *at, by_cost);
}

static int deal(struct listing *l, unsigned of, struct error *e)
{
	struct entry *at = l->entries.at;
	uint64_t *load = calloc(of, sizeof *load);
	if (!load)
		return fail(e, E_NOMEM, "no memory for %u shards", of);
	for (ptrdiff_t i = 0; i < l->entries.n; i++) {
		unsigned lightest = 0;
		if (i && same_content(&at[i - 1], &at[i])) {
			at[i].shard = at[i - 1].shard;
			continue;
		}
		for (unsigned k = 1; k < of; k++)
			if (load[k] < load[lightest])
				lightest = k;
		at[i].shard = lightest + 1;
		load[lightest] += at[i].cost;
	}
	free(load);
	return 0;
}

static void sum_up(struct shard *s, const struct listing *l)
{
	uint64_t all = 0;
	for (ptrdiff_t i = 0; i < l->entries.n; i++) {
		const struct entry *n = &l->entries.at[i];
		const uint64_t facts[] = { n->name, n->size, n->kind };
		s->places[i] = (struct place){ n->name, n->shard };
		/* A sum: the order of inputs is no matter. */
		all += hash_bytes((struct str){ (const char *)facts, sizeof facts }, 0);
		s->size.all_files++;
		s->size.all_bytes += n->size;
		s->size.files += n->shard == s->number;
		s->size.bytes += n->shard == s->number ? n->size : 0;
	}
	s->n = (size_t)l->entries.n;
	qsort(s->places, s->n, sizeof *s->places, by_name);
	snprintf(s->name, sizeof s->name, "%u/%u %016" PRIx64, s->number, s->of, all);
}

int shard_new(struct shard **out, char *const *paths, int count, unsigned number, unsigned of,
	      const volatile sig_atomic_t *stop, struct error *e)
{
	struct listing l = { 0 };
	struct shard *s = calloc(1, sizeof *s);
	if (!s)
		return fail(e, E_NOMEM, "no memory for the list of inputs");
	s->number = number;
	s->of = of;
	arena_init(&l.mem, 0);
	int rc = list(&l, paths, count, stop, e);
	if (rc == 0 && l.entries.n)
		find_kinds(&l);
	if (rc == 0)
		rc = deal(&l, of, e);
	if (rc == 0 && !(s->places = calloc((size_t)l.entries.n + 1, sizeof *s->places)))
		rc = fail(e, E_NOMEM, "no memory for the list of inputs");
	if (rc == 0)
		sum_up(s, &l);
	arena_release(&l.mem);
	if (rc < 0)
		shard_free(s);
	else
		*out = s;
	return rc;
}

void shard_free(struct shard *s)
{
	if (!s)
		return;
	free(s->places);
	free(s);
}

bool shard_has(const struct shard *s, struct str id)
{
	struct place key = { .name = name_hash(id) };
	const struct place *p = bsearch(&key, s->places, s->n, sizeof key, by_name);
	return s->number == (p ? p->shard : (unsigned)(key.name % s->of) + 1);
}

struct shard_size shard_size(const struct shard *s)
{
	return s->size;
}

struct str shard_name(const struct shard *s)
{
	return str_of(s->name);
}
