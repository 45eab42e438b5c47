/* SPDX-License-Identifier: MIT
 *
 * See source_take.h. Compression is unwrapped until a document or an archive
 * is found; a document is read, an archive becomes a level of the stack.
 */
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "pipeline/io/gz.h"
#include "pipeline/io/source_take.h"

#define FILTERS_MAX 2            /* compression in compression, before it is called nested too deep */

int source_say(struct draft *d, enum source_outcome outcome, int code, const char *fmt, ...)
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

int source_say_why(struct draft *d, enum source_outcome outcome)
{
	d->note->outcome = outcome;
	return STEP_INPUT;
}

int source_no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the list of inputs");
}

struct level *source_push(struct source *s, struct str id)
{
	struct level *l = VEC_HEAP_PUSH(&s->levels);
	if (l)
		buf_add(&l->id, id);
	return l;
}

static int push_archive(struct source *s, struct draft *d, struct pack *pack, struct error *e)
{
	s->met_archive = true;
	struct level *l = source_push(s, buf_str(d->id));
	if (!l || !buf_ok(&l->id)) {
		pack_free(pack);
		return source_no_memory(e);
	}
	l->pack = pack;
	return STEP_AGAIN;
}

static unsigned depth(const struct source *s)
{
	unsigned n = 0;
	for (ptrdiff_t i = 0; i < s->levels.n; i++)
		n += s->levels.at[i].pack != NULL;
	return n;
}

static bool too_deep(const struct source *s, struct draft *d)
{
	if (depth(s) < s->limits.max_depth)
		return false;
	source_say(d, SOURCE_FAILED, E_LIMIT, "archives nested more than %u deep", s->limits.max_depth);
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
		return source_say_why(d, SOURCE_FAILED);
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
		return source_say_why(d, SOURCE_FAILED);
	return push_archive(s, d, pack, e);
}

/* The rest of in, as the bytes of a document. */
static int take_document(struct source *s, struct draft *d, struct stream *in)
{
	struct stream_limits l = { .max = s->limits.max_doc, .hold = s->hold ? s->hold : UINT64_MAX,
				   .folder = s->folder };
	int rc = stream_slurp(in, d->bytes, &s->large, &l, &d->note->why);
	if (rc < 0 && in->cut_short && (d->bytes->n || s->large))
		return source_say_why(d, SOURCE_PARTIAL);
	if (rc < 0) {
		buf_reset(d->bytes);
		spool_free(source_take_large(s));
		return source_say_why(d, SOURCE_FAILED);
	}
	if (d->bytes->n == 0 && !s->large)
		return source_say(d, SOURCE_NOTEXT, E_NOTEXT, "empty: 0 bytes");
	return source_say_why(d, SOURCE_OK);
}

/* A zip that comes as a stream: it is read from its end, so it must be there as a whole. */
static int take_zip(struct source *s, struct draft *d, struct stream *in, struct error *e)
{
	int step = take_document(s, d, in);
	struct zip_view v = { -1, (uint64_t)d->bytes->n, buf_str(d->bytes) };
	struct zip_facts facts;
	if (s->large)
		v = (struct zip_view){ .fd = spool_fd(s->large), .size = spool_size(s->large) };
	if (!v.size)
		return step;
	zip_look(&v, &facts);
	if (facts.is_document)
		return step;
	if (s->large)
		v.fd = spool_take_fd(source_take_large(s));
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
	source_say(d, SOURCE_FAILED, E_NOMEM, "no memory to unpack it");
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
			return source_say(d, SOURCE_FAILED, E_LIMIT, "compressed more than %d times over",
				   FILTERS_MAX);
		}
		in = unpack(s, d, in, kind);
		if (!in)
			return STEP_INPUT;
	}
}

/* A zip file on disk; fd is taken. 0: it is a document, and fd still the caller's. */
static int take_zip_file(struct source *s, struct draft *d, int fd, bool *taken, struct error *e)
{
	struct zip_view v = { .fd = fd, .size = s->size };
	struct zip_facts facts;
	zip_look(&v, &facts);
	*taken = !facts.is_document;
	return *taken ? enter_zip(s, d, &v, &facts, e) : 0;
}

/* A document that is not to be held stays where it is. */
static int take_large_file(struct source *s, struct draft *d, int fd, struct error *e)
{
	s->large = spool_of_file(fd);
	if (!s->large) {
		close(fd);
		return source_no_memory(e);
	}
	s->read = s->size;
	return source_say_why(d, SOURCE_OK);
}

/* fd: a regular file, a pipe or standard input; it is taken. */
int source_take_fd(struct source *s, struct draft *d, int fd, const struct stat *st,
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
		return source_say(d, SOURCE_FAILED, E_LIMIT, "larger than the limit of %llu bytes a document",
			   (unsigned long long)s->limits.max_doc);
	}
	if (regular && kind == CONTAINER_NONE && s->hold && s->size > s->hold)
		return take_large_file(s, d, fd, e);
	struct stream *in = stream_of_fd(fd, &s->read, s->stop);
	struct stream *peek = in ? stream_peek_new(in) : NULL;
	if (!peek) {
		if (in)
			stream_free(in);
		else if (fd != STDIN_FILENO)
			close(fd);
		return source_no_memory(e);
	}
	return take_stream(s, d, peek, e);
}

int source_take_member(struct source *s, struct draft *d, struct pack *pack,
		       const struct pack_member *m, struct error *e)
{
	if (m->skip)
		return source_say(d, SOURCE_SKIPPED, E_IO, "%s", m->skip);
	if (m->encrypted)
		return source_say(d, SOURCE_FAILED, E_ENCRYPTED, "encrypted: it needs a password");
	struct stream *in = stream_peek_new(pack_data(pack));
	return in ? take_stream(s, d, in, e) : source_no_memory(e);
}
