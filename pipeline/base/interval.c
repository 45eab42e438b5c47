/* SPDX-License-Identifier: MIT
 *
 * See interval.h; the sources stand there.
 */
#include "pipeline/base/interval.h"

#include <math.h>

struct interval interval_wilson(uint64_t k, uint64_t n)
{
	if (n == 0)
		return (struct interval){ 0, 1 };
	double nn = (double)n, p = (double)k / nn, zz = INTERVAL_Z * INTERVAL_Z;
	double centre = (p + zz / (2 * nn)) / (1 + zz / nn);
	double half = INTERVAL_Z * sqrt(p * (1 - p) / nn + zz / (4 * nn * nn)) / (1 + zz / nn);
	return (struct interval){ k == 0 ? 0 : fmax(0, centre - half),
				  k == n ? 1 : fmin(1, centre + half) };
}

/* The limit where one share lies a from its own limit and the other b from its; r correlates. */
static double reach(double a, double b, double r)
{
	return sqrt(fmax(0, a * a - 2 * r * a * b + b * b));
}

struct interval interval_balance(uint64_t plus, uint64_t minus, uint64_t rest)
{
	uint64_t n = plus + minus + rest;
	if (n == 0)
		return (struct interval){ -1, 1 };
	struct interval a = interval_wilson(plus, n), b = interval_wilson(minus, n);
	double p = (double)plus / (double)n, q = (double)minus / (double)n;
	double r = rest == 0 ? -1 : -sqrt(p * q / ((1 - p) * (1 - q)));
	return (struct interval){ fmax(-1, p - q - reach(p - a.low, b.high - q, r)),
				  fmin(1, p - q + reach(a.high - p, q - b.low, r)) };
}
