/* SPDX-License-Identifier: MIT
 *
 * The base types: slices, buffers, arenas, growing arrays, errors, hashing,
 * UTF-8 and NFC.
 */
#include <errno.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"
#include "pipeline/base/hash.h"
#include "pipeline/base/scan.h"
#include "pipeline/base/utf8.h"
#include "pipeline/base/vec.h"
#include "tests/unit/conform.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static void assert_str(struct str got, const char *want)
{
	if (!str_eq(got, str_of(want)))
		fail_msg("want '%s', got '%.*s'", want, STR_ARG(got));
}

static void test_str(void **state)
{
	(void)state;
	struct str s = S("one,two,");
	assert_str(str_sub(s, 4, 7), "two");
	assert_str(str_sub(s, 6, 4), "");
	assert_str(str_sub(s, 90, 99), "");
	assert_str(str_sub(s, 4, 99), "two,");
	assert_int_equal(str_of(NULL).n, 0);
	assert_true(str_cmp(S("ab"), S("abc")) < 0);
	assert_true(str_cmp(S("b"), S("abc")) > 0);
	assert_int_equal(str_cmp(S(""), (struct str){ 0 }), 0);
	assert_true(str_cmp(S("\xC3"), S("z")) > 0);
	assert_true(str_starts(s, S("one")) && !str_starts(S("on"), S("one")));
	assert_true(str_ends(s, S(",")) && !str_ends(S(""), S(",")));
	assert_int_equal(str_find(s, S("two"), 0), 4);
	assert_int_equal(str_find(s, S("two"), 5), -1);
	assert_int_equal(str_find(s, S("x"), 99), -1);
	assert_int_equal(str_find(s, S(""), 0), -1);
	assert_str(str_trim(S(" \t a b\r\n")), "a b");
	assert_str(str_trim(S("  ")), "");
	assert_int_equal(str_trim((struct str){ "\0a\0", 3 }).n, 3);
	assert_true(str_eq_nocase(S("MASH"), S("mash")) && !str_eq_nocase(S("a["), S("A{")));
}

static void test_str_cut(void **state)
{
	(void)state;
	struct str rest = S("a,,b");
	assert_str(str_cut(&rest, ','), "a");
	assert_str(str_cut(&rest, ','), "");
	assert_str(str_cut(&rest, ','), "b");
	assert_int_equal(rest.n, 0);
	assert_int_equal(str_cut(&rest, ',').n, 0);
}

static void test_buf(void **state)
{
	(void)state;
	struct buf b = { 0 };
	buf_addz(&b, "a");
	buf_addc(&b, 'b');
	buf_add(&b, S("c"));
	buf_addf(&b, "%d-%s", 7, "x");
	buf_add_int(&b, INT64_MIN);
	assert_str(buf_str(&b), "abc7-x-9223372036854775808");
	for (int i = 0; i < 5000; i++)
		buf_addz(&b, "0123456789");
	assert_int_equal(b.n, 26 + 50000);
	assert_true(buf_ok(&b));
	buf_reset(&b);
	assert_int_equal(b.n, 0);
	buf_shrink(&b, 100);
	assert_int_equal(b.cap, 0);
	buf_release(&b);
}

/* A buffer that could not grow says so once and takes no more. */
static void test_buf_failure(void **state)
{
	(void)state;
	struct buf b = { 0 };
	buf_addz(&b, "kept");
	assert_false(buf_reserve(&b, PTRDIFF_MAX - 100));
	assert_false(buf_ok(&b));
	buf_addz(&b, "not taken");
	assert_str(buf_str(&b), "kept");
	buf_reset(&b);
	assert_true(buf_ok(&b));
	buf_release(&b);
}

static void test_fixed(void **state)
{
	static const struct {
		double v;
		int decimals;
		const char *want;
	} cases[] = {
		{ 0, 0, "0" }, { 0, 2, "0.00" }, { 1.005, 1, "1.0" }, { 2.5, 0, "3" },
		{ -2.5, 0, "-3" }, { -0.04, 1, "0.0" }, { -0.05, 1, "-0.1" }, { 12.3456, 3, "12.346" },
		{ 0.000001, 6, "0.000001" }, { 999.9999, 3, "1000.000" }, { NAN, 2, "0" },
		{ INFINITY, 2, "0" }, { 1e13, 2, "0" },
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct buf b = { 0 };
		buf_add_fixed(&b, cases[i].v, cases[i].decimals);
		assert_str(buf_str(&b), cases[i].want);
		buf_release(&b);
	}
}

static void test_arena(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 0);
	char *c = arena_raw(&a, 1, 1, 1);
	uint64_t *u = NEW(&a, uint64_t, 1000);
	assert_non_null(c);
	assert_int_equal((uintptr_t)u % alignof(uint64_t), 0);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(u[i], 0);
	struct str s = arena_str(&a, S("text"));
	assert_int_equal(s.p[4], '\0');
	assert_null(arena_get(&a, PTRDIFF_MAX, 16, 16));
	assert_null(arena_get(&a, -1, 1, 1));
	char *big = arena_raw(&a, 20000000, 1, 1);
	assert_non_null(big);
	memset(big, 1, 20000000);
	arena_release(&a);
}

/* After a reset memory is used again, zeroed, and a long run does not grow. */
static void test_arena_reset(void **state)
{
	(void)state;
	struct arena a;
	size_t used = 0;
	arena_init(&a, 0);
	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < 100; i++) {
			char *p = arena_get(&a, 5000, 1, 1);
			assert_int_equal(p[4999], 0);
			memset(p, 0xFF, 5000);
		}
		used = used ? used : a.used;
		assert_int_equal(a.used, used);
		arena_reset(&a, 8 << 20);
		assert_int_equal(a.used, 0);
	}
	arena_release(&a);
}

static void test_arena_limit(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 300000);
	int got = 0;
	while (arena_raw(&a, 1000, 1, 1))
		got++;
	assert_in_range(got, 200, 300);
	assert_true(a.used <= 300000);
	arena_reset(&a, 1 << 20);
	assert_non_null(arena_raw(&a, 1000, 1, 1));
	arena_release(&a);
}

static void test_vec(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 0);
	VEC(int) v = { 0 };
	VEC(int) h = { 0 };
	for (int i = 0; i < 1000; i++) {
		int *p = VEC_PUSH(&a, &v), *q = VEC_HEAP_PUSH(&h);
		assert_int_equal(*p + *q, 0);
		*p = *q = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v.at[i] + h.at[i], 2 * i);
	free(h.at);
	arena_release(&a);
	arena_init(&a, 50);
	v.n = v.cap = 0;
	assert_null(VEC_PUSH(&a, &v));
	arena_release(&a);
}

static void test_error(void **state)
{
	(void)state;
	struct error e = { 0 };
	assert_int_equal((fail)(&e, E_LIMIT, "over %d", 3), -E_LIMIT);
	assert_int_equal((fail)(&e, E_IO, "later"), -E_IO);
	assert_int_equal(e.code, E_LIMIT);
	assert_string_equal(e.msg, "over 3");
	e = (struct error){ 0 };
	errno = ENOENT;
	fail_errno(&e, E_IO, "cannot open '%s'", "x");
	assert_string_equal(e.msg, "cannot open 'x': No such file or directory");
	assert_int_equal(error_exit_status(E_USAGE), 64);
	assert_int_equal(error_exit_status(E_LOCKED), 75);
	assert_int_equal(error_exit_status(999), 2);
	assert_string_equal(error_text(-1), "unknown error");
}

/* Equal bytes hash alike, and one changed bit anywhere changes the hash. */
static void test_hash(void **state)
{
	char text[64] = { 0 };
	(void)state;
	for (ptrdiff_t n = 0; n <= 64; n++) {
		struct str s = { text, n };
		uint64_t h = hash_bytes(s, 1);
		assert_true(h == hash_bytes(s, 1));
		assert_true(h != hash_bytes(s, 2));
		assert_true(n == 0 || h != hash_bytes((struct str){ text, n - 1 }, 1));
		for (ptrdiff_t bit = 0; bit < n * 8; bit++) {
			text[bit / 8] = (char)(1 << bit % 8);
			assert_true(h != hash_bytes(s, 1));
			text[bit / 8] = 0;
		}
	}
}

/* Against the loops that they stand for, at every length and place. */
static void test_scan(void **state)
{
	static const char letters[] = "aaaaaa bcdefg hijk lmnop.q?\t~\xE2";
	char text[100];
	uint32_t r = 1;
	(void)state;
	for (int round = 0; round < 20000; round++) {
		ptrdiff_t n = round % (ptrdiff_t)sizeof text, any = 0, plain = 0;
		for (ptrdiff_t i = 0; i < n; i++) {
			r = r * 1664525 + 1013904223;
			text[i] = letters[(r >> 16) % (r >> 31 ? 8 : sizeof letters - 1)];
		}
		struct str s = { text, n };
		while (any < n && !strchr(".?!", text[any]) && text[any] != '\xE2')
			any++;
		assert_int_equal(scan_for_any(s, 0, '.', '?', '!', '\xE2'), any);
		while (plain < n && text[plain] >= ' ' && text[plain] <= '~' &&
		       !(plain && text[plain] == ' ' && text[plain - 1] == ' '))
			plain++;
		assert_int_equal(scan_plain(s, 0), plain);
	}
	for (int i = 0; i < SCAN_BLOCK; i++) {
		memset(text, '.', sizeof text);
		text[i] = (char)0xC3;
		assert_int_equal(scan_bits(scan_load(text)), 1 << i);
		text[i] = 'q';
		assert_int_equal(scan_bits(scan_range(scan_load(text), 'a', 'z')), 1 << i);
	}
}

static void test_utf8_round_trip(void **state)
{
	char out[4];
	uint32_t back;
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		int n = utf8_encode(cp, out);
		bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;
		int k = utf8_decode(out, n, &back);
		if (back != (surrogate ? UTF8_BAD : cp) || (!surrogate && k != n))
			fail_msg("U+%04X", cp);
	}
}

/* The maximal subparts of Unicode 15, table 3-8 and around it. */
static void test_utf8_bad(void **state)
{
	static const struct {
		const char *why;
		struct str bytes;
		int len;
	} cases[] = {
		{ "a lone continuation", STR("\x80"), 1 }, { "never a byte of UTF-8", STR("\xFF"), 1 },
		{ "overlong", STR("\xC0\xAF"), 1 },        { "overlong, three bytes", STR("\xE0\x80\xAF"), 1 },
		{ "a surrogate", STR("\xED\xA0\x80"), 1 }, { "over U+10FFFF", STR("\xF4\x90\x80\x80"), 1 },
		{ "cut after two of three", STR("\xE2\x80"), 2 }, { "cut by a letter", STR("\xE2\x80" "A"), 2 },
		{ "cut after three of four", STR("\xF0\x9F\x98"), 3 }, { "cut after one", STR("\xC3"), 1 },
	};
	uint32_t cp;
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		int k = utf8_decode(cases[i].bytes.p, cases[i].bytes.n, &cp);
		if (k != cases[i].len || cp != UTF8_BAD || utf8_valid(cases[i].bytes))
			fail_msg("%s", cases[i].why);
	}
	assert_true(utf8_valid(S("a\xC3\xA9\xEF\xBF\xBD\xF0\x9F\x98\x80")));
	assert_true(utf8_valid(S("")));
}

static void test_unicode_properties(void **state)
{
	(void)state;
	assert_true(unicode_is_letter(0xE9) && unicode_is_letter(0x5150) && !unicode_is_letter('1'));
	assert_true(unicode_is_digit('1') && unicode_is_digit(0x0661) && !unicode_is_digit(0xB2));
	assert_true(unicode_is_upper(0xC9) && !unicode_is_upper(0xE9) && !unicode_is_upper(0x5150));
	assert_int_equal(unicode_lower(0xC9), 0xE9);
	assert_int_equal(unicode_lower(0x0391), 0x03B1);
	assert_int_equal(unicode_lower('-'), '-');
	assert_false(unicode_is_letter(0x110000));
}

/* A line or more for each thing that NFC does, in the form of Unicode's own test. */
static const char *const nfc_lines[] = {
	"00C9;00C9;0045 0301;00C9;0045 0301;",                          /* composition */
	"0045 0323 0301;1EB8 0301;0045 0323 0301;1EB8 0301;0045 0323 0301;", /* order */
	"212B;00C5;0041 030A;00C5;0041 030A;",                          /* singleton */
	"0958;0915 093C;0915 093C;0915 093C;0915 093C;",                /* excluded from composition */
	"AC01;AC01;1100 1161 11A8;AC01;1100 1161 11A8;",                /* Hangul */
	"0F73;0F71 0F72;0F71 0F72;0F71 0F72;0F71 0F72;",                /* starts with a mark */
	"0061 0F71 0F73;0061 0F71 0F71 0F72;0061 0F71 0F71 0F72;0061 0F71 0F71 0F72;0061 0F71 0F71 0F72;",
	"0344;0308 0301;0308 0301;0308 0301;0308 0301;",                /* decomposes only */
	"09C7 09BE;09CB;09C7 09BE;09CB;09C7 09BE;",                     /* the second is a starter */
};

static void test_nfc(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(nfc_lines); i++)
		if (!conform_nfc_line(str_of(nfc_lines[i])))
			fail_msg("%s", nfc_lines[i]);
	assert_false(conform_nfc_line(S("0045 0301;0045 0301;0045 0301;0045 0301;0045 0301;")));
}

static void test_nfc_unicode_data(void **state)
{
	(void)state;
	int total = 0;
	FILE *f = popen(NORMALIZATION_TEST, "r");
	int passed = f ? conform_nfc(f, &total) : 0;
	if (f)
		pclose(f);
	if (total == 0)
		skip();
	assert_int_equal(passed, total);
	assert_in_range(total, 10000, 100000);
}

/* Endless marks are parted by U+034F; what comes out is the same when made again. */
static void test_nfc_many_marks(void **state)
{
	(void)state;
	struct buf in = { 0 }, once = { 0 }, twice = { 0 };
	buf_addz(&in, "q");
	for (int i = 0; i < 1000; i++)
		buf_addz(&in, "\xCC\x81\xCC\xA3");
	unicode_nfc(&once, buf_str(&in));
	unicode_nfc(&twice, buf_str(&once));
	assert_true(str_eq(buf_str(&once), buf_str(&twice)));
	assert_true(str_find(buf_str(&once), S("\xCD\x8F"), 0) > 0);
	assert_in_range(once.n, in.n, in.n + in.n / 20);
	buf_release(&in);
	buf_release(&once);
	buf_release(&twice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_str),            cmocka_unit_test(test_str_cut),
		cmocka_unit_test(test_buf),            cmocka_unit_test(test_buf_failure),
		cmocka_unit_test(test_fixed),          cmocka_unit_test(test_arena),
		cmocka_unit_test(test_arena_reset),    cmocka_unit_test(test_arena_limit),
		cmocka_unit_test(test_vec),            cmocka_unit_test(test_error),
		cmocka_unit_test(test_hash),           cmocka_unit_test(test_scan),
		cmocka_unit_test(test_utf8_round_trip),
		cmocka_unit_test(test_utf8_bad),       cmocka_unit_test(test_unicode_properties),
		cmocka_unit_test(test_nfc),            cmocka_unit_test(test_nfc_unicode_data),
		cmocka_unit_test(test_nfc_many_marks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
