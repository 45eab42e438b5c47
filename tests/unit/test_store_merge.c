/* SPDX-License-Identifier: MIT
 *
 * Shards merged are what one run makes of all, table by table; and what does
 * not fit together is refused.
 */
#include "pipeline/store/lock.h"
#include "pipeline/store/merge.h"
#include "tests/unit/store_rig.h"

#define DOCUMENTS 17

static struct store_rig rig;
static struct merge_sums sums;

static int set_up(void **state)
{
	if (rig_setup(state))
		return -1;
	store_rig_init(&rig, *state);
	return 0;
}

/* Reports of different lengths, a copy, an empty file, and a link. */
static void write_reports(struct rig *r)
{
	for (int i = 0; i < DOCUMENTS - 3; i++) {
		struct buf text = { 0 };
		char name[64];
		snprintf(name, sizeof name, "reports/r%02d.txt", (i * 5) % 14);
		for (int k = 0; k <= i; k++)
			buf_addf(&text, "Caseloads in team %d are too high. Managers know team %d well.\n\n", k, i);
		rig_write(r, name, buf_str(&text));
		if (i == 9)
			rig_write(r, "reports/copy.txt", buf_str(&text));
		buf_release(&text);
	}
	rig_write(r, "reports/empty.txt", S(""));
	assert_int_equal(symlink("r00.txt", rig_path(r, "reports/link")), 0);
}

static void run_shard(unsigned number, unsigned of, const char *store)
{
	rig.shard = number;
	rig.shards = of;
	assert_int_equal(store_rig_run(&rig, store), 0);
	rig.shard = rig.shards = 0;
}

/* names: stores in the folder, separated by blanks. */
static int merge(const char *names, const char *out)
{
	char paths[8][4096], *list[8], target[4096];
	int n = 0;
	for (struct str rest = str_of(names); rest.n; n++) {
		struct str name = str_cut(&rest, ' ');
		snprintf(paths[n], sizeof paths[n], "%s/%.*s", rig.r->folder, STR_ARG(name));
		list[n] = paths[n];
	}
	snprintf(target, sizeof target, "%s/%s", rig.r->folder, out);
	rig.e = (struct error){ 0 };
	return merge_stores(list, n, target, NULL, &sums, &rig.e);
}

static void refused(const char *names, const char *why)
{
	assert_int_equal(merge(names, "refused.db"), -E_IO);
	if (!strstr(rig.e.msg, why))
		print_error("%s\n", rig.e.msg);
	assert_non_null(strstr(rig.e.msg, why));
	assert_int_equal(access(rig_path(rig.r, "refused.db"), F_OK), -1);
	assert_int_equal(access(rig_path(rig.r, ".refused.db.merge"), F_OK), -1);
}

static int64_t number(const char *store, const char *sql)
{
	return store_rig_number(&rig, store, sql);
}

/* A query with the database in place of each $. */
static void add_query(struct buf *sql, const char *rows, const char *database)
{
	for (const char *c = rows; *c; c++)
		buf_add(sql, *c == '$' ? str_of(database) : (struct str){ c, 1 });
}

/* How many of these rows one of two stores has and the other has not. */
static int64_t differences(const char *a, const char *b, const char *rows)
{
	static const char *const pieces[] = {
		"SELECT (SELECT count(*) FROM (", "main", " EXCEPT ", "b",
		")) + (SELECT count(*) FROM (", "b", " EXCEPT ", "main", "))"
	};
	struct buf sql = { 0 };
	struct db db;
	int64_t n = -1;
	assert_int_equal(db_open(&db, rig_path(rig.r, a), DB_READ, &rig.e), 0);
	buf_addf(&sql, "ATTACH '%s' AS b", rig_path(rig.r, b));
	assert_int_equal(db_exec(&db, sql.p, &rig.e), 0);
	buf_reset(&sql);
	for (ptrdiff_t i = 0; i < countof(pieces); i++) {
		if (i % 2)
			add_query(&sql, rows, pieces[i]);
		else
			buf_addz(&sql, pieces[i]);
	}
	buf_addc(&sql, '\0');
	int rc = db_number(&db, &n, sql.p, &rig.e);
	assert_string_equal(rig.e.msg, "");
	assert_int_equal(rc, 0);
	buf_release(&sql);
	db_close(&db);
	return n;
}

#define COLUMN(name) ", d." #name
/* Each table, with documents and texts called by their names and not by their numbers. */
static const char *const tables[] = {
	"SELECT d.path, d.copy, d.status, d.reason, d.format, d.bytes, d.pages, d.warnings, d.words,"
	"d.sentences, d.coded_sentences, d.lexicon, d.coding, d.rows_hash, d.file_size, d.mtime_ns,"
	"d.ctime_ns, d.inode, d.first_run, d.changed_run, hex(c.hash)" META_COLUMNS(COLUMN)
	" FROM $.documents d LEFT JOIN $.contents c ON c.id = d.content",
	"SELECT hash, size, reader, failure, reason, unpacked, packed FROM $.contents",
	"SELECT d.path, d.copy, v.* FROM (SELECT * FROM $.documents) d JOIN "
	"(SELECT document AS of, theme, sentences, mentions, strength, concern, mixed, neutral,"
	"better, worse FROM $.vectors) v ON v.of = d.id",
	"SELECT d.path, d.copy, s.sentence, s.start, s.length, s.page, s.paragraph, s.section,"
	"s.voice, s.text FROM $.documents d JOIN $.sentences s ON s.document = d.id",
	"SELECT d.path, d.copy, c.sentence, c.theme, c.polarity, c.change, c.score, c.terms,"
	"c.carried, c.cues FROM $.documents d JOIN $.codes c ON c.document = d.id",
	"SELECT hash, id, title, version, first_run FROM $.lexicons",
	"SELECT lexicon, path, size, packed FROM $.lexicon_files",
	"SELECT lexicon, position, id, title, theme_group FROM $.themes",
	"SELECT id, program, stemmer, lexicon, sources, inputs, ok, partial, no_text, failed, skipped,"
	"added, changed, recoded, moved, gone, shard FROM $.runs",
};

static void expect_same(const char *a, const char *b)
{
	struct buf says_a = { 0 }, says_b = { 0 };
	for (ptrdiff_t i = 0; i < countof(tables); i++)
		if (differences(a, b, tables[i]))
			fail_msg("%s and %s differ in: %s", a, b, tables[i]);
	store_rig_export(&rig, a, &says_a);
	store_rig_export(&rig, b, &says_b);
	assert_true(says_a.n > 1000);
	assert_true(str_eq(buf_str(&says_a), buf_str(&says_b)));
	buf_release(&says_a);
	buf_release(&says_b);
}

/* Each column of each table that there is, also of one that was added since: as often filled as in
 * the store of one run; and, where the numbers of documents are the same, the same rows. */
static void expect_all_tables(const char *one, const char *canonical, const char *merged)
{
	struct db db;
	sqlite3_stmt *q;
	int columns = 0;
	assert_int_equal(db_open(&db, rig_path(rig.r, merged), DB_READ, &rig.e), 0);
	assert_int_equal(db_prepare(&db, &q, "SELECT t.name, c.name FROM sqlite_schema t, "
				    "pragma_table_info(t.name) c WHERE t.type = 'table' "
				    "AND t.name <> 'runs'", &rig.e), 0);
	for (; db_row(&db, q, &rig.e) > 0; columns++) {
		char all[100], count[200];
		struct str table = db_column(q, 0), column = db_column(q, 1);
		snprintf(all, sizeof all, "SELECT * FROM $.%.*s", STR_ARG(table));
		snprintf(count, sizeof count, "SELECT count(%.*s) FROM %.*s", STR_ARG(column),
			 STR_ARG(table));
		if (differences(canonical, merged, all) || number(one, count) != number(merged, count))
			fail_msg("differ: %s", count);
	}
	sqlite3_finalize(q);
	db_close(&db);
	assert_true(columns > 60);
}

static void shards_merged_are_one_run(void **state)
{
	write_reports(*state);
	rig.trust_stamps = true;
	assert_int_equal(store_rig_run(&rig, "one.db"), 0);
	for (unsigned i = 1; i <= 3; i++) {
		char name[16];
		snprintf(name, sizeof name, "p%u.db", i);
		run_shard(i, 3, name);
		assert_true(number(name, "SELECT count(*) FROM documents") > 2);
	}
	assert_int_equal(merge("p3.db p1.db p2.db", "all.db"), 0);
	assert_int_equal(sums.documents, DOCUMENTS);
	assert_int_equal(sums.texts, DOCUMENTS - 3);
	expect_same("one.db", "all.db");
	/* The order of the shards, and their number, leave no trace: not in the numbers of rows. */
	assert_int_equal(merge("one.db", "one-again.db"), 0);
	expect_all_tables("one.db", "one-again.db", "all.db");
	/* A run goes on from there: no file is even opened, but the empty one and the link. */
	assert_int_equal(store_rig_run(&rig, "all.db"), 0);
	assert_int_equal(rig.read, 0);
	assert_int_equal(rig.passed_over, DOCUMENTS - 2);
	assert_int_equal(rig.changes.added + rig.changes.changed + rig.changes.gone, 0);
}

static void a_task_that_comes_again_reads_what_is_missing(void **state)
{
	write_reports(*state);
	run_shard(1, 2, "p1.db");
	run_shard(2, 2, "p2.db");
	int64_t all = number("p2.db", "SELECT count(*) FROM documents WHERE content IS NOT NULL");
	/* As kill -9 leaves it between two transactions. */
	struct db db;
	assert_int_equal(db_open(&db, rig_path(rig.r, "p2.db"), DB_WRITE, &rig.e), 0);
	assert_int_equal(db_exec(&db, "UPDATE runs SET ended = NULL; DELETE FROM documents WHERE id > 2;"
				 "DELETE FROM contents WHERE id NOT IN (SELECT content FROM documents "
				 "WHERE content IS NOT NULL)", &rig.e), 0);
	int64_t kept;
	assert_int_equal(db_number(&db, &kept, "SELECT count(*) FROM contents", &rig.e), 0);
	db_close(&db);
	refused("p1.db p2.db", "has not come to its end");
	run_shard(2, 2, "p2.db");
	assert_true(kept > 0 && rig.read > 0);
	assert_int_equal(rig.read, all - kept);
	assert_int_equal(merge("p1.db p2.db", "all.db"), 0);
	assert_int_equal(store_rig_run(&rig, "one.db"), 0);
	store_rig_number(&rig, "all.db", "SELECT 1");
	assert_int_equal(differences("one.db", "all.db", tables[4]), 0);
	assert_int_equal(number("all.db", "SELECT count(*) FROM documents"), DOCUMENTS);
}

static void what_does_not_fit_is_refused(void **state)
{
	write_reports(*state);
	for (unsigned i = 1; i <= 3; i++)
		run_shard(i, 3, (const char *[]){ "p1.db", "p2.db", "p3.db" }[i - 1]);
	refused("p1.db p3.db", "shard 2/3 is missing");
	refused("p1.db p2.db", "shard 3/3 is missing");
	refused("p1.db p2.db p3.db p2.db", "are both shard 2/3");
	refused("p1.db p2.db none.db", "cannot open the store");
	assert_int_equal(store_rig_run(&rig, "one.db"), 0);
	refused("one.db p1.db p2.db p3.db", "is in '");
	rig_write(*state, "reports/new.txt", S("Staff stay.\n"));
	run_shard(3, 3, "p3.db");
	refused("p1.db p2.db p3.db", "found different inputs");
	run_shard(1, 3, "p1.db");
	rig.config.all_voices = true;
	run_shard(2, 3, "p2.db");
	refused("p1.db p2.db p3.db", "different builds");
	rig.config.all_voices = false;
	store_rig_lexicon(&rig, "caseload*");
	run_shard(2, 3, "p2.db");
	refused("p1.db p2.db p3.db", "different lexicons");
	run_shard(1, 3, "p1.db");
	run_shard(3, 3, "p3.db");
	assert_int_equal(merge("p1.db p2.db p3.db", "all.db"), 0);
	assert_int_equal(merge("p1.db p2.db p3.db", "all.db"), -E_IO);
	assert_non_null(strstr(rig.e.msg, "is there already"));
	rig_write(*state, "text.db", S("this is a text and no database, however long it may become\n"));
	refused("text.db", "not a database");
}

/* What was coded by an older lexicon, and not come upon since, is in the way. */
static void documents_of_two_lexicons_are_refused(void **state)
{
	write_reports(*state);
	mkdir(rig_path(*state, "more"), 0700);
	rig_write(*state, "more/a.txt", S("Staff stay and managers know it.\n"));
	assert_int_equal(store_rig_run(&rig, "s.db"), 0);
	store_rig_lexicon(&rig, "caseload*");
	assert_int_equal(store_rig_run_on(&rig, "s.db", "more"), 0);
	refused("s.db", "several programs, lexicons or options");
	assert_int_equal(store_rig_run(&rig, "s.db"), 0);
	assert_int_equal(merge("s.db", "all.db"), 0);
	assert_int_equal(number("all.db", "SELECT count(*) FROM documents"), DOCUMENTS + 1);
}

static void last_year_and_this_year(void **state)
{
	write_reports(*state);
	mkdir(rig_path(*state, "more"), 0700);
	rig_write(*state, "more/a.txt", S("Staff stay and managers know it.\n"));
	assert_int_equal(store_rig_run_on(&rig, "old.db", "more"), 0);
	run_shard(1, 2, "p1.db");
	run_shard(2, 2, "p2.db");
	assert_int_equal(merge("old.db p1.db p2.db", "all.db"), 0);
	assert_int_equal(number("all.db", "SELECT inputs FROM runs"), DOCUMENTS + 1);
	assert_int_equal(number("all.db", "SELECT json_array_length(sources) FROM runs"), 2);
}

static void one_merge_at_a_time(void **state)
{
	struct error e = { 0 };
	const volatile sig_atomic_t stop = SIGTERM;
	write_reports(*state);
	assert_int_equal(store_rig_run(&rig, "one.db"), 0);
	int lock = lock_take(rig_path(*state, "all.db"), &e);
	assert_true(lock >= 0);
	assert_int_equal(merge("one.db", "all.db"), -E_LOCKED);
	close(lock);
	char from[4096], to[4096], *list[] = { from };
	snprintf(from, sizeof from, "%s", rig_path(*state, "one.db"));
	snprintf(to, sizeof to, "%s", rig_path(*state, "all.db"));
	assert_int_equal(merge_stores(list, 1, to, &stop, &sums, &e), -E_IO);
	assert_int_equal(access(to, F_OK), -1);
	assert_int_equal(access(rig_path(*state, ".all.db.merge"), F_OK), -1);
	/* A stale journal of a store that was removed is not taken for the new one's. */
	rig_write(*state, "all.db-wal", S("nothing that fits"));
	assert_int_equal(merge("one.db", "all.db"), 0);
	assert_int_equal(number("all.db", "SELECT count(*) FROM documents"), DOCUMENTS);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, rig_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(shards_merged_are_one_run),
		T(a_task_that_comes_again_reads_what_is_missing),
		T(what_does_not_fit_is_refused),
		T(documents_of_two_lexicons_are_refused),
		T(last_year_and_this_year),
		T(one_merge_at_a_time),
	};
	return cmocka_run_group_tests_name("store_merge", tests, NULL, NULL);
}
