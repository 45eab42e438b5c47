/* SPDX-License-Identifier: MIT
 *
 * Records of a reader process: good ones are taken, and no cut or flipped byte
 * does harm.
 */

#include <stdio.h>

#include "pipeline/doc/wire.h"
#include "pipeline/run/records.h"

/* After ours: cmocka has a macro fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void add(struct buf *b, uint8_t type, uint8_t a, uint16_t level, const void *head, size_t size,
		struct str text)
{
	struct wire_record r = { type, a, level, (uint32_t)(size + (size_t)text.n) };
	buf_add(b, (struct str){ (const char *)&r, sizeof r });
	buf_add(b, (struct str){ head, (ptrdiff_t)size });
	buf_add(b, text);
}

static struct buf sample(void)
{
	struct buf b = { 0 };
	struct wire_page page = { 1, WIRE_PAGE_IMAGES, 595, 842 };
	struct wire_line line = { 1, WIRE_LINE_BOLD, 72, 90, 300, 102, 12 };
	struct wire_block block = { 0, 7 };
	add(&b, WIRE_PAGE, 0, 0, &page, sizeof page, S(""));
	add(&b, WIRE_LINE, 0, 0, &line, sizeof line, S("What needs to improve"));
	add(&b, WIRE_BLOCK, WIRE_ITEM, 2, &block, sizeof block, S("The quality of plans"));
	add(&b, WIRE_META, 0, 0, "", 0, (struct str){ "title\0A report", 14 });
	add(&b, WIRE_WARNING, 0, 0, "", 0, S("odd font"));
	add(&b, WIRE_END, WIRE_OK, 0, "", 0, S("fine"));
	return b;
}

static void test_good(void **state)
{
	(void)state;
	struct error e = { 0 };
	struct records_end end;
	struct buf b = sample();
	struct doc d;
	doc_init(&d, 0);
	assert_int_equal(records_parse(&d, buf_str(&b), &end, &e), 0);
	assert_true(end.seen);
	assert_int_equal(end.outcome, WIRE_OK);
	assert_int_equal(d.lines.n, 2);
	assert_true(str_eq(doc_line(&d, &d.lines.at[0]), S("What needs to improve")));
	assert_int_equal(d.lines.at[0].flags, LINE_BOLD);
	assert_int_equal(d.lines.at[1].kind, BLOCK_ITEM);
	assert_int_equal(d.lines.at[1].level, 2);
	assert_int_equal(d.lines.at[1].group, 7);
	assert_int_equal(d.pages.n, 1);
	assert_true(str_eq(d.properties.at[0].value, S("A report")));
	assert_int_equal(d.warnings, 1);
	doc_release(&d);
	buf_release(&b);
}

/* Every prefix is an error or lacks its end; none reads outside (run under a sanitizer). */
static void test_cut(void **state)
{
	(void)state;
	struct buf b = sample();
	struct doc d;
	doc_init(&d, 0);
	for (ptrdiff_t n = 0; n < b.n; n++) {
		struct error e = { 0 };
		struct records_end end;
		int rc = records_parse(&d, str_sub(buf_str(&b), 0, n), &end, &e);
		assert_true(rc < 0 || !end.seen);
		doc_reset(&d);
	}
	doc_release(&d);
	buf_release(&b);
}

static struct buf blocks(const char *kinds)
{
	struct buf b = { 0 };
	for (const char *k = kinds; *k; k++) {
		struct wire_block block = { 0, *k == 'i' ? 7 : 0 };
		struct wire_page page = { 1, 0, 595, 842 };
		if (*k == 'P')
			add(&b, WIRE_PAGE, 0, 0, &page, sizeof page, S(""));
		else
			add(&b, WIRE_BLOCK, *k == 'h' ? WIRE_HEADING : *k == 'i' ? WIRE_ITEM : WIRE_PARA, 0,
			    &block, sizeof block, S("12345678"));
	}
	return b;
}

/* Where many records are cut: before a heading or a page of the second half, else before what is no
 * item of a list, else before the last one. */
static void test_places(void **state)
{
	static const struct {
		const char *kinds;
		int before;             /* records before the cut */
	} rows[] = {
		{ "p", 0 }, { "pp", 1 }, { "ppph", 3 }, { "hpphpp", 3 }, { "hppppp", 5 }, { "ppPppp", 5 },
		{ "ppppPp", 4 }, { "ppphphpp", 5 }, { "pppiii", 5 }, { "iiiiii", 5 }, { "piiiipi", 5 },
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		struct buf b = blocks(rows[i].kinds);
		char before[16];
		snprintf(before, sizeof before, "%.*s", rows[i].before, rows[i].kinds);
		struct buf first = blocks(before);
		if (records_cut(buf_str(&b)) != first.n)
			fail_msg("%s is cut at byte %td, not %td", rows[i].kinds,
				 records_cut(buf_str(&b)), first.n);
		buf_release(&first);
		buf_release(&b);
	}
}

/* Whatever the bytes, those before the cut are whole records. */
static void test_cut_whole(void **state)
{
	(void)state;
	struct buf b = sample();
	struct doc d;
	doc_init(&d, 0);
	for (ptrdiff_t n = 0; n <= b.n; n++) {
		struct error e = { 0 };
		struct records_end end;
		ptrdiff_t cut = records_cut(str_sub(buf_str(&b), 0, n));
		assert_in_range(cut, 0, n);
		assert_int_equal(records_parse(&d, str_sub(buf_str(&b), 0, cut), &end, &e), 0);
		doc_reset(&d);
	}
	doc_release(&d);
	buf_release(&b);
}

static void test_flipped(void **state)
{
	(void)state;
	struct buf b = sample();
	struct doc d;
	doc_init(&d, (size_t)16 << 20);
	for (ptrdiff_t i = 0; i < b.n * 8; i++) {
		struct error e = { 0 };
		struct records_end end;
		b.p[i / 8] = (char)(b.p[i / 8] ^ (1 << (i % 8)));
		records_parse(&d, buf_str(&b), &end, &e);
		for (ptrdiff_t k = 0; k < d.lines.n; k++)
			assert_true(d.lines.at[k].off + d.lines.at[k].len <= d.source.n);
		b.p[i / 8] = (char)(b.p[i / 8] ^ (1 << (i % 8)));
		doc_reset(&d);
	}
	doc_release(&d);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_cut_whole),
		cmocka_unit_test(test_flipped),
	};
	return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
