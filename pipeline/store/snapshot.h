/* SPDX-License-Identifier: MIT
 *
 * What the extract stage made of a document, in few bytes: its outcome, its
 * lines, pages and properties, or why there are none. It depends on the
 * content alone, not on the lexicon or the path: so after an edit of a lexicon
 * or a rename the chain starts behind extract, and no PDF is parsed again.
 * Integers are LEB128 (DWARF 5, section 7.6), texts have their length in front.
 */
#ifndef LM_STORE_SNAPSHOT_H
#define LM_STORE_SNAPSHOT_H

#include "pipeline/doc/doc.h"

/* Append d's snapshot to out; check buf_ok(). */
void snapshot_write(struct buf *out, const struct doc *d);

/* Make d, which is fresh, what was written. The bytes may be damaged: every length is checked.
 * E_FORMAT, E_NOMEM; d is fresh again then. Nothing of d points into bytes. */
int snapshot_read(struct doc *d, struct str bytes, struct error *e);

#endif
