/* SPDX-License-Identifier: MIT
 *
 * Reading CSV (RFC 4180) and TSV, row by row. Lines end in LF or CRLF; a field
 * in quotes may hold separators, line feeds and doubled quotes.
 */
#ifndef LM_BASE_CSV_IN_H
#define LM_BASE_CSV_IN_H

#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/error.h"
#include "pipeline/base/vec.h"

struct csv_row {
	VEC(struct str) fields;
	uint32_t line;           /* on which it starts, from 1 */
};

struct csv {
	struct str rest;
	char separator;
	uint32_t line;
};

/* bytes must stay. A byte order mark is skipped; the separator is a tab when the first line has
 * one, else a comma. */
void csv_init(struct csv *c, struct str bytes);

/* The next row, its fields as slices of the bytes or of mem. Empty lines are no rows. 1; 0 at the
 * end; -E_FORMAT with "line N: ..." for a quote that is never closed or stands in the wrong place;
 * -E_NOMEM. */
int csv_next(struct csv *c, struct csv_row *row, struct arena *mem, struct error *e);

#endif
