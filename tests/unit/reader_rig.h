/* SPDX-License-Identifier: MIT
 *
 * What the reader tests share: a server of our own, a document through it, and its records as lines
 * of text that a test can compare. Everything goes through fork, limits and filter, as in a run.
 */
#ifndef LM_TESTS_READER_RIG_H
#define LM_TESTS_READER_RIG_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pipeline/base/buf.h"
#include "pipeline/reader/cover.h"
#include "pipeline/reader/serve.h"

/* After ours: cmocka's fail() is a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

struct rig {
	int sock;
	pid_t server;
};

struct answer {
	struct wire_reply reply;
	struct buf text;                        /* one record a line */
	bool ended;                             /* the end record was there */
};

static inline void rig_start(struct rig *r)
{
	int ends[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
	r->server = fork();
	if (r->server == 0) {
		close(ends[0]);
		int rc = server_run(ends[1]);
		cover_dump();
		_exit(rc);
	}
	close(ends[1]);
	r->sock = ends[0];
}

static inline void rig_stop(struct rig *r)
{
	int status = -1;
	close(r->sock);
	assert_int_equal(waitpid(r->server, &status, 0), r->server);
	assert_int_equal(status, 0);
}

/* The defaults of a request: no limit bites in a test that is not about limits. */
static inline struct wire_request rig_request(void)
{
	return (struct wire_request){ .magic = WIRE_REQUEST_MAGIC,
				      .mem_mb = 512,
				      .cpu_s = 20,
				      .wall_ms = 20000,
				      .sandbox = WIRE_SANDBOX_AUTO,
				      .out_max = 1 << 24 };
}

/* Send a request; the write end of the pipe stays with the server alone. Returns the read end. */
static inline int rig_send(const struct rig *r, struct wire_request *q, struct str bytes)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(2 * sizeof(int))];
	} control = { 0 };
	struct iovec iov = { q, sizeof *q };
	struct msghdr m = { .msg_iov = &iov,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof control };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	int ends[2], doc = memfd_create("document", MFD_CLOEXEC);
	assert_true(doc >= 0 && pipe(ends) == 0);
	assert_int_equal(write(doc, bytes.p, (size_t)bytes.n), bytes.n);
	if (q->size == 0)
		q->size = (uint64_t)bytes.n;
	c->cmsg_level = SOL_SOCKET, c->cmsg_type = SCM_RIGHTS,
	c->cmsg_len = CMSG_LEN(2 * sizeof(int));
	memcpy(CMSG_DATA(c), (int[2]){ doc, ends[1] }, 2 * sizeof(int));
	assert_int_equal(sendmsg(r->sock, &m, MSG_NOSIGNAL), sizeof *q);
	close(doc);
	close(ends[1]);
	return ends[0];
}

static inline void rig_block(struct answer *a, const struct wire_record *h, struct str s)
{
	static const char *const kinds[] = { "?",        "heading",   "para",  "item", "row",
					     "footnote", "furniture", "quote", "title" };
	struct wire_block b;
	assert_true(h->a > 0 && h->a <= WIRE_TITLE && (size_t)s.n >= sizeof b);
	memcpy(&b, s.p, sizeof b);
	buf_addz(&a->text, kinds[h->a]);
	if (h->b)
		buf_addf(&a->text, " %u", h->b);
	if (b.flags & WIRE_LINE_BOLD)
		buf_addz(&a->text, " bold");
	buf_addz(&a->text, ": ");
	buf_add(&a->text, str_sub(s, sizeof b, s.n));
}

static inline void rig_line(struct answer *a, struct str s)
{
	struct wire_line l;
	assert_true((size_t)s.n >= sizeof l);
	memcpy(&l, s.p, sizeof l);
	buf_addf(&a->text, "line %u", l.page);
	buf_addz(&a->text, l.flags & WIRE_LINE_BOLD ? " bold" : "");
	buf_addz(&a->text, l.flags & WIRE_LINE_ITALIC ? " italic" : "");
	buf_addz(&a->text, l.flags & WIRE_LINE_ARTIFACT ? " artifact" : "");
	buf_addz(&a->text, l.flags & WIRE_LINE_BOLD_START ? " bold-start" : "");
	buf_addz(&a->text, ": ");
	buf_add(&a->text, str_sub(s, sizeof l, s.n));
}

static inline void rig_record(struct answer *a, const struct wire_record *h, struct str s)
{
	struct wire_page p;
	if (h->type == WIRE_BLOCK) {
		rig_block(a, h, s);
	} else if (h->type == WIRE_LINE) {
		rig_line(a, s);
	} else if (h->type == WIRE_PAGE) {
		assert_int_equal(s.n, sizeof p);
		memcpy(&p, s.p, sizeof p);
		buf_addf(&a->text, "page %u %.0fx%.0f flags %u", p.number, (double)p.width,
			 (double)p.height, p.flags);
	} else if (h->type == WIRE_META) {
		struct str key = str_cut(&s, '\0');
		if (str_eq(key, S("format")))
			return;
		buf_add(&a->text, key);
		buf_addz(&a->text, "=");
		buf_add(&a->text, s);
	} else if (h->type == WIRE_WARNING) {
		buf_addz(&a->text, "warning: ");
		buf_add(&a->text, s);
	} else {
		a->ended = h->type == WIRE_END;
		return;
	}
	buf_addc(&a->text, '\n');
}

/* Records until the pipe closes; false when they are not all well-formed. */
static inline bool rig_receive(int fd, struct answer *a)
{
	struct wire_record h;
	FILE *in = fdopen(fd, "r");
	char *p = malloc(WIRE_RECORD_MAX);
	bool good = p != NULL;
	while (good && fread(&h, sizeof h, 1, in) == 1) {
		good = h.len <= WIRE_RECORD_MAX && fread(p, 1, h.len, in) == h.len && !a->ended;
		if (good)
			rig_record(a, &h, (struct str){ p, h.len });
	}
	free(p);
	fclose(in);
	return good;
}

/* One document through the server; the caller releases a->text. */
static inline void rig_ask(const struct rig *r, struct wire_request q, struct str bytes,
			   struct answer *a)
{
	*a = (struct answer){ 0 };
	bool good = rig_receive(rig_send(r, &q, bytes), a);
	assert_int_equal(recv(r->sock, &a->reply, sizeof a->reply, 0), sizeof a->reply);
	assert_int_equal(a->reply.magic, WIRE_REPLY_MAGIC);
	assert_true(good || q.fault == WIRE_FAULT_GARBAGE);
	buf_addc(&a->text, '\0');
}

/* The document must give this outcome and, when want is not NULL, these lines. */
static inline void rig_expect(const struct rig *r, const char *why, unsigned kind, struct str bytes,
			      enum wire_outcome outcome, const char *want)
{
	struct answer a;
	struct wire_request q = rig_request();
	q.kind = kind;
	rig_ask(r, q, bytes, &a);
	if (a.reply.outcome != outcome || !a.ended || (want && strcmp(want, a.text.p) != 0))
		fail_msg("%s: outcome %u (%s), wanted %u\n--- got\n%s--- wanted\n%s", why,
			 a.reply.outcome, a.reply.detail, outcome, a.text.p,
			 want ? want : "anything");
	buf_release(&a.text);
}

#endif
