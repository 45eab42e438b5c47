/* SPDX-License-Identifier: MIT
 *
 * Page content by our own interpreter: what it reads, what it leaves to the library, and that the
 * library reads the same.
 */
#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

#include "pipeline/base/utf8.h"
#include "pipeline/reader/pdf_content.h"
#include "pipeline/reader/pdf_standard.h"
#include "pipeline/reader/pdf_unicode.h"
#include "tests/unit/pdf_make.h"
#include "tests/unit/reader_rig.h"

#define DESCRIPTOR(name) \
	"/FontDescriptor << /Type /FontDescriptor /FontName /" name " /Flags 32 /Ascent 905 " \
	"/Descent -210 /FontFile2 7 0 R >>"

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
}

#define FONTS "/T1 8 0 R /T2 11 0 R /T3 12 0 R"
#define OBJECTS "/XObject << /Fm 13 0 R /Loop 14 0 R /Im 6 0 R >> /ExtGState << /G << /ca 1 >> >>"

/* One page of such a document. */
static struct str make_one(struct pdf *p, const char *content)
{
	*p = (struct pdf){ 0 };
	make_object(p, "<< /Type /Catalog /Pages 2 0 R >>");
	make_object(p, "<< /Type /Pages /Kids [15 0 R] /Count 1 >>");
	make_object(p, FONT("Helvetica"));
	make_object(p, FONT("Helvetica-Bold"));
	make_object(p, FONT("Helvetica-Oblique"));
	make_object(p, PDF_IMAGE);
	add_objects(p);
	make_page_with(p, "", FONTS, OBJECTS, content);
	return make_finish(p, "");
}

static void quiet(void *user, const char *message)
{
	(void)user, (void)message;
}

/* The page's lines by our own interpreter; false when it leaves them to the library. */
static bool read_own(struct str bytes, struct buf *text)
{
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	fz_set_warning_callback(ctx, quiet, NULL);
	fz_set_error_callback(ctx, quiet, NULL);
	fz_stream *stream = fz_open_memory(ctx, (const unsigned char *)bytes.p, (size_t)bytes.n);
	pdf_document *doc = pdf_open_document_with_stream(ctx, stream);
	pdf_obj *page = pdf_lookup_page_obj(ctx, doc, 0);
	struct sheet sheet = { 0 };
	struct content content = { .ctx = ctx, .doc = doc, .sheet = &sheet };
	bool good = content_read(&content, pdf_dict_get(ctx, page, PDF_NAME(Resources)),
				 pdf_dict_get(ctx, page, PDF_NAME(Contents)),
				 (struct matrix){ 1, 0, 0, -1, 0, 800 });
	for (const struct span *c = sheet.spans; good && c < sheet.spans + sheet.now.n; c++) {
		if (c > sheet.spans && c->line)
			buf_addc(text, '\n');
		for (unsigned i = 0; i < c->n; i++) {
			char room[8];
			int n = utf8_encode(sheet.runes[c->from + i], room);
			buf_add(text, (struct str){ room, n });
		}
	}
	buf_addc(text, '\0');
	content_release(&content);
	sheet_release(&sheet);
	pdf_drop_document(ctx, doc);
	fz_drop_stream(ctx, stream);
	fz_drop_context(ctx);
	return good;
}

#define T(font, text) "BT /" font " 12 Tf 50 700 Td " text " ET\n"

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
};

static void test_cases(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct pdf p;
		struct buf text = { 0 };
		struct str bytes = make_one(&p, cases[i].content);
		bool good = read_own(bytes, &text);
		if (good != (cases[i].want != NULL) || (good && strcmp(text.p, cases[i].want) != 0))
			fail_msg("%s: %s\n--- got\n%s\n--- wanted\n%s", cases[i].why,
				 good ? "read" : "left", text.p,
				 cases[i].want ? cases[i].want : "(left)");
		buf_release(&text);
		buf_release(&p.b);
	}
}

/* Records of the same file by both ways. */
static void test_same(void **state)
{
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct pdf p;
		struct answer own, library;
		struct wire_request q = rig_request();
		struct str bytes = make_one(&p, cases[i].content);
		rig_ask(*state, q, bytes, &own);
		q.flags = WIRE_PDF_LIBRARY;
		q.size = 0;
		rig_ask(*state, q, bytes, &library);
		if (own.reply.outcome != library.reply.outcome
		    || strcmp(own.text.p, library.text.p) != 0)
			fail_msg("%s: own %u\n%s--- library %u\n%s", cases[i].why, own.reply.outcome,
				 own.text.p, library.reply.outcome, library.text.p);
		buf_release(&own.text);
		buf_release(&library.text);
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
};

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
		cmocka_unit_test(test_standard_fonts),
	};
	int failed = cmocka_run_group_tests_name("reader: PDF, our own", tests, NULL, NULL);
	rig_stop(&r);
	return failed;
}
