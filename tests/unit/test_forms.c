/* SPDX-License-Identifier: MIT
 *
 * The stemmer's door and the table of interned words.
 */
#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/stemmer.h"
#include "pipeline/lexicon/symbols.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static struct forms *forms;

static int set_up(void **state)
{
	struct error e = { 0 };
	(void)state;
	return forms_new(&forms, NULL, &e);
}

static int tear_down(void **state)
{
	(void)state;
	forms_free(forms);
	forms = NULL;
	return 0;
}

static void assert_str(struct str got, const char *want)
{
	if (!str_eq(got, str_of(want)))
		fail_msg("want '%s', got '%.*s'", want, STR_ARG(got));
}

static void test_fold_and_stem(void **state)
{
	static const struct {
		const char *surface, *lower, *stem;
	} cases[] = {
		{ "Assessments", "assessments", "assess" },
		{ "children's", "children's", "children" },
		{ "Children\xE2\x80\x99s", "children's", "children" },
		{ "dying's", "dying's", "die" },                /* an exception behind a possessive */
		{ "'s", "'s", "'s" },
		{ "2019", "2019", "2019" },
		{ "18ths", "18ths", "18ths" },                  /* no stem with a digit */
		{ "\xC3\x89quipes", "\xC3\xA9quipes", "\xC3\xA9quip" },
		{ "\xE1\xBA\x9E", "\xC3\x9F", "\xC3\x9F" },     /* lower case of another length */
		{ "incomprehensibilitiesness", "incomprehensibilitiesness",
		  "incomprehensibilitiesness" },                /* over 24 letters */
		{ "", "", "" },
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		const struct form *f = forms_get(forms, str_of(cases[i].surface));
		assert_non_null(f);
		assert_str(f->surface, cases[i].surface);
		assert_str(f->lower, cases[i].lower);
		assert_str(f->stem, cases[i].stem);
		assert_ptr_equal(f, forms_get(forms, str_of(cases[i].surface)));
	}
}

/* Words that share their first 16 bytes, or are one the beginning of the other, stay apart. */
static void test_keys(void **state)
{
	static const char *const words[] = { "abcdefghijklmnop", "abcdefghijklmnopq", "abcdefghijklmnopr",
					     "abcdefghijklmno", "a", "aa", "A" };
	const struct form *of[countof(words)];
	(void)state;
	for (ptrdiff_t i = 0; i < countof(words); i++) {
		of[i] = forms_get(forms, str_of(words[i]));
		assert_str(of[i]->surface, words[i]);
		for (ptrdiff_t k = 0; k < i; k++)
			assert_ptr_not_equal(of[i], of[k]);
	}
	assert_ptr_not_equal(forms_get(forms, S("a")), forms_get(forms, (struct str){ "a\0", 2 }));
}

static void test_growth_and_trim(void **state)
{
	char word[32];
	(void)state;
	for (int i = 0; i < 100000; i++) {
		snprintf(word, sizeof word, "word%d", i);
		assert_non_null(forms_get(forms, str_of(word)));
	}
	const struct form *f = forms_get(forms, S("word77"));
	forms_trim(forms, 1000000);
	assert_ptr_equal(forms_get(forms, S("word77")), f);
	forms_trim(forms, 1000);
	assert_str(forms_get(forms, S("Plans"))->stem, "plan");
	assert_str(forms_get(forms, S("word77"))->stem, "word77");
}

/* The symbols that the lexicon sees in w. */
static uint32_t symbols_in(const struct lexicon *lx, const struct form *w, uint32_t ids[100])
{
	return symbols_of(lx->symbols, w->surface, w->lower, w->stem, ids, 100);
}

static void test_symbols(void **state)
{
	struct error e = { 0 };
	struct lexicon lx = { .language = STR("english") };
	struct forms *f = NULL;
	(void)state;
	assert_int_equal(symbols_new(&lx.symbols, &e), 0);
	uint32_t stem = symbols_add(lx.symbols, SYMBOL_STEM, S("assess"));
	uint32_t prefix = symbols_add(lx.symbols, SYMBOL_PREFIX, S("reass"));
	assert_int_equal(forms_new(&f, &lx, &e), 0);
	uint32_t ids[100];
	symbols_mark(lx.symbols, prefix, 7);
	const struct form *w = forms_get(f, S("Assessing"));
	assert_int_equal(symbols_in(&lx, w, ids), 1);
	assert_int_equal(ids[0], stem);
	assert_int_equal(w->mark, 0);
	w = forms_get(f, S("reassess"));
	assert_int_equal(symbols_in(&lx, w, ids), 1);
	assert_int_equal(ids[0], prefix);
	assert_int_equal(w->mark, 7);
	assert_int_equal(symbols_in(&lx, forms_get(f, S("plan")), ids), 0);
	forms_free(f);
	symbols_free(lx.symbols);
}

static void test_many_symbols(void **state)
{
	struct error e = { 0 };
	struct lexicon lx = { .language = STR("english") };
	struct forms *f = NULL;
	char word[101] = "";
	(void)state;
	memset(word, 'a', 100);
	assert_int_equal(symbols_new(&lx.symbols, &e), 0);
	for (ptrdiff_t n = 3; n < 100; n++)
		symbols_add(lx.symbols, SYMBOL_PREFIX, (struct str){ word, n });
	assert_int_equal(forms_new(&f, &lx, &e), 0);
	const struct form *w = forms_get(f, str_of(word));
	uint32_t ids[100];
	assert_int_equal(symbols_in(&lx, w, ids), 97);
	for (int i = 1; i < 97; i++)
		assert_true(ids[i - 1] < ids[i]);
	forms_free(f);
	symbols_free(lx.symbols);
}

static void test_languages(void **state)
{
	struct error e = { 0 };
	struct stemmer *s = NULL;
	(void)state;
	assert_int_equal(stemmer_new(&s, S("german"), &e), 0);
	assert_str(stemmer_stem(s, S("kinder")), "kind");
	stemmer_free(s);
	s = NULL;
	assert_int_equal(stemmer_new(&s, S("klingon"), &e), -E_LEXICON);
	assert_null(s);
	assert_non_null(strstr(e.msg, "klingon"));
	e = (struct error){ 0 };
	assert_int_equal(stemmer_new(&s, S(""), &e), -E_LEXICON);
	struct lexicon lx = { .language = STR("klingon") };
	struct forms *f = NULL;
	e = (struct error){ 0 };
	assert_int_equal(forms_new(&f, &lx, &e), -E_LEXICON);
	assert_null(f);
}

/* Debian 12's library is 2.2.0; with another one this test says so before any result differs. */
static void test_version(void **state)
{
	(void)state;
	assert_string_equal(stemmer_version(), "snowball-2.2.0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_fold_and_stem, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_keys, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_growth_and_trim, set_up, tear_down),
		cmocka_unit_test(test_symbols),  cmocka_unit_test(test_many_symbols),
		cmocka_unit_test(test_languages), cmocka_unit_test(test_version),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
