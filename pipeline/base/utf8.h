/* SPDX-License-Identifier: MIT
 *
 * UTF-8 coding of one code point at a time (RFC 3629: no surrogates, no
 * overlong forms, nothing over U+10FFFF).
 */
#ifndef LM_BASE_UTF8_H
#define LM_BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/str.h"

#define UTF8_BAD UINT32_C(0xFFFD)

/* Decode the code point at p (n > 0 bytes left) into *cp and return its length
 * in bytes, 1 to 4. At an invalid byte *cp is UTF8_BAD and the length 1 to 3:
 * the maximal subpart that Unicode 15, section 3.9 replaces by one U+FFFD. */
int utf8_decode(const char *p, ptrdiff_t n, uint32_t *cp);

/* Write cp to out[4] and return the length. */
int utf8_encode(uint32_t cp, char *out);

bool utf8_valid(struct str s);

#endif
