/* SPDX-License-Identifier: MIT
 *
 * Web pages through the reader: blocks, furniture, character sets, dates, and pages that are none.
 */
#include "tests/unit/reader_rig.h"

#define LONG_TEXT "Inspectors found that most children in need of help now receive it when they need it. Plans are " \
	"clear, and families told us that they know what is expected. Managers oversee this work well."

static const struct {
	const char *why;
	struct str in;
	const char *want;
} pages[] = {
	{ "inline text is joined, blocks are kept apart",
	  STR("<p>Work is <b>well</b> <i>planned</i>.<p>Vis\nits   are\ttimely.</p>tail"),
	  "para: Work is well planned.\npara: Vis its are timely.\npara: tail\n" },
	{ "one break is a space, two end a paragraph",
	  STR("<p>One<br>line.<br> <br>Another.</p>"), "para: One line.\npara: Another.\n" },
	{ "headings have their level, the first h1 is the title",
	  STR("<h1>Report</h1><h3>Leaders</h3><p>x</p><h1>Again</h1>"),
	  "title 1: Report\nheading 3: Leaders\npara: x\nheading 1: Again\n" },
	{ "lists have their depth",
	  STR("<ul><li>One<ol><li>Two</ol><li>Three</ul>"), "item 1: One\nitem 2: Two\nitem 1: Three\n" },
	{ "a table is rows of cells, paragraphs of a cell are kept apart",
	  STR("<table><tr><th>Judgement<th>Grade<tr><td><p>Overall</p><p>effect</p><td>Good<tr><td><td>x</table>"),
	  "row: Judgement\tGrade\nrow: Overall\neffect\tGood\nrow: \tx\n" },
	{ "a table for the layout is no table",
	  STR("<table><tr><td><h2>Findings</h2><p>A.</p><td><p>B.</p></table>"), "heading 2: Findings\npara: A.\npara: B.\n" },
	{ "a quote", STR("<blockquote><p>We are proud.</p></blockquote>"), "quote: We are proud.\n" },
	{ "raised text is marked", STR("<p>the board<sup>1</sup> met</p>"), "para: the board\x0e" "1\x0f met\n" },
	{ "bold blocks say so", STR("<p><strong>Areas for development</strong></p>"), "para bold: Areas for development\n" },
	{ "an empty line ends a paragraph in pre", STR("<pre>a\nb\n\nc</pre>"), "para: a b\npara: c\n" },
	{ "scripts and styles are no text",
	  STR("<style>p{}</style><script>'<p>x</p>'</script><template>y</template><p>text</p><svg><text>z</text></svg>"),
	  "para: text\n" },
	{ "furniture by tag",
	  STR("<nav>Home</nav><p>text</p><figure><figcaption>Town hall</figcaption></figure><footer>(c)</footer>"),
	  "furniture: Home\npara: text\nfurniture: Town hall\nfurniture: (c)\n" },
	{ "furniture by role, class and id",
	  STR("<div role='navigation'>Menu</div><div class='cookie-banner'>We use cookies</div><p>" LONG_TEXT "</p>"
	      "<div id='relatedLinks'>Other news</div><div class='most-read'>Top ten</div>"),
	  "furniture: Menu\nfurniture: We use cookies\npara: " LONG_TEXT "\nfurniture: Other news\nfurniture: Top ten\n" },
	{ "what holds most of the text is no furniture, whatever its name",
	  STR("<div class='has-sidebar related'><p>" LONG_TEXT "</p></div>"), "para: " LONG_TEXT "\n" },
	{ "outside the main part is furniture",
	  STR("<div>Before</div><main><p>" LONG_TEXT "</p></main><div>After</div>"),
	  "furniture: Before\npara: " LONG_TEXT "\nfurniture: After\n" },
	{ "but for the headline",
	  STR("<header><h1>Rated good</h1></header><main><p>" LONG_TEXT "</p></main>"),
	  "title 1: Rated good\npara: " LONG_TEXT "\n" },
	{ "a paragraph that is one link is furniture",
	  STR("<p>text</p><p><a href=x>Read the full report</a></p>"), "para: text\nfurniture: Read the full report\n" },
	{ "hidden text is furniture", STR("<p>text<p hidden>a<p style='display:none'>b"),
	  "para: text\nfurniture: a\nfurniture: b\n" },
	{ "entities", STR("<p>children&rsquo;s &amp; families&#8217;</p>"), "para: children\u2019s & families\u2019\n" },
	{ "Windows-1252 without a word about it", STR("<p>children\x92s caf\xe9</p>"), "para: children\u2019s caf\u00e9\n" },
	{ "Windows-1252 declared as Latin-1",
	  STR("<meta charset=iso-8859-1><p>\x93good\x94</p>"), "para: \u201cgood\u201d\n" },
	{ "UTF-8 declared as Latin-1 is UTF-8",
	  STR("<meta charset=iso-8859-1><p>caf\xc3\xa9</p>"), "para: caf\u00e9\n" },
	{ "an unknown character set is named",
	  STR("<meta charset=koi8-r><p>x</p>"), "warning: character set \"koi8-r\" is not known here\npara: x\n" },
	{ "bad bytes in UTF-8", STR("<meta charset=utf-8><p>a\xff\x62</p>"), "para: a\ufffd" "b\n" },
	{ "UTF-16, little end first", STR("\xff\xfe<\0h\0t\0m\0l\0>\0<\0p\0>\0\x19\x20x\0"), "para: \u2019x\n" },
	{ "UTF-16, big end first", STR("\xfe\xff\0<\0h\0t\0m\0l\0>\0<\0p\0>\xd8\x3d\xde\x00"), "para: \U0001f600\n" },
	{ "properties",
	  STR("<html lang=en><title>A  title</title><meta property='article:published_time' content='2021-03-04T10:00Z'>"
	      "<meta name=author content='A. Reporter'><p>x"),
	  "language=en\ntitle=A title\npublished=2021-03-04T10:00Z\nauthor=A. Reporter\npara: x\n" },
	{ "the date of an article's <time>",
	  STR("<p>x</p><time datetime=2021-03-04>4 March</time>"), "para: x\npublished=2021-03-04\npara: 4 March\n" },
	{ "the date in a script for search engines",
	  STR("<p>x</p><script type='application/ld+json'>{\"datePublished\": \"2020-01-02\"}</script>"),
	  "para: x\npublished=2020-01-02\n" },
};

static void test_pages(void **state)
{
	for (ptrdiff_t i = 0; i < countof(pages); i++)
		rig_expect(*state, pages[i].why, WIRE_HTML, pages[i].in, WIRE_OK, pages[i].want);
}

static const struct {
	const char *why;
	struct str in;
	enum wire_outcome want;
	const char *detail;
} refused[] = {
	{ "an error page", STR("<html><title>Report not found - Council</title><h1>Sorry</h1><p>Try again.</p>"),
	  WIRE_FORMAT, "an HTML error page: Report not found - Council" },
	{ "navigation alone", STR("<html><nav>Home</nav>"), WIRE_NO_TEXT, "only navigation, no text" },
	{ "nothing", STR("<html><script>x</script>"), WIRE_NO_TEXT, "no text in the page" },
	{ "plain text", STR("The council acts.\n"), WIRE_FORMAT, "no PDF, HTML or DOCX by its content" },
	{ "no bytes", STR(""), WIRE_FORMAT, "an empty file" },
	{ "an old Office file", STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), WIRE_FORMAT, "a legacy Office file (OLE), not DOCX" },
	{ "a locked one", STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"),
	  WIRE_ENCRYPTED, "an Office file that needs a password" },
	{ "rich text", STR("{\\rtf1 x}"), WIRE_FORMAT, "rich text (RTF), which is not read" },
};

static void test_refused(void **state)
{
	for (ptrdiff_t i = 0; i < countof(refused); i++) {
		struct answer a;
		rig_ask(*state, rig_request(), refused[i].in, &a);
		if (a.reply.outcome != refused[i].want
		    || strcmp(a.reply.detail, refused[i].detail) != 0)
			fail_msg("%s: outcome %u, %s", refused[i].why, a.reply.outcome,
				 a.reply.detail);
		buf_release(&a.text);
	}
}

/* A page may nest as deep as it likes: the walk must not use the C stack for it. */
static void test_deep(void **state)
{
	struct buf b = { 0 };
	struct answer a;
	for (int i = 0; i < 5000; i++)
		buf_addz(&b, "<div><b>");
	buf_addz(&b, "<p>at the bottom</p>");
	rig_ask(*state, rig_request(), buf_str(&b), &a);
	assert_int_equal(a.reply.outcome, WIRE_OK);
	assert_non_null(strstr(a.text.p, "at the bottom"));
	buf_release(&a.text);
	buf_release(&b);
}

/* Text that is longer than a record goes on in the next one, and no character is cut. */
static void test_long(void **state)
{
	struct buf b = { 0 };
	struct answer a;
	ptrdiff_t n = 0;
	buf_addz(&b, "<p>");
	for (int i = 0; i < 400000; i++)
		buf_addz(&b, "\u2019");
	for (int i = 0; i < 1000000; i++)
		buf_addc(&b, 'x');
	rig_ask(*state, rig_request(), buf_str(&b), &a);
	assert_int_equal(a.reply.outcome, WIRE_OK);
	for (struct str s = buf_str(&a.text), line; s.n > 1; n += line.n - 6) {
		line = str_cut(&s, '\n');
		assert_true(str_starts(line, S("para: ")));
		assert_true(line.p[6] == 'x' || line.p[6] == '\xe2');
	}
	assert_int_equal(n, 400000 * 3 + 1000000);
	buf_release(&a.text);
	buf_release(&b);
}

/* It ends with a sentence where it has some. */
static void test_long_sentences(void **state)
{
	static const char sentence[] = "Staff know the children well. ";
	struct buf b = { 0 };
	struct answer a;
	int lines = 0, sentences = 0;
	buf_addz(&b, "<p>");
	for (int i = 0; i < 30000; i++)
		buf_addz(&b, sentence);
	rig_ask(*state, rig_request(), buf_str(&b), &a);
	assert_int_equal(a.reply.outcome, WIRE_OK);
	for (struct str s = buf_str(&a.text), line; s.n > 1; lines++) {
		line = str_cut(&s, '\n');
		line = str_trim(str_sub(line, 6, line.n));
		assert_true(str_starts(line, S("Staff")) && line.p[line.n - 1] == '.');
		sentences += (int)((line.n + 1) / (ptrdiff_t)strlen(sentence));
	}
	assert_int_equal(sentences, 30000);
	assert_in_range(lines, 3, 5);
	buf_release(&a.text);
	buf_release(&b);
}

int main(void)
{
	struct rig r;
	rig_start(&r);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_pages, &r),
		cmocka_unit_test_prestate(test_refused, &r),
		cmocka_unit_test_prestate(test_deep, &r),
		cmocka_unit_test_prestate(test_long, &r),
		cmocka_unit_test_prestate(test_long_sentences, &r),
	};
	int failed = cmocka_run_group_tests_name("reader: HTML", tests, NULL, NULL);
	rig_stop(&r);
	return failed;
}
