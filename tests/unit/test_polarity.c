/* SPDX-License-Identifier: MIT
 *
 * Polarity: what cues mean in their place, the decision, its evidence, and the
 * file that they are read from.
 */
#include "tests/unit/polarity_rig.h"

/* ---- the lexicon's own examples ---- */

static void test_examples(void **state)
{
	struct polarity_rig *r = *state;
	const struct cues *c = r->lx->cues;
	int wrong = 0, all = 0;
	for (ptrdiff_t g = 0; g < c->groups.n; g++)
		for (ptrdiff_t i = 0; i < c->groups.at[g].examples.n; i++, all++) {
			const struct example *x = &c->groups.at[g].examples.at[i];
			const struct code *k = polarity_of(r, x->text, "planning-review");
			assert_non_null(k);
			if (k->polarity == x->expect)
				continue;
			wrong++;
			print_error("polarity.yaml:%u: %s, not %s\n", x->place.line,
				    polarity_name(k->polarity),
				    polarity_name((enum polarity)x->expect));
		}
	assert_int_equal(wrong, 0);
	assert_true(all > 60);
}

/* ---- sentences that go wrong with a list of words ---- */

/* Whether name is one of the words in list, parted by bars. */
static bool one_of(struct str list, const char *name)
{
	while (list.n)
		if (str_eq(str_cut(&list, '|'), str_of(name)))
			return true;
	return false;
}

/* Sentences of a file that get the polarity it says, and how many it has. */
static int traps_right(struct polarity_rig *r, const char *path, int *all)
{
	char line[1000], theme[60];
	int right = 0;
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		struct str rest = str_trim(str_of(line));
		if (line[0] == '#')
			continue;
		struct str kind = str_cut(&rest, '\t'), text = str_cut(&rest, '\t');
		struct str id = str_cut(&rest, '\t');
		snprintf(theme, sizeof theme, "%.*s", STR_ARG(id));
		const struct code *k = polarity_of(r, text, theme);
		assert_non_null(k);
		bool ok = one_of(rest, polarity_name(k->polarity));
		right += ok;
		++*all;
		if (!ok)
			print_message("%.*s: %s: %.*s\n", STR_ARG(kind), polarity_name(k->polarity),
				      STR_ARG(text));
	}
	fclose(f);
	return right;
}

static void test_traps(void **state)
{
	int all = 0, right = traps_right(*state, "tests/data/polarity-traps.tsv", &all);
	assert_int_equal(all, 30);
	assert_true(right >= 28);
}

static void test_more_traps(void **state)
{
	int all = 0, right = traps_right(*state, "tests/data/polarity-more.tsv", &all);
	assert_int_equal(all, 75);
	assert_true(right >= 71);
}

/* ---- surroundings ---- */

static void test_list_under_heading(void **state)
{
	struct polarity_rig *r = *state;
	struct str item = S("The timeliness of eye tests for children in care");
	polarity_start(r);
	polarity_add(r, BLOCK_HEADING, true, S("What needs to improve"));
	polarity_code(r, polarity_add(r, BLOCK_ITEM, true, item), "health-of-children-in-care");
	polarity_code(r, polarity_add(r, BLOCK_ITEM, true, S("Support for new foster carers.")),
		      "placements");
	assert_int_equal(polarity_run(r), 0);
	assert_int_equal(r->d.codes.at[0].polarity, POL_CONCERN);
	assert_int_equal(r->d.codes.at[1].polarity, POL_CONCERN);
	const struct code *k = &r->d.codes.at[1];
	bool named = false;
	for (uint32_t i = 0; i < k->cue_count; i++)
		named |= str_eq(r->d.cue_uses.at[k->cue_first + i].rule, S("heading"));
	assert_true(named);
}

static void test_heading_as_sentence(void **state)
{
	struct polarity_rig *r = *state;
	polarity_start(r);
	polarity_add(r, BLOCK_PARA, true, S("What needs to improve?"));
	polarity_code(r, polarity_add(r, BLOCK_PARA, false, S("Support for new foster carers.")),
		      "placements");
	assert_int_equal(polarity_run(r), 0);
	assert_int_equal(r->d.codes.at[0].polarity, POL_CONCERN);
	assert_int_not_equal(
		polarity_of(r, S("Support for new foster carers."), "placements")->polarity,
		POL_CONCERN);
}

/* The sums of a sentence without cues behind one that has many. */
static const struct code *after(struct polarity_rig *r, struct str before, struct str text)
{
	polarity_start(r);
	polarity_add(r, BLOCK_PARA, true, before);
	polarity_code(r, polarity_add(r, BLOCK_PARA, false, text), "planning-review");
	return polarity_run(r) == 0 ? &r->d.codes.at[0] : NULL;
}

static void test_tone_carries(void **state)
{
	struct polarity_rig *r = *state;
	struct str praise = S("Plans are excellent, thorough and highly effective.");
	struct str blame = S("Plans are weak, poor and too often ineffective.");
	struct str back = S("This is so in all teams."), turn = S("However, it is so in one team.");
	assert_int_equal(after(r, praise, back)->polarity, POL_STRENGTH);
	assert_int_equal(after(r, blame, back)->polarity, POL_CONCERN);
	float turned = after(r, praise, turn)->bad;
	assert_true(turned > after(r, praise, back)->bad);
}

/* ---- themes of one sentence ---- */

static void test_clauses_of_themes(void **state)
{
	struct polarity_rig *r = *state;
	polarity_start(r);
	uint32_t s = polarity_add(r, BLOCK_PARA, true,
				  S("Supervision is excellent, but caseloads are far too high."));
	polarity_code(r, s, "caseloads");
	polarity_code(r, s, "supervision");
	assert_int_equal(polarity_run(r), 0);
	assert_int_equal(r->d.codes.at[0].polarity, POL_CONCERN);
	assert_int_equal(r->d.codes.at[1].polarity, POL_STRENGTH);
}

static const struct {
	struct str text;
	const char *theme;
	enum change change;
} changes[] = {
	{ STR("Supervision has improved, but it is still not good enough."), "supervision",
	  CHANGE_BETTER },
	{ STR("Caseloads have increased."), "caseloads", CHANGE_WORSE },
	{ STR("Caseloads have reduced."), "caseloads", CHANGE_BETTER },
	{ STR("School attendance has fallen."), "education-of-children-in-care", CHANGE_WORSE },
	{ STR("Practice has deteriorated."), "planning-review", CHANGE_WORSE },
	{ STR("Practice has declined."), "planning-review", CHANGE_WORSE },
	{ STR("The number of exclusions has declined."), "missing-education", CHANGE_BETTER },
	{ STR("Practice has not improved."), "planning-review", CHANGE_NONE },
	{ STR("Supervision is good."), "supervision", CHANGE_NONE },
};

static void test_change(void **state)
{
	struct polarity_rig *r = *state;
	for (ptrdiff_t i = 0; i < countof(changes); i++) {
		const struct code *k = polarity_of(r, changes[i].text, changes[i].theme);
		if (k->change != changes[i].change)
			print_error("%s: %s\n", changes[i].text.p,
				    change_name((enum change)k->change));
		assert_int_equal(k->change, changes[i].change);
	}
}

/* ---- evidence ---- */

/* What is printed of a decision adds up to it. */
static void test_evidence_adds_up(void **state)
{
	struct polarity_rig *r = *state;
	const struct code *k = polarity_of(
		r, S("Although most plans are clear, managers do not always act without delay."),
		"planning-review");
	const struct cue_decision *dec = &r->lx->cues->decision;
	float good = dec->bias_good, bad = dec->bias_bad;
	bool always = false;
	for (uint32_t i = 0; i < k->cue_count; i++) {
		const struct cue_use *u = &r->d.cue_uses.at[k->cue_first + i];
		good += u->good;
		bad += u->bad;
		assert_true(u->rule.n > 0);
		always |= str_eq(doc_text(&r->d, u->off, u->len), S("do not always")) &&
			  str_eq(u->rule, S("shortfall")) &&
			  str_eq(doc_text(&r->d, u->scope_off, u->scope_len),
				 S("act without delay"));
	}
	assert_true(good - k->good < 0.2f && k->good - good < 0.2f);
	assert_true(bad - k->bad < 0.2f && k->bad - bad < 0.2f);
	assert_true(always);
}

/* ---- odd sentences ---- */

static void test_hostile_sentence(void **state)
{
	struct polarity_rig *r = *state;
	struct buf b = { 0 };
	for (int i = 0; i < 40000; i++)
		buf_addz(&b, "not too poor but ");
	const struct code *k = polarity_of(r, buf_str(&b), "planning-review");
	assert_non_null(k);
	assert_true(k->polarity < POL_COUNT);
	assert_true(k->cue_count <= 500);
	buf_release(&b);
}

static void test_no_words(void **state)
{
	struct polarity_rig *r = *state;
	assert_non_null(polarity_of(r, S("***"), "planning-review"));
	assert_non_null(polarity_of(r, S("12."), "planning-review"));
}

/* ---- negation of given concepts ---- */

static const struct {
	struct str text, concept;
	bool negated;
} clinical[] = {
	{ STR("She denies pain, nausea or fever."), STR("fever"), true },
	{ STR("Fever was ruled out."), STR("fever"), true },
	{ STR("There was no change; fever persists."), STR("fever"), false },
	{ STR("No cough, but he has a fever."), STR("fever"), false },
	{ STR("Gram negative rods and fever."), STR("fever"), false },
	{ STR("He is not only tired but has a fever."), STR("fever"), false },
	{ STR("The knee shows a fracture without swelling."), STR("fracture"), false },
	{ STR("The knee shows a fracture without swelling."), STR("swelling"), true },
};

static void test_negation(void **state)
{
	struct negation_rig n;
	(void)state;
	assert_int_equal(negation_rig_open(&n, CLINICAL), 0);
	for (ptrdiff_t i = 0; i < countof(clinical); i++)
		assert_int_equal(negation_of(&n, clinical[i].text, clinical[i].concept),
				 clinical[i].negated);
	negation_rig_close(&n);
}

/* Where the published sentences are on the machine: LM_NEGEX names the file. */
static void test_negation_published(void **state)
{
	const char *path = getenv("LM_NEGEX");
	FILE *f = path ? fopen(path, "r") : NULL;
	struct negation_rig n;
	int total = 0;
	(void)state;
	if (!f)
		skip();
	assert_int_equal(negation_rig_open(&n, CLINICAL), 0);
	double score = negation_published(&n, f, &total);
	print_message("negation: F %.4f over %d sentences\n", score, total);
	assert_true(score >= 0.947);
	negation_rig_close(&n);
	fclose(f);
}

/* ---- reading the file ---- */

static const struct {
	const char *why;
	struct str bytes;
	const char *message;            /* the start of what is said */
} broken[] = {
	{ "no groups", STR("decision: {}\n"), "x.yaml:1:" },
	{ "unknown key", STR("groups:\n  - {id: a, class: good, term: [b]}\n"), "x.yaml:2:" },
	{ "unknown class", STR("groups:\n  - {id: a, class: god, terms: [b]}\n"),
	  "x.yaml:2:20: " },
	{ "no weight", STR("groups:\n  - {id: a, class: good, good: much, terms: [b]}\n"),
	  "x.yaml:2:" },
	{ "reach too far", STR("groups:\n  - {id: a, class: negator, reach: 99, terms: [b]}\n"),
	  "x.yaml:2:" },
	{ "bad pattern", STR("groups:\n  - {id: a, class: good, terms: [(b]}\n"), "x.yaml:2:" },
	{ "no such theme",
	  STR("groups:\n  - {id: a, class: good, for: {themes: [none]}, terms: [b]}\n"),
	  "x.yaml:2:" },
	{ "half a decision", STR("decision: {lean: 1}\ngroups: []\n"), "x.yaml:1:" },
	{ "unknown rule", STR("rules: {wish: {good: 1}}\ngroups: []\n"), "x.yaml:1:" },
};

static void test_broken_files(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(broken); i++) {
		struct lexicon lx = { .language = STR("english") };
		struct lexicon_file file = { STR("x.yaml"), broken[i].bytes };
		struct forms *fold = NULL;
		struct cues *c = NULL;
		struct error e = { 0 };
		lx.files.at = &file;
		lx.files.n = 1;
		assert_int_equal(symbols_new(&lx.symbols, &e), 0);
		assert_int_equal(matcher_new(&lx.matcher, lx.symbols, &e), 0);
		assert_int_equal(forms_new(&fold, NULL, &e), 0);
		assert_int_equal(cues_load(&c, &lx, 0, fold, &e), -E_LEXICON);
		if (strncmp(e.msg, broken[i].message, strlen(broken[i].message)) != 0)
			print_error("%s: %s\n", broken[i].why, e.msg);
		assert_int_equal(strncmp(e.msg, broken[i].message, strlen(broken[i].message)), 0);
		forms_free(fold);
		matcher_free(lx.matcher);
		symbols_free(lx.symbols);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_traps),
		cmocka_unit_test(test_more_traps),
		cmocka_unit_test(test_list_under_heading),
		cmocka_unit_test(test_heading_as_sentence),
		cmocka_unit_test(test_tone_carries),
		cmocka_unit_test(test_clauses_of_themes),
		cmocka_unit_test(test_change),
		cmocka_unit_test(test_evidence_adds_up),
		cmocka_unit_test(test_hostile_sentence),
		cmocka_unit_test(test_no_words),
		cmocka_unit_test(test_negation),
		cmocka_unit_test(test_negation_published),
		cmocka_unit_test(test_broken_files),
	};
	return cmocka_run_group_tests(tests, polarity_set_up, polarity_tear_down);
}
