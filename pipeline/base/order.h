/* SPDX-License-Identifier: MIT
 *
 * Comparisons for qsort() and bsearch().
 */
#ifndef LM_BASE_ORDER_H
#define LM_BASE_ORDER_H

#include <stdint.h>

static inline int order_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

#endif
