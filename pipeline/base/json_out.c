/* SPDX-License-Identifier: MIT
 *
 * See json_out.h.
 */
#include "pipeline/base/json_out.h"
#include "pipeline/base/utf8.h"

void json_open(struct buf *out, char bracket)
{
	buf_addc(out, bracket);
}

void json_close(struct buf *out, char bracket)
{
	buf_addc(out, bracket);
}

void json_item(struct buf *out)
{
	if (out->n && !memchr("{[,:\n", out->p[out->n - 1], 5))
		buf_addc(out, ',');
}

void json_key(struct buf *out, const char *key)
{
	json_item(out);
	buf_addc(out, '"');
	buf_addz(out, key);
	buf_add(out, S("\":"));
}

static void add_escape(struct buf *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	static const char names[] = "\"\"\\\\\bb\ff\nn\rr\tt";
	for (const char *q = names; *q; q += 2) {
		if ((unsigned char)*q == c) {
			buf_addc(out, '\\');
			buf_addc(out, q[1]);
			return;
		}
	}
	char esc[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
	buf_add(out, (struct str){ esc, 6 });
}

void json_str(struct buf *out, struct str s)
{
	buf_addc(out, '"');
	ptrdiff_t from = 0, at = 0;  /* [from, at) is fit to be copied */
	while (at < s.n) {
		unsigned char c = (unsigned char)s.p[at];
		if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
			at++;
			continue;
		}
		uint32_t cp;
		int k = utf8_decode(s.p + at, s.n - at, &cp);
		if (c >= 0x80 && cp != UTF8_BAD) {
			at += k;
			continue;
		}
		buf_add(out, str_sub(s, from, at));
		if (c < 0x80)
			add_escape(out, c);
		else
			buf_add(out, S("\xEF\xBF\xBD"));
		from = at += k;
	}
	buf_add(out, str_sub(s, from, at));
	buf_addc(out, '"');
}

void json_str_or_null(struct buf *out, struct str s)
{
	if (s.n)
		json_str(out, s);
	else
		json_null(out);
}

void json_int(struct buf *out, int64_t v)
{
	buf_add_int(out, v);
}

void json_fixed(struct buf *out, double v, int decimals)
{
	buf_add_fixed(out, v, decimals);
}

void json_bool(struct buf *out, bool v)
{
	buf_addz(out, v ? "true" : "false");
}

void json_null(struct buf *out)
{
	buf_add(out, S("null"));
}
