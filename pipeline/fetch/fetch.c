/* SPDX-License-Identifier: MIT
 *
 * See fetch.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "pipeline/fetch/download.h"
#include "pipeline/io/file.h"

#define STATE_FILE ".leitmotif-fetch.tsv"
#define SAVE_EVERY_S 10
#define PAGE S("page")

const char *fetch_status_name(enum fetch_status s)
{
	static const char *const names[] = {
		[FETCH_NEW] = "new", [FETCH_CHANGED] = "changed", [FETCH_UNCHANGED] = "unchanged",
		[FETCH_REFUSED] = "refused", [FETCH_SKIPPED] = "skipped", [FETCH_FAILED] = "failed",
	};
	return names[s];
}

/* Why an address is not even asked for; NULL when it is. */
static const char *skip(const struct list_row *row, const struct state_entry *n, char *reason,
			size_t size)
{
	if (!row->address.n)
		return "no address";
	if (str_eq_nocase(row->kind, PAGE))
		return "a page that leads to reports, and none itself";
	if (!n->line)
		return NULL;
	snprintf(reason, size, "the same address as in line %u", n->line);
	return reason;
}

static int fetch_row(struct fetcher *f, const struct list_row *row, struct fetch_outcome *out,
		     struct error *e)
{
	struct state_entry *n = state_entry(&f->state, row->address);
	if (!n)
		return fail(e, E_NOMEM, "no memory for an address");
	*out = (struct fetch_outcome){ .row = row };
	char reason[100];
	const char *why = skip(row, n, reason, sizeof reason);
	if (!why) {
		n->line = row->line;
		return download(f, row, n, out, e);
	}
	out->status = FETCH_SKIPPED;
	snprintf(out->reason, sizeof out->reason, "%s", why);
	return 0;
}

static int fetch_rows(struct fetcher *f, const struct list *list, const char *state_path,
		      struct fetch_sums *sums, struct error *e)
{
	time_t saved = time(NULL);
	int rc = 0;
	for (ptrdiff_t i = 0; i < list->rows.n && rc == 0; i++) {
		struct fetch_outcome out;
		rc = fetch_row(f, &list->rows.at[i], &out, e);
		if (rc < 0)
			break;
		sums->addresses++;
		sums->by_status[out.status]++;
		rc = f->opt->tell(f->opt->ctx, &out, e);
		if (rc == 0 && time(NULL) >= saved + SAVE_EVERY_S) {
			rc = state_save(&f->state, state_path, e);
			saved = time(NULL);
		}
	}
	/* Also when it was stopped: what is known makes the next run short. */
	struct error ignored = { 0 };
	int last = state_save(&f->state, state_path, rc < 0 ? &ignored : e);
	return rc < 0 ? rc : last;
}

int fetch_all(const struct fetch_options *opt, const struct list *list, struct fetch_sums *sums,
	      struct error *e)
{
	struct fetcher f = { .opt = opt };
	char *state_path;
	*sums = (struct fetch_sums){ 0 };
	if (asprintf(&state_path, "%s/" STATE_FILE, opt->folder) < 0)
		return fail(e, E_NOMEM, "no memory for a name");
	int rc = file_make_folder(opt->folder, e);
	if (rc == 0)
		rc = state_load(&f.state, state_path, e);
	if (rc == 0)
		rc = http_new(&f.http, opt->agent, opt->stop, e);
	f.hosts = (struct hosts){ .http = f.http, .pause_ms = 60000 / opt->per_minute,
				  .wait_ms = (int64_t)opt->wait_s * 1000, .timeout_s = opt->timeout_s,
				  .stop = opt->stop };
	if (rc == 0)
		rc = fetch_rows(&f, list, state_path, sums, e);
	hosts_release(&f.hosts);
	http_free(f.http);
	state_release(&f.state);
	free(state_path);
	return rc;
}
