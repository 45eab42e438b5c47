/* SPDX-License-Identifier: MIT
 *
 * Coded sentences and the figures made of them: two coders, one theme that the
 * lexicon has not, one code that nobody can find, one that only one coder gave.
 */
#include <math.h>

#include "pipeline/eval/score.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#define LEXICON "lexicons/childrens-services"
#define GOLD "tests/data/gold"

static struct lexicon *lx;

static int load(void **state)
{
	(void)state;
	struct error e = { 0 };
	return lexicon_load(&lx, LEXICON, &e);
}

static int unload(void **state)
{
	(void)state;
	lexicon_free(lx);
	return 0;
}

static ptrdiff_t theme(const char *id)
{
	return lexicon_theme(lx, str_of(id));
}

static void test_gold(void **state)
{
	(void)state;
	struct error e = { 0 };
	struct gold g;
	assert_int_equal(gold_load(&g, GOLD, NULL, lx, &e), 0);
	assert_int_equal(g.paragraphs.n, 2);
	assert_int_equal(g.sentences.n, 5);
	assert_int_equal(g.unknown, 1);
	struct gold_code *c = gold_code(&g, 0, theme("caseloads"));
	assert_true(c->yes && !c->maybe);
	assert_int_equal(c->polarities, 1u << POL_CONCERN | 1u << POL_MIXED);
	c = gold_code(&g, 4, theme("drift-delay"));
	assert_true(!c->yes && c->maybe);
	c = gold_code(&g, 2, theme("caseloads"));
	assert_true(!c->yes && !c->maybe);
	gold_release(&g);
}

static void test_bad_gold(void **state)
{
	(void)state;
	struct error e = { 0 };
	struct gold g;
	assert_int_equal(gold_load(&g, GOLD, "none", lx, &e), -E_IO);
	gold_release(&g);
	e = (struct error){ 0 };
	assert_int_equal(gold_load(&g, "tests/no-such-folder", NULL, lx, &e), -E_IO);
	gold_release(&g);
}

static void test_figures(void **state)
{
	(void)state;
	struct error e = { 0 };
	struct config config;
	struct gold g;
	struct score s;
	config_init(&config);
	assert_int_equal(gold_load(&g, GOLD, "small", lx, &e), 0);
	assert_int_equal(score_run(&s, &g, &config, lx, &e), 0);
	assert_int_equal(s.sentences, 5);
	assert_int_equal(s.unmatched, 0);
	assert_int_equal(s.themes[theme("caseloads")].hits, 1);
	assert_int_equal(s.themes[theme("caseloads")].right, 1);
	assert_int_equal(s.themes[theme("supervision")].right, 1);
	assert_int_equal(s.themes[theme("neglect")].misses, 1);
	/* What only one coder gave counts neither way, found or not. */
	assert_int_equal(s.themes[theme("drift-delay")].extra +
			 s.themes[theme("drift-delay")].misses, 0);
	assert_int_equal(s.all.hits, 3);
	assert_true(fabs(score_recall(&s.all) - 0.75) < 1e-9);
	score_release(&s);
	gold_release(&g);
}

/* Cohen 1960: 20 agreed yes, 15 agreed no, 5 and 10 apart: kappa 0.4. */
static void test_formulas(void **state)
{
	(void)state;
	struct score_counts c = { .hits = 20, .extra = 5, .misses = 10, .agreed_none = 15,
				  .right = 10 };
	struct kappa k = score_kappa(&c);
	assert_true(fabs(k.value - 0.4) < 1e-9);
	assert_true(k.low > 0.1 && k.low < 0.2 && k.high > 0.6 && k.high < 0.7);
	assert_true(fabs(score_precision(&c) - 0.8) < 1e-9);
	assert_true(fabs(score_f1(&c) - 40.0 / 55) < 1e-9);
	assert_true(fabs(score_joint_f1(&c) - 20.0 / 55) < 1e-9);
	assert_true(score_kappa(&(struct score_counts){ 0 }).value == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gold),
		cmocka_unit_test(test_bad_gold),
		cmocka_unit_test(test_figures),
		cmocka_unit_test(test_formulas),
	};
	return cmocka_run_group_tests_name("score", tests, load, unload);
}
