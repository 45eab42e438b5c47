/* SPDX-License-Identifier: MIT
 *
 * Words: UAX #29 by Unicode's own test where it is on the machine and by a
 * small set of our own always; the stage's fast path against the rules.
 */
#include "tests/unit/conform.h"
#include "tests/unit/text_bench.h"

static void tokenize(struct str text)
{
	text_block(&bench, text);
	assert_int_equal(text_run(&bench, &stage_segment), 0);
	assert_int_equal(text_run(&bench, &stage_tokenize), 0);
	assert_int_equal(doc_check(&bench.d, &bench.e), 0);
}

/* Boundaries as in WordBreakTest.txt; one line or more for each rule. */
static const char *const rules[] = {
	"÷ 0061 × 0062 ÷",                              /* WB5 letters */
	"÷ 000D × 000A ÷ 0061 ÷",                       /* WB3 CR LF */
	"÷ 0061 ÷ 000A ÷ 0308 ÷",                       /* WB3a, b; a mark behind a line end */
	"÷ 200D × 00A9 ÷", "÷ 0061 × 200D × 24C2 ÷",    /* WB3c joined pictographs */
	"÷ 0020 × 0020 ÷ 0061 ÷",                       /* WB3d spaces */
	"÷ 0061 × 0308 × 200D × 0062 ÷",                /* WB4 marks are looked through */
	"÷ 0020 × 0308 ÷ 0061 ÷",
	"÷ 0061 × 2019 × 0062 ÷", "÷ 0061 × 003A × 0062 ÷", "÷ 0061 × 0308 × 0027 × 0301 × 0062 ÷",
	"÷ 0061 ÷ 0027 ÷ 0020 ÷", "÷ 0061 ÷ 0027 ÷ 0027 ÷ 0062 ÷",    /* WB6, 7 inner signs */
	"÷ 05D0 × 0027 ÷", "÷ 05D0 × 0022 × 05D0 ÷", "÷ 05D0 ÷ 0022 ÷ 0061 ÷",  /* WB7a-c Hebrew */
	"÷ 0061 × 0031 × 0062 ÷",                       /* WB8-10 digits and letters */
	"÷ 0031 × 002C × 0031 × 002E × 0031 ÷", "÷ 0031 ÷ 003A ÷ 0031 ÷", "÷ 0031 ÷ 002E ÷",
	"÷ 0061 ÷ 002C ÷ 0061 ÷", "÷ 0031 ÷ 002E ÷ 0061 ÷",           /* WB11, 12 */
	"÷ 30AB × 30AB ÷ 3042 ÷ 3042 ÷",                /* WB13 Katakana; not Hiragana */
	"÷ 0061 × 005F × 0031 × 005F × 30AB ÷",         /* WB13a, b underscores */
	"÷ 1F1E6 × 1F1E7 ÷ 1F1E8 ÷ 0061 ÷", "÷ 0061 ÷ 1F1E6 × 200D × 1F1E7 ÷ 1F1E8 ÷",  /* WB15, 16 */
	"÷ 0061 ÷ 002D ÷ 0062 ÷",                       /* WB999: a hyphen parts words */
};

static void test_rules(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(rules); i++)
		if (!conform_word_break_line(str_of(rules[i])))
			fail_msg("%s", rules[i]);
	assert_false(conform_word_break_line(str_of("÷ 0061 ÷ 0062 ÷")));
}

static void test_unicode_data(void **state)
{
	(void)state;
	int total = 0;
	FILE *f = fopen(WORD_BREAK_TEST, "r");
	if (!f)
		skip();
	int passed = conform_word_break(f, &total);
	assert_int_equal(passed, total);
	assert_in_range(total, 1000, 100000);
	fclose(f);
}

static void test_stage_words(void **state)
{
	static const struct {
		const char *why;
		struct str in, want;    /* words, parted by | */
	} cases[] = {
		{ "plain words", STR("It works, mostly."), STR("It|works|mostly") },
		{ "an apostrophe inside", STR("the child's plan"), STR("the|child's|plan") },
		{ "a curly one", STR("the child\xE2\x80\x99s plan"), STR("the|child\xE2\x80\x99s|plan") },
		{ "quotes are no words", STR("\xE2\x80\x98its\xE2\x80\x99 'x'"), STR("its|x") },
		{ "a hyphen parts words", STR("multi-agency"), STR("multi|agency") },
		{ "numbers", STR("1,250 or 3.5% in 2019/20"), STR("1,250|or|3.5|in|2019|20") },
		{ "letters and digits", STR("P45 and 18th"), STR("P45|and|18th") },
		{ "an underscore joins", STR("_a_b c"), STR("_a_b|c") },
		{ "addresses", STR("see www.example.org/a"), STR("see|www.example.org|a") },
		{ "accents", STR("M\xC3\xA1ire \xC3\x89T\xC3\x89"), STR("M\xC3\xA1ire|\xC3\x89T\xC3\x89") },
		{ "ideographs are words", STR("\xE5\x84\xBF\xE7\xAB\xA5"), STR("\xE5\x84\xBF|\xE7\xAB\xA5") },
		{ "signs alone are none", STR("\xE2\x80\x93 & \xC2\xA3 _ \xC2\xB2"), STR("") },
		{ "nothing", STR(""), STR("") },
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct buf got = { 0 };
		tokenize(cases[i].in);
		for (ptrdiff_t k = 0; k < bench.d.toks.n; k++) {
			buf_addz(&got, k ? "|" : "");
			buf_add(&got, doc_text(&bench.d, bench.d.toks.at[k].off, bench.d.toks.at[k].len));
		}
		if (!str_eq(buf_str(&got), cases[i].want))
			fail_msg("%s: got %.*s", cases[i].why, STR_ARG(buf_str(&got)));
		buf_release(&got);
	}
}

static void test_flags(void **state)
{
	static const struct {
		struct str word;
		unsigned flags;
	} cases[] = {
		{ STR("word"), 0 },
		{ STR("Word"), TOKEN_UPPER },
		{ STR("MASH"), TOKEN_UPPER | TOKEN_ALLCAPS },
		{ STR("MASHs"), TOKEN_UPPER },
		{ STR("A"), TOKEN_UPPER },
		{ STR("A1"), TOKEN_UPPER | TOKEN_DIGIT },
		{ STR("PA2"), TOKEN_UPPER | TOKEN_ALLCAPS | TOKEN_DIGIT },
		{ STR("2019"), TOKEN_DIGIT },
		{ STR("3.5"), TOKEN_DIGIT },
		{ STR("\xC3\x89T\xC3\x89"), TOKEN_UPPER | TOKEN_ALLCAPS | TOKEN_NONASCII },
		{ STR("M\xC3\xA1ire"), TOKEN_UPPER | TOKEN_NONASCII },
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		tokenize(cases[i].word);
		assert_int_equal(bench.d.toks.n, 1);
		assert_int_equal(bench.d.toks.at[0].flags, cases[i].flags);
	}
}

static const char *const pieces[] = { "a", "B", "1", "'", ".", ",", ":", "_", " ", "-", "\"",
				      "\xCC\x81", "\xE2\x80\x99", "\xD7\x90", "\xE2\x80\x8D",
				      "\xC2\xA9", "\xE3\x82\xAB", "word", "Children", "  ",
				      "abcdefghijklmnopqrstuvwxyz", "0123456789012345678901234567",
				      "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x93",
				      "\xE2\x80\xA2", "s ", "\xE2\x80\x99s" };

/* The stage must cut text, as one sentence, where the rules do. */
static void check_cuts(const char *text)
{
	struct doc *d = &bench.d;
	text_block(&bench, str_of(text));
	struct sentence *s = VEC_PUSH(&d->mem, &d->sents);
	s->len = d->blocks.at[0].len;
	assert_int_equal(text_run(&bench, &stage_tokenize), 0);
	ptrdiff_t got = 0;
	bool word;
	for (ptrdiff_t at = 0, end; at < d->text.n; at = end) {
		end = wordbreak_next(d->text, at, &word);
		if (!word)
			continue;
		if (got >= d->toks.n || d->toks.at[got].off != at || d->toks.at[got].len != end - at)
			fail_msg("cut otherwise than the rules: '%s'", text);
		got++;
	}
	assert_int_equal(got, d->toks.n);
}

/* Every text of four of the first 17 pieces. */
static void test_fast_path(void **state)
{
	const int n = 17;
	(void)state;
	for (int code = 0; code < n * n * n * n; code++) {
		char text[32] = "";
		for (int k = 0, c = code; k < 4; k++, c /= n)
			strcat(text, pieces[c % n]);
		check_cuts(text);
	}
}

/* Long texts, so that words lie across the edges of the 64 bytes that are looked at together. */
static void test_fast_path_long(void **state)
{
	uint32_t r = 1;
	(void)state;
	for (int round = 0; round < 3000; round++) {
		char text[2048] = "";
		for (int k = 0; k < 60; k++) {
			r = r * 1664525 + 1013904223;
			strcat(text, pieces[(r >> 16) % (uint32_t)countof(pieces)]);
		}
		check_cuts(text);
	}
}

static void test_limits(void **state)
{
	(void)state;
	struct buf b = { 0 };
	for (int i = 0; i < 3000; i++)
		buf_addz(&b, "\xC3\xA9");
	buf_addz(&b, " end");
	tokenize(buf_str(&b));
	assert_int_equal(bench.d.toks.n, 2);
	assert_int_equal(bench.d.toks.at[0].len, 1024);
	text_block(&bench, S("not read"));
	bench.d.blocks.at[0].excluded = true;
	assert_int_equal(text_run(&bench, &stage_segment), 0);
	assert_int_equal(text_run(&bench, &stage_tokenize), 0);
	assert_int_equal(bench.d.toks.n, 0);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),       cmocka_unit_test(test_unicode_data),
		cmocka_unit_test(test_stage_words), cmocka_unit_test(test_flags),
		cmocka_unit_test(test_fast_path),   cmocka_unit_test(test_fast_path_long),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, bench_set_up, bench_tear_down);
}
