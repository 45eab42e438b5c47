/* SPDX-License-Identifier: MIT
 *
 * The layout stage on small pages and texts made here: what joins, what
 * starts, what is furniture. Results are written as one line a block, its kind
 * before it, lines of a block joined by a slash and cells by a bar.
 */
#include "tests/unit/sheet.h"

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
		cmocka_unit_test(test_structural),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
