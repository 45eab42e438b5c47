/* SPDX-License-Identifier: MIT
 *
 * See utf8.h. The table of valid second bytes is Unicode 15, table 3-7.
 */
#include "pipeline/base/scan.h"
#include "pipeline/base/utf8.h"

int utf8_decode(const char *p, ptrdiff_t n, uint32_t *cp)
{
	const unsigned char *s = (const unsigned char *)p;
	unsigned c = s[0];
	if (c < 0x80) {
		*cp = c;
		return 1;
	}
	*cp = UTF8_BAD;
	if (c < 0xC2 || c > 0xF4)
		return 1;
	int len = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	unsigned lo = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
	unsigned hi = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
	if (n < 2 || s[1] < lo || s[1] > hi)
		return 1;
	uint32_t v = ((c & (0xFFu >> (len + 1))) << 6) | (s[1] & 0x3Fu);
	for (int i = 2; i < len; i++) {
		if (i >= n || (s[i] & 0xC0) != 0x80)
			return i;
		v = (v << 6) | (s[i] & 0x3Fu);
	}
	*cp = v;
	return len;
}

int utf8_encode(uint32_t cp, char *out)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	int len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	for (int i = len - 1; i > 0; i--, cp >>= 6)
		out[i] = (char)(0x80 | (cp & 0x3F));
	out[0] = (char)(((0xF00u >> len) & 0xFFu) | cp);
	return len;
}

bool utf8_valid(struct str s)
{
	for (ptrdiff_t i = 0; (i = scan_for_range(s, i, '\x80', '\xff')) < s.n;) {
		uint32_t cp;
		int k = utf8_decode(s.p + i, s.n - i, &cp);
		if (cp == UTF8_BAD && !(k == 3 && memcmp(s.p + i, "\xEF\xBF\xBD", 3) == 0))
			return false;
		i += k;
	}
	return true;
}
