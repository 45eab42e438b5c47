/* SPDX-License-Identifier: MIT
 *
 * Where a long text is cut: at the best place that is in reach.
 */
#include "pipeline/doc/cut.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The cut is where the bar stands, which is not in the text. */
static const char *const texts[] = {
	"One ends.\n\n|Two starts.\n\nand goes on. The rest",
	"One ends.\n\n|Two starts. It goes on.\n- an item.\n\n",
	"One ends.\n\n|# A heading\n\n- an item\n\nmore",
	"One ends.\r\n\r\n|Two starts.\r\nThen more",
	"One ends.\n\f|Two starts\non a page",
	"a line\nthat ends.\n|The next line\nis broken",
	"a line\nis broken\n\n|and so on, and on",
	"no line end. |Sentences there are, of words",
	"a line\n|of words without stops",
	"only words |anymore",
	"xxxxxxxxxxxxxxxxxxxxxxxxxxx|y",
	"\xc3\xa9\xc3\xa9\xc3\xa9|\xc3\xa9",
	"\"One ends.\"\n\n|\"Two starts, after a quote",
};

static void test_places(void **state)
{
	(void)state;
	for (int i = 0; i < countof(texts); i++) {
		char text[200];
		ptrdiff_t bar = strchr(texts[i], '|') - texts[i];
		struct str all = str_of(texts[i]);
		memcpy(text, all.p, (size_t)bar);
		memcpy(text + bar, all.p + bar + 1, (size_t)(all.n - bar));
		ptrdiff_t cut = text_cut((struct str){ text, all.n - 1 }, UNITS_BYTES);
		if (cut != bar)
			print_error("text %d is cut at %td, not %td\n", i, cut, bar);
		assert_int_equal(bar, cut);
	}
}

static void test_utf16(void **state)
{
	static const char little[] = "\xff\xfe" "O\0n\0e\0.\0\n\0\n\0T\0w\0o\0 \0x\0";
	static const char big[] = "\0O\0n\0e\0.\0\n\0\n\0T\0w\0o\0 \0x";
	static const char pair[] = "\x3d\xd8\x00\xde\x3d\xd8\x00\xde";
	(void)state;
	assert_int_equal(UNITS_LITTLE, text_units((struct str){ little, sizeof little - 1 }));
	assert_int_equal(UNITS_BIG, text_units((struct str){ big, sizeof big - 1 }));
	assert_int_equal(UNITS_BIG, text_units(S("\xfe\xff")));
	assert_int_equal(UNITS_BYTES, text_units(S("One.")));
	assert_int_equal(UNITS_BYTES, text_units(S("")));
	assert_int_equal(14, text_cut((struct str){ little, sizeof little - 1 }, UNITS_LITTLE));
	assert_int_equal(12, text_cut((struct str){ big, sizeof big - 1 }, UNITS_BIG));
	assert_int_equal(4, text_cut((struct str){ pair, 8 }, UNITS_LITTLE));
}

static void test_short(void **state)
{
	(void)state;
	assert_int_equal(0, text_cut(S(""), UNITS_BYTES));
	assert_int_equal(1, text_cut(S("x"), UNITS_BYTES));
	assert_int_equal(1, text_cut(S("x"), UNITS_BIG));
	assert_true(text_cut(S("\n\n"), UNITS_BYTES) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_short),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
