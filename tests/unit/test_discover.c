/* SPDX-License-Identifier: MIT
 *
 * Phrases: their words, their association, and that a new one is found in a
 * store while what the lexicon has is not.
 */
#include <math.h>

#include "pipeline/trend/discover.h"
#include "pipeline/trend/words.h"
#include "tests/unit/store_rig.h"

/* quanteda's textstat_collocations on "I like good ice cream.", "Me too!  I like good ice cream.":
 * every pair comes twice at nine places; lambda and z as its documentation prints them. */
static void association_as_published(void **state)
{
	struct association a = associate(2, 2, 2, 9);
	(void)state;
	assert_true(fabs(a.lambda - 4.317488) < 5e-7);
	assert_true(fabs(a.z - 2.027787) < 5e-7);
}

static void words_of_a_sentence(void **state)
{
	static const struct { const char *want; bool broken; } rows[] = {
		{ "children's", false }, { "multi-agency", false }, { "work", false }, { "which", true },
		{ "it", false }, { "praised", true }, { "caf\xC3\xA9", false }, { "end", true },
	};
	struct str text = S("Children\xE2\x80\x99s multi-agency work, which it \xE2\x80\x98praised caf\xC3\xA9 "
			    "99- End.");
	char buf[40];
	bool broken;
	(void)state;
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		struct str w = next_word(&text, buf, sizeof buf, &broken);
		if (!str_eq(w, str_of(rows[i].want)) || broken != rows[i].broken)
			fail_msg("%.*s %d, not %s", STR_ARG(w), broken, rows[i].want);
	}
	assert_int_equal(next_word(&text, buf, sizeof buf, &broken).n, 0);
	text = S("abcdefgh");
	assert_int_equal(next_word(&text, buf, 4, &broken).n, 4);
	assert_int_equal(text.n, 0);
}

static void function_words(void **state)
{
	(void)state;
	assert_true(is_function_word(S("the")) && is_function_word(S("a")) && is_function_word(S("good")));
	assert_false(is_function_word(S("hubs")) || is_function_word(S("oo")) || is_function_word(S("he the")) ||
		     is_function_word(S("th")));
}

/* Twenty letters, the later ten of which speak of family hubs. */
static void a_new_phrase_is_found(void **state)
{
	struct store_rig s;
	struct db db;
	struct dataset ds;
	struct discovery d;
	struct discover_options o = { .min_docs = 5, .min_z = 1, .most = 20 };
	store_rig_init(&s, *state);
	for (int i = 0; i < 20; i++) {
		char name[40], text[400];
		snprintf(name, sizeof name, "reports/%02d.txt", i);
		snprintf(text, sizeof text, "Inspection of children's services\n\nInspection dates: 3 to 7 June %d\n\n"
			 "Some staff in town %d like %s. High caseloads worry staff in team %d.\n", 2001 + i, i,
			 i < 10 ? "river walks" : "family hubs", i);
		rig_write(s.r, name, str_of(text));
	}
	assert_int_equal(store_rig_run(&s, "s.db"), 0);
	assert_int_equal(db_open(&db, rig_path(s.r, "s.db"), DB_READ, &s.e), 0);
	assert_int_equal(dataset_load(&ds, &db, &s.e), 0);
	for (ptrdiff_t i = 0; i < ds.docs.n; i++)       /* dates are another stage's work */
		ds.docs.at[i].years = 2001 + (double)i;
	assert_int_equal(discover(&d, &ds, &db, &o, &s.e), 0);
	assert_true(d.list.n > 0);
	const struct phrase *p = &d.list.at[0];
	assert_true(str_find(p->text, S("family hubs"), 0) >= 0);
	assert_int_equal(p->docs, 10);
	assert_int_equal(p->late, 10);
	assert_float_equal(p->rise, 1, 1e-6);
	for (ptrdiff_t i = 0; i < d.list.n; i++)
		assert_true(str_find(d.list.at[i].text, S("caseload"), 0) < 0);
	dataset_release(&ds);
	db_close(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(association_as_published),
		cmocka_unit_test(words_of_a_sentence),
		cmocka_unit_test(function_words),
		cmocka_unit_test_setup_teardown(a_new_phrase_is_found, rig_setup, rig_teardown),
	};
	return cmocka_run_group_tests_name("discover", tests, NULL, NULL);
}
