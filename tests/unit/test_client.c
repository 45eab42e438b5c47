/* SPDX-License-Identifier: MIT
 *
 * The main program's side of the readers, with a reader that does not do what it should: this very
 * program, started again as the server, answers as the case says. Whatever comes back, the document
 * ends in a status with a reason, and the next one is read.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pipeline/doc/wire.h"
#include "pipeline/run/reader_client.h"

/* After ours: cmocka's fail() is a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#define MANY "many: "           /* before the name: what it sends once it sends so often */
#define MANY_TIMES 500

/* What the reader does, by a word in the document: the bytes of the document name the case. */
struct reply_case {
	const char *name;
	enum wire_outcome outcome;
	const char *detail;
	bool sends_line, sends_end, torn;       /* the records */
	uint32_t magic, level;
	size_t size;                            /* of the reply; 0: as it should be */
	enum doc_status status;                 /* what the document must get */
	int code;
	const char *reason;                     /* part of it */
};

#define M WIRE_REPLY_MAGIC
#define FILTER WIRE_LEVEL_FILTER

static const struct reply_case cases[] = {
	{ "ok", WIRE_OK, "", true, true, false, M, FILTER, 0, DOC_OK, E_OK, "" },
	{ "ok without an end", WIRE_OK, "", true, false, false, M, FILTER, 0, DOC_FAILED, E_READER, "stopped before" },
	{ "ok and torn", WIRE_OK, "", true, true, true, M, FILTER, 0, DOC_FAILED, E_READER, "" },
	{ "partial", WIRE_PARTIAL, "", true, true, false, M, FILTER, 0, DOC_PARTIAL, E_FORMAT, "parts are unreadable" },
	{ "partial, and why", WIRE_PARTIAL, "cut", true, true, false, M, FILTER, 0, DOC_PARTIAL, E_FORMAT, "cut" },
	{ "partial and torn", WIRE_PARTIAL, "cut", true, true, true, M, FILTER, 0, DOC_FAILED, E_READER, "" },
	{ "no text", WIRE_NO_TEXT, "", false, true, false, M, FILTER, 0, DOC_NOTEXT, E_NOTEXT, "no text" },
	{ "no text, and why", WIRE_NO_TEXT, "scans", false, true, false, M, FILTER, 0, DOC_NOTEXT, E_NOTEXT, "scans" },
	{ "limit", WIRE_LIMIT, "pages", true, true, false, M, FILTER, 0, DOC_PARTIAL, E_LIMIT, "limit: pages" },
	{ "limit, no lines", WIRE_LIMIT, "pages", false, true, false, M, FILTER, 0, DOC_FAILED, E_LIMIT, "limit: pages" },
	{ "limit, no end", WIRE_LIMIT, "", true, false, false, M, FILTER, 0, DOC_FAILED, E_LIMIT, "limit" },
	{ "format", WIRE_FORMAT, "no PDF", false, true, false, M, FILTER, 0, DOC_FAILED, E_FORMAT, "format: no PDF" },
	{ "encrypted", WIRE_ENCRYPTED, "", false, true, false, M, FILTER, 0, DOC_FAILED, E_ENCRYPTED, "encrypted" },
	{ "timeout", WIRE_TIMEOUT, "", true, false, true, M, FILTER, 0, DOC_FAILED, E_OVERRUN, "timeout" },
	{ "memory", WIRE_MEMORY, "", false, false, false, M, FILTER, 0, DOC_FAILED, E_OVERRUN, "at the second try" },
	{ "crash", WIRE_CRASH, "signal 11", false, false, true, M, FILTER, 0, DOC_FAILED, E_OVERRUN, "crash: signal 11" },
	{ "sandbox", WIRE_SANDBOX, "", false, false, false, M, FILTER, 0, DOC_FAILED, E_OVERRUN, "sandbox" },
	{ "internal", WIRE_INTERNAL, "", false, false, false, M, FILTER, 0, DOC_FAILED, E_READER, "internal" },
	{ "another level", WIRE_OK, "", true, true, false, M, WIRE_LEVEL_LIMITS, 0, DOC_OK, E_OK, "" },
	{ "no such level", WIRE_OK, "", true, true, false, M, 77, 0, DOC_OK, E_OK, "" },
	{ "no such outcome", WIRE_OUTCOME_COUNT, "", true, true, false, M, FILTER, 0, DOC_FAILED, E_READER, "was lost" },
	{ "another sign", WIRE_OK, "", true, true, false, 1, FILTER, 0, DOC_FAILED, E_READER, "was lost" },
	{ "a short reply", WIRE_OK, "", true, true, false, M, FILTER, 8, DOC_FAILED, E_READER, "was lost" },
	{ "ends", WIRE_OK, NULL, false, false, false, M, FILTER, 0, DOC_FAILED, E_READER, "was lost" },
	{ "ok again", WIRE_OK, "", true, true, false, M, FILTER, 0, DOC_OK, E_OK, "" },
};

/* ---- the reader ---- */

static void send_records(int fd, const struct reply_case *c, int times)
{
	struct wire_record line = { .type = WIRE_BLOCK, .a = WIRE_PARA,
				    .len = sizeof(struct wire_block) + 4 };
	struct wire_block block = { 0 };
	struct wire_record end = { .type = WIRE_END, .a = (uint8_t)c->outcome,
				   .len = c->torn ? 500 : 0 };
	ssize_t sent = 0;
	for (int i = 0; c->sends_line && i < times; i++)
		sent += write(fd, &line, sizeof line) + write(fd, &block, sizeof block) +
			write(fd, "Text", 4);
	if (c->sends_end || c->torn)
		sent += write(fd, &end, sizeof end);
	if (sent < 0)
		exit(1);
}

static const struct reply_case *case_of(int doc, size_t size, int *times)
{
	char bytes[64] = "", *name = bytes;
	if (size >= sizeof bytes || pread(doc, bytes, size, 0) != (ssize_t)size)
		exit(1);
	*times = strncmp(name, MANY, strlen(MANY)) == 0 ? MANY_TIMES : 1;
	name += *times > 1 ? strlen(MANY) : 0;
	for (ptrdiff_t i = 0; i < countof(cases); i++)
		if (strcmp(cases[i].name, name) == 0)
			return &cases[i];
	exit(1);
}

static int serve(void)
{
	struct wire_request q;
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(2 * sizeof(int))];
	} control;
	struct iovec iov = { &q, sizeof q };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control,
			    .msg_controllen = sizeof control };
	while (recvmsg(WIRE_FD, &m, 0) == sizeof q) {
		int fds[2], times;
		memcpy(fds, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof fds);
		const struct reply_case *c = case_of(fds[0], q.size, &times);
		if (!c->detail)
			return 0;
		struct wire_reply reply = { .magic = c->magic, .outcome = c->outcome,
					    .level = c->level };
		snprintf(reply.detail, sizeof reply.detail, "%s", c->detail);
		send_records(fds[1], c, times);
		close(fds[0]);
		close(fds[1]);
		send(WIRE_FD, &reply, c->size ? c->size : sizeof reply, MSG_NOSIGNAL);
		m.msg_controllen = sizeof control;
	}
	return 0;
}

/* ---- the main program's side ---- */

static void read_case(struct reader_client *r, const struct reply_case *c)
{
	struct doc d;
	struct error e = { 0 };
	doc_init(&d, 0);
	buf_addz(&d.raw, c->name);
	if (reader_client_extract(r, &d, FORMAT_PDF, &e) < 0)
		doc_degrade(&d, DOC_FAILED, e.code, "%s", e.msg);
	if (d.status != c->status || d.err.code != c->code || !strstr(d.err.msg, c->reason))
		fail_msg("%s: status %d, code %d: %s", c->name, d.status, d.err.code, d.err.msg);
	doc_release(&d);
}

/* The same case with much text, which comes in portions: all of it, and an end as of little. */
static void read_many(struct reader_client *r, const struct reply_case *c)
{
	struct doc d;
	struct error e = { 0 };
	ptrdiff_t lines = 0;
	int portions = 1;
	doc_init(&d, 0);
	buf_addz(&d.raw, MANY);
	buf_addz(&d.raw, c->name);
	d.portion.may = true;
	int rc = reader_client_extract(r, &d, FORMAT_HTML, &e);
	for (; rc == 0 && d.portion.is_one && !d.portion.is_last; portions++) {
		lines += d.lines.n;
		doc_next_portion(&d);
		rc = reader_client_continue(r, &d, &e);
	}
	if (rc < 0)
		doc_degrade(&d, DOC_FAILED, e.code, "%s", e.msg);
	if (d.status != c->status || d.err.code != c->code || !strstr(d.err.msg, c->reason))
		fail_msg("many of %s: status %d, code %d: %s", c->name, d.status, d.err.code, d.err.msg);
	if (c->sends_line && d.status <= DOC_PARTIAL) {
		assert_int_equal(lines + d.lines.n, MANY_TIMES);
		assert_in_range(portions, 8, 30);
	}
	doc_release(&d);
}

/* A client of the reader at path. */
static struct reader_client *open_client(const char *path, struct config *config)
{
	struct reader_client *r;
	struct error e = { 0 };
	config_init(config);
	config->reader_path = path;
	assert_int_equal(reader_client_new(&r, config, &e), 0);
	return r;
}

static void test_replies(void **state)
{
	struct config config;
	struct reader_client *r = open_client(*state, &config);
	assert_null(reader_client_level(r));
	for (ptrdiff_t i = 0; i < countof(cases); i++)
		read_case(r, &cases[i]);
	/* The least that any document had, and what is no level is none. */
	assert_non_null(strstr(reader_client_level(r), "neither"));
	reader_client_free(r);
}

static void test_many(void **state)
{
	struct config config;
	struct reader_client *r = open_client(*state, &config);
	config.portion = 500;
	for (ptrdiff_t i = 0; i < countof(cases); i++)
		read_many(r, &cases[i]);
	reader_client_free(r);
}

static void test_levels(void **state)
{
	struct config config;
	struct reader_client *r = open_client(*state, &config);
	read_case(r, &cases[0]);
	assert_string_equal(reader_client_level(r), "limits and a system call filter");
	for (ptrdiff_t i = 0; i < countof(cases); i++)
		if (strcmp(cases[i].name, "another level") == 0)
			read_case(r, &cases[i]);
	read_case(r, &cases[0]);
	assert_string_equal(reader_client_level(r), "limits, but no system call filter");
	reader_client_free(r);
}

static void test_no_reader(void **state)
{
	struct config config;
	struct reader_client *r;
	struct error e = { 0 };
	struct doc d;
	(void)state;
	config_init(&config);
	config.reader_path = "/nonexistent/reader";
	assert_int_equal(reader_client_new(&r, &config, &e), 0);
	doc_init(&d, 0);
	assert_int_equal(reader_client_extract(r, &d, FORMAT_HTML, &e), -E_READER);
	assert_non_null(strstr(e.msg, "/nonexistent/reader"));
	doc_release(&d);
	reader_client_free(r);
	reader_client_free(NULL);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--serve") == 0)
		return serve();
	char self[4096] = "";
	if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
		return 1;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_replies, self),
		cmocka_unit_test_prestate(test_many, self),
		cmocka_unit_test_prestate(test_levels, self),
		cmocka_unit_test(test_no_reader),
	};
	return cmocka_run_group_tests_name("the client of the readers", tests, NULL, NULL);
}
