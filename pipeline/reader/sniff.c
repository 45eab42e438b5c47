/* SPDX-License-Identifier: MIT
 *
 * What a document is, by its first bytes and never by its name: councils' web servers send error
 * pages as "report.pdf". Source: the WHATWG MIME Sniffing standard for HTML; readers of PDF accept
 * the header anywhere in the first 1,024 bytes (ISO 32000-1, implementation notes).
 */
#include <string.h>

#include "pipeline/reader/child.h"
#include "pipeline/reader/text.h"

static const struct { const char *magic; size_t n; const char *what; } others[] = {
	{ "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, "a legacy Office file (OLE), not DOCX" },
	{ "{\\rtf", 5, "rich text (RTF), which is not read" },
	{ "%!PS", 4, "PostScript, which is not read" },
	{ "\x89PNG", 4, "an image (PNG)" },
	{ "\xff\xd8\xff", 3, "an image (JPEG)" },
	{ "GIF8", 4, "an image (GIF)" },
	{ "II*\0", 4, "an image (TIFF)" },
	{ "MM\0*", 4, "an image (TIFF)" },
	{ "\x7f" "ELF", 4, "a program" },
	{ "MZ", 2, "a program" },
	{ "Rar!", 4, "a RAR archive" },
	{ "7z\xbc\xaf", 4, "a 7-Zip archive" },
	{ "\x1f\x8b", 2, "gzip data" },
};

/* The start of an HTML document after white space and comments. */
static const char *const html_starts[] = {
	"<!doctype html", "<html", "<head", "<title", "<body", "<meta", "<script", "<style",
	"<link", "<div", "<h1",
	"<table", "<p>", "<p ", "<br", "<font", "<iframe", "<a ", "<b>", "<article", "<main",
	"<section", "<header",
	"<nav", "<ul", "<span", "<center", "<form",
};

static bool is_pdf(const struct input *in)
{
	size_t n = in->n < 1024 ? in->n : 1024;
	return memmem(in->p, n, "%PDF", 4) != NULL;
}

/* Past white space, a byte order mark, an XML declaration and comments. */
static const char *html_begin(const char *p, const char *end)
{
	if (end - p >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	for (;;) {
		const char *close = NULL;
		while (p < end && is_space(*p))
			p++;
		size_t left = (size_t)(end - p);
		if (left >= 4 && memcmp(p, "<!--", 4) == 0 && (close = memmem(p, left, "-->", 3)))
			p = close + 3;
		else if (left >= 5 && memcmp(p, "<?xml", 5) == 0
			 && (close = memmem(p, left, "?>", 2)))
			p = close + 2;
		else
			return p;
	}
}

/* UTF-16 text, as some content systems export it: look at every second byte. */
static bool is_html_utf16(const struct input *in)
{
	char s[128];
	size_t n = 0, odd;
	if (in->n < 4 || (memcmp(in->p, "\xff\xfe", 2) != 0 && memcmp(in->p, "\xfe\xff", 2) != 0))
		return false;
	odd = in->p[0] == '\xfe';
	for (size_t i = 2 + odd; i < in->n && n < sizeof s; i += 2)
		s[n++] = in->p[i];
	return find_word(s, n, "<html") || find_word(s, n, "<!doctype html");
}

static bool is_html(const struct input *in)
{
	const char *end = in->p + (in->n < 65536 ? in->n : 65536), *p = html_begin(in->p, end);
	size_t left = (size_t)(end - p);
	for (size_t i = 0; i < sizeof html_starts / sizeof *html_starts; i++) {
		size_t n = strlen(html_starts[i]);
		if (left >= n && find_word(p, n, html_starts[i]))
			return true;
	}
	if (left && *p == '<' && find_word(p, left < 2048 ? left : 2048, "<!doctype html"))
		return true;
	return is_html_utf16(in);
}

enum wire_kind sniff(const struct input *in, const char **what)
{
	static const char locked[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	if (in->n >= 4 && memcmp(in->p, "PK\3\4", 4) == 0)
		return WIRE_DOCX;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (in->n < others[i].n || memcmp(in->p, others[i].magic, others[i].n) != 0)
			continue;
		if (i == 0 && memmem(in->p, in->n, locked, sizeof locked))
			out_end(WIRE_ENCRYPTED, "an Office file that needs a password");
		if (!is_pdf(in)) {
			*what = others[i].what;
			return WIRE_AUTO;
		}
	}
	if (is_pdf(in))
		return WIRE_PDF;
	if (is_html(in))
		return WIRE_HTML;
	*what = "no PDF, HTML or DOCX by its content";
	return WIRE_AUTO;
}
