/* SPDX-License-Identifier: MIT
 *
 * Rows that wait in a spool are those that the layers would give, in their order; of a spool that is
 * damaged no row is read beyond the damage.
 */
#include "pipeline/store/pieces.h"

#include "tests/unit/long_text_rig.h"

static int setup(void **state)
{
	struct fixture *f = fixture_new();
	for (int i = 0; i < 40; i++) {
		buf_addf(&f->text, "# Team %d\n\nCaseloads are too high in team %d, and have not reduced.\n\n", i, i);
		buf_addz(&f->text, "Staff say: \"We are well supported.\"\n\nWhat needs to improve:\n\n"
				   "- The quality of assessments and of supervision.\n\n");
	}
	*state = f;
	return 0;
}

static void run(struct fixture *f, struct doc *d)
{
	doc_init(d, 0);
	buf_addz(&d->id, "teams.md");
	buf_add(&d->raw, buf_str(&f->text));
	chain_run(f->chain, f->worker, d);
	assert_int_equal(d->status, DOC_OK);
	assert_true(d->codes.n > 80);
}

static struct spool *spool_with(struct str bytes)
{
	struct spool *s = NULL;
	struct error e = { 0 };
	assert_int_equal(spool_new(&s, NULL, &e), 0);
	assert_int_equal(spool_add(s, bytes, &e), 0);
	return s;
}

static void assert_str(struct str a, struct str b)
{
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p ? a.p : "", b.p ? b.p : "", (size_t)a.n);
}

static void assert_sentence(const struct sentence_row *a, const struct sentence_row *b)
{
	assert_int_equal(a->sentence, b->sentence);
	assert_int_equal(a->place, b->place);
	assert_int_equal(a->length, b->length);
	assert_int_equal(a->page, b->page);
	assert_int_equal(a->paragraph, b->paragraph);
	assert_str(a->heading, b->heading);
	assert_str(a->voice, b->voice);
	assert_str(a->text, b->text);
}

static void assert_code(const struct code_row *a, const struct code_row *b)
{
	assert_int_equal(a->sentence, b->sentence);
	assert_int_equal(a->mentions, b->mentions);
	assert_true(a->score == b->score);
	assert_str(a->theme, b->theme);
	assert_str(a->polarity, b->polarity);
	assert_str(a->change, b->change);
	assert_str(a->terms, b->terms);
	assert_str(a->carried, b->carried);
	assert_str(a->cues, b->cues);
}

/* Codes [from, ...) of d that are of one sentence, against those that are read. Behind them. */
static ptrdiff_t check_codes(const struct fixture *f, const struct doc *d, struct pieces *p,
			     const struct sentence_row *of, ptrdiff_t from)
{
	struct buf lists = { 0 };
	struct code_row want, got;
	struct error e = { 0 };
	uint32_t sent = d->codes.at[from].sent;
	for (; from < d->codes.n && d->codes.at[from].sent == sent; from++) {
		assert_int_equal(pieces_code(p, of, &got, &e), 1);
		assert_int_equal(code_row_of(&want, d, &d->codes.at[from], f->lexicon, &lists, &e), 0);
		assert_code(&got, &want);
	}
	assert_int_equal(pieces_code(p, of, &got, &e), 0);
	buf_release(&lists);
	return from;
}

static void test_same(void **state)
{
	struct fixture *f = *state;
	struct buf packed = { 0 };
	struct error e = { 0 };
	struct fingerprint want;
	struct row_hash key;
	struct sentence_row row;
	struct doc d;
	run(f, &d);
	assert_int_equal(pieces_pack(&packed, &d, f->lexicon, false, S("x"), &e), 0);
	fingerprint_init(&want, S("x"));
	assert_int_equal(fingerprint_add_sentences(&want, &d, f->lexicon, false, &e), 0);
	assert_true(want.rows.n > 40);
	struct pieces p = { .spool = spool_with(buf_str(&packed)) };
	for (ptrdiff_t i = 0; i < want.rows.n; i++) {
		struct sentence_row there = sentence_row_of(&d, want.rows.at[i].sentence);
		assert_int_equal(pieces_next(&p, &key, &row, &e), 1);
		assert_true(key.hash == want.rows.at[i].hash);
		assert_int_equal(key.sentence, want.rows.at[i].sentence);
		assert_sentence(&row, &there);
		check_codes(f, &d, &p, &row, want.rows.at[i].code);
	}
	assert_int_equal(pieces_next(&p, &key, &row, &e), 0);
	spool_free((struct spool *)(uintptr_t)p.spool);
	pieces_release(&p);
	fingerprint_release(&want);
	buf_release(&packed);
	doc_release(&d);
}

/* All rows and codes that come; 0 at the end, or -code. */
static int read_all(struct str bytes, int *rows)
{
	struct spool *spool = spool_with(bytes);
	struct pieces p = { .spool = spool };
	struct row_hash key;
	struct sentence_row row;
	struct code_row code;
	struct error e = { 0 };
	int rc;
	*rows = 0;
	while ((rc = pieces_next(&p, &key, &row, &e)) > 0) {
		++*rows;
		while ((rc = pieces_code(&p, &row, &code, &e)) > 0)
			;
		if (rc < 0)
			break;
	}
	pieces_release(&p);
	spool_free(spool);
	return rc;
}

/* Cut anywhere but between two sentences, and with bits turned: an error, or rows, but no harm. */
static void test_damaged(void **state)
{
	struct fixture *f = *state;
	struct buf packed = { 0 };
	struct error e = { 0 };
	struct doc d;
	int all, rows, whole = 0;
	run(f, &d);
	assert_int_equal(pieces_pack(&packed, &d, f->lexicon, false, S("x"), &e), 0);
	assert_int_equal(read_all(buf_str(&packed), &all), 0);
	ptrdiff_t few = packed.n < 1500 ? packed.n : 1500;
	for (ptrdiff_t n = 0; n < few; n++) {
		int rc = read_all(str_sub(buf_str(&packed), 0, n), &rows);
		assert_true(rc == 0 || rc == -E_IO);
		assert_true(rows < all);
		whole += rc == 0;
	}
	assert_in_range(whole, 2, 20);
	for (ptrdiff_t i = 0; i < 8 * few; i += 3) {
		packed.p[i / 8] = (char)(packed.p[i / 8] ^ 1 << i % 8);
		int rc = read_all(buf_str(&packed), &rows);
		assert_true(rc == 0 || rc == -E_IO);
		packed.p[i / 8] = (char)(packed.p[i / 8] ^ 1 << i % 8);
	}
	buf_release(&packed);
	doc_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_damaged),
	};
	return cmocka_run_group_tests_name("rows that wait", tests, setup, teardown);
}
