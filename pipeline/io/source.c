/* SPDX-License-Identifier: MIT
 *
 * See source.h. A stack of levels, each a folder or an archive that has been
 * entered; the command line's paths lie under it. source_next() takes a step
 * on the topmost level until an input comes of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/base/printable.h"
#include "pipeline/io/source_take.h"

void source_limits_init(struct source_limits *l)
{
	*l = (struct source_limits){
		.max_doc = (uint64_t)256 << 20,
		.max_unpacked = (uint64_t)1 << 40,
		.max_members = 1000000,
		.max_depth = 3,
		.max_ratio = 250,
	};
}

static int say_errno(struct draft *d)
{
	char why[128];
	return source_say(d, SOURCE_FAILED, E_IO, "%s", strerror_r(errno, why, sizeof why));
}

/* Some other share of the inputs takes it. */
static bool is_of_others(const struct source *s, const struct draft *d)
{
	return s->shard && !shard_has(s->shard, buf_str(d->id));
}

static void join(struct buf *out, struct str head, struct str name)
{
	buf_add(out, head);
	if (head.n && head.p[head.n - 1] != '/')
		buf_addc(out, '/');
	buf_add_printable(out, name);
}

static void level_release(struct level *l)
{
	pack_free(l->pack);
	buf_release(&l->id);
	buf_release(&l->path);
	arena_release(&l->mem);
}

static void pop(struct source *s)
{
	level_release(&s->levels.at[--s->levels.n]);
}

static int enter_folder(struct source *s, struct draft *d, const char *path, struct error *e)
{
	struct level *l = source_push(s, buf_str(d->id));
	if (!l)
		return source_no_memory(e);
	buf_addz(&l->path, path);
	buf_addc(&l->path, '\0');
	arena_init(&l->mem, 0);
	if (!buf_ok(&l->path) || !buf_ok(&l->id))
		return source_no_memory(e);
	struct error full = { 0 };       /* it quotes the path, which the id shows already */
	int rc = file_list(&l->list, &l->mem, path, &full);
	if (rc == 0)
		return STEP_AGAIN;
	int why = errno;
	pop(s);
	if (rc == -E_IO && is_of_others(s, d))
		return STEP_AGAIN;
	errno = why;
	return rc == -E_IO ? say_errno(d) : source_no_memory(e);
}

static const char *special_name(mode_t mode)
{
	return S_ISFIFO(mode) ? "a named pipe" : S_ISSOCK(mode) ? "a socket" : "a device";
}

static int64_t nanoseconds(struct timespec t)
{
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static struct file_stamp stamp_of(const struct stat *st)
{
	return (struct file_stamp){
		.is_set = S_ISREG(st->st_mode), .size = (uint64_t)st->st_size, .inode = st->st_ino,
		.mtime_ns = nanoseconds(st->st_mtim), .ctime_ns = nanoseconds(st->st_ctim),
	};
}

/* Was the file written to while it was read? Then half of it may be old and half new. */
static int check_still(struct source *s, struct draft *d, const char *path, const struct stat *before)
{
	struct stat after;
	struct file_stamp a = stamp_of(before);
	if (stat(path, &after) < 0)
		return STEP_INPUT;           /* it is gone, but what was read is whole */
	struct file_stamp b = stamp_of(&after);
	if (a.inode == b.inode && (a.size != b.size || a.mtime_ns != b.mtime_ns)) {
		buf_reset(d->bytes);
		spool_free(source_take_large(s));
		return source_say(d, SOURCE_FAILED, E_IO, "it changed while it was read");
	}
	if (a.inode == b.inode && a.ctime_ns == b.ctime_ns)
		d->note->stamp = a;
	return STEP_INPUT;
}

/* One path: named on the command line (then links are followed and pipes read), or in a folder. */
static int take_path(struct source *s, struct draft *d, const char *path, bool named,
		     struct error *e)
{
	struct stat st;
	s->passed += s->size;
	s->size = s->read = 0;
	if (!buf_ok(d->id))
		return source_no_memory(e);
	int found = named ? stat(path, &st) : lstat(path, &st), why = errno;
	if (found == 0 && S_ISDIR(st.st_mode))
		return enter_folder(s, d, path, e);
	if (is_of_others(s, d))
		return STEP_AGAIN;
	errno = why;
	if (found < 0)
		return say_errno(d);
	if (S_ISLNK(st.st_mode))
		return source_say(d, SOURCE_SKIPPED, E_IO, "a symbolic link in a folder");
	if (!S_ISREG(st.st_mode) && !(named && S_ISFIFO(st.st_mode)))
		return source_say(d, SOURCE_SKIPPED, E_IO, "%s", special_name(st.st_mode));
	struct file_stamp stamp = stamp_of(&st);
	if (s->known && stamp.is_set && s->known(s->known_ctx, buf_str(d->id), &stamp)) {
		d->note->stamp = stamp;
		s->size = stamp.size;
		return source_say_why(d, SOURCE_KNOWN);
	}
	/* In a folder anything may have taken the name since: do not follow, do not wait. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (named ? 0 : O_NOFOLLOW | O_NONBLOCK));
	if (fd < 0)
		return say_errno(d);
	if (fstat(fd, &st) < 0 || (!named && !S_ISREG(st.st_mode))) {
		close(fd);
		return source_say(d, SOURCE_FAILED, E_IO, "it changed while it was opened");
	}
	int step = source_take_fd(s, d, fd, &st, e);
	return step == STEP_INPUT && S_ISREG(st.st_mode) ? check_still(s, d, path, &st) : step;
}

void source_root_id(struct buf *id, const char *path)
{
	struct str name = str_of(path);
	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	buf_add_printable(id, name);
}

static int step_paths(struct source *s, struct draft *d, struct error *e)
{
	if (s->at == s->count)
		return STEP_END;
	const char *path = s->paths[s->at++];
	if (strcmp(path, "-") == 0) {
		struct stat st = { 0 };
		buf_addz(d->id, "-");
		return source_take_fd(s, d, STDIN_FILENO, &st, e);
	}
	source_root_id(d->id, path);
	return take_path(s, d, path, true, e);
}

static int step_folder(struct source *s, struct draft *d, struct error *e)
{
	struct level *l = &s->levels.at[s->levels.n - 1];
	if (l->at == l->list.names.n) {
		pop(s);
		return STEP_AGAIN;
	}
	struct str name = l->list.names.at[l->at++].name;
	if (survey_is_hidden(name))
		return STEP_AGAIN;
	join(d->id, buf_str(&l->id), name);
	struct buf path = { 0 };
	buf_addz(&path, l->path.p);
	if (path.n && path.p[path.n - 1] != '/')
		buf_addc(&path, '/');
	buf_add(&path, name);
	buf_addc(&path, '\0');
	int step = buf_ok(&path) ? take_path(s, d, path.p, false, e) : source_no_memory(e);
	buf_release(&path);
	return step;
}

/* The archive is at its end: it is an input of its own when that is no sound one. */
static int leave_archive(struct source *s, struct draft *d, int rc)
{
	struct level *l = &s->levels.at[s->levels.n - 1];
	uint64_t documents = l->documents;
	int step = STEP_AGAIN;
	if (rc < 0 || l->inputs == 0)
		buf_add(d->id, buf_str(&l->id));
	if (rc < 0)
		step = source_say_why(d, documents ? SOURCE_PARTIAL : SOURCE_FAILED);
	else if (l->inputs == 0)
		step = source_say(d, SOURCE_SKIPPED, E_NOTEXT, "an archive without members");
	pop(s);
	if (s->levels.n)
		s->levels.at[s->levels.n - 1].documents += documents;
	return step;
}

static struct str clean_member(struct str name)
{
	while (str_starts(name, S("./")))
		name = str_sub(name, 2, name.n);
	return name.n ? name : S("(no name)");
}

static int step_archive(struct source *s, struct draft *d, struct error *e)
{
	ptrdiff_t here = s->levels.n - 1;
	struct level *l = &s->levels.at[here];
	struct pack_member m;
	int rc = pack_next(l->pack, &m, &d->note->why);
	if (s->size && here == 0)
		s->read = pack_position(l->pack);
	if (rc <= 0)
		return leave_archive(s, d, rc);
	if (m.folder || survey_is_hidden_path(m.name))
		return STEP_AGAIN;
	l->inputs++;
	join(d->id, buf_str(&l->id), clean_member(m.name));
	int step = source_take_member(s, d, l->pack, &m, e);
	if (step == STEP_INPUT && (d->bytes->n || s->large))
		s->levels.at[here].documents++;
	return step;
}

int source_next(struct source *s, struct buf *id, struct buf *bytes, struct source_note *note,
		struct error *e)
{
	struct draft d = { id, bytes, note };
	int step;
	do {
		if (s->stop && *s->stop)
			return fail(e, E_IO, "stopped by a signal");
		buf_reset(id);
		buf_reset(bytes);
		spool_free(source_take_large(s));
		*note = (struct source_note){ 0 };
		if (!s->levels.n)
			step = step_paths(s, &d, e);
		else if (s->levels.at[s->levels.n - 1].pack)
			step = step_archive(s, &d, e);
		else
			step = step_folder(s, &d, e);
	} while (step == STEP_AGAIN);
	if (step == STEP_INPUT && !buf_ok(id))
		return source_no_memory(e);
	s->inputs += step == STEP_INPUT;
	return step == STEP_END ? 0 : step;
}

/* All paths must be there, and standard input can be read once. */
static int check_paths(const struct source *s, struct error *e)
{
	bool has_stdin = false;
	for (int i = 0; i < s->count; i++) {
		struct stat st;
		if (strcmp(s->paths[i], "-") == 0) {
			if (has_stdin)
				return fail(e, E_USAGE, "standard input is named twice");
			has_stdin = true;
		} else if (stat(s->paths[i], &st) < 0) {
			int saved = errno;
			struct buf name = { 0 };
			buf_add_printable(&name, str_of(s->paths[i]));
			errno = saved;
			fail_errno(e, E_IO, "cannot open '%.*s'", STR_ARG(buf_str(&name)));
			buf_release(&name);
			return -E_IO;
		}
	}
	return 0;
}

int source_new(struct source **out, char *const *paths, int count, const struct source_limits *l,
	       const volatile sig_atomic_t *stop, struct error *e)
{
	struct source *s = calloc(1, sizeof *s);
	if (!s)
		return source_no_memory(e);
	s->paths = paths;
	s->count = count;
	s->limits = *l;
	s->stop = stop;
	int rc = check_paths(s, e);
	if (rc < 0) {
		source_free(s);
		return rc;
	}
	*out = s;
	return 0;
}

void source_free(struct source *s)
{
	if (!s)
		return;
	while (s->levels.n)
		pop(s);
	spool_free(s->large);
	free(s->levels.at);
	free(s);
}

void source_pass_over(struct source *s,
		      bool (*known)(void *ctx, struct str id, const struct file_stamp *stamp),
		      void *ctx)
{
	s->known = known;
	s->known_ctx = ctx;
}

void source_hold(struct source *s, uint64_t most, const char *folder)
{
	s->hold = most;
	s->folder = folder;
}

struct spool *source_take_large(struct source *s)
{
	struct spool *large = s->large;
	s->large = NULL;
	return large;
}

void source_share(struct source *s, const struct shard *shard)
{
	struct shard_size size = shard_size(shard);
	s->shard = shard;
	s->all = (struct survey){ .files = size.files, .bytes = size.bytes };
	s->counted = true;
}

uint64_t source_estimate(struct source *s)
{
	if (!s->counted)
		survey_paths(&s->all, s->paths, s->count);
	s->counted = true;
	uint64_t files = s->all.files, bytes = s->all.bytes;
	uint64_t done = s->passed + (s->read < s->size ? s->read : s->size);
	if (!s->met_archive || !done || done > bytes)
		return files > s->inputs ? files : s->inputs;
	uint64_t guess = (uint64_t)((double)s->inputs * ((double)bytes / (double)done));
	return guess > s->inputs ? guess : s->inputs;
}
