/* SPDX-License-Identifier: MIT
 *
 * The command line: what is understood, and what is said when it is not.
 */
#include <string.h>

#include "pipeline/cli/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

#define USES (FOR_LEXICON | FOR_DOCUMENTS | FOR_RUN)

/* The words of line, split at blanks, as options of `run`. */
static int parse(struct settings *s, const char *line, struct error *e)
{
	static char copy[512];
	static char *words[64];
	int n = 0;
	snprintf(copy, sizeof copy, "%s", line);
	for (char *w = strtok(copy, " "); w; w = strtok(NULL, " "))
		words[n++] = w;
	return settings_parse(s, USES, 0, n, words, e);
}

static void values_come_in_every_form(void **state)
{
	static const char *const forms[] = { "-j 3 a b", "-j3 a b", "a -j 3 b", "--jobs 3 a b",
					     "--jobs=3 a b", "a b -qj3", "-j 3 -- a b" };
	(void)state;
	for (ptrdiff_t i = 0; i < countof(forms); i++) {
		struct settings s;
		struct error e = { 0 };
		assert_int_equal(parse(&s, forms[i], &e), 0);
		assert_int_equal(s.config.jobs, 3);
		assert_int_equal(s.argument_count, 2);
		assert_string_equal(s.arguments[0], "a");
		assert_string_equal(s.arguments[1], "b");
		settings_release(&s);
	}
}

static void all_types_arrive(void **state)
{
	struct settings s;
	struct error e = { 0 };
	(void)state;
	assert_int_equal(parse(&s, "--max-doc 64M --timeout 5 --sandbox require --pdf library --sections all "
			       "--voices all -o out -v -m m.csv - --selftest-fault hang", &e), 0);
	assert_int_equal(s.config.max_doc, 64 << 20);
	assert_int_equal(s.config.reader_wall_ms, 5000);
	assert_int_equal(s.config.reader_cpu_s, 6); /* behind the clock */
	assert_int_equal(s.config.sandbox, SANDBOX_REQUIRE);
	assert_int_equal(s.config.pdf, PDF_LIBRARY);
	assert_true(s.config.all_sections && s.config.all_voices && s.verbose && !s.quiet);
	assert_int_equal(s.config.reader_fault, 1);
	assert_string_equal(s.output, "out");
	assert_string_equal(s.config.manifest_path, "m.csv");
	assert_string_equal(s.arguments[0], "-");
	settings_release(&s);
}

static void dashes_after_two_dashes_are_paths(void **state)
{
	struct settings s;
	struct error e = { 0 };
	(void)state;
	assert_int_equal(parse(&s, "-- --help -q", &e), 0);
	assert_int_equal(s.argument_count, 2);
	assert_false(s.help || s.quiet);
	settings_release(&s);
}

static void mistakes_are_explained(void **state)
{
	static const struct {
		const char *line, *says;
	} rows[] = {
		{ "--jbs 3", "unknown option '--jbs'; did you mean '--jobs'?" },
		{ "--lexcon=x", "unknown option '--lexcon=x'; did you mean '--lexicon'?" },
		{ "--theme x", "unknown option '--theme'" },           /* not for run */
		{ "--xyzzy", "unknown option '--xyzzy'" },
		{ "-Z", "unknown option '-Z' in '-Z'" },
		{ "-j", "-j needs a value: -j N" },
		{ "--jobs", "--jobs needs a value: --jobs N" },
		{ "--jobs=", "--jobs takes a number from 1 to 64, not ''" },
		{ "-j 0", "--jobs takes a number from 1 to 64, not '0'" },
		{ "-j 65", "--jobs takes a number from 1 to 64, not '65'" },
		{ "-j 3x", "--jobs takes a number from 1 to 64, not '3x'" },
		{ "--quiet=yes", "--quiet takes no value" },
		{ "--max-doc 12Q", "--max-doc takes a size such as 500000, 64M or 2G, not '12Q'" },
		{ "--max-doc -1", "--max-doc takes a size such as 500000, 64M or 2G, not '-1'" },
		{ "--max-doc 99999999999G",
		  "--max-doc takes a size such as 500000, 64M or 2G, not '99999999999G'" },
		{ "--sandbox maybe", "--sandbox takes one of off, auto, require, not 'maybe'" },
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		struct settings s;
		struct error e = { 0 };
		assert_int_equal(parse(&s, rows[i].line, &e), -E_USAGE);
		assert_string_equal(e.msg, rows[i].says);
		settings_release(&s);
	}
}

static void help_has_a_line_for_each_option(void **state)
{
	char text[8192] = "";
	FILE *f = fmemopen(text, sizeof text, "w");
	(void)state;
	assert_non_null(f);
	options_help(f, USES);
	fclose(f);
	assert_non_null(strstr(text, "  -j, --jobs N "));
	assert_non_null(strstr(text, "      --until STAGE "));
	assert_non_null(strstr(text, "  -h, --help "));
	assert_null(strstr(text, "--theme"));
	assert_null(strstr(text, "selftest"));
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		assert_true(strlen(line) <= 100);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_in_every_form),
		cmocka_unit_test(all_types_arrive),
		cmocka_unit_test(dashes_after_two_dashes_are_paths),
		cmocka_unit_test(mistakes_are_explained),
		cmocka_unit_test(help_has_a_line_for_each_option),
	};
	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
