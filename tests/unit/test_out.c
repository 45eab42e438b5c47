/* SPDX-License-Identifier: MIT
 *
 * What leaves the program: names, JSON and CSV; and CSV read back.
 */
#include "pipeline/base/csv_in.h"
#include "pipeline/base/csv_out.h"
#include "pipeline/base/json_out.h"
#include "pipeline/base/printable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

struct row {
	const char *why;
	struct str in;
	const char *out;
};

static void check(const struct row *rows, ptrdiff_t n, void (*add)(struct buf *, struct str))
{
	for (ptrdiff_t i = 0; i < n; i++) {
		struct buf b = { 0 };
		add(&b, rows[i].in);
		buf_addc(&b, '\0');
		if (strcmp(b.p, rows[i].out) != 0)
			print_error("%s\n", rows[i].why);
		assert_string_equal(b.p, rows[i].out);
		buf_release(&b);
	}
}

static void names_are_printable(void **state)
{
	static const struct row rows[] = {
		{ "plain and accented letters stay", STR("a b/\xC3\xA9.pdf"), "a b/\xC3\xA9.pdf" },
		{ "a line feed would split a ledger", STR("a\nb"), "a\\x0Ab" },
		{ "a terminal command", STR("\x1B[2J"), "\\x1B[2J" },
		{ "the same in C1", STR("\xC2\x9B" "2J"), "\\xC2\\x9B2J" },
		{ "a mark that turns the writing direction", STR("\xE2\x80\xAE" "fdp.exe"),
		  "\\xE2\\x80\\xAE" "fdp.exe" },
		{ "no UTF-8", STR("\xFF\xC3"), "\\xFF\\xC3" },
		{ "a backslash, so that no two names look the same", STR("\\x0A"), "\\\\x0A" },
		{ "NUL", STR("a\0b"), "a\\x00b" },
	};
	(void)state;
	check(rows, countof(rows), buf_add_printable);
}

static void json_strings_are_valid(void **state)
{
	static const struct row rows[] = {
		{ "empty", STR(""), "\"\"" },
		{ "plain", STR("no \xE2\x80\x9C" "drift\xE2\x80\x9D"),
		  "\"no \xE2\x80\x9C" "drift\xE2\x80\x9D\"" },
		{ "quote and backslash", STR("a\"b\\c"), "\"a\\\"b\\\\c\"" },
		{ "short escapes", STR("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"" },
		{ "other controls", STR("\x01\x1F\x7F\0"), "\"\\u0001\\u001f\\u007f\\u0000\"" },
		{ "invalid UTF-8 is replaced", STR("a\xFF" "b\xED\xA0\x80"),
		  "\"a\xEF\xBF\xBD" "b\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },
		{ "cut inside a character", STR("\xE2\x80"), "\"\xEF\xBF\xBD\"" },
	};
	(void)state;
	check(rows, countof(rows), json_str);
}

static void json_commas_place_themselves(void **state)
{
	struct buf b = { 0 };
	(void)state;
	for (int line = 0; line < 2; line++) {
		json_open(&b, '{');
		json_key(&b, "a"), json_int(&b, -1);
		json_key(&b, "list"), json_open(&b, '[');
		json_item(&b), json_str(&b, S("{"));
		json_item(&b), json_str(&b, S("["));
		json_close(&b, ']');
		json_key(&b, "none"), json_open(&b, '[');
		json_close(&b, ']');
		json_key(&b, "x"), json_fixed(&b, 0.125, 2);
		json_key(&b, "y"), json_bool(&b, true);
		json_key(&b, "z"), json_str_or_null(&b, S(""));
		json_close(&b, '}');
		buf_addc(&b, '\n');
	}
	buf_addc(&b, '\0');
#define LINE "{\"a\":-1,\"list\":[\"{\",\"[\"],\"none\":[],\"x\":0.13,\"y\":true,\"z\":null}\n"
	assert_string_equal(b.p, LINE LINE);
	buf_release(&b);
}

static void csv_text_is_quoted_and_disarmed(void **state)
{
	static const struct row rows[] = {
		{ "plain", STR("Aldershaw"), "Aldershaw," },
		{ "empty", STR(""), "," },
		{ "a comma", STR("a, b"), "\"a, b\"," },
		{ "a quote", STR("say \"no\""), "\"say \"\"no\"\"\"," },
		{ "a line feed", STR("a\nb"), "\"a\nb\"," },
		{ "a blank at an end", STR(" a"), "\" a\"," },
		{ "formulas", STR("=1+1"), "'=1+1," },
		{ "plus", STR("+44"), "'+44," },
		{ "minus", STR("-2"), "'-2," },
		{ "at", STR("@x"), "'@x," },
		{ "tab", STR("\tx"), "'\tx," },
		{ "CR", STR("\rx"), "\"'\rx\"," },
		{ "not at the start", STR("a=b"), "a=b," },
		{ "invalid UTF-8", STR("a\xFF"), "a\xEF\xBF\xBD," },
		{ "NUL", STR("a\0b"), "a b," },
	};
	(void)state;
	check(rows, countof(rows), csv_text);
}

static void csv_rows_end_in_a_line_feed(void **state)
{
	struct buf b = { 0 };
	(void)state;
	csv_plain(&b, "a"), csv_text(&b, S("")), csv_end_row(&b);
	csv_int(&b, -3), csv_fixed(&b, -0.5, 2), csv_end_row(&b);
	csv_end_row(&b);
	buf_addc(&b, '\0');
	assert_string_equal(b.p, "a,\n-3,-0.50\n\n");
	buf_release(&b);
}

/* Rows as "a|b;c|d;". */
static int read_rows(struct buf *out, struct str bytes, struct error *e)
{
	struct csv c;
	struct csv_row row;
	struct arena mem;
	int rc;
	arena_init(&mem, 0);
	csv_init(&c, bytes);
	while ((rc = csv_next(&c, &row, &mem, e)) > 0) {
		for (ptrdiff_t i = 0; i < row.fields.n; i++) {
			if (i)
				buf_addc(out, '|');
			buf_add(out, row.fields.at[i]);
		}
		buf_addc(out, ';');
	}
	arena_release(&mem);
	return rc;
}

static void csv_reads(struct buf *out, struct str in)
{
	struct error e = { 0 };
	assert_int_equal(read_rows(out, in, &e), 0);
}

static void csv_is_read(void **state)
{
	static const struct row rows[] = {
		{ "plain", STR("a,b\n1,2\n"), "a|b;1|2;" },
		{ "no line feed at the end", STR("a,b\n1,2"), "a|b;1|2;" },
		{ "CRLF", STR("a,b\r\n1,2\r\n"), "a|b;1|2;" },
		{ "empty fields", STR(",\n,,\n"), "|;||;" },
		{ "an empty quoted field is a row", STR("\"\"\n"), ";" },
		{ "empty lines are no rows", STR("a\n\n\r\nb\n"), "a;b;" },
		{ "quotes", STR("\"a, b\",\"say \"\"no\"\"\"\n"), "a, b|say \"no\";" },
		{ "a line feed in quotes", STR("\"a\r\nb\",c\r\n"), "a\r\nb|c;" },
		{ "a quote inside a plain field is a letter", STR("5\" x,y\n"), "5\" x|y;" },
		{ "TSV", STR("a\tb, c\n1\t\"2\"\n"), "a|b, c;1|2;" },
		{ "a byte order mark", STR("\xEF\xBB\xBF" "a,b\n"), "a|b;" },
		{ "nothing", STR(""), "" },
		{ "a last empty field", STR("a,"), "a|;" },
	};
	(void)state;
	check(rows, countof(rows), csv_reads);
}

static void csv_faults_name_the_line(void **state)
{
	struct buf b = { 0 };
	struct error e = { 0 };
	(void)state;
	assert_int_equal(read_rows(&b, S("a,b\n1,\"2\n3\n"), &e), -E_FORMAT);
	assert_string_equal(e.msg, "line 2: a quote is opened and never closed");
	e = (struct error){ 0 };
	assert_int_equal(read_rows(&b, S("a\n\"x\ny\"z\n"), &e), -E_FORMAT);
	assert_string_equal(e.msg, "line 3: a field goes on behind its closing quote");
	buf_release(&b);
}

static void csv_comes_back_as_it_was_written(void **state)
{
	static const struct str fields[] = { STR("a, \"b\"\nc"), STR(""), STR("x"), STR(" ") };
	struct buf b = { 0 }, back = { 0 };
	struct error e = { 0 };
	(void)state;
	for (ptrdiff_t i = 0; i < countof(fields); i++)
		csv_text(&b, fields[i]);
	csv_end_row(&b);
	assert_int_equal(read_rows(&back, buf_str(&b), &e), 0);
	assert_true(str_eq(buf_str(&back), S("a, \"b\"\nc||x| ;")));
	buf_release(&b);
	buf_release(&back);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_printable),
		cmocka_unit_test(json_strings_are_valid),
		cmocka_unit_test(json_commas_place_themselves),
		cmocka_unit_test(csv_text_is_quoted_and_disarmed),
		cmocka_unit_test(csv_rows_end_in_a_line_feed),
		cmocka_unit_test(csv_is_read),
		cmocka_unit_test(csv_faults_name_the_line),
		cmocka_unit_test(csv_comes_back_as_it_was_written),
	};
	return cmocka_run_group_tests_name("out", tests, NULL, NULL);
}
