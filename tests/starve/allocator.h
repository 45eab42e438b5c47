/* SPDX-License-Identifier: MIT
 *
 * The heap and the arenas of a process, made to fail on demand (starve.c).
 */
#ifndef LM_TESTS_ALLOCATOR_H
#define LM_TESTS_ALLOCATOR_H

#include <stdbool.h>

/* Count from 1, and fail, only between these two. */
void allocator_begin(void);
void allocator_end(void);

/* The next run's allocation n returns NULL, with all_after those after it, too; 0: none. */
void allocator_fail(long n, bool all_after);
void allocator_tell(int fd);              /* the stack where it failed */
long allocator_count(void);              /* of the last run that was learnt from */

/* Learn the ways to allocations: of those with the same functions on the stack the first stands for
 * all. Then how many ways there are, and the number of the allocation that stands for way i. The first
 * allocator_near() of them differ in their innermost functions. */
void allocator_learn(bool on);
long allocator_near(void);
long allocator_ways(void);
long allocator_way(long i);

#endif
