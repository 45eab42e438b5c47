/* SPDX-License-Identifier: MIT
 *
 * The layout of plain text and Markdown: what joins, what starts, what is a heading or furniture.
 */
#include "tests/unit/sheet.h"

static const struct {
	const char *why;
	struct str in;          /* empty lines part blocks */
	enum doc_format format;
	const char *want;
} texts[] = {
	{ "one line is one paragraph, whatever it says",
	  STR("What needs to improve? The rigour of plans."), FORMAT_TEXT,
	  "paragraph: What needs to improve? The rigour of plans." },
	{ "blank lines inside a sentence",
	  STR("Delays occur in the\n\n\n\nwork of teams.\n\nA second paragraph."), FORMAT_TEXT,
	  "paragraph: Delays occur in the/work of teams.\nparagraph: A second paragraph." },
	{ "lines broken by hand",
	  STR("The service has improved since the last visit of\ninspectors. Plans are clearer "
	      "and\n"
	      "Reviews take place on time."),
	  FORMAT_TEXT,
	  "paragraph: The service has improved since the last visit of/"
	  "inspectors. Plans are clearer and/Reviews take place on time." },
	{ "Markdown",
	  STR("# Title #\n\n## **Findings**\n\ntext\n\n**Strengths**\n\n- one\n  - two\n\n---\n1. "
	      "First"),
	  FORMAT_MARKDOWN,
	  "heading1: Title\nheading2: Findings\nparagraph: text\nheading4: Strengths\n"
	  "item1: one\nitem2: two\nparagraph#1: First" },
	{ "a square bullet and one with a blank line in its sentence",
	  STR("\xe2\x96\xa0 The quality of plans.\n\n- Letters before proceedings, so\n\nthat they "
	      "are clear."),
	  FORMAT_TEXT,
	  "item1: The quality of plans.\nitem1: Letters before proceedings, so/that they are "
	  "clear." },
	{ "a short line between blank ones is a heading when text follows",
	  STR("Some text of the article that comes before.\n\nHigh volume\n\nA high volume of "
	      "referrals had "
	      "caused delays in the hub, the inspection found, and more."),
	  FORMAT_TEXT,
	  "paragraph: Some text of the article that comes before.\nheading4: High volume\n"
	  "paragraph: A high volume of referrals had caused delays in the hub, the inspection "
	  "found, "
	  "and more." },
	{ "pages of text",
	  STR("Report on Anyshire\n\nThe sentence is\nbroken here by\n\n1\n\f"
	      "Report on Anyshire\n\nthe page's end.\n\n2\n\f"
	      "Report on Anyshire\n\nA third page.\n\n3\n"),
	  FORMAT_TEXT,
	  "furniture: Report on Anyshire\nparagraph: The sentence is/broken here by/the page's "
	  "end.\n"
	  "furniture: 1\nfurniture: Report on Anyshire\nfurniture: 2\nfurniture: Report on "
	  "Anyshire\n"
	  "paragraph: A third page.\nfurniture: 3" },
	{ "signs of emphasis around a heading, but not two pairs",
	  STR("# __Findings__\n\n## *Plans*\n\n### **One** and **two**\n\n**One** and **two**.\n\nText."), FORMAT_MARKDOWN,
	  "heading1: Findings\nheading2: Plans\nheading3: **One** and **two**\nparagraph: **One** and **two**.\n"
	  "paragraph: Text." },
	{ "number signs that are no heading",
	  STR("#\n\n#none\n\n####### seven\n\n# #"), FORMAT_MARKDOWN, "paragraph: #\n"
	  "paragraph: #none\n"
	  "paragraph: ####### seven" },
	{ "number signs in a text are text", STR("# Title of it\n\n**bold line**"), FORMAT_TEXT, "paragraph: # Title of it/**bold line**" },
	{ "a bold line below a deep heading",
	  STR("##### Deep\n\n**Deeper**\n\ntext"), FORMAT_MARKDOWN, "heading5: Deep\nheading6: Deeper\nparagraph: text" },
	{ "lines under headings",
	  STR("Report\n===\n\nFindings\n---\n\nSome text.\n\n***\n\nMore.\n- - -"), FORMAT_MARKDOWN, "heading1: Report\n"
	  "heading2: Findings\n"
	  "paragraph: Some text.\n"
	  "heading2: More." },
	{ "a rule behind a blank line is none of its heading",
	  STR("Report on it\n\n---\n\nSome text."), FORMAT_MARKDOWN, "heading4: Report on it\n"
	  "paragraph: Some text." },
	{ "quotes of several lines, and apart",
	  STR("> One\n> two\n\n> three\nfour.\n\n>none"), FORMAT_MARKDOWN, "quote: One/two\n"
	  "quote: three/four.\n"
	  "paragraph: >none" },
	{ "how far an item stands in is its depth",
	  STR("- one\n\t- two\n                    - deep\n* three\n+ none"), FORMAT_MARKDOWN, "item1: one\n"
	  "item3: two\n"
	  "item8: deep\n"
	  "item1: three\n"
	  "paragraph: + none" },
	{ "a bullet and a number alone on their lines",
	  STR("\xe2\x80\xa2\nThe quality of plans.\n\n4.\nA numbered paragraph.\n\n- \nno item"), FORMAT_TEXT, "item1: The quality of plans.\n"
	  "paragraph#4: A numbered paragraph.\n"
	  "paragraph: -/no item" },
	{ "a dash or number inside a sentence is none",
	  STR("The work of teams\n- as they say - is good, and\n3. is no number here.\n\n4. lower"), FORMAT_TEXT, "heading4: The work of teams\n"
	  "item1: as they say - is good, and/3. is no number here.\n"
	  "paragraph: 4. lower" },
	{ "a number without a point is none", STR("12 teams work well.\n\n3 Third."), FORMAT_TEXT, "paragraph: 12 teams work well.\n"
	  "paragraph: 3 Third." },
	{ "a question is a heading of what follows",
	  STR("What needs to improve in the service as a whole this year?\nThe rigour of plans, and the way in which "
	      "they are kept.\nMore lines\nof the text\nthat follow here."), FORMAT_TEXT, "paragraph: What needs to improve in the service as a whole this year?\n"
	  "paragraph: The rigour of plans, and the way in which they are kept./More lines/of the text/that follow here." },
	{ "a headline above a list",
	  STR("Strengths\n- Plans are clear.\n- Visits are timely.\n\nWeaknesses of the\nservice\n1. One is this.\n\n"
	      "the following\n- Small."), FORMAT_TEXT, "heading4: Strengths\n"
	  "item1: Plans are clear.\n"
	  "item1: Visits are timely.\n"
	  "paragraph: Weaknesses of the/service\n"
	  "paragraph: 1. One is this.\n"
	  "paragraph: the following\n"
	  "paragraph: - Small." },
	{ "what is no headline",
	  STR("Some text that stands first, and is a sentence.\n\nLead inspector: A. Person\n\nAnother text of the report "
	      "that is long enough to make of the line above a heading, if it were one.\n\nIt is the\n\nAnother text of the "
	      "report that is long enough to make of the line above a heading, if it were one."), FORMAT_TEXT, "paragraph: Some text that stands first, and is a sentence.\n"
	  "paragraph: Lead inspector: A. Person\n"
	  "paragraph: Another text of the report that is long enough to make of the line above a heading, if it were one.\n"
	  "paragraph: It is the/Another text of the report that is long enough to make of the line above a heading, if it were one." },
	{ "rows with bars, one of them no row", STR("| a |\n\n||\n\n| b\n\n|-|"), FORMAT_MARKDOWN, "row: a\n"
	  "paragraph: ||\n"
	  "paragraph: | b\n"
	  "row: -" },
	{ "a table with bars", STR("| a | b |\n|---|---|\n| c | d |"), FORMAT_MARKDOWN,
	  "row: a | b\nrow: c | d" },
};

static void add_text(struct sheet *s, struct str in)
{
	bool blank = false, paged = str_find(in, S("\f"), 0) >= 0;
	uint16_t page = paged ? 1 : 0;
	buf_add(&s->source, in);
	for (ptrdiff_t at = 0; at < in.n;) {
		ptrdiff_t end = str_find(in, S("\n"), at);
		end = end < 0 ? in.n : end;
		struct str t = str_trim(str_sub(in, at, end));
		if (t.n) {
			struct line *l = VEC_PUSH(&s->d.mem, &s->d.lines);
			l->off = (uint32_t)(t.p - in.p);
			l->len = (uint32_t)t.n;
			l->flags = blank ? LINE_BLANK_BEFORE : 0;
			l->page = page;
		}
		blank = !t.n;
		at = end + 1;
		if (at < in.n && in.p[at] == '\f') {
			page++;
			at++;
		}
	}
}

static void test_texts(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(texts); i++) {
		struct sheet s;
		sheet_init(&s, texts[i].format);
		add_text(&s, texts[i].in);
		check(&s, texts[i].why, texts[i].want, false);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
	};
	return cmocka_run_group_tests_name("layout: texts", tests, NULL, NULL);
}
