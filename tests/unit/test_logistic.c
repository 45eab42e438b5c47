/* SPDX-License-Identifier: MIT
 *
 * The regression against answers that can be worked out.
 */
#include <math.h>

#include "pipeline/eval/logistic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

/* 3 of 4 rows are 1: without a prior the bias is log 3. */
static void test_logistic_bias(void **state)
{
	(void)state;
	static const uint32_t rows[] = { 0, 1, 2, 3 };
	static const uint8_t label[] = { 1, 1, 0, 1, LOGISTIC_UNUSED };
	struct column c = { .row = rows, .n = 4 };
	struct logistic l = { .rows = 5, .columns = 1, .label = label, .column = &c };
	struct error e = { 0 };
	assert_int_equal(logistic_fit(&l, &e), 0);
	assert_true(fabs(c.weight - log(3)) < 1e-3);
}

/* A row that counts three times is three rows; one that counts half, with its like, is one. */
static void test_logistic_counts(void **state)
{
	(void)state;
	static const uint32_t rows[] = { 0, 1, 2 };
	static const uint8_t label[] = { 1, 0, 0 };
	static const double counts[] = { 3, 0.5, 0.5 };
	struct column c = { .row = rows, .n = 3 };
	struct logistic l = { .rows = 3, .columns = 1, .label = label, .counts = counts,
			      .column = &c };
	struct error e = { 0 };
	assert_int_equal(logistic_fit(&l, &e), 0);
	assert_true(fabs(c.weight - log(3)) < 1e-3);
}

/* Under an L1 penalty a weight stays at 0 until its slope there is over the penalty, then stands
 * where the slope is the penalty; none goes below 0. */
static void test_logistic_lasso(void **state)
{
	(void)state;
	static const uint32_t all[] = { 0, 1, 2, 3, 4, 5 }, yes[] = { 0, 1, 2 }, one[] = { 0, 5 },
			      no[] = { 3, 4 };
	static const uint8_t label[] = { 1, 1, 1, 0, 0, 0 };
	struct column c[] = {
		{ .row = all, .n = 6, .precision = 0.01 }, { .row = yes, .n = 3, .lasso = 0.5 },
		{ .row = one, .n = 2, .lasso = 0.5 }, { .row = no, .n = 2, .lasso = 0.1 },
	};
	struct logistic l = { .rows = 6, .columns = 4, .label = label, .column = c };
	struct error e = { 0 };
	assert_int_equal(logistic_fit(&l, &e), 0);
	assert_true(c[1].weight > 0.5);
	double p = 1 / (1 + exp(-c[0].weight - c[1].weight));
	assert_true(fabs(3 * (1 - p) - 0.5) < 0.01);
	assert_true(c[2].weight >= 0 && c[2].weight <= 0);
	assert_true(c[3].weight >= 0 && c[3].weight <= 0);
}

/* At the end the slope of each weight is that of its prior; a fixed one has not moved. */
static void test_logistic_prior(void **state)
{
	(void)state;
	static const uint32_t all[] = { 0, 1, 2, 3, 4, 5 }, some[] = { 1, 3, 4 }, last[] = { 5 };
	static const double values[] = { 0.5, 1.0, 0.25 };
	static const uint8_t label[] = { 0, 1, 0, 1, 1, 0 };
	struct column c[] = {
		{ .row = all, .n = 6 },
		{ .row = some, .value = values, .n = 3, .mean = 1, .precision = 0.5 },
		{ .row = last, .n = 1, .fixed = true, .weight = 2 },
	};
	struct logistic l = { .rows = 6, .columns = 3, .label = label, .column = c };
	struct error e = { 0 };
	double slope = 0;
	assert_int_equal(logistic_fit(&l, &e), 0);
	assert_true(c[2].weight == 2);
	for (int i = 0; i < 3; i++) {
		double eta = c[0].weight + values[i] * c[1].weight;
		slope += values[i] * (label[some[i]] - 1 / (1 + exp(-eta)));
	}
	assert_true(fabs(slope - 0.5 * (c[1].weight - 1)) < 1e-3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_logistic_bias),
		cmocka_unit_test(test_logistic_counts),
		cmocka_unit_test(test_logistic_lasso),
		cmocka_unit_test(test_logistic_prior),
	};
	return cmocka_run_group_tests_name("logistic", tests, NULL, NULL);
}
