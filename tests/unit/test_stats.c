/* SPDX-License-Identifier: MIT
 *
 * Statistics against published worked numbers, to the digits printed there.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/base/str.h"
#include "pipeline/trend/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void near_to(const char *what, double got, double want, double within)
{
	if (!(fabs(got - want) <= within))
		fail_msg("%s: got %.9g, want %.9g", what, got, want);
}

/* Newcombe 1998, Statistics in Medicine 17, 857, table I. */
static void test_wilson(void **state)
{
	(void)state;
	static const struct { uint64_t k, n; double low, high; } rows[] = {
		{ 81, 263, .2553, .3662 }, { 15, 148, .0624, .1605 }, { 0, 20, 0, .1611 },
		{ 1, 29, .0061, .1718 },
	};
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		struct interval w = interval_wilson(rows[i].k, rows[i].n);
		near_to("low", w.low, rows[i].low, .00005);
		near_to("high", w.high, rows[i].high, .00005);
	}
	assert_true(interval_wilson(0, 0).high == 1 && interval_wilson(20, 20).high == 1);
}

/* Newcombe 1998, Statistics in Medicine 17, 873, method 10. */
static void test_newcombe(void **state)
{
	(void)state;
	static const struct { uint64_t k1, n1, k2, n2; double low, high; } rows[] = {
		{ 56, 70, 48, 80, .0524, .3339 }, { 9, 10, 3, 10, .1705, .8090 },
		{ 5, 56, 0, 29, -.0381, .1926 },
	};
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		struct interval w = stats_newcombe(rows[i].k1, rows[i].n1, rows[i].k2, rows[i].n2);
		near_to("low", w.low, rows[i].low, .00005);
		near_to("high", w.high, rows[i].high, .00005);
	}
}

static void test_g2(void **state)
{
	(void)state;
	near_to("two terms", stats_g2_two_term(7, 2, 10, 9), 2.4401, .00005);
	near_to("four cells", stats_g2(7, 2, 10, 9), 4.5349, .00005);
	near_to("collocation", stats_g2(2, 1, 3, 6), 2.231, .0005);
	near_to("nothing on one side", stats_g2(0, 5, 10, 10), 9.0 * 0 + stats_g2(5, 0, 10, 10), 1e-9);
}

/* Group against rest, the counts of tidylo's example with a prior from both groups. */
static void test_log_odds(void **state)
{
	(void)state;
	static const double y[] = { 12, 2, 4 }, y2[] = { 3, 10, 1 };
	static const double z[] = { 1.97895, -2.50803, 0.72247 };
	for (int i = 0; i < 3; i++) {
		struct log_odds l = stats_log_odds(y[i], 18, y2[i], 14, y[i] + y2[i], 32);
		near_to("z", l.z, z[i], .000005);
	}
}

static const double holy_cross[] = { 12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9,
				     11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7 };

static void test_mann_kendall(void **state)
{
	(void)state;
	struct trend_test t = stats_mann_kendall(holy_cross, countof(holy_cross));
	assert_true(t.tested && !t.exact);
	assert_int_equal(t.s, 54);
	near_to("z", t.z, 2.9058, .00005);
	near_to("p", t.p / 2, .0018, .00005);
	near_to("tau", t.tau, .59341, .000005);
}

/* All orders of n values: the exact p is what counting gives. */
static void test_exact(void **state)
{
	(void)state;
	static const double up[] = { 1, 2, 3, 4, 5 }, one_off[] = { 2, 1, 3, 4, 5 };
	struct trend_test t = stats_mann_kendall(up, 5);
	assert_true(t.exact);
	near_to("all rising", t.p, 2.0 / 120, 1e-12);
	near_to("one pair swapped", stats_mann_kendall(one_off, 5).p, 10.0 / 120, 1e-12);
	assert_false(stats_mann_kendall(up, 3).tested);
	static const double flat[] = { 1, 1, 1, 1, 1, 1 };
	assert_false(stats_mann_kendall(flat, 6).tested);
}

static void test_theil_sen(void **state)
{
	(void)state;
	double x[14], slope, intercept;
	for (int i = 0; i < 14; i++)
		x[i] = i;
	assert_true(stats_theil_sen(x, holy_cross, 14, &slope, &intercept));
	near_to("slope", slope, .566667, .0000005);
	static const double px[] = { 0, 1 }, py[] = { 3, 5 };
	assert_true(stats_theil_sen(px, py, 2, &slope, &intercept));
	near_to("two points", slope, 2, 1e-12);
	near_to("through both", intercept, 3, 1e-12);
	static const double same[] = { 1, 1 };
	assert_false(stats_theil_sen(same, py, 2, &slope, &intercept));
	assert_false(stats_theil_sen(px, py, 1, &slope, &intercept));
}

static void test_pettitt(void **state)
{
	(void)state;
	double y[20];
	for (int i = 0; i < 20; i++)
		y[i] = i < 10 ? 1 : 9;
	struct change_point c = stats_pettitt(y, 20);
	assert_int_equal(c.after, 10);
	near_to("K", c.k, 100, 1e-9);
	near_to("p", c.p, .00158098, .000000005);
}

/* In one pass what the three tests say, with ties and without, long and short. */
static void test_shape(void **state)
{
	struct stats_random r = { 7 };
	double y[STATS_TURN_MAX];
	(void)state;
	for (size_t n = 0; n <= STATS_TURN_MAX; n++) {
		for (size_t i = 0; i < n; i++)
			y[i] = (double)stats_random_below(&r, n % 2 ? 4 : 1000000);
		struct shape shape = stats_shape(y, n);
		near_to("S", shape.s, fabs((double)stats_mann_kendall(y, n).s), 0);
		near_to("turn", shape.turn, stats_turn(y, n).statistic, 1e-12);
		near_to("K", shape.change, stats_pettitt(y, n).k, 1e-9);
	}
}

/* Benjamini and Hochberg 1995, their example. */
static void test_bh(void **state)
{
	(void)state;
	double p[] = { .4262, .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459,
		       .3240, .5719, .6528, .7590, 1.0 };
	assert_true(stats_adjust_bh(p, countof(p)));
	near_to("fourth", p[4], .035625, .0000005);
	near_to("fifth", p[5], .0603, .00005);
	int rejected = 0;
	for (ptrdiff_t i = 0; i < countof(p); i++)
		rejected += p[i] <= .05;
	assert_int_equal(rejected, 4);
}

static void test_p_values(void **state)
{
	(void)state;
	near_to("normal", stats_normal_p(1.959964), .05, 1e-7);
	near_to("chi-squared", stats_chi2_p(3.841459), .05, 1e-7);
	near_to("none", stats_chi2_p(0), 1, 0);
}

static void test_random(void **state)
{
	(void)state;
	struct stats_random r = { 1 };
	int seen[6] = { 0 };
	for (int i = 0; i < 6000; i++)
		seen[stats_random_below(&r, 6)]++;
	for (int i = 0; i < 6; i++)
		assert_in_range(seen[i], 850, 1150);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wilson), cmocka_unit_test(test_newcombe),
		cmocka_unit_test(test_g2), cmocka_unit_test(test_log_odds),
		cmocka_unit_test(test_mann_kendall), cmocka_unit_test(test_exact),
		cmocka_unit_test(test_theil_sen), cmocka_unit_test(test_pettitt),
		cmocka_unit_test(test_bh), cmocka_unit_test(test_p_values),
		cmocka_unit_test(test_random), cmocka_unit_test(test_shape),
	};
	return cmocka_run_group_tests_name("stats", tests, NULL, NULL);
}
