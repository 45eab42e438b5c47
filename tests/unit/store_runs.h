/* SPDX-License-Identifier: MIT
 *
 * Run after run over a test's folder, with what each has to find.
 */
#ifndef LM_TESTS_STORE_RUNS_H
#define LM_TESTS_STORE_RUNS_H

#include "tests/unit/store_rig.h"

#define TEXT_A "Caseloads are too high in the teams. Staff do not visit children often enough.\n"
#define TEXT_B "Caseloads are low and managers know the children well. Managers act on concerns.\n"
static struct store_rig rig;
static int set_up(void **state)
{
	if (rig_setup(state))
		return -1;
	store_rig_init(&rig, *state);
	return 0;
}
static inline void expect_run(const char *store, int read, struct store_changes want)
{
	int rc = store_rig_run(&rig, store);
	assert_string_equal(rig.e.msg, "");
	assert_int_equal(rc, 0);
	assert_int_equal(rig.read, read);
	assert_int_equal(rig.changes.added, want.added);
	assert_int_equal(rig.changes.changed, want.changed);
	assert_int_equal(rig.changes.recoded, want.recoded);
	assert_int_equal(rig.changes.moved, want.moved);
	assert_int_equal(rig.changes.gone, want.gone);
}
static inline void make_database(struct rig *r, const char *name, const char *sql)
{
	struct db db;
	struct error e = { 0 };
	assert_int_equal(db_open(&db, rig_path(r, name), DB_CREATE, &e), 0);
	assert_int_equal(db_exec(&db, sql, &e), 0);
	db_close(&db);
}
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, rig_teardown)

#endif
