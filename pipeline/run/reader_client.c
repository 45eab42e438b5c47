/* SPDX-License-Identifier: MIT
 *
 * See reader_client.h. The document goes over in a memfd, the records come
 * back through a pipe, the reply over a SOCK_SEQPACKET socket. The server
 * itself enforces the limits; should it be stuck, this side kills it after a
 * grace time and starts another for the next document.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/doc/wire.h"
#include "pipeline/io/spool.h"
#include "pipeline/run/defaults.h"
#include "pipeline/run/held_records.h"
#include "pipeline/run/reader_client.h"

#define GRACE_MS 3000                 /* on top of the document's own limit */
#define KEEP_DOCUMENT ((uint64_t)1 << 20)

extern char **environ;

struct reader_client {
	const struct config *config;
	char room[4096];              /* for path */
	const char *path;             /* of the reader program */
	pid_t pid;                    /* of the server; 0 none */
	int sock;
	int memfd;                    /* holds the document on its way; -1 none yet */
	bool used;                    /* a document was read, with level at least */
	enum wire_level level;
	struct wire_reply reply;      /* on the last document */
	struct held_records records;  /* of it */
};

int reader_client_new(struct reader_client **out, const struct config *config, struct error *e)
{
	struct reader_client *r = calloc(1, sizeof *r);
	if (!r)
		return fail(e, E_NOMEM, "no memory for a reader");
	r->config = config;
	r->sock = r->memfd = -1;
	r->path = default_reader(config->reader_path, r->room, sizeof r->room);
	*out = r;
	return 0;
}

static void stop_server(struct reader_client *r)
{
	if (r->sock >= 0)
		close(r->sock);
	if (r->pid > 0) {
		kill(r->pid, SIGKILL);
		while (waitpid(r->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	r->sock = -1;
	r->pid = 0;
}

void reader_client_free(struct reader_client *r)
{
	if (!r)
		return;
	stop_server(r);
	if (r->memfd >= 0)
		close(r->memfd);
	held_release(&r->records);
	free(r);
}

static int start_server(struct reader_client *r, struct error *e)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return fail_errno(e, E_READER, "cannot start the reader: no socket");
	char name[] = "leitmotif-reader", serve[] = "--serve";
	char *argv[] = { name, serve, NULL };
	posix_spawn_file_actions_t fa;
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_adddup2(&fa, pair[1], WIRE_FD);
	posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&fa, 1, "/dev/null", O_WRONLY, 0);
	int rc = posix_spawn(&r->pid, r->path, &fa, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&fa);
	close(pair[1]);
	if (rc != 0) {
		close(pair[0]);
		r->pid = 0;
		errno = rc;
		return fail_errno(e, E_READER, "cannot start the reader '%s'", r->path);
	}
	r->sock = pair[0];
	return 0;
}

static int write_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t k = write(fd, s.p, (size_t)s.n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return -1;
		s.p += k;
		s.n -= k;
	}
	return 0;
}

static uint64_t size_of(const struct doc *d)
{
	return d->large ? spool_size(d->large) : (uint64_t)d->raw.n;
}

static int write_piece(void *fd, struct str piece, struct error *e)
{
	(void)e;
	return write_all(*(int *)fd, piece);
}

/* The document in the memory file that all share, one after the other: who read the one before is
 * dead by now, and what was longer than this one is cut off. Its pages need not be made anew. */
static int hand_document(struct reader_client *r, const struct doc *d, struct error *e)
{
	if (r->memfd < 0)
		r->memfd = memfd_create("document", MFD_CLOEXEC);
	if (r->memfd < 0 || lseek(r->memfd, 0, SEEK_SET) < 0 || ftruncate(r->memfd, (off_t)size_of(d)) < 0 ||
	    (d->large ? spool_each(d->large, write_piece, &r->memfd, e)
		      : write_all(r->memfd, buf_str(&d->raw))) < 0)
		return e->code ? -e->code
			       : fail_errno(e, E_READER, "cannot hand the document to the reader");
	return 0;
}

/* A large document's pages are given back; the whole file when its reader may be alive still. */
static void drop_document(struct reader_client *r, const struct doc *d, bool lost)
{
	if (lost || (size_of(d) > KEEP_DOCUMENT && ftruncate(r->memfd, KEEP_DOCUMENT) < 0)) {
		close(r->memfd);
		r->memfd = -1;
	}
}

static int send_request(struct reader_client *r, const struct wire_request *q, const int fds[2])
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(2 * sizeof(int))];
	} control = { 0 };
	struct iovec iov = { (void *)(uintptr_t)q, sizeof *q };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.room,
			    .msg_controllen = sizeof control.room };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(2 * sizeof(int));
	memcpy(CMSG_DATA(c), fds, 2 * sizeof(int));
	ssize_t k;
	do
		k = sendmsg(r->sock, &m, MSG_NOSIGNAL);
	while (k < 0 && errno == EINTR);
	return k == (ssize_t)sizeof *q ? 0 : -1;
}

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Wait until fd can be read. 1 ready, 0 the deadline passed, -1 error. */
static int wait_readable(int fd, int64_t deadline)
{
	for (;;) {
		int64_t left = deadline - now_ms();
		if (left < 0)
			return 0;
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int k = poll(&p, 1, left > INT32_MAX ? INT32_MAX : (int)left);
		if (k > 0)
			return 1;
		if (k < 0 && errno != EINTR)
			return -1;
	}
}

/* All records up to the end of the pipe, or the deadline. */
static int drain(struct reader_client *r, int fd, int64_t deadline)
{
	struct buf *to = &r->records.bytes;
	for (;;) {
		if (wait_readable(fd, deadline) <= 0 || !buf_reserve(to, 65536))
			return -1;
		ssize_t k = read(fd, to->p + to->n, (size_t)(to->cap - to->n));
		if (k < 0 && errno != EINTR)
			return -1;
		if (k > 0)
			to->n += k;
		held_added(&r->records, k == 0);
		if (k == 0)
			return 0;
	}
}

static int receive_reply(struct reader_client *r, int64_t deadline)
{
	struct wire_reply *reply = &r->reply;
	if (wait_readable(r->sock, deadline) <= 0)
		return -1;
	ssize_t k = recv(r->sock, reply, sizeof *reply, 0);
	if (k != (ssize_t)sizeof *reply || reply->magic != WIRE_REPLY_MAGIC ||
	    reply->outcome >= WIRE_OUTCOME_COUNT)
		return -1;
	reply->detail[sizeof reply->detail - 1] = '\0';
	return 0;
}

/* Send the request and take records and reply. -1: the server is lost. */
static int exchange(struct reader_client *r, const struct doc *d, enum wire_kind kind, unsigned mem_mb,
		    struct error *e)
{
	const struct config *c = r->config;
	struct wire_request q = {
		.magic = WIRE_REQUEST_MAGIC, .kind = kind, .size = size_of(d),
		.mem_mb = mem_mb, .cpu_s = c->reader_cpu_s, .wall_ms = c->reader_wall_ms,
		.sandbox = (uint32_t)c->sandbox, .out_max = c->reader_out_max,
		.fault = c->reader_fault, .flags = c->pdf == PDF_LIBRARY ? WIRE_PDF_LIBRARY : 0,
	};
	int pipefd[2];
	r->reply = (struct wire_reply){ 0 };
	held_begin(&r->records, d, c->portion);
	if (hand_document(r, d, e) < 0)
		return 0;
	if (pipe2(pipefd, O_CLOEXEC) < 0) {
		fail_errno(e, E_READER, "cannot hand the document to the reader: no pipe");
		return 0;
	}
	int fds[2] = { r->memfd, pipefd[1] };
	int64_t deadline = now_ms() + (c->reader_wall_ms ? c->reader_wall_ms : 3600000) + GRACE_MS;
	int rc = send_request(r, &q, fds);
	close(fds[1]);
	if (rc == 0)
		rc = drain(r, pipefd[0], deadline);
	close(pipefd[0]);
	rc = rc < 0 ? rc : receive_reply(r, deadline);
	drop_document(r, d, rc < 0);
	return rc;
}

static int outcome_error(unsigned outcome)
{
	switch (outcome) {
	case WIRE_LIMIT:
		return E_LIMIT;
	case WIRE_FORMAT:
		return E_FORMAT;
	case WIRE_ENCRYPTED:
		return E_ENCRYPTED;
	case WIRE_TIMEOUT:
	case WIRE_MEMORY:
	case WIRE_CRASH:
	case WIRE_SANDBOX:
		return E_OVERRUN;
	default:
		return E_READER;
	}
}

/* What the outcome means for the document. */
static int settle(struct doc *d, const struct wire_reply *reply, const struct records_end *end,
		  struct error *e)
{
	static const char *const words[] = {
#define WIRE_X(name, number, word) [number] = word,
		WIRE_OUTCOMES(WIRE_X)
#undef WIRE_X
	};
	const char *detail = reply->detail[0] ? reply->detail : end->detail.n ? end->detail.p : "";
	const char *colon = *detail ? ": " : "";
	switch (reply->outcome) {
	case WIRE_OK:
		return end->seen ? 0 : fail(e, E_READER, "the reader stopped before the end");
	case WIRE_PARTIAL:
		doc_degrade(d, DOC_PARTIAL, E_FORMAT, "%s", *detail ? detail : "parts are unreadable");
		return 0;
	case WIRE_NO_TEXT:
		doc_degrade(d, DOC_NOTEXT, E_NOTEXT, "%s", *detail ? detail : "no text");
		return 0;
	case WIRE_LIMIT:
		if (end->seen && (d->lines.n || d->portion.number)) {
			doc_degrade(d, DOC_PARTIAL, E_LIMIT, "limit%s%s", colon, detail);
			return 0;
		}
		break;
	default:
		break;
	}
	return fail(e, outcome_error(reply->outcome), "%s%s%s", words[reply->outcome], colon, detail);
}

/* A document that ran out of memory gets one more try with twice as much: a cap that fits nearly all
 * documents need not fit the largest. A bomb that goes off twice has cost two limits, no more. */
static int exchange_patiently(struct reader_client *r, const struct doc *d, enum wire_kind kind,
			      struct error *e)
{
	unsigned mem_mb = r->config->reader_mem_mb;
	struct wire_reply *reply = &r->reply;
	int rc = exchange(r, d, kind, mem_mb, e);
	if (rc == 0 && !e->code && reply->outcome == WIRE_MEMORY && mem_mb) {
		rc = exchange(r, d, kind, 2 * mem_mb, e);
		if (rc == 0 && reply->outcome == WIRE_MEMORY)
			snprintf(reply->detail, sizeof reply->detail,
				 "more than %u MB, and more than %u MB at the second try", mem_mb,
				 2 * mem_mb);
	}
	return rc;
}

const char *reader_client_level(const struct reader_client *r)
{
	static const char *const words[] = {
		[WIRE_LEVEL_NONE] = "neither limits nor a system call filter",
		[WIRE_LEVEL_LIMITS] = "limits, but no system call filter",
		[WIRE_LEVEL_FILTER] = "limits and a system call filter",
	};
	return r->used ? words[r->level] : NULL;
}

static void note_level(struct reader_client *r, uint32_t level)
{
	enum wire_level now = level > WIRE_LEVEL_FILTER ? WIRE_LEVEL_NONE : (enum wire_level)level;
	if (!r->used || now < r->level)
		r->level = now;
	r->used = true;
}

/* Does what the reader has sent count? What a killed child wrote last may be torn: its outcome says more. */
static bool counts(const struct wire_reply *reply)
{
	return reply->outcome == WIRE_OK || reply->outcome == WIRE_PARTIAL;
}

/* The first or next portion of what the reader has sent into d; with the last one, how it ended. */
static int take(struct reader_client *r, struct doc *d, struct error *e)
{
	struct records_end end = { 0 };
	struct error broken = { 0 };
	bool lost = r->records.spool && !counts(&r->reply) && r->reply.outcome != WIRE_LIMIT;
	int rc = lost ? 0 : held_take(&r->records, d, &end, &broken);
	bool last = rc < 0 || !d->portion.is_one || d->portion.is_last;
	if (rc < 0 && (broken.code != E_READER || counts(&r->reply)))
		fail(e, broken.code, "%s", broken.msg);
	else if (last)
		settle(d, &r->reply, &end, e);
	if (last)
		held_end(&r->records);
	return -e->code;
}

int reader_client_extract(struct reader_client *r, struct doc *d, enum doc_format format,
			  struct error *e)
{
	static const enum wire_kind kinds[] = {
		[FORMAT_HTML] = WIRE_HTML, [FORMAT_PDF] = WIRE_PDF, [FORMAT_DOCX] = WIRE_DOCX
	};
	int rc = r->pid ? 0 : start_server(r, e);
	if (rc < 0)
		return rc;
	if (exchange_patiently(r, d, kinds[format], e) < 0) {
		stop_server(r);
		return fail(e, E_READER, "the reader was lost: stuck, killed or not there ('%s')",
			    r->path);
	}
	if (e->code)
		return -e->code;
	note_level(r, r->reply.level);
	return take(r, d, e);
}

int reader_client_continue(struct reader_client *r, struct doc *d, struct error *e)
{
	return take(r, d, e);
}
