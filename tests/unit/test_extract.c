/* SPDX-License-Identifier: MIT
 *
 * The extract stage: what a file is by its bytes, and text in its character
 * sets. Foreign formats are only told apart here; their readers have tests of
 * their own.
 */
#include "pipeline/run/stage.h"

/* After ours: cmocka's fail() is a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

/* One document from bytes; the caller releases it. */
static int extract(struct doc *d, struct str name, struct str bytes, struct error *e)
{
	static const struct stage_worker nobody = { 0 };
	doc_init(d, 0);
	buf_add(&d->id, name);
	buf_add(&d->raw, bytes);
	*e = (struct error){ 0 };
	return stage_extract.process(d, NULL, &nobody, NULL, NULL, e);
}

static const struct {
	const char *why;
	struct str in;
	enum doc_format want;
} formats[] = {
	{ "plain text", STR("The council acts.\n"), FORMAT_TEXT },
	{ "a number sign and a blank is a heading", STR("a\n## Findings\nb\n"), FORMAT_MARKDOWN },
	{ "a bold line is a heading", STR("**Findings**\n\nb\n"), FORMAT_MARKDOWN },
	{ "a number sign in a word is none", STR("#metoo\n"), FORMAT_TEXT },
	{ "HTML by its doctype", STR("\xef\xbb\xbf \n<!DOCTYPE HTML><p>x"), FORMAT_HTML },
	{ "HTML behind a comment", STR("<!-- saved --><html><p>x"), FORMAT_HTML },
	{ "XHTML behind an XML declaration", STR("<?xml version='1.0'?>\n<html>"), FORMAT_HTML },
	{ "a PDF", STR("%PDF-1.7\n"), FORMAT_PDF },
	{ "a PDF behind other bytes", STR("\n\n\0mail\r\n%PDF-1.4\n"), FORMAT_PDF },
	{ "a DOCX", STR("PK\x03\x04....word/document.xml"), FORMAT_DOCX },
	{ "a DOCX with its text elsewhere", STR("PK\x03\x04[Content_Types].xml..word/x.xml"),
	  FORMAT_DOCX },
	{ "text about a tag", STR("<http://example.org> is a link"), FORMAT_TEXT },
	{ "a longer word than a tag", STR("<party> is what they said"), FORMAT_TEXT },
	{ "a tag and a number", STR("<p2 is less"), FORMAT_TEXT },
	{ "a tag that ends the file", STR("<p"), FORMAT_TEXT },
	{ "a comment without an end", STR("<!-- saved <html>"), FORMAT_TEXT },
	{ "a doctype of its own with HTML behind it", STR("<!DOCTYPE Report SYSTEM 'x'>\n<html>"), FORMAT_HTML },
	{ "a doctype of something else", STR("<!DOCTYPE Report SYSTEM 'x'>\n<report>"), FORMAT_TEXT },
};

static void test_formats(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(formats); i++) {
		struct doc d;
		struct error e;
		extract(&d, S("report.bin"), formats[i].in, &e);
		if (d.format != formats[i].want)
			fail_msg("%s: %s", formats[i].why, doc_format_name(d.format));
		doc_release(&d);
	}
}

static const struct {
	struct str in;
	const char *want;
} refused[] = {
	{ STR("\x89PNG\r\n\x1a\nIHDR"), "not a document: an image (PNG)" },
	{ STR("{\\rtf1 hello}"), "not a document: an RTF file; save it as DOCX or PDF" },
	{ STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t"),
	  "not a document: a Word file of the old kind (.doc); save it as DOCX or PDF" },
	{ STR("PK\x03\x04..xl/workbook.xml"), "not a document: a spreadsheet (XLSX)" },
	{ STR("PK\x03\x04..ppt/presentation.xml"), "not a document: a presentation (PPTX)" },
	{ STR("PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text"),
	  "not a document: an OpenDocument file; save it as DOCX or PDF" },
	{ STR("PK\x03\x04mimetypeapplication/epub+zip"), "not a document: an EPUB book" },
	{ STR("PK\x03\x04[Content_Types].xml, and what not"),
	  "not a document: a zip archive inside another file, or a damaged DOCX" },
	{ STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"),
	  "not a document: an encrypted Office file; it needs its password" },
	{ STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..W\0o\0r\0k\0b\0o\0o\0k"),
	  "not a document: a spreadsheet of the old kind (.xls)" },
	{ STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..B\0o\0o\0k\0\0"),
	  "not a document: a spreadsheet of the old kind (.xls)" },
	{ STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..P\0o\0w\0e\0r"),
	  "not a document: an Office file of the old kind" },
	{ STR("a\0b\0c\0d\0\0e\0f"), "not a document: binary data" },
	{ STR("eight controls in a longer text \1\2\3\4\5\6\7\16, and it goes on for a while"), "not a document: binary data" },
	{ STR("some text\0\x01\x02\x03"), "not a document: binary data" },
	{ STR("\x01\x02\x03\x04"), "not a document: binary data" },
	{ STR("<?xml version='1.0'?><gpx>"), "not a document: an XML file" },
};

static void test_refused(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(refused); i++) {
		struct doc d;
		struct error e;
		assert_int_equal(extract(&d, S("report.pdf"), refused[i].in, &e), -E_FORMAT);
		assert_string_equal(e.msg, refused[i].want);
		doc_release(&d);
	}
}

static void test_foreign_without_reader(void **state)
{
	(void)state;
	struct doc d;
	struct error e;
	assert_int_equal(extract(&d, S("a.txt"), S("%PDF-1.7\n"), &e), -E_READER);
	doc_release(&d);
}

static const struct {
	const char *why;
	struct str in, want;    /* want: the lines, each before a bar; '^' where a blank line was */
	uint32_t warnings;
} texts[] = {
	{ "line ends of three kinds", STR("a\nb\r\nc\rd"), STR("a|b|c|d|"), 0 },
	{ "blank lines are remembered", STR("a\n\n  \nb\nc\n\n"), STR("a|^b|c|"), 0 },
	{ "UTF-8 with its mark", STR("\xef\xbb\xbf" "caf\xc3\xa9"), STR("caf\xc3\xa9|"), 0 },
	{ "Windows-1252", STR("\x93" "caf\xe9\x94"),
	  STR("\xe2\x80\x9c" "caf\xc3\xa9\xe2\x80\x9d|"), 1 },
	{ "UTF-16 little-endian", STR("\xff\xfe" "a\0\xe9\0\n\0b\0"), STR("a\xc3\xa9|b|"), 0 },
	{ "UTF-16 big-endian", STR("\xfe\xff\0a\x20\x19"), STR("a\xe2\x80\x99|"), 0 },
	{ "UTF-16 without a mark", STR("h\0e\0l\0l\0o\0"), STR("hello|"), 0 },
	{ "a pair of surrogates, a single one, an odd byte",
	  STR("\xff\xfe\x3d\xd8\x00\xde\x3d\xd8z"),
	  STR("\xf0\x9f\x98\x80\xef\xbf\xbd\xef\xbf\xbd|"), 0 },
};

static void test_texts(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(texts); i++) {
		struct doc d;
		struct error e;
		struct buf got = { 0 };
		assert_int_equal(extract(&d, S("a.txt"), texts[i].in, &e), 0);
		for (ptrdiff_t k = 0; k < d.lines.n; k++) {
			if (d.lines.at[k].flags & LINE_BLANK_BEFORE)
				buf_addc(&got, '^');
			buf_add(&got, doc_line(&d, &d.lines.at[k]));
			buf_addc(&got, '|');
		}
		if (!str_eq(buf_str(&got), texts[i].want))
			fail_msg("%s: got %.*s", texts[i].why, STR_ARG(buf_str(&got)));
		if (d.warnings != texts[i].warnings)
			fail_msg("%s: %u warnings", texts[i].why, d.warnings);
		buf_release(&got);
		doc_release(&d);
	}
}

static void test_pages_of_text(void **state)
{
	(void)state;
	struct doc d;
	struct error e;
	assert_int_equal(extract(&d, S("a.txt"), S("one\n\ftwo\nmore\n\fthree"), &e), 0);
	assert_int_equal(d.lines.n, 4);
	assert_int_equal(d.lines.at[0].page, 1);
	assert_int_equal(d.lines.at[2].page, 2);
	assert_int_equal(d.lines.at[3].page, 3);
	doc_release(&d);
}

static void test_nothing(void **state)
{
	(void)state;
	struct doc d;
	struct error e;
	assert_int_equal(extract(&d, S("a.pdf"), S(""), &e), 0);
	assert_int_equal(d.status, DOC_NOTEXT);
	assert_string_equal(d.err.msg, "empty file");
	doc_release(&d);
	assert_int_equal(extract(&d, S("a.txt"), S(" \n\n\t\n"), &e), 0);
	assert_int_equal(d.status, DOC_NOTEXT);
	assert_string_equal(d.err.msg, "no text in it");
	doc_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_foreign_without_reader),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_pages_of_text),
		cmocka_unit_test(test_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
