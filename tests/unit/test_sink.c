/* SPDX-License-Identifier: MIT
 *
 * Sinks: a file is there whole or not at all; failures name the path.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "pipeline/io/file.h"
#include "pipeline/io/sink.h"
#include "pipeline/io/source.h"
#include "tests/unit/rig.h"

/* Write text into path; commit it or leave it. */
static void write_out(const char *path, const char *text, bool commit)
{
	struct sink *s;
	struct error e = { 0 };
	assert_int_equal(sink_open(&s, path, &e), 0);
	assert_int_equal(sink_write(s, str_of(text), &e), 0);
	assert_int_equal(sink_finish(s, &e), 0);
	if (commit)
		assert_int_equal(sink_commit(s, &e), 0);
	sink_free(s);
}

static void expect_content(const char *path, const char *text)
{
	struct buf b = { 0 };
	struct error e = { 0 };
	assert_int_equal(file_slurp(&b, path, 1 << 20, &e), 0);
	buf_addc(&b, '\0');
	assert_string_equal(b.p, text);
	buf_release(&b);
}

static int names_in(const char *folder)
{
	DIR *d = opendir(folder);
	int n = 0;
	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static void a_file_appears_at_the_commit(void **state)
{
	struct rig *r = *state;
	struct sink *s;
	struct error e = { 0 };
	char *path = rig_path(r, "out");
	assert_int_equal(sink_open(&s, path, &e), 0);
	assert_int_equal(sink_write(s, S("text"), &e), 0);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(sink_commit(s, &e), -E_INTERNAL);   /* not before it is finished */
	e = (struct error){ 0 };
	assert_int_equal(sink_finish(s, &e), 0);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(sink_commit(s, &e), 0);
	sink_free(s);
	expect_content(path, "text");
	assert_int_equal(names_in(r->folder), 1);
}

static void without_commit_the_old_content_stays(void **state)
{
	struct rig *r = *state;
	char *path = rig_path(r, "out");
	write_out(path, "old", true);
	write_out(path, "new", false);
	expect_content(path, "old");
	assert_int_equal(names_in(r->folder), 1);
	write_out(path, "new", true);
	expect_content(path, "new");
}

static void a_replaced_file_keeps_its_mode(void **state)
{
	struct rig *r = *state;
	struct stat st;
	char *path = rig_path(r, "out");
	write_out(path, "old", true);
	assert_int_equal(chmod(path, 0640), 0);
	write_out(path, "new", true);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

static void a_link_stays_a_link(void **state)
{
	struct rig *r = *state;
	struct stat st;
	write_out(rig_path(r, "real"), "old", true);
	char *link = rig_path(r, "link");
	assert_int_equal(symlink("real", link), 0);
	write_out(link, "new", true);
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	expect_content(rig_path(r, "real"), "new");
}

static void gz_is_what_the_source_reads_and_always_the_same(void **state)
{
	struct rig *r = *state;
	struct buf one = { 0 }, two = { 0 }, big = { 0 };
	struct error e = { 0 };
	for (int i = 0; i < 200000; i++)
		buf_addf(&big, "line %d\n", i);
	buf_addc(&big, '\0');
	write_out(rig_path(r, "a.csv.gz"), big.p, true);
	file_slurp(&one, rig_path(r, "a.csv.gz"), 1 << 24, &e);
	write_out(rig_path(r, "b.csv.gz"), big.p, true);
	file_slurp(&two, rig_path(r, "b.csv.gz"), 1 << 24, &e);
	assert_true(one.n > 1000 && str_eq(buf_str(&one), buf_str(&two)));
	assert_memory_equal(one.p, "\x1F\x8B\x08\0\0\0\0\0", 8);   /* no name, no time */

	struct source *s;
	struct source_limits l;
	struct source_note note;
	struct buf id = { 0 }, bytes = { 0 };
	char *paths[] = { rig_path(r, "a.csv.gz") };
	source_limits_init(&l);
	assert_int_equal(source_new(&s, paths, 1, &l, NULL, &e), 0);
	assert_int_equal(source_next(s, &id, &bytes, &note, &e), 1);
	assert_true(str_eq(buf_str(&bytes), str_sub(buf_str(&big), 0, big.n - 1)));
	source_free(s);
	buf_release(&id), buf_release(&bytes);
	buf_release(&one), buf_release(&two), buf_release(&big);
}

static void what_cannot_be_created_is_named(void **state)
{
	struct rig *r = *state;
	struct sink *s = NULL;
	struct error e = { 0 };
	assert_int_equal(sink_open(&s, rig_path(r, "no/such/out"), &e), -E_IO);
	assert_non_null(strstr(e.msg, "no/such/out'"));
	assert_non_null(strstr(e.msg, "No such file or directory"));
	e = (struct error){ 0 };
	assert_int_equal(sink_open(&s, r->folder, &e), -E_IO);
	assert_non_null(strstr(e.msg, "it is a folder"));
}

static void a_full_disk_is_named(void **state)
{
	struct sink *s;
	struct error e = { 0 };
	(void)state;
	assert_int_equal(sink_open(&s, "/dev/full", &e), 0);
	assert_int_equal(sink_write(s, S("text"), &e), 0);       /* buffered */
	assert_int_equal(sink_finish(s, &e), -E_IO);
	assert_string_equal(e.msg, "cannot write '/dev/full': No space left on device");
	sink_free(s);
}

/* In a child of its own, whose file size limit plays the full disk. */
static void a_disk_that_fills_up_leaves_nothing(void **state)
{
	struct rig *r = *state;
	char *path = rig_path(r, "out");
	write_out(path, "old", true);
	pid_t pid = fork();
	if (pid == 0) {
		struct rlimit limit = { 500000, 500000 };
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		struct buf big = { 0 };
		struct sink *s;
		struct error e = { 0 };
		for (int i = 0; i < 100000; i++)
			buf_addz(&big, "0123456789");
		int bad = sink_open(&s, path, &e) != 0;
		bad |= sink_write(s, buf_str(&big), &e) != -E_IO;
		bad |= !strstr(e.msg, "out': File too large");
		sink_free(s);
		_exit(bad);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	expect_content(path, "old");
	assert_int_equal(names_in(r->folder), 1);
}

static void a_reader_that_goes_is_no_failure(void **state)
{
	struct rig *r = *state;
	struct sink *s;
	struct error e = { 0 };
	struct buf big = { 0 };
	char *path = rig_path(r, "pipe");
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(mkfifo(path, 0600), 0);
	int reader = open(path, O_RDONLY | O_NONBLOCK);
	assert_int_equal(sink_open(&s, path, &e), 0);
	close(reader);
	for (int i = 0; i < 100000; i++)
		buf_addz(&big, "0123456789");
	assert_false(sink_closed(s));
	assert_int_equal(sink_write(s, buf_str(&big), &e), 0);
	assert_true(sink_closed(s));
	assert_int_equal(sink_finish(s, &e), 0);
	sink_free(s);
	buf_release(&big);
}

static void folders_are_made_with_those_above(void **state)
{
	struct rig *r = *state;
	struct error e = { 0 };
	assert_int_equal(file_make_folder(rig_path(r, "a/b/c"), &e), 0);
	assert_true(file_is_folder(rig_path(r, "a/b/c")));
	assert_int_equal(file_make_folder(rig_path(r, "a/b/c"), &e), 0);
	rig_write(r, "file", S(""));
	assert_int_equal(file_make_folder(rig_path(r, "file"), &e), -E_IO);
	assert_non_null(strstr(e.msg, "file of this name"));
	file_remove_folder(rig_path(r, "a/b"));              /* not empty: stays */
	assert_true(file_is_folder(rig_path(r, "a/b/c")));
	file_remove_folder(rig_path(r, "a/b/c"));
	assert_false(file_is_folder(rig_path(r, "a/b/c")));
}

static void slurp_refuses_what_is_no_file(void **state)
{
	struct rig *r = *state;
	struct buf b = { 0 };
	struct error e = { 0 };
	assert_int_equal(file_slurp(&b, r->folder, 100, &e), -E_IO);
	assert_non_null(strstr(e.msg, "not a file"));
	e = (struct error){ 0 };
	rig_write(r, "f", S("12345"));
	assert_int_equal(file_slurp(&b, rig_path(r, "f"), 4, &e), -E_LIMIT);
	buf_reset(&b);
	e = (struct error){ 0 };
	assert_int_equal(file_slurp(&b, rig_path(r, "f"), 5, &e), 0);
	assert_true(str_eq(buf_str(&b), S("12345")));
	buf_release(&b);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(a_file_appears_at_the_commit),
		T(without_commit_the_old_content_stays),
		T(a_replaced_file_keeps_its_mode),
		T(a_link_stays_a_link),
		T(gz_is_what_the_source_reads_and_always_the_same),
		T(what_cannot_be_created_is_named),
		T(a_full_disk_is_named),
		T(a_disk_that_fills_up_leaves_nothing),
		T(a_reader_that_goes_is_no_failure),
		T(folders_are_made_with_those_above),
		T(slurp_refuses_what_is_no_file),
	};
	return cmocka_run_group_tests_name("sink", tests, NULL, NULL);
}
