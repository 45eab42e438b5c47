/* SPDX-License-Identifier: MIT
 *
 * See dict_text.h.
 */
#include <stdlib.h>

#include "pipeline/base/utf8.h"
#include "pipeline/exchange/dict_text.h"

/* Windows-1252, 0x80 to 0x9F; 0: not assigned (WHATWG takes those for controls). */
static const uint16_t windows_1252[32] = {
	0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
	0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
	0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

static void add_code_point(struct buf *out, uint32_t cp)
{
	char bytes[4];
	if (cp == 0)
		cp = UTF8_BAD;
	buf_add(out, (struct str){ bytes, utf8_encode(cp, bytes) });
}

static void from_windows(struct buf *out, struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		add_code_point(out, c >= 0x80 && c < 0xA0 ? windows_1252[c - 0x80] : c);
	}
}

/* order: 0 little-endian, 1 big-endian. */
static void from_utf16(struct buf *out, struct str s, int order)
{
	const unsigned char *p = (const unsigned char *)s.p;
	for (ptrdiff_t i = 0; i + 1 < s.n; i += 2) {
		uint32_t unit = (uint32_t)p[i + 1 - order] << 8 | p[i + order];
		if (unit >= 0xD800 && unit < 0xDC00 && i + 3 < s.n) {
			uint32_t low = (uint32_t)p[i + 3 - order] << 8 | p[i + 2 + order];
			if (low >= 0xDC00 && low < 0xE000) {
				unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			}
		}
		add_code_point(out, unit >= 0xD800 && unit < 0xE000 ? UTF8_BAD : unit);
	}
}

int dict_decode(struct dict *d, struct str bytes, struct str *out)
{
	struct buf b = { 0 };
	*out = bytes;
	if (str_starts(bytes, S("\xEF\xBB\xBF")))
		*out = str_sub(bytes, 3, bytes.n);
	bool wide = str_starts(bytes, S("\xFF\xFE")) || str_starts(bytes, S("\xFE\xFF"));
	if (!wide && utf8_valid(*out) && !memchr(out->p, '\0', (size_t)out->n))
		return 0;
	if (wide) {
		from_utf16(&b, str_sub(bytes, 2, bytes.n), bytes.p[0] == '\xFE');
	} else {
		from_windows(&b, *out);
		dict_note(d, 0, "not UTF-8: taken for Windows-1252");
	}
	*out = arena_str(&d->mem, buf_str(&b));
	bool ok = buf_ok(&b) && (out->p || !b.n);
	buf_release(&b);
	return ok ? 0 : dict_no_memory(d);
}

bool dict_line(struct str *rest, struct str *line)
{
	if (!rest->n)
		return false;
	ptrdiff_t i = 0;
	while (i < rest->n && rest->p[i] != '\n' && rest->p[i] != '\r')
		i++;
	*line = str_sub(*rest, 0, i);
	if (i + 1 < rest->n && rest->p[i] == '\r' && rest->p[i + 1] == '\n')
		i++;
	*rest = str_sub(*rest, i + 1, rest->n);
	return true;
}

bool dict_number(struct str s, double *out)
{
	char copy[40];
	char *end;
	s = str_trim(s);
	if (!s.n || s.n >= (ptrdiff_t)sizeof copy || !(ascii_is_digit(s.p[s.n - 1]) || s.p[s.n - 1] == '.'))
		return false;
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]) && s.p[i] != '.' && !(i == 0 && strchr("+-", s.p[i])))
			return false;
	memcpy(copy, s.p, (size_t)s.n);
	copy[s.n] = '\0';
	*out = strtod(copy, &end);
	return !*end;
}
