/* SPDX-License-Identifier: MIT
 *
 * The reader server around a parser that misbehaves: every way to end is told apart, no document
 * outlives its limits, and the next document is read as if nothing had been.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <time.h>

#include "tests/unit/reader_rig.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

static const struct str page = STR("<html><p>The council acts.</p>");

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const struct {
	const char *why;
	unsigned fault;
	enum wire_outcome want;
	unsigned cpu_s, wall_ms, mem_mb, out_max;
} faults[] = {
	{ "a hang, by the clock", WIRE_FAULT_HANG, WIRE_TIMEOUT, 20, 300, 512, 1 << 20 },
	{ "a hang, by processor time", WIRE_FAULT_HANG, WIRE_TIMEOUT, 1, 20000, 512, 1 << 20 },
#ifndef SANITIZED
	{ "memory", WIRE_FAULT_OOM, WIRE_MEMORY, 20, 20000, 64, 1 << 20 },
#endif
	{ "a crash", WIRE_FAULT_CRASH, WIRE_CRASH, 20, 20000, 512, 1 << 20 },
	{ "a flood", WIRE_FAULT_FLOOD, WIRE_LIMIT, 20, 20000, 512, 1 << 20 },
	{ "a way out", WIRE_FAULT_ESCAPE, WIRE_SANDBOX, 20, 20000, 512, 1 << 20 },
	{ "no fault", WIRE_FAULT_NONE, WIRE_OK, 20, 20000, 512, 1 << 20 },
};

static void test_faults(void **state)
{
	for (ptrdiff_t i = 0; i < countof(faults); i++) {
		struct wire_request q = rig_request();
		struct answer a;
		double start = seconds();
		q.fault = faults[i].fault, q.cpu_s = faults[i].cpu_s, q.wall_ms = faults[i].wall_ms;
		q.mem_mb = faults[i].mem_mb, q.out_max = faults[i].out_max;
		rig_ask(*state, q, page, &a);
		bool open =
			COVER && faults[i].fault == WIRE_FAULT_ESCAPE; /* no filter under gcov */
		if (a.reply.outcome != faults[i].want && !open)
			fail_msg("%s: outcome %u (%s)", faults[i].why, a.reply.outcome,
				 a.reply.detail);
		/* By the clock it is over at once; a second of processor time may be long in coming. */
		if (seconds() - start > (faults[i].wall_ms < 1000 ? 3 : 20))
			fail_msg("%s: took %.1f s", faults[i].why, seconds() - start);
		assert_true(a.reply.detail[0] || faults[i].want == WIRE_OK);
		assert_true(a.text.n < 2 << 20);
		rig_expect(*state, "the next document", WIRE_AUTO, page, WIRE_OK,
			   "para: The council acts.\n");
		buf_release(&a.text);
	}
}

/* The bytes of a broken child are the client's to judge; the server must only not mind. */
static void test_garbage(void **state)
{
	struct wire_request q = rig_request();
	struct answer a;
	q.fault = WIRE_FAULT_GARBAGE;
	rig_ask(*state, q, page, &a);
	assert_true(a.reply.outcome == WIRE_OK || a.reply.outcome == WIRE_INTERNAL);
	assert_false(a.ended);
	buf_release(&a.text);
}

static void test_levels(void **state)
{
	if (COVER)
		skip();
	static const unsigned want[] = { WIRE_LEVEL_LIMITS, WIRE_LEVEL_FILTER, WIRE_LEVEL_FILTER };
	for (unsigned mode = 0; mode < 3; mode++) {
		struct wire_request q = rig_request();
		struct answer a;
		q.sandbox = mode;
		rig_ask(*state, q, page, &a);
		assert_int_equal(a.reply.outcome, WIRE_OK);
		assert_int_equal(a.reply.level, want[mode]);
		buf_release(&a.text);
	}
}

static void test_requests(void **state)
{
	struct answer a;
	struct wire_request wrong = rig_request(), longer = rig_request(), other = rig_request();
	wrong.magic = 1;
	rig_ask(*state, wrong, page, &a);
	assert_int_equal(a.reply.outcome, WIRE_INTERNAL);
	buf_release(&a.text);
	longer.size = 1000000;
	rig_ask(*state, longer, page, &a);
	assert_int_equal(a.reply.outcome, WIRE_INTERNAL);
	buf_release(&a.text);
	other.kind = 99;
	rig_ask(*state, other, page, &a);
	assert_int_equal(a.reply.outcome, WIRE_FORMAT);
	buf_release(&a.text);
}

/* A message without descriptors is answered and leaves the server as it was. */
static void test_no_descriptors(void **state)
{
	const struct rig *r = *state;
	struct wire_reply reply;
	assert_int_equal(send(r->sock, "hello", 5, 0), 5);
	assert_int_equal(recv(r->sock, &reply, sizeof reply, 0), sizeof reply);
	assert_int_equal(reply.outcome, WIRE_INTERNAL);
	rig_expect(r, "the next document", WIRE_AUTO, page, WIRE_OK, NULL);
}

/* The main program may vanish while a document is read: the child must go with the server. */
static void test_client_gone(void **state)
{
	struct rig r;
	struct wire_request q = rig_request();
	char byte;
	(void)state;
	rig_start(&r);
	q.fault = WIRE_FAULT_HANG;
	int records = rig_send(&r, &q, page);
	nanosleep(&(struct timespec){ 0, 50000000 }, NULL);
	double start = seconds();
	rig_stop(&r);
	assert_int_equal(read(records, &byte, 1), 0);
	assert_true(seconds() - start < 2);
	close(records);
}

/* The server may be killed while a document is read: nobody is left to hold the pipe. */
static void test_server_killed(void **state)
{
	struct rig r;
	struct wire_request q = rig_request();
	char byte;
	(void)state;
	rig_start(&r);
	q.fault = WIRE_FAULT_HANG;
	int records = rig_send(&r, &q, page);
	nanosleep(&(struct timespec){ 0, 50000000 }, NULL);
	kill(r.server, SIGKILL);
	struct pollfd p = { .fd = records };
	assert_int_equal(poll(&p, 1, 3000), 1);
	assert_int_equal(read(records, &byte, 1), 0);
	assert_int_equal(waitpid(r.server, NULL, 0), r.server);
	close(records);
	close(r.sock);
}

static int open_descriptors(pid_t pid)
{
	char path[64], target[64];
	int n = 0;
	for (int fd = 0; fd < 64; fd++) {
		snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)pid, fd);
		n += readlink(path, target, sizeof target) >= 0;
	}
	return n;
}

static void test_no_leaks(void **state)
{
	const struct rig *r = *state;
	rig_expect(r, "the first", WIRE_AUTO, page, WIRE_OK, NULL);
	int before = open_descriptors(r->server);
	for (int i = 0; i < 200; i++)
		rig_expect(r, "one of many", WIRE_AUTO, page, WIRE_OK, NULL);
	assert_int_equal(open_descriptors(r->server), before);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), 0);
}

/* Signals to the whole group of processes must not lose a document: the client decides. */
static void test_signals(void **state)
{
	const struct rig *r = *state;
	kill(r->server, SIGINT);
	kill(r->server, SIGTERM);
	kill(r->server, SIGHUP);
	rig_expect(r, "after signals", WIRE_AUTO, page, WIRE_OK, NULL);
}

int main(void)
{
	struct rig r;
	rig_start(&r);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_faults, &r),
		cmocka_unit_test_prestate(test_garbage, &r),
		cmocka_unit_test_prestate(test_levels, &r),
		cmocka_unit_test_prestate(test_requests, &r),
		cmocka_unit_test_prestate(test_no_descriptors, &r),
		cmocka_unit_test(test_client_gone),
		cmocka_unit_test(test_server_killed),
		cmocka_unit_test_prestate(test_no_leaks, &r),
		cmocka_unit_test_prestate(test_signals, &r),
	};
	int failed = cmocka_run_group_tests_name("reader: server", tests, NULL, NULL);
	rig_stop(&r);
	return failed;
}
