/* SPDX-License-Identifier: MIT
 *
 * Phrases: their words, their association, and that a new one is found in a
 * store while what the lexicon has is not.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/trend/compare_phrases.h"
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

/* Twenty letters of five councils, the later ten of which speak of family hubs. */
static void write_letters(struct store_rig *s)
{
	static const char *const councils[] = { "Bolton", "Bury", "Kent", "Leeds", "Devon" };
	for (int i = 0; i < 20; i++) {
		char name[40], text[400];
		snprintf(name, sizeof name, "reports/%02d.txt", i);
		snprintf(text, sizeof text, "Inspection of %s children's services\n\nInspection dates: 3 to 7 June "
			 "%d\n\nSome staff in town %d like %s. High caseloads worry staff in team %d.%s\n",
			 councils[i % 5], 2001 + i, i, i < 10 ? "river walks" : "family hubs", i,
			 i == 0 ? " Staff like canal boats, canal boats, canal boats, canal boats, canal boats." : "");
		rig_write(s->r, name, str_of(text));
	}
}

static void load(struct store_rig *s, struct db *db, struct dataset *ds)
{
	write_letters(s);
	assert_int_equal(store_rig_run(s, "s.db"), 0);
	assert_int_equal(db_open(db, rig_path(s->r, "s.db"), DB_READ, &s->e), 0);
	assert_int_equal(dataset_load(ds, db, &s->e), 0);
	for (ptrdiff_t i = 0; i < ds->docs.n; i++) {    /* dates and places are another stage's work */
		static const char *const places[] = { "a", "b", "c", "d", "e" };
		ds->docs.at[i].years = 2001 + (double)i;
		ds->docs.at[i].column[META_local_authority] = str_of(places[i % 5]);
		ds->docs.at[i].column[META_region_code] = str_of(i < 10 ? "NE" : "SW");
	}
}

static void a_new_phrase_is_found(void **state)
{
	struct store_rig s;
	struct db db;
	struct dataset ds;
	struct discovery d;
	struct discover_options o = { .min_docs = 5, .min_z = 1, .most = 20 };
	store_rig_init(&s, *state);
	load(&s, &db, &ds);
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

static const struct phrase_contrast *find(const struct phrase_comparison *c, struct str text)
{
	for (ptrdiff_t i = 0; i < c->list.n; i++)
		if (str_eq(c->list.at[i].text, text))
			return &c->list.at[i];
	return NULL;
}

/* What all of one side write is told, what one document repeats is not, nor what all write. */
static void phrases_are_compared(void **state)
{
	struct store_rig s;
	struct db db;
	struct dataset ds;
	struct sides sides;
	struct phrase_comparison c;
	struct selection a = { 0 }, b = { 0 };
	store_rig_init(&s, *state);
	load(&s, &db, &ds);
	assert_int_equal(selection_add(&a, &ds, S("region=SW"), &s.e), 0);
	assert_int_equal(sides_by_selection(&sides, &ds, &a, &b, &s.e), 0);
	struct phrase_question q = { .sides = &sides };
	assert_int_equal(compare_phrases(&c, &ds, &db, &q, &s.e), 0);
	assert_true(c.tested && c.min_docs == 3);
	const struct phrase_contrast *hubs = find(&c, S("family hubs")), *staff = find(&c, S("staff"));
	assert_non_null(hubs);
	assert_int_equal(hubs->n[0], 10);
	assert_int_equal(hubs->docs[1], 0);
	assert_true(hubs->odds.z > 0 && hubs->p_all <= 0.01 && hubs->share.low > 0.5);
	assert_true(find(&c, S("river walks"))->odds.z < 0);
	assert_true(staff && staff->p_all > 0.5);
	assert_null(find(&c, S("canal boats")));     /* of one document */
	q.min_docs = 1;
	assert_int_equal(compare_phrases(&c, &ds, &db, &q, &s.e), 0);
	assert_null(find(&c, S("canal boats")));     /* of one authority */
	dataset_release(&ds);
	db_close(&db);
}

/* Documents on sides by chance: in how many tables does any phrase stand out? */
static void chance_finds_no_phrase(void **state)
{
	struct store_rig s;
	struct db db;
	struct dataset ds;
	struct stats_random random = { 11 };
	int found = 0, rounds = getenv("LONG") ? 1000 : 40;
	store_rig_init(&s, *state);
	load(&s, &db, &ds);
	for (int r = 0; r < rounds; r++) {
		uint8_t side[32];
		struct sides sides = { .of = side };
		struct phrase_comparison c;
		struct phrase_question q = { .sides = &sides, .min_docs = 2 };
		bool any = false;
		for (ptrdiff_t i = 0; i < ds.docs.n; i++)
			sides.n[side[i] = (uint8_t)stats_random_below(&random, 2)]++;
		assert_int_equal(compare_phrases(&c, &ds, &db, &q, &s.e), 0);
		for (ptrdiff_t i = 0; i < c.list.n; i++)
			any |= c.list.at[i].p_all <= 0.05;
		found += any;
	}
	if (getenv("LONG"))
		print_message("sides by chance: a phrase stands out in %d of %d\n", found, rounds);
	assert_true(found <= 0.05 * rounds + 3 * sqrt(0.05 * 0.95 * rounds));
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
		cmocka_unit_test_setup_teardown(phrases_are_compared, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(chance_finds_no_phrase, rig_setup, rig_teardown),
	};
	return cmocka_run_group_tests_name("discover", tests, NULL, NULL);
}
