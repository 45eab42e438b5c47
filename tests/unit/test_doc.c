/* SPDX-License-Identifier: MIT
 *
 * The document: status, offsets back to the source, pages, invariants, reset.
 */
#include "pipeline/doc/doc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static struct doc d;

static int set_up(void **state)
{
	(void)state;
	doc_init(&d, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	doc_release(&d);
	return 0;
}

static void test_status_only_worsens(void **state)
{
	(void)state;
	doc_degrade(&d, DOC_PARTIAL, E_LIMIT, "only %d pages", 3);
	assert_int_equal(d.status, DOC_PARTIAL);
	assert_string_equal(d.err.msg, "only 3 pages");
	doc_degrade(&d, DOC_PARTIAL, E_IO, "later");
	assert_string_equal(d.err.msg, "only 3 pages");
	doc_degrade(&d, DOC_FAILED, E_FORMAT, "worse");
	assert_int_equal(d.status, DOC_FAILED);
	assert_int_equal(d.err.code, E_FORMAT);
	doc_degrade(&d, DOC_NOTEXT, E_NOTEXT, "better");
	assert_int_equal(d.status, DOC_FAILED);
}

static void add_pair(uint32_t text, uint32_t source)
{
	struct offset_pair *p = VEC_PUSH(&d.mem, &d.map);
	*p = (struct offset_pair){ text, source };
}

static void test_source_offset(void **state)
{
	(void)state;
	assert_int_equal(doc_source_offset(&d, 5), 0);
	d.source = S("0123456789abcdefghij");
	add_pair(0, 2);
	add_pair(4, 10);
	add_pair(6, 11);
	assert_int_equal(doc_source_offset(&d, 0), 2);
	assert_int_equal(doc_source_offset(&d, 3), 5);
	assert_int_equal(doc_source_offset(&d, 4), 10);
	assert_int_equal(doc_source_offset(&d, 5), 11);         /* no further than the next piece */
	assert_int_equal(doc_source_offset(&d, 8), 13);
	assert_int_equal(doc_source_offset(&d, 1000), 20);      /* nor than the source */
}

static void test_pages(void **state)
{
	(void)state;
	assert_int_equal(doc_page_at(&d, 0), 0);
	for (uint32_t i = 0; i < 3; i++) {
		struct page_start *p = VEC_PUSH(&d.mem, &d.page_starts);
		*p = (struct page_start){ 10 + 100 * i, (uint16_t)(i + 1) };
	}
	assert_int_equal(doc_page_at(&d, 9), 0);
	assert_int_equal(doc_page_at(&d, 10), 1);
	assert_int_equal(doc_page_at(&d, 109), 1);
	assert_int_equal(doc_page_at(&d, 110), 2);
	assert_int_equal(doc_page_at(&d, 5000), 3);
}

/* A document of one block, one sentence and one word, all of it sound. */
static void make_sound(void)
{
	d.text = S("one two");
	struct block *b = VEC_PUSH(&d.mem, &d.blocks);
	*b = (struct block){ .len = 7, .kind = BLOCK_PARA, .heading = NO_BLOCK, .sent_count = 1 };
	struct sentence *s = VEC_PUSH(&d.mem, &d.sents);
	*s = (struct sentence){ .len = 7, .tok_count = 1 };
	struct token *t = VEC_PUSH(&d.mem, &d.toks);
	*t = (struct token){ .len = 3 };
	d.has = LAYER_TEXT | LAYER_SENTENCES | LAYER_TOKENS;
}

#define ASSERT_UNSOUND(change, undo)                                                         \
	do {                                                                                 \
		struct error e = { 0 };                                                      \
		change;                                                                      \
		assert_int_equal(doc_check(&d, &e), -E_INTERNAL);                            \
		assert_string_not_equal(e.msg, "");                                          \
		undo;                                                                        \
		e = (struct error){ 0 };                                                     \
		assert_int_equal(doc_check(&d, &e), 0);                                      \
	} while (0)

static void test_invariants(void **state)
{
	(void)state;
	make_sound();
	struct block *b = d.blocks.at;
	struct sentence *s = d.sents.at;
	struct token *t = d.toks.at;
	ASSERT_UNSOUND(b->len = 8, b->len = 7);
	ASSERT_UNSOUND(b->heading = 0, b->heading = NO_BLOCK);
	ASSERT_UNSOUND(s->block = 1, s->block = 0);
	ASSERT_UNSOUND(s->len = 8, s->len = 7);
	ASSERT_UNSOUND(s->len = 0, s->len = 7);
	ASSERT_UNSOUND(s->tok_count = 2, s->tok_count = 1);
	ASSERT_UNSOUND(t->off = 6, t->off = 0);
}

static void test_counts(void **state)
{
	(void)state;
	make_sound();
	assert_true(doc_counts(&d, 0, false));
	d.blocks.at[0].voice = VOICE_PROVIDER;
	assert_false(doc_counts(&d, 0, false));
	assert_true(doc_counts(&d, 0, true));
	d.blocks.at[0].kind = BLOCK_HEADING;
	assert_false(doc_counts(&d, 0, true));
	d.blocks.at[0].kind = BLOCK_ITEM;
	assert_true(doc_counts(&d, 0, true));
	d.blocks.at[0].excluded = true;
	assert_false(doc_counts(&d, 0, true));
}

static void test_hits_of_a_sentence(void **state)
{
	static const uint32_t sents[] = { 1, 1, 4, 4, 4 };
	ptrdiff_t first;
	(void)state;
	assert_int_equal(doc_hits_of(&d, 0, &first), 0);
	for (ptrdiff_t i = 0; i < countof(sents); i++) {
		struct hit *h = VEC_PUSH(&d.mem, &d.hits);
		h->sent = sents[i];
	}
	assert_int_equal(doc_hits_of(&d, 0, &first), 0);
	assert_int_equal(doc_hits_of(&d, 1, &first), 2);
	assert_int_equal(first, 0);
	assert_int_equal(doc_hits_of(&d, 2, &first), 0);
	assert_int_equal(doc_hits_of(&d, 4, &first), 3);
	assert_int_equal(first, 2);
	assert_int_equal(doc_hits_of(&d, 9, &first), 0);
}

static void test_reset(void **state)
{
	(void)state;
	make_sound();
	buf_addz(&d.id, "a/b.pdf");
	buf_addz(&d.raw, "bytes");
	doc_degrade(&d, DOC_FAILED, E_IO, "x");
	doc_reset(&d);
	assert_int_equal(d.blocks.n, 0);
	assert_int_equal(d.id.n, 0);
	assert_int_equal(d.raw.n, 0);
	assert_int_equal(d.status, DOC_OK);
	assert_int_equal(d.err.code, E_OK);
	assert_int_equal(d.has, 0);
	make_sound();
	assert_int_equal(d.blocks.n, 1);
}

/* The words that stand in outputs: users' scripts rely on them. */
static void test_names(void **state)
{
	(void)state;
	assert_string_equal(doc_status_name(DOC_NOTEXT), "no-text");
	assert_string_equal(doc_status_name(DOC_SKIPPED), "skipped");
	assert_string_equal(block_kind_name(BLOCK_FURNITURE), "furniture");
	assert_string_equal(block_kind_name(BLOCK_ITEM), "item");
	assert_string_equal(doc_format_name(FORMAT_DOCX), "docx");
	assert_string_equal(polarity_name(POL_MIXED), "mixed");
	assert_string_equal(change_name(CHANGE_WORSE), "worse");
	assert_string_equal(voice_name(VOICE_OTHER), "other");
	assert_string_equal(meta_column_name(META_urn), "urn");
	assert_string_equal(meta_column_name(META_outcome_grade), "outcome_grade");
	assert_string_equal(layer_name(LAYER_INDEX_TOKENS), "TOKENS");
	assert_string_equal(layer_name(LAYER_COUNT), "?");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_status_only_worsens), TEST(test_source_offset), TEST(test_pages),
		TEST(test_invariants),          TEST(test_counts),        TEST(test_hits_of_a_sentence),
		TEST(test_reset),               TEST(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
