/* SPDX-License-Identifier: MIT
 *
 * Fitting: the regression against answers that can be worked out, scores
 * against those of the code stage, numbers written back into YAML as people
 * write it, and what a fit must learn from a few plain paragraphs.
 */
#include <math.h>

#include "tests/unit/rig.h"

#include "pipeline/eval/design.h"
#include "pipeline/eval/fit.h"
#include "pipeline/eval/logistic.h"
#include "pipeline/eval/replay.h"
#include "pipeline/lexicon/weights.h"

#define LEXICON "id: test\ntitle: Test\nversion: 1\nlanguage: english\n" \
		"anaphora: [\"^ they\"]\ndefaults: {bias: -1, weight: 1}\n"

static struct lexicon *write_lexicon(struct rig *r, const char *themes)
{
	struct lexicon *lx = NULL;
	struct error e = { 0 };
	mkdir(rig_path(r, "themes"), 0700);
	rig_write(r, "lexicon.yaml", S(LEXICON));
	rig_write(r, "themes/a.yaml", str_of(themes));
	if (lexicon_load(&lx, r->folder, &e) < 0)
		print_error("%s\n", e.msg);
	assert_non_null(lx);
	return lx;
}

/* ---- the regression ---- */

/* 3 of 4 rows are 1: without a prior the bias is log 3. */
static void test_logistic_bias(void **state)
{
	(void)state;
	static const uint32_t rows[] = { 0, 1, 2, 3 };
	static const uint8_t label[] = { 1, 1, 0, 1, LOGISTIC_UNUSED };
	struct column c = { .row = rows, .n = 4 };
	struct logistic l = { .rows = 5, .columns = 1, .label = label, .column = &c };
	struct error e = { 0 };
	assert_int_equal(logistic_fit(&l, &e), 0);
	assert_true(fabs(c.weight - log(3)) < 1e-3);
}

/* A row that counts three times is three rows; one that counts half, with its like, is one. */
static void test_logistic_counts(void **state)
{
	(void)state;
	static const uint32_t rows[] = { 0, 1, 2 };
	static const uint8_t label[] = { 1, 0, 0 };
	static const double counts[] = { 3, 0.5, 0.5 };
	struct column c = { .row = rows, .n = 3 };
	struct logistic l = { .rows = 3, .columns = 1, .label = label, .counts = counts,
			      .column = &c };
	struct error e = { 0 };
	assert_int_equal(logistic_fit(&l, &e), 0);
	assert_true(fabs(c.weight - log(3)) < 1e-3);
}

/* Under an L1 penalty a weight stays at 0 until its slope there is over the penalty, then stands
 * where the slope is the penalty; none goes below 0. */
static void test_logistic_lasso(void **state)
{
	(void)state;
	static const uint32_t all[] = { 0, 1, 2, 3, 4, 5 }, yes[] = { 0, 1, 2 }, one[] = { 0, 5 },
			      no[] = { 3, 4 };
	static const uint8_t label[] = { 1, 1, 1, 0, 0, 0 };
	struct column c[] = {
		{ .row = all, .n = 6, .precision = 0.01 }, { .row = yes, .n = 3, .lasso = 0.5 },
		{ .row = one, .n = 2, .lasso = 0.5 }, { .row = no, .n = 2, .lasso = 0.1 },
	};
	struct logistic l = { .rows = 6, .columns = 4, .label = label, .column = c };
	struct error e = { 0 };
	assert_int_equal(logistic_fit(&l, &e), 0);
	assert_true(c[1].weight > 0.5);
	double p = 1 / (1 + exp(-c[0].weight - c[1].weight));
	assert_true(fabs(3 * (1 - p) - 0.5) < 0.01);
	assert_true(c[2].weight >= 0 && c[2].weight <= 0);
	assert_true(c[3].weight >= 0 && c[3].weight <= 0);
}

/* At the end the slope of each weight is that of its prior; a fixed one has not moved. */
static void test_logistic_prior(void **state)
{
	(void)state;
	static const uint32_t all[] = { 0, 1, 2, 3, 4, 5 }, some[] = { 1, 3, 4 }, last[] = { 5 };
	static const double values[] = { 0.5, 1.0, 0.25 };
	static const uint8_t label[] = { 0, 1, 0, 1, 1, 0 };
	struct column c[] = {
		{ .row = all, .n = 6 },
		{ .row = some, .value = values, .n = 3, .mean = 1, .precision = 0.5 },
		{ .row = last, .n = 1, .fixed = true, .weight = 2 },
	};
	struct logistic l = { .rows = 6, .columns = 3, .label = label, .column = c };
	struct error e = { 0 };
	double slope = 0;
	assert_int_equal(logistic_fit(&l, &e), 0);
	assert_true(c[2].weight == 2);
	for (int i = 0; i < 3; i++) {
		double eta = c[0].weight + values[i] * c[1].weight;
		slope += values[i] * (label[some[i]] - 1 / (1 + exp(-eta)));
	}
	assert_true(fabs(slope - 0.5 * (c[1].weight - 1)) < 1e-3);
}

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
		cmocka_unit_test(test_logistic_bias),
		cmocka_unit_test(test_logistic_counts),
		cmocka_unit_test(test_logistic_lasso),
		cmocka_unit_test(test_logistic_prior),
		cmocka_unit_test(test_scores),
		cmocka_unit_test_setup_teardown(test_scores_of_structure, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_edit, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_lock_values, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_learn, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_learn_nested, rig_setup, rig_teardown),
		cmocka_unit_test(test_folds),
		cmocka_unit_test_setup_teardown(test_habits, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_examples, rig_setup, rig_teardown),
	};
	return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
