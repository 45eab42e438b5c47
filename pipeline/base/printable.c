/* SPDX-License-Identifier: MIT
 *
 * See printable.h.
 */
#include "pipeline/base/printable.h"
#include "pipeline/base/utf8.h"

/* Characters that a terminal or a line-based reader acts on instead of showing them. */
static bool acts(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x61C || cp == 0x200E ||
	       cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) ||
	       cp == 0xFEFF || cp == UTF8_BAD;
}

void buf_add_printable(struct buf *b, struct str name)
{
	static const char hex[] = "0123456789ABCDEF";
	while (name.n) {
		uint32_t cp;
		int k = utf8_decode(name.p, name.n, &cp);
		if (cp == '\\') {
			buf_add(b, S("\\\\"));
		} else if (!acts(cp)) {
			buf_add(b, str_sub(name, 0, k));
		} else {
			for (int i = 0; i < k; i++) {
				unsigned char c = (unsigned char)name.p[i];
				char esc[4] = { '\\', 'x', hex[c >> 4], hex[c & 15] };
				buf_add(b, (struct str){ esc, 4 });
			}
		}
		name = str_sub(name, k, name.n);
	}
}
