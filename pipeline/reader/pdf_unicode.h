/* SPDX-License-Identifier: MIT
 *
 * ToUnicode CMaps (ISO 32000-1, 9.10.3): which characters a font's codes stand for. Knows nothing
 * of any library.
 */
#ifndef LEITMOTIF_READER_PDF_UNICODE_H
#define LEITMOTIF_READER_PDF_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RUNES_MAX 8                             /* characters of one code, at most */

/* Takes what one code stands for, n >= 1 characters. */
typedef void unicode_sink(void *to, unsigned code, const uint32_t *runes, unsigned n);

/* Read a CMap; the bytes are spoilt, and there must be LEX_SLACK zero bytes behind them. False when
 * it holds what is not understood here, though some may have been handed over then. */
bool unicode_read(unsigned char *p, size_t n, unicode_sink *sink, void *to);

#endif
