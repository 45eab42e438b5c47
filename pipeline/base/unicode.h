/* SPDX-License-Identifier: MIT
 *
 * The one door to utf8proc: letters and digits, lower case, and Normalization
 * Form C (UAX #15). NFC is made cluster by cluster, a starter with what may
 * combine with it, so that a caller knows where each piece came from, needs no
 * memory, and a megabyte of combining marks costs a megabyte's time.
 */
#ifndef LM_BASE_UNICODE_H
#define LM_BASE_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/buf.h"

/* General categories L*; Nd and Nl; Lu and Lt. */
bool unicode_is_letter(uint32_t cp);
bool unicode_is_digit(uint32_t cp);
bool unicode_is_upper(uint32_t cp);

/* Simple lower-casing: one code point to one. */
uint32_t unicode_lower(uint32_t cp);

/* What a code point is to NFC. */
enum nfc_class {
	NFC_INERT,      /* stands as it is, unless an NFC_JOINS follows */
	NFC_STARTS,     /* a starter that has a canonical decomposition */
	NFC_JOINS       /* may combine with, or be ordered among, what stands before it */
};

enum nfc_class unicode_nfc_class(uint32_t cp);

/* More marks in a row than this are parted by U+034F, the Stream-Safe Text Process of UAX #15,
 * section 13: without a bound their ordering would take quadratic time. */
#define NFC_MARKS_MAX 30

/* One cluster being gathered; starts zeroed. */
struct nfc {
	uint32_t cp[NFC_MARKS_MAX + 2];
	int n;
};

/* Take cp into the cluster; false when it does not belong to it: flush, then take it again. */
bool nfc_take(struct nfc *c, uint32_t cp);

/* Append the cluster's NFC to out as UTF-8 and empty it. */
void nfc_flush(struct nfc *c, struct buf *out);

/* Append the NFC of s to out; invalid bytes become U+FFFD. */
void unicode_nfc(struct buf *out, struct str s);

#endif
