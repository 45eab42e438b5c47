/* SPDX-License-Identifier: MIT
 *
 * See job.h.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/cli/job.h"
#include "pipeline/cli/job_store.h"
#include "pipeline/cli/study.h"
#include "pipeline/io/log.h"
#include "pipeline/io/shard.h"
#include "pipeline/run/outcome.h"

/* A handler can reach nothing else. */
static volatile sig_atomic_t signal_caught;

static void on_signal(int number)
{
	signal_caught = number;
}

const volatile sig_atomic_t *job_catch_signals(void)
{
	static const int caught[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction a = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };
	for (ptrdiff_t i = 0; i < countof(caught); i++) {
		struct sigaction before;
		/* What the caller has us ignore (nohup) stays ignored. */
		if (sigaction(caught[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			sigaction(caught[i], &a, NULL);
	}
	return &signal_caught;
}

void complain(const struct error *e)
{
	fprintf(stderr, "leitmotif: %s\n", e->msg);
}

int job_check_inputs(const struct settings *s, struct error *e)
{
	if (s->text && s->argument_count)
		return fail(e, E_USAGE, "--text or paths, not both");
	if (s->text && !s->text[0])
		return fail(e, E_USAGE, "--text is empty");
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

/* A share of the inputs may be empty; that is no failure. */
static int status_of(const struct totals *t, double percent, bool is_shard)
{
	double bad = (double)(t->by_status[DOC_PARTIAL] + t->by_status[DOC_FAILED]);
	if (percent < 0)
		return EXIT_ALL_OK;
	bool none_ok = !t->by_status[DOC_OK] && (t->inputs || !is_shard);
	if (bad * 100 > percent * (double)t->inputs || none_ok)
		return EXIT_SOME_NOT;
	return EXIT_ALL_OK;
}

int job_failed(const struct error *e)
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

/* How the run ended, as the log's last line on it. */
static void log_end(int log, const struct totals *t, const struct error *e)
{
	char line[200];
	if (signal_caught && e->code)
		log_line(log, LOG_ERROR, "stopped by signal %d", (int)signal_caught);
	else if (e->code)
		log_line(log, LOG_ERROR, "%s", e->msg);
	else
		totals_line(line, sizeof line, t), log_line(log, LOG_INFO, "%s", line);
	if (log >= 0)
		close(log);
}

int job_account(const struct settings *s, const struct totals *t)
{
	say_totals(s, t);
	return status_of(t, 0, false);
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
		.progress = !s->quiet, .quiet = s->quiet, .verbose = s->verbose,
		.stop = &signal_caught,
	};
	int log = -1;
	int rc = parse_fail_on(s->fail_on, &percent, &e);
	if (rc == 0 && s->shard)
		rc = shard_parse(s->shard, &opt.shard, &opt.shards, &e);
	if (rc == 0 && s->log)
		rc = log = log_open(s->log, &e);
	job_catch_signals();
	if (rc >= 0)
		rc = s->store ? job_run_with_store(s, &opt, &t, log, &e) : run_all(&opt, &t, &e);
	log_end(log, &t, &e);
	if (rc < 0)
		return job_failed(&e);
	if (totals)
		*totals = t;       /* the caller says it */
	else if (!s->store || s->verbose)
		say_totals(s, &t);
	return status_of(&t, percent, s->shard != NULL);
}

/* The text of --text through the chain, as format prints it, to s->output. The exit status. */
static int print_text(const struct settings *s, const struct format *format)
{
	struct buf out = { 0 };
	struct error e = { 0 };
	int rc = run_text(&s->config, format, S("text"), str_of(s->text), &out, &e);
	if (rc == 0)
		rc = study_write(s->output, &out, &e);
	buf_release(&out);
	if (rc == 0)
		return EXIT_ALL_OK;
	complain(&e);
	return error_exit_status(e.code);
}

static int no_such_format(const char *name, const struct job_format *formats, int count, struct error *e)
{
	char list[80] = "";
	for (int i = 0; i < count; i++) {
		size_t at = strlen(list);
		snprintf(list + at, sizeof list - at, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ",
			 formats[i].name);
	}
	return fail(e, E_USAGE, "--format takes %s, not '%s'", list, name);
}

int job_print(const struct settings *s, const struct job_format *formats, int count)
{
	struct run_output output = { formats[0].format, s->output };
	struct error e = { 0 };
	int i = 0, rc = job_check_inputs(s, &e);
	while (s->format && i < count && strcmp(formats[i].name, s->format) != 0)
		i++;
	if (rc == 0 && i == count)
		rc = no_such_format(s->format, formats, count, &e);
	if (rc < 0) {
		complain(&e);
		return error_exit_status(e.code);
	}
	output.format = formats[i].format;
	return s->text ? print_text(s, output.format) : job_run(s, &output, 1, NULL);
}
