/* SPDX-License-Identifier: MIT
 *
 * The layout stage on small pages and texts made here: what joins, what
 * starts, what is furniture. Results are written as one line a block, its kind
 * before it, lines of a block joined by a slash and cells by a bar.
 */
#include "pipeline/run/stage.h"

/* After ours: cmocka's fail() is a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#define BODY 12.0f
#define PITCH 14.5f
#define FULL 500.0f             /* where full lines end */

struct sheet {
	struct doc d;
	struct buf source;
};

static void sheet_init(struct sheet *s, enum doc_format format)
{
	doc_init(&s->d, 0);
	s->source = (struct buf){ 0 };
	s->d.format = format;
}

static void sheet_release(struct sheet *s)
{
	buf_release(&s->source);
	doc_release(&s->d);
}

/* A line at x, y that ends at x1; of the body's size and regular type unless changed after. */
static struct line *put(struct sheet *s, int page, float x, float y, float x1, const char *text)
{
	struct line *l = VEC_PUSH(&s->d.mem, &s->d.lines);
	l->off = (uint32_t)s->source.n;
	buf_addz(&s->source, text);
	l->len = (uint32_t)(s->source.n - l->off);
	l->page = (uint16_t)page;
	l->x0 = x, l->y0 = y, l->x1 = x1, l->y1 = y + 1.2f * BODY;
	l->size = BODY;
	while (s->d.pages.n < page) {
		struct page *p = VEC_PUSH(&s->d.mem, &s->d.pages);
		*p = (struct page){ .number = (uint16_t)s->d.pages.n, .width = 595, .height = 842 };
	}
	return l;
}

/* Enough running text that its size, pitch and margins are the document's. */
static void put_filler(struct sheet *s, int page, float y)
{
	for (int i = 0; i < 6; i++)
		put(s, page, 70, y + (float)i * PITCH, FULL,
		    i < 5 ? "words that go on to the end of their line and then" : "end here.");
}

static void render(struct buf *out, const struct sheet *s)
{
	for (ptrdiff_t i = 0; i < s->d.lines.n; i++) {
		const struct line *l = &s->d.lines.at[i];
		if (!l->len)
			continue;
		if (l->starts == LINE_STARTS) {
			buf_addf(out, "%s%s", out->n ? "\n" : "", block_kind_name(l->kind));
			if (l->level)
				buf_add_int(out, l->level);
			if (l->number)
				buf_addf(out, "#%d", l->number);
			buf_addz(out, ": ");
		} else {
			buf_addc(out, l->starts == LINE_NEXT_CELL ? '|' : '/');
		}
		buf_add(out, doc_line(&s->d, l));
	}
}

/* Lay the sheet out and compare all of it, or what comes behind the filler. */
static void check(struct sheet *s, const char *why, const char *want, bool behind_filler)
{
	struct error e = { 0 };
	struct buf got = { 0 };
	s->d.source = buf_str(&s->source);
	assert_int_equal(stage_layout.process(&s->d, NULL, NULL, NULL, NULL, &e), 0);
	render(&got, s);
	struct str text = buf_str(&got);
	if (behind_filler)
		text = str_sub(text, str_find(text, S("end here."), 0) + 10, text.n);
	if (!str_eq(text, str_of(want)))
		fail_msg("%s:\n%.*s\nwanted:\n%s", why, STR_ARG(text), want);
	buf_release(&got);
	sheet_release(s);
}

static void test_paragraphs(void **state)
{
	(void)state;
	struct sheet s;
	sheet_init(&s, FORMAT_PDF);
	put_filler(&s, 1, 100);
	put(&s, 1, 70, 220, FULL, "a first line of");
	put(&s, 1, 70, 234.5f, 300, "one paragraph.");
	put(&s, 1, 70, 262, FULL, "Another after a gap");
	put(&s, 1, 70, 276.5f, 200, "ends short.");
	put(&s, 1, 70, 291, FULL, "So this line starts one without a gap.");
	put(&s, 1, 70, 325, FULL, "Lines far apart inside");
	put(&s, 1, 70, 345, 200, "a sentence stay together.");
	check(&s, "paragraphs",
	      "paragraph: a first line of/one paragraph.\n"
	      "paragraph: Another after a gap/ends short.\n"
	      "paragraph: So this line starts one without a gap.\n"
	      "paragraph: Lines far apart inside/a sentence stay together.",
	      true);
}

static void test_numbers_and_items(void **state)
{
	(void)state;
	struct sheet s;
	sheet_init(&s, FORMAT_PDF);
	put_filler(&s, 1, 100);
	put(&s, 1, 70, 220, FULL, "1.\tThe first of numbered");
	put(&s, 1, 99, 234.5f, 300, "paragraphs.");
	put(&s, 1, 70, 260, 78, "2.");
	put(&s, 1, 99, 260, FULL, "Its number stands alone, and");
	put(&s, 1, 99, 274.5f, 300, "3. is no number inside a sentence:");
	put(&s, 1, 99, 300, FULL, "\xe2\x97\xbc an item");
	put(&s, 1, 117, 314.5f, 300, "that goes on;");
	put(&s, 1, 117, 329, 123, "\xef\x82\xb7");
	put(&s, 1, 135, 329, 300, "one below it");
	put(&s, 1, 99, 343.5f, 300, "\xe2\x97\xbc the last.");
	check(&s, "numbers and items",
	      "paragraph#1: The first of numbered/paragraphs.\n"
	      "paragraph#2: Its number stands alone, and/3. is no number inside a sentence:\n"
	      "item1: an item/that goes on;\n"
	      "item2: one below it\n"
	      "item1: the last.",
	      true);
}

static void test_pages(void **state)
{
	(void)state;
	struct sheet s;
	sheet_init(&s, FORMAT_PDF);
	put_filler(&s, 1, 100);
	put(&s, 1, 70, 740, FULL, "The sentence is broken by");
	put(&s, 1, 70, 800, 200, "Inspection of Anyshire, 3 to 7 May")->size = 8;
	put(&s, 1, 513, 800, 520, "1");
	put(&s, 2, 70, 800, 200, "Inspection of Anyshire, 3 to 7 May")->size = 8;
	put(&s, 2, 513, 800, 520, "2");
	put(&s, 2, 70, 90, 300, "the end of a page.");
	put(&s, 2, 70, 130, FULL, "It is followed by a note\x0e" "1\x0f.");
	put(&s, 2, 70, 740, 300, "\x0e" "1\x0f A note on")->size = 9;
	put(&s, 2, 70, 752, 300, "two lines.")->size = 9;
	put(&s, 3, 70, 800, 200, "Inspection of Anyshire, 3 to 7 May")->size = 8;
	put(&s, 3, 70, 90, FULL, "A new page, a new paragraph.");
	check(&s, "pages",
	      "paragraph: The sentence is broken by/the end of a page.\n"
	      "furniture: Inspection of Anyshire, 3 to 7 May\n"
	      "furniture: 1\n"
	      "furniture: Inspection of Anyshire, 3 to 7 May\n"
	      "furniture: 2\n"
	      "paragraph: It is followed by a note\x0e" "1\x0f.\n"
	      "footnote: \x0e" "1\x0f A note on/two lines.\n"
	      "furniture: Inspection of Anyshire, 3 to 7 May\n"
	      "paragraph: A new page, a new paragraph.",
	      true);
}

/* A chapter's heading at the head of three pages far apart is no running head. */
static void test_chapters(void **state)
{
	(void)state;
	struct sheet s;
	sheet_init(&s, FORMAT_PDF);
	for (int page = 1; page <= 12; page++) {
		if (page % 4 == 1)
			put(&s, page, 70, 60, 200, "Inspection findings")->flags = LINE_BOLD;
		put_filler(&s, page, 120);
	}
	struct error e = { 0 };
	s.d.source = buf_str(&s.source);
	assert_int_equal(stage_layout.process(&s.d, NULL, NULL, NULL, NULL, &e), 0);
	assert_int_equal(s.d.lines.at[0].kind, BLOCK_HEADING);
	sheet_release(&s);
}

static void test_headings(void **state)
{
	(void)state;
	struct sheet s;
	sheet_init(&s, FORMAT_PDF);
	put(&s, 1, 70, 60, 300, "Inspection of")->size = 26;
	put(&s, 1, 70, 91, 300, "Anyshire")->size = 26;
	put_filler(&s, 1, 150);
	put(&s, 1, 70, 280, 300, "What needs to improve?")->size = 14;
	s.d.lines.at[s.d.lines.n - 1].flags = LINE_BOLD;
	put(&s, 1, 70, 310, 300, "Plans")->flags = LINE_BOLD;
	put(&s, 1, 70, 330, FULL, "Care leavers");
	put(&s, 1, 70, 350, FULL, "\xe2\x80\xa2 Their homes.");
	check(&s, "headings",
	      "title: Inspection of/Anyshire\n"
	      "paragraph: words that go on to the end of their line and then/"
	      "words that go on to the end of their line and then/"
	      "words that go on to the end of their line and then/"
	      "words that go on to the end of their line and then/"
	      "words that go on to the end of their line and then/end here.\n"
	      "heading1: What needs to improve?\n"
	      "heading2: Plans\n"
	      "heading3: Care leavers\n"
	      "item1: Their homes.",
	      false);
}

static void test_tables(void **state)
{
	(void)state;
	struct sheet s;
	sheet_init(&s, FORMAT_PDF);
	put_filler(&s, 1, 100);
	put(&s, 1, 76, 220, 339, "Judgement\tGrade")->flags = LINE_BOLD;
	put(&s, 1, 76, 250, 270, "The impact of leaders on");
	put(&s, 1, 76, 264.5f, 200, "practice");
	put(&s, 1, 303, 250, 400, "Requires improvement");
	put(&s, 1, 303, 264.5f, 360, "to be good");
	put(&s, 1, 76, 290, 330, "Overall effectiveness\tGood");
	put(&s, 1, 76, 320, 200, "The council");
	put(&s, 1, 223, 320, FULL, "Leaders should plan and then act on what they planned for all");
	put(&s, 1, 223, 334.5f, 400, "children. This includes:");
	put(&s, 1, 241, 349, FULL, "\xe2\x80\xa2\tthe youngest.");
	put(&s, 1, 70, 390, FULL, "Text behind the table.");
	check(&s, "tables",
	      "row: Judgement|Grade\n"
	      "row: The impact of leaders on/practice|Requires improvement/to be good\n"
	      "row: Overall effectiveness|Good\n"
	      "paragraph: The council\n"
	      "paragraph: Leaders should plan and then act on what they planned for all/"
	      "children. This includes:\n"
	      "item1: the youngest.\n"
	      "paragraph: Text behind the table.",
	      true);
}

/* Rows without a space between them: the left cells end below the right ones, and cells of one
 * column are parted by a little more than lines are. */
static void test_tight_rows(void **state)
{
	(void)state;
	struct sheet s;
	sheet_init(&s, FORMAT_PDF);
	put_filler(&s, 1, 100);
	put(&s, 1, 76, 220, 200, "The council and");
	put(&s, 1, 76, 234.5f, 200, "the health board");
	put(&s, 1, 223, 220, FULL, "Leaders should plan and then act on what they planned for all.");
	put(&s, 1, 76, 249, 200, "The council and");
	put(&s, 1, 76, 263.5f, 200, "the trust");
	put(&s, 1, 223, 249, FULL, "Leaders should see to it that nobody waits for longer than planned.");
	put(&s, 1, 76, 300, FULL, "Leaders should do the one thing");
	put(&s, 1, 76, 314.5f, FULL, "that they said they would do.");
	put(&s, 1, 76, 331.5f, FULL, "Leaders should do the other thing too.");
	check(&s, "tight rows",
	      "row: The council and/the health board|"
	      "Leaders should plan and then act on what they planned for all.\n"
	      "row: The council and/the trust|"
	      "Leaders should see to it that nobody waits for longer than planned.\n"
	      "paragraph: Leaders should do the one thing/that they said they would do.\n"
	      "paragraph: Leaders should do the other thing too.",
	      true);
}

/* Two columns: the left one's lines are full though they end in the middle of the page. */
static void test_columns(void **state)
{
	(void)state;
	struct sheet s;
	sheet_init(&s, FORMAT_PDF);
	for (int i = 0; i < 6; i++)
		put(&s, 1, 70, 100 + (float)i * PITCH, 290,
		    i == 2   ? "A sentence ends here."
		    : i == 3 ? "So it goes on"
			     : "words of the left");
	for (int i = 0; i < 4; i++)
		put(&s, 1, 310, 100 + (float)i * PITCH, 530, i < 3 ? "words of the right" : "end.");
	put(&s, 1, 280, 800, 310, "- 1 -");
	put(&s, 2, 70, 90, 290, "A page.");
	put(&s, 2, 280, 800, 330, "Page 2 of 2");
	check(&s, "two columns",
	      "paragraph: words of the left/words of the left/A sentence ends here./So it goes on/"
	      "words of the left/words of the left/words of the right/words of the right/"
	      "words of the right/end.\n"
	      "furniture: - 1 -\n"
	      "paragraph: A page.\n"
	      "furniture: Page 2 of 2",
	      false);
}

static void test_contents(void **state)
{
	(void)state;
	struct sheet s;
	sheet_init(&s, FORMAT_PDF);
	put(&s, 1, 70, 60, 200, "Contents")->size = 26;
	put(&s, 1, 70, 120, FULL, "Summary\t3");
	put(&s, 1, 70, 140, 400, "The experiences of children who");
	put(&s, 1, 70, 154.5f, FULL, "need help ........ 12");
	put_filler(&s, 2, 100);
	check(&s, "contents",
	      "furniture: Contents\n"
	      "furniture: Summary\t3\n"
	      "furniture: The experiences of children who\n"
	      "furniture: need help ........ 12\n"
	      "paragraph: words that go on to the end of their line and then/"
	      "words that go on to the end of their line and then/"
	      "words that go on to the end of their line and then/"
	      "words that go on to the end of their line and then/"
	      "words that go on to the end of their line and then/end here.",
	      false);
}

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

static void test_structural(void **state)
{
	(void)state;
	struct sheet s;
	sheet_init(&s, FORMAT_DOCX);
	put(&s, 1, 0, 0, 0, "Findings")->kind = BLOCK_HEADING;
	put(&s, 1, 0, 0, 0, "12. Plans are good.")->kind = BLOCK_PARA;
	put(&s, 1, 0, 0, 0, "\xe2\x80\xa2 Typed by hand")->kind = BLOCK_PARA;
	put(&s, 1, 0, 0, 0, "2018 was a year")->kind = BLOCK_PARA;
	check(&s, "blocks of a DOCX",
	      "heading: Findings\nparagraph#12: Plans are good.\nitem: Typed by hand\n"
	      "paragraph: 2018 was a year", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paragraphs),
		cmocka_unit_test(test_numbers_and_items),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_chapters),
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_tight_rows),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_contents),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_structural),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
