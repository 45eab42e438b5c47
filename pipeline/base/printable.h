/* SPDX-License-Identifier: MIT
 *
 * Names from outside (file names, archive members) are opaque bytes: they may
 * hold line feeds, terminal commands, or no valid UTF-8 at all. This makes
 * them fit for a ledger, a message or a terminal, so that two different names
 * never look the same.
 */
#ifndef LM_BASE_PRINTABLE_H
#define LM_BASE_PRINTABLE_H

#include "pipeline/base/buf.h"

/* Append name: bytes of control characters (C0, C1, line separators, marks that turn the writing
 * direction) and of invalid UTF-8 as \xHH, a backslash as \\, all else as it is. */
void buf_add_printable(struct buf *b, struct str name);

#endif
