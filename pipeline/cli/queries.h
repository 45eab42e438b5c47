/* SPDX-License-Identifier: MIT
 *
 * Saved queries: selections of documents with names, in a file. A line is
 * "name = column=value, column=value"; '#' begins a comment; "@other" stands for
 * the conditions of a query further up.
 */
#ifndef LM_CLI_QUERIES_H
#define LM_CLI_QUERIES_H

#include "pipeline/base/arena.h"
#include "pipeline/base/vec.h"
#include "pipeline/trend/selection.h"

struct query {
	struct str name, text;
	uint32_t line;
};

struct queries {
	const char *path;          /* NULL: there is no file */
	const struct dataset *ds;  /* whose columns they name */
	VEC(struct query) list;
};

/* Read path, or nothing for NULL. In ds->mem. E_IO, E_USAGE with FILE:LINE, E_NOMEM. */
int queries_read(struct queries *q, const char *path, struct dataset *ds, struct error *e);

/* Add the conditions of text, which may name queries as @NAME. E_USAGE. */
int queries_select(const struct queries *q, struct selection *to, struct str text, struct error *e);

/* Names of the neighbours of an authority, by name or code, from a TSV or CSV file: the authority, then
 * its neighbours, one a column; a column of codes and commas is a list of them. In mem. E_IO,
 * E_USAGE with FILE:LINE or when the authority is not in it, E_NOMEM. */
int neighbours_read(struct values *out, const char *path, const struct data_doc *of, struct arena *mem,
		    struct error *e);

#endif
