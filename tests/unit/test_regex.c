/* SPDX-License-Identifier: MIT
 *
 * The regex wrapper: searching, groups, limits, and the lint for patterns that
 * explode.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "pipeline/base/buf.h"
#include "pipeline/lexicon/regex.h"
#include "pipeline/lexicon/regex_lint.h"

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static struct regex *compile(const char *pattern, unsigned flags)
{
	struct regex *r = NULL;
	struct error e = { 0 };
	assert_int_equal(0, regex_compile(&r, str_of(pattern), flags, NULL, &e));
	return r;
}

static struct regex_scratch *scratch(void)
{
	struct regex_scratch *s = NULL;
	struct error e = { 0 };
	assert_int_equal(0, regex_scratch_new(&s, &e));
	return s;
}

static void test_groups(void **state)
{
	(void)state;
	struct error e = { 0 };
	struct regex *r = compile("(?<day>\\d+) (?:(may)|(june))", REGEX_CASELESS);
	struct regex *plain = compile("on", 0);
	struct regex_scratch *s = scratch();
	struct str text = S("on 9 June 2022");
	assert_int_equal(1, regex_search(r, s, text, 0, &e));
	assert_true(str_eq(regex_group(s, 0), S("9 June")));
	assert_true(str_eq(regex_group(s, 1), S("9")));
	assert_null(regex_group(s, 2).p);
	assert_true(str_eq(regex_group(s, 3), S("June")));
	assert_int_equal(9, regex_next(s));
	assert_int_equal(0, regex_search(r, s, text, 9, &e));
	/* groups of an earlier search do not linger */
	assert_int_equal(1, regex_search(plain, s, text, 0, &e));
	assert_null(regex_group(s, 1).p);
	regex_free(r);
	regex_free(plain);
	regex_scratch_free(s);
}

static void test_empty_matches_move_on(void **state)
{
	(void)state;
	struct error e = { 0 };
	struct regex *r = compile("x*", 0);
	struct regex_scratch *s = scratch();
	struct str text = S("a\xC3\xA9z");
	int found = 0;
	for (ptrdiff_t at = 0; regex_search(r, s, text, at, &e) == 1; at = regex_next(s))
		found++;
	assert_int_equal(4, found);     /* before each of three characters, and at the end */
	regex_free(r);
	regex_scratch_free(s);
}

static void test_bytes_that_are_no_utf8(void **state)
{
	(void)state;
	struct error e = { 0 };
	struct regex *r = compile("case", REGEX_CASELESS);
	struct regex_scratch *s = scratch();
	assert_int_equal(1, regex_search(r, s, S("\xff\xfe CASE \x80"), 0, &e));
	assert_int_equal(0, regex_search(r, s, S("\xff\xfe"), 0, &e));
	regex_free(r);
	regex_scratch_free(s);
}

/* A limit that is hit is an error that says so, never "no match". */
static void test_match_limit(void **state)
{
	(void)state;
	struct error e = { 0 };
	struct regex *r = compile("(?:a|aa|aaa){0,200}[bc]", 0);
	struct regex_scratch *s = scratch();
	struct buf b = { 0 };
	for (int i = 0; i < 400; i++)
		buf_addc(&b, 'a');
	assert_int_equal(-E_LIMIT, regex_search(r, s, buf_str(&b), 0, &e));
	assert_non_null(strstr(e.msg, "limit"));
	buf_release(&b);
	regex_free(r);
	regex_scratch_free(s);
}

static void test_compile_errors(void **state)
{
	(void)state;
	static const struct {
		const char *pattern;
		int at;
		const char *says;
	} rows[] = {
		{ "a(b", 3, "missing closing parenthesis" },
		{ "a[b", 3, "missing terminating ]" },
		{ "(a+)+b", 4, "a repeat inside a repeat" },
		{ "a\\Cb", 3, "\\C" },
		{ "()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()", 0, "32 groups" },
	};
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		struct regex *r = NULL;
		struct error e = { 0 };
		ptrdiff_t at = -1;
		print_message("  %s\n", rows[i].pattern);
		assert_int_equal(-E_LEXICON, regex_compile(&r, str_of(rows[i].pattern), 0, &at, &e));
		assert_null(r);
		assert_int_equal(rows[i].at, at);
		assert_non_null(strstr(e.msg, rows[i].says));
	}
}

static void test_lint(void **state)
{
	(void)state;
	static const struct {
		const char *pattern;
		int at;
	} rows[] = {
		{ "(a+)+", 4 },           { "(\\w+\\s?)*x", 8 },   { "(?:a|b*)*", 8 },
		{ "(a{2,})*", 7 },        { "((a+){2})*", 9 },     { "(?:(?:x+y)?z)+", 13 },
		{ "(?:a*)+?b", 6 },       { "(a+)?", -1 },         { "(\\w+ ){0,3}x", -1 },
		{ "(?>a+)+", -1 },        { "(a++)+", -1 },        { "(a+)++", -1 },
		{ "[(a+)+]", -1 },        { "\\(a+\\)+", -1 },     { "\\Q(a+)+\\E", -1 },
		{ "a+b*c?", -1 },         { "([^]+]+x)?", -1 },    { "([[:alpha:]+]b)+", -1 },
	};
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		print_message("  %s\n", rows[i].pattern);
		assert_int_equal(rows[i].at, regex_lint(str_of(rows[i].pattern)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_groups),      cmocka_unit_test(test_empty_matches_move_on),
		cmocka_unit_test(test_bytes_that_are_no_utf8), cmocka_unit_test(test_match_limit),
		cmocka_unit_test(test_compile_errors), cmocka_unit_test(test_lint),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
