/* SPDX-License-Identifier: MIT
 *
 * JSON by appending (RFC 8259). What comes out is always valid UTF-8: bytes
 * that are not become U+FFFD. Separators need no state, because a finished
 * value never ends in '{', '[', ',' or ':':
 *
 *	json_open(out, '{');
 *	json_key(out, "doc"), json_str(out, id);
 *	json_key(out, "terms"), json_open(out, '[');
 *	for (...)
 *		json_item(out), json_str(out, term);
 *	json_close(out, ']');
 *	json_close(out, '}');
 */
#ifndef LM_BASE_JSON_OUT_H
#define LM_BASE_JSON_OUT_H

#include "pipeline/base/buf.h"

/* '{' or '['; ']' or '}'. */
void json_open(struct buf *out, char bracket);
void json_close(struct buf *out, char bracket);

/* The comma before an array's element, where one is due; then write the value. */
void json_item(struct buf *out);

/* The comma where due, "key" and ':'; then write the value. key: plain ASCII, written as it is. */
void json_key(struct buf *out, const char *key);

/* A value. */
void json_str(struct buf *out, struct str s);
void json_str_or_null(struct buf *out, struct str s);   /* null when s is empty */
void json_int(struct buf *out, int64_t v);
void json_fixed(struct buf *out, double v, int decimals);  /* see buf_add_fixed */
void json_bool(struct buf *out, bool v);
void json_null(struct buf *out);

#endif
