/* SPDX-License-Identifier: MIT
 *
 * What a store keeps of a document, written and read, and damaged.
 */
#include "pipeline/store/snapshot.h"
#include "tests/unit/store_runs.h"

static void fill(struct doc *d)
{
	d->source = S("Title\nA line of text.\n");
	struct page *page = VEC_PUSH(&d->mem, &d->pages);
	*page = (struct page){ 1, 2, 595.5f, 842.0f };
	struct property *property = VEC_PUSH(&d->mem, &d->properties);
	*property = (struct property){ S("creator"), S("someone") };
	struct line *placed = VEC_PUSH(&d->mem, &d->lines);
	*placed = (struct line){ .off = 6, .len = 15, .page = 1, .x0 = 72.25f, .y0 = 1, .x1 = 300,
				 .y1 = 12, .size = 11.5f, .flags = LINE_BOLD, .kind = BLOCK_ROW,
				 .group = 7 };
	struct line *plain = VEC_PUSH(&d->mem, &d->lines);
	*plain = (struct line){ .off = 0, .len = 5, .kind = BLOCK_HEADING, .level = 2,
				.number = 300, .starts = LINE_STARTS };
	d->format = FORMAT_PDF;
	d->warnings = 3;
	d->has = LAYER_LINES;
	doc_degrade(d, DOC_PARTIAL, E_LIMIT, "only one page");
}
static void test_snapshot(void **state)
{
	struct doc d, back;
	struct buf b = { 0 };
	struct error e = { 0 };
	(void)state;
	doc_init(&d, 0), doc_init(&back, 0);
	fill(&d);
	snapshot_write(&b, &d);
	assert_int_equal(snapshot_read(&back, buf_str(&b), &e), 0);
	assert_true(str_eq(back.source, d.source));
	assert_int_equal(back.status, DOC_PARTIAL);
	assert_int_equal(back.err.code, E_LIMIT);
	assert_string_equal(back.err.msg, "only one page");
	assert_int_equal(back.lines.n, 2);
	assert_memory_equal(back.lines.at, d.lines.at, 2 * sizeof *d.lines.at);
	assert_memory_equal(back.pages.at, d.pages.at, sizeof *d.pages.at);
	assert_true(str_eq(back.properties.at[0].value, S("someone")));
	assert_int_equal(back.format, FORMAT_PDF);
	assert_int_equal(back.warnings, 3);
	assert_int_equal(back.has, LAYER_LINES);
	doc_release(&d), doc_release(&back);
	buf_release(&b);
}
/* Cut anywhere, or with any byte changed: an error, or a document whose lines lie in its source. */
static void test_damaged_snapshots(void **state)
{
	struct doc d, back;
	struct buf b = { 0 };
	(void)state;
	doc_init(&d, 0), doc_init(&back, 0);
	fill(&d);
	snapshot_write(&b, &d);
	for (ptrdiff_t n = 0; n < b.n; n++) {
		struct error e = { 0 };
		doc_reset(&back);
		assert_int_equal(snapshot_read(&back, (struct str){ b.p, n }, &e), -E_FORMAT);
	}
	for (ptrdiff_t i = 0; i < b.n; i++) {
		char old = b.p[i];
		for (int v = 0; v < 256; v++) {
			struct error e = { 0 };
			b.p[i] = (char)v;
			doc_reset(&back);
			snapshot_read(&back, buf_str(&b), &e);
			for (ptrdiff_t k = 0; k < back.lines.n; k++)
				assert_true((uint64_t)back.lines.at[k].off + back.lines.at[k].len <=
					    (uint64_t)back.source.n);
		}
		b.p[i] = old;
	}
	doc_release(&d), doc_release(&back);
	buf_release(&b);
}
/* A store whose kept text is damaged reads the document again. */
static void test_damaged_text(void **state)
{
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	make_database(*state, "s.db", "UPDATE contents SET packed = x'00112233'; DELETE FROM words");
	store_rig_lexicon(&rig, "children");
	expect_run("s.db", 1, (struct store_changes){ .recoded = 1 });
	assert_int_equal(rig.totals.by_status[DOC_OK], 1);
}
/* Where the file was not opened, that is up to the next run, which also keeps the text anew. */
static void test_damaged_text_unopened(void **state)
{
	rig.trust_stamps = true;
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	make_database(*state, "s.db", "UPDATE contents SET packed = x'00112233'; DELETE FROM words");
	store_rig_lexicon(&rig, "children");
	expect_run("s.db", 0, (struct store_changes){ .changed = 1, .failed = 1 });
	expect_run("s.db", 1, (struct store_changes){ .changed = 1 });
	assert_int_equal(rig.totals.by_status[DOC_OK], 1);
	store_rig_lexicon(&rig, "managers");
	expect_run("s.db", 0, (struct store_changes){ .recoded = 1 });
}
/* The same of what later stages made. */
static void test_damaged_layers(void **state)
{
	rig_write(*state, "reports/a.txt", S(TEXT_A));
	expect_run("s.db", 1, (struct store_changes){ .added = 1 });
	make_database(*state, "s.db", "UPDATE words SET layers = x'4c4d6c31ff'");
	store_rig_lexicon(&rig, "children");
	expect_run("s.db", 1, (struct store_changes){ .recoded = 1 });
	assert_int_equal(rig.totals.by_status[DOC_OK], 1);
	store_rig_lexicon(&rig, "caseloads");
	expect_run("s.db", 0, (struct store_changes){ .recoded = 1 });
	assert_int_equal(rig.coded, 1);
}
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_snapshot), cmocka_unit_test(test_damaged_snapshots),
		CASE(test_damaged_text), CASE(test_damaged_text_unopened), CASE(test_damaged_layers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
