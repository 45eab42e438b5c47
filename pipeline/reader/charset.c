/* SPDX-License-Identifier: MIT
 *
 * Character sets of web pages, as the WHATWG Encoding standard has them: "iso-8859-1" and "ascii"
 * mean Windows-1252. Why not iconv(): it opens files, which a sandboxed process cannot, and pages
 * of English councils use these sets alone.
 */
#include "pipeline/reader/charset.h"

#include <string.h>

#include "pipeline/base/utf8.h"
#include "pipeline/reader/out.h"

enum set { SET_UNKNOWN, SET_UTF8, SET_1252, SET_UTF16LE, SET_UTF16BE };

static const struct { const char *label; enum set set; } labels[] = {
	{ "utf-8", SET_UTF8 }, { "utf8", SET_UTF8 }, { "unicode-1-1-utf-8", SET_UTF8 },
	{ "windows-1252", SET_1252 }, { "cp1252", SET_1252 }, { "x-cp1252", SET_1252 },
	{ "ansi", SET_1252 },
	{ "iso-8859-1", SET_1252 }, { "iso8859-1", SET_1252 }, { "iso_8859-1", SET_1252 },
	{ "latin1", SET_1252 }, { "l1", SET_1252 }, { "us-ascii", SET_1252 }, { "ascii", SET_1252 },
	/* A page that says UTF-16 in ASCII bytes cannot mean it. */
	{ "utf-16", SET_UTF8 }, { "utf-16le", SET_UTF8 }, { "utf-16be", SET_UTF8 },
};

/* Windows-1252 from 0x80 to 0x9f; 0 = unused, then the C1 control of that number. */
static const unsigned short high[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
	0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
	0x0153, 0, 0x017e,
	0x0178,
};

static void from_1252(const char *p, size_t n, struct text *out)
{
	for (size_t i = 0; i < n; i++) {
		unsigned c = (unsigned char)p[i];
		text_rune(out, c >= 0x80 && c < 0xa0 && high[c - 0x80] ? high[c - 0x80] : c);
	}
}

static void from_utf16(const char *p, size_t n, bool big, struct text *out)
{
	const unsigned char *b = (const unsigned char *)p;
	for (size_t i = 0; i + 1 < n; i += 2) {
		unsigned c = (unsigned)(big ? b[i] << 8 | b[i + 1] : b[i + 1] << 8 | b[i]);
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < n) {
			unsigned d = (unsigned)(big ? b[i + 2] << 8 | b[i + 3]
						    : b[i + 3] << 8 | b[i + 2]);
			if (d >= 0xdc00 && d < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (d - 0xdc00);
				i += 2;
			}
		}
		text_rune(out, c);
	}
}

/* The set that the page declares: charset=... within its first bytes, in <meta> or <?xml?>. */
static enum set declared(const char *p, size_t n, char *label, size_t room)
{
	size_t len = 0;
	const char *end = p + (n < 4096 ? n : 4096),
		   *at = find_word(p, (size_t)(end - p), "charset");
	label[0] = 0;
	if (at) {
		at += strlen("charset");
	} else {
		at = find_word(p, (size_t)(end - p < 200 ? end - p : 200), "encoding");
		if (!at)
			return SET_UNKNOWN;
		at += strlen("encoding");
	}
	while (at < end && (is_space(*at) || *at == '=' || *at == '"' || *at == '\''))
		at++;
	while (at < end && len + 1 < room
	       && (*at == '-' || *at == '_' || (*at >= '0' && *at <= '9')
		   || (ascii_lower(*at) >= 'a' && ascii_lower(*at) <= 'z')))
		label[len++] = *at++;
	label[len] = 0;
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (same_word(label, len, labels[i].label))
			return labels[i].set;
	return SET_UNKNOWN;
}

static enum set choose(const char **p, size_t *n)
{
	static const struct {
		const char *mark;
		size_t n;
		enum set set;
	} marks[] = {
		{ "\xef\xbb\xbf", 3, SET_UTF8 },
		{ "\xff\xfe", 2, SET_UTF16LE },
		{ "\xfe\xff", 2, SET_UTF16BE },
	};
	char label[32];
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (*n >= marks[i].n && memcmp(*p, marks[i].mark, marks[i].n) == 0) {
			*p += marks[i].n;
			*n -= marks[i].n;
			return marks[i].set;
		}
	enum set set = declared(*p, *n, label, sizeof label);
	if (set == SET_UNKNOWN && *label)
		out_warn("character set \"%s\" is not known here", label);
	/* Many pages declare one and are the other: what is well-formed UTF-8 is UTF-8. */
	if (set != SET_UTF8)
		set = utf8_valid((struct str){ *p, (ptrdiff_t)*n }) ? SET_UTF8 : SET_1252;
	return set;
}

void charset_decode(const char *p, size_t n, struct text *out)
{
	switch (choose(&p, &n)) {
	case SET_UTF16LE:
		from_utf16(p, n, false, out);
		break;
	case SET_UTF16BE:
		from_utf16(p, n, true, out);
		break;
	case SET_UTF8:
		text_utf8(out, p, n);
		break;
	default:
		from_1252(p, n, out);
	}
}
