/* SPDX-License-Identifier: MIT
 *
 * One GET at a time: the door to libcurl. It is loaded when it is first needed,
 * so that no other command waits for it and its thirty libraries.
 */
#ifndef LM_FETCH_HTTP_H
#define LM_FETCH_HTTP_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

struct http;

#define HTTP_FIELD 256

/* What the server said before the body. Texts are empty when it said nothing, or nothing sound. */
struct http_answer {
	int status;                      /* 200, 304, ...; 0: no answer */
	char etag[HTTP_FIELD], modified[HTTP_FIELD], type[HTTP_FIELD];
	char location[2100];             /* where a redirect leads, made absolute */
	int64_t range_from;              /* of 206: the first byte's place; -1 */
	int64_t retry_after_s;           /* 0: it did not say */
	bool may_pass;                   /* of a failure: another try may end otherwise */
};

struct http_request {
	const char *address;
	const char *if_none_match, *if_modified_since;   /* conditions; NULL or "": none */
	uint64_t from;                   /* the first byte that is wanted, if ... */
	const char *if_range;            /* ... this validator still holds; with from alone */
	uint64_t max_bytes;
	int timeout_s;                   /* without an answer, or with next to no bytes */

	/* The body, piece by piece; the answer is known then. Other than 0 ends the transfer: 1 as a
	 * success, -code with *e set. NULL: the body is of no interest. */
	int (*body)(void *ctx, const struct http_answer *a, struct str bytes, struct error *e);
	void *ctx;
};

/* agent: what we say who we are. stop (may be NULL): once it is set, a transfer ends. E_IO when there
 * is no libcurl. */
int http_new(struct http **out, const char *agent, const volatile sig_atomic_t *stop,
	     struct error *e);
void http_free(struct http *h);

/* Redirects are told, not followed. 0 when there was a whole answer, of whatever status; E_LIMIT over
 * max_bytes; E_IO when there was none, or it was cut short (a->may_pass). */
int http_get(struct http *h, const struct http_request *r, struct http_answer *a, struct error *e);

#endif
