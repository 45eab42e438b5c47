/* SPDX-License-Identifier: MIT
 *
 * One address into the folder: asked for politely, again when that may help,
 * from where it broke off when the server can, and kept only whole.
 */
#ifndef LM_FETCH_DOWNLOAD_H
#define LM_FETCH_DOWNLOAD_H

#include "pipeline/fetch/fetch.h"
#include "pipeline/fetch/hosts.h"
#include "pipeline/fetch/state.h"

/* What all addresses of a run have in common. */
struct fetcher {
	const struct fetch_options *opt;
	struct http *http;
	struct hosts hosts;
	struct state state;
};

/* Fetch the row's address; *n is what is known of it, and what is known then. out: status, reason
 * and file. 0, or -code when the run cannot go on: stopped, no memory, or the folder cannot be
 * written. */
int download(struct fetcher *f, const struct list_row *row, struct state_entry *n,
	     struct fetch_outcome *out, struct error *e);

#endif
