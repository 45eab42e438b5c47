/* SPDX-License-Identifier: MIT
 *
 * The stem stage: every word of a document gets its form, the same word the
 * same one; and the chain from lines to stems holds together.
 */
#include "tests/unit/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static struct text_bench bench;

static int set_up(void **state)
{
	(void)state;
	return text_open(&bench);
}

static int tear_down(void **state)
{
	(void)state;
	text_close(&bench);
	return 0;
}

static void run_chain(struct str source)
{
	static const struct stage *const chain[] = { &stage_normalise, &stage_segment, &stage_tokenize,
						     &stage_stem };
	text_lines(&bench, source);
	for (ptrdiff_t i = 0; i < countof(chain); i++)
		assert_int_equal(text_run(&bench, chain[i]), 0);
	assert_int_equal(doc_check(&bench.d, &bench.e), 0);
}

static void test_forms_of_words(void **state)
{
	static const char *const stems[] = { "children", "plan", "were", "review", "children", "plan" };
	(void)state;
	run_chain(S("Children\xE2\x80\x99s plans were\nreviewed.\n\nChildren planned"));
	const struct doc *d = &bench.d;
	assert_int_equal(d->toks.n, countof(stems));
	for (ptrdiff_t i = 0; i < d->toks.n; i++) {
		struct str word = doc_text(d, d->toks.at[i].off, d->toks.at[i].len);
		assert_true(str_eq(d->forms[i]->surface, word));
		assert_true(str_eq(d->forms[i]->stem, str_of(stems[i])));
	}
}

static void test_equal_words_share_a_form(void **state)
{
	(void)state;
	run_chain(S("plan PLAN plan plans"));
	assert_ptr_equal(bench.d.forms[0], bench.d.forms[2]);
	assert_ptr_not_equal(bench.d.forms[0], bench.d.forms[1]);
	assert_ptr_not_equal(bench.d.forms[0], bench.d.forms[3]);
}

static void test_no_words(void **state)
{
	(void)state;
	run_chain(S(""));
	assert_int_equal(bench.d.toks.n, 0);
	run_chain(S("--- ... \n\n!"));
	assert_int_equal(bench.d.toks.n, 0);
}

/* A document that may not take more memory fails with a reason, and the next one is read. */
static void test_memory_limit(void **state)
{
	static const struct stage *const chain[] = { &stage_normalise, &stage_segment, &stage_tokenize,
						     &stage_stem };
	struct buf b = { 0 };
	(void)state;
	for (int i = 0; i < 50000; i++)
		buf_addz(&b, "word. ");
	ptrdiff_t failed = -1;
	text_lines(&bench, buf_str(&b));
	bench.d.mem.limit = bench.d.mem.used + 1000000;
	for (ptrdiff_t i = 0; i < countof(chain) && failed < 0; i++)
		if (text_run(&bench, chain[i]) < 0)
			failed = i;
	assert_true(failed >= 0);
	assert_int_equal(bench.e.code, E_NOMEM);
	bench.e = (struct error){ 0 };
	bench.d.mem.limit = 0;
	run_chain(S("one word"));
	assert_int_equal(bench.d.toks.n, 2);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms_of_words), cmocka_unit_test(test_equal_words_share_a_form),
		cmocka_unit_test(test_no_words),       cmocka_unit_test(test_memory_limit),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
