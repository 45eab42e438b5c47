/* SPDX-License-Identifier: MIT
 *
 * leitmotif: finds the command, reads its options, runs it.
 */
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"
#include "pipeline/cli/version.h"
#include "pipeline/io/file.h"

#define X(id) &command_##id,
static const struct command *const commands[] = {
#include "pipeline/cli/commands.def"
};
#undef X

static void help_program(FILE *to)
{
	fputs("leitmotif: theme vectors, and the sentences behind them, from inspection reports\n\n"
	      "usage: leitmotif COMMAND [OPTION]... PATH...\n\n", to);
	for (ptrdiff_t i = 0; i < countof(commands); i++)
		fprintf(to, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
	fputs("\n'leitmotif COMMAND --help' explains a command with examples. To begin with:\n\n"
	      "  leitmotif run --out results PATH...\n", to);
}

static void help_command(FILE *to, const struct command *c)
{
	fprintf(to, "usage: leitmotif %s %s\n\n%s", c->name, c->arguments, c->about);
	for (int i = 0; c->parts && c->parts[i]; i++)
		fprintf(to, "%s  %-17s %s\n", i ? "" : "\n", c->parts[i]->name, c->parts[i]->summary);
	fprintf(to, "\nExamples:\n%s", c->examples);
	options_help(to, c->options);
}

static const struct command *find_command(const char *name)
{
	for (ptrdiff_t i = 0; i < countof(commands); i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

/* "lexicon", "check": the part lexicon check; the command itself where there is no such part. */
static const struct command *find_part(const struct command *c, const char *word)
{
	size_t n = strlen(c->name);
	for (int i = 0; word && c->parts && c->parts[i]; i++)
		if (strcmp(c->parts[i]->name + n + 1, word) == 0)
			return c->parts[i];
	return c;
}

static int unknown_command(const char *name)
{
	struct str names[countof(commands)];
	char hint[80];
	for (ptrdiff_t i = 0; i < countof(commands); i++)
		names[i] = str_of(commands[i]->name);
	fprintf(stderr, "leitmotif: unknown command '%s'%s\n'leitmotif --help' lists them\n", name,
		did_you_mean(hint, sizeof hint, "", str_of(name), names, countof(names)));
	return error_exit_status(E_USAGE);
}

/* first: the first word behind the command's name. */
static int run_command(const struct command *c, int first, int argc, char **argv)
{
	struct settings s;
	struct error e = { 0 };
	int status = 0;
	if (settings_parse(&s, c->options, first, argc, argv, &e) < 0) {
		complain(&e);
		fprintf(stderr, "'leitmotif %s --help' explains it\n", c->name);
		status = error_exit_status(e.code);
	} else if (s.help) {
		help_command(stdout, c);
	} else if (s.version) {
		status = show_version(&s);
	} else {
		const char *term = getenv("TERM");
		s.config.colour = isatty(STDOUT_FILENO) && !s.output && !getenv("NO_COLOR") && term &&
				  strcmp(term, "dumb") != 0;
		status = c->run(&s);
	}
	settings_release(&s);
	return status;
}

/* leitmotif [--help|--version], without a command. */
static int run_bare(int argc, char **argv)
{
	struct settings s;
	struct error e = { 0 };
	int status = 0;
	if (settings_parse(&s, FOR_LEXICON, 1, argc, argv, &e) < 0) {
		complain(&e);
		status = error_exit_status(e.code);
	} else if (s.version) {
		status = show_version(&s);
	} else {
		help_program(stdout);
	}
	settings_release(&s);
	return status;
}

/* What was printed with printf must have arrived. A closed pipe is no fault. */
static int close_output(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	if (errno == EPIPE)
		return status;
	fprintf(stderr, "leitmotif: cannot write 'standard output': %s\n", strerror(errno));
	return EXIT_FATAL;
}

/* What a large document took goes back to the system at once. By default glibc raises this limit to
 * the largest block ever freed and then keeps such blocks, so that a long run grows. */
static void keep_memory_flat(void)
{
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 2 << 20);
}

/* A library that calls exit() when it has no memory (libarchive does, with status 1) must not look
 * like a run that came to its end. */
static volatile sig_atomic_t came_to_its_end;

static void check_end(void)
{
	if (!came_to_its_end)
		_exit(EXIT_FATAL);
}

static int end(int status)
{
	status = close_output(status);
	came_to_its_end = 1;
	return status;
}

int main(int argc, char **argv)
{
	keep_memory_flat();
	if (atexit(check_end) != 0)
		_exit(EXIT_FATAL);
	if (!file_keep_standard_descriptors())
		_exit(EXIT_FATAL);
	/* Both are told by what write() returns, and then with a name. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (argc < 2 || argv[1][0] == '-')
		return end(run_bare(argc, argv));
	if (strcmp(argv[1], "help") == 0) {
		const struct command *about = argc > 2 ? find_command(argv[2]) : NULL;
		if (about)
			help_command(stdout, find_part(about, argc > 3 ? argv[3] : NULL));
		else
			help_program(stdout);
		return end(0);
	}
	const struct command *c = find_command(argv[1]);
	const struct command *part = c ? find_part(c, argc > 2 ? argv[2] : NULL) : NULL;
	return end(c ? run_command(part, part == c ? 2 : 3, argc, argv) : unknown_command(argv[1]));
}
