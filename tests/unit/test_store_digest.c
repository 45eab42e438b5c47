/* SPDX-License-Identifier: MIT
 *
 * The digest, over documents that are put into a store by hand.
 */
#include "pipeline/store/digest.h"
#include "pipeline/store/schema.h"
#include "tests/unit/rig.h"

static struct db db;

static int set_up(void **state)
{
	struct error e = { 0 };
	if (rig_setup(state))
		return -1;
	static char path[4096];
	snprintf(path, sizeof path, "%s", rig_path(*state, "s.db"));
	if (db_open(&db, path, DB_CREATE, &e) < 0 || schema_migrate(&db, &e) < 0)
		return -1;
	return db_exec(&db, "INSERT INTO runs (id, started, ended, program, stemmer, lexicon, sources) "
		       "VALUES (1, '', 'x', '', '', 'L', '[]'), (2, '', NULL, '', '', 'L', '[]'),"
		       "(3, '', 'x', '', '', 'L', '[]');"
		       "INSERT INTO lexicons VALUES ('L', 'l', 'L', '1', 1, NULL);"
		       "INSERT INTO themes VALUES ('L', 0, 'load', 'Caseloads', 'g'),"
		       "('L', 1, 'staff', 'Staff', 'g')", &e);
}

static int tear_down(void **state)
{
	db_close(&db);
	return rig_teardown(state);
}

/* A report of an authority with its sentences on both themes: strengths and concerns. */
static void add(int run, const char *authority, const char *date, int load_good, int load_bad,
		int staff_good, int staff_bad)
{
	struct error e = { 0 };
	char sql[1000], quoted_date[20] = "NULL";
	if (date)
		snprintf(quoted_date, sizeof quoted_date, "'%s'", date);
	snprintf(sql, sizeof sql,
		 "INSERT INTO documents (path, copy, status, format, bytes, pages, warnings, words,"
		 "sentences, coded_sentences, lexicon, rows_hash, first_run, changed_run, local_authority,"
		 "kind, publication_date) VALUES ('%s-%s', 0, 'ok', 'text', 1, 1, 0, 100, 9, 9, 'L', 1, %d,"
		 "%d, '%s', 'sif', %s);"
		 "INSERT INTO vectors SELECT max(id), 'load', %d, 9, %d, %d, 0, 0, 0, 0 FROM documents;"
		 "INSERT INTO vectors SELECT max(id), 'staff', %d, 9, %d, %d, 0, 0, 0, 0 FROM documents",
		 authority, date ? date : "x", run, run, authority, quoted_date, load_good + load_bad,
		 load_good, load_bad, staff_good + staff_bad, staff_good, staff_bad);
	assert_int_equal(db_exec(&db, sql, &e), 0);
}

static void expect(int run, const char *want)
{
	struct buf b = { 0 };
	struct error e = { 0 };
	assert_int_equal(digest_write(&db, run, &b, &e), 0);
	buf_addc(&b, '\0');
	assert_string_equal(b.p, want);
	buf_release(&b);
}

static void test_nothing_new(void **state)
{
	(void)state;
	add(1, "A", "2018-01-01", 1, 5, 5, 1);
	expect(2, "");
}

static void test_new_turned_recurring(void **state)
{
	(void)state;
	add(1, "A", "2016-01-01", 0, 4, 5, 1);
	add(1, "A", "2018-01-01", 1, 5, 5, 1);
	add(1, "A", "2020-01-01", 6, 2, 5, 1);
	add(1, "B", "2020-01-01", 6, 2, 1, 5);
	add(2, "A", "2023-06-01", 1, 5, 4, 4);
	add(2, "B", NULL, 0, 9, 0, 9);
	expect(2, "new reports:\n"
	       "  A, sif, 2023-06-01: A-2023-06-01\n"
	       "  B, sif, undated: B-x\n"
	       "turned to concern:\n"
	       "  A: Caseloads (5 of 6 sentences; 2 of 8 on 2020-01-01)\n"
	       "recurring concerns:\n"
	       "  A: Caseloads, raised in 2016, 2018, 2023\n");
}

/* The report just before decides, not an older one. */
static void test_already_of_concern(void **state)
{
	(void)state;
	add(1, "A", "2016-01-01", 5, 0, 5, 0);
	add(1, "A", "2018-01-01", 1, 5, 5, 0);
	add(2, "A", "2020-01-01", 1, 5, 5, 0);
	expect(2, "new reports:\n"
	       "  A, sif, 2020-01-01: A-2020-01-01\n"
	       "recurring concerns:\n"
	       "  A: Caseloads, raised in 2018, 2020\n");
}

/* Run 2 was killed: what it found is told by run 3. */
static void test_killed_run(void **state)
{
	(void)state;
	add(1, "A", "2016-01-01", 5, 0, 5, 0);
	add(2, "A", "2018-01-01", 5, 0, 5, 0);
	add(3, "A", "2020-01-01", 5, 0, 5, 0);
	expect(3, "new reports:\n"
	       "  A, sif, 2018-01-01: A-2018-01-01\n"
	       "  A, sif, 2020-01-01: A-2020-01-01\n");
}

static void test_long_lists(void **state)
{
	struct buf b = { 0 };
	struct error e = { 0 };
	(void)state;
	for (int i = 0; i < 60; i++) {
		char name[20];
		snprintf(name, sizeof name, "A%02d", i);
		add(1, name, "2020-01-01", 1, 0, 1, 0);
	}
	assert_int_equal(digest_write(&db, 1, &b, &e), 0);
	assert_true(str_ends(buf_str(&b), S("A49-2020-01-01\n  and 10 more\n")));
	buf_release(&b);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_nothing_new), CASE(test_new_turned_recurring), CASE(test_already_of_concern),
		CASE(test_killed_run), CASE(test_long_lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
