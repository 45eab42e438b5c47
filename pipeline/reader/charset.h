/* SPDX-License-Identifier: MIT
 *
 * The bytes of a web page to UTF-8.
 */
#ifndef LEITMOTIF_READER_CHARSET_H
#define LEITMOTIF_READER_CHARSET_H

#include "pipeline/reader/text.h"

/* Convert n bytes to UTF-8, appended to out: by byte order mark, by what the page declares (if that
 * can be true), else UTF-8 when valid and Windows-1252 when not. Warns when the declared character
 * set is one that is not known here. */
void charset_decode(const char *p, size_t n, struct text *out);

#endif
