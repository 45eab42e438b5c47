/* SPDX-License-Identifier: MIT
 *
 * Records of a reader that are many come back portion by portion: all of them, in their order; a page
 * that is cut goes on in the next portion, and is counted once.
 */
#include "pipeline/doc/wire.h"
#include "pipeline/run/held_records.h"

/* After ours: cmocka has a macro fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void add(struct buf *b, uint8_t type, const void *head, size_t size, struct str text)
{
	struct wire_record r = { type, 0, 0, (uint32_t)(size + (size_t)text.n) };
	buf_add(b, (struct str){ (const char *)&r, sizeof r });
	buf_add(b, (struct str){ head, (ptrdiff_t)size });
	buf_add(b, text);
}

static void add_page(struct buf *b, uint16_t number, int lines, struct str text)
{
	struct wire_page page = { number, 0, 595, (float)(800 + number) };
	add(b, WIRE_PAGE, &page, sizeof page, S(""));
	for (int i = 0; i < lines; i++) {
		struct wire_line line = { number, 0, 72, (float)(90 + i), 300, (float)(100 + i), 12 };
		add(b, WIRE_LINE, &line, sizeof line, text);
	}
}

/* The portions of pages that have so many lines each. */
static void check_portions(const int *lines, int pages, struct str text, ptrdiff_t size, int least)
{
	struct held_records h = { 0 };
	struct records_end end;
	struct error e = { 0 };
	struct doc d;
	ptrdiff_t seen = 0, all = 0;
	int portions = 0;
	doc_init(&d, 0);
	d.portion.may = true;
	held_begin(&h, &d, (uint64_t)size);
	for (int i = 0; i < pages; i++) {
		add_page(&h.bytes, (uint16_t)(i + 1), lines[i], text);
		held_added(&h, false);
		all += lines[i];
	}
	add(&h.bytes, WIRE_END, "", 0, S("fine"));
	held_added(&h, true);
	do {
		if (portions++)
			doc_next_portion(&d);
		assert_int_equal(held_take(&h, &d, &end, &e), 0);
		for (ptrdiff_t i = 0; i < d.lines.n; i++, seen++) {
			const struct line *l = &d.lines.at[i];
			const struct page *p = &d.pages.at[l->page - d.pages.at[0].number];
			assert_int_equal(p->number, l->page);
			assert_true(p->height == (float)(800 + l->page));
			assert_int_equal(l->len, text.n);
		}
		assert_true(portions < 1000);
	} while (!d.portion.is_last);
	assert_true(end.seen);
	assert_int_equal(seen, all);
	assert_int_equal(doc_page_count(&d), pages);
	assert_true(portions >= least);
	held_release(&h);
	doc_release(&d);
}

static void test_pages(void **state)
{
	static const int even[] = { 5, 5, 5, 5, 5, 5, 5, 5 }, one[] = { 200 }, odd[] = { 1, 90, 0, 0, 3, 40 };
	(void)state;
	for (ptrdiff_t size = 200; size < 1000; size += 37) {
		check_portions(even, countof(even), S("A line of text."), size, 2);
		check_portions(one, countof(one), S("A line of text."), size, 5);
		check_portions(odd, countof(odd), S("A line of text."), size, 3);
	}
}

/* Records that are longer than a portion. */
static void test_long(void **state)
{
	static const int lines[] = { 3, 2 };
	static char text[5000];
	(void)state;
	check_portions(lines, countof(lines), (struct str){ text, sizeof text }, 100, 1);
}

/* Few are held, and none are in portions where that is not wanted. */
static void test_whole(void **state)
{
	(void)state;
	for (int may = 0; may < 2; may++) {
		struct held_records h = { 0 };
		struct records_end end;
		struct error e = { 0 };
		struct doc d;
		doc_init(&d, 0);
		d.portion.may = may;
		held_begin(&h, &d, may ? 100000 : 100);
		add_page(&h.bytes, 1, 50, S("A line of text."));
		held_added(&h, false);
		add(&h.bytes, WIRE_END, "", 0, S("fine"));
		held_added(&h, true);
		assert_null(h.spool);
		assert_int_equal(held_take(&h, &d, &end, &e), 0);
		assert_true(end.seen && !d.portion.is_one);
		assert_int_equal(d.lines.n, 50);
		held_release(&h);
		doc_release(&d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_whole),
	};
	return cmocka_run_group_tests_name("held records", tests, NULL, NULL);
}
