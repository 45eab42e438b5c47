/* SPDX-License-Identifier: MIT
 *
 * See job.h.
 */
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/cli/job.h"
#include "pipeline/io/file.h"
#include "pipeline/io/sink.h"
#include "pipeline/run/progress.h"
#include "pipeline/store/digest.h"
#include "pipeline/store/store.h"

/* A handler can reach nothing else. */
static volatile sig_atomic_t signal_caught;

static void on_signal(int number)
{
	signal_caught = number;
}

void job_catch_signals(void)
{
	static const int caught[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction a = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };
	for (ptrdiff_t i = 0; i < countof(caught); i++) {
		struct sigaction before;
		/* What the caller has us ignore (nohup) stays ignored. */
		if (sigaction(caught[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			sigaction(caught[i], &a, NULL);
	}
}

void complain(const struct error *e)
{
	fprintf(stderr, "leitmotif: %s\n", e->msg);
}

int job_check_inputs(const struct settings *s, struct error *e)
{
	if (s->text && s->argument_count)
		return fail(e, E_USAGE, "--text or paths, not both");
	if (!s->text && !s->argument_count)
		return fail(e, E_USAGE, "no PATH given; '-' is standard input");
	return 0;
}

/* The sum of inputs: when asked for, when something is not ok, or when a person looks on. */
static void say_totals(const struct settings *s, const struct totals *t)
{
	char line[200];
	bool all_ok = t->by_status[DOC_OK] == t->inputs && t->inputs;
	if (s->quiet || (all_ok && !s->verbose && !isatty(STDERR_FILENO)))
		return;
	totals_line(line, sizeof line, t);
	fprintf(stderr, "%s\n", line);
}

/* --fail-on: the share of documents, in percent, that may be partial or failed; -1: all may. */
static int parse_fail_on(const char *word, double *percent, struct error *e)
{
	char *end = NULL;
	*percent = 0;
	if (!word || strcmp(word, "any") == 0)
		return 0;
	if (strcmp(word, "never") == 0)
		*percent = -1;
	else if (ascii_is_digit(word[0]))
		*percent = strtod(word, &end);
	else
		return fail(e, E_USAGE, "--fail-on takes never, any or P%%, not '%s'", word);
	if (end && (strcmp(end, "%") != 0 || *percent > 100))
		return fail(e, E_USAGE, "--fail-on takes a share such as 5%%, not '%s'", word);
	return 0;
}

static int status_of(const struct totals *t, double percent)
{
	double bad = (double)(t->by_status[DOC_PARTIAL] + t->by_status[DOC_FAILED]);
	if (percent < 0)
		return EXIT_ALL_OK;
	if (bad * 100 > percent * (double)t->inputs || !t->by_status[DOC_OK])
		return EXIT_SOME_NOT;
	return EXIT_ALL_OK;
}

static int status_of_failure(const struct error *e)
{
	if (signal_caught) {
		fprintf(stderr, "leitmotif: stopped by signal %d (%s), no file was written\n",
			(int)signal_caught, strsignal(signal_caught));
		return EXIT_SIGNAL + signal_caught;
	}
	complain(e);
	/* A document's code (a limit, a format) that ends the whole job is as fatal as any. */
	int status = error_exit_status(e->code);
	return status == EXIT_SOME_NOT ? EXIT_FATAL : status;
}

/* One line when something has changed, and the digest when it is asked for. */
static int say_changes(const struct settings *s, const struct store *st, bool to_stdout,
		       struct error *e)
{
	const struct store_changes *n = store_changes(st);
	struct buf digest = { 0 };
	FILE *to = to_stdout ? stdout : stderr;
	if (s->quiet || n->added + n->changed + n->recoded + n->moved + n->gone == 0)
		return 0;
	int rc = s->digest ? digest_write(store_db(st), store_run(st), &digest, e) : 0;
	const struct {
		const char *what;
		uint64_t n;
	} parts[] = { { "new", n->added }, { "changed", n->changed }, { "moved", n->moved },
		      { "gone", n->gone }, { "coded again", n->recoded },
		      { "of these partial or failed", n->failed } };
	fputs("leitmotif: ", to);
	for (ptrdiff_t i = 0; i < countof(parts); i++)
		if (parts[i].n)
			fprintf(to, "%s %llu, ", parts[i].what, (unsigned long long)parts[i].n);
	fprintf(to, "see leitmotif status --store %s\n", s->store);
	if (digest.n)
		fwrite(digest.p, 1, (size_t)digest.n, to);
	buf_release(&digest);
	return rc;
}

/* In a folder that is read, the store would be an input that changes with every run. */
static int check_store_place(const struct settings *s, struct error *e)
{
	char folder[PATH_MAX], root[PATH_MAX];
	struct str dir = str_of(s->store);
	while (dir.n && dir.p[dir.n - 1] != '/')
		dir.n--;
	char *name = dir.n ? strndup(dir.p, (size_t)dir.n) : strdup(".");
	bool known = name && realpath(name, folder);
	free(name);
	for (int i = 0; known && i < s->argument_count; i++) {
		if (!file_is_folder(s->arguments[i]) || !realpath(s->arguments[i], root))
			continue;
		size_t n = strlen(root);
		bool inside = strncmp(folder, root, n) == 0 && (folder[n] == '/' || !folder[n]);
		if (inside || strcmp(root, "/") == 0)
			return fail(e, E_USAGE, "the store '%s' lies in '%s', which is to be read",
				    s->store, s->arguments[i]);
	}
	return 0;
}

static int run_with_store(const struct settings *s, struct run_options *opt, struct totals *t,
			  struct error *e)
{
	struct store *st;
	int rc = check_store_place(s, e);
	if (rc == 0)
		rc = store_open(&st, s->store, e);
	if (rc < 0)
		return rc;
	struct run_store hooks = store_hooks(st);
	opt->store = &hooks;
	opt->quiet = !s->verbose;      /* the store knows what is not ok; once is enough */
	rc = run_all(opt, t, e);
	if (rc == 0)
		rc = say_changes(s, st, opt->output_count == 0, e);
	store_close(st);
	return rc;
}

int job_run(const struct settings *s, const struct run_output *outputs, int count,
	    struct totals *totals)
{
	struct run_output all[RUN_OUTPUTS_MAX];
	struct totals t;
	struct error e = { 0 };
	double percent;
	if (count)
		memcpy(all, outputs, (size_t)count * sizeof *all);
	if (s->ledger)
		all[count++] = (struct run_output){ &format_ledger, s->ledger };
	struct run_options opt = {
		.config = &s->config,
		.paths = s->arguments, .path_count = s->argument_count,
		.outputs = all, .output_count = count,
		.progress = !s->quiet, .quiet = s->quiet,
		.stop = &signal_caught,
	};
	int rc = parse_fail_on(s->fail_on, &percent, &e);
	job_catch_signals();
	if (rc == 0)
		rc = s->store ? run_with_store(s, &opt, &t, &e) : run_all(&opt, &t, &e);
	if (rc < 0)
		return status_of_failure(&e);
	if (totals)
		*totals = t;       /* the caller says it */
	else if (!s->store || s->verbose)
		say_totals(s, &t);
	return status_of(&t, percent);
}

int job_text(const struct settings *s, const struct format *format)
{
	struct buf out = { 0 };
	struct sink *sink = NULL;
	struct error e = { 0 };
	int rc = run_text(&s->config, format, S("text"), str_of(s->text), &out, &e);
	if (rc == 0)
		rc = sink_open(&sink, s->output, &e);
	if (rc == 0)
		rc = sink_write(sink, buf_str(&out), &e);
	if (rc == 0)
		rc = sink_finish(sink, &e);
	if (rc == 0)
		rc = sink_commit(sink, &e);
	sink_free(sink);
	buf_release(&out);
	if (rc == 0)
		return EXIT_ALL_OK;
	complain(&e);
	return error_exit_status(e.code);
}
