/* SPDX-License-Identifier: MIT
 *
 * From what a source says of an input to its status, and to the sum over all inputs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/run/outcome.h"

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static const struct {
	enum source_outcome said;
	enum doc_status status;
	bool with_bytes, without;               /* whether it goes on then */
} notes[] = {
	{ SOURCE_OK, DOC_OK, true, true },
	{ SOURCE_KNOWN, DOC_OK, true, true },
	{ SOURCE_PARTIAL, DOC_PARTIAL, true, false },
	{ SOURCE_NOTEXT, DOC_NOTEXT, false, false },
	{ SOURCE_FAILED, DOC_FAILED, false, false },
	{ SOURCE_SKIPPED, DOC_SKIPPED, false, false },
};

/* The reason goes along, but for what is well. A part of nothing has nothing to go on with. */
static void test_notes(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(notes); i++) {
		struct source_note n = { .outcome = notes[i].said,
					 .why = { .code = E_IO, .msg = "the disk is gone" } };
		struct doc d;
		doc_init(&d, 0);
		outcome_take(&d, &n);
		assert_int_equal(notes[i].status, d.status);
		assert_string_equal(notes[i].status == DOC_OK ? "" : "the disk is gone", d.err.msg);
		assert_int_equal(notes[i].status == DOC_OK ? 0 : E_IO, d.err.code);
		assert_int_equal(notes[i].without, outcome_alive(&d));
		buf_addz(&d.raw, "Text.");
		assert_int_equal(notes[i].with_bytes, outcome_alive(&d));
		buf_reset(&d.raw);
		d.has = LAYER_LINES;
		assert_int_equal(notes[i].with_bytes, outcome_alive(&d));
		doc_release(&d);
	}
}

static void test_totals(void **state)
{
	struct totals t = { 0 };
	char line[256];
	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		struct doc d;
		doc_init(&d, 0);
		d.raw_size = 100, d.words = 10, d.sentences = 3, d.coded = 2, d.warnings = 1;
		if (i)
			doc_degrade(&d, i < 3 ? DOC_FAILED : DOC_SKIPPED, E_IO, "gone");
		totals_add(&t, &d);
		doc_release(&d);
	}
	assert_true(t.bytes == 400 && t.words == 40 && t.sentences == 12 && t.coded == 8 && t.warnings == 4);
	totals_line(line, sizeof line, &t);
	assert_string_equal("inputs 4 = ok 1 + partial 0 + no-text 0 + failed 2 + skipped 1", line);
}

/* A line that has no room is cut, and nothing is written behind it. */
static void test_no_room(void **state)
{
	struct totals t = { .inputs = 4, .by_status = { [DOC_FAILED] = 4 } };
	char whole[128], line[128];
	(void)state;
	totals_line(whole, sizeof whole, &t);
	for (size_t n = 1; n < strlen(whole); n++) {
		memset(line, '~', sizeof line);
		totals_line(line, n, &t);
		assert_memory_equal(whole, line, n - 1);
		assert_int_equal('\0', line[n - 1]);
		assert_int_equal('~', line[n]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_notes),
		cmocka_unit_test(test_totals),
		cmocka_unit_test(test_no_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
