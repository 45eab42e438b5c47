/* SPDX-License-Identifier: MIT
 *
 * Statistics of theme series: intervals of shares, effect sizes, trend tests.
 * Pure functions of numbers; no allocation but in the three that say so.
 * z is 1.959964 throughout: 95 % intervals, two-sided.
 */
#ifndef LM_TREND_STATS_H
#define LM_TREND_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/base/interval.h"

/* Difference k1/n1 - k2/n2 by squaring and adding (Newcombe 1998, method 10). */
struct interval stats_newcombe(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2);

/* Log-likelihood ratio of a of c words against b of d words. */
double stats_g2_two_term(double a, double b, double c, double d);  /* Rayson and Garside 2000 */
double stats_g2(double a, double b, double c, double d);           /* all four cells (Dunning 1993) */

struct log_odds {
	double delta, z;
};

/* Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, eq. 16
 * and 22): y of n against y2 of n2, prior alpha of alpha0 for this word. */
struct log_odds stats_log_odds(double y, double n, double y2, double n2, double alpha,
			       double alpha0);

struct trend_test {
	bool tested;      /* false: too few values, or all alike */
	bool exact;       /* p by counting permutations, else by the normal distribution */
	long s;           /* Mann-Kendall's S */
	double variance;  /* of s, with ties */
	double tau;       /* Kendall's tau a */
	double z, p;      /* z 0 when exact; p two-sided */
};

#define STATS_TREND_MIN 4       /* fewer values than this are not tested */
#define STATS_EXACT_MAX 10      /* up to this many without ties: exact p */

/* Mann-Kendall test of n values in time order (Mann 1945; Kendall 1975; ties as there). */
struct trend_test stats_mann_kendall(const double *y, size_t n);

/* The same test over strata: their S and variances are summed (Hirsch, Slack and Smith 1982), so
 * that only values of one stratum are compared. t: tests of the strata, which may be too short to
 * be tested alone. */
struct trend_test stats_stratified_kendall(const struct trend_test *t, size_t strata);

struct turn {
	bool tested;      /* false: fewer than 7 or more than STATS_TURN_MAX values, or all alike */
	bool peak;        /* rises, then falls; else falls, then rises */
	size_t at;        /* index of the turning point */
	double statistic;
};

#define STATS_TURN_MAX 60

/* Does the series turn? The largest of |S before - S after|, each point tried as the turn, over its
 * standard deviation (after Mack and Wolfe 1981), at least 3 values on each side. Its distribution
 * is for the caller to find by permutation. */
struct turn stats_turn(const double *y, size_t n);

/* Theil-Sen slope: the median of all slopes between two points of different x (Sen 1968), and
 * the intercept median(y) - slope * median(x). Allocates n * n / 2 doubles; false without memory
 * or without two different x. */
bool stats_theil_sen(const double *x, const double *y, size_t n, double *slope, double *intercept);

struct change_point {
	size_t after;     /* the change comes after this many values; 0: not tested */
	double k, p;
};

/* Pettitt's change point (Pettitt 1979): p = 2 exp(-6 K^2 / (n^3 + n^2)), at most 1. Allocates. */
struct change_point stats_pettitt(const double *y, size_t n);

/* What permutations look at, of n values, at most STATS_TURN_MAX: |S| of Mann and Kendall, the
 * statistic of stats_turn(), K of Pettitt. The same numbers as theirs in one pass over the pairs. */
struct shape {
	double s, turn, change;
};
struct shape stats_shape(const double *y, size_t n);

/* Benjamini and Hochberg 1995: p[i] become adjusted p in place. Allocates; false without memory. */
bool stats_adjust_bh(double *p, size_t n);

/* Median of n values, which are put in order. 0 of none. */
double stats_median(double *v, size_t n);

/* Two-sided p of a standard normal z; upper tail of chi-squared with one degree of freedom. */
double stats_normal_p(double z);
double stats_chi2_p(double x);

/* A small generator for resampling, the same on every machine (splitmix64, Steele et al. 2014). */
struct stats_random {
	uint64_t state;
};
uint64_t stats_random_below(struct stats_random *r, uint64_t n);   /* 0 .. n - 1, n over 0 */

#endif
