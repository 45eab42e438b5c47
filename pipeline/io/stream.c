/* SPDX-License-Identifier: MIT
 *
 * See stream.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "pipeline/io/file.h"
#include "pipeline/io/stream.h"

#define WINDOW ((size_t)64 * 1024)

/* What comes next in s, behind out. */
static ptrdiff_t slurp_some(struct stream *s, struct buf *out, bool first, struct error *e)
{
	const char *p = NULL;
	if (s->read && !first && !buf_reserve(out, (ptrdiff_t)WINDOW))
		return fail(e, E_NOMEM, "no memory to hold it");
	ptrdiff_t k = s->read && !first ? s->read(s, out->p + out->n, out->cap - out->n, e)
					: s->next(s, &p, e);
	if (k > 0 && p)
		buf_add(out, (struct str){ p, k });
	else if (k > 0)
		out->n += k;
	return k > 0 && !buf_ok(out) ? fail(e, E_NOMEM, "no memory to hold it") : k;
}

/* What is in out goes to the disk once it is too much to be held. */
static int put_aside(struct buf *out, struct spool **large, const struct stream_limits *l,
		     struct error *e)
{
	if (!*large && (uint64_t)out->n <= l->hold)
		return 0;
	int rc = *large ? 0 : spool_new(large, l->folder, e);
	if (rc == 0)
		rc = spool_add(*large, buf_str(out), e);
	buf_reset(out);
	return rc;
}

int stream_slurp(struct stream *s, struct buf *out, struct spool **large,
		 const struct stream_limits *l, struct error *e)
{
	ptrdiff_t k = slurp_some(s, out, true, e);
	while (k > 0) {
		uint64_t size = (*large ? spool_size(*large) : 0) + (uint64_t)out->n;
		if (size > l->max)
			return fail(e, E_LIMIT, "larger than the limit of %llu bytes a document",
				    (unsigned long long)l->max);
		int rc = put_aside(out, large, l, e);
		k = rc < 0 ? rc : slurp_some(s, out, false, e);
	}
	return (int)k;
}

struct fd_stream {
	struct stream s;
	int fd;
	uint64_t *count;
	const volatile sig_atomic_t *stop;
	char window[WINDOW];
};

static ptrdiff_t fd_read(struct stream *s, char *to, ptrdiff_t room, struct error *e)
{
	struct fd_stream *f = (struct fd_stream *)s;
	ptrdiff_t k = file_read(f->fd, to, (size_t)room, f->stop);
	if (k < 0)
		return fail_errno(e, E_IO, "cannot read it");
	if (f->count)
		*f->count += (uint64_t)k;
	return k;
}

static ptrdiff_t fd_next(struct stream *s, const char **p, struct error *e)
{
	struct fd_stream *f = (struct fd_stream *)s;
	*p = f->window;
	return fd_read(s, f->window, (ptrdiff_t)sizeof f->window, e);
}

static void fd_free(struct stream *s)
{
	struct fd_stream *f = (struct fd_stream *)s;
	if (f->fd != STDIN_FILENO)
		close(f->fd);
	free(f);
}

struct stream *stream_of_fd(int fd, uint64_t *count, const volatile sig_atomic_t *stop)
{
	struct fd_stream *f = malloc(sizeof *f);
	if (!f)
		return NULL;
	f->s = (struct stream){ .next = fd_next, .read = fd_read, .free = fd_free };
	f->fd = fd;
	f->count = count;
	f->stop = stop;
	return &f->s;
}

struct peek_stream {
	struct stream s;
	struct stream *below;
	struct buf head;         /* looked at, not yet read */
	bool given;              /* head has been read */
	ptrdiff_t ended;         /* what below answered last, when that was 0 or an error */
	bool has_ended;
	struct error why;
};

/* Pull one window of below into head, or keep its end or error for later. */
static void peek_pull(struct peek_stream *k)
{
	const char *p;
	ptrdiff_t n = k->below->next(k->below, &p, &k->why);
	if (n > 0)
		buf_add(&k->head, (struct str){ p, n });
	if (n > 0 && !buf_ok(&k->head))
		n = fail(&k->why, E_NOMEM, "no memory to read it");
	if (n <= 0) {
		k->has_ended = true;
		k->ended = n;
	}
}

struct str stream_peek(struct stream *s, ptrdiff_t want)
{
	struct peek_stream *k = (struct peek_stream *)s;
	while (k->head.n < want && !k->has_ended)
		peek_pull(k);
	return buf_str(&k->head);
}

static ptrdiff_t peek_next(struct stream *s, const char **p, struct error *e)
{
	struct peek_stream *k = (struct peek_stream *)s;
	if (!k->given && k->head.n) {
		k->given = true;
		*p = k->head.p;
		return k->head.n;
	}
	if (!k->has_ended) {
		ptrdiff_t n = k->below->next(k->below, p, e);
		s->cut_short = k->below->cut_short;
		return n;
	}
	s->cut_short = k->below->cut_short;
	return k->ended < 0 ? fail(e, k->why.code, "%s", k->why.msg) : 0;
}

static ptrdiff_t peek_read(struct stream *s, char *to, ptrdiff_t room, struct error *e)
{
	struct peek_stream *k = (struct peek_stream *)s;
	const char *p;
	if (k->has_ended)
		return peek_next(s, &p, e);     /* 0 or an error */
	ptrdiff_t n = k->below->read(k->below, to, room, e);
	s->cut_short = k->below->cut_short;
	return n;
}

static void peek_free(struct stream *s)
{
	struct peek_stream *k = (struct peek_stream *)s;
	stream_free(k->below);
	buf_release(&k->head);
	free(k);
}

struct stream *stream_peek_new(struct stream *below)
{
	struct peek_stream *k = malloc(sizeof *k);
	if (!k)
		return NULL;
	*k = (struct peek_stream){ .s = { .next = peek_next, .free = peek_free }, .below = below };
	k->s.read = below->read ? peek_read : NULL;
	return &k->s;
}

int stream_check_ratio(uint64_t in, uint64_t out, unsigned max_ratio, struct error *e)
{
	if (out <= STREAM_RATIO_FROM || out / (in ? in : 1) <= max_ratio)
		return 0;
	return fail(e, E_LIMIT, "unpacks to more than %u times its size", max_ratio);
}
