/* SPDX-License-Identifier: MIT
 *
 * See download.h.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/fetch/download.h"
#include "pipeline/fetch/names.h"
#include "pipeline/io/partial.h"

#define REDIRECTS 5
#define LONGEST_WAIT_S 600       /* a server that asks for more is left for the next run */
#define HEAD 1024

struct download {
	struct fetcher *f;
	const struct list_row *row;
	struct state_entry *n;
	struct fetch_outcome *out;
	struct partial *file;
	struct http_answer answer;
	bool is_resumed;         /* the request asked for the rest */
	bool has_begun;          /* of the answer some bytes have been written */
	struct error local;      /* the folder cannot be written: the run ends */
};

static bool is_stopped(const struct fetcher *f)
{
	return f->opt->stop && *f->opt->stop;
}

static int outcome(struct download *d, enum fetch_status status, const char *reason)
{
	d->out->status = status;
	snprintf(d->out->reason, sizeof d->out->reason, "%.*s", (int)sizeof d->out->reason - 1, reason);
	return 0;
}

static int failed_with(struct download *d, int status)
{
	static const struct {
		int status;
		const char *means;
	} known[] = {
		{ 401, "a password is asked for" }, { 403, "forbidden" }, { 404, "not found" },
		{ 410, "gone" }, { 429, "too many requests" }, { 500, "the server failed" },
		{ 503, "the server is busy" },
	};
	char reason[100];
	snprintf(reason, sizeof reason, "status %d", status);
	for (ptrdiff_t i = 0; i < countof(known); i++)
		if (known[i].status == status)
			snprintf(reason, sizeof reason, "status %d: %s", status, known[i].means);
	return outcome(d, FETCH_FAILED, reason);
}

/* What says later that a download is still of the same document: weak tags do not (RFC 9110). */
static const char *validator(const struct http_answer *a)
{
	return a->etag[0] && strncmp(a->etag, "W/", 2) != 0 ? a->etag : a->modified;
}

/* The first bytes of an answer: they go on what is there, or begin anew. */
static int begin_body(struct download *d, const struct http_answer *a)
{
	d->has_begun = true;
	if (a->status == 206 && d->is_resumed && a->range_from == (int64_t)partial_size(d->file))
		return 0;
	if (a->status == 206)
		return fail(&d->local, E_FORMAT, "the server sent another part than was asked for");
	snprintf(d->n->partial, sizeof d->n->partial, "%s", validator(a));
	return partial_restart(d->file, &d->local);
}

static int take_body(void *ctx, const struct http_answer *a, struct str bytes, struct error *e)
{
	struct download *d = ctx;
	if (a->status != 200 && a->status != 206)
		return 0;
	int rc = d->has_begun ? 0 : begin_body(d, a);
	if (rc == 0 && partial_size(d->file) + (uint64_t)bytes.n > d->f->opt->max_bytes)
		return fail(e, E_LIMIT, "larger than the limit of %" PRIu64 " bytes", d->f->opt->max_bytes);
	if (rc == 0)
		rc = partial_write(d->file, bytes, &d->local);
	return rc < 0 ? fail(e, d->local.code, "%s", d->local.msg) : 0;
}

/* The name of n's file for the system; the caller frees it. */
static char *path_of(const struct download *d, const char *file)
{
	char *path;
	return asprintf(&path, "%s/%s", d->f->opt->folder, file) < 0 ? NULL : path;
}

static bool has_file(const struct download *d)
{
	char *path = d->n->file[0] ? path_of(d, d->n->file) : NULL;
	bool there = path && access(path, F_OK) == 0;
	free(path);
	return there;
}

/* One request to one address. */
static int ask(struct download *d, const char *address, struct error *e)
{
	const struct fetch_options *opt = d->f->opt;
	struct http_request r = { .address = address, .max_bytes = opt->max_bytes,
				  .timeout_s = opt->timeout_s, .body = take_body, .ctx = d };
	d->is_resumed = partial_size(d->file) > 0 && d->n->partial[0];
	d->has_begun = false;
	if (d->is_resumed) {
		r.from = partial_size(d->file);
		r.if_range = d->n->partial;
	} else if (has_file(d)) {
		r.if_none_match = d->n->etag;
		r.if_modified_since = d->n->modified;
	}
	return http_get(d->f->http, &r, &d->answer, e);
}

/* Where a redirect leads; E_USAGE when we do not go there. */
static int follow(struct download *d, struct address *a, struct error *e)
{
	bool was_secure = a->secure;
	char location[sizeof d->answer.location];
	memcpy(location, d->answer.location, sizeof location);
	if (address_parse(a, str_of(location), e) < 0)
		return -e->code;
	if (was_secure && !a->secure)
		return fail(e, E_USAGE, "from https to http");
	return 0;
}

static bool is_redirect(const struct http_answer *a)
{
	return (a->status == 301 || a->status == 302 || a->status == 303 || a->status == 307 ||
		a->status == 308) && a->location[0];
}

/* A try: the address and where it redirects to. 1 when there is an answer to be judged, 0 when the
 * outcome is set, -E_IO when it may be tried again, other codes when not. */
static int try_once(struct download *d, struct error *e)
{
	struct address a;
	struct error why = { 0 };
	if (address_parse(&a, d->row->address, &why) < 0)
		return outcome(d, FETCH_SKIPPED, why.msg);
	for (int i = 0; i <= REDIRECTS; i++) {
		const char *forbidden;
		char text[sizeof a.text];
		snprintf(text, sizeof text, "%.*s%.*s", STR_ARG(a.origin), STR_ARG(a.path));
		struct host *host = hosts_get(&d->f->hosts, &a);
		if (!host)
			return fail(&d->local, E_NOMEM, "no memory for a server");
		int rc = hosts_allow(&d->f->hosts, host, &a, &forbidden, &d->local);
		if (rc == 0)
			return outcome(d, FETCH_REFUSED, forbidden);
		if (rc > 0)
			rc = hosts_wait(&d->f->hosts, host, &d->local);
		if (rc == 0)
			rc = ask(d, text, e);
		if (rc < 0 || !is_redirect(&d->answer))
			return rc < 0 ? rc : 1;
		if (follow(d, &a, &why) < 0) {
			snprintf(text, sizeof text, "a redirect that is not followed: %.200s", why.msg);
			return outcome(d, FETCH_FAILED, text);
		}
	}
	return outcome(d, FETCH_FAILED, "more than 5 redirects");
}

static bool is_busy(int status)
{
	return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

/* Wait before the try after number k. 1: try; 0: that is too long, and the outcome is set. */
static int wait_for_retry(struct download *d, int k)
{
	int64_t wait = (int64_t)d->f->opt->wait_s << (k < 10 ? k : 10);
	if (wait < d->answer.retry_after_s)
		wait = d->answer.retry_after_s;
	if (wait > LONGEST_WAIT_S) {
		char reason[100];
		snprintf(reason, sizeof reason, "status %d: to be asked again in %" PRId64 " s",
			 d->answer.status, wait);
		return outcome(d, FETCH_FAILED, reason);
	}
	int rc = hosts_sleep(&d->f->hosts, wait * 1000, &d->local);
	return rc < 0 ? rc : 1;
}

/* Tries until there is an answer to be judged (1) or the outcome is set (0). */
static int try_all(struct download *d)
{
	for (int k = 0;; k++) {
		struct error why = { 0 };
		int rc = try_once(d, &why);
		if (d->local.code && d->local.code != E_FORMAT)
			return -d->local.code;
		if (rc == 0 || (rc > 0 && !is_busy(d->answer.status) && d->answer.status != 416))
			return rc;
		if (is_stopped(d->f))
			return fail(&d->local, E_IO, "stopped by a signal");
		/* What is there is no beginning of what the server has now. */
		if (d->answer.status == 416 || d->local.code || why.code == E_LIMIT) {
			d->local = (struct error){ 0 };
			rc = partial_restart(d->file, &d->local) < 0 ? -d->local.code : rc;
			d->n->partial[0] = '\0';
		}
		bool again = rc > 0 || d->answer.may_pass || why.code == E_FORMAT;
		if (again && k + 1 < d->f->opt->tries)
			rc = wait_for_retry(d, k);
		else
			return rc < 0 ? outcome(d, FETCH_FAILED, why.msg)
				      : failed_with(d, d->answer.status);
		if (rc <= 0)
			return rc;
	}
}

static bool wants_pdf(const struct download *d)
{
	return str_ends(d->row->address, S(".pdf")) || str_ends(str_of(d->n->file), S(".pdf"));
}

static void note_answer(struct download *d, const char *file)
{
	struct state_entry *n = d->n;
	time_t now = time(NULL);
	struct tm utc;
	snprintf(n->file, sizeof n->file, "%s", file);
	snprintf(n->etag, sizeof n->etag, "%s", d->answer.etag);
	snprintf(n->modified, sizeof n->modified, "%s", d->answer.modified);
	n->partial[0] = '\0';
	strftime(n->fetched, sizeof n->fetched, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
}

/* The document is whole: give it its name, unless it is there with the same bytes. */
static int keep(struct download *d, const char *file)
{
	char *path = path_of(d, file);
	if (!path)
		return fail(&d->local, E_NOMEM, "no memory for a name");
	bool was_there = access(path, F_OK) == 0 || has_file(d);
	int rc = 0;
	if (partial_is(d->file, path))
		rc = outcome(d, FETCH_UNCHANGED, "");
	else if ((rc = partial_commit(d->file, path, &d->local)) == 0)
		rc = outcome(d, was_there ? FETCH_CHANGED : FETCH_NEW, "");
	if (rc == 0)
		note_answer(d, file);
	free(path);
	return rc;
}

static int finish(struct download *d)
{
	struct buf head = { 0 }, name = { 0 };
	int rc = partial_head(d->file, HEAD, &head, &d->local);
	if (rc == 0)
		name_for(&name, d->row, buf_str(&head), str_of(d->answer.type));
	buf_addc(&name, '\0');
	if (rc == 0 && !buf_ok(&name))
		rc = fail(&d->local, E_NOMEM, "no memory for a name");
	d->out->bytes = partial_size(d->file);
	d->n->partial[0] = '\0';
	if (rc == 0 && !head.n)
		rc = outcome(d, FETCH_FAILED, "an empty answer");
	else if (rc == 0 && looks_like_html(buf_str(&head)) && wants_pdf(d))
		rc = outcome(d, FETCH_FAILED, "a web page came where a PDF was expected");
	else if (rc == 0)
		rc = keep(d, name.p);
	buf_release(&head);
	buf_release(&name);
	return rc;
}

static int judge(struct download *d)
{
	int status = d->answer.status;
	if (status == 304)
		return outcome(d, FETCH_UNCHANGED, "");
	if (status == 200 || status == 206)
		return finish(d);
	d->n->partial[0] = '\0';
	return failed_with(d, status);
}

int download(struct fetcher *f, const struct list_row *row, struct state_entry *n,
	     struct fetch_outcome *out, struct error *e)
{
	struct download d = { .f = f, .row = row, .n = n, .out = out };
	struct buf name = { 0 };
	name_of_partial(&name, row->address);
	int rc = partial_open(&d.file, f->opt->folder, buf_str(&name), e);
	buf_release(&name);
	if (rc < 0)
		return rc;
	rc = try_all(&d);
	if (rc > 0)
		rc = judge(&d);
	/* What broke off stays when the server has told by what it can go on. */
	bool goes_on = n->partial[0] && (rc < 0 || out->status == FETCH_FAILED);
	if (!goes_on)
		n->partial[0] = '\0';
	partial_free(d.file, !goes_on);
	snprintf(out->file, sizeof out->file, "%s", n->file);
	return rc < 0 ? fail(e, d.local.code, "%s", d.local.msg) : 0;
}
