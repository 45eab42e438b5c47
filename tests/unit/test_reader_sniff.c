/* SPDX-License-Identifier: MIT
 *
 * What a document is by its first bytes.
 */
#include "pipeline/reader/child.h"
#include "pipeline/reader/text.h"

/* After ours: cmocka's fail() is a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
	struct str in;
	enum wire_kind kind;
	const char *what;       /* part of what is said of it */
} documents[] = {
	{ STR("%PDF-1.7"), WIRE_PDF, NULL },
	{ STR("junk before\n%PDF-1.4"), WIRE_PDF, NULL },
	{ STR("PK\3\4"), WIRE_DOCX, NULL },
	{ STR("PK\5\6"), WIRE_AUTO, "no PDF" },
	{ STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), WIRE_AUTO, "legacy Office" },
	{ STR("{\\rtf1"), WIRE_AUTO, "RTF" },
	{ STR("%!PS-Adobe"), WIRE_AUTO, "PostScript" },
	{ STR("\x89PNG\r\n"), WIRE_AUTO, "PNG" },
	{ STR("\xff\xd8\xff\xe0"), WIRE_AUTO, "JPEG" },
	{ STR("GIF89a"), WIRE_AUTO, "GIF" },
	{ STR("II*\0"), WIRE_AUTO, "TIFF" },
	{ STR("MM\0*"), WIRE_AUTO, "TIFF" },
	{ STR("\x7f" "ELF"), WIRE_AUTO, "a program" },
	{ STR("MZ"), WIRE_AUTO, "a program" },
	{ STR("Rar!"), WIRE_AUTO, "RAR" },
	{ STR("7z\xbc\xaf"), WIRE_AUTO, "7-Zip" },
	{ STR("\x1f\x8b"), WIRE_AUTO, "gzip" },
	{ STR("MZ, and then %PDF-1.4"), WIRE_PDF, NULL },
	{ STR("<!DOCTYPE html>"), WIRE_HTML, NULL },
	{ STR("\xef\xbb\xbf \r\n<!-- one --> <!-- two -->\n<HTML>"), WIRE_HTML, NULL },
	{ STR("<?xml version='1.0'?>\n<html xmlns='x'>"), WIRE_HTML, NULL },
	{ STR("<?xml version='1.0'?><report/>"), WIRE_AUTO, "no PDF" },
	{ STR("<?xml version='1.0'"), WIRE_AUTO, "no PDF" },
	{ STR("<!-- never closed <html>"), WIRE_AUTO, "no PDF" },
	{ STR("<custom-tag>x<!doctype html>"), WIRE_HTML, NULL },
	{ STR("<custom-tag>x"), WIRE_AUTO, "no PDF" },
	{ STR("<p>x"), WIRE_HTML, NULL },
	{ STR("<pre>x"), WIRE_AUTO, "no PDF" },
	{ STR("a text with <html> in it"), WIRE_AUTO, "no PDF" },
	{ STR("\xff\xfe<\0h\0t\0m\0l\0>\0"), WIRE_HTML, NULL },
	{ STR("\xfe\xff\0<\0!\0d\0o\0c\0t\0y\0p\0e\0 \0h\0t\0m\0l"), WIRE_HTML, NULL },
	{ STR("\xff\xfe" "a\0b\0"), WIRE_AUTO, "no PDF" },
	{ STR("\xff\xfe"), WIRE_AUTO, "no PDF" },
	{ STR("x"), WIRE_AUTO, "no PDF" },
};

static void test_documents(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(documents); i++) {
		struct input in = { .p = documents[i].in.p, .n = (size_t)documents[i].in.n };
		const char *what = NULL;
		enum wire_kind kind = sniff(&in, &what);
		bool said = documents[i].what ? what && strstr(what, documents[i].what) : !what;
		if (kind != documents[i].kind || !said)
			fail_msg("document %td: kind %d, %s", i, kind, what ? what : "nothing said");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_documents),
	};
	return cmocka_run_group_tests_name("reader: what a document is", tests, NULL, NULL);
}
