/* SPDX-License-Identifier: MIT
 *
 * The store: what is read, what is not read again, what is kept of failures,
 * locks, other files in its place.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "pipeline/base/build_id.h"
#include "pipeline/io/file.h"
#include "pipeline/store/lock.h"
#include "pipeline/store/upkeep.h"
#include "tests/unit/store_runs.h"

static void test_unchanged(void **state)
{
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	rig_write(*state, "reports/b.txt", S(TEXT_B));
	expect_run("s.db", 2, (struct store_changes){ .added = 2 });
	expect_run("s.db", 0, (struct store_changes){ 0 });       /* racy: hashed, not read */
	assert_int_equal(rig.passed_over, 0);
	rig.trust_stamps = true;
	expect_run("s.db", 0, (struct store_changes){ 0 });       /* stamps are stored */
	assert_int_equal(rig.passed_over, 0);
	expect_run("s.db", 0, (struct store_changes){ 0 });       /* and trusted */
	assert_int_equal(rig.passed_over, 2);
	assert_int_equal(rig.totals.by_status[DOC_OK], 2);
	assert_true(rig.totals.words > 20);
}
/* Same size, and the modification time set back: the change time tells. */
static void test_sly_edit(void **state)
{
	struct stat st;
	rig.trust_stamps = true;
	rig_write(*state, "reports/a.txt", S("Caseloads are high.\n"));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	expect_run("s.db", 0, (struct store_changes){ 0 });
	assert_int_equal(rig.passed_over, 1);
	usleep(20000);
	assert_int_equal(stat(rig_path(*state, "reports/a.txt"), &st), 0);
	rig_write(*state, "reports/a.txt", S("Caseloads are good.\n"));
	struct timespec times[] = { st.st_atim, st.st_mtim };
	assert_int_equal(utimensat(AT_FDCWD, rig_path(*state, "reports/a.txt"), times, 0), 0);
	expect_run("s.db", 1, (struct store_changes){ .changed = 1 });
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(*) FROM sentences WHERE text LIKE "
					  "'%good.'"), 1);
}
static void test_rename_and_copy(void **state)
{
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	char from[4096];
	snprintf(from, sizeof from, "%s", rig_path(*state, "reports/a.txt"));
	assert_int_equal(rename(from, rig_path(*state, "reports/z.txt")), 0);
	expect_run("s.db", 0, (struct store_changes){ .moved = 1 });
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT first_run FROM documents"), 1);
	rig_write(*state, "reports/copy.txt", S(TEXT_A));
	expect_run("s.db", 0, (struct store_changes){ .added = 1 });
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(*) FROM contents"), 1);
	unlink(rig_path(*state, "reports/z.txt"));
	expect_run("s.db", 0, (struct store_changes){ .gone = 1 });
}
/* Only what lies under the paths of the run can be gone. */
static void test_other_roots_stay(void **state)
{
	mkdir(rig_path(*state, "reports/a"), 0700);
	mkdir(rig_path(*state, "reports/ab"), 0700);
	rig_write(*state, "reports/a/1.txt", S(TEXT_A));
	rig_write(*state, "reports/ab/2.txt", S(TEXT_B));
	expect_run("s.db", 2, (struct store_changes){ .added = 2 });
	unlink(rig_path(*state, "reports/a/1.txt"));
	assert_int_equal(store_rig_run_on(&rig, "s.db", "reports/a"), 0);
	assert_int_equal(rig.changes.gone, 1);
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(*) FROM documents"), 1);
}
static void test_build_id(void **state)
{
	uint64_t h = 1;
	int own = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	assert_true(build_id_add(&h, own));
	assert_int_not_equal(h, 1);
	close(own);
	static const struct str others[] = { STR(""), STR("#!/bin/sh\n"), STR("\177ELF\2\1\1") };
	for (int i = 0; i < countof(others); i++) {
		rig_write(*state, "program", others[i]);
		int fd = open(rig_path(*state, "program"), O_RDONLY | O_CLOEXEC);
		assert_false(build_id_add(&h, fd));
		close(fd);
	}
}
/* What counts is another matter when all voices do. */
static void test_option(void **state)
{
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	rig.config.all_voices = true;
	expect_run("s.db", 0, (struct store_changes){ .recoded = 1 });
}
static void test_failures(void **state)
{
	rig_write(*state, "reports/bad.bin", S("\0\1\2\3 no text at all"));
	rig_write(*state, "reports/none.txt", S(""));
	expect_run("s.db", 1, (struct store_changes){ .added = 2 });
	assert_int_equal(rig.changes.failed, 1);
	expect_run("s.db", 0, (struct store_changes){ 0 });       /* known to fail, not tried again */
	assert_int_equal(rig.totals.by_status[DOC_FAILED], 1);
	assert_int_equal(rig.totals.by_status[DOC_NOTEXT], 1);
	struct db db;
	int64_t n;
	assert_int_equal(db_open(&db, rig_path(*state, "s.db"), DB_WRITE, &rig.e), 0);
	assert_int_equal(upkeep_retry(&db, NULL, &n, &rig.e), 0);
	db_close(&db);
	assert_int_equal(n, 1);
	store_rig_run(&rig, "s.db");
	assert_int_equal(rig.read, 1);
	rig_write(*state, "reports/bad.bin", S(TEXT_A));
	expect_run("s.db", 1, (struct store_changes){ .changed = 1 });
}
/* Rewrites a file in place, over and over, until it is killed. */
static pid_t start_scribbler(const char *path)
{
	pid_t child = fork();
	if (child != 0)
		return child;
	int fd = open(path, O_WRONLY);
	for (unsigned i = 0;; i++) {
		char c = "abcdefgh"[i % 8];
		if (pwrite(fd, &c, 1, (off_t)(i * 7919 % 200000)) != 1)
			_exit(1);
		usleep(100);
	}
}
/* What is written to while it is read is refused; or, where clocks are too coarse to show it, at
 * least read again. */
static void test_edit_during_run(void **state)
{
	struct buf text = { 0 }, mine = { 0 }, full = { 0 };
	while (text.n < 200000)
		buf_add(&text, S(TEXT_A));
	rig_write(*state, "reports/a.txt", buf_str(&text));
	pid_t child = start_scribbler(rig_path(*state, "reports/a.txt"));
	assert_true(child > 0);
	for (int i = 0; i < 20; i++)
		assert_int_equal(store_rig_run(&rig, "s.db"), 0);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	assert_int_equal(store_rig_run(&rig, "s.db"), 0);
	assert_int_equal(rig.totals.by_status[DOC_OK], 1);
	assert_int_equal(store_rig_run(&rig, "full.db"), 0);
	store_rig_export(&rig, "s.db", &mine);
	store_rig_export(&rig, "full.db", &full);
	assert_true(str_eq(buf_str(&mine), buf_str(&full)));
	buf_release(&text), buf_release(&mine), buf_release(&full);
}
/* The reader cannot be started: that is no fault of the document, which is tried every time. */
static void test_no_reader(void **state)
{
	rig.config.reader_path = "/nowhere/leitmotif-reader";
	rig_write(*state, "reports/a.pdf", S("%PDF-1.7\n"));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	expect_run("s.db", 1, (struct store_changes){ 0 });
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(*) FROM contents"), 0);
}
static void test_prune(void **state)
{
	struct db db;
	struct upkeep_pruned n;
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	rig_write(*state, "reports/b.txt", S(TEXT_B));
	expect_run("s.db", 2, (struct store_changes){ .added = 2 });
	unlink(rig_path(*state, "reports/a.txt"));
	store_rig_lexicon(&rig, "children");
	expect_run("s.db", 0, (struct store_changes){ .recoded = 1, .gone = 1 });
	assert_int_equal(db_open(&db, rig_path(*state, "s.db"), DB_WRITE, &rig.e), 0);
	assert_int_equal(upkeep_prune(&db, &n, &rig.e), 0);
	db_close(&db);
	assert_int_equal(n.texts, 1);
	assert_int_equal(n.lexicons, 1);
	expect_run("s.db", 0, (struct store_changes){ 0 });
}
static void test_outputs_of_known(void **state)
{
	struct buf first = { 0 }, again = { 0 };
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	store_rig_export(&rig, "s.db", &first);
	assert_true(first.n > 1000);
	expect_run("t.db", 1, (struct store_changes){ .added = 1 });
	store_rig_export(&rig, "t.db", &again);
	assert_true(str_eq(buf_str(&first), buf_str(&again)));
	buf_release(&first);
	buf_release(&again);
}
/* What a run writes of documents that are as they were is what it would write of new ones. */
static void test_outputs_of_rows(void **state)
{
	static const struct format *const formats[] = { &format_csv, &format_long, &format_jsonl,
							&format_evidence, &format_ledger };
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	rig_write(*state, "reports/b.txt", S(TEXT_B));
	rig_write(*state, "reports/bad.bin", S("\0\1\2\3 no text at all"));
	expect_run("s.db", 3, (struct store_changes){ .added = 3, .failed = 1 });
	for (ptrdiff_t i = 0; i < countof(formats); i++) {
		rig.output_format = formats[i];
		rig.output = "known";
		store_rig_lexicon(&rig, i % 2 ? "caseloads, act <0-2> concerns" : "caseloads, nothing");
		assert_int_equal(store_rig_run(&rig, "s.db"), 0);
		assert_int_equal(store_rig_run(&rig, "s.db"), 0);
		assert_int_equal(rig.coded, 0);
		rig.output = "new";
		assert_int_equal(store_rig_run(&rig, "t.db"), 0);
		assert_int_equal(rig.coded, 3);
		unlink(rig_path(*state, "t.db"));
		struct buf known = { 0 }, new = { 0 };
		assert_int_equal(file_slurp(&known, rig_path(*state, "known"), 1 << 20, &rig.e), 0);
		assert_int_equal(file_slurp(&new, rig_path(*state, "new"), 1 << 20, &rig.e), 0);
		assert_true(known.n > 50);
		assert_true(str_eq(buf_str(&known), buf_str(&new)));
		buf_release(&known), buf_release(&new);
	}
	rig.output = NULL;
}
/* Another process, as flock(2) is held by open files. */
static void test_lock(void **state)
{
	struct store *st = NULL;
	struct error e = { 0 };
	assert_int_equal(store_open(&st, rig_path(*state, "s.db"), &e), 0);
	assert_int_equal(store_rig_run(&rig, "s.db"), -E_LOCKED);
	assert_int_equal(error_exit_status(E_LOCKED), 75);
	pid_t child = fork();
	if (child == 0)
		_exit(lock_take(rig_path(*state, "s.db"), &e) == -E_LOCKED ? 0 : 1);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	store_close(st);
	assert_int_equal(store_rig_run(&rig, "s.db"), 0);
}
static void test_other_files(void **state)
{
	make_database(*state, "other.db", "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
	assert_int_equal(store_rig_run(&rig, "other.db"), -E_IO);
	assert_non_null(strstr(rig.e.msg, "another program's database"));
	assert_int_equal(store_rig_number(&rig, "other.db", "SELECT count(*) FROM t"), 1);
	rig_write(*state, "text.db", S("this is no database, it is a text of some length\n"));
	assert_int_equal(store_rig_run(&rig, "text.db"), -E_IO);
	assert_int_equal(store_rig_run(&rig, "new.db"), 0);
	make_database(*state, "new.db", "PRAGMA user_version = 1000");
	assert_int_equal(store_rig_run(&rig, "new.db"), -E_IO);
	assert_non_null(strstr(rig.e.msg, "newer leitmotif"));
}
/* An interrupted run leaves no trace but whole documents; a view that was edited is made anew. */
static void test_views_are_renewed(void **state)
{
	assert_int_equal(store_rig_run(&rig, "s.db"), 0);
	make_database(*state, "s.db", "DROP VIEW v_latest; CREATE VIEW v_latest AS SELECT 1 AS one");
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(local_authority) FROM v_latest"), 0);
	assert_int_equal(store_rig_number(&rig, "s.db", "SELECT count(*) FROM v_vectors_long"), 2);
}
int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_unchanged), CASE(test_sly_edit), CASE(test_rename_and_copy),
		CASE(test_other_roots_stay), CASE(test_build_id), CASE(test_option),
		CASE(test_failures), CASE(test_edit_during_run), CASE(test_no_reader),
		CASE(test_prune), CASE(test_outputs_of_known), CASE(test_outputs_of_rows),
		CASE(test_lock), CASE(test_other_files), CASE(test_views_are_renewed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
