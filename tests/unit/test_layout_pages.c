/* SPDX-License-Identifier: MIT
 *
 * The layout of pages in less usual shapes: parts of a page in another order than they are read in,
 * dashes in and around sentences, type that changes inside a block, pages that break blocks.
 */
#include "tests/unit/sheet.h"

/* A line of a case; page 0 ends them. */
struct row {
	int page;
	float x, y, x1;
	const char *text;
	float size;
	uint8_t flags;
};

#define T(page, x, y, x1, text) { page, x, y, x1, text, BODY, 0 }
#define SIZED(page, x, y, x1, text, size) { page, x, y, x1, text, size, 0 }
#define BOLD(page, x, y, x1, text) { page, x, y, x1, text, BODY, LINE_BOLD }

#define ROWS_MAX 10

static const struct {
	const char *why;
	struct row rows[ROWS_MAX];      /* they stand behind a paragraph of filler on page 1 */
	const char *want;
} cases[] = {
	{ "the head of a page that is written behind the rest of it",
	  { T(1, 70, 740, FULL, "A sentence that ends on the"),
	    T(2, 70, 200, FULL, "Another paragraph of that page,"),
	    T(2, 70, 214.5f, 300, "which ends here."),
	    T(2, 70, 90, 300, "head of the page."),
	    T(2, 70, 120, 300, "One more at the head."),
	    T(2, 70, 260, 300, "The last of the page.") },
	  "paragraph: A sentence that ends on the/head of the page.\n"
	  "paragraph: One more at the head.\n"
	  "paragraph: Another paragraph of that page,/which ends here.\n"
	  "paragraph: The last of the page." },
	{ "a head of a page that would break no sentence stays where it is written",
	  { T(1, 70, 740, 300, "A sentence that ends."),
	    T(2, 70, 200, 300, "A paragraph."),
	    T(2, 70, 90, 300, "another, at the head.") },
	  "paragraph: A sentence that ends.\n"
	  "paragraph: A paragraph.\n"
	  "paragraph: another, at the head." },
	{ "a box at the head, written in the middle of a sentence",
	  { T(2, 70, 200, FULL, "A sentence that goes on"),
	    T(2, 70, 90, 300, "A box at the head."),
	    T(3, 70, 90, 300, "on the next page.") },
	  "paragraph: A box at the head.\n"
	  "paragraph: A sentence that goes on/on the next page." },
	{ "what jumps up in the page's middle is not at its head",
	  { T(2, 70, 90, 300, "The head."),
	    T(2, 70, 300, FULL, "A sentence that goes on and"),
	    T(2, 70, 200, 300, "on above.") },
	  "paragraph: The head.\n"
	  "paragraph: A sentence that goes on and\n"
	  "paragraph: on above." },
	{ "dashes: a list, and one in a sentence",
	  { T(1, 70, 220, FULL, "The team is good and"),
	    T(1, 70, 234.5f, 300, "\xe2\x80\x93 as it says \xe2\x80\x93 quick. It has:"),
	    T(1, 80, 260, 300, "\xe2\x80\x93 one who knows"),
	    T(1, 90, 274.5f, 200, "the children"),
	    T(1, 80, 289, 300, "\xe2\x80\x93 another.") },
	  "paragraph: The team is good and/– as it says – quick. It has:\n"
	  "item1: one who knows/the children\n"
	  "item1: another." },
	{ "a dash that stands in, below a line that is no sentence",
	  { T(1, 70, 220, 300, "They lack"),
	    T(1, 90, 234.5f, 300, "- plans"),
	    T(1, 70, 249, 300, "- none") },
	  "heading1: They lack\n"
	  "item1: plans/- none" },
	{ "a heading in bold runs into its paragraph",
	  { BOLD(1, 70, 220, FULL, "Bold for two"),
	    BOLD(1, 70, 234.5f, 200, "lines"),
	    T(1, 70, 249, FULL, "Text right below it that"),
	    T(1, 70, 263.5f, 300, "goes on.") },
	  "heading1: Bold for two/lines\n"
	  "paragraph: Text right below it that/goes on." },
	{ "bold lines at the start and inside of a sentence",
	  { BOLD(1, 70, 220, FULL, "The team, which is new,"),
	    T(1, 70, 234.5f, FULL, "works in"),
	    BOLD(1, 70, 249, FULL, "North Anyshire and in the"),
	    T(1, 70, 263.5f, FULL, "South, and"),
	    BOLD(1, 70, 278, FULL, "also"),
	    T(1, 70, 292.5f, FULL, "elsewhere.") },
	  "paragraph: The team, which is new,/works in/North Anyshire and in the/South, and/also/elsewhere." },
	{ "a heading in bold below a line that is short, or that ends",
	  { T(1, 70, 220, 300, "The team works in"),
	    BOLD(1, 70, 234.5f, 300, "North Anyshire"),
	    T(1, 70, 249, FULL, "It is good."),
	    BOLD(1, 70, 263.5f, 300, "South Anyshire"),
	    T(1, 70, 278, FULL, "It is good, too.") },
	  "paragraph: The team works in\n"
	  "heading1: North Anyshire\n"
	  "paragraph: It is good.\n"
	  "heading1: South Anyshire\n"
	  "paragraph: It is good, too." },
	{ "type that gets smaller inside a sentence, and much smaller",
	  { T(1, 70, 220, FULL, "The team works in the"),
	    SIZED(1, 70, 234.5f, FULL, "north of the county and", 11),
	    SIZED(1, 70, 249, 300, "the south.", 8) },
	  "paragraph: The team works in the/north of the county and\n"
	  "paragraph: the south." },
	{ "labels on the first page start blocks",
	  { T(1, 70, 220, FULL, "Lead inspector: A. Person"),
	    T(1, 70, 234.5f, FULL, "Type of inspection: full"),
	    T(1, 70, 249, FULL, "and no label") },
	  "paragraph: Lead inspector: A. Person\n"
	  "paragraph: Type of inspection: full/and no label" },
	{ "a first line that stands in",
	  { T(1, 70, 220, FULL, "1.\tA numbered paragraph with"),
	    T(1, 90, 234.5f, FULL, "its second line, which ends."),
	    T(1, 120, 249, FULL, "A first line that stands in"),
	    T(1, 90, 263.5f, 300, "and its second."),
	    T(1, 70, 278, 300, "A line at the number's edge.") },
	  "paragraph#1: A numbered paragraph with/its second line, which ends.\n"
	  "paragraph: A first line that stands in/and its second.\n"
	  "paragraph: A line at the number's edge." },
	{ "numbers: one left out, far on, without a point, in small letters",
	  { T(1, 70, 220, FULL, "1.\tThe first."),
	    T(1, 70, 240, FULL, "3.\tThe third."),
	    T(1, 70, 260, FULL, "9.\tToo far on."),
	    T(1, 70, 280, FULL, "4 teams are good."),
	    T(1, 70, 300, FULL, "4.\tin small letters,"),
	    T(1, 99, 314.5f, FULL, "but it counts on."),
	    T(1, 70, 330, 78, "5"),
	    T(1, 99, 330, FULL, "Alone without a point.") },
	  "paragraph#1: The first.\n"
	  "paragraph#3: The third.\n"
	  "paragraph: 9.\tToo far on.\n"
	  "paragraph: 4 teams are good.\n"
	  "paragraph#4: in small letters,/but it counts on.\n"
	  "paragraph#5: Alone without a point." },
	{ "a numbered paragraph over two pages, and a list over two",
	  { T(1, 70, 720, FULL, "1.\tA numbered paragraph that ends"),
	    T(1, 99, 734.5f, FULL, "with its page's last line, full of words."),
	    T(2, 99, 90, FULL, "It goes on in the same place, and"),
	    T(2, 99, 104.5f, 300, "ends here."),
	    T(2, 70, 734.5f, FULL, "\xe2\x80\xa2 An item that does not end"),
	    T(3, 85, 90, 300, "Before its page does.") },
	  "paragraph#1: A numbered paragraph that ends/with its page's last line, full of words./It goes on in the same place, and/ends here.\n"
	  "item1: An item that does not end\n"
	  "paragraph: Before its page does." },
	{ "a page with room below ends its last paragraph",
	  { T(1, 70, 220, FULL, "A sentence that ends the page."),
	    T(2, 70, 90, FULL, "Another that is aligned with it and is long.") },
	  "paragraph: A sentence that ends the page.\n"
	  "paragraph: Another that is aligned with it and is long." },
	{ "a short sentence in bold is a heading, a line without letters is none",
	  { BOLD(1, 70, 230, FULL, "This is set in bold, but it is a sentence of many words that goes on and on."),
	    BOLD(1, 70, 260, 200, "2019 - 2020"),
	    BOLD(1, 70, 290, 300, "Short and bold."),
	    T(1, 70, 320, FULL, "Text.") },
	  "heading1: This is set in bold, but it is a sentence of many words that goes on and on.\n"
	  "paragraph: 2019 - 2020\n"
	  "heading1: Short and bold.\n"
	  "paragraph: Text." },
	{ "a note's number without its mark, on the lower part of the page",
	  { T(1, 70, 220, FULL, "Body text of the page."),
	    SIZED(1, 70, 600, 300, "1 See the other report.", 8),
	    SIZED(1, 70, 612, 300, "it goes on.", 8),
	    SIZED(1, 70, 630, 300, "2 another, in small letters.", 8),
	    T(2, 70, 90, 300, "Body again."),
	    SIZED(2, 70, 200, 300, "3 Not low enough.", 8) },
	  "paragraph: Body text of the page.\n"
	  "footnote: 1 See the other report./it goes on./2 another, in small letters.\n"
	  "paragraph: Body again.\n"
	  "paragraph: 3 Not low enough." },
	{ "contents that are wrapped, and text behind them",
	  { SIZED(2, 70, 60, 200, "Contents", 20),
	    T(2, 70, 100, FULL, "Findings 4"),
	    T(2, 70, 120, FULL, "What inspectors"),
	    T(2, 70, 134.5f, FULL, "looked at 5"),
	    T(2, 70, 160, FULL, "Not an entry"),
	    T(2, 70, 180, FULL, "nor this"),
	    T(2, 70, 200, FULL, "nor that, 2019"),
	    T(2, 70, 220, FULL, "nor what is left"),
	    T(2, 70, 240, FULL, "Annex 99") },
	  "furniture: Contents\n"
	  "furniture: Findings 4\n"
	  "furniture: What inspectors\n"
	  "furniture: looked at 5\n"
	  "paragraph: Not an entry/nor this/nor that, 2019/nor what is left\n"
	  "paragraph: Annex 99" },
};

static void test_cases(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct sheet s;
		sheet_init(&s, FORMAT_PDF);
		put_filler(&s, 1, 100);
		for (const struct row *r = cases[i].rows; r < cases[i].rows + ROWS_MAX && r->page; r++) {
			struct line *l = put(&s, r->page, r->x, r->y, r->x1, r->text);
			l->flags = r->flags;
			l->size = r->size;
		}
		check(&s, cases[i].why, cases[i].want, true);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};
	return cmocka_run_group_tests_name("layout: pages", tests, NULL, NULL);
}
