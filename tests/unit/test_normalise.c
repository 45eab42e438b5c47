/* SPDX-License-Identifier: MIT
 *
 * Lines to text: what is folded, dropped, spelled and kept; hyphens at line
 * ends; the map back; hostile sizes.
 */
#include <time.h>

#include "tests/unit/conform.h"
#include "tests/unit/text_bench.h"

static void normalise(struct str source, enum doc_format format)
{
	text_lines(&bench, source);
	bench.d.format = format;
	assert_int_equal(text_run(&bench, &stage_normalise), 0);
	assert_int_equal(doc_check(&bench.d, &bench.e), 0);
}

static void check(const char *why, struct str source, struct str want, enum doc_format format)
{
	normalise(source, format);
	if (!str_eq(bench.d.text, want))
		fail_msg("%s: want '%.*s', got '%.*s'", why, STR_ARG(want), STR_ARG(bench.d.text));
}

/* Empty lines part blocks, "|" starts the cell of a row; see text_lines. */
static const struct {
	const char *why;
	struct str in, want;
} cases[] = {
	{ "lines join by one space", STR("one\ntwo"), STR("one two") },
	{ "blocks are parted by an empty line", STR("one\n\ntwo"), STR("one\n\ntwo") },
	{ "white space folds", STR("  a \t b\r\n  c "), STR("a b c") },
	{ "the cells of a row are parted by tabs", STR("|a b\n|c\n\n|d\n|e"), STR("a b\tc\n\nd\te") },
	{ "a line may hold cells; empty ones keep their place", STR("|a\t\tc"), STR("a\t\tc") },
	{ "an empty first cell keeps its place", STR("|\tb"), STR("\tb") },
	{ "no tabs at the end of a row", STR("|a\t\t"), STR("a") },
	{ "a tab outside a row is a space", STR("a\tb"), STR("a b") },
	{ "a block without text goes", STR("a\n\n \x01 \n\nb"), STR("a\n\nb") },
	{ "nothing in, nothing out", STR(""), STR("") },
	{ "odd spaces are spaces", STR("a\xC2\xA0" "b\xE2\x80\xAF" "c\xE3\x80\x80" "d"), STR("a b c d") },
	{ "line and paragraph separators are spaces", STR("a\xE2\x80\xA8" "b\xE2\x80\xA9" "c"),
	  STR("a b c") },
	{ "soft hyphens go", STR("safe\xC2\xADguard"), STR("safeguard") },
	{ "a soft hyphen at the line's end goes", STR("safe\xC2\xAD\nguard"), STR("safeguard") },
	{ "zero-width characters go", STR("a\xE2\x80\x8B" "b\xEF\xBB\xBF" "c"), STR("abc") },
	{ "control characters go", STR("a\x01" "b\x7F" "c"), STR("abc") },
	{ "private use parts words", STR("x\xEF\x81\xAEy"), STR("x y") },
	{ "private use at the start goes", STR("\xEF\x81\xAE item"), STR("item") },
	{ "C1 controls part words", STR("a\xC2\x83" "b"), STR("a b") },
	{ "ligatures are spelled", STR("e\xEF\xAC\x80" "ect \xEF\xAC\x81ve o\xEF\xAC\x83" "ce"),
	  STR("effect five office") },
	{ "quotes stay as they are", STR("\xE2\x80\x98its\xE2\x80\x99 \"x\""),
	  STR("\xE2\x80\x98its\xE2\x80\x99 \"x\"") },
	{ "e and acute become one", STR("Maire e\xCC\x81t"), STR("Maire \xC3\xA9t") },
	{ "two marks in canonical order", STR("q\xCC\x87\xCC\xA3."), STR("q\xCC\xA3\xCC\x87.") },
	{ "a precomposed letter and a mark", STR("\xC3\xA9\xCC\xA3"), STR("\xE1\xBA\xB9\xCC\x81") },
	{ "what is dropped does not part a letter from its mark", STR("e\xE2\x80\x8B\xCC\x81"),
	  STR("\xC3\xA9") },
	{ "nor does a control character", STR("q\xCC\x87\x01\xCC\xA3"), STR("q\xCC\xA3\xCC\x87") },
	{ "a mark alone at the start", STR("\xCC\x81" "a"), STR("\xCC\x81" "a") },
	{ "a mark behind a space stays there", STR("a \xCC\x81"), STR("a \xCC\x81") },
	{ "a singleton", STR("\xE2\x84\xAB"), STR("\xC3\x85") },
	{ "Hangul is composed", STR("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8"), STR("\xEA\xB0\x81") },
	{ "footnote marks go", STR("plans.\x0e" "12\x0f The"), STR("plans. The") },
	{ "other raised text stays", STR("the 1\x0est\x0f of"), STR("the 1st of") },
	{ "a raised mark without an end", STR("a\x0e" "1 b"), STR("a1 b") },
	{ "stars stay in plain text", STR("**a** b_c_"), STR("**a** b_c_") },
};

static void test_text(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++)
		check(cases[i].why, cases[i].in, cases[i].want, FORMAT_TEXT);
}

#define LONG "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"

static const struct {
	const char *why;
	struct str in, want;
} hyphen_cases[] = {
	{ "the compound stands elsewhere", STR("multi-\nagency\n\nA multi-agency hub"),
	  STR("multi-agency\n\nA multi-agency hub") },
	{ "the word stands elsewhere", STR("inspec-\ntion\n\nThe Inspection was"),
	  STR("inspection\n\nThe Inspection was") },
	{ "more often with than without", STR("co-\noperate\n\nco-operate co-operate cooperate"),
	  STR("co-operate\n\nco-operate co-operate cooperate") },
	{ "no evidence: the hyphen stays", STR("high-\nquality"), STR("high-quality") },
	{ "a broken line is no evidence for itself", STR("high-\nquality high-\nquality"),
	  STR("high-quality high-quality") },
	{ "no evidence, but the document hyphenates",
	  STR("inspec-\ntion of man-\nagement\n\nAn inspection"), STR("inspection of management\n\nAn inspection") },
	{ "it hyphenates, but both parts are words",
	  STR("inspec-\ntion of long-\nterm\n\nAn inspection in the long term"),
	  STR("inspection of long-term\n\nAn inspection in the long term") },
	{ "a hanging hyphen", STR("short-\nand long-term"), STR("short- and long-term") },
	{ "a hanging hyphen before or", STR("short-\nor long-term"), STR("short- or long-term") },
	{ "a hanging hyphen before to", STR("two-\nto three-year"), STR("two- to three-year") },
	{ "a word longer than words are", STR(LONG "-\ntion " LONG "tion"), STR(LONG "-tion " LONG "tion") },
	{ "a tail longer than words are", STR("inspec-\n" LONG " inspec" LONG), STR("inspec-" LONG " inspec" LONG) },
	{ "no word behind it", STR("plans-\n(all) plans"), STR("plans-(all) plans") },
	{ "the first part of a compound at a line's end is a word", STR("inspec-\ntion\n\ninspection-well-\nbased, well based"),
	  STR("inspection\n\ninspection-well-based, well based") },
	{ "its last part is none, for it may be broken there", STR("inspec-\ntion\n\nwell-inspection-\nbased"),
	  STR("inspec-tion\n\nwell-inspection-based") },
	{ "the word in a compound", STR("inspec-\ntion\n\na post-inspection plan"),
	  STR("inspection\n\na post-inspection plan") },
	{ "the word in a compound longer than words are", STR("inspec-\ntion\n\n" LONG "-" LONG "-inspection"),
	  STR("inspec-tion\n\n" LONG "-" LONG "-inspection") },
	{ "the word behind one longer than words are", STR("inspec-\ntion\n\n" LONG LONG " inspection"),
	  STR("inspection\n\n" LONG LONG " inspection") },
	{ "a compound with a joining word inside", STR("up-\nto-date"), STR("up-to-date") },
	{ "a capital follows", STR("Stratford-\nUpon-Avon"), STR("Stratford-Upon-Avon") },
	{ "numbers", STR("2019-\n20"), STR("2019-20") },
	{ "a dash is not a hyphen", STR("plans -\nall of them"), STR("plans - all of them") },
	{ "a hyphen at the block's end", STR("plans-\n\nnext"), STR("plans-\n\nnext") },
	{ "a hyphen alone", STR("-\nnext"), STR("- next") },
	{ "U+2010 is a hyphen too", STR("multi\xE2\x80\x90\nagency multi\xE2\x80\x90" "agency"),
	  STR("multi\xE2\x80\x90" "agency multi\xE2\x80\x90" "agency") },
	{ "a dropped U+2010", STR("inspec\xE2\x80\x90\ntion inspection"), STR("inspection inspection") },
	{ "white space behind the hyphen", STR("inspec- \n tion inspection"),
	  STR("inspection inspection") },
};

static void test_hyphens(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(hyphen_cases); i++)
		check(hyphen_cases[i].why, hyphen_cases[i].in, hyphen_cases[i].want, FORMAT_TEXT);
}

static const struct {
	const char *why;
	struct str in, want;
} markdown_cases[] = {
	{ "strong and emphasis", STR("**Bold** and *soft* and __b__ _e_"),
	  STR("Bold and soft and b e") },
	{ "no emphasis in a product", STR("5 * 3 and a * b"), STR("5 * 3 and a * b") },
	{ "no emphasis inside a word", STR("care_plan_v2"), STR("care_plan_v2") },
	{ "links leave their text", STR("see [the report](https://x.test/a_b) now"),
	  STR("see the report now") },
	{ "brackets alone stay", STR("[sic] and [1]"), STR("[sic] and [1]") },
	{ "images leave their text", STR("![logo](x.png)!"), STR("logo!") },
	{ "escapes", STR("1\\. not \\*bold\\*"), STR("1. not *bold*") },
	{ "code", STR("the `plan`"), STR("the plan") },
	{ "white space on both sides of a mark folds", STR("a `` b ** \n c"), STR("a b ** c") },
	{ "a mark at the end", STR("a **"), STR("a **") },
};

static void test_markdown(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(markdown_cases); i++)
		check(markdown_cases[i].why, markdown_cases[i].in, markdown_cases[i].want,
		      FORMAT_MARKDOWN);
}

static void test_invalid_bytes(void **state)
{
	(void)state;
	check("bad bytes become U+FFFD", S("a\xFF" "b\xC3\x28"),
	      S("a\xEF\xBF\xBD" "b\xEF\xBF\xBD("), FORMAT_TEXT);
	assert_int_equal(bench.d.warnings, 2);
	check("U+FFFD itself is no bad byte", S("a\xEF\xBF\xBD"), S("a\xEF\xBF\xBD"), FORMAT_TEXT);
	assert_int_equal(bench.d.warnings, 0);
	check("a bad byte behind a cluster counts once", S("e\xCC\x81\xFFx"),
	      S("\xC3\xA9\xEF\xBF\xBDx"), FORMAT_TEXT);
	assert_int_equal(bench.d.warnings, 1);
}

/* Every letter of the text must come from the same letter of the source. */
static void test_map(void **state)
{
	(void)state;
	normalise(S("a  b\xC2\xAD" "c\nd e\xCC\x81 f\n\n\xEF\x81\xAE g\x0e" "1\x0fh multi-\nk"),
		  FORMAT_TEXT);
	const struct doc *d = &bench.d;
	for (uint32_t i = 0; i < (uint32_t)d->text.n; i++) {
		if (!ascii_is_alpha(d->text.p[i]))
			continue;
		assert_int_equal(d->source.p[doc_source_offset(d, i)], d->text.p[i]);
	}
	assert_int_equal(d->source.p[doc_source_offset(d, (uint32_t)str_find(d->text, S("\xC3\xA9"), 0))],
			 'e');
}

static void test_blocks(void **state)
{
	(void)state;
	text_lines(&bench, S("Title\n\nfirst\nsecond\n\nthird"));
	struct line *l = bench.d.lines.at;
	l[0].kind = BLOCK_HEADING;
	l[0].level = 2;
	l[1].number = 17;
	l[1].page = 3;
	l[2].page = l[3].page = 4;
	assert_int_equal(text_run(&bench, &stage_normalise), 0);
	const struct doc *d = &bench.d;
	assert_int_equal(d->blocks.n, 3);
	assert_int_equal(d->blocks.at[0].kind, BLOCK_HEADING);
	assert_int_equal(d->blocks.at[0].level, 2);
	assert_int_equal(d->blocks.at[0].heading, NO_BLOCK);
	assert_int_equal(d->blocks.at[1].number, 17);
	assert_int_equal(d->blocks.at[1].page, 3);
	assert_int_equal(doc_page_at(d, d->blocks.at[1].off), 3);
	assert_int_equal(doc_page_at(d, (uint32_t)str_find(d->text, S("second"), 0)), 4);
	assert_int_equal(d->blocks.at[2].page, 4);
}

/* The text of a document is in NFC, whatever Unicode's own test holds. */
static bool is_altered(struct str s)
{
	while (s.n) {
		uint32_t cp;
		int k = utf8_decode(s.p, s.n, &cp);
		if (cp < 0x20 || (cp >= 0x7F && cp <= 0xAD) || cp == 0x34F || cp == 0x61C || cp == 0x180E ||
		    (cp >= 0x2000 && cp <= 0x206F) || cp == 0x3000 || (cp >= 0xFB00 && cp <= 0xFB06))
			return true;
		s.p += k;
		s.n -= k;
	}
	return false;
}

static void test_stage_gives_nfc(void **state)
{
	(void)state;
	char line[4096];
	int done = 0;
	FILE *f = popen(NORMALIZATION_TEST, "r");
	while (f && fgets(line, sizeof line, f)) {
		struct str s = str_of(line);
		struct buf in = { 0 }, want = { 0 };
		if (line[0] == '#' || line[0] == '@')
			continue;
		conform_hex(&in, str_cut(&s, ';'));
		conform_hex(&want, str_cut(&s, ';'));
		if (!is_altered(buf_str(&in)) && !str_starts(buf_str(&in), S(" "))) {
			check(line, buf_str(&in), buf_str(&want), FORMAT_TEXT);
			done++;
		}
		buf_release(&in);
		buf_release(&want);
	}
	if (f)
		pclose(f);
	if (!done)
		skip();
}

/* However many joining characters meet, and whatever is dropped between them, none is lost and the
 * text is in NFC. */
static void test_many_joining(void **state)
{
	static const char *const units[] = { "\xE1\x85\xA1", "\xCC\x81", "\xCC\xA3\xCC\x81",
					     "\xCC\x81\x01\xCC\xA3" };
	(void)state;
	for (ptrdiff_t u = 0; u < countof(units); u++) {
		for (int n = 1; n < 200; n++) {
			struct buf in = { 0 }, nfc = { 0 };
			for (int i = 0; i < n; i++)
				buf_addz(&in, units[u]);
			normalise(buf_str(&in), FORMAT_TEXT);
			unicode_nfc(&nfc, bench.d.text);
			assert_true(str_eq(buf_str(&nfc), bench.d.text));
			ptrdiff_t marks = 0, joiners = 0;
			for (ptrdiff_t i = 0; i < nfc.n; i++) {
				marks += (nfc.p[i] & 0xC0) != 0x80;
				joiners += str_starts(str_sub(buf_str(&nfc), i, nfc.n), S("\xCD\x8F"));
			}
			assert_int_equal(marks - joiners, n * (u < 2 ? 1 : 2));
			buf_release(&in);
			buf_release(&nfc);
		}
	}
}

/* n copies of unit as the lines of a document; the seconds that normalising takes. */
static double seconds_for(struct str unit, ptrdiff_t n)
{
	struct buf b = { 0 };
	for (ptrdiff_t i = 0; i < n; i++)
		buf_add(&b, unit);
	clock_t start = clock();
	normalise(buf_str(&b), FORMAT_MARKDOWN);
	buf_release(&b);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Time grows with the size and not with its square: a quadratic step would take minutes here. */
static void test_hostile_sizes(void **state)
{
	(void)state;
	static const struct {
		const char *why;
		struct str unit;
	} hostile[] = {
		{ "one long line", STR("word word, word. ") }, { "line ends", STR("\n") },
		{ "marks in changing order", STR("\xCC\x81\xCC\xA3") }, { "brackets", STR("[") },
		{ "stars", STR("*") }, { "spaces", STR(" ") }, { "raised", STR("\x0e" "1") },
		{ "hyphens", STR("a-\n") }, { "broken words", STR("abc- \n") },
		{ "bad bytes", STR("\xFF") }, { "zero width", STR("\xE2\x80\x8B") },
		{ "jamo", STR("\xE1\x85\xA1") },
	};
	for (ptrdiff_t i = 0; i < countof(hostile); i++)
		if (seconds_for(hostile[i].unit, 1000000 / hostile[i].unit.n) > 5)
			fail_msg("%s: too slow", hostile[i].why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),          cmocka_unit_test(test_hyphens),
		cmocka_unit_test(test_markdown),      cmocka_unit_test(test_invalid_bytes),
		cmocka_unit_test(test_map),           cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_stage_gives_nfc), cmocka_unit_test(test_many_joining),
		cmocka_unit_test(test_hostile_sizes),
	};
	return cmocka_run_group_tests(tests, bench_set_up, bench_tear_down);
}
