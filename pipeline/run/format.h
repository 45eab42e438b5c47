/* SPDX-License-Identifier: MIT
 *
 * The output format interface. A format turns a finished document into bytes
 * on the worker; the bytes leave in input order. stages/formats.def names the
 * formats; format X is the struct format_X in stages/emit_*.c.
 */
#ifndef LM_RUN_FORMAT_H
#define LM_RUN_FORMAT_H

#include "pipeline/base/buf.h"
#include "pipeline/run/stage.h"

/* Counts of a run by status; inputs = their sum. */
struct totals {
	uint64_t by_status[DOC_STATUS_COUNT];
	uint64_t inputs, bytes, words, sentences, coded, warnings;
};

struct format {
	const char *name, *help;
	unsigned needs;          /* layers that it prints: the chain stops once they are there */
	bool by_window;          /* a long document may come in windows, one call each (windows.h), and in
	                          * portions (portions.h); else it comes whole */
	bool failed_too;         /* also called for documents that failed or hold no text */
	void (*head)(struct buf *out, const struct stage_shared *sh);
	void (*document)(struct buf *out, const struct doc *d, const struct stage_shared *sh);
	void (*tail)(struct buf *out, const struct totals *t, const struct stage_shared *sh);
};

#define X(id, name, help) extern const struct format format_##id;
#include "stages/formats.def"
#undef X

/* The format with this option name, or NULL. */
const struct format *format_find(const char *name);

/* Whether evidence shows the code: a voice that counts, of the theme that was asked for (--theme). */
bool format_shows(const struct doc *d, const struct code *c, const struct stage_shared *sh);

#endif
