/* SPDX-License-Identifier: MIT
 *
 * For tests of long texts: the project's own lexicon and a chain to evidence and
 * counts, and a text that a setup writes.
 */
#ifndef LM_TESTS_LONG_TEXT_RIG_H
#define LM_TESTS_LONG_TEXT_RIG_H

#include <stdlib.h>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/chain.h"
#include "pipeline/run/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

struct fixture {
	struct config config;
	struct lexicon *lexicon;
	struct chain *chain;
	struct chain_worker *worker;
	struct buf text;
};

static inline struct fixture *fixture_new(void)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct error e = { 0 };
	config_init(&f->config);
	assert_int_equal(0, lexicon_load(&f->lexicon, "lexicons/childrens-services", &e));
	assert_int_equal(0, chain_open(&f->chain, &f->config, f->lexicon,
				       format_evidence.needs | format_csv.needs, &e));
	assert_int_equal(0, chain_worker_new(&f->worker, f->chain, &e));
	return f;
}

/* The next of a row of numbers that looks like chance. */
static inline uint32_t dice_throw(uint32_t *dice)
{
	*dice = *dice * 1103515245u + 12345u;
	return *dice >> 16;
}

static inline int teardown(void **state)
{
	struct fixture *f = *state;
	chain_worker_free(f->worker);
	chain_close(f->chain);
	lexicon_free(f->lexicon);
	buf_release(&f->text);
	free(f);
	return 0;
}

#endif
