/* SPDX-License-Identifier: MIT
 *
 * PDF through the reader. The files are made here (pdf_make.h), so that a case is the page content
 * that it is about.
 */
#include "tests/unit/pdf_make.h"
#include "tests/unit/reader_rig.h"

#define AT(x, y, font, size, text) "BT /" font " " size " Tf " x " " y " Td (" text ") Tj ET\n"

static const struct {
	const char *why, *extra, *content, *want;
} contents[] = {
	{ "lines in the order of the content", "", AT("50", "700", "F1", "12", "First.") AT("50", "680", "F1", "12", "Second."),
	  "page 1 600x800 flags 0\nline 1: First.\nline 1: Second.\n" },
	{ "a word drawn in parts is one word, words drawn apart are two", "",
	  "BT /F1 12 Tf 50 700 Td [(ca) 20 (re) -300 (plans)] TJ ET\n",
	  "page 1 600x800 flags 0\nline 1: care plans\n" },
	{ "a cell far to the right is behind a tab, a near one behind a space", "",
	  AT("50", "700", "F1", "12", "Judgement") AT("300", "700", "F1", "12", "Good") AT("335", "700", "F1", "12", "now"),
	  "page 1 600x800 flags 0\nline 1: Judgement\tGood now\n" },
	{ "to the left again is another line", "", AT("300", "700", "F1", "12", "b") AT("50", "700", "F1", "12", "a"),
	  "page 1 600x800 flags 0\nline 1: b\nline 1: a\n" },
	{ "bold, italic, bold first", "",
	  AT("50", "700", "F2", "12", "Findings") AT("50", "680", "F3", "12", "slanted")
	  "BT /F2 12 Tf 50 660 Td (Lead: ) Tj /F1 12 Tf (somebody else here) Tj ET\n",
	  "page 1 600x800 flags 0\nline 1 bold: Findings\nline 1 italic: slanted\nline 1 bold-start: Lead: somebody else here\n" },
	{ "raised small figures are marked", "",
	  "BT /F1 12 Tf 50 700 Td (the board) Tj /F1 7 Tf 4 Ts (1) Tj 0 Ts /F1 12 Tf ( met on the 18) Tj ET\n",
	  "page 1 600x800 flags 0\nline 1: the board\x0e" "1\x0f met on the 18\n" },
	{ "artifacts, also inside a text object", "",
	  "/Artifact << /Type /Pagination >> BDC " AT("50", "780", "F1", "9", "Running head") "EMC\n"
	  "/P << /MCID 0 >> BDC " AT("50", "700", "F1", "12", "Text.") "EMC\n"
	  "BT /F1 12 Tf 50 100 Td (More.) Tj /Artifact BMC 0 -50 Td (3) Tj EMC 0 -20 Td (End.) Tj ET\n",
	  "page 1 600x800 flags 0\nline 1 artifact: Running head\nline 1: Text.\nline 1: More.\nline 1 artifact: 3\nline 1: End.\n" },
	{ "the page's rotation", "/Rotate 90", "BT /F1 12 Tf 0 1 -1 0 100 50 Tm (Text.) Tj 0 1 -1 0 120 50 Tm (More.) Tj ET\n",
	  "page 1 800x600 flags 1\nline 1: Text.\nline 1: More.\n" },
	{ "a rotation that lays the text on its side is taken back", "/Rotate 90", AT("50", "700", "F1", "12", "Text."),
	  "page 1 600x800 flags 1\nline 1: Text.\n" },
	{ "text that runs up the page turns the page", "",
	  "BT /F1 12 Tf 0 1 -1 0 100 50 Tm (Text that runs) Tj 0 1 -1 0 120 50 Tm (up the page) Tj ET\n"
	  AT("50", "20", "F1", "9", "3"), "page 1 800x600 flags 1\nline 1: Text that runs\nline 1: up the page\nline 1: 3\n" },
	{ "an image beside text", "image", "/Im Do " AT("50", "700", "F1", "12", "Text."),
	  "page 1 600x800 flags 2\nline 1: Text.\n" },
	{ "an image in the content", "",
	  "BI /W 1 /H 1 /BPC 8 /CS /G ID 0 EI " AT("50", "700", "F1", "12", "Text."), "page 1 600x800 flags 2\nline 1: Text.\n" },
	{ "text outside of the clip is not on the page", "",
	  "q 40 690 200 30 re W f " AT("50", "700", "F1", "12", "Seen.") AT("50", "660", "F1", "12", "Not.") "Q "
	  AT("50", "640", "F1", "12", "Seen too."), "page 1 600x800 flags 0\nline 1: Seen.\nline 1: Seen too.\n" },
	{ "quotes in WinAnsi", "", AT("50", "700", "F1", "12", "children\\222s"), "page 1 600x800 flags 0\nline 1: children\u2019s\n" },
};

static void test_contents(void **state)
{
	for (ptrdiff_t i = 0; i < countof(contents); i++) {
		struct pdf p = { 0 };
		make_start(&p, 1);
		make_page(&p, contents[i].extra, contents[i].content);
		rig_expect(*state, contents[i].why, WIRE_AUTO, make_finish(&p, ""), WIRE_OK,
			   contents[i].want);
		buf_release(&p.b);
	}
}

/* The places of a line, in points from the top left corner. */
static void test_places(void **state)
{
	struct pdf p = { 0 };
	struct wire_request q = rig_request();
	struct wire_record h;
	struct wire_line l = { 0 };
	struct wire_reply reply;
	make_start(&p, 1);
	make_page(&p, "", AT("50", "700", "F1", "12", "Text."));
	int fd = rig_send(*state, &q, make_finish(&p, ""));
	FILE *in = fdopen(fd, "r");
	char rest[256];
	while (fread(&h, sizeof h, 1, in) == 1 && h.len <= sizeof rest
	       && fread(rest, 1, h.len, in) == h.len)
		if (h.type == WIRE_LINE)
			memcpy(&l, rest, sizeof l);
	fclose(in);
	assert_int_equal(recv(((const struct rig *)*state)->sock, &reply, sizeof reply, 0),
			 sizeof reply);
	assert_true(l.x0 > 49 && l.x0 < 52 && l.x1 > 70 && l.x1 < 90);
	assert_true(l.y0 > 80 && l.y0 < 100 && l.y1 > 100 && l.y1 < 110);
	assert_true(l.size > 11.9f && l.size < 12.1f);
	buf_release(&p.b);
}

static void test_properties(void **state)
{
	struct pdf p = { 0 };
	make_start(&p, 1);
	make_page(&p, "", AT("50", "700", "F1", "12", "Text."));
	make_object(
		&p,
		"<< /Title (A report) /Author (A) /CreationDate (D:20240131120000Z) /ModDate (soon) >>");
	rig_expect(
		*state, "properties", WIRE_AUTO, make_finish(&p, "/Info 9 0 R"), WIRE_OK,
		"title=A report\nauthor=A\ncreated=2024-01-31\npage 1 600x800 flags 0\nline 1: Text.\n");
	buf_release(&p.b);
}

static const struct {
	const char *why;
	int pages;
	const char *extra, *content, *trailer;
	enum wire_outcome want;
	const char *detail;
} others[] = {
	{ "no pages", 0, "", "", "", WIRE_NO_TEXT, "no pages" },
	{ "empty pages", 2, "", "", "", WIRE_NO_TEXT, "no text on 2 pages" },
	{ "scans", 3, "image", "/Im Do", "", WIRE_NO_TEXT, "image only, needs OCR (3 pages)" },
	{ "a password", 1, "", AT("50", "700", "F1", "12", "x"),
	  "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (01234567890123456789012345678901) "
	  "/U (01234567890123456789012345678901) >>", WIRE_ENCRYPTED, "needs a password" },
	{ "another lock", 1, "", "", "/ID [<00> <00>] /Encrypt << /Filter /Own /V 1 >>", WIRE_ENCRYPTED, "unknown encryption handler" },
	{ "content that breaks off", 1, "", AT("50", "700", "F1", "12", "Text.") "BT /F9 12 Tf (x) Tj ET (", "", WIRE_PARTIAL,
	  "damaged content" },
};

static void test_others(void **state)
{
	for (ptrdiff_t i = 0; i < countof(others); i++) {
		struct pdf p = { 0 };
		struct answer a;
		make_start(&p, others[i].pages);
		for (int k = 0; k < others[i].pages; k++)
			make_page(&p, others[i].extra, others[i].content);
		rig_ask(*state, rig_request(), make_finish(&p, others[i].trailer), &a);
		if (a.reply.outcome != others[i].want || !strstr(a.reply.detail, others[i].detail))
			fail_msg("%s: outcome %u, %s\n%s", others[i].why, a.reply.outcome,
				 a.reply.detail, a.text.p);
		buf_release(&a.text);
		buf_release(&p.b);
	}
}

#define LOOK "/AP << /N 9 0 R >> "
#define NOTE(kind) "/Annots [<< /Type /Annot /Subtype /" kind " /Rect [100 100 300 120] /F 4 " LOOK ">>]"

/* Notes that are drawn on the page are read, behind its text; links and what pops up are not. */
static void test_annotations(void **state)
{
	static const char *const notes[][2] = { { "a note", NOTE("FreeText") }, { "a link", NOTE("Link") },
						{ "pops up", NOTE("Popup") },
						{ "two", "/Annots [null << /Subtype /Link >> << /Type /Annot /Subtype "
							 "/FreeText /Rect [100 100 300 120] /F 4 " LOOK ">>]" } };
	for (ptrdiff_t i = 0; i < countof(notes); i++) {
		struct pdf p = { 0 };
		make_start(&p, 1);
		make_page(&p, notes[i][1], AT("50", "700", "F1", "12", "Text."));
		make_stream(&p, "/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >>",
			    "BT /F1 12 Tf 0 5 Td (In a note.) Tj ET");
		rig_expect(*state, notes[i][0], WIRE_AUTO, make_finish(&p, ""), WIRE_OK,
			   i % 3 == 0 ? "page 1 600x800 flags 0\nline 1: Text.\nline 1: In a note.\n"
				      : "page 1 600x800 flags 0\nline 1: Text.\n");
		buf_release(&p.b);
	}
}

/* What becomes of a file when pages of it are images, no pages at all, or damaged. first, second: what
 * the page is; see put_page. */
static const struct {
	char first, second;
	enum wire_outcome want;
	const char *detail, *text;
} pages[] = {
	{ 't', 'i', WIRE_OK, "", "page 1 600x800 flags 0\nline 1: Text.\npage 2 600x800 flags 2\n"
	  "warning: 1 of 2 pages are images without text\n" },
	{ 'i', 'f', WIRE_NO_TEXT, "image only, needs OCR (2 pages)", "page 1 600x800 flags 2\npage 2 600x800 flags 2\n" },
	{ 't', 'n', WIRE_PARTIAL, "1 of 2 pages failed: ", NULL },
	{ 'n', 'n', WIRE_FORMAT, "none of 2 pages can be read: ", NULL },
	{ 't', 'x', WIRE_PARTIAL, "1 of 2 pages failed: the page is missing", NULL },
	{ 'd', 'd', WIRE_NO_TEXT, "no text on 2 pages, 2 of them damaged", NULL },
	{ 't', 'd', WIRE_PARTIAL, "1 of 2 pages have damaged content", NULL },
};

/* t: text; i: an image; f: a form with an image; n: a page that the tree counts and has not; x: one that is
 * a number; d: damaged content. Two objects each. */
static void put_page(struct pdf *p, char kind)
{
	if (kind == 't' || kind == 'd')
		make_page(p, "", kind == 't' ? AT("50", "700", "F1", "12", "Text.") : "BT ET (");
	else if (kind == 'i')
		make_page(p, "image", "/Im Do");
	else if (kind == 'f')
		make_page_with(p, "", "", "/XObject << /Fm 11 0 R >>", "/Fm Do");
	else if (kind == 'x')
		make_object(p, "12"), make_object(p, "null");
	else
		make_object(p, "<< /Type /Pages /Parent 2 0 R /Kids [] /Count 1 >>"), make_object(p, "null");
}

static void test_pages(void **state)
{
	for (ptrdiff_t i = 0; i < countof(pages); i++) {
		struct pdf p = { 0 };
		struct answer a;
		make_start(&p, 2);
		put_page(&p, pages[i].first);
		put_page(&p, pages[i].second);
		make_stream(&p, "/Type /XObject /Subtype /Form /BBox [0 0 600 800] "
			    "/Resources << /XObject << /Im 6 0 R >> >>", "/Im Do");
		rig_ask(*state, rig_request(), make_finish(&p, ""), &a);
		if (a.reply.outcome != pages[i].want
		    || strncmp(a.reply.detail, pages[i].detail, strlen(pages[i].detail)) != 0
		    || (pages[i].text && strcmp(a.text.p, pages[i].text) != 0))
			fail_msg("%c%c: outcome %u, %s\n%s", pages[i].first, pages[i].second, a.reply.outcome,
				 a.reply.detail, a.text.p);
		buf_release(&a.text);
		buf_release(&p.b);
	}
}

static void test_page_cap(void **state)
{
	struct pdf p = { 0 };
	struct wire_request q = rig_request();
	struct answer a;
	make_start(&p, 3);
	for (int k = 0; k < 3; k++)
		make_page(&p, "", AT("50", "700", "F1", "12", "Text."));
	q.flags = 2;
	rig_ask(*state, q, make_finish(&p, ""), &a);
	assert_int_equal(a.reply.outcome, WIRE_PARTIAL);
	assert_string_equal(a.reply.detail, "only the first 2 of 3 pages");
	assert_string_equal(
		a.text.p,
		"page 1 600x800 flags 0\nline 1: Text.\npage 2 600x800 flags 0\nline 2: Text.\n");
	buf_release(&a.text);
	buf_release(&p.b);
}

/* "BT /F1 12 Tf 50 700 Td (ab) Tj ET" as zlib packs it; the last four bytes are its checksum. */
static const char packed[] = "\170\234\163\012\121\320\167\063\124\060\064\122\010\111\123\060\065\120\060\067\060\120\010\111\121\320\110\114\322\124\010\311\122\160\015\001\000\172\354\007\231";

static const struct {
	const char *why;
	int cut, change;                        /* bytes off the end; which byte is wrong, -1 none */
	enum wire_outcome want;
	const char *text;
} streams[] = {
	{ "whole", 0, -1, WIRE_OK, "page 1 600x800 flags 0\nline 1: ab\npage 2 600x800 flags 0\nline 2: Whole.\n" },
	{ "a wrong checksum alone", 0, 39, WIRE_OK, "page 1 600x800 flags 0\nline 1: ab\npage 2 600x800 flags 0\nline 2: Whole.\n" },
	{ "without its end", 12, -1, WIRE_PARTIAL, NULL },
	{ "with an error inside", 0, 2, WIRE_PARTIAL, NULL },
};

/* What is lost of a page's content is said, though the file around it is sound. */
static void test_streams(void **state)
{
	for (ptrdiff_t i = 0; i < countof(streams); i++) {
		struct pdf p = { 0 };
		struct buf b = { 0 };
		char bytes[sizeof packed];
		memcpy(bytes, packed, sizeof packed);
		if (streams[i].change >= 0)
			bytes[streams[i].change] = (char)(bytes[streams[i].change] | 7);
		make_start(&p, 2);
		make_object(&p, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 8 0 R "
			    "/Resources << /Font << /F1 3 0 R >> >> >>");
		ptrdiff_t n = (ptrdiff_t)sizeof packed - 1 - streams[i].cut;
		buf_addf(&b, "<< /Filter /FlateDecode /Length %td >>\nstream\n", n);
		buf_add(&b, (struct str){ bytes, n });
		buf_addz(&b, "\nendstream");
		make_bytes(&p, buf_str(&b));
		make_page(&p, "", AT("50", "700", "F1", "12", "Whole."));
		rig_expect(*state, streams[i].why, WIRE_AUTO, make_finish(&p, ""), streams[i].want,
			   streams[i].text);
		buf_release(&b);
		buf_release(&p.b);
	}
}

/* Cut anywhere: never ok, up to where nothing is missing but the table of what is where. */
static void test_cut(void **state)
{
	struct pdf p = { 0 };
	make_start(&p, 1);
	make_page(&p, "", AT("50", "700", "F1", "12", "Text."));
	struct str whole = make_finish(&p, "");
	ptrdiff_t table = str_find(whole, S("xref\n0 "), 0);
	for (ptrdiff_t n = 5; n < table; n += 61) {
		struct answer a;
		rig_ask(*state, rig_request(), str_sub(whole, 0, n), &a);
		if (a.reply.outcome == WIRE_OK || a.reply.outcome == WIRE_CRASH || a.reply.outcome == WIRE_TIMEOUT)
			fail_msg("cut at %td: outcome %u, %s\n%s", n, a.reply.outcome,
				 a.reply.detail, a.text.p);
		buf_release(&a.text);
	}
	buf_release(&p.b);
}

/* What stands behind a whole file takes nothing from it. */
static void test_junk(void **state)
{
	struct pdf p = { 0 };
	make_start(&p, 1);
	make_page(&p, "", AT("50", "700", "F1", "12", "Text."));
	make_finish(&p, "");
	for (int i = 0; i < 300; i++)
		buf_addz(&p.b, "<p>Not found</p>\n");
	rig_expect(*state, "with more behind it", WIRE_AUTO, buf_str(&p.b), WIRE_OK,
		   "warning: the file's structure is damaged and was repaired\n"
		   "page 1 600x800 flags 0\nline 1: Text.\n");
	buf_release(&p.b);
}

static void test_no_pdf(void **state)
{
	rig_expect(*state, "a header alone", WIRE_AUTO, S("%PDF-1.7\nnothing"), WIRE_FORMAT, NULL);
	rig_expect(*state, "said to be one", WIRE_PDF, S("The council acts."), WIRE_FORMAT, NULL);
}

int main(void)
{
	struct rig r;
	rig_start(&r);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_contents, &r),
		cmocka_unit_test_prestate(test_places, &r),
		cmocka_unit_test_prestate(test_properties, &r),
		cmocka_unit_test_prestate(test_others, &r),
		cmocka_unit_test_prestate(test_annotations, &r),
		cmocka_unit_test_prestate(test_pages, &r),
		cmocka_unit_test_prestate(test_page_cap, &r),
		cmocka_unit_test_prestate(test_streams, &r),
		cmocka_unit_test_prestate(test_cut, &r),
		cmocka_unit_test_prestate(test_junk, &r),
		cmocka_unit_test_prestate(test_no_pdf, &r),
	};
	int failed = cmocka_run_group_tests_name("reader: PDF", tests, NULL, NULL);
	rig_stop(&r);
	return failed;
}
