/* SPDX-License-Identifier: MIT
 *
 * Lets memory run out inside one process: runs a command line of leitmotif again and again, and each
 * time another allocation fails, of the heap or of an arena. Thousands of points a minute, so each
 * place that allocates is reached by each way to it (a way: the functions on the stack).
 *
 * usage: starve [-n POINTS] [-c FROM=TO]... [-r PATH]... [-o OUT] -- COMMAND...
 *   -n  about so many points [all: twice each way, alone and with all allocations after it]; first
 *       places of the program, then other ways to them
 *   -c  copy the file before each run; -r remove it, or the folder; -o what it must write whole
 * Prints the points, and a line "FAILED: ...", with the stack, for each that does harm: a signal, status 0 with another
 * output, half an output, a failure without a word. Status 1 when there is such a line.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"
#include "tests/starve/allocator.h"

#define PATHS_MAX 16
#define HANGS_S 60

int leitmotif_main(int argc, char **argv);      /* main() of the program */

struct job {
	const char *copy[PATHS_MAX], *removed[PATHS_MAX], *out;
	int copies, removals, argc;
	char **argv;
	long points, failures, at, ways;
	struct buf whole, printed, said;        /* what it writes and prints when nothing fails */
	char folder[64];
};

static struct job job;
static char where[200];

_Noreturn static void die(const char *what)
{
	perror(what);
	_exit(2);
}

static void read_file(const char *path, struct buf *b)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;
	buf_reset(b);
	if (fd < 0)
		return;
	while (buf_reserve(b, 65536) && (n = read(fd, b->p + b->n, 65536)) > 0)
		b->n += n;
	close(fd);
	if (n < 0 || !buf_ok(b))
		die(path);
}

static void copy_file(const char *from, const char *to)
{
	struct buf b = { 0 };
	read_file(from, &b);
	int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0 || write(fd, b.p, (size_t)b.n) != b.n)
		die(to);
	close(fd);
	buf_release(&b);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static void prepare(void)
{
	char copy[4096];
	for (int i = 0; i < job.removals; i++)
		if (nftw(job.removed[i], remove_one, 8, FTW_DEPTH | FTW_PHYS) < 0 && errno != ENOENT)
			die(job.removed[i]);
	for (int i = 0; i < job.copies; i++) {
		snprintf(copy, sizeof copy, "%s", job.copy[i]);
		char *to = strchr(copy, '=');
		if (!to)
			die("-c takes FROM=TO");
		*to = '\0';
		copy_file(copy, to + 1);
	}
}

/* Standard output and error, as files that are read after each run. */
static void divert(int fd, const char *name)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", job.folder, name);
	int to = open(path, O_RDWR | O_CREAT | O_APPEND | O_TRUNC, 0600);
	if (to < 0 || dup2(to, fd) < 0)
		die(path);
	close(to);
}

static void printed(const char *name, struct buf *b)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", job.folder, name);
	read_file(path, b);
}

static int run(void)
{
	prepare();
	fflush(stdout);
	clearerr(stdout);
	if (ftruncate(1, 0) < 0 || ftruncate(2, 0) < 0)
		die("ftruncate");
	alarm(HANGS_S);
	allocator_begin();
	int status = leitmotif_main(job.argc, job.argv);
	allocator_end();
	fflush(stdout);
	alarm(0);
	return status;
}

static FILE *tell;

static void bad(const char *what)
{
	job.failures++;
	fprintf(tell, "FAILED: %s: %s\n", where, what);
	allocator_tell(fileno(tell));
}

static void judge(int status)
{
	static struct buf out, text, said;
	out.n = 0;
	bool exists = job.out && access(job.out, F_OK) == 0;
	if (exists)
		read_file(job.out, &out);
	printed("stdout", &text);
	printed("stderr", &said);
	bool same_out = str_eq(buf_str(&out), buf_str(&job.whole));
	if (status < 0 || status > 128)
		bad("an impossible status");
	else if (status == 0 && !(same_out && str_eq(buf_str(&text), buf_str(&job.printed))) &&
		 str_eq(buf_str(&said), buf_str(&job.said)))
		bad("status 0 with another output, and no word of it");
	else if (status >= 2 && exists && !same_out)
		bad("half an output");
	else if (status >= 2 && said.n == 0)
		bad("a failure without a word");
}

static void on_signal(int number)
{
	ssize_t unused = write(fileno(tell), "FAILED: ", 8);
	unused = write(fileno(tell), where, strlen(where));
	unused = write(fileno(tell), number == SIGALRM ? ": hangs\n" : ": a signal\n",
		       number == SIGALRM ? 8 : 11);
	(void)unused;
	allocator_tell(fileno(tell));
	_exit(1);
}

static void point(long n, bool all_after)
{
	snprintf(where, sizeof where, "%s %s, allocation %ld%s", job.argv[1],
		 job.argc > 2 ? job.argv[2] : "", n, all_after ? " and all after it" : "");
	allocator_fail(n, all_after);
	judge(run());
	allocator_fail(0, false);
	job.at++;
}

/* About n of the ways from..to. */
static void points(long from, long to, long n)
{
	long step = to - from > n ? (to - from + n - 1) / n : 1;
	for (long i = from; i < to && job.failures < 20; i += step) {
		point(allocator_way(i), false);
		point(allocator_way(i), true);
	}
}

static void options(int argc, char **argv)
{
	for (int o; (o = getopt(argc, argv, "+n:c:r:o:")) != -1;) {
		if (o == 'n')
			job.points = atol(optarg);
		else if (o == 'c' && job.copies < PATHS_MAX)
			job.copy[job.copies++] = optarg;
		else if ((o == 'r' || o == 'o') && job.removals < PATHS_MAX)
			job.removed[job.removals++] = optarg;
		else
			_exit(2);
		if (o == 'o')
			job.out = optarg;
	}
	optind--;                               /* the program's name, for its main() */
	job.argc = argc - optind;
	job.argv = argv + optind;
	if (job.argc < 2)
		_exit(2);
	job.argv[0] = argv[0];
}

static void whole(void)
{
	static const int caught[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGALRM };
	snprintf(job.folder, sizeof job.folder, "/tmp/starve-XXXXXX");
	tell = fdopen(dup(1), "w");
	if (!mkdtemp(job.folder) || !tell)
		die(job.folder);
	setvbuf(tell, NULL, _IONBF, 0);
	divert(1, "stdout");
	divert(2, "stderr");
	for (ptrdiff_t i = 0; i < countof(caught); i++)
		signal(caught[i], on_signal);
	snprintf(where, sizeof where, "%s without a failure", job.argv[1]);
	if (run() > 1)
		bad("does not run");
	if (job.out)
		read_file(job.out, &job.whole);
	printed("stdout", &job.printed);
	printed("stderr", &job.said);
}

int main(int argc, char **argv)
{
	options(argc, argv);
	whole();
	allocator_learn(true);
	run();
	allocator_learn(false);
	job.ways = allocator_ways();
	long near = allocator_near(), wanted = job.points ? (job.points + 1) / 2 : job.ways;
	points(0, near, wanted);
	if (wanted > near)
		points(near, job.ways, wanted - near);
	fprintf(tell, "%ld allocations, %ld ways, %ld points\n", allocator_count(), job.ways, job.at);
	char path[128];
	for (int i = 1; i <= 2; i++) {
		snprintf(path, sizeof path, "%s/%s", job.folder, i == 1 ? "stdout" : "stderr");
		remove(path);
	}
	remove(job.folder);
	fflush(tell);
	/* What is printed and written at the end is no part of the job. */
	return job.failures > 0;
}
