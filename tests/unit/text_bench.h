/* SPDX-License-Identifier: MIT
 *
 * One bench for all tests of a program, set up and torn down with them.
 */
#ifndef LM_TESTS_UNIT_TEXT_BENCH_H
#define LM_TESTS_UNIT_TEXT_BENCH_H

#include "tests/unit/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static struct text_bench bench;

static inline int bench_set_up(void **state)
{
	(void)state;
	return text_open(&bench);
}

static inline int bench_tear_down(void **state)
{
	(void)state;
	text_close(&bench);
	return 0;
}

#endif
