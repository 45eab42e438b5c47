/* SPDX-License-Identifier: MIT
 *
 * Where a text that is too large to be held may be cut: at best between two
 * paragraphs of which the first ends in a stop and the second starts as one
 * does, at worst between two characters.
 */
#ifndef LM_DOC_CUT_H
#define LM_DOC_CUT_H

#include <stdint.h>

#include "pipeline/base/str.h"

/* Of `left` bytes that are to come in portions of about `size`, how many to look at for the next one: all of
 * them when it is the last. What is left over is never a small portion. */
static inline uint64_t cut_next(uint64_t left, uint64_t size)
{
	return left <= size ? left : left < 2 * size ? left / 2 : size;
}

/* How characters lie in bytes, as far as line ends and stops go. */
enum text_units { UNITS_BYTES, UNITS_LITTLE, UNITS_BIG };

/* UTF-16 is told by its byte order mark, or by NUL bytes, which no other text has. */
enum text_units text_units(struct str bytes);

/* How many bytes of s, the beginning of a longer text, are to be read before the rest: more than
 * none, unless s is empty. */
ptrdiff_t text_cut(struct str s, enum text_units units);

#endif
