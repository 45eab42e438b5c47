/* SPDX-License-Identifier: MIT
 *
 * Sources: each input comes once, in a stable order, with a reason when it is
 * not whole. Folders, paths, standard input; archives in test_source_archives.c.
 */
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "tests/unit/source_rig.h"

static void a_folder_comes_in_byte_order_of_full_paths(void **state)
{
	struct rig *r = *state;
	mkdir(rig_path(r, "f"), 0777);
	mkdir(rig_path(r, "f/sub"), 0777);
	mkdir(rig_path(r, "f/.git"), 0777);
	rig_write(r, "f/sub/x.txt", S("x"));
	rig_write(r, "f/sub.txt", S("before sub/ since . is before /"));
	rig_write(r, "f/\xC3\xBC.txt", S("umlaut"));
	rig_write(r, "f/Z.txt", S("Z"));
	rig_write(r, "f/.git/config", S("no input"));
	rig_write(r, "f/.DS_Store", S("no input"));
	rig_write(r, "f/Thumbs.db", S("no input"));
	rig_write(r, "f/empty.txt", S(""));
	assert_int_equal(symlink("Z.txt", rig_path(r, "f/link")), 0);
	assert_int_equal(symlink("..", rig_path(r, "f/loop")), 0);
	assert_int_equal(mkfifo(rig_path(r, "f/pipe"), 0600), 0);
	expect(r, "f", "ok f/Z.txt 1\n"
		       "no-text f/empty.txt 0: empty: 0 bytes\n"
		       "skipped f/link 0: a symbolic link in a folder\n"
		       "skipped f/loop 0: a symbolic link in a folder\n"
		       "skipped f/pipe 0: a named pipe\n"
		       "ok f/sub.txt 31\n"
		       "ok f/sub/x.txt 1\n"
		       "ok f/\xC3\xBC.txt 6\n");
}

static void what_is_no_file_is_skipped(void **state)
{
	struct rig *r = *state;
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);
	mkdir(rig_path(r, "f"), 0777);
	const char *name = rig_path(r, "f/talk");
	assert_true(strlen(name) < sizeof at.sun_path);
	memcpy(at.sun_path, name, strlen(name));
	assert_int_equal(bind(sock, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(symlink("/dev/null", rig_path(r, "null")), 0);
	expect(r, "f", "skipped f/talk 0: a socket\n");
	expect(r, "f/talk", "skipped f/talk 0: a socket\n");
	expect(r, "null", "skipped null 0: a device\n");
	close(sock);
}

/* A pipe that is named is read as standard input is; in a folder nobody waits for it. */
static void a_named_pipe_is_read(void **state)
{
	struct rig *r = *state;
	char *name = strdup(rig_path(r, "pipe"));
	assert_int_equal(mkfifo(name, 0600), 0);
	pid_t writer = fork();
	if (writer == 0) {
		int fd = open(name, O_WRONLY);
		_exit(write(fd, "text", 4) != 4);
	}
	expect(r, "pipe", "ok pipe 4\n");
	int status = -1;
	assert_int_equal(waitpid(writer, &status, 0), writer);
	assert_int_equal(status, 0);
	free(name);
}

static void slashes_behind_a_folder_are_nothing(void **state)
{
	struct rig *r = *state;
	mkdir(rig_path(r, "f"), 0777);
	rig_write(r, "f/a.txt", S("x"));
	expect(r, "f/", "ok f/a.txt 1\n");
	expect(r, "f///", "ok f/a.txt 1\n");
}

static void named_links_are_followed(void **state)
{
	struct rig *r = *state;
	rig_write(r, "real.txt", S("text"));
	assert_int_equal(symlink("real.txt", rig_path(r, "link")), 0);
	expect(r, "link", "ok link 4\n");
	expect(r, "real.txt", "ok real.txt 4\n");
}

static void names_cannot_act_on_a_terminal(void **state)
{
	struct rig *r = *state;
	mkdir(rig_path(r, "f"), 0777);
	rig_write(r, "f/a\x1B[2J\nb", S("x"));
	rig_write(r, "f/b\xFF\\", S("x"));
	expect(r, "f", "ok f/a\\x1B[2J\\x0Ab 1\n"
		       "ok f/b\\xFF\\\\ 1\n");
}

static void standard_input_can_be_anything(void **state)
{
	struct rig *r = *state;
	static const char *const formats[] = { "gnutar", "zip" };
	int before = dup(STDIN_FILENO);
	for (ptrdiff_t i = 0; i < countof(formats); i++) {
		write_packed(r, "in", formats[i], NULL);
		int fd = open(rig_path(r, "in"), O_RDONLY);
		assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
		expect(r, "-", "ok -/a.txt 6\n"
			       "ok -/b/c.txt 6\n"
			       "ok -/d.txt 6\n");
		close(fd);
	}
	dup2(before, STDIN_FILENO);
	close(before);
}

static void paths_are_checked_before_anything_is_read(void **state)
{
	struct rig *r = *state;
	struct source *s;
	struct source_limits l;
	struct error e = { 0 };
	source_limits_init(&l);
	rig_write(r, "there", S("x"));
	char *there = strdup(rig_path(r, "there"));
	char *paths[] = { there, rig_path(r, "not\nthere") };
	assert_int_equal(source_new(&s, paths, 2, &l, NULL, &e), -E_IO);
	assert_non_null(strstr(e.msg, "not\\x0Athere': No such file or directory"));
	char dash[] = "-";
	char *twice[] = { dash, dash };
	e = (struct error){ 0 };
	assert_int_equal(source_new(&s, twice, 2, &l, NULL, &e), -E_USAGE);
	free(there);
}

static void what_cannot_be_read_is_named(void **state)
{
	struct rig *r = *state;
	if (geteuid() == 0)
		skip();          /* root reads everything */
	mkdir(rig_path(r, "f"), 0777);
	mkdir(rig_path(r, "f/closed"), 0);
	rig_write(r, "f/secret", S("x"));
	chmod(rig_path(r, "f/secret"), 0);
	expect(r, "f", "failed f/closed 0: Permission denied\n"
		       "failed f/secret 0: Permission denied\n");
}

static void the_estimate_counts_files(void **state)
{
	struct rig *r = *state;
	struct source *s;
	struct source_limits l;
	struct error e = { 0 };
	source_limits_init(&l);
	mkdir(rig_path(r, "f"), 0777);
	mkdir(rig_path(r, "f/g"), 0777);
	rig_write(r, "f/a", S("x"));
	rig_write(r, "f/g/b", S("x"));
	rig_write(r, "f/.c", S("x"));
	char *paths[] = { rig_path(r, "f") };
	assert_int_equal(source_new(&s, paths, 1, &l, NULL, &e), 0);
	assert_int_equal(source_estimate(s), 2);
	source_free(s);
}

static void a_signal_stops_the_source(void **state)
{
	struct rig *r = *state;
	struct source *s;
	struct source_limits l;
	struct source_note note;
	struct buf id = { 0 }, bytes = { 0 };
	struct error e = { 0 };
	volatile sig_atomic_t stop = 0;
	source_limits_init(&l);
	rig_write(r, "a", S("x"));
	char *paths[] = { rig_path(r, "a") };
	assert_int_equal(source_new(&s, paths, 1, &l, &stop, &e), 0);
	stop = 1;
	assert_int_equal(source_next(s, &id, &bytes, &note, &e), -E_IO);
	source_free(s);
	buf_release(&id);
	buf_release(&bytes);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(a_folder_comes_in_byte_order_of_full_paths),
		T(what_is_no_file_is_skipped),
		T(a_named_pipe_is_read),
		T(slashes_behind_a_folder_are_nothing),
		T(named_links_are_followed),
		T(names_cannot_act_on_a_terminal),
		T(standard_input_can_be_anything),
		T(paths_are_checked_before_anything_is_read),
		T(what_cannot_be_read_is_named),
		T(the_estimate_counts_files),
		T(a_signal_stops_the_source),
	};
	return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
