/* SPDX-License-Identifier: MIT
 *
 * A folder filled from a list of addresses, a little at a time: what is there
 * and unchanged is not sent again. Each address ends in one status.
 */
#ifndef LM_FETCH_FETCH_H
#define LM_FETCH_FETCH_H

#include <signal.h>
#include <stdint.h>

#include "pipeline/fetch/list.h"

enum fetch_status { FETCH_NEW, FETCH_CHANGED, FETCH_UNCHANGED, FETCH_REFUSED, FETCH_SKIPPED,
		    FETCH_FAILED, FETCH_STATUS_COUNT };

struct fetch_outcome {
	const struct list_row *row;
	enum fetch_status status;
	char file[256];          /* below the folder; "": none */
	char reason[300];        /* "" when there is nothing to say */
	uint64_t bytes;
};

struct fetch_sums {
	uint64_t addresses, by_status[FETCH_STATUS_COUNT];
};

struct fetch_options {
	const char *folder;
	const char *agent;       /* User-Agent */
	int per_minute;          /* requests to one server */
	int tries;               /* of one address, at least 1 */
	int wait_s;              /* before the second try; doubled for each more */
	int timeout_s;
	uint64_t max_bytes;      /* of one document */
	const volatile sig_atomic_t *stop;
	/* Called for each address when it has come to its end. */
	int (*tell)(void *ctx, const struct fetch_outcome *o, struct error *e);
	void *ctx;
};

/* "new", "changed", ... */
const char *fetch_status_name(enum fetch_status s);

/* Fetch what the list names, in its order. 0 when it came to its end, whatever became of single
 * addresses; -code when it could not: what had come whole is kept. */
int fetch_all(const struct fetch_options *opt, const struct list *list, struct fetch_sums *sums,
	      struct error *e);

#endif
