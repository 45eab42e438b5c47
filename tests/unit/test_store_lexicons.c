/* SPDX-License-Identifier: MIT
 *
 * The store after a lexicon was edited: what is read, what is coded again.
 */
#include "tests/unit/store_runs.h"

static void test_lexicon_edit(void **state)
{
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	store_rig_lexicon(&rig, "children");
	expect_run("s.db", 0, (struct store_changes){ .recoded = 1 });
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(*) FROM codes WHERE theme = "
					  "'load' AND terms = '[\"children\"]'"), 1);
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(*) FROM lexicons"), 2);
	expect_run("s.db", 0, (struct store_changes){ 0 });
}
/* A file whose stamp is the stored one is not opened for another lexicon either. */
static void test_lexicon_edit_unopened(void **state)
{
	rig.trust_stamps = true;
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	rig_write(*state, "reports/none.txt", S("\0\1\2 nothing"));
	expect_run("s.db", 2, (struct store_changes){ .added = 2, .failed = 1 });
	store_rig_lexicon(&rig, "children");
	expect_run("s.db", 0, (struct store_changes){ .recoded = 2 });
	assert_int_equal(rig.passed_over, 2);
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT bytes FROM documents "
					  "WHERE status = 'failed'"), 11);
	expect_run("s.db", 0, (struct store_changes){ 0 });
	assert_int_equal(rig.passed_over, 2);
}
/* Only documents in which a term occurs that was edited are coded again. */
static void test_lexicon_edit_unconcerned(void **state)
{
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	rig_write(*state, "reports/b.txt", S(TEXT_B));
	store_rig_lexicon(&rig, "caseloads");
	expect_run("s.db", 2, (struct store_changes){ .added = 2 });
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(*) FROM words"), 2);
	store_rig_lexicon(&rig, "caseloads, visit <0-2> children");     /* A visits children */
	expect_run("s.db", 0, (struct store_changes){ .recoded = 2 });
	assert_int_equal(rig.coded, 1);
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(*) FROM documents WHERE "
		"changed_run = 2 AND lexicon = (SELECT lexicon FROM runs WHERE id = 2)"), 2);
	store_rig_lexicon(&rig, "caseloads, act <0-2> concerns");       /* B acts on concerns */
	expect_run("s.db", 0, (struct store_changes){ .recoded = 2 });
	assert_int_equal(rig.coded, 2);
	store_rig_lexicon(&rig, "caseloads");
	expect_run("s.db", 0, (struct store_changes){ .recoded = 2 });
	assert_int_equal(rig.coded, 1);
	make_database(*state, "s.db", "UPDATE words SET words = x'00112233'");
	store_rig_lexicon(&rig, "caseloads, nothing");
	expect_run("s.db", 0, (struct store_changes){ .recoded = 2 });
	assert_int_equal(rig.coded, 2);                                 /* damage is found */
}
/* Where an added term takes too long in a sentence, the document becomes what a full run makes of it. */
static void test_lexicon_edit_that_is_cut(void **state)
{
	struct buf text = { 0 }, mine = { 0 }, full = { 0 };
	for (int i = 0; i < 90; i++)
		buf_addz(&text, "team ");
	for (int i = 0; i < 30; i++)
		buf_addz(&text, "and ");
	buf_addz(&text, "nothing. " TEXT_A);
	rig_write(*state, "reports/a.txt", buf_str(&text));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	assert_int_equal(rig.totals.by_status[DOC_OK], 1);
	store_rig_lexicon(&rig, "caseloads, team <0-20> team <0-20> team <0-20> team <0-20> team <0-20> team <0-9> nothing");
	assert_int_equal(store_rig_run(&rig, "s.db"), 0);
	assert_int_equal(rig.totals.by_status[DOC_PARTIAL], 1);
	store_rig_export(&rig, "s.db", &mine);
	assert_int_equal(store_rig_run(&rig, "full.db"), 0);
	store_rig_export(&rig, "full.db", &full);
	assert_true(str_eq(buf_str(&mine), buf_str(&full)));
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(*) FROM words"), 0);
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(*) FROM hits"), 0);
	buf_release(&text), buf_release(&mine), buf_release(&full);
}
/* A store of the second version knows no words, and learns them. */
static void test_store_without_words(void **state)
{
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	make_database(*state, "s.db", "DROP TABLE words; DROP TABLE hits; DROP TABLE row_hashes; DROP VIEW v_evidence; "
		      "ALTER TABLE codes DROP COLUMN mentions; "
		      "ALTER TABLE lexicon_files DROP COLUMN hash; ALTER TABLE lexicons DROP COLUMN columns;"
		      "DROP VIEW v_vectors; DROP VIEW v_by_year; DROP VIEW v_vectors_long; DROP VIEW v_latest;"
		      "ALTER TABLE documents DROP COLUMN attributes; PRAGMA user_version = 2");
	store_rig_lexicon(&rig, "caseloads, nothing");
	expect_run("s.db", 0, (struct store_changes){ .recoded = 1 });
	assert_int_equal(rig.coded, 1);
	store_rig_lexicon(&rig, "caseloads, nothing, more nothing");
	expect_run("s.db", 0, (struct store_changes){ .recoded = 1 });
	assert_int_equal(rig.coded, 0);
}
/* With nothing changed nothing but the lexicon's bytes is looked at. */
static void test_lexicon_that_is_known(void **state)
{
	rig.trust_stamps = true;
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	store_rig_lexicon(&rig, "'(open'");
	assert_int_equal(store_rig_run(&rig, "s.db"), -E_LEXICON);
	store_rig_lexicon(&rig, "caseloads");
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	store_rig_lexicon(&rig, "'(open'");
	assert_int_equal(store_rig_run(&rig, "s.db"), -E_LEXICON);
	store_rig_lexicon(&rig, "caseloads, {term: nothing, unless: ['(open']}");
	assert_int_equal(store_rig_run(&rig, "s.db"), -E_LEXICON);
	store_rig_lexicon(&rig, "caseloads");
	expect_run("s.db", 0, (struct store_changes){ 0 });
	assert_int_equal(rig.passed_over, 1);
	rig_write(*state, "reports/b.txt", S(TEXT_B));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
}
int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_lexicon_edit), CASE(test_lexicon_edit_unopened),
		CASE(test_lexicon_edit_unconcerned), CASE(test_lexicon_edit_that_is_cut),
		CASE(test_store_without_words), CASE(test_lexicon_that_is_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
