/* SPDX-License-Identifier: MIT
 *
 * What a child that reads a hostile document is left with: limits on memory, time and files, and a
 * seccomp filter under which it can compute, allocate, write to what it has open, and end.
 */
#ifndef LEITMOTIF_READER_SANDBOX_H
#define LEITMOTIF_READER_SANDBOX_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stdint.h>

#include "pipeline/doc/wire.h"

/* The filter as the kernel takes it: built once by the server, put on by every child. */
struct sandbox {
	struct sock_fprog prog;
	uint64_t base;                          /* bytes of address space before any document */
};

/* Build the filter. Without one (no memory, unknown machine) prog.len is 0. */
void sandbox_init(struct sandbox *s);
void sandbox_release(struct sandbox *s);

/* Take what the program maps now for its own; sandbox_init() does so too. */
void sandbox_measure(struct sandbox *s);

/* Limits of a request on this process; its memory cap is on top of what the program itself maps. */
bool sandbox_limit(const struct sandbox *s, const struct wire_request *q);

/* Put the filter on: only the allowed system calls from here. False, errno set, when it cannot. */
bool sandbox_enter(const struct sandbox *s);

#endif
