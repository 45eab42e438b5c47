/* SPDX-License-Identifier: MIT
 *
 * See reader_version.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pipeline/run/defaults.h"
#include "pipeline/run/reader_version.h"

extern char **environ;

/* Start path --version with its standard output in to_us[1]. The process, or -1. */
static pid_t start(char *path, const int to_us[2])
{
	char flag[] = "--version";
	char *argv[] = { path, flag, NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;
	if (posix_spawn_file_actions_init(&actions))
		return -1;
	if (posix_spawn_file_actions_adddup2(&actions, to_us[1], STDOUT_FILENO) ||
	    posix_spawn(&pid, path, &actions, NULL, argv, environ))
		pid = -1;
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static size_t read_line(int fd, char *line, size_t n)
{
	size_t at = 0;
	ssize_t k;
	while (at + 1 < n && ((k = read(fd, line + at, n - 1 - at)) > 0 || (k < 0 && errno == EINTR)))
		at += k > 0 ? (size_t)k : 0;
	line[at] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return strlen(line);
}

void reader_version(char *line, size_t n, const struct config *config)
{
	char room[4096], path[4096];
	int to_us[2];
	size_t got = 0;
	snprintf(path, sizeof path, "%s", default_reader(config->reader_path, room, sizeof room));
	if (pipe2(to_us, O_CLOEXEC) == 0) {
		pid_t pid = start(path, to_us);
		close(to_us[1]);
		if (pid > 0)
			got = read_line(to_us[0], line, n);
		close(to_us[0]);
		while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (!got)
		snprintf(line, n, "no reader for PDF, HTML and DOCX: cannot run '%s'", path);
}
