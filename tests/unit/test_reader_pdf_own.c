/* SPDX-License-Identifier: MIT
 *
 * Page content by our own interpreter: what it reads, what it leaves to the library, and that the
 * library reads the same.
 */
#include "pipeline/reader/pdf_standard.h"
#include "pipeline/reader/pdf_unicode.h"
#include "tests/unit/pdf_own.h"

#define DESCRIPTOR(name) \
	"/FontDescriptor << /Type /FontDescriptor /FontName /" name " /Flags 32 /Ascent 905 " \
	"/Descent -210 /FontFile2 7 0 R >>"

#define BOX "/Type /XObject /Subtype /Form /BBox [0 0 600 800] "
#define SEEN "BT /F1 12 Tf 50 650 Td (In a form.) Tj ET"

/* 15: what is switched off; forms that are, that are PostScript, whose states bring a font along. */
static void add_switches(struct pdf *p)
{
	make_object(p, "<< /Type /OCG /Name (off) >>");
	make_stream(p, BOX "/OC 15 0 R", SEEN);
	make_stream(p, BOX "/Subtype2 /PS", SEEN);
	make_stream(p, BOX "/Resources << /ExtGState << /G << /Font [3 0 R 12] >> >> >>", "/G gs");
}

/* T1: WinAnsi but for two codes. T2: two bytes a code, a ligature, a code that counts up. T3: glyphs
 * that are drawings. Fm: a form. */
static void add_objects(struct pdf *p)
{
	static const char map[] = "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
		"2 beginbfchar <0003> <0020> <0010> <006600660069> endbfchar\n"
		"2 beginbfrange <0041> <0043> <0061> <0050> <0051> [<2019> <d83dde00>] endbfrange\n";
	make_object(p, "<< /Length 1 >>\nstream\n0\nendstream"); /* 7: no font program at all */
	make_object(p, "<< /Type /Font /Subtype /TrueType /BaseFont /Own-Bold /FirstChar 32 /LastChar 34 "
		"/Widths [250 600 600] /Encoding << /BaseEncoding /WinAnsiEncoding "
		"/Differences [33 /fi /eacute] >> " DESCRIPTOR("Own-Bold") " >>");
	make_stream(p, "", map); /* 9 */
	make_object(p, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Wide /CIDSystemInfo << "
		"/Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 "
		"/W [3 [250] 65 67 600] /CIDToGIDMap /Identity " DESCRIPTOR("Wide") " >>");
	make_object(p, "<< /Type /Font /Subtype /Type0 /BaseFont /Wide /Encoding /Identity-H "
		"/DescendantFonts [10 0 R] /ToUnicode 9 0 R >>");
	make_object(p, "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] "
		"/CharProcs << >> /Encoding << /Differences [65 /A] >> /FirstChar 65 /LastChar 65 "
		"/Widths [1] >>");
	make_stream(p, "/Type /XObject /Subtype /Form /BBox [0 0 300 30] /Matrix [1 0 0 1 50 600]",
		    "BT /F1 12 Tf 0 10 Td (In the form.) Tj ET "
		    "BT /F1 12 Tf 0 100 Td (Outside of its box.) Tj ET");
	make_stream(p, "/Type /XObject /Subtype /Form /BBox [0 0 600 800] "
		    "/Resources << /XObject << /Fm 14 0 R >> >>", "/Fm Do");
	add_switches(p);
}

#define FONTS "/T1 8 0 R /T2 11 0 R /T3 12 0 R /A 3 0 R /B 3 0 R /C 3 0 R /D 3 0 R /E 3 0 R /F 3 0 R"
#define OBJECTS "/XObject << /Fm 13 0 R /Loop 14 0 R /Im 6 0 R /Off 16 0 R /PS 17 0 R /State 18 0 R >> " \
	"/ExtGState << /G << /ca 1 >> >> /Properties << /Off 15 0 R >>"

/* One page of such a document. */
static struct str make_one(struct pdf *p, const char *content)
{
	*p = (struct pdf){ 0 };
	make_object(p, "<< /Type /Catalog /Pages 2 0 R "
		    "/OCProperties << /OCGs [15 0 R] /D << /OFF [15 0 R] >> >> >>");
	make_object(p, "<< /Type /Pages /Kids [19 0 R] /Count 1 >>");
	make_object(p, FONT("Helvetica"));
	make_object(p, FONT("Helvetica-Bold"));
	make_object(p, FONT("Helvetica-Oblique"));
	make_object(p, PDF_IMAGE);
	add_objects(p);
	make_page_with(p, "", FONTS, OBJECTS, content);
	return make_finish(p, "");
}

#define T(font, text) "BT /" font " 12 Tf 50 700 Td " text " ET\n"

#define TEN(x) x x x x x x x x x x
#define TURNED(matrix) "BT /F1 12 Tf " matrix " Tm (ab) Tj 0 -20 Td (cd) Tj ET\n"

/* want NULL: left to the library. */
static const struct {
	const char *why, *content, *want;
} cases[] = {
	{ "numbers in their ways", "BT /F1 12. Tf +1 -.0 0 1.000 50 7e2 Tm (x) Tj ET", NULL },
	{ "numbers", "BT /F1 12. Tf +1 -.0 0 1.000 50 00700 Tm (x) Tj ET", "x" },
	{ "strings", T("F1", "(a\\(b\\)\\143(d)\\\nx\\53) Tj <41 4> Tj"), "a(b)c(d)x+A@" },
	{ "line operators", T("F1", "14 TL (a) Tj T* (b) Tj (c) ' 1 0 (d e) \" 0 -14 TD (f) Tj"), "a\nb\nc\nd e\nf" },
	{ "steps in an array", T("F1", "[(ca) 20 (re) -300 (plans) -3000 (far)] TJ"), "care plans\nfar" },
	{ "saved states", "q 2 0 0 2 0 0 cm q BT /F1 6 Tf 25 350 Td (a) Tj ET Q Q Q BT /F1 12 Tf 70 700 Td (b) Tj ET", "a\nb" },
	{ "named differences and a ligature", T("T1", "(! \") Tj"), "fi \u00e9" },
	{ "codes of two bytes", T("T2", "<0041004300030010> Tj <00500051> Tj"), "ac ffi\u2019\U0001f600" },
	{ "a raised mark stays in the line", T("F1", "(board) Tj /F1 7 Tf 4 Ts (1) Tj"), "board1" },
	{ "stretched", T("F1", "50 Tz (ab) Tj 100 Tz (cd) Tj"), "abcd" },
	{ "printed twice to look bold", T("F1", "(a) Tj 1 0 0 1 50 700 Tm (a) Tj"), "a" },
	{ "invisible text is text, as from a scanner", T("F1", "3 Tr (a) Tj"), "a" },
	{ "a form, and its box clips", "/Fm Do", "In the form." },
	{ "text boxes outside of their clip", "q 0 0 10 10 re W n " T("F1", "(a) Tj") "Q " T("F1", "(b) Tj"), "b" },
	{ "a curve as a clip", "q 40 690 m 40 720 90 720 90 690 c h W* n " T("F1", "(a) Tj") "Q", "a" },
	{ "a point is no clip", "q 40 690 m W n " T("F1", "(a) Tj") "Q", "" },
	{ "inline images", "BI /W 2 /H 1 /BPC 8 /CS /G /I true ID E\x01 EI " T("F1", "(a) Tj"), "a" },
	{ "data that holds an end", "BI /W 9 /H 1 /BPC 8 /CS /G ID \x01\x02 EI \x03\x04\x05 EI " T("F1", "(a) Tj"), "a" },
	{ "colours and states", "/Cs cs .1 .2 scn [3 [1]] 0 d /G gs /Im Do " T("F1", "(a) Tj"), "a" },
	{ "an array in what is shown", T("F1", "[(a) [(b)]] TJ"), NULL },
	{ "notes of a program", "/Span << /A (>>) /B <3e> >> BDC " T("F1", "(a) Tj % (b) Tj\n(c) Tj") "EMC BX 1 2 what EX", "ac" },
	{ "an operator that nobody knows", T("F1", "(a) Tj 1 what"), NULL },
	{ "too few operands", T("F1", "(a) Tj 1 0 0 1 Tm (b) Tj"), NULL },
	{ "too many operands", T("F1", "1 (a) Tj"), NULL },
	{ "a font that is not there", T("F9", "(a) Tj"), NULL },
	{ "a font of drawings", T("T3", "(A) Tj"), NULL },
	{ "a code without a character", T("T2", "<0007> Tj"), NULL },
	{ "half a code", T("T2", "<004100> Tj"), NULL },
	{ "text as a clip", T("F1", "7 Tr (a) Tj"), NULL },
	{ "a form in itself", "/Loop Do", NULL },
	{ "a form that is not there", "/Nothing Do", NULL },
	{ "an end without", T("F1", "(a) Tj") "] )", NULL },
	{ "a string without an end", "BT /F1 12 Tf (a", NULL },
	{ "letters of no size", "BT /F1 0 Tf (a) Tj ET", NULL },
	{ "far away", "BT /F1 12 Tf 99999999 0 Td (a) Tj ET", NULL },
	{ "a name with an escape", "BT /F#31 12 Tf (a) Tj ET", NULL },
	{ "more fonts than are kept by name", T("F1", "(a) Tj /F2 12 Tf (b) Tj /T1 12 Tf (\") Tj "
	  "/A 12 Tf (d) Tj /B 12 Tf (e) Tj /C 12 Tf (f) Tj /D 12 Tf (g) Tj /E 12 Tf (h) Tj /F 12 Tf (i) Tj "
	  "/F1 12 Tf (j) Tj /F 12 Tf (k) Tj"), "ab\u00e9defghijk" },
	{ "marks deeper than are kept", TEN(TEN("/P BMC ")) "/Artifact BMC " T("F1", "(a) Tj") "EMC " TEN(TEN("EMC "))
	  "EMC EMC " T("F1", "(b) Tj"), "ab" },
	{ "an artifact inside of a line", T("F1", "(a) Tj /Artifact BMC (b) Tj EMC (c) Tj"), "abc" },
	{ "what is switched on", "/OC /On BDC " T("F1", "(a) Tj") "EMC", "a" },
	{ "what is switched off", "/OC /Off BDC " T("F1", "(a) Tj") "EMC", NULL },
	{ "a switch without a name", "/OC << >> BDC " T("F1", "(a) Tj") "EMC", NULL },
	{ "a form that is switched off", "/Off Do " T("F1", "(a) Tj"), "a" },
	{ "a form of PostScript", "/PS Do", NULL },
	{ "a state that brings a font along", "/State Do", NULL },
	{ "states again", "/G gs /G gs " T("F1", "(a) Tj"), "a" },
	{ "states saved too often", TEN(TEN(TEN("q "))) "q " T("F1", "(a) Tj"), NULL },
	{ "a state too many restored", "Q Q " T("F1", "(a) Tj"), "a" },
	{ "more operands than any operator has", TEN("1 1 1 1 ") "1 scn", NULL },
	{ "a way to write that there is not", T("F1", "8 Tr (a) Tj"), NULL },
	{ "nor below", T("F1", "-1 Tr (a) Tj"), NULL },
	{ "outlines under a clip", "q 0 0 10 10 re W n " T("F1", "1 Tr (a) Tj") "Q " T("F1", "1 Tr (b) Tj"), "b" },
	{ "squeezed", T("F1", "40 Tz (ab cd) Tj"), "ab cd" },
	{ "squeezed to nothing", T("F1", "0 Tz (ab) Tj"), NULL },
	{ "letters like dust", "BT /F1 .05 Tf 50 700 Td (ab) Tj ET", "ab" },
	{ "far up", "BT /F1 12 Tf 0 99999999 Td (a) Tj ET", NULL },
	{ "upside down", TURNED("-1 0 0 -1 500 100"), "ab\ncd" },
	{ "down the page", TURNED("0 -1 1 0 100 700"), "ab\ncd" },
	{ "up the page", TURNED("0 1 -1 0 100 100"), "ab\ncd" },
	{ "from right to left, as in a mirror", TURNED("-1 0 0 1 500 700"), "ab\ncd" },
	{ "wide, slanted, high, sloped", "BT /F1 12 Tf 1 0 0 1 50 700 Tm (a) Tj 2 0 0 1 57 700 Tm (b) Tj "
	  "2 0 .5 1 74 700 Tm (c) Tj 2 0 .5 3 88 700 Tm (d) Tj 2 .1 .5 3 102 700 Tm (e) Tj ET", "ab cd\ne" },
	{ "wider spaces between words", T("F1", "5 Tw (a b c) Tj (d e) Tj"), "a b cd e" },
	{ "characters apart", T("F1", "9 Tc (abc) Tj"), "a b c" },
	{ "steps without a font", "BT [5 6] TJ ET", NULL },
	{ "strings without a font", "BT [(a)] TJ ET", NULL },
	{ "steps alone", T("F1", "(a) Tj [-100 -200] TJ (b) Tj"), "a b" },
	{ "names among steps", T("F1", "[5 /A] TJ (a) Tj"), NULL },
	{ "a string behind a name", T("F1", "[/A (b)] TJ"), NULL },
	{ "a name behind a string", T("F1", "[(b) /A] TJ"), NULL },
	{ "something before an array", T("F1", "1 [(a)] TJ"), NULL },
	{ "an array of strings for another operator", T("F1", "[(a)] d"), NULL },
	{ "an array of strings for a number", T("F1", "[(a)] 5 TJ"), NULL },
	{ "an array without an end", T("F1", "[5 6"), NULL },
	{ "an array with an operator in it", T("F1", "[5 Tj] TJ"), NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct pdf p;
		expect_own(cases[i].why, make_one(&p, cases[i].content), cases[i].want);
		buf_release(&p.b);
	}
}

static void test_same(void **state)
{
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct pdf p;
		expect_same(*state, cases[i].why, make_one(&p, cases[i].content));
		buf_release(&p.b);
	}
}

static void note_runes(void *to, unsigned code, const uint32_t *runes, unsigned n)
{
	buf_addf(to, "%x:", code);
	for (unsigned i = 0; i < n; i++)
		buf_addf(to, " %x", runes[i]);
	buf_addc(to, '\n');
}

static const struct {
	const char *map, *want;                 /* want NULL: not understood */
} maps[] = {
	{ "/CMapName /A def 1 beginbfchar <01> <0041> endbfchar", "1: 41\n" },
	{ "1 beginbfrange <00fe> <0100> <0061> endbfrange", "fe: 61\nff: 62\n100: 63\n" },
	{ "1 beginbfrange <01> <02> [<0041> <00420043>] endbfrange", "1: 41\n2: 42 43\n" },
	{ "1 beginbfrange <01> <02> [<0041> <0042> <0043>] endbfrange", NULL },
	{ "1 beginbfchar <01> <d835dc00> <02> <41> endbfchar", "1: 1d400\n2: 41\n" },
	{ "1 beginbfchar <01> <> endbfchar", "" },
	{ "1 beginbfchar <01> /a endbfchar", NULL },
	{ "1 beginbfrange <02> <01> <0041> endbfrange", NULL },
	{ "/Other usecmap", NULL },
	{ "1 begincidrange <00> <ff> 0 endcidrange", NULL },
	{ "1 beginbfchar <01> <0041>", NULL },
	{ "1 beginbfchar <01> <0041> endbfrange", NULL },
	{ "1 beginbfchar <0102030405> <0041> endbfchar", NULL },
	{ "1 beginbfchar <> <0041> endbfchar", NULL },
	{ "1 beginbfchar <00010000> <0041> <01> <0042> endbfchar", "1: 42\n" },
	{ "1 beginbfchar <01> <d8350041> <02> <d835> <03> <d835e000> endbfchar", "1: d835 41\n2: d835\n3: d835 e000\n" },
	{ "1 beginbfchar <01> <004100410041004100410041004100410041> <02> <0042> endbfchar", "2: 42\n" },
	{ "1 beginbfrange <01> <02> [<0041> /a] endbfrange", NULL },
	{ "1 beginbfrange <01> <02> /a endbfrange", NULL },
	{ "1 beginbfrange <01> <02> <> endbfrange", "" },
	{ "1 beginbfrange <fffe> <ffffff> <0041> endbfrange", "fffe: 41\nffff: 42\n" },
	{ "1 begincidchar <01> 1 endcidchar", NULL },
	{ "1 beginbfchar <01> <0041> endbfchar )", NULL },
};

static void count_runes(void *to, unsigned code, const uint32_t *runes, unsigned n)
{
	(void)code, (void)runes, (void)n;
	++*(int *)to;
}

/* A map that names all codes again and again is given up, by ranges and by single codes. */
static void test_endless_maps(void **state)
{
	static const struct {
		const char *begin, *part, *end;
		int times;
	} ways[] = {
		{ "beginbfrange ", "<0000> <ffff> <0041>\n", "endbfrange", 17 },
		{ "beginbfchar ", "<01><41><01><41><01><41><01><41><01><41><01><41><01><41><01><41>\n",
		  "endbfchar", 1 << 17 | 1 },
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(ways); i++) {
		struct buf b = { 0 };
		int given = 0;
		buf_addz(&b, ways[i].begin);
		for (int k = 0; k < ways[i].times; k++)
			buf_addz(&b, ways[i].part);
		buf_addz(&b, ways[i].end);
		buf_addc(&b, '\0');
		assert_false(unicode_read((unsigned char *)b.p, (size_t)b.n - 1, count_runes, &given));
		assert_in_range(given, 1 << 20, (1 << 20) + 1);
		buf_release(&b);
	}
}

/* White space of any width is a space, and what has no width is not. */
static void test_spaces(void **state)
{
	static const uint32_t spaces[] = { '\t', ' ', 0xa0, 0x1680, 0x180e, 0x2000, 0x200a, 0x202f,
					   0x205f, 0x3000 },
			      others[] = { 'a', 0xa1, 0x1681, 0x1fff, 0x200b, 0x3001 };
	(void)state;
	for (ptrdiff_t i = 0; i < countof(spaces); i++)
		assert_int_equal(pdf_rune(' '), pdf_rune(spaces[i]));
	for (ptrdiff_t i = 0; i < countof(others); i++)
		assert_int_equal(others[i], pdf_rune(others[i]) & RUNE_BITS);
}

static void test_maps(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(maps); i++) {
		struct buf got = { 0 };
		char *bytes = strdup(maps[i].map);
		bool good = unicode_read((unsigned char *)bytes, strlen(bytes), note_runes, &got);
		buf_addc(&got, '\0');
		if (good != (maps[i].want != NULL) || (good && strcmp(got.p, maps[i].want) != 0))
			fail_msg("%s: %s\n%s", maps[i].map, good ? "read" : "not read", got.p);
		free(bytes);
		buf_release(&got);
	}
}

/* What stands in the table is what MuPDF's own fonts say. */
static void test_standard_fonts(void **state)
{
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	(void)state;
	for (const struct standard_font *f = standard_fonts; f->name; f++) {
		int n;
		const unsigned char *data = fz_lookup_base14_font(ctx, f->name, &n);
		assert_non_null(data);
		fz_font *font = fz_new_font_from_memory(ctx, f->name, data, n, 0, 1);
		unsigned flags = (fz_font_is_bold(ctx, font) ? WORD_BOLD : 0)
			| (fz_font_is_italic(ctx, font) ? WORD_ITALIC : 0);
		assert_int_equal(flags, f->flags);
		assert_float_equal(fz_font_ascender(ctx, font), f->ascent, 1e-6);
		assert_float_equal(fz_font_descender(ctx, font), f->descent, 1e-6);
		assert_ptr_equal(standard_font(f->name), f);
		fz_drop_font(ctx, font);
	}
	assert_null(standard_font("Symbol"));
	fz_drop_context(ctx);
}

int main(void)
{
	struct rig r;
	rig_start(&r);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test_prestate(test_same, &r),
		cmocka_unit_test(test_maps),
		cmocka_unit_test(test_endless_maps),
		cmocka_unit_test(test_spaces),
		cmocka_unit_test(test_standard_fonts),
	};
	int failed = cmocka_run_group_tests_name("reader: PDF, our own", tests, NULL, NULL);
	rig_stop(&r);
	return failed;
}
