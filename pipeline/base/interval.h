/* SPDX-License-Identifier: MIT
 *
 * 95 % intervals of shares, two-sided (z 1.959964): for rows of one document
 * as for series of many. Pure functions of counts.
 */
#ifndef LM_BASE_INTERVAL_H
#define LM_BASE_INTERVAL_H

#include <stdint.h>

#define INTERVAL_Z 1.959963984540054

struct interval {
	double low, high;
};

/* Share k of n with Wilson's score interval (Wilson 1927). n 0: 0 to 1. */
struct interval interval_wilson(uint64_t k, uint64_t n);

/* Of plus + minus + rest, the share of plus less the share of minus: from the Wilson limits of
 * both and their correlation (Newcombe 1998, paired differences, method 10; Zou and Donner 2008).
 * Without rest it is Wilson's interval, stretched to -1 to 1. All 0: -1 to 1. */
struct interval interval_balance(uint64_t plus, uint64_t minus, uint64_t rest);

#endif
