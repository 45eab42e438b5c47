/* SPDX-License-Identifier: MIT
 *
 * What the commands that read documents have in common: run them, say what
 * became of the inputs, and turn that into an exit status.
 */
#ifndef LM_CLI_JOB_H
#define LM_CLI_JOB_H

#include <signal.h>

#include "pipeline/cli/options.h"
#include "pipeline/run/run.h"

/* Exit statuses beside those of errors.def. */
enum {
	EXIT_ALL_OK = 0,
	EXIT_SOME_NOT = 1,      /* a document partial or failed, or none ok */
	EXIT_FATAL = 2,
	EXIT_SIGNAL = 128       /* plus the signal's number */
};

/* "leitmotif: MESSAGE" on standard error. */
void complain(const struct error *e);

/* Run the documents of s into outputs (and s->ledger), and into s->store where there is one.
 * *totals may be NULL. The exit status. */
int job_run(const struct settings *s, const struct run_output *outputs, int count,
	    struct totals *totals);

/* Say what became of the inputs where that is called for. The exit status: EXIT_ALL_OK or
 * EXIT_SOME_NOT. */
int job_account(const struct settings *s, const struct totals *t);

/* Say why a job could not be done, a signal too. The exit status. */
int job_failed(const struct error *e);

/* E_USAGE unless there are paths or a --text, and not both. */
int job_check_inputs(const struct settings *s, struct error *e);

/* A format of a command, by the name that --format has for it. */
struct job_format {
	const char *name;
	const struct format *format;
};

/* All that a command does which prints documents, or a --text, in one of its formats, of which the
 * first is the default. The exit status. */
int job_print(const struct settings *s, const struct job_format *formats, int count);

/* From here on SIGINT, SIGTERM and SIGHUP stop the job, which then rolls back; a second one ends
 * the program at once. What is returned turns other than 0 then. */
const volatile sig_atomic_t *job_catch_signals(void);

#endif
