/* SPDX-License-Identifier: MIT
 *
 * The ring: everything comes out once, in order, whatever the threads do.
 */
#include <time.h>

#include "pipeline/base/str.h"
#include "pipeline/run/ring.h"

/* After ours: cmocka has a macro fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define SLOTS 16

struct job {
	int slot[SLOTS];
	int next, count;         /* filled so far, to fill */
	int emptied;
	bool ordered;
	int fail_fill, fail_empty;   /* at this number; -1 never */
};

static int fill(void *ctx, int i, struct error *e)
{
	struct job *j = ctx;
	if (j->next == j->fail_fill)
		return (fail)(e, E_IO, "cannot fill");
	if (j->next == j->count)
		return 0;
	j->slot[i] = j->next++;
	return 1;
}

static void work(void *ctx, int w, int i)
{
	struct job *j = ctx;
	/* Later ones are done first. */
	struct timespec t = { 0, (j->slot[i] % 3 == 0) * 200000L };
	(void)w;
	nanosleep(&t, NULL);
	j->slot[i] = j->slot[i] * 2 + 1;
}

static int empty(void *ctx, int i, struct error *e)
{
	struct job *j = ctx;
	if (j->emptied == j->fail_empty)
		return (fail)(e, E_IO, "cannot empty");
	j->ordered &= j->slot[i] == j->emptied * 2 + 1;
	j->emptied++;
	return 0;
}

static const struct ring_work callbacks = { fill, work, empty };

static void test_order(void **state)
{
	(void)state;
	for (int workers = 1; workers <= 8; workers *= 2) {
		struct error e = { 0 };
		struct job j = { .count = 500, .ordered = true, .fail_fill = -1, .fail_empty = -1 };
		assert_int_equal(ring_run(&callbacks, &j, workers, SLOTS, &e), 0);
		assert_int_equal(j.emptied, 500);
		assert_true(j.ordered);
	}
}

static void test_no_input(void **state)
{
	(void)state;
	struct error e = { 0 };
	struct job j = { .ordered = true, .fail_fill = -1, .fail_empty = -1 };
	assert_int_equal(ring_run(&callbacks, &j, 4, SLOTS, &e), 0);
	assert_int_equal(j.emptied, 0);
}

static void test_failures(void **state)
{
	(void)state;
	for (int workers = 1; workers <= 4; workers += 3) {
		struct error e = { 0 };
		struct job j = { .count = 100, .ordered = true, .fail_fill = 50, .fail_empty = -1 };
		assert_int_equal(ring_run(&callbacks, &j, workers, SLOTS, &e), -E_IO);
		assert_string_equal(e.msg, "cannot fill");
		struct error e2 = { 0 };
		j = (struct job){ .count = 100, .ordered = true, .fail_fill = -1, .fail_empty = 20 };
		assert_int_equal(ring_run(&callbacks, &j, workers, SLOTS, &e2), -E_IO);
		assert_int_equal(j.emptied, 20);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_no_input),
		cmocka_unit_test(test_failures),
	};
	return cmocka_run_group_tests_name("ring", tests, NULL, NULL);
}
