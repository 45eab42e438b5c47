/* SPDX-License-Identifier: MIT
 *
 * The records that a reader process writes (pipeline/doc/wire.h), taken apart.
 * The bytes come from a process that parsed a hostile file: every length is
 * checked, and anything that does not fit ends the parse.
 */
#ifndef LM_RUN_RECORDS_H
#define LM_RUN_RECORDS_H

#include "pipeline/base/error.h"
#include "pipeline/doc/doc.h"

/* How the records ended. */
struct records_end {
	bool seen;              /* the last record was there */
	unsigned outcome;       /* enum wire_outcome */
	struct str detail;      /* in d->mem */
};

/* Fill source, lines, pages and properties of d from bytes; all is copied into d->mem.
 * -E_READER when the bytes break the protocol; what came before is kept. */
int records_parse(struct doc *d, struct str bytes, struct records_end *end, struct error *e);

/* How many of bytes, the beginning of all records, are to be taken before the rest: whole records, up to
 * where a page or a heading begins if there is one in their second half. 0 when not one is whole. */
ptrdiff_t records_cut(struct str bytes);

#endif
