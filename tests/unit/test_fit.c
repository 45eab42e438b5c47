/* SPDX-License-Identifier: MIT
 *
 * Fitting: what it must learn from a few plain paragraphs, coders and examples.
 */
#include "pipeline/eval/fit.h"
#include "tests/unit/fit_rig.h"

/* ---- learning ---- */

#define THEMES_LEARN                                                                         \
	"group: g\ntitle: G\nthemes:\n"                                                      \
	"  - id: load\n    title: Load\n    terms:\n      - caseload\n      - busy\n"        \
	"      - {term: morning, weight: 5, lock: yes}\n      - never found: 2\n"            \
	"  - id: visits\n    title: Visits\n    terms: [visit]\n"                            \
	"  - id: uncoded\n    title: Uncoded\n    bias: -7\n    terms: [zebra]\n"

static void write_paragraphs(struct rig *r)
{
	static const struct {
		const char *text, *theme;
	} kinds[] = {
		{ "Caseloads are high.", "load" },  { "They are too high.", "load" },
		{ "Visits are on time.", "visits" }, { "Busy roads cross the town.", NULL },
		{ "The town is old.", NULL },
	};
	struct buf text = { 0 }, codes = { 0 };
	for (int p = 0; p < 40; p++)
		for (int s = 0; s < countof(kinds); s++) {
			buf_addf(&text, "p%d.%d\t%s\n", p, s, kinds[s].text);
			buf_addf(&codes, "p%d.%d\t%s\t%s\n", p, s,
				 kinds[s].theme ? kinds[s].theme : "-none-", kinds[s].theme ? "0" : "");
		}
	rig_write(r, "a.txt", buf_str(&text));
	rig_write(r, "a.A.tsv", buf_str(&codes));
	buf_release(&text);
	buf_release(&codes);
}

static void test_learn(void **state)
{
	struct rig *r = *state;
	struct lexicon *lx = write_lexicon(r, THEMES_LEARN);
	struct error e = { 0 };
	struct config config;
	struct gold g;
	struct fit f, again;
	config_init(&config);
	write_paragraphs(r);
	assert_int_equal(gold_load(&g, r->folder, NULL, lx, &e), 0);
	for (int zero = 0; zero < 2; zero++) {
		struct fit_options o = { .ridge = FIT_RIDGE, .from_zero = zero };
		assert_int_equal(fit_run(&f, &g, &config, lx, &o, &e), 0);
		assert_true(score_f1(&f.before_all) < 0.9);
		assert_true(score_f1(&f.after_all) > 0.999);
		assert_true(f.weights.term[0] > 1 && f.weights.term[1] < 0);
		assert_true(f.weights.term[2] == 5 && f.weights.term[3] == 2);
		assert_true(f.weights.carry[CARRY_ANAPHORA] + f.weights.carry[CARRY_BEFORE] > 0.5);
		assert_true(f.weights.bias[2] == -7);
		assert_int_equal(f.terms, 6);
		assert_int_equal(f.locked, 1);
		assert_int_equal(f.unseen, 3);
		assert_int_equal(f.uncoded, 1);
		assert_int_equal(fit_run(&again, &g, &config, lx, &o, &e), 0);
		assert_memory_equal(f.weights.term, again.weights.term, 6 * sizeof(double));
		fit_release(&again);
		fit_release(&f);
	}
	gold_release(&g);
	lexicon_free(lx);
}

#define THEMES_NESTED                                                                        \
	"group: g\ntitle: G\nthemes:\n"                                                      \
	"  - id: work\n    title: Work\n    terms: []\n"                                     \
	"  - id: staff\n    title: Staff\n    parent: work\n    terms: [morale, town]\n"     \
	"  - id: load\n    title: Load\n    parent: staff\n    terms: [caseload]\n"          \
	"  - id: pay\n    title: Pay\n    parent: staff\n    lock: yes\n    terms: [salary: 5]\n"

/* In how many paragraphs each stands, with its themes: "work staff" and so on. */
static void write_nested(struct rig *r)
{
	static const struct {
		const char *text, *themes[3];
	} kinds[] = {
		{ "Caseloads are high.", { "work", "staff", "load" } },
		{ "Morale is low.", { "work", "staff" } },
		{ "Salaries are fair in the town.", { "work", "staff", "pay" } },
		{ "The town is old.", { NULL } },
	};
	struct buf text = { 0 }, codes = { 0 };
	for (int p = 0; p < 40 * countof(kinds); p++) {
		int k = p % countof(kinds);
		buf_addf(&text, "p%d.1\t%s\n", p, kinds[k].text);
		for (int t = 0; t < countof(kinds[k].themes) && kinds[k].themes[t]; t++)
			buf_addf(&codes, "p%d.1\t%s\t0\n", p, kinds[k].themes[t]);
	}
	rig_write(r, "a.txt", buf_str(&text));
	rig_write(r, "a.A.tsv", buf_str(&codes));
	buf_release(&text);
	buf_release(&codes);
}

/* What lies below a theme brings it: that counts as found, and its sentences tell nothing of the
 * theme's own terms ("town" stands beside salaries, and without them means nothing). */
static void test_learn_nested(void **state)
{
	struct rig *r = *state;
	struct lexicon *lx = write_lexicon(r, THEMES_NESTED);
	struct error e = { 0 };
	struct config config;
	struct gold g;
	struct fit f;
	struct fit_options o = { .ridge = FIT_RIDGE, .from_zero = true };
	config_init(&config);
	write_nested(r);
	assert_int_equal(gold_load(&g, r->folder, NULL, lx, &e), 0);
	assert_int_equal(fit_run(&f, &g, &config, lx, &o, &e), 0);
	for (ptrdiff_t t = 0; t < lx->themes.n; t++)
		assert_int_equal(f.after[t].extra + f.after[t].misses, 0);
	assert_int_equal(f.after[0].hits, 120);
	assert_int_equal(f.after[1].hits, 120);
	assert_int_equal(f.before[0].hits, 40);         /* those of the locked theme */
	assert_int_equal(f.uncoded, 1);                 /* work has no sum of its own to learn */
	assert_true(f.weights.term[0] > 1 && f.weights.term[1] <= 0);
	fit_release(&f);
	gold_release(&g);
	lexicon_free(lx);
}

/* ---- coders and documents ---- */

/* A document's paragraphs are held back together, extra ones with them; an extra one of no document is
 * never held back. */
static void test_folds(void **state)
{
	(void)state;
	struct gold_paragraph p = { .id = S("leeds/1.p1") }, q = { .id = S("leeds/1.p2"), .extra = 1 };
	assert_int_equal(fit_fold_of(&p), fit_fold_of(&q));
	assert_true(fit_fold_of(&p) < FIT_FOLDS);
	q.id = S("p2");
	assert_int_equal(fit_fold_of(&q), FIT_FOLD_EXTRA);
	bool differ = false;
	for (int i = 0; i < 26; i++) {
		char id[] = { 'p', (char)('a' + i), '\0' };
		q = (struct gold_paragraph){ .id = str_of(id) };
		differ |= fit_fold_of(&q) != fit_fold_of(&(struct gold_paragraph){ .id = S("pa") });
	}
	assert_true(differ);
}

/* An extra coder who gives a theme to sentences that say nothing of it does not teach that. */
static void test_habits(void **state)
{
	struct rig *r = *state;
	struct lexicon *lx = write_lexicon(r, THEMES_LEARN);
	struct error e = { 0 };
	struct config config;
	struct gold g;
	struct fit f;
	struct fit_options o = { .ridge = FIT_RIDGE, .from_zero = true };
	config_init(&config);
	write_paragraphs(r);
	mkdir(rig_path(r, "free"), 0700);
	struct buf text = { 0 }, codes = { 0 };
	for (int p = 0; p < 200; p++) {
		buf_addf(&text, "f%d.1\t%s\n", p, p % 2 ? "The town is old." : "Caseloads are low.");
		buf_addf(&codes, "f%d.1\tload\t0\n", p);
	}
	rig_write(r, "free/a.txt", buf_str(&text));
	rig_write(r, "free/a.A.tsv", buf_str(&codes));
	assert_int_equal(gold_load(&g, r->folder, NULL, lx, &e), 0);
	assert_int_equal(gold_add_extra(&g, rig_path(r, "free"), 1, lx, &e), 0);
	assert_int_equal(fit_run(&f, &g, &config, lx, &o, &e), 0);
	assert_int_equal(f.extra, 200);
	assert_int_equal(f.sentences, 200);
	/* All biases are shifted by one number, so the difference of two tells what load has learned:
	 * 7.1 if the habit were not apart. */
	assert_true(f.weights.bias[0] - f.weights.bias[1] < 5);
	fit_release(&f);
	gold_release(&g);
	lexicon_free(lx);
	buf_release(&text);
	buf_release(&codes);
}

#define THEMES_EXAMPLES                                                                      \
	"group: g\ntitle: G\nthemes:\n"                                                      \
	"  - {id: load, title: Load, terms: [caseload], examples: [\"Caseloads are high.\",\n" \
	"     {text: The town is old., polarity: none}, {text: Caseloads fell., polarity: strength},\n" \
	"     \"They are busy. Caseloads grow.\"]}\n"                                          \
	"  - {id: visits, title: Visits, terms: [visit], examples: [Visits are late.]}\n"

/* Each example of one sentence says what its theme gets, and nothing of the other. */
static void test_examples(void **state)
{
	struct rig *r = *state;
	struct lexicon *lx = write_lexicon(r, THEMES_EXAMPLES);
	struct error e = { 0 };
	struct gold g;
	write_paragraphs(r);
	assert_int_equal(gold_load(&g, r->folder, NULL, lx, &e), 0);
	ptrdiff_t had = g.sentences.n;
	assert_int_equal(gold_add_examples(&g, 2, lx, &e), 0);
	assert_int_equal(g.sentences.n, had + 4);
	const struct gold_code *c = gold_code(&g, had, 0);
	assert_true(c[0].yes && !c[0].maybe && !c[1].yes && c[1].maybe);        /* load: any */
	assert_true(!c[2].yes && !c[2].maybe);                                  /* load: none */
	assert_int_equal(c[4].polarities, 1 << POL_STRENGTH);
	assert_true(c[7].yes && !c[7].maybe && c[6].maybe);                     /* visits */
	const struct gold_paragraph *p = &g.paragraphs.at[g.sentences.at[had].paragraph];
	assert_true(p->extra == GOLD_EXAMPLE && p->weight == 2);
	assert_int_equal(fit_fold_of(p), FIT_FOLD_EXTRA);
	gold_release(&g);
	lexicon_free(lx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_learn, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_learn_nested, rig_setup, rig_teardown),
		cmocka_unit_test(test_folds),
		cmocka_unit_test_setup_teardown(test_habits, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_examples, rig_setup, rig_teardown),
	};
	return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
