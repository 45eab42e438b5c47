/* SPDX-License-Identifier: MIT
 *
 * Messages that point into a YAML file; see yaml.h.
 */
#include <stdarg.h>
#include <stdio.h>

#include "pipeline/base/buf.h"
#include "pipeline/base/utf8.h"
#include "pipeline/lexicon/yaml.h"

#define SHOWN_MAX 96             /* bytes of a source line in a message */

static struct str line_of(struct str bytes, uint32_t line)
{
	for (uint32_t i = 1; i < line; i++)
		str_cut(&bytes, '\n');
	struct str row = str_cut(&bytes, '\n');
	return row.n && row.p[row.n - 1] == '\r' ? str_sub(row, 0, row.n - 1) : row;
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* The byte in row at which the character with this number, from 1, starts. */
static ptrdiff_t byte_of_column(struct str row, uint32_t column)
{
	ptrdiff_t i = 0;
	for (uint32_t c = 1; c < column && i < row.n; c++)
		for (i++; i < row.n && is_continuation(row.p[i]); i++)
			;
	return i;
}

ptrdiff_t yaml_offset(const struct yaml *y, uint32_t line, uint32_t column)
{
	struct str row = line_of(y->bytes, line);
	return row.p ? row.p - y->bytes.p + byte_of_column(row, column) : y->bytes.n;
}

/* Append s with '?' for control characters and bytes that are no UTF-8: a message goes to a
 * terminal, and the caret must stay below its character. */
static void add_clean(struct buf *out, struct str s)
{
	for (int k; s.n; s = str_sub(s, k, s.n)) {
		uint32_t cp;
		k = utf8_decode(s.p, s.n, &cp);
		if (cp == UTF8_BAD || cp == 0x7f || (cp < 0x20 && cp != '\t'))
			buf_addc(out, '?');
		else
			buf_add(out, str_sub(s, 0, k));
	}
}

/* The line and a caret below; a long line is cut to what surrounds the caret. */
static void add_caret(struct buf *out, struct str row, uint32_t column)
{
	ptrdiff_t at = byte_of_column(row, column), from = 0;
	if (row.n > SHOWN_MAX && at > SHOWN_MAX * 2 / 3)
		from = at - SHOWN_MAX / 2;
	while (from > 0 && from < row.n && is_continuation(row.p[from]))
		from--;
	ptrdiff_t to = from + SHOWN_MAX < row.n ? from + SHOWN_MAX : row.n;
	while (to < row.n && is_continuation(row.p[to]))
		to--;
	buf_addz(out, "\n  ");
	add_clean(out, str_sub(row, from, to));
	buf_addz(out, "\n  ");
	for (ptrdiff_t i = from; i < at; i++)
		if (!is_continuation(row.p[i]))
			buf_addc(out, row.p[i] == '\t' ? '\t' : ' ');
	buf_addc(out, '^');
}

static int fail_place(const struct yaml *y, uint32_t line, uint32_t column, struct error *e,
		      const char *fmt, va_list ap)
{
	char msg[256];
	struct buf b = { 0 };
	vsnprintf(msg, sizeof msg, fmt, ap);
	buf_addf(&b, "%.*s:%u:%u: ", STR_ARG(y->name), line, column);
	add_clean(&b, str_of(msg));
	add_caret(&b, line_of(y->bytes, line), column);
	int rc = buf_ok(&b) ? fail(e, E_LEXICON, "%.*s", STR_ARG(buf_str(&b)))
			    : fail(e, E_NOMEM, "out of memory");
	buf_release(&b);
	return rc;
}

int yaml_fail(const struct yaml *y, uint32_t line, uint32_t column, struct error *e,
	      const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int rc = fail_place(y, line, column, e, fmt, ap);
	va_end(ap);
	return rc;
}

int yaml_fail_node(const struct yaml *y, const struct yaml_node *n, struct error *e,
		   const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int rc = fail_place(y, n->line, n->column, e, fmt, ap);
	va_end(ap);
	return rc;
}

int yaml_fail_key(const struct yaml *y, const struct yaml_node *n, struct error *e,
		  const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int rc = fail_place(y, n->key_line, n->key_column, e, fmt, ap);
	va_end(ap);
	return rc;
}

int yaml_fail_inside(const struct yaml *y, uint32_t line, uint32_t column, struct str text,
		     ptrdiff_t at, struct error *e, const char *fmt, ...)
{
	struct str row = line_of(y->bytes, line);
	ptrdiff_t start = byte_of_column(row, column);
	bool quoted = start < row.n && (row.p[start] == '"' || row.p[start] == '\'');
	if (quoted && !str_eq(str_sub(row, start, start + text.n), text))
		start++;
	if (str_eq(str_sub(row, start, start + text.n), text)) {
		column += (uint32_t)(start - byte_of_column(row, column));
		for (ptrdiff_t i = 0; i < at; i++)
			column += !is_continuation(text.p[i]);
	}
	va_list ap;
	va_start(ap, fmt);
	int rc = fail_place(y, line, column, e, fmt, ap);
	va_end(ap);
	return rc;
}
