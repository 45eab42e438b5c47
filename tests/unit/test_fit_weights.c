/* SPDX-License-Identifier: MIT
 *
 * Weights: the scores that they give against those of the code stage, and their numbers written back
 * into YAML as people write it.
 */
#include <math.h>

#include "pipeline/eval/design.h"
#include "pipeline/eval/replay.h"
#include "pipeline/lexicon/weights.h"
#include "tests/unit/fit_rig.h"

/* ---- scores ---- */

struct coded {
	uint16_t theme;
	double score;
};

/* The codes that the chain gives, and those over the threshold by the weights, in one order. */
static void compare_scores(const struct lexicon *lx, const char *folder)
{
	struct config config;
	struct error e = { 0 };
	struct gold g;
	struct design x = { 0 };
	struct evidence ev;
	struct weights w;
	struct replay r;
	VEC(struct coded) chain = { 0 };
	ptrdiff_t k = lx->themes.n, next = 0;
	config_init(&config);
	assert_int_equal(gold_load(&g, folder, NULL, lx, &e), 0);
	assert_int_equal(replay_open(&r, &g, &config, lx, LAYER_CODES, &e), 0);
	for (ptrdiff_t p = 0; p < g.paragraphs.n; p++) {
		assert_int_equal(replay_paragraph(&r, p, &e), 0);
		for (ptrdiff_t i = 0; i < r.d.codes.n; i++) {
			struct coded *c = VEC_HEAP_PUSH(&chain);
			assert_non_null(c);
			*c = (struct coded){ r.d.codes.at[i].theme, (double)r.d.codes.at[i].score };
		}
	}
	replay_close(&r);
	assert_int_equal(design_load(&x, &g, &config, lx, &e), 0);
	assert_int_equal(evidence_init(&ev, &x, &e), 0);
	assert_int_equal(weights_of(&w, &x.mem, lx, &e), 0);
	double *score = NEW(&x.mem, double, x.sentences.n * k);
	evidence_compute(&ev, &x, &w, NULL);
	for (ptrdiff_t t = 0; t < k; t++)
		evidence_score(&ev, &x, &w, t, score);
	assert_true(chain.n > 0);
	for (ptrdiff_t i = 0; i < x.sentences.n * k; i++) {
		if (x.sentences.at[i / k].paragraph == NO_GOLD ||
		    score[i] <= lx->decision.threshold)
			continue;
		assert_true(next < chain.n);
		assert_int_equal(chain.at[next].theme, i % k);
		assert_true(fabs(chain.at[next++].score - score[i]) < 1e-4);
	}
	assert_int_equal(next, chain.n);
	free(chain.at);
	evidence_release(&ev);
	design_release(&x);
	gold_release(&g);
}

/* GOLD=DIR in the environment: that folder's paragraphs too. */
static void test_scores(void **state)
{
	(void)state;
	struct lexicon *lx = NULL;
	struct error e = { 0 };
	assert_int_equal(lexicon_load(&lx, "lexicons/childrens-services", &e), 0);
	compare_scores(lx, "tests/data/gold");
	if (getenv("GOLD"))
		compare_scores(lx, getenv("GOLD"));
	lexicon_free(lx);
}

#define THEMES_CARRY                                                                         \
	"group: g\ntitle: G\nthemes:\n"                                                      \
	"  - id: load\n    title: Load\n    bias: -2\n"                                      \
	"    carry: {before: 2, after: 1, lead: 0.5, anaphora: 1, others: -0.5, heading: 3}\n" \
	"    context: {visits: 0.7}\n    terms: [caseload: 4, busy: -1]\n"                   \
	"  - id: visits\n    title: Visits\n    bias: -1\n    carry: {others: 0.4}\n"        \
	"    terms: [visit: 3]\n"

/* A heading, a list with its introduction, what points back. */
static void test_scores_of_structure(void **state)
{
	struct rig *r = *state;
	struct lexicon *lx = write_lexicon(r, THEMES_CARRY);
	rig_write(r, "a.txt",
		  S("p.1.1\tCaseloads are high. They are busy.\np.1.2\tVisits are late.\n"
		    "p.2.1\tThey grow and visits stop.\np.2.2\tCaseloads, caseloads and busy staff.\n"
		    "## p.3\tCaseloads of visiting staff\np.3.1\tThey grow.\np.3.2\tVisits stop.\n"
		    "## p.4\tStaff\np.4.1\tThey grow. A visit is late.\n"));
	rig_write(r, "a.A.tsv", S("p.1.1\tload\t-\n"));
	compare_scores(lx, r->folder);
	lexicon_free(lx);
}

/* ---- writing back ---- */

#define THEMES_FORMS                                                                         \
	"group: g\ntitle: G   # a title\nthemes:\n"                                          \
	"  # the first\n"                                                                    \
	"  - id: load\n    title: Load\n"                                                    \
	"    carry: {before: 2.00, after: 1}   # by hand\n"                                  \
	"    terms:\n"                                                                       \
	"      - caseload      # bare\n"                                                     \
	"      - \"too \\u006dany\"\n"                                                       \
	"      - 'it''s busy': 1.5   # quoted\n"                                             \
	"      - {term: busy, unless: [busy road]}\n"                                        \
	"      - term: pressure   # block\n        in: body\n"                               \
	"      - {term: stretched, weight: 9, lock: yes}\n"                                  \
	"      - \"caf\xc3\xa9 (noise|din)\": -0.5\n"                                        \
	"  - {id: visits, title: Visits, bias: -1, context: {load: 0.7}, terms: [visit, plan: 1]}\n" \
	"  - id: fixed\n    title: Fixed\n    lock: yes\n    bias: -4\n    terms:\n      - rota\n"

/* Every number of what can be changed is another. */
static void change(struct weights *w, const struct lexicon *lx)
{
	for (ptrdiff_t t = 0; t < w->themes; t++) {
		if (lx->themes.at[t].locked)
			continue;
		w->bias[t] -= 1.25;
		for (int c = 0; c < CARRY_COUNT; c++)
			w->carry[t * CARRY_COUNT + c] += 0.1 * (c + 1);
	}
	for (uint32_t i = 0; i < w->context_first[w->themes]; i++)
		w->context[i] = -0.333;
	for (ptrdiff_t i = 0; i < w->terms; i++)
		if (lx->terms.at[i].theme < 2 && !(lx->terms.at[i].flags & (TERM_LOCKED | TERM_VETO)))
			w->term[i] += 0.5;
}

static void check_same(const struct weights *a, const struct weights *b)
{
	for (ptrdiff_t t = 0; t < a->themes; t++) {
		assert_true(fabs(a->bias[t] - b->bias[t]) < 0.0051);
		for (int c = 0; c < CARRY_COUNT; c++)
			assert_true(fabs(a->carry[t * CARRY_COUNT + c] -
					 b->carry[t * CARRY_COUNT + c]) < 0.0051);
	}
	for (uint32_t i = 0; i < a->context_first[a->themes]; i++)
		assert_true(fabs(a->context[i] - b->context[i]) < 0.0051);
	for (ptrdiff_t i = 0; i < a->terms; i++)
		assert_true(fabs(a->term[i] - b->term[i]) < 0.0051);
}

static ptrdiff_t theme_file(const struct lexicon *lx)
{
	return (ptrdiff_t)lx->themes.at[0].place.file;
}

static void test_edit(void **state)
{
	struct rig *r = *state;
	struct lexicon *lx = write_lexicon(r, THEMES_FORMS);
	struct error e = { 0 };
	struct weights w, again;
	struct arena mem;
	struct buf out = { 0 };
	arena_init(&mem, 0);
	assert_int_equal(weights_of(&w, &mem, lx, &e), 0);
	assert_int_equal(weights_edit(&out, lx, theme_file(lx), &w, &e), 0);
	assert_true(str_eq(buf_str(&out), S(THEMES_FORMS)));
	change(&w, lx);
	static const struct added_term added[] = {
		{ 0, STR("open file"), 1.5, STR("new") }, { 0, STR("rota gap"), 0.25, STR("") },
		{ 1, STR("home call"), 2, STR("not shown") },
	};
	w.added = added;
	w.added_count = countof(added);
	buf_reset(&out);
	if (weights_edit(&out, lx, theme_file(lx), &w, &e) < 0)
		print_error("%s\n%.*s", e.msg, STR_ARG(buf_str(&out)));
	assert_int_equal(e.code, 0);
	buf_addc(&out, '\0');
	static const char *const kept[] = { "# a title", "# the first", "# by hand", "# bare",
					    "# quoted", "# block", "unless: [busy road]",
					    "{term: stretched, weight: 9, lock: yes}",
					    "- caseload: 1.50      # bare", "bias: -4\n",
					    "\n      - open file: 1.50  # new\n",
					    "\n      - rota gap: 0.25\n",
					    "plan: 1.50, home call: 2.00]}" };
	for (int i = 0; i < countof(kept); i++)
		assert_non_null(strstr(out.p, kept[i]));
	struct lexicon *edited = write_lexicon(r, out.p);
	assert_int_equal(weights_of(&again, &mem, edited, &e), 0);
	assert_int_equal(again.terms, w.terms + countof(added));
	lexicon_free(edited);
	w.added_count = 0;
	buf_reset(&out);
	assert_int_equal(weights_edit(&out, lx, theme_file(lx), &w, &e), 0);
	buf_addc(&out, '\0');
	edited = write_lexicon(r, out.p);
	assert_int_equal(weights_of(&again, &mem, edited, &e), 0);
	check_same(&w, &again);
	lexicon_free(edited);
	lexicon_free(lx);
	buf_release(&out);
	arena_release(&mem);
}

static void test_lock_values(void **state)
{
	struct rig *r = *state;
	struct lexicon *lx = NULL;
	struct error e = { 0 };
	mkdir(rig_path(r, "themes"), 0700);
	rig_write(r, "lexicon.yaml", S(LEXICON));
	rig_write(r, "themes/a.yaml",
		  S("group: g\ntitle: G\nthemes:\n  - id: a\n    title: A\n    lock: perhaps\n"
		    "    terms: [b]\n"));
	assert_int_equal(lexicon_load(&lx, r->folder, &e), -E_LEXICON);
	assert_non_null(strstr(e.msg, "themes/a.yaml:6:11"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scores),
		cmocka_unit_test_setup_teardown(test_scores_of_structure, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_edit, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_lock_values, rig_setup, rig_teardown),
	};
	return cmocka_run_group_tests_name("fit_weights", tests, NULL, NULL);
}
