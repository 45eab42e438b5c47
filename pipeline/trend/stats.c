/* SPDX-License-Identifier: MIT
 *
 * See stats.h; the sources stand there.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/base/hash.h"
#include "pipeline/trend/stats.h"

struct interval stats_newcombe(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2)
{
	struct interval a = interval_wilson(k1, n1), b = interval_wilson(k2, n2);
	double p1 = n1 ? (double)k1 / (double)n1 : 0, p2 = n2 ? (double)k2 / (double)n2 : 0;
	double d = p1 - p2;
	return (struct interval){ d - hypot(p1 - a.low, b.high - p2),
				  d + hypot(a.high - p1, p2 - b.low) };
}

/* x ln(x / e), 0 for x = 0. */
static double xlog(double x, double e)
{
	return x > 0 && e > 0 ? x * log(x / e) : 0;
}

double stats_g2_two_term(double a, double b, double c, double d)
{
	double share = (a + b) / (c + d);
	return 2 * (xlog(a, c * share) + xlog(b, d * share));
}

double stats_g2(double a, double b, double c, double d)
{
	double share = (a + b) / (c + d), rest = 1 - share;
	return 2 * (xlog(a, c * share) + xlog(b, d * share) + xlog(c - a, c * rest) +
		    xlog(d - b, d * rest));
}

struct log_odds stats_log_odds(double y, double n, double y2, double n2, double alpha,
			       double alpha0)
{
	double l1 = log((y + alpha) / (n + alpha0 - y - alpha));
	double l2 = log((y2 + alpha) / (n2 + alpha0 - y2 - alpha));
	double variance = 1 / (y + alpha) + 1 / (y2 + alpha);
	return (struct log_odds){ l1 - l2, (l1 - l2) / sqrt(variance) };
}

double stats_normal_p(double z)
{
	return erfc(fabs(z) / sqrt(2));
}

double stats_chi2_p(double x)
{
	return x > 0 ? erfc(sqrt(x / 2)) : 1;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double stats_median(double *v, size_t n)
{
	if (n == 0)
		return 0;
	qsort(v, n, sizeof *v, compare);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* P(|S| >= s) of n values without ties: permutations by their number of inversions, counted by
 * Mahonian numbers (Kendall 1975, appendix table 1). */
static double exact_p(long s, size_t n)
{
	double count[STATS_EXACT_MAX * (STATS_EXACT_MAX - 1) / 2 + 1] = { 1 };
	size_t most = n * (n - 1) / 2;
	double all = 1;
	for (size_t m = 2; m <= n; m++) {
		double next[sizeof count / sizeof *count] = { 0 };
		for (size_t inv = 0; inv <= most; inv++)
			for (size_t add = 0; add < m && add <= inv; add++)
				next[inv] += count[inv - add];
		for (size_t inv = 0; inv <= most; inv++)
			count[inv] = next[inv];
		all *= (double)m;
	}
	double tail = 0;
	for (size_t inv = 0; inv <= most; inv++)
		if (labs((long)most - 2 * (long)inv) >= labs(s))
			tail += count[inv];
	return tail / all;
}

/* Sum over groups of equal values of t (t - 1) (2 t + 5), and whether there are any. */
static double tie_term(const double *y, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		size_t before = 0, t = 0;
		for (size_t j = 0; j < n; j++) {
			before += j < i && y[j] == y[i];
			t += y[j] == y[i];
		}
		double tt = (double)t;
		if (before == 0 && t > 1)
			sum += tt * (tt - 1) * (2 * tt + 5);
	}
	return sum;
}

/* z and p of t->s by the normal distribution, with continuity correction. */
static void normal_test(struct trend_test *t)
{
	t->tested = t->variance > 0;
	if (!t->tested)
		return;
	t->z = t->s ? ((double)t->s - (t->s > 0 ? 1 : -1)) / sqrt(t->variance) : 0;
	t->p = stats_normal_p(t->z);
}

struct trend_test stats_mann_kendall(const double *y, size_t n)
{
	struct trend_test t = { 0 };
	t.p = 1;
	if (n < 2)
		return t;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			t.s += (y[j] > y[i]) - (y[j] < y[i]);
	double nn = (double)n, ties = tie_term(y, n);
	t.tau = (double)t.s / (nn * (nn - 1) / 2);
	t.variance = (nn * (nn - 1) * (2 * nn + 5) - ties) / 18;
	if (n < STATS_TREND_MIN)
		return t;
	normal_test(&t);
	t.exact = t.tested && n <= STATS_EXACT_MAX && ties == 0;
	if (t.exact)
		t.p = exact_p(t.s, n);
	return t;
}

struct trend_test stats_stratified_kendall(const struct trend_test *t, size_t strata)
{
	struct trend_test sum = { 0 };
	sum.p = 1;
	for (size_t i = 0; i < strata; i++) {
		sum.s += t[i].s;
		sum.variance += t[i].variance;
	}
	normal_test(&sum);
	return sum;
}

#define TURN_SIDE 3             /* values before, and after, a turning point */

/* Standard deviation of S of k and of m values, without ties. */
static double turn_deviation(size_t k, size_t m)
{
	double a = (double)k, b = (double)m;
	return sqrt((a * (a - 1) * (2 * a + 5) + b * (b - 1) * (2 * b + 5)) / 18);
}

struct turn stats_turn(const double *y, size_t n)
{
	long before[STATS_TURN_MAX] = { 0 }, after[STATS_TURN_MAX] = { 0 };
	struct turn turn = { 0 };
	if (n < 2 * TURN_SIDE + 1 || n > STATS_TURN_MAX)
		return turn;
	for (size_t k = 1; k < n; k++) {
		before[k] = before[k - 1];
		for (size_t i = 0; i < k; i++)
			before[k] += (y[k] > y[i]) - (y[k] < y[i]);
	}
	for (size_t k = n - 1; k-- > 0;) {
		after[k] = after[k + 1];
		for (size_t i = k + 1; i < n; i++)
			after[k] += (y[i] > y[k]) - (y[i] < y[k]);
	}
	for (size_t k = TURN_SIDE; k + TURN_SIDE < n; k++) {
		double a = (double)(before[k] - after[k]) / turn_deviation(k + 1, n - k);
		if (fabs(a) > turn.statistic)
			turn = (struct turn){ true, a > 0, k, fabs(a) };
	}
	return turn;
}

bool stats_theil_sen(const double *x, const double *y, size_t n, double *slope, double *intercept)
{
	size_t k = 0, pairs = n * (n - 1) / 2;
	double *v = n > 1 ? reallocarray(NULL, pairs > n ? pairs : n, sizeof *v) : NULL;
	if (!v)
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			if (x[j] != x[i])
				v[k++] = (y[j] - y[i]) / (x[j] - x[i]);
	*slope = stats_median(v, k);
	memcpy(v, x, n * sizeof *v);
	double middle = stats_median(v, n);
	memcpy(v, y, n * sizeof *v);
	*intercept = stats_median(v, n) - *slope * middle;
	free(v);
	return k > 0;
}

/* Mid-rank of y[i] times two, so that it stays whole. */
static double twice_rank(const double *y, size_t n, size_t i)
{
	size_t below = 0, same = 0;
	for (size_t j = 0; j < n; j++) {
		below += y[j] < y[i];
		same += y[j] == y[i];
	}
	return 2 * (double)below + (double)same + 1;
}

struct change_point stats_pettitt(const double *y, size_t n)
{
	struct change_point c = { 0, 0, 1 };
	double u = 0, nn = (double)n;
	if (n < STATS_TREND_MIN)
		return c;
	for (size_t k = 0; k + 1 < n; k++) {
		u += twice_rank(y, n, k) - (nn + 1);
		if (fabs(u) > c.k) {
			c.k = fabs(u);
			c.after = k + 1;
		}
	}
	c.p = fmin(1, 2 * exp(-6 * c.k * c.k / (nn * nn * nn + nn * nn)));
	return c;
}

/* U of Pettitt up to k is the sum over i <= k of the signs of y[i] - y[j], all j: twice the mid-rank
 * of y[i] less n + 1. Before k and after k as in stats_turn(). */
struct shape stats_shape(const double *y, size_t n)
{
	long before[STATS_TURN_MAX] = { 0 }, after[STATS_TURN_MAX] = { 0 }, u = 0, most = 0;
	struct shape shape = { 0 };
	for (size_t i = 0; i < n; i++) {
		for (size_t j = i + 1; j < n; j++) {
			long sign = (y[j] > y[i]) - (y[j] < y[i]);
			before[j] += sign;
			after[i] += sign;
		}
	}
	for (size_t k = 0; k + 1 < n; k++) {
		u += before[k] - after[k];
		most = labs(u) > most ? labs(u) : most;
	}
	for (size_t k = 1; k < n; k++) {
		before[k] += before[k - 1];
		after[n - 1 - k] += after[n - k];
	}
	shape.s = n ? (double)labs(before[n - 1]) : 0;
	shape.change = n < STATS_TREND_MIN ? 0 : (double)most;
	for (size_t k = TURN_SIDE; n > 2 * TURN_SIDE && k + TURN_SIDE < n; k++)
		shape.turn = fmax(shape.turn, fabs((double)(before[k] - after[k])) /
					      turn_deviation(k + 1, n - k));
	return shape;
}

struct ranked_p {
	double p;
	size_t at;
};

static int compare_p(const void *a, const void *b)
{
	const struct ranked_p *x = a, *y = b;
	return (x->p > y->p) - (x->p < y->p);
}

bool stats_adjust_bh(double *p, size_t n)
{
	struct ranked_p *r = n ? calloc(n, sizeof *r) : NULL;
	if (n && !r)
		return false;
	for (size_t i = 0; i < n; i++)
		r[i] = (struct ranked_p){ p[i], i };
	if (n)
		qsort(r, n, sizeof *r, compare_p);
	double least = 1;
	for (size_t i = n; i-- > 0;) {
		least = fmin(least, r[i].p * (double)n / (double)(i + 1));
		p[r[i].at] = least;
	}
	free(r);
	return true;
}

uint64_t stats_random_below(struct stats_random *r, uint64_t n)
{
	uint64_t z = r->state += UINT64_C(0x9E3779B97F4A7C15);
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	z ^= z >> 31;
	return (uint64_t)(((hash_wide)z * n) >> 64);
}
