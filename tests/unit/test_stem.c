/* SPDX-License-Identifier: MIT
 *
 * The stem stage: every word of a document gets its form, the same word the
 * same one; and the chain from lines to stems holds together.
 */
#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "tests/unit/text_bench.h"

static const struct stage *const chain[] = { &stage_normalise, &stage_segment, &stage_tokenize,
					     &stage_stem };

static void run_stages(void)
{
	for (ptrdiff_t i = 0; i < countof(chain); i++)
		assert_int_equal(text_run(&bench, chain[i]), 0);
	assert_int_equal(doc_check(&bench.d, &bench.e), 0);
}

static void run_chain(struct str source)
{
	text_lines(&bench, source);
	run_stages();
}

static void test_forms_of_words(void **state)
{
	static const char *const stems[] = { "children", "plan", "were", "review", "children", "plan" };
	(void)state;
	run_chain(S("Children\xE2\x80\x99s plans were\nreviewed.\n\nChildren planned"));
	const struct doc *d = &bench.d;
	assert_int_equal(d->toks.n, countof(stems));
	for (ptrdiff_t i = 0; i < d->toks.n; i++) {
		struct str word = doc_text(d, d->toks.at[i].off, d->toks.at[i].len);
		assert_true(str_eq(d->forms[i]->surface, word));
		assert_true(str_eq(d->forms[i]->stem, str_of(stems[i])));
	}
}

static void test_equal_words_share_a_form(void **state)
{
	(void)state;
	run_chain(S("plan PLAN plan plans"));
	assert_ptr_equal(bench.d.forms[0], bench.d.forms[2]);
	assert_ptr_not_equal(bench.d.forms[0], bench.d.forms[1]);
	assert_ptr_not_equal(bench.d.forms[0], bench.d.forms[3]);
}

static void test_no_words(void **state)
{
	(void)state;
	run_chain(S(""));
	assert_int_equal(bench.d.toks.n, 0);
	run_chain(S("--- ... \n\n!"));
	assert_int_equal(bench.d.toks.n, 0);
}

/* Pieces that the four stages treat in ways of their own, and plain words between them. */
static const char *const pieces[] = {
	"Plans ", "were reviewed", "child's ", "multi", "agency", "It ", "e.g. ", "A. ", "No. ", "3.5",
	". ", ".", "? ", "\xE2\x80\xA6", ". . .", "?\xE2\x80\x9D ", "1. ", "2. ", "\xE2\x80\xA2 ", "(",
	" ", "  ", "\n", "\n\n", "-\n", "\xC2\xAD\n", "|", "\t", "\0161\017", "\x0e", "\x01",
	"**", "_", "[a](b)", "\\*", "\xFF", "\xE2\x80", "\xC2\x85", "\xEF\x81\xAE", "\xEF\xAC\x81",
	"\xE2\x80\x8B", "\xCC\x81", "\xCC\xA3", "\xE1\x84\x80", "\xE1\x85\xA1", "\xE1\x86\xA8",
	"\xF0\x9F\x98\x80", "\xC3\xA9", "\xE5\x84\xBF",
};

static void check_text(const struct doc *d)
{
	struct buf nfc = { 0 };
	unicode_nfc(&nfc, d->text);
	assert_true(str_eq(buf_str(&nfc), d->text));
	buf_release(&nfc);
	assert_true(utf8_valid(d->text));
	assert_int_equal(str_find(d->text, S("  "), 0), -1);
	for (ptrdiff_t i = 1; i < d->map.n; i++)
		assert_true(d->map.at[i].text > d->map.at[i - 1].text);
	for (ptrdiff_t i = 1; i < d->page_starts.n; i++)
		assert_true(d->page_starts.at[i].off > d->page_starts.at[i - 1].off);
}

static void check_blank(const struct doc *d, ptrdiff_t at, ptrdiff_t to)
{
	for (; at < to; at++)
		assert_non_null(memchr(" \t\n", d->text.p[at], 3));
}

/* Nothing but white space, and labels in table rows, lies outside of sentences. */
static void check_sentences_cover(const struct doc *d)
{
	for (ptrdiff_t i = 0; i < d->blocks.n; i++) {
		const struct block *b = &d->blocks.at[i];
		ptrdiff_t at = b->off;
		if (b->kind == BLOCK_ROW)
			continue;
		for (uint32_t k = b->sent_first; k < b->sent_first + b->sent_count; k++) {
			check_blank(d, at, d->sents.at[k].off);
			at = d->sents.at[k].off + d->sents.at[k].len;
		}
		check_blank(d, at, b->off + b->len);
	}
}

static void test_random_texts(void **state)
{
	uint32_t r = 3;
	(void)state;
	for (int round = 0; round < 4000; round++) {
		struct buf b = { 0 };
		for (int n = 0; n <= round % 40; n++) {
			r = r * 1664525 + 1013904223;
			buf_addz(&b, pieces[(r >> 8) % (uint32_t)countof(pieces)]);
		}
		text_lines(&bench, buf_str(&b));
		bench.d.format = round % 2 ? FORMAT_MARKDOWN : FORMAT_TEXT;
		for (ptrdiff_t i = 0; i < bench.d.lines.n; i++)
			bench.d.lines.at[i].page = (uint16_t)(1 + i / 3);
		run_stages();
		check_text(&bench.d);
		check_sentences_cover(&bench.d);
		buf_release(&b);
	}
}

/* A document that may not take more memory fails with a reason, and the next one is read. */
static void test_memory_limit(void **state)
{
	struct buf b = { 0 };
	(void)state;
	for (int i = 0; i < 50000; i++)
		buf_addz(&b, "word. ");
	ptrdiff_t failed = -1;
	text_lines(&bench, buf_str(&b));
	bench.d.mem.limit = bench.d.mem.used + 1000000;
	for (ptrdiff_t i = 0; i < countof(chain) && failed < 0; i++)
		if (text_run(&bench, chain[i]) < 0)
			failed = i;
	assert_true(failed >= 0);
	assert_int_equal(bench.e.code, E_NOMEM);
	bench.e = (struct error){ 0 };
	bench.d.mem.limit = 0;
	run_chain(S("one word"));
	assert_int_equal(bench.d.toks.n, 2);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms_of_words), cmocka_unit_test(test_equal_words_share_a_form),
		cmocka_unit_test(test_no_words),       cmocka_unit_test(test_random_texts),
		cmocka_unit_test(test_memory_limit),
	};
	return cmocka_run_group_tests(tests, bench_set_up, bench_tear_down);
}
