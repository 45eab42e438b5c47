/* SPDX-License-Identifier: MIT
 *
 * Unpacking one gzip member, by ISA-L where Debian has it for the machine
 * (three times as fast) and by zlib elsewhere. Both give the same bytes of
 * sound data and name the same faults; how many bytes come before a fault in
 * the middle may differ.
 */
#ifndef LM_IO_INFLATE_H
#define LM_IO_INFLATE_H

#include <stddef.h>

struct inflater;

/* NULL without memory. */
struct inflater *inflater_new(void);
void inflater_free(struct inflater *f);

/* A new member begins. */
void inflater_reset(struct inflater *f);

struct inflate_window {
	const unsigned char *in;
	unsigned in_left;
	unsigned char *out;
	unsigned out_left;
};

enum inflate_outcome { INFLATE_MORE, INFLATE_END, INFLATE_NOMEM, INFLATE_DAMAGED };

/* Unpack until there is no more input or room, moving w on. *why: what is damaged. */
enum inflate_outcome inflater_step(struct inflater *f, struct inflate_window *w, const char **why);

#endif
