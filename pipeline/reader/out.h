/* SPDX-License-Identifier: MIT
 *
 * The child's way out: records to the pipe, counted against the cap, and the one end that a child
 * has, out_end(). A child is a process for one document, so this state is the process's own.
 */
#ifndef LEITMOTIF_READER_OUT_H
#define LEITMOTIF_READER_OUT_H

#include <stddef.h>
#include <stdint.h>

#include "pipeline/doc/wire.h"

/* What the child tells the server beside its exit status, through shared memory. The server takes
 * nothing in it on trust. */
struct note {
	uint32_t level;
	char detail[WIRE_DETAIL_MAX];
};

/* Send records to fd, at most max bytes (0 = no cap); why it ended goes to note as well. */
void out_open(int fd, uint64_t max, struct note *note);

void out_page(const struct wire_page *page);
void out_line(const struct wire_line *line, const char *text, size_t n);
void out_block(uint8_t kind, uint16_t level, const struct wire_block *block, const char *text,
	       size_t n);

/* Nothing is sent for an empty value. */
void out_meta(const char *key, const char *value, size_t n);
void out_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Write what is buffered; out_end() does so too. */
void out_flush(void);

/* Send raw bytes, as a broken child would (for the fault mock). */
void out_raw(const void *p, size_t n);

/* A child's exit status is this plus its outcome, so that an exit of a library (a sanitizer's is 1)
 * is not taken for one. */
#define OUT_STATUS 100

/* Send the end record and exit with the outcome as status. */
_Noreturn void out_end(enum wire_outcome outcome, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* out_end() for when malloc has failed: needs no memory. */
_Noreturn void out_no_memory(void);

#endif
