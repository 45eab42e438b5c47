/* SPDX-License-Identifier: MIT
 *
 * What the layout tells from one line's characters: bullets, numbers, ends and beginnings of sentences,
 * page numbers, labels.
 */
#include "stages/layout.h"

/* After ours: cmocka's fail() is a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

/* Kind, number, with a point, alone, and the bytes before the text. */
static const struct {
	struct str line;
	enum mark_kind kind;
	int number, point, alone, cut;
} marks[] = {
	{ STR(""), MARK_NONE, 0, 0, 0, 0 },
	{ STR("Text."), MARK_NONE, 0, 0, 0, 0 },
	{ STR("7 The seventh."), MARK_NUMBER, 7, 0, 0, 2 },
	{ STR("7. The seventh."), MARK_NUMBER, 7, 1, 0, 3 },
	{ STR("12) The twelfth."), MARK_NUMBER, 12, 1, 0, 4 },
	{ STR("7\tBehind a tab."), MARK_NUMBER, 7, 1, 0, 2 },
	{ STR("7.\xc2\xa0 Behind a space that does not break."), MARK_NUMBER, 7, 1, 0, 5 },
	{ STR("7\xe2\x80\x83" "em"), MARK_NUMBER, 7, 0, 0, 4 },
	{ STR("7\xe2\x80\x82" "en"), MARK_NUMBER, 7, 0, 0, 4 },
	{ STR("7"), MARK_NUMBER, 7, 0, 1, 1 },
	{ STR("7."), MARK_NUMBER, 7, 1, 1, 2 },
	{ STR("7. "), MARK_NUMBER, 7, 1, 1, 3 },
	{ STR("7.5 per cent"), MARK_NONE, 0, 0, 0, 0 },
	{ STR("7th"), MARK_NONE, 0, 0, 0, 0 },
	{ STR("0 nothing"), MARK_NONE, 0, 0, 0, 0 },
	{ STR("2019 was a year"), MARK_NONE, 0, 0, 0, 0 },
	{ STR("\xe2\x80\xa2 item"), MARK_BULLET, 0, 0, 0, 4 },
	{ STR("\xe2\x80\xa2"), MARK_BULLET, 0, 0, 1, 3 },
	{ STR("\xef\x82\xb7\titem"), MARK_BULLET, 0, 0, 0, 4 },
	{ STR("\xc2\x95 item"), MARK_BULLET, 0, 0, 0, 3 },
	{ STR("\xef\xbf\xbd item"), MARK_BULLET, 0, 0, 0, 4 },
	{ STR("\xef\xa4\x80 a letter behind the private ones"), MARK_NONE, 0, 0, 0, 0 },
	{ STR("* item"), MARK_BULLET, 0, 0, 0, 2 },
	{ STR("o item"), MARK_BULLET, 0, 0, 0, 2 },
	{ STR("*"), MARK_NONE, 0, 0, 0, 0 },
	{ STR("o "), MARK_NONE, 0, 0, 0, 0 },
	{ STR("a word"), MARK_NONE, 0, 0, 0, 0 },
	{ STR("\xe2\x80\xa2item"), MARK_NONE, 0, 0, 0, 0 },
	{ STR("- item"), MARK_DASH, 0, 0, 0, 2 },
	{ STR("\xe2\x80\x90 item"), MARK_DASH, 0, 0, 0, 4 },
	{ STR("\xe2\x80\x91 item"), MARK_DASH, 0, 0, 0, 4 },
	{ STR("\xe2\x80\x92 item"), MARK_DASH, 0, 0, 0, 4 },
	{ STR("\xe2\x80\x93 item"), MARK_DASH, 0, 0, 0, 4 },
	{ STR("\xe2\x80\x94 item"), MARK_DASH, 0, 0, 0, 4 },
	{ STR("\xe2\x80\x95 item"), MARK_DASH, 0, 0, 0, 4 },
	{ STR("\xe2\x88\x92 item"), MARK_DASH, 0, 0, 0, 4 },
	{ STR("\xe2\x94\x80 item"), MARK_DASH, 0, 0, 0, 4 },
	{ STR("\xcc\xb6 item"), MARK_DASH, 0, 0, 0, 3 },
};

static void test_marks(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(marks); i++) {
		struct mark m = layout_mark(marks[i].line);
		if (m.kind != marks[i].kind || m.number != marks[i].number || m.cut != marks[i].cut ||
		    m.point != marks[i].point || m.alone != marks[i].alone)
			fail_msg("'%.*s': kind %d, number %d, point %d, alone %d, cut %td",
				 STR_ARG(marks[i].line), m.kind, m.number, m.point, m.alone, m.cut);
	}
}

/* Which of these hold: . a sentence ends, a it starts with a small letter, A with a capital, : a label. */
static const struct {
	struct str line;
	const char *holds;
} lines[] = {
	{ STR(""), "" },
	{ STR("Work is good."), ".A" },
	{ STR("is it?"), ".a" },
	{ STR("Good!"), ".A" },
	{ STR("the following:"), ".a" },
	{ STR("one;"), ".a" },
	{ STR("work is"), "a" },
	{ STR("\"Work is good.\""), ".A" },
	{ STR("'(work is good.)'"), ".a" },
	{ STR("\xe2\x80\x98Work is good.\xe2\x80\x99"), ".A" },
	{ STR("\xe2\x80\x9cwork is good.\xe2\x80\x9d"), ".a" },
	{ STR("**Work is good.**"), ".A" },
	{ STR("[work is good.]_"), ".a" },
	{ STR("the board met.\x0e" "12\x0f"), ".a" },
	{ STR("the board met\x0e" "1.\x0f"), "a" },
	{ STR("12\x0f"), "" },
	{ STR("\xc3\x89t\xc3\xa9"), "A" },
	{ STR("\xc3\xa9t\xc3\xa9"), "a" },
	{ STR("\xc3\x97 2"), "" },
	{ STR("\xc3\xb7 2"), "" },
	{ STR("\xc4\x80"), "" },
	{ STR("2 workers"), "" },
	{ STR("\"'(["), "" },
	{ STR("Lead inspector: A. Person"), "A:" },
	{ STR("Lead inspector:\tA. Person"), "A:" },
	{ STR("Date (of visit)/time: today"), "A:" },
	{ STR("Date: "), ".A" },
	{ STR("Date:today"), "A" },
	{ STR("date: today"), "a" },
	{ STR("A: b"), "A" },
	{ STR("Part 2: today"), "A" },
	{ STR("One two three four five six: seven"), "A" },
	{ STR("A word and many more words before the first colon: no"), "A" },
};

static void test_lines(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(lines); i++) {
		struct str s = lines[i].line;
		char holds[5];
		int n = 0;
		if (layout_ends_sentence(s))
			holds[n++] = '.';
		if (layout_starts_lower(s))
			holds[n++] = 'a';
		if (layout_starts_upper(s))
			holds[n++] = 'A';
		if (layout_is_label(s))
			holds[n++] = ':';
		holds[n] = '\0';
		if (strcmp(holds, lines[i].holds) != 0)
			fail_msg("'%.*s': '%s', not '%s'", STR_ARG(s), holds, lines[i].holds);
	}
}

/* Of page 12. */
static const struct {
	struct str line;
	bool is;
} page_numbers[] = {
	{ STR("12"), true },           { STR(" 12 "), true },       { STR("- 12 -"), true },
	{ STR("Page 12"), true },      { STR("page | 12"), true },  { STR("Page 12 of 30"), true },
	{ STR("12/30"), true },        { STR("[12]"), true },       { STR("(12)"), true },
	{ STR("\xe2\x80\x93 12 \xe2\x80\x93"), true },
	{ STR("13"), false },          { STR(""), false },          { STR("Page"), false },
	{ STR("12 teams"), false },    { STR("Page 12 of the"), false },
	{ STR("12 345678"), false },   { STR("000012"), false },    { STR("Pages 12"), false },
};

static void test_page_numbers(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(page_numbers); i++)
		if (layout_is_page_number(page_numbers[i].line, 12) != page_numbers[i].is)
			fail_msg("'%.*s'", STR_ARG(page_numbers[i].line));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_page_numbers),
	};
	return cmocka_run_group_tests_name("layout: one line", tests, NULL, NULL);
}
