/* SPDX-License-Identifier: MIT
 *
 * The servers that a run asks: what each allows (robots.txt, asked for once a
 * run), and when it may be asked again.
 */
#ifndef LM_FETCH_HOSTS_H
#define LM_FETCH_HOSTS_H

#include <signal.h>

#include "pipeline/fetch/address.h"
#include "pipeline/fetch/http.h"
#include "pipeline/fetch/robots.h"

struct host {
	char *origin;
	struct robots robots;
	bool known;              /* robots.txt has been asked for */
	bool closed;             /* it could not be had, so nothing is allowed */
	char why[200];           /* ... and why */
	int64_t next_ms;         /* when it may be asked again; monotonic clock */
};

struct hosts {
	VEC(struct host) all;
	struct http *http;
	int64_t pause_ms;        /* between two requests to one server */
	int64_t wait_ms;         /* before a second try; doubled for each more */
	int timeout_s;
	const volatile sig_atomic_t *stop;
};

void hosts_release(struct hosts *h);

/* The server of an address; NULL without memory. Valid until the next call. */
struct host *hosts_get(struct hosts *h, const struct address *a);

/* Wait until the server may be asked again, and note that it is. -E_IO when stopped. */
int hosts_wait(struct hosts *h, struct host *host, struct error *e);

/* Sleep, but for a signal. -E_IO when stopped. */
int hosts_sleep(const struct hosts *h, int64_t ms, struct error *e);

/* Is the address allowed? 1, 0 (*why says which way), -code. Asks for robots.txt when that has not
 * been done: not there (4xx) allows all, not to be had forbids all (RFC 9309, 2.3.1). */
int hosts_allow(struct hosts *h, struct host *host, const struct address *a, const char **why,
		struct error *e);

#endif
