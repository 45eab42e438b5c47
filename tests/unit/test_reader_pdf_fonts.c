/* SPDX-License-Identifier: MIT
 *
 * Fonts and content streams of a page as they come in files: what our own interpreter takes from
 * their dictionaries, what it has MuPDF explain, what it leaves; and that the library reads the same.
 */
#include <zlib.h>

#include "tests/unit/pdf_own.h"

#define DESCRIPTOR(entries) \
	"/FontDescriptor << /Type /FontDescriptor /FontName /Own /Flags 32 " entries " >>"
#define EMBEDDED DESCRIPTOR("/Ascent 905 /Descent -210 /FontFile2 7 0 R")
#define SIMPLE(entries) "<< /Type /Font /Subtype /TrueType /BaseFont /Own " entries " >>"
#define CODES "/FirstChar 65 /LastChar 66 /Widths [600 600] "
#define WINDOWS "/Encoding /WinAnsiEncoding "
#define WIDE(entries) \
	"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /ToUnicode 8 0 R " \
	"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /CIDSystemInfo << " \
	"/Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity " entries " >>] >>"
#define ALL "0 65535 500 "

/* What AB, two codes of a byte or one of two, is in the font. want NULL: left to the library. */
static const struct {
	const char *why, *font, *want;
} fonts[] = {
	{ "as it should be", SIMPLE(CODES WINDOWS EMBEDDED), "AB" },
	{ "characters by a map that is for codes of two bytes, too", SIMPLE(CODES WINDOWS "/ToUnicode 8 0 R " EMBEDDED), "aB" },
	{ "a map by name", SIMPLE(CODES WINDOWS "/ToUnicode /Identity-H " EMBEDDED), "AB" },
	{ "a map that uses another", SIMPLE(CODES WINDOWS "/ToUnicode 9 0 R " EMBEDDED), "xB" },
	{ "a map to no character", SIMPLE(CODES WINDOWS "/ToUnicode 10 0 R " EMBEDDED), NULL },
	{ "differences of codes that there are not", SIMPLE(CODES "/Encoding << /BaseEncoding /WinAnsiEncoding "
	  "/Differences [300 /c (x) 65 /x 66 null /y] >> " EMBEDDED), "xy" },
	{ "a code before the first", SIMPLE("/FirstChar -1 /LastChar 66 /Widths [600 600] " WINDOWS EMBEDDED), "AB" },
	{ "a code behind the last", SIMPLE("/FirstChar 65 /LastChar 256 /Widths [600 600] " WINDOWS EMBEDDED), "AB" },
	{ "codes that run backwards", SIMPLE("/FirstChar 66 /LastChar 65 /Widths [600 600] " WINDOWS EMBEDDED), "AB" },
	{ "fewer widths than codes", SIMPLE("/FirstChar 65 /LastChar 90 /Widths [600 600] " WINDOWS EMBEDDED), "AB" },
	{ "more widths than codes", SIMPLE("/FirstChar 65 /LastChar 65 /Widths [600 600] " WINDOWS EMBEDDED), "AB" },
	{ "no widths", SIMPLE(WINDOWS EMBEDDED), "AB" },
	{ "too high", SIMPLE(CODES WINDOWS DESCRIPTOR("/Ascent 2500 /Descent -210 /FontFile2 7 0 R")), "AB" },
	{ "too deep", SIMPLE(CODES WINDOWS DESCRIPTOR("/Ascent 900 /Descent -2500 /FontFile2 7 0 R")), "AB" },
	{ "not deep at all", SIMPLE(CODES WINDOWS DESCRIPTOR("/Ascent 900 /Descent 0 /FontFile2 7 0 R")), "AB" },
	{ "the descent without its sign", SIMPLE(CODES WINDOWS DESCRIPTOR("/Ascent 900 /Descent 210 /FontFile2 7 0 R")), "AB" },
	{ "a program of another kind", SIMPLE(CODES WINDOWS DESCRIPTOR("/Ascent 900 /Descent -210 /FontFile 7 0 R")), "AB" },
	{ "a standard font", "<< /Type /Font /Subtype /TrueType /BaseFont /Arial,Bold " CODES WINDOWS DESCRIPTOR("/Ascent 1") " >>", "AB" },
	{ "a standard font that comes along", "<< /Type /Font /Subtype /TrueType /BaseFont /Arial " CODES WINDOWS
	  DESCRIPTOR("/FontFile3 7 0 R") " >>", "AB" },
	{ "no descriptor", SIMPLE(CODES WINDOWS), "AB" },
	{ "two bytes a code", WIDE("/DW 500 " EMBEDDED), "b" },
	{ "two bytes, not embedded", WIDE(DESCRIPTOR("/Ascent 900 /Descent -210")), "b" },
	{ "widths listed up to the last code", WIDE("/W [65535 [500] 16706 [600]] " EMBEDDED), "b" },
	{ "widths listed beyond it", WIDE("/W [65535 [500 600]] " EMBEDDED), "b" },
	{ "a range of widths beyond it", WIDE("/W [16706 70000 500] " EMBEDDED), "b" },
	{ "a range below the first", WIDE("/W [-5 3 500] " EMBEDDED), "b" },
	{ "a range that runs backwards", WIDE("/W [16706 3 500] " EMBEDDED), "b" },
	{ "half a range", WIDE("/W [16706] " EMBEDDED), "b" },
	{ "the widths of all codes again and again", WIDE("/W [" ALL ALL ALL ALL ALL "] " EMBEDDED), "b" },
	{ "written downwards", "<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-V /ToUnicode 8 0 R "
	  "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own " EMBEDDED " >>] >>", NULL },
	{ "a font that says nothing of itself", "<< /A 1 >>", "AB" },
	{ "not even a dictionary", "[1]", NULL },
};

/* Two pages in the font, for the second finds what the first has learnt. */
static struct str make_font(struct pdf *p, const char *font)
{
	*p = (struct pdf){ 0 };
	make_object(p, "<< /Type /Catalog /Pages 2 0 R >>");
	make_object(p, "<< /Type /Pages /Kids [12 0 R 14 0 R] /Count 2 >>");
	make_object(p, FONT("Helvetica"));
	make_object(p, FONT("Helvetica-Bold"));
	make_object(p, FONT("Helvetica-Oblique"));
	make_object(p, PDF_IMAGE);
	make_object(p, "<< /Length 1 >>\nstream\n0\nendstream");
	make_stream(p, "", "begincmap 2 beginbfchar <41> <0061> <4142> <0062> endbfchar");
	make_stream(p, "", "begincmap /Adobe-Japan1-UCS2 usecmap 1 beginbfchar <41> <0078> endbfchar");
	make_stream(p, "", "begincmap 1 beginbfchar <41> <0000> endbfchar");
	make_object(p, font);
	for (int i = 0; i < 2; i++)
		make_page_with(p, "", "/T 11 0 R", "", "BT /T 12 Tf 50 700 Td (AB) Tj /T 12 Tf ET");
	return make_finish(p, "");
}

static void test_fonts(void **state)
{
	for (ptrdiff_t i = 0; i < countof(fonts); i++) {
		struct pdf p;
		struct str bytes = make_font(&p, fonts[i].font);
		expect_own(fonts[i].why, bytes, fonts[i].want);
		expect_same(*state, fonts[i].why, bytes);
		buf_release(&p.b);
	}
}

static void make_packed(struct pdf *p, const char *filter, const unsigned char *packed, uLongf n)
{
	struct buf b = { 0 };
	buf_addf(&b, "<< /Filter %s /Length %lu >>\nstream\n", filter, n);
	buf_add(&b, (struct str){ (const char *)packed, (ptrdiff_t)n });
	buf_addz(&b, "\nendstream");
	make_bytes(p, buf_str(&b));
	buf_release(&b);
}

#define CONTENT "BT /F1 12 Tf 50 700 Td (ab) Tj ET\n"
#define HEX "42542f46312031322054662035302037303020546428616229546a204554>"

/* 9: as it is; 10: in hex; 11 to 13: packed, named in several ways; 14: the packed in hex. */
static void add_streams(struct pdf *p)
{
	static const char *const filters[] = { "/FlateDecode", "[/FlateDecode]",
					       "/FlateDecode /DecodeParms << /Predictor 1 >>" };
	unsigned char packed[256];
	uLongf n = sizeof packed;
	struct buf b = { 0 };
	assert_int_equal(Z_OK, compress(packed, &n, (const Bytef *)CONTENT, sizeof CONTENT - 1));
	make_stream(p, "", CONTENT);
	make_stream(p, "/Filter /ASCIIHexDecode", HEX);
	for (int i = 0; i < countof(filters); i++)
		make_packed(p, filters[i], packed, n);
	for (uLongf i = 0; i < n; i++)
		buf_addf(&b, "%02x", packed[i]);
	buf_addc(&b, '\0');
	make_stream(p, "/Filter [/ASCIIHexDecode /FlateDecode]", b.p);
	buf_release(&b);
}

static const struct {
	const char *why, *contents, *want;
} streams[] = {
	{ "one", "9 0 R", "ab" },
	{ "in hex", "10 0 R", "ab" },
	{ "packed", "11 0 R", "ab" },
	{ "packed, in a list of filters", "12 0 R", "ab" },
	{ "packed, with parameters", "13 0 R", "ab" },
	{ "packed, then in hex", "14 0 R", "ab" },
	{ "several", "[10 0 R 11 0 R 14 0 R]", "ab\nab\nab" },
	{ "in parts", "[15 0 R 16 0 R]", "cd ef" },
	{ "in parts, one of which is none", "[15 0 R 3 0 R 16 0 R]", NULL },
	{ "no stream", "3 0 R", NULL },
	{ "no parts", "[]", NULL },
};

static void test_streams(void **state)
{
	for (ptrdiff_t i = 0; i < countof(streams); i++) {
		struct pdf p = { 0 };
		char page[256];
		make_start(&p, 1);
		snprintf(page, sizeof page, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
			 "/Contents %s /Resources << /Font << /F1 3 0 R >> >> >>", streams[i].contents);
		make_object(&p, page);
		make_object(&p, "null");
		add_streams(&p);
		make_stream(&p, "", "BT /F1 12 Tf 50 700 Td [(c)");
		make_stream(&p, "", "(d)] TJ ( ef) Tj ET");
		struct str bytes = make_finish(&p, "");
		expect_own(streams[i].why, bytes, streams[i].want);
		expect_same(*state, streams[i].why, bytes);
		buf_release(&p.b);
	}
}

/* A few bytes that unpack to more than is held of a page are left, not unpacked to their end. */
static void test_bomb(void **state)
{
	enum { HUGE_MB = 80 };
	struct pdf p = { 0 };
	size_t huge = (size_t)HUGE_MB << 20;
	char *blanks = malloc(huge);
	uLongf n = compressBound(huge);
	Bytef *packed = malloc(n);
	(void)state;
	assert_true(blanks && packed);
	memset(blanks, ' ', huge);
	memcpy(blanks, CONTENT, sizeof CONTENT - 1);
	assert_int_equal(Z_OK, compress2(packed, &n, (Bytef *)blanks, huge, 1));
	make_start(&p, 1);
	make_object(&p, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 8 0 R "
		    "/Resources << /Font << /F1 3 0 R >> >> >>");
	make_packed(&p, "/FlateDecode", packed, n);
	expect_own("80 MB of blanks", make_finish(&p, ""), NULL);
	buf_release(&p.b);
	free(blanks);
	free(packed);
}

/* A string longer than a span holds. */
static void test_long(void **state)
{
	struct pdf p = { 0 };
	struct buf content = { 0 }, want = { 0 };
	buf_addz(&content, "BT /F1 .5 Tf 50 700 Td (");
	for (int i = 0; i < 70000; i++)
		buf_addc(&want, i % 10 ? 'i' : ' ');
	buf_add(&content, buf_str(&want));
	buf_addz(&content, ") Tj ET");
	buf_addc(&content, '\0');
	buf_addc(&want, '\0');
	make_start(&p, 1);
	make_page(&p, "", content.p);
	struct str bytes = make_finish(&p, "");
	expect_own("70000 characters", bytes, want.p);
	expect_same(*state, "70000 characters", bytes);
	buf_release(&content);
	buf_release(&want);
	buf_release(&p.b);
}

int main(void)
{
	struct rig r;
	rig_start(&r);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_fonts, &r),
		cmocka_unit_test_prestate(test_streams, &r),
		cmocka_unit_test(test_bomb),
		cmocka_unit_test_prestate(test_long, &r),
	};
	int failed = cmocka_run_group_tests_name("reader: PDF, fonts and streams", tests, NULL, NULL);
	rig_stop(&r);
	return failed;
}
