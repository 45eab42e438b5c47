/* SPDX-License-Identifier: MIT
 *
 * See hosts.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "pipeline/base/buf.h"
#include "pipeline/fetch/hosts.h"

#define PRODUCT S("leitmotif")
#define ROBOTS_MAX ((ptrdiff_t)512 * 1024)      /* the RFC asks for 500 KiB at least */
#define ROBOTS_TRIES 3
#define ROBOTS_REDIRECTS 5
#define NAP_MS 100
#define NO_ROBOTS "its robots.txt cannot be had: "

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void hosts_release(struct hosts *h)
{
	for (ptrdiff_t i = 0; i < h->all.n; i++) {
		robots_release(&h->all.at[i].robots);
		free(h->all.at[i].origin);
	}
	free(h->all.at);
	h->all.at = NULL;
	h->all.n = h->all.cap = 0;
}

struct host *hosts_get(struct hosts *h, const struct address *a)
{
	for (ptrdiff_t i = 0; i < h->all.n; i++)
		if (str_eq(str_of(h->all.at[i].origin), a->origin))
			return &h->all.at[i];
	char *origin = strndup(a->origin.p, (size_t)a->origin.n);
	struct host *host = origin ? VEC_HEAP_PUSH(&h->all) : NULL;
	if (host)
		host->origin = origin;
	else
		free(origin);
	return host;
}

int hosts_sleep(const struct hosts *h, int64_t ms, struct error *e)
{
	for (int64_t end = now_ms() + ms, left; (left = end - now_ms()) > 0;) {
		if (h->stop && *h->stop)
			return fail(e, E_IO, "stopped by a signal");
		int64_t nap = left < NAP_MS ? left : NAP_MS;
		nanosleep(&(struct timespec){ .tv_nsec = nap * 1000000 }, NULL);
	}
	return h->stop && *h->stop ? fail(e, E_IO, "stopped by a signal") : 0;
}

int hosts_wait(struct hosts *h, struct host *host, struct error *e)
{
	int rc = hosts_sleep(h, host->next_ms - now_ms(), e);
	host->next_ms = now_ms() + h->pause_ms;
	return rc;
}

/* What is behind the limit is not read. */
static int take_body(void *ctx, const struct http_answer *a, struct str bytes, struct error *e)
{
	struct buf *to = ctx;
	(void)a, (void)e;
	buf_add(to, str_sub(bytes, 0, ROBOTS_MAX - to->n));
	return to->n >= ROBOTS_MAX;
}

/* One try; redirects are followed, as robots.txt has no robots.txt. */
static int get_robots(struct hosts *h, struct host *host, struct buf *text, struct http_answer *a,
		      struct error *e)
{
	char address[ADDRESS_MAX + 200];
	int n = snprintf(address, sizeof address, "%s/robots.txt", host->origin), rc;
	if (n < 0 || (size_t)n >= sizeof address)
		return fail(e, E_USAGE, "an address that is too long");
	for (int i = 0; i <= ROBOTS_REDIRECTS; i++) {
		struct http_request r = { .address = address, .max_bytes = UINT64_MAX,
					  .timeout_s = h->timeout_s, .body = take_body, .ctx = text };
		buf_reset(text);
		rc = hosts_wait(h, host, e);
		if (rc == 0)
			rc = http_get(h->http, &r, a, e);
		if (rc < 0 || a->status / 100 != 3 || !a->location[0])
			break;
		snprintf(address, sizeof address, "%s", a->location);
	}
	return rc < 0 ? rc : buf_ok(text) ? 0 : fail(e, E_NOMEM, "no memory for robots.txt");
}

/* A server that is busy may answer a little later. */
static int ask_robots(struct hosts *h, struct host *host, struct buf *text, struct http_answer *a,
		      struct error *e)
{
	int rc = 0;
	for (int i = 0; i < ROBOTS_TRIES; i++) {
		struct error why = { 0 };
		rc = get_robots(h, host, text, a, &why);
		bool busy = rc == 0 && (a->status == 429 || a->status >= 500);
		if (h->stop && *h->stop)
			return fail(e, E_IO, "stopped by a signal");
		if (rc == 0 && !busy)
			break;
		if (rc < 0)
			snprintf(host->why, sizeof host->why, NO_ROBOTS "%.100s", why.msg);
		else
			snprintf(host->why, sizeof host->why, NO_ROBOTS "status %d", a->status);
		if (i + 1 < ROBOTS_TRIES && hosts_sleep(h, h->wait_ms << i, e) < 0)
			return -e->code;
	}
	return rc;
}

static int learn(struct hosts *h, struct host *host, struct error *e)
{
	struct buf text = { 0 };
	struct http_answer a;
	int rc = ask_robots(h, host, &text, &a, e);
	host->known = true;
	host->closed = rc < 0 || a.status == 429 || a.status >= 500;
	bool there = rc == 0 && a.status / 100 == 2;
	if (!robots_parse(&host->robots, there ? buf_str(&text) : S(""), PRODUCT))
		fail(e, E_NOMEM, "no memory for robots.txt");
	buf_release(&text);
	return -e->code;
}

int hosts_allow(struct hosts *h, struct host *host, const struct address *a, const char **why,
		struct error *e)
{
	int rc = host->known ? 0 : learn(h, host, e);
	if (rc < 0)
		return rc;
	*why = host->closed ? host->why : "its robots.txt forbids it";
	return !host->closed && robots_allow(&host->robots, a->path);
}
