/* SPDX-License-Identifier: MIT
 *
 * The list of what is to be fetched: TSV (or CSV) with a column "address" and,
 * if one likes, "authority", "urn", "date" and "kind", in any order. Lines that
 * start with '#' are comments.
 */
#ifndef LM_FETCH_LIST_H
#define LM_FETCH_LIST_H

#include "pipeline/base/arena.h"
#include "pipeline/base/error.h"
#include "pipeline/base/vec.h"

struct list_row {
	struct str authority, urn, date, kind, address;
	const char *file;        /* where it stands, for messages */
	unsigned line;
};

struct list {
	struct arena mem;
	VEC(struct list_row) rows;
};

/* Append the file's rows; list is zero at first. E_USAGE "FILE: line N: ..." when it is no such list,
 * E_IO when it cannot be read. */
int list_read(struct list *l, const char *file, struct error *e);
void list_release(struct list *l);

#endif
