/* SPDX-License-Identifier: MIT
 *
 * DOCX through the reader. The archives are made here, stored and not compressed, so that a case is
 * the XML that it is about.
 */
#include "tests/unit/reader_rig.h"
#include "tests/unit/zip_make.h"

#define STYLES "<w:styles xmlns:w='w'>" \
	"<w:style w:type='paragraph' w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>" \
	"<w:style w:type='paragraph' w:styleId='Own'><w:name w:val='Own'/><w:basedOn w:val='berschrift1'/></w:style>" \
	"<w:style w:type='paragraph' w:styleId='Lvl'><w:name w:val='Level'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>" \
	"<w:style w:type='paragraph' w:styleId='T'><w:name w:val='Title'/></w:style>" \
	"<w:style w:type='paragraph' w:styleId='B2'><w:name w:val='List Bullet 2'/></w:style>" \
	"<w:style w:type='paragraph' w:styleId='Toc'><w:name w:val='toc 1'/></w:style>" \
	"<w:style w:type='paragraph' w:styleId='Q'><w:name w:val='Intense Quote'/></w:style>" \
	"<w:style w:type='paragraph' w:styleId='Loop'><w:name w:val='Loop'/><w:basedOn w:val='Loop'/></w:style>" \
	"<w:style w:type='paragraph' w:styleId='Num'><w:name w:val='Numbered'/><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>" \
	"</w:styles>"
#define OFF(word, text) "<w:r><w:rPr><w:vanish w:val='" word "'/></w:rPr><w:t>" text "</w:t></w:r>"
#define P(style, text) "<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr>" R(text) "</w:p>"
#define R(text) "<w:r><w:t xml:space='preserve'>" text "</w:t></w:r>"
#define TR(a, b) "<w:tr><w:tc><w:p>" R(a) "</w:p></w:tc><w:tc><w:p>" R(b) "</w:p></w:tc></w:tr>"

static const struct {
	const char *why, *body, *want;
} bodies[] = {
	{ "runs are joined, paragraphs are not", "<w:p>" R("Work is ") R("well") R(" planned.") "</w:p><w:p>" R("Next") "</w:p>",
	  "para: Work is well planned.\npara: Next\n" },
	{ "headings by name, by base, by outline level, in another language",
	  P("berschrift1", "One") P("Own", "Two") P("Lvl", "Three") P("T", "Four"),
	  "heading 1: One\nheading 1: Two\nheading 3: Three\ntitle 1: Four\n" },
	{ "an outline level of the paragraph itself",
	  "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr>" R("x") "</w:p>", "heading 2: x\n" },
	{ "a style that is based on itself", P("Loop", "x"), "para: x\n" },
	{ "a style that is not defined", P("Heading2", "x") P("None", "y"), "para: x\npara: y\n" },
	{ "lists by style and by number, with depth",
	  P("B2", "a") P("Num", "b") "<w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='4'/></w:numPr></w:pPr>" R("c") "</w:p>",
	  "item 2: a\nitem 1: b\nitem 2: c\n" },
	{ "a list's number taken back",
	  "<w:p><w:pPr><w:pStyle w:val='Num'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr>" R("c") "</w:p>", "para: c\n" },
	{ "contents and quotes", P("Toc", "Findings 3") P("Q", "We are proud."), "furniture 1: Findings 3\nquote 1: We are proud.\n" },
	{ "a table's rows and cells, paragraphs of a cell kept apart",
	  "<w:tbl>" TR("Judgement", "Grade") TR("Overall</w:t></w:r></w:p><w:p><w:r><w:t>effect", "Good") "</w:tbl>",
	  "row: Judgement\tGrade\nrow: Overall\neffect\tGood\n" },
	{ "a table of one column is layout",
	  "<w:tbl><w:tr><w:tc><w:p>" R("a") "</w:p><w:p>" R("b") "</w:p></w:tc></w:tr></w:tbl>", "para: a\npara: b\n" },
	{ "a table in a table's cell is part of the cell",
	  "<w:tbl><w:tr><w:tc><w:p>" R("a") "</w:p><w:tbl>" TR("b", "c") "</w:tbl></w:tc><w:tc><w:p>" R("d") "</w:p></w:tc></w:tr></w:tbl>",
	  "row: a\nb\nc\td\n" },
	{ "deleted text goes, inserted text stays",
	  "<w:p>" R("Work is ") "<w:del><w:r><w:delText>poor</w:delText></w:r></w:del><w:ins>" R("good") "</w:ins></w:p>",
	  "para: Work is good\n" },
	{ "moved text stands once", "<w:p><w:moveFrom>" R("a") "</w:moveFrom></w:p><w:p><w:moveTo>" R("a") "</w:moveTo></w:p>",
	  "para: a\n" },
	{ "a paragraph whose end was deleted goes on in the next",
	  "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" R("One ") "</w:p><w:p>" R("two.") "</w:p>", "para: One two.\n" },
	{ "but not in the next cell",
	  "<w:tbl><w:tr><w:tc><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" R("a") "</w:p></w:tc><w:tc><w:p>" R("b")
	  "</w:p></w:tc></w:tr></w:tbl>", "row: a\tb\n" },
	{ "old properties in a tracked change do not count",
	  "<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val='T'/></w:pPr></w:pPrChange></w:pPr>" R("x") "</w:p>", "para: x\n" },
	{ "a field's result stands, its code does not",
	  "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGEREF _Toc1 </w:instrText></w:r>" R("7") "</w:p>",
	  "para: 7\n" },
	{ "tabs, breaks, hyphens and symbols",
	  "<w:p><w:r><w:t>Date:</w:t><w:tab/><w:t>1</w:t><w:br/><w:t>well</w:t><w:noBreakHyphen/><w:t>led</w:t>"
	  "<w:sym w:font='Wingdings' w:char='F0A7'/></w:r></w:p>", "para: Date:\t1 well-led\uf0a7\n" },
	{ "a link's text", "<w:p>" R("see ") "<w:hyperlink>" R("the report") "</w:hyperlink></w:p>", "para: see the report\n" },
	{ "a text box once, before its paragraph",
	  "<w:p>" R("host") "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p>" R("box") "</w:p></w:txbxContent>"
	  "</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p>" R("box") "</w:p></w:txbxContent></w:pict>"
	  "</mc:Fallback></mc:AlternateContent></w:r></w:p>", "para: box\npara: host\n" },
	{ "hidden text and placeholders go",
	  "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r><w:r><w:rPr><w:rStyle w:val='PlaceholderText'/></w:rPr><w:t>b"
	  "</w:t></w:r>" R("c") "</w:p>", "para: c\n" },
	{ "raised text is marked",
	  "<w:p>" R("board") "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r>" R(" met") "</w:p>",
	  "para: board\x0e" "1\x0f met\n" },
	{ "bold paragraphs say so, b=0 is not bold",
	  "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Areas</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b w:val='0'/></w:rPr><w:t>x</w:t></w:r></w:p>",
	  "para bold: Areas\npara: x\n" },
	{ "what is switched off by any word is not hidden",
	  "<w:p>" OFF("0", "a") OFF("false", "b") OFF("off", "c") OFF("none", "d") OFF("1", "e") OFF("true", "f") OFF("on", "g") "</w:p>",
	  "para: abcd\n" },
	{ "hidden tabs, symbols and raised marks go, too",
	  "<w:p>" R("a") "<w:r><w:rPr><w:vanish/><w:vertAlign w:val='superscript'/></w:rPr><w:t>x</w:t><w:tab/>"
	  "<w:sym w:font='Wingdings' w:char='F0A7'/></w:r>" R("b") "</w:p>", "para: ab\n" },
	{ "a symbol without a number, a style of no meaning, lowered text",
	  "<w:p><w:r><w:rPr><w:rStyle w:val='Strong'/><w:vertAlign w:val='subscript'/></w:rPr><w:sym/><w:t>a</w:t></w:r></w:p>",
	  "para: a\n" },
	{ "raised twice is raised once",
	  "<w:p>" R("a") "<w:r><w:rPr><w:vertAlign w:val='superscript'/><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r></w:p>",
	  "para: a\x0e" "1\x0f\n" },
	{ "notes after the body, their marks in it",
	  "<w:p>" R("The board") "<w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
	  "para: The board\x0e" "1\x0f\nfootnote: A note.\n" },
};

#define OPEN "<w:document xmlns:w='w' xmlns:mc='mc'><w:body>"
#define CLOSE "</w:body></w:document>"
#define NOTES "<w:footnotes xmlns:w='w'><w:footnote w:type='separator' w:id='0'><w:p>" R("---") "</w:p></w:footnote>" \
	"<w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r>" R(" A note.") "</w:p></w:footnote></w:footnotes>"

static void test_bodies(void **state)
{
	for (ptrdiff_t i = 0; i < countof(bodies); i++) {
		struct zip z = { 0 };
		struct buf xml = { 0 };
		buf_addf(&xml, OPEN "%s" CLOSE, bodies[i].body);
		zip_add(&z, "[Content_Types].xml", S("<Types/>"), 0);
		zip_add(&z, "word/document.xml", buf_str(&xml), 0);
		zip_add(&z, "word/styles.xml", S(STYLES), 0);
		if (strstr(bodies[i].body, "footnoteReference"))
			zip_add(&z, "word/footnotes.xml", S(NOTES), 0);
		rig_expect(*state, bodies[i].why, WIRE_AUTO, zip_finish(&z), WIRE_OK,
			   bodies[i].want);
		buf_release(&xml);
		zip_release(&z);
	}
}

/* The main part under another name, properties, running heads. */
static void test_parts(void **state)
{
	struct zip z = { 0 };
	zip_add(&z, "_rels/.rels",
		S("<R><Relationship Type='http://x/officeDocument' Target='/word/document2.xml'/></R>"),
		0);
	zip_add(&z, "docProps/core.xml",
		S("<c xmlns:dc='d' xmlns:t='t'><dc:title>Report</dc:title><dc:creator>A</dc:creator>"
		  "<t:created>2024-01-02T00:00:00Z</t:created></c>"),
		0);
	zip_add(&z, "word/header1.xml", S("<w:hdr xmlns:w='w'>" P("T", "Head") "</w:hdr>"), 0);
	zip_add(&z, "word/footer1.xml", S("<w:ftr xmlns:w='w'>" P("T", "Foot") "</w:ftr>"), 0);
	zip_add(&z, "word/comments.xml",
		S("<w:comments xmlns:w='w'>" P("T", "never") "</w:comments>"), 0);
	zip_add(&z, "word/document2.xml", S(OPEN P("T", "Body") CLOSE), 0);
	rig_expect(
		*state, "parts", WIRE_AUTO, zip_finish(&z), WIRE_OK,
		"title=Report\nauthor=A\ncreated=2024-01-02T00:00:00Z\npara: Body\nfurniture: Head\nfurniture: Foot\n");
	zip_release(&z);
}

static const struct {
	const char *why, *member;
	struct str data;
	unsigned flags;
	enum wire_outcome want;
	const char *detail, *text;
} others[] = {
	{ "a spreadsheet", "xl/workbook.xml", STR("<x/>"), 0, WIRE_FORMAT, "spreadsheet", NULL },
	{ "slides", "ppt/presentation.xml", STR("<x/>"), 0, WIRE_FORMAT, "presentation", NULL },
	{ "OpenDocument", "content.xml", STR("<x/>"), 0, WIRE_FORMAT, "OpenDocument", NULL },
	{ "a zip of anything", "a.txt", STR("x"), 0, WIRE_FORMAT, "without a document", NULL },
	{ "a locked member", "word/document.xml", STR("0123456789abcdef"), 1, WIRE_ENCRYPTED, "password", NULL },
	{ "no text", "word/document.xml", STR(OPEN "<w:p/>" CLOSE), 0, WIRE_NO_TEXT, "no text", "" },
	{ "XML that is none", "word/document.xml", STR("none"), 0, WIRE_FORMAT, "damaged", NULL },
	{ "entities are not expanded", "word/document.xml",
	  STR("<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>" OPEN P("T", "x&b;y") CLOSE), 0, WIRE_OK, "",
	  "para: xy\n" },
};

static void test_others(void **state)
{
	for (ptrdiff_t i = 0; i < countof(others); i++) {
		struct zip z = { 0 };
		struct answer a;
		zip_add(&z, others[i].member, others[i].data, others[i].flags);
		rig_ask(*state, rig_request(), zip_finish(&z), &a);
		if (a.reply.outcome != others[i].want || !strstr(a.reply.detail, others[i].detail)
		    || (others[i].text && strcmp(others[i].text, a.text.p) != 0))
			fail_msg("%s: outcome %u, %s\n%s", others[i].why, a.reply.outcome,
				 a.reply.detail, a.text.p);
		buf_release(&a.text);
		zip_release(&z);
	}
}

/* What came before the damage is sent (the XML library works on pieces of half a kilobyte). */
static void test_breaks_off(void **state)
{
	struct zip z = { 0 };
	struct buf xml = { 0 };
	struct answer a;
	buf_addz(&xml, OPEN P("T", "The first."));
	for (int i = 0; i < 50; i++)
		buf_addz(&xml, P("T", "More of it."));
	buf_addz(&xml, "<w:p></w:q>");
	zip_add(&z, "word/document.xml", buf_str(&xml), 0);
	rig_ask(*state, rig_request(), zip_finish(&z), &a);
	assert_int_equal(a.reply.outcome, WIRE_PARTIAL);
	assert_true(str_starts(buf_str(&a.text), S("para: The first.\npara: More of it.\n")));
	buf_release(&a.text);
	buf_release(&xml);
	zip_release(&z);
}

/* Cut anywhere, the document is refused or partial, never ok with less text; and never a crash. */
static void test_cut(void **state)
{
	struct zip z = { 0 };
	zip_add(&z, "word/document.xml", S(OPEN P("T", "One.") P("T", "Two.") CLOSE), 0);
	struct str whole = zip_finish(&z);
	for (ptrdiff_t n = 4; n < whole.n; n += 7) {
		struct answer a;
		rig_ask(*state, rig_request(), str_sub(whole, 0, n), &a);
		bool all = strcmp(a.text.p, "para: One.\npara: Two.\n") == 0;
		if (a.reply.outcome != WIRE_PARTIAL && a.reply.outcome != WIRE_FORMAT
		    && !(a.reply.outcome == WIRE_OK && all))
			fail_msg("cut at %td: outcome %u, %s", n, a.reply.outcome, a.reply.detail);
		buf_release(&a.text);
	}
	zip_release(&z);
}

/* Many nested text boxes and tables must not run off the end of the walk's arrays. */
static void test_nested(void **state)
{
	struct zip z = { 0 };
	struct buf xml = { 0 };
	buf_addz(&xml, OPEN);
	for (int i = 0; i < 60; i++)
		buf_addz(&xml, "<w:p><w:r><w:t>x</w:t><w:txbxContent><w:tbl><w:tr><w:tc>");
	zip_add(&z, "word/document.xml", buf_str(&xml), 0);
	rig_expect(*state, "nested", WIRE_AUTO, zip_finish(&z), WIRE_PARTIAL, NULL);
	buf_release(&xml);
	zip_release(&z);
}

int main(void)
{
	struct rig r;
	rig_start(&r);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_bodies, &r),
		cmocka_unit_test_prestate(test_parts, &r),
		cmocka_unit_test_prestate(test_others, &r),
		cmocka_unit_test_prestate(test_cut, &r),
		cmocka_unit_test_prestate(test_nested, &r),
		cmocka_unit_test_prestate(test_breaks_off, &r),
	};
	int failed = cmocka_run_group_tests_name("reader: DOCX", tests, NULL, NULL);
	rig_stop(&r);
	return failed;
}
