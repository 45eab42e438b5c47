/* SPDX-License-Identifier: MIT
 *
 * Text files as people have kept them for twenty years: UTF-8 with or without a
 * mark, UTF-16, Windows-1252; lines that end in LF, CR LF or CR alone.
 */
#ifndef LM_EXCHANGE_DICT_TEXT_H
#define LM_EXCHANGE_DICT_TEXT_H

#include "pipeline/exchange/dict.h"

/* The bytes as UTF-8 in *out, in d->mem or bytes themselves; without NUL bytes. What was taken for
 * Windows-1252 is noted. E_NOMEM. */
int dict_decode(struct dict *d, struct str bytes, struct str *out);

/* The next line without its end; false at the end. */
bool dict_line(struct str *rest, struct str *line);

/* A number that is the whole of s: decimal, sign and fraction optional. */
bool dict_number(struct str s, double *out);

#endif
