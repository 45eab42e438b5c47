/* SPDX-License-Identifier: MIT
 *
 * See csv_out.h. The list of formula characters is OWASP's on CSV injection.
 */
#include "pipeline/base/csv_out.h"
#include "pipeline/base/utf8.h"

static bool needs_quotes(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r')
			return true;
	return s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

void csv_text(struct buf *out, struct str s)
{
	bool quotes = needs_quotes(s);
	if (quotes)
		buf_addc(out, '"');
	if (s.n && memchr("=+-@\t\r\n", s.p[0], 7))
		buf_addc(out, '\'');
	while (s.n) {
		uint32_t cp;
		int k = utf8_decode(s.p, s.n, &cp);
		if (cp == '"')
			buf_add(out, S("\"\""));
		else if (cp == 0)
			buf_addc(out, ' ');
		else if (cp == UTF8_BAD)
			buf_add(out, S("\xEF\xBF\xBD"));
		else
			buf_add(out, str_sub(s, 0, k));
		s = str_sub(s, k, s.n);
	}
	buf_addz(out, quotes ? "\"," : ",");
}

void csv_int(struct buf *out, int64_t v)
{
	buf_add_int(out, v);
	buf_addc(out, ',');
}

void csv_fixed(struct buf *out, double v, int decimals)
{
	buf_add_fixed(out, v, decimals);
	buf_addc(out, ',');
}

void csv_plain(struct buf *out, const char *s)
{
	buf_addz(out, s);
	buf_addc(out, ',');
}

void csv_end_row(struct buf *out)
{
	if (out->n && out->p[out->n - 1] == ',')
		out->p[out->n - 1] = '\n';
	else
		buf_addc(out, '\n');
}
