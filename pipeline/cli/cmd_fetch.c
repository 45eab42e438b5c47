/* SPDX-License-Identifier: MIT
 *
 * leitmotif fetch: a folder of reports from a list of addresses.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/base/csv_out.h"
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"
#include "pipeline/fetch/fetch.h"
#include "pipeline/io/file.h"
#include "pipeline/io/log.h"
#include "pipeline/io/sink.h"
#include "pipeline/store/lock.h"

#define PER_MINUTE 20
#define TRIES 4
#define TIMEOUT_S 60

/* Where outcomes are told. */
struct telling {
	const struct settings *s;
	struct sink *ledger;
	int log;
};

static int to_ledger(struct sink *ledger, const struct fetch_outcome *o, struct error *e)
{
	struct buf line = { 0 };
	csv_text(&line, o->row->address);
	csv_plain(&line, fetch_status_name(o->status));
	csv_text(&line, str_of(o->reason));
	csv_text(&line, str_of(o->file));
	csv_int(&line, (int64_t)o->bytes);
	csv_end_row(&line);
	int rc = buf_ok(&line) ? sink_write(ledger, buf_str(&line), e)
			       : fail(e, E_NOMEM, "no memory for the ledger");
	buf_release(&line);
	return rc;
}

/* What is new goes to standard output, what went wrong to standard error; the rest with -v. */
static int tell(void *ctx, const struct fetch_outcome *o, struct error *e)
{
	const struct telling *t = ctx;
	const struct settings *s = t->s;
	bool failed = o->status == FETCH_FAILED;
	bool came = o->status == FETCH_NEW || o->status == FETCH_CHANGED;
	if (failed && !s->quiet)
		fprintf(stderr, "%s:%u: failed: %s: %.*s\n", o->row->file, o->row->line, o->reason,
			STR_ARG(o->row->address));
	else if (came && !s->quiet)
		printf("%s: %s/%s\n", fetch_status_name(o->status), s->out_folder, o->file);
	else if (s->verbose)
		printf("%s: %.*s%s%s\n", fetch_status_name(o->status), STR_ARG(o->row->address),
		       o->reason[0] ? ": " : "", o->reason);
	if (failed || came)
		log_line(t->log, failed ? LOG_WARNING : LOG_INFO, "%s: %.*s%s%s",
			 fetch_status_name(o->status), STR_ARG(o->row->address), o->reason[0] ? ": " : "",
			 o->reason);
	return t->ledger ? to_ledger(t->ledger, o, e) : 0;
}

static void say_sums(const struct settings *s, const struct fetch_sums *n, int log)
{
	char line[300];
	int at = snprintf(line, sizeof line, "addresses %llu =", (unsigned long long)n->addresses);
	for (enum fetch_status k = 0; k < FETCH_STATUS_COUNT; k++)
		at += snprintf(line + at, sizeof line - (size_t)at, "%s %s %llu", k ? " +" : "",
			       fetch_status_name(k), (unsigned long long)n->by_status[k]);
	log_line(log, LOG_INFO, "%s", line);
	uint64_t told = n->by_status[FETCH_NEW] + n->by_status[FETCH_CHANGED] +
			n->by_status[FETCH_FAILED];
	if (!s->quiet && (told || s->verbose))
		printf("%s\n", line);
}

static int read_lists(struct list *list, const struct settings *s, struct error *e)
{
	int rc = 0;
	if (!s->out_folder)
		rc = fail(e, E_USAGE, "no folder given: --out DIR");
	else if (!s->argument_count)
		rc = fail(e, E_USAGE, "no LIST given: a file with the addresses");
	for (int i = 0; i < s->argument_count && rc == 0; i++)
		rc = list_read(list, s->arguments[i], e);
	return rc;
}

/* One fetch into a folder at a time. The descriptor, or -code. */
static int lock_folder(const char *folder, struct error *e)
{
	char *path;
	int rc = file_make_folder(folder, e);
	if (rc < 0)
		return rc;
	if (asprintf(&path, "%s/.leitmotif-fetch", folder) < 0)
		return fail(e, E_NOMEM, "no memory for a name");
	rc = lock_take(path, e);
	free(path);
	return rc;
}

static int open_ledger(struct telling *t, struct error *e)
{
	if (!t->s->ledger)
		return 0;
	int rc = sink_open(&t->ledger, t->s->ledger, e);
	return rc < 0 ? rc : sink_write(t->ledger, S("address,status,reason,file,bytes\n"), e);
}

static int close_ledger(struct telling *t, int rc, struct error *e)
{
	if (rc == 0 && t->ledger)
		rc = sink_finish(t->ledger, e);
	if (rc == 0 && t->ledger)
		rc = sink_commit(t->ledger, e);
	sink_free(t->ledger);
	return rc;
}

static int fetch_lists(const struct settings *s, const struct list *list, struct telling *t,
		       struct fetch_sums *sums, struct error *e)
{
	char agent[300];
	snprintf(agent, sizeof agent, "leitmotif/%s (%.200s)", LM_VERSION,
		 s->contact ? s->contact : "reads inspection reports; polite; robots.txt is heeded");
	struct fetch_options opt = {
		.folder = s->out_folder, .agent = agent, .per_minute = s->rate ? s->rate : PER_MINUTE,
		.tries = s->tries ? s->tries : TRIES, .wait_s = s->wait_s,
		.timeout_s = s->timeout_s ? s->timeout_s : TIMEOUT_S, .max_bytes = s->config.max_doc,
		.stop = job_catch_signals(), .tell = tell, .ctx = t,
	};
	int rc = open_ledger(t, e);
	if (rc == 0)
		rc = fetch_all(&opt, list, sums, e);
	rc = close_ledger(t, rc, e);
	if (rc < 0 && *opt.stop) {
		fprintf(stderr, "leitmotif: stopped by signal %d (%s); what came whole is kept\n",
			(int)*opt.stop, strsignal(*opt.stop));
		return EXIT_SIGNAL + *opt.stop;
	}
	return rc;
}

static int fetch(const struct settings *s)
{
	struct telling t = { .s = s, .log = -1 };
	struct list list = { 0 };
	struct fetch_sums sums = { 0 };
	struct error e = { 0 };
	int lock = -1, rc = read_lists(&list, s, &e);
	if (rc == 0)
		rc = lock = lock_folder(s->out_folder, &e);
	if (rc >= 0 && s->log)
		rc = t.log = log_open(s->log, &e);
	if (rc >= 0)
		rc = fetch_lists(s, &list, &t, &sums, &e);
	if (rc == 0)
		say_sums(s, &sums, t.log);
	if (rc < 0)
		complain(&e);
	if (e.code)
		log_line(t.log, LOG_ERROR, "%s", e.msg);
	if (t.log >= 0)
		close(t.log);
	if (lock >= 0)
		close(lock);
	list_release(&list);
	if (rc < 0)
		return error_exit_status(e.code);
	return rc ? rc : sums.by_status[FETCH_FAILED] ? EXIT_SOME_NOT : EXIT_ALL_OK;
}

const struct command command_fetch = {
	.name = "fetch",
	.arguments = "[OPTION]... LIST... --out DIR",
	.summary = "fill a folder with reports from a list of addresses",
	.about =
	"Each LIST is a TSV or CSV file whose first line names its columns: address, and if you like\n"
	"authority, urn, date and kind, in any order. Each address becomes a file in DIR:\n"
	"AUTHORITY/DATE-KIND-HASH.pdf. The next time only what is new or has changed is sent: DIR holds a\n"
	"small file, .leitmotif-fetch.tsv, with what to ask the servers. A list of where English\n"
	"children's services reports are published is corpus/sources.tsv in the sources.\n"
	"\n"
	"Politeness: one request at a time, --rate of them a minute to one server; robots.txt is heeded\n"
	"(RFC 9309); a server that is busy (429, 503) is asked again when it says so, or after --wait\n"
	"seconds, doubled each time. A download that breaks off is taken up where it ended. Only http\n"
	"and https, at most 5 redirects, never from https to http.\n"
	"\n"
	"Each address ends as one of:\n"
	"  new, changed: the file is there now\n"
	"  unchanged: as it was, by the server's word or byte by byte\n"
	"  refused: robots.txt forbids it, or could not be had\n"
	"  skipped: no address that can be fetched, one that came before, a row of kind 'page'\n"
	"  failed: with the reason; a file that was there before stays\n"
	"What is new and what failed is printed; nothing when nothing has changed; -v prints all.\n"
	"\n"
	"Exit status: 0 no address failed; 1 some did; 2 it could not be done, a full disk for one; 64\n"
	"wrong use; 75 another fetch fills that folder; 128+N stopped by signal N.\n",
	.examples =
	"  leitmotif fetch corpus/sources.tsv --out reports --contact jo@council.example\n"
	"  leitmotif fetch sources.tsv --out reports && leitmotif run --store reports.db --digest reports\n"
	"      every night: what is new is fetched, read, and told\n",
	.options = FOR_FETCH,
	.run = fetch,
};
