/* SPDX-License-Identifier: MIT
 *
 * See http.h.
 */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/library.h"
#include "pipeline/fetch/http.h"

#define CONNECT_S 20L
#define LONGEST_S 3600L          /* a whole transfer */
#define SLOWEST 100L             /* bytes a second, over timeout_s */

/* What we call of libcurl. */
#define FUNCTIONS(X)                                                                               \
	X(curl_global_init) X(curl_global_cleanup) X(curl_easy_init) X(curl_easy_cleanup)          \
	X(curl_easy_reset) X(curl_easy_setopt) X(curl_easy_perform) X(curl_easy_getinfo)           \
	X(curl_easy_strerror) X(curl_slist_append) X(curl_slist_free_all)

struct http {
	FUNCTIONS(LIBRARY_MEMBER)
	CURL *easy;
	const char *agent;
	const volatile sig_atomic_t *stop;
	/* of the current transfer */
	const struct http_request *request;
	struct http_answer *answer;
	struct error *e;
	int ended_by;                    /* what body() returned */
	uint64_t bytes;
	bool too_large;
};

#define LIBRARY_STRUCT struct http

static int load(struct http *h, struct error *e)
{
	static const char *const names[] = { "libcurl.so.4", "libcurl-gnutls.so.4", NULL };
	static const struct library_function list[] = { FUNCTIONS(LIBRARY_FUNCTION) };
	char why[256];
	if (library_load(names, list, countof(list), h, why, sizeof why))
		return 0;
	return fail(e, E_IO, "fetch needs libcurl (Debian's package libcurl4): %s", why);
}

int http_new(struct http **out, const char *agent, const volatile sig_atomic_t *stop,
	     struct error *e)
{
	struct http *h = calloc(1, sizeof *h);
	if (!h)
		return fail(e, E_NOMEM, "no memory for a connection");
	h->agent = agent;
	h->stop = stop;
	int rc = load(h, e);
	if (rc == 0 && h->curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		rc = fail(e, E_IO, "libcurl does not start");
	if (rc == 0 && !(h->easy = h->curl_easy_init()))
		rc = fail(e, E_NOMEM, "no memory for a connection");
	if (rc < 0)
		http_free(h);
	else
		*out = h;
	return rc;
}

void http_free(struct http *h)
{
	if (!h)
		return;
	if (h->easy) {
		h->curl_easy_cleanup(h->easy);
		h->curl_global_cleanup();
	}
	/* The library stays loaded: what it leaves running at exit must not lose its code. */
	free(h);
}

static bool is_sound(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] > '~')
			return false;
	return s.n < HTTP_FIELD;
}

static void keep(char *to, struct str value)
{
	if (is_sound(value)) {
		memcpy(to, value.p, (size_t)value.n);
		to[value.n] = '\0';
	}
}

/* "bytes 100-199/200" */
static int64_t range_start(struct str value)
{
	char text[40];
	int64_t from;
	snprintf(text, sizeof text, "%.*s", STR_ARG(str_sub(value, 0, 39)));
	return sscanf(text, "bytes %" SCNd64 "-", &from) == 1 && from >= 0 ? from : -1;
}

static size_t on_header(char *p, size_t size, size_t n, void *ctx)
{
	struct http *h = ctx;
	struct http_answer *a = h->answer;
	struct str value = { p, (ptrdiff_t)(size * n) };
	if (str_starts(value, S("HTTP/"))) {
		long status = 0;
		h->curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
		*a = (struct http_answer){ .status = (int)status, .range_from = -1 };
		return size * n;
	}
	struct str name = str_cut(&value, ':');
	value = str_trim(value);
	if (str_eq_nocase(name, S("etag")))
		keep(a->etag, value);
	else if (str_eq_nocase(name, S("last-modified")))
		keep(a->modified, value);
	else if (str_eq_nocase(name, S("content-type")))
		keep(a->type, value);
	else if (str_eq_nocase(name, S("content-range")))
		a->range_from = range_start(value);
	return size * n;
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
	struct http *h = ctx;
	struct str bytes = { p, (ptrdiff_t)(size * n) };
	h->bytes += (uint64_t)bytes.n;
	h->too_large = h->bytes > h->request->max_bytes;
	if (h->too_large)
		return CURL_WRITEFUNC_ERROR;
	if (h->request->body)
		h->ended_by = h->request->body(h->request->ctx, h->answer, bytes, h->e);
	return h->ended_by ? CURL_WRITEFUNC_ERROR : size * n;
}

static int on_progress(void *ctx, curl_off_t to_get, curl_off_t got, curl_off_t to_put,
		       curl_off_t put)
{
	const struct http *h = ctx;
	(void)to_get, (void)got, (void)to_put, (void)put;
	return h->stop && *h->stop;
}

/* Append "NAME: VALUE"; false without memory. */
static bool add_header(struct http *h, struct curl_slist **list, const char *name,
		       const char *value)
{
	char line[HTTP_FIELD + 40];
	if (!value || !value[0])
		return true;
	snprintf(line, sizeof line, "%s: %s", name, value);
	struct curl_slist *longer = h->curl_slist_append(*list, line);
	*list = longer ? longer : *list;
	return longer;
}

static void set_options(struct http *h, const struct http_request *r, struct curl_slist *headers)
{
	CURL *c = h->easy;
	h->curl_easy_reset(c);
	h->curl_easy_setopt(c, CURLOPT_URL, r->address);
	h->curl_easy_setopt(c, CURLOPT_USERAGENT, h->agent);
	h->curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	h->curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	h->curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	h->curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	h->curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
	h->curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, SLOWEST);
	h->curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)r->timeout_s);
	h->curl_easy_setopt(c, CURLOPT_TIMEOUT, LONGEST_S);
	/* A length that is told beforehand; on_body() counts what comes. */
	h->curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE,
			    (curl_off_t)(r->max_bytes > INT64_MAX ? 0 : r->max_bytes));
	h->curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	h->curl_easy_setopt(c, CURLOPT_HEADERDATA, h);
	h->curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	h->curl_easy_setopt(c, CURLOPT_WRITEDATA, h);
	h->curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	h->curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
	h->curl_easy_setopt(c, CURLOPT_XFERINFODATA, h);
}

/* Failures of the way there, which may be gone a minute later. */
static bool may_pass(CURLcode code)
{
	static const CURLcode passing[] = {
		CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_PARTIAL_FILE,
		CURLE_OPERATION_TIMEDOUT, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
		CURLE_SSL_CONNECT_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_HTTP2_STREAM,
	};
	for (ptrdiff_t i = 0; i < countof(passing); i++)
		if (passing[i] == code)
			return true;
	return false;
}

static int judge(struct http *h, CURLcode code, struct error *e)
{
	if (h->stop && *h->stop)
		return fail(e, E_IO, "stopped by a signal");
	if (h->too_large || code == CURLE_FILESIZE_EXCEEDED)
		return fail(e, E_LIMIT, "larger than the limit of %" PRIu64 " bytes",
			    h->request->max_bytes);
	if (h->ended_by < 0)
		return h->ended_by;
	if (code == CURLE_OK || h->ended_by > 0)
		return 0;
	h->answer->may_pass = may_pass(code);
	if (code == CURLE_PARTIAL_FILE)
		return fail(e, E_IO, "the answer was cut short after %" PRIu64 " bytes", h->bytes);
	if (code == CURLE_OPERATION_TIMEDOUT)
		return fail(e, E_IO, "no answer, or next to nothing, for %d s", h->request->timeout_s);
	return fail(e, E_IO, "%s", h->curl_easy_strerror(code));
}

int http_get(struct http *h, const struct http_request *r, struct http_answer *a, struct error *e)
{
	char range[HTTP_FIELD] = "", *location = NULL;
	struct curl_slist *headers = NULL;
	curl_off_t wait = 0;
	*a = (struct http_answer){ .range_from = -1 };
	h->request = r;
	h->answer = a;
	h->e = e;
	h->ended_by = 0;
	h->bytes = 0;
	h->too_large = false;
	if (r->from)
		snprintf(range, sizeof range, "bytes=%" PRIu64 "-", r->from);
	bool ok = add_header(h, &headers, "If-None-Match", r->if_none_match) &&
		  add_header(h, &headers, "If-Modified-Since", r->if_modified_since) &&
		  add_header(h, &headers, "Range", range) &&
		  add_header(h, &headers, "If-Range", r->from ? r->if_range : NULL);
	set_options(h, r, headers);
	int rc = ok ? judge(h, h->curl_easy_perform(h->easy), e)
		    : fail(e, E_NOMEM, "no memory for a request");
	h->curl_easy_getinfo(h->easy, CURLINFO_RETRY_AFTER, &wait);
	h->curl_easy_getinfo(h->easy, CURLINFO_REDIRECT_URL, &location);
	a->retry_after_s = wait;
	snprintf(a->location, sizeof a->location, "%s", location ? location : "");
	h->curl_slist_free_all(headers);
	return rc;
}
