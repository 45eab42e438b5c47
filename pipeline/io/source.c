/* SPDX-License-Identifier: MIT
 *
 * See source.h. A stack of levels, each a folder or an archive that has been
 * entered; the command line's paths lie under it. source_next() takes a step
 * on the topmost level until an input comes of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/base/printable.h"
#include "pipeline/io/file.h"
#include "pipeline/io/gz.h"
#include "pipeline/io/pack.h"
#include "pipeline/io/source.h"

#define FILTERS_MAX 2            /* compression in compression, before it is called nested too deep */

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
	uint64_t files, bytes;   /* source_estimate: all there are */
};

/* What source_next() fills. */
struct draft {
	struct buf *id, *bytes;
	struct source_note *note;
};

enum step { STEP_AGAIN, STEP_INPUT, STEP_END };   /* or -code */

void source_limits_init(struct source_limits *l)
{
	*l = (struct source_limits){
		.max_doc = (uint64_t)256 << 20,
		.max_unpacked = (uint64_t)1 << 40,
		.max_members = 100000,
		.max_depth = 3,
		.max_ratio = 250,
	};
}

/* An input that ends here, with the reason. */
static int say(struct draft *d, enum source_outcome outcome, int code, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

static int say(struct draft *d, enum source_outcome outcome, int code, const char *fmt, ...)
{
	struct error *why = &d->note->why;
	d->note->outcome = outcome;
	why->code = code;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(why->msg, sizeof why->msg, fmt, ap);
	va_end(ap);
	return STEP_INPUT;
}

/* The same with note->why as it was filled by what failed. */
static int say_why(struct draft *d, enum source_outcome outcome)
{
	d->note->outcome = outcome;
	return STEP_INPUT;
}

static int say_errno(struct draft *d)
{
	char why[128];
	return say(d, SOURCE_FAILED, E_IO, "%s", strerror_r(errno, why, sizeof why));
}

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the list of inputs");
}

static bool is_hidden(struct str name)
{
	static const struct str junk[] = { STR("__MACOSX"), STR("Thumbs.db"), STR("desktop.ini") };
	if (name.n && name.p[0] == '.' && !str_eq(name, S(".")) && !str_eq(name, S("..")))
		return true;
	for (ptrdiff_t i = 0; i < countof(junk); i++)
		if (str_eq(name, junk[i]))
			return true;
	return false;
}

static bool is_hidden_path(struct str path)
{
	while (path.n)
		if (is_hidden(str_cut(&path, '/')))
			return true;
	return false;
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

static struct level *push(struct source *s, struct str id)
{
	struct level *l = VEC_HEAP_PUSH(&s->levels);
	if (l)
		buf_add(&l->id, id);
	return l;
}

static void pop(struct source *s)
{
	level_release(&s->levels.at[--s->levels.n]);
}

static unsigned depth(const struct source *s)
{
	unsigned n = 0;
	for (ptrdiff_t i = 0; i < s->levels.n; i++)
		n += s->levels.at[i].pack != NULL;
	return n;
}

/* ---- archives ---- */

static int push_archive(struct source *s, struct draft *d, struct pack *pack, struct error *e)
{
	s->met_archive = true;
	struct level *l = push(s, buf_str(d->id));
	if (!l || !buf_ok(&l->id)) {
		pack_free(pack);
		return no_memory(e);
	}
	l->pack = pack;
	return STEP_AGAIN;
}

static bool too_deep(const struct source *s, struct draft *d)
{
	if (depth(s) < s->limits.max_depth)
		return false;
	say(d, SOURCE_FAILED, E_LIMIT, "archives nested more than %u deep", s->limits.max_depth);
	return true;
}

static struct pack_limits pack_limits(const struct source *s)
{
	return (struct pack_limits){
		.max_unpacked = s->limits.max_unpacked,
		.max_members = s->limits.max_members,
		.max_ratio = s->limits.max_ratio,
	};
}

static int enter_tar(struct source *s, struct draft *d, struct stream *in, struct error *e)
{
	struct pack *pack;
	struct pack_limits l = pack_limits(s);
	if (too_deep(s, d)) {
		stream_free(in);
		return STEP_INPUT;
	}
	if (pack_open_tar(&pack, in, &l, &d->note->why) < 0)
		return say_why(d, SOURCE_FAILED);
	return push_archive(s, d, pack, e);
}

static int enter_zip(struct source *s, struct draft *d, const struct zip_view *v,
		     const struct zip_facts *facts, struct error *e)
{
	struct pack *pack;
	struct pack_limits l = pack_limits(s);
	struct buf none = { 0 };
	if (too_deep(s, d)) {
		buf_reset(d->bytes);
		if (v->fd >= 0)
			close(v->fd);
		return STEP_INPUT;
	}
	if (pack_open_zip(&pack, v, v->fd < 0 ? d->bytes : &none, facts, &l, &d->note->why) < 0)
		return say_why(d, SOURCE_FAILED);
	return push_archive(s, d, pack, e);
}

/* ---- what a stream of bytes turns out to be ---- */

/* The rest of in, as the bytes of a document. */
static int take_document(struct source *s, struct draft *d, struct stream *in)
{
	int rc = stream_slurp(in, d->bytes, s->limits.max_doc, &d->note->why);
	if (rc < 0 && in->cut_short && d->bytes->n)
		return say_why(d, SOURCE_PARTIAL);
	if (rc < 0) {
		buf_reset(d->bytes);
		return say_why(d, SOURCE_FAILED);
	}
	if (d->bytes->n == 0)
		return say(d, SOURCE_NOTEXT, E_NOTEXT, "empty: 0 bytes");
	return say_why(d, SOURCE_OK);
}

/* A zip that comes as a stream: it is read from its end, so it must be held in memory. */
static int take_zip(struct source *s, struct draft *d, struct stream *in, struct error *e)
{
	int step = take_document(s, d, in);
	struct zip_view v = { -1, (uint64_t)d->bytes->n, buf_str(d->bytes) };
	struct zip_facts facts;
	if (!d->bytes->n)
		return step;
	zip_look(&v, &facts);
	if (facts.is_document)
		return step;
	*d->note = (struct source_note){ 0 };
	return enter_zip(s, d, &v, &facts, e);
}

/* The stream that unpacks in, or NULL with a note; in is taken either way. */
static struct stream *unpack(struct source *s, struct draft *d, struct stream *in,
			     enum container kind)
{
	struct stream *out = kind == CONTAINER_GZIP
				     ? gz_stream_new(in, s->limits.max_ratio)
				     : unpack_stream_new(in, kind, s->limits.max_ratio);
	struct stream *peek = out ? stream_peek_new(out) : NULL;
	if (peek)
		return peek;
	say(d, SOURCE_FAILED, E_NOMEM, "no memory to unpack it");
	stream_free(out ? out : in);
	return NULL;
}

/* in: a fresh peek stream, which is taken. */
static int take_stream(struct source *s, struct draft *d, struct stream *in, struct error *e)
{
	for (int filters = 0;; filters++) {
		int step;
		enum container kind = container_sniff(stream_peek(in, CONTAINER_HEAD));
		switch (kind) {
		case CONTAINER_TAR:
			return enter_tar(s, d, in, e);
		case CONTAINER_NONE:
			step = take_document(s, d, in);
			stream_free(in);
			return step;
		case CONTAINER_ZIP:
			step = take_zip(s, d, in, e);
			stream_free(in);
			return step;
		default:
			break;
		}
		if (filters == FILTERS_MAX) {
			stream_free(in);
			return say(d, SOURCE_FAILED, E_LIMIT, "compressed more than %d times over",
				   FILTERS_MAX);
		}
		in = unpack(s, d, in, kind);
		if (!in)
			return STEP_INPUT;
	}
}

/* ---- files ---- */

/* A zip file on disk; fd is taken. 0: it is a document, and fd still the caller's. */
static int take_zip_file(struct source *s, struct draft *d, int fd, bool *taken, struct error *e)
{
	struct zip_view v = { .fd = fd, .size = s->size };
	struct zip_facts facts;
	zip_look(&v, &facts);
	*taken = !facts.is_document;
	return *taken ? enter_zip(s, d, &v, &facts, e) : 0;
}

/* fd: a regular file, a pipe or standard input; it is taken. */
static int take_fd(struct source *s, struct draft *d, int fd, const struct stat *st,
		   struct error *e)
{
	char head[CONTAINER_HEAD];
	bool regular = S_ISREG(st->st_mode) && fd != STDIN_FILENO;
	s->size = regular ? (uint64_t)st->st_size : 0;
	ssize_t n = regular ? pread(fd, head, sizeof head, 0) : 0;
	enum container kind = container_sniff((struct str){ head, n > 0 ? n : 0 });
	if (regular && kind == CONTAINER_ZIP) {
		bool taken;
		int step = take_zip_file(s, d, fd, &taken, e);
		if (taken)
			return step;
		kind = CONTAINER_NONE;
	}
	if (regular && kind == CONTAINER_NONE && s->size > s->limits.max_doc) {
		close(fd);
		return say(d, SOURCE_FAILED, E_LIMIT, "larger than the limit of %llu bytes a document",
			   (unsigned long long)s->limits.max_doc);
	}
	struct stream *in = stream_of_fd(fd, &s->read, s->stop);
	struct stream *peek = in ? stream_peek_new(in) : NULL;
	if (!peek) {
		if (in)
			stream_free(in);
		else if (fd != STDIN_FILENO)
			close(fd);
		return no_memory(e);
	}
	return take_stream(s, d, peek, e);
}

static int enter_folder(struct source *s, struct draft *d, const char *path, struct error *e)
{
	struct level *l = push(s, buf_str(d->id));
	if (!l)
		return no_memory(e);
	buf_addz(&l->path, path);
	buf_addc(&l->path, '\0');
	arena_init(&l->mem, 0);
	if (!buf_ok(&l->path) || !buf_ok(&l->id))
		return no_memory(e);
	if (file_list(&l->list, &l->mem, path, &d->note->why) == 0)
		return STEP_AGAIN;
	pop(s);
	return say_why(d, SOURCE_FAILED);
}

static const char *special_name(mode_t mode)
{
	return S_ISFIFO(mode) ? "a named pipe" : S_ISSOCK(mode) ? "a socket" : "a device";
}

/* One path: named on the command line (then links are followed and pipes read), or in a folder. */
static int take_path(struct source *s, struct draft *d, const char *path, bool named,
		     struct error *e)
{
	struct stat st;
	s->passed += s->size;
	s->size = s->read = 0;
	if ((named ? stat(path, &st) : lstat(path, &st)) < 0)
		return say_errno(d);
	if (S_ISDIR(st.st_mode))
		return enter_folder(s, d, path, e);
	if (S_ISLNK(st.st_mode))
		return say(d, SOURCE_SKIPPED, E_IO, "a symbolic link in a folder");
	if (!S_ISREG(st.st_mode) && !(named && S_ISFIFO(st.st_mode)))
		return say(d, SOURCE_SKIPPED, E_IO, "%s", special_name(st.st_mode));
	/* In a folder anything may have taken the name since: do not follow, do not wait. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (named ? 0 : O_NOFOLLOW | O_NONBLOCK));
	if (fd < 0)
		return say_errno(d);
	if (fstat(fd, &st) < 0 || (!named && !S_ISREG(st.st_mode))) {
		close(fd);
		return say(d, SOURCE_FAILED, E_IO, "it changed while it was opened");
	}
	return take_fd(s, d, fd, &st, e);
}

/* ---- steps ---- */

static int step_paths(struct source *s, struct draft *d, struct error *e)
{
	if (s->at == s->count)
		return STEP_END;
	const char *path = s->paths[s->at++];
	if (strcmp(path, "-") == 0) {
		struct stat st = { 0 };
		buf_addz(d->id, "-");
		return take_fd(s, d, STDIN_FILENO, &st, e);
	}
	struct str name = str_of(path);
	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	buf_add_printable(d->id, name);
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
	if (is_hidden(name))
		return STEP_AGAIN;
	join(d->id, buf_str(&l->id), name);
	struct buf path = { 0 };
	buf_addz(&path, l->path.p);
	if (path.n && path.p[path.n - 1] != '/')
		buf_addc(&path, '/');
	buf_add(&path, name);
	buf_addc(&path, '\0');
	int step = buf_ok(&path) ? take_path(s, d, path.p, false, e) : no_memory(e);
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
		step = say_why(d, documents ? SOURCE_PARTIAL : SOURCE_FAILED);
	else if (l->inputs == 0)
		step = say(d, SOURCE_SKIPPED, E_NOTEXT, "an archive without members");
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

static int take_member(struct source *s, struct draft *d, struct pack *pack,
		       const struct pack_member *m, struct error *e)
{
	if (m->skip)
		return say(d, SOURCE_SKIPPED, E_IO, "%s", m->skip);
	if (m->encrypted)
		return say(d, SOURCE_FAILED, E_ENCRYPTED, "encrypted: it needs a password");
	struct stream *in = stream_peek_new(pack_data(pack));
	return in ? take_stream(s, d, in, e) : no_memory(e);
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
	if (m.folder || is_hidden_path(m.name))
		return STEP_AGAIN;
	l->inputs++;
	join(d->id, buf_str(&l->id), clean_member(m.name));
	int step = take_member(s, d, l->pack, &m, e);
	if (step == STEP_INPUT && d->bytes->n)
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
		*note = (struct source_note){ 0 };
		if (!s->levels.n)
			step = step_paths(s, &d, e);
		else if (s->levels.at[s->levels.n - 1].pack)
			step = step_archive(s, &d, e);
		else
			step = step_folder(s, &d, e);
	} while (step == STEP_AGAIN);
	if (step == STEP_INPUT && !buf_ok(id))
		return no_memory(e);
	s->inputs += step == STEP_INPUT;
	return step == STEP_END ? 0 : step;
}

/* ---- the whole ---- */

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
		return no_memory(e);
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
	free(s->levels.at);
	free(s);
}

/* Add up the files in a folder, and below. What cannot be looked at is left out here. */
static void count_folder(struct source *s, const char *path)
{
	struct arena mem;
	struct file_list list = { 0 };
	struct error ignored = { 0 };
	struct buf full = { 0 };
	arena_init(&mem, 0);
	file_list(&list, &mem, path, &ignored);
	for (ptrdiff_t i = 0; i < list.names.n; i++) {
		const struct file_name *f = &list.names.at[i];
		struct stat st;
		if (is_hidden(f->name))
			continue;
		buf_reset(&full);
		buf_addf(&full, "%s/%s", path, f->name.p);
		buf_addc(&full, '\0');
		if (!buf_ok(&full))
			break;
		if (f->folder) {
			count_folder(s, full.p);
		} else {
			s->files++;
			s->bytes += lstat(full.p, &st) == 0 ? (uint64_t)st.st_size : 0;
		}
	}
	buf_release(&full);
	arena_release(&mem);
}

uint64_t source_estimate(struct source *s)
{
	for (int i = 0; i < s->count && !s->counted; i++) {
		struct stat st;
		if (file_is_folder(s->paths[i])) {
			count_folder(s, s->paths[i]);
		} else {
			s->files++;
			s->bytes += stat(s->paths[i], &st) == 0 ? (uint64_t)st.st_size : 0;
		}
	}
	s->counted = true;
	uint64_t done = s->passed + (s->read < s->size ? s->read : s->size);
	if (!s->met_archive || !done || done > s->bytes)
		return s->files > s->inputs ? s->files : s->inputs;
	uint64_t guess = (uint64_t)((double)s->inputs * ((double)s->bytes / (double)done));
	return guess > s->inputs ? guess : s->inputs;
}
