/* SPDX-License-Identifier: MIT
 *
 * Bytes on the disk come back as they went, from any place; what can fail is
 * told.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/io/spool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static void test_round_trip(void **state)
{
	struct spool *s = NULL;
	struct buf out = { 0 };
	struct error e = { 0 };
	(void)state;
	assert_int_equal(0, spool_new(&s, NULL, &e));
	for (int i = 0; i < 5000; i++)
		assert_int_equal(0, spool_add(s, S("0123456789"), &e));
	assert_int_equal(50000, spool_size(s));
	assert_int_equal(0, spool_read(s, 49995, 100, &out, &e));
	assert_true(str_eq(buf_str(&out), S("56789")));
	assert_int_equal(0, spool_add(s, S("end"), &e));
	assert_int_equal(0, spool_read(s, 50000, 100, &out, &e));
	assert_true(str_eq(buf_str(&out), S("56789end")));
	assert_int_equal(0, spool_read(s, 60000, 100, &out, &e));
	assert_int_equal(8, out.n);
	assert_true(spool_is_still(s));
	buf_release(&out);
	spool_free(s);
	spool_free(NULL);
}

static int gather(void *ctx, struct str piece, struct error *e)
{
	struct buf *to = ctx;
	(void)e;
	if (to->n > 0)
		return -E_USAGE;
	buf_add(to, piece);
	return 0;
}

/* Each byte comes once; what the taker says ends it. */
static void test_pieces(void **state)
{
	struct spool *s = NULL;
	struct buf out = { 0 };
	struct error e = { 0 };
	(void)state;
	assert_int_equal(0, spool_new(&s, NULL, &e));
	assert_int_equal(0, spool_each(s, gather, &out, &e));
	assert_int_equal(0, out.n);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(0, spool_add(s, S("0123456789"), &e));
	assert_int_equal(-E_USAGE, spool_each(s, gather, &out, &e));
	assert_true(out.n > 0 && out.n < 1000000);
	buf_release(&out);
	spool_free(s);
}

/* A folder that is not there is not the end: memory that is not the process's own will do. */
static void test_no_folder(void **state)
{
	struct spool *s = NULL;
	struct buf out = { 0 };
	struct error e = { 0 };
	(void)state;
	setenv("TMPDIR", "/nowhere/at/all", 1);
	assert_int_equal(0, spool_new(&s, NULL, &e));
	spool_free(s);
	setenv("TMPDIR", "", 1);
	assert_int_equal(0, spool_new(&s, NULL, &e));
	spool_free(s);
	unsetenv("TMPDIR");
	assert_int_equal(0, spool_new(&s, "/nowhere/else", &e));
	assert_int_equal(0, spool_add(s, S("held"), &e));
	assert_int_equal(0, spool_read(s, 0, 4, &out, &e));
	assert_true(str_eq(buf_str(&out), S("held")));
	buf_release(&out);
	spool_free(s);
}

/* As on a full disk: no more than so many bytes can be written. */
static void test_full_disk(void **state)
{
	struct spool *s = NULL;
	struct error e = { 0 };
	struct rlimit was, few = { 1000, 1000 };
	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(0, getrlimit(RLIMIT_FSIZE, &was));
	few.rlim_max = was.rlim_max;
	assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &few));
	assert_int_equal(0, spool_new(&s, NULL, &e));
	int rc = 0;
	for (int i = 0; i < 200 && rc == 0; i++)
		rc = spool_add(s, S("0123456789"), &e);
	assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &was));
	assert_int_equal(-E_IO, rc);
	assert_non_null(strstr(e.msg, "temporary file"));
	spool_free(s);
}

/* In a folder there is nothing to be seen of it. */
static void test_folder(void **state)
{
	char folder[] = "/tmp/test_spool-XXXXXX";
	struct spool *s = NULL;
	struct error e = { 0 };
	struct stat st, of;
	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(0, spool_new(&s, folder, &e));
	assert_int_equal(0, spool_add(s, S("bytes"), &e));
	assert_int_equal(0, fstat(spool_fd(s), &st));
	assert_int_equal(0, stat(folder, &of));
	assert_true(st.st_dev == of.st_dev && st.st_nlink == 0);
	assert_int_equal(0, rmdir(folder));     /* it is empty */
	spool_free(s);
}

static void test_file_that_changes(void **state)
{
	char name[] = "/tmp/test_spool-XXXXXX";
	struct buf out = { 0 };
	struct error e = { 0 };
	(void)state;
	int fd = mkstemp(name);
	assert_true(fd >= 0);
	assert_int_equal(6, write(fd, "whole\n", 6));
	int again = open(name, O_RDONLY);
	struct spool *s = spool_of_file(again);
	assert_non_null(s);
	assert_int_equal(6, spool_size(s));
	assert_int_equal(0, spool_read(s, 0, 10, &out, &e));
	assert_true(str_eq(buf_str(&out), S("whole\n")));
	assert_true(spool_is_still(s));
	assert_int_equal(0, ftruncate(fd, 3));
	assert_false(spool_is_still(s));
	assert_int_equal(-E_IO, spool_read(s, 0, 10, &out, &e));
	assert_string_equal("it changed while it was read", e.msg);
	buf_release(&out);
	spool_free(s);
	close(fd);
	unlink(name);
}

static int cut_short(void *ctx, struct str piece, struct error *e)
{
	(void)piece, (void)e;
	return ftruncate(*(int *)ctx, 300000);
}

/* The same size at another time is another file; one that ends between two pieces is told. */
static void test_file_that_is_written_again(void **state)
{
	char name[] = "/tmp/test_spool-XXXXXX";
	const struct timespec times[][2] = { { { 1000, 5 }, { 1000, 5 } }, { { 1000, 5 }, { 1000, 6 } },
					     { { 1000, 5 }, { 1001, 5 } } };
	struct error e = { 0 };
	(void)state;
	int fd = mkstemp(name);
	assert_true(fd >= 0);
	assert_int_equal(0, ftruncate(fd, 600000));
	assert_int_equal(0, futimens(fd, times[0]));
	struct spool *s = spool_of_file(open(name, O_RDONLY));
	assert_non_null(s);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(0, futimens(fd, times[i]));
		assert_int_equal(i == 0, spool_is_still(s));
	}
	assert_int_equal(-E_IO, spool_each(s, cut_short, &fd, &e));
	assert_string_equal("it changed while it was read", e.msg);
	spool_free(s);
	close(fd);
	unlink(name);
}

/* What cannot be read from: said, with what the system says. A descriptor that is none is no file. */
static void test_unreadable(void **state)
{
	char folder[] = "/tmp/test_spool-XXXXXX";
	struct buf out = { 0 };
	struct error e = { 0 };
	(void)state;
	assert_null(spool_of_file(-1));
	assert_non_null(mkdtemp(folder));
	struct spool *s = spool_of_file(open(folder, O_RDONLY | O_DIRECTORY));
	assert_non_null(s);
	if (spool_size(s)) {            /* an empty folder has no size on some file systems */
		assert_int_equal(-E_IO, spool_read(s, 0, 1, &out, &e));
		assert_non_null(strstr(e.msg, "Is a directory"));
	}
	buf_release(&out);
	spool_free(s);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_no_folder),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_folder),
		cmocka_unit_test(test_file_that_changes),
		cmocka_unit_test(test_file_that_is_written_again),
		cmocka_unit_test(test_unreadable),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
