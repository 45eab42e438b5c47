/* SPDX-License-Identifier: MIT
 *
 * Intervals of shares and of balances. Wilson's figures are compared with
 * published ones in test_stats.c.
 */
#include "pipeline/base/interval.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_without_rest_it_is_wilson(void **state)
{
	(void)state;
	for (unsigned n = 1; n < 30; n++)
		for (unsigned k = 0; k <= n; k++) {
			struct interval w = interval_wilson(k, n), b = interval_balance(k, n - k, 0);
			assert_true(fabs(b.low - (2 * w.low - 1)) < 1e-9);
			assert_true(fabs(b.high - (2 * w.high - 1)) < 1e-9);
		}
}

static void test_balance(void **state)
{
	(void)state;
	struct interval b = interval_balance(6, 2, 2), turned = interval_balance(2, 6, 2);
	assert_true(fabs(b.low - (-0.136272)) < 1e-6);   /* worked by another program */
	assert_true(fabs(b.high - (0.739074)) < 1e-6);
	assert_true(fabs(b.low - (-turned.high)) < 1e-12);
	b = interval_balance(0, 0, 0);
	assert_true(b.low == -1 && b.high == 1);
	b = interval_balance(0, 0, 5);
	assert_true(b.low < 0 && b.low > -1 && b.high > 0 && b.high < 1);
}

static double choose(unsigned n, unsigned k)
{
	return exp(lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0));
}

/* How often the interval of n draws holds the true balance, summed over all outcomes. */
static double coverage(unsigned n, double plus, double minus)
{
	double rest = 1 - plus - minus, sum = 0;
	for (unsigned a = 0; a <= n; a++)
		for (unsigned b = 0; a + b <= n; b++) {
			struct interval i = interval_balance(a, b, n - a - b);
			if (i.low <= plus - minus && plus - minus <= i.high)
				sum += choose(n, a) * choose(n - a, b) * pow(plus, a) *
				       pow(minus, b) * pow(rest, n - a - b);
		}
	return sum;
}

static void test_coverage(void **state)
{
	(void)state;
	for (unsigned n = 5; n <= 40; n += 5)
		for (double plus = 0.1; plus < 0.9; plus += 0.1)
			assert_true(coverage(n, plus, 0.95 - plus) > 0.91);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_without_rest_it_is_wilson),
		cmocka_unit_test(test_balance),
		cmocka_unit_test(test_coverage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
