/* SPDX-License-Identifier: MIT
 *
 * The library by its header: what it gives of a document, its limits, and what it says of mistakes.
 */
#include <string.h>

#include "pipeline/leitmotif.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define LEXICON "tests/data/every-key"
#define LETTER                                                                       \
	"Inspection of Thornmere children's services\n\n"                            \
	"Caseloads are too high.\n\nSupervision is regular and good.\n"

static void test_document(void **state)
{
	struct lm_error err = { 0 };
	struct lm *lm = lm_open(&(struct lm_config){ .lexicon = LEXICON }, &err);
	(void)state;
	assert_non_null(lm);
	assert_int_equal(lm_theme_count(lm), 2);
	assert_string_equal(lm_theme_id(lm, 0), "caseloads");
	assert_string_equal(lm_theme_id(lm, 1), "supervision");
	assert_null(lm_theme_id(lm, 2));
	assert_int_equal(strlen(lm_lexicon_hash(lm)), 16);
	struct lm_coder *coder = lm_coder_new(lm, &err);
	assert_non_null(coder);
	/* Before the first document there is nothing. */
	assert_int_equal(lm_counts_of(coder, 0).sentences, 0);
	assert_int_equal(lm_code(coder, "letter.txt", LETTER, strlen(LETTER), &err), LM_OK);
	assert_int_equal(err.code, 0);
	assert_true(lm_code_count(coder) >= 2 && lm_words(coder) > 0);
	struct lm_code_info c = lm_code_at(coder, 0);
	assert_string_equal(c.theme, "caseloads");
	assert_string_equal(c.polarity, "concern");
	assert_memory_equal(c.text, "Caseloads are too high.", c.text_len);
	assert_int_equal(c.end - c.start, c.text_len);
	assert_int_equal(lm_counts_of(coder, 0).concern, 1);
	assert_true(lm_counts_of(coder, 1).strength == 1 && lm_counts_of(coder, 1).concern == 0);
	assert_int_equal(lm_counts_of(coder, 2).sentences, 0);
	assert_string_equal(lm_meta(coder, "local_authority"), "Thornmere");
	assert_string_equal(lm_meta(coder, "inspector_name"), "");
	assert_string_equal(lm_meta(coder, "no such column"), "");
	lm_coder_free(coder);
	lm_close(lm);
}

static void test_limits(void **state)
{
	struct lm_error err = { 0 };
	struct lm *lm = lm_open(&(struct lm_config){ .lexicon = LEXICON, .max_document = 10 }, &err);
	(void)state;
	assert_non_null(lm);
	struct lm_coder *coder = lm_coder_new(lm, &err);
	assert_int_equal(lm_code(coder, "a.txt", "0123456789a", 11, &err), LM_FAILED);
	assert_non_null(strstr(err.message, "limit of 10 bytes"));
	assert_int_equal(lm_code_count(coder), 0);
	/* The next document has nothing of it. */
	assert_int_equal(lm_code(coder, "b.txt", "All well.", 9, &err), LM_OK);
	assert_int_equal(err.code, 0);
	lm_coder_free(coder);
	lm_close(lm);
}

static void test_mistakes(void **state)
{
	struct lm_error err = { 0 };
	(void)state;
	assert_null(lm_open(&(struct lm_config){ .lexicon = "/nonexistent" }, &err));
	assert_true(err.code != 0 && strstr(err.message, "/nonexistent"));
	lm_coder_free(NULL);
	lm_close(NULL);
	assert_true(strlen(lm_version()) >= 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_document),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_mistakes),
	};
	return cmocka_run_group_tests_name("the library", tests, NULL, NULL);
}
