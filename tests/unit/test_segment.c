/* SPDX-License-Identifier: MIT
 *
 * Where sentences end. The first column says which rule a row is there for.
 */
#include <time.h>

#include "pipeline/doc/sentence.h"
#include "tests/unit/text_bench.h"

/* The sentences of the document, parted by " | ". */
static void assert_sentences(const char *why, const char *want)
{
	struct buf got = { 0 };
	const struct doc *d = &bench.d;
	assert_int_equal(text_run(&bench, &stage_segment), 0);
	assert_int_equal(doc_check(d, &bench.e), 0);
	for (ptrdiff_t i = 0; i < d->sents.n; i++) {
		buf_addz(&got, i ? " | " : "");
		buf_add(&got, doc_text(d, d->sents.at[i].off, d->sents.at[i].len));
	}
	if (!str_eq(buf_str(&got), str_of(want)))
		fail_msg("%s:\nwant %s\ngot  %.*s", why, want, STR_ARG(buf_str(&got)));
	buf_release(&got);
}

#define LQ "\xE2\x80\x98"
#define RQ "\xE2\x80\x99"
#define LQQ "\xE2\x80\x9C"
#define RQQ "\xE2\x80\x9D"

/* Bars show where the sentences part; without them the row is the text. */
static const struct {
	const char *why, *text;
} cases[] = {
	{ "nothing", "" },
	{ "no stop at all", "Leadership and governance" },
	{ "two plain ones", "Plans are clear. | Reviews are late." },
	{ "questions and calls", "Is it safe? | It is! | Good?! | Yes." },
	{ "a name's title", "We met Ms. Okafor and Dr. Lund at St. Anne. | They left." },
	{ "initials", "The chair, P. J. Moss, wrote to A. Bell. | She replied." },
	{ "the pronoun I at the end", "It was the manager and I. | We agreed." },
	{ "a small letter goes on", "The panel sat at 10 a.m. in the hall approx. weekly." },
	{ "e.g. and i.e. never end", "Use tools, e.g. Signs of Safety, i.e. the model." },
	{ "etc. before a capital", "Visits, calls, letters etc. | Each was logged." },
	{ "etc. before a small letter", "Visits, calls etc. were logged." },
	{ "a company in the middle", "Lundgren Ltd. Homes runs it with Bale plc. | They are new." },
	{ "initialisms", "It is in the U.K. Government plan for the E.U. | The plan is old." },
	{ "numbers of things", "See no. 12, p. 4 and para. 7 of the plan. | It is short." },
	{ "the answer no", "Was it seen? | No. | The file was shut." },
	{ "months", "It opened on 3 Sept. 2020 and shut." },
	{ "decimal points", "Caseloads rose by 3.5 to 21.25 each. | That is high." },
	{ "a number at the end", "It fell to 12. | The rest waited. | It is 2019. | 40 more came." },
	{ "numbered paragraphs", "2.1. The service is good. | It grows." },
	{ "a number in the flow of text", "Staff were trained. | 53. Improve the offer." },
	{ "a number with a space before its stop", "16 . The service is good. | It grows." },
	{ "Roman numerals", "iv. The service is good. | It grows." },
	{ "times", "The line is open from 9.30 a.m. to 5 p.m. | It is free." },
	{ "quotes behind the stop", "He said " LQQ "It helps." RQQ " | She did not. | " LQ "Why?" RQ " | No." },
	{ "sentences inside a quote part", "The sign says " LQ "Come in. | Sit down." RQ " and people do." },
	{ "straight quotes", "\"It helps.\" | \"It does,\" said Kim." },
	{ "brackets", "It closed (it was small. it was old.) in May. | (A new one is planned.) | Soon." },
	{ "a reference behind the stop", "Drift is common. | (Page 4, paragraph 2.) | Next." },
	{ "a remark behind the stop", "Drift is common. (Recommendation) | Plans are late. (recommendation)" },
	{ "a remark in small letters", "Checks are few. (recommendations 1 and 3). | Next." },
	{ "a remark behind an abbreviation", "It is open approx. (in winter) Each day." },
	{ "a remark inside of a sentence", "It closed. (but not for long) then reopened." },
	{ "a footnote number on the stop", "Visits follow the plans.12 | They are kind." },
	{ "a version is no footnote", "It runs v2.0 now." },
	{ "a lost space", "It is one of the services. | The rest is new." },
	{ "a lost space before another word", "See care.Homes for more." },
	{ "addresses", "Write to a.b@town.example or www.town.example. | We reply." },
	{ "ellipses", "They waited... and waited. | Then it went... | It came back." },
	{ "one sign for the ellipsis", "They waited\xE2\x80\xA6 and left\xE2\x80\xA6 | It closed." },
	{ "an omission in brackets", "The plan [...] Was not read." },
	{ "four dots with spaces", "So it goes . . . . | Next." },
	{ "three dots with spaces", "So . . . It goes on." },
	{ "the dots belong to the next sentence", "So it ends. | . . . The rest is new." },
	{ "semicolons do not end", "Leaders should: act; Listen; learn." },
	{ "colons do not end", "Two things matter: Time and care." },
	{ "a dash and a capital", "Many left. | \xE2\x80\x93 The rest stayed." },
	{ "digits start sentences", "Few came. | 12 of them stayed." },
	{ "signs start sentences", "It is dear. | \xC2\xA3" "40 is a lot." },
	{ "a sign that goes on", "Bale & Co. & Sons run it." },
	{ "accented capitals", "It ended. | \xC3\x89lodie left." },
	{ "accented small letters", "It ended. \xC3\xA9lodie left." },
	{ "a list in a paragraph", "1. See each child | 2. Write it down | 3. Tell them." },
	{ "the next item starts with a capital", "a) See each child b) write c) Tell" },
	{ "bullets", "\xE2\x80\xA2 See each child | \xE2\x80\xA2 Write it down" },
	{ "a number that is no next item", "1. See 3. | Then 2 more" },
};

static void test_rules(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct buf text = { 0 };
		struct str rest = str_of(cases[i].text);
		while (rest.n) {
			ptrdiff_t bar = str_find(rest, S(" | "), 0);
			buf_add(&text, str_sub(rest, 0, bar < 0 ? rest.n : bar));
			rest = bar < 0 ? (struct str){ 0 } : str_sub(rest, bar + 3, rest.n);
			if (rest.n && strstr(cases[i].why, "lost space") == NULL)
				buf_addc(&text, ' ');
		}
		text_block(&bench, buf_str(&text));
		assert_sentences(cases[i].why, cases[i].text);
		buf_release(&text);
	}
}

static void test_blocks_and_cells(void **state)
{
	(void)state;
	text_lines(&bench, S("A heading\n\nOne. Two\nmore.\n\n|Cell one\n|Cell two. Yes\n|\n\nEnd"));
	assert_int_equal(text_run(&bench, &stage_normalise), 0);
	assert_sentences("cells part", "A heading | One. | Two more. | Cell one | Cell two. | Yes | End");
	const struct doc *d = &bench.d;
	assert_int_equal(d->blocks.at[1].sent_first, 1);
	assert_int_equal(d->blocks.at[1].sent_count, 2);
	assert_int_equal(d->sents.at[6].block, 3);
}

/* The next paragraph's number, left behind the last sentence, is no sentence; a number that is all
 * that there is, or a year, is one. */
static void test_numbers_left_behind(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "Staff were trained. 53.", "Staff were trained. 53." },
		{ "1. See each child. 2. Tell them. 3.", "1. See each child. | 2. Tell them. 3." },
		{ "Staff were trained. 2019.", "Staff were trained. | 2019." },
		{ "53.", "53." },
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		text_block(&bench, str_of(rows[i].text));
		assert_sentences("numbers", rows[i].want);
	}
}

/* What a row's sentences are about is no sentence; a row of short cells has no sentences beside it. */
static void test_labels(void **state)
{
	static const struct {
		const char *row, *want;
	} rows[] = {
		{ "|The board\n|The board should meet every month. Soon.\n|\n",
		  "The board should meet every month. | Soon." },
		{ "|Judgement\n|Good\n|\n", "Judgement | Good" },
		{ "|Leaders know this.\n|They should act on it at once.\n|\n",
		  "Leaders know this. | They should act on it at once." },
		{ "|Visits\n|Every 5 days.\n|\n", "Visits | Every 5 days." },
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		text_lines(&bench, str_of(rows[i].row));
		assert_int_equal(text_run(&bench, &stage_normalise), 0);
		assert_sentences("labels", rows[i].want);
	}
}

/* Without a lexicon the general rules hold. */
static void test_no_lexicon(void **state)
{
	(void)state;
	bench.shared.lexicon = NULL;
	text_block(&bench, S("Visits rose by 3.5 in May. All were kind, J. Bell said."));
	assert_sentences("general rules", "Visits rose by 3.5 in May. | All were kind, J. Bell said.");
	bench.shared.lexicon = &bench.lx;
}

static void test_bad_list(void **state)
{
	static const struct str bad[] = { STR("never: x\n"), STR("nevr: [x]\n"), STR("never: [[x]]\n") };
	(void)state;
	for (ptrdiff_t i = 0; i < countof(bad); i++) {
		struct str kept = bench.lx.files.at[0].bytes;
		bench.lx.files.at[0].bytes = bad[i];
		text_block(&bench, S("x"));
		assert_int_equal(text_run(&bench, &stage_segment), -E_LEXICON);
		assert_true(str_starts(str_of(bench.e.msg), S("abbreviations.yaml:1:")));
		bench.e = (struct error){ 0 };
		bench.lx.files.at[0].bytes = kept;
	}
}

static void test_long_sentences(void **state)
{
	struct buf b = { 0 };
	(void)state;
	for (int i = 0; i < 5000; i++)
		buf_addz(&b, "word ");
	for (int i = 0; i < 20000; i++)
		buf_addz(&b, "\xC3\xA9");
	text_block(&bench, str_trim(buf_str(&b)));
	assert_int_equal(text_run(&bench, &stage_segment), 0);
	const struct doc *d = &bench.d;
	assert_in_range(d->sents.n, 6, 8);
	for (ptrdiff_t i = 0; i < d->sents.n; i++) {
		struct str s = doc_text(d, d->sents.at[i].off, d->sents.at[i].len);
		assert_in_range(s.n, 1, SENTENCE_MAX);
		assert_int_not_equal(s.p[s.n - 1], ' ');
		assert_int_not_equal((unsigned char)s.p[0] & 0xC0, 0x80);
	}
	buf_release(&b);
}

/* Time grows with the size and not with its square. */
static void test_hostile_sizes(void **state)
{
	static const char *const units[] = { "a", ".", ". ", ".)", "a. ", "((", "1. ", "\xE2\x80\xA6", "?",
					     "a.b", " .", "\"", "\xE2\x80\xA2 x ", ". (" };
	(void)state;
	for (ptrdiff_t i = 0; i < countof(units); i++) {
		struct buf b = { 0 };
		while (b.n < 1000000)
			buf_addz(&b, units[i]);
		text_block(&bench, buf_str(&b));
		clock_t start = clock();
		assert_int_equal(text_run(&bench, &stage_segment), 0);
		assert_int_equal(text_run(&bench, &stage_tokenize), 0);
		if ((double)(clock() - start) / CLOCKS_PER_SEC > 5)
			fail_msg("too slow on '%s'", units[i]);
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),          cmocka_unit_test(test_blocks_and_cells),
		cmocka_unit_test(test_no_lexicon),     cmocka_unit_test(test_bad_list),
		cmocka_unit_test(test_labels),         cmocka_unit_test(test_numbers_left_behind),
		cmocka_unit_test(test_long_sentences), cmocka_unit_test(test_hostile_sizes),
	};
	return cmocka_run_group_tests(tests, bench_set_up, bench_tear_down);
}
