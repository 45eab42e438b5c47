/* SPDX-License-Identifier: MIT
 *
 * Run a command and print what it cost: CPU seconds of it and its children,
 * wall seconds, and the peak memory in KB of the largest process among them.
 * On a machine with other work to do CPU time is what can be compared.
 * usage: cost 'SHELL COMMAND'
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

int main(int argc, char **argv)
{
	struct timespec from, to;
	struct rusage u;
	int status = 0;
	if (argc != 2)
		return 64;
	clock_gettime(CLOCK_MONOTONIC, &from);
	pid_t child = fork();
	if (child == 0) {
		execl("/bin/sh", "sh", "-c", argv[1], (char *)NULL);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &to);
	getrusage(RUSAGE_CHILDREN, &u);
	printf("%.4f %.4f %ld\n", seconds(u.ru_utime) + seconds(u.ru_stime),
	       (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) * 1e-9,
	       u.ru_maxrss);
	return WIFEXITED(status) && WEXITSTATUS(status) < 2 ? 0 : 1;
}
