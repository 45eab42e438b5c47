/* SPDX-License-Identifier: MIT
 *
 * What a file is, by its first bytes. Signatures are those of file(1)'s magic
 * and of the WHATWG MIME Sniffing standard; a PDF may have up to 1 KB of other
 * bytes before its header (ISO 32000-1, annex H).
 */
#include "pipeline/base/scan.h"
#include "stages/extract.h"

#define HEAD 1024               /* bytes in which a PDF header may stand */
#define HTML_HEAD 4096          /* bytes in which the first HTML tag may stand */
#define BINARY_HEAD 65536       /* bytes looked at for signs of binary data */
#define BINARY_SHARE 20         /* one control character in so many bytes is binary */

struct signature {
	struct str magic;
	const char *what;
};

/* Files that people drop beside reports. They are named, so that the ledger says what to do. */
static const struct signature foreign[] = {
	{ STR("{\\rtf"), "an RTF file; save it as DOCX or PDF" },
	{ STR("\x89PNG\r\n\x1a\n"), "an image (PNG)" },
	{ STR("\xff\xd8\xff"), "an image (JPEG)" },
	{ STR("GIF87a"), "an image (GIF)" },
	{ STR("GIF89a"), "an image (GIF)" },
	{ STR("II*\0"), "an image (TIFF)" },
	{ STR("MM\0*"), "an image (TIFF)" },
	{ STR("RIFF"), "sound, video or an image (RIFF)" },
	{ STR("%!PS"), "a PostScript file; save it as PDF" },
	{ STR("\x1f\x8b"), "a gzip file inside another file" },
	{ STR("BZh"), "a bzip2 file" },
	{ STR("\xfd" "7zXZ"), "an xz file" },
	{ STR("7z\xbc\xaf\x27\x1c"), "a 7z archive" },
	{ STR("Rar!"), "a RAR archive" },
	{ STR("SQLite format 3"), "an SQLite database" },
	{ STR("\x7f" "ELF"), "a program" },
	{ STR("MZ\x90"), "a program" },
};

static bool has(struct str s, struct str needle)
{
	return str_find(s, needle, 0) >= 0;
}

static enum doc_format unknown(const char **what, const char *name)
{
	*what = name;
	return FORMAT_UNKNOWN;
}

/* A zip file is told by its members' names, which stand uncompressed in it. */
static enum doc_format sniff_zip(struct str raw, const char **what)
{
	if (has(raw, S("word/document")) ||
	    (has(raw, S("[Content_Types].xml")) && has(raw, S("word/"))))
		return FORMAT_DOCX;
	if (has(raw, S("xl/workbook")))
		return unknown(what, "a spreadsheet (XLSX)");
	if (has(raw, S("ppt/presentation")))
		return unknown(what, "a presentation (PPTX)");
	if (has(str_sub(raw, 0, HEAD), S("application/vnd.oasis.opendocument")))
		return unknown(what, "an OpenDocument file; save it as DOCX or PDF");
	if (has(str_sub(raw, 0, HEAD), S("application/epub+zip")))
		return unknown(what, "an EPUB book");
	return unknown(what, "a zip archive inside another file, or a damaged DOCX");
}

/* Names of streams stand in UTF-16 in an OLE file's directory. */
static enum doc_format sniff_ole(struct str raw, const char **what)
{
	if (has(raw, S("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e")))
		return unknown(what, "an encrypted Office file; it needs its password");
	if (has(raw, S("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t")))
		return unknown(what, "a Word file of the old kind (.doc); save it as DOCX or PDF");
	if (has(raw, S("W\0o\0r\0k\0b\0o\0o\0k")) || has(raw, S("B\0o\0o\0k\0\0")))
		return unknown(what, "a spreadsheet of the old kind (.xls)");
	return unknown(what, "an Office file of the old kind");
}

/* Whether s starts with the tag name, in any case, as a whole word. */
static bool is_tag(struct str s, struct str name)
{
	if (s.n <= name.n || !str_eq_nocase(str_sub(s, 0, name.n), name))
		return false;
	return !ascii_is_alpha(s.p[name.n]) && !ascii_is_digit(s.p[name.n]);
}

static bool is_html(struct str raw)
{
	static const struct str tags[] = {
		STR("<!doctype html"), STR("<html"), STR("<head"), STR("<body"), STR("<title"),
		STR("<script"), STR("<div"), STR("<p"), STR("<h1"), STR("<table"), STR("<meta"),
		STR("<article"), STR("<main"),
	};
	struct str s = str_trim(str_sub(raw, 0, HTML_HEAD));
	while (str_starts(s, S("<!--")) || str_starts(s, S("<?xml"))) {
		ptrdiff_t end = str_find(s, S(">"), 0);
		if (str_starts(s, S("<!--")))
			end = str_find(s, S("-->"), 0) < 0 ? -1 : str_find(s, S("-->"), 0) + 2;
		if (end < 0)
			return false;
		s = str_trim(str_sub(s, end + 1, s.n));
	}
	for (ptrdiff_t i = 0; i < countof(tags); i++)
		if (is_tag(s, tags[i]))
			return true;
	return str_eq_nocase(str_sub(s, 0, 9), S("<!doctype")) && has(s, S("<html"));
}

/* UTF-16 without a mark: every other byte of Western text is NUL. */
static bool looks_utf16(struct str s)
{
	ptrdiff_t even = 0, odd = 0;
	s = str_sub(s, 0, HEAD);
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (!s.p[i])
			*(i % 2 ? &odd : &even) += 1;
	ptrdiff_t half = s.n / 2;
	return half > 0 && ((odd > half * 7 / 10 && !even) || (even > half * 7 / 10 && !odd));
}

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 && !strchr("\t\n\v\f\r\x1b", c);
}

/* How many control characters, but those that text has. */
static ptrdiff_t count_controls(struct str s)
{
	ptrdiff_t n = 0, i = 0;
	for (; s.n - i >= SCAN_BLOCK; i += SCAN_BLOCK) {
		scan_block x = scan_load(s.p + i);
		scan_block text = scan_range(x, '\t', '\r') | (scan_block)(x == scan_splat('\x1b'));
		uint64_t controls = scan_bits(scan_range(x, 0, 0x1f) & ~text);
		n += controls ? __builtin_popcountll(controls) : 0;
	}
	for (; i < s.n; i++)
		n += is_control(s.p[i]);
	return n;
}

static bool is_binary(struct str raw)
{
	struct str s = str_sub(raw, 0, BINARY_HEAD);
	return memchr(raw.p, 0, (size_t)raw.n) || count_controls(s) * BINARY_SHARE > s.n;
}

enum doc_format extract_sniff(struct str raw, const char **what)
{
	struct str s = raw;
	bool utf16 = str_starts(raw, S("\xff\xfe")) || str_starts(raw, S("\xfe\xff"));
	if (str_starts(s, S("\xef\xbb\xbf")))
		s = str_sub(s, 3, s.n);
	if (is_html(s))
		return FORMAT_HTML;
	if (has(str_sub(raw, 0, HEAD), S("%PDF-")))
		return FORMAT_PDF;
	if (str_starts(raw, S("PK\x03\x04")))
		return sniff_zip(raw, what);
	if (str_starts(raw, S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		return sniff_ole(raw, what);
	for (ptrdiff_t i = 0; i < countof(foreign); i++)
		if (str_starts(raw, foreign[i].magic))
			return unknown(what, foreign[i].what);
	if (str_starts(s, S("<?xml")))
		return unknown(what, "an XML file");
	if (!utf16 && !looks_utf16(raw) && is_binary(raw))
		return unknown(what, "binary data");
	return FORMAT_TEXT;
}
