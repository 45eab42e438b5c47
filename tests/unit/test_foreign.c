/* SPDX-License-Identifier: MIT
 *
 * The main program's side of the readers: what becomes of a document whose
 * reader misbehaves in each way that can be asked for, and that the next
 * document is read all the same.
 */
#include <stdlib.h>

#include "pipeline/doc/wire.h"
#include "pipeline/run/reader_client.h"

/* After ours: cmocka has a macro fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define PAGE "<html><body><h1>A report</h1><p>Caseloads are too high in the county.</p></body></html>"

static struct config config_of(unsigned fault)
{
	struct config c;
	config_init(&c);
	c.reader_path = getenv("LEITMOTIF_READER");
	c.reader_fault = fault;
	c.reader_mem_mb = 48;
	c.reader_wall_ms = 1500;
	c.reader_cpu_s = 2;
	c.reader_out_max = 1 << 20;
	return c;
}

/* Read the page by a reader with this fault; d is fresh and becomes what came of it. */
static int extract(const struct config *c, struct doc *d, struct error *e)
{
	struct reader_client *r = NULL;
	assert_int_equal(reader_client_new(&r, c, e), 0);
	assert_null(reader_client_level(r));
	buf_addz(&d->raw, PAGE);
	int rc = reader_client_extract(r, d, FORMAT_HTML, e);
	reader_client_free(r);
	return rc;
}

/* what: how the reason begins. The sanitizers' allocator has no cap: then oom ends by the clock. */
static void check_fault(unsigned fault, int code, const char *what, const char *or)
{
	struct config c = config_of(fault);
	struct error e = { 0 };
	struct doc d;
	doc_init(&d, 0);
	assert_int_equal(extract(&c, &d, &e), -code);
	if (!str_starts(str_of(e.msg), str_of(what)) && !str_starts(str_of(e.msg), str_of(or)))
		fail_msg("fault %u: %s", fault, e.msg);
	doc_release(&d);
}

static void test_each_fault(void **state)
{
	(void)state;
	check_fault(WIRE_FAULT_HANG, E_OVERRUN, "timeout: ", "timeout: ");
	check_fault(WIRE_FAULT_CRASH, E_OVERRUN, "crash: ", "crash: ");
	check_fault(WIRE_FAULT_GARBAGE, E_READER, "the reader", "the reader");
}

static void test_no_memory_is_tried_twice(void **state)
{
	(void)state;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	check_fault(WIRE_FAULT_OOM, E_OVERRUN,
		    "memory: more than 48 MB, and more than 96 MB at the second try", "timeout: ");
#endif
}

static void test_flood_keeps_what_came(void **state)
{
	(void)state;
	struct config c = config_of(WIRE_FAULT_FLOOD);
	struct error e = { 0 };
	struct doc d;
	doc_init(&d, 0);
	int rc = extract(&c, &d, &e);
	if (rc == 0)
		assert_int_equal(d.status, DOC_PARTIAL);
	else
		assert_int_equal(rc, -E_LIMIT);
	assert_true(d.source.n <= 1 << 20);
	doc_release(&d);
}

static void test_levels(void **state)
{
	(void)state;
	struct config c = config_of(WIRE_FAULT_NONE);
	struct error e = { 0 };
	struct reader_client *r = NULL;
	struct doc d;
	c.sandbox = SANDBOX_OFF;
	doc_init(&d, 0);
	assert_int_equal(reader_client_new(&r, &c, &e), 0);
	buf_addz(&d.raw, PAGE);
	assert_int_equal(reader_client_extract(r, &d, FORMAT_HTML, &e), 0);
	assert_int_equal(d.lines.n, 2);
	assert_non_null(reader_client_level(r));
	assert_non_null(strstr(reader_client_level(r), "no"));
	reader_client_free(r);
	doc_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_fault),
		cmocka_unit_test(test_no_memory_is_tried_twice),
		cmocka_unit_test(test_flood_keeps_what_came),
		cmocka_unit_test(test_levels),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
