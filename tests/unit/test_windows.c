/* SPDX-License-Identifier: MIT
 *
 * A long document in windows gives the bytes that the whole gives.
 */
#include "pipeline/run/windows.h"

#include "tests/unit/long_text_rig.h"

/* What looks back: sentences at headings, items at their list's introduction and at each other, and
 * sentences at the ones before them. */
static const char *const pieces[] = {
	"# Supervision\n\n",
	"Caseloads are too high. They have not reduced since the last visit.\n\n",
	"Managers oversee the work well, but supervision is not regular in some teams. This leads to "
	"drift and delay for children.\n\n",
	"What needs to improve:\n\n- The quality of assessments.\n- The frequency of visits.\n"
	"- Management oversight of plans.\n\n",
	"# The experiences and progress of children in care: good\n\n",
	"Children live in stable homes. Reviews are timely and children are seen alone. They are well "
	"attended.\n\n",
	"- Personal education plans are poor.\n- Health assessments are on time.\n\n",
	"## Domestic abuse\n\n",
	"Domestic abuse is identified swiftly. The response is strong. It helps families.\n\n",
	"In a small number of cases decisions take too long. Inspectors saw no delay elsewhere.\n\n",
};

struct outputs {
	const struct chain *chain;
	struct buf evidence;
	int windows;
	uint32_t widest;        /* in sentences */
};

static void print_evidence(void *ctx, const struct doc *d)
{
	struct outputs *o = ctx;
	struct doc_window w = doc_window(d);
	o->windows++;
	if (w.sent_end - w.sent > o->widest)
		o->widest = w.sent_end - w.sent;
	format_evidence.document(&o->evidence, d, chain_shared(o->chain));
}

static int setup(void **state)
{
	struct fixture *f = fixture_new();
	uint32_t dice = 7;
	for (int i = 0; i < 400; i++)
		buf_addz(&f->text, pieces[dice_throw(&dice) % countof(pieces)]);
	*state = f;
	return 0;
}

static void begin_document(struct doc *d, const struct fixture *f)
{
	doc_init(d, 0);
	buf_addz(&d->id, "long.md");
	buf_add(&d->raw, buf_str(&f->text));
	chain_run_to(f->chain, f->worker, d, LAYER_SENTENCES);
	assert_int_equal(DOC_OK, d->status);
}

static void csv_of(struct buf *out, const struct doc *d, const struct fixture *f)
{
	assert_true(d->has & LAYER_VECTOR);
	format_csv.document(out, d, chain_shared(f->chain));
}

static void assert_same(const struct buf *a, const struct buf *b)
{
	assert_int_equal(a->n, b->n);
	assert_memory_equal(a->p, b->p, (size_t)a->n);
}

static void test_same_bytes(void **state)
{
	static const uint32_t sizes[] = { 1, 100, 700, 5000 };
	struct fixture *f = *state;
	struct doc d;
	struct outputs whole = { .chain = f->chain };
	struct buf csv = { 0 };
	begin_document(&d, f);
	chain_run(f->chain, f->worker, &d);
	print_evidence(&whole, &d);
	csv_of(&csv, &d, f);
	assert_true(whole.evidence.n > 100000);
	uint32_t sentences = (uint32_t)d.sents.n;
	doc_release(&d);
	for (int i = 0; i < countof(sizes); i++) {
		struct outputs part = { .chain = f->chain };
		struct buf row = { 0 };
		begin_document(&d, f);
		windows_run(f->chain, f->worker, &d, sizes[i], print_evidence, &part);
		csv_of(&row, &d, f);
		assert_same(&whole.evidence, &part.evidence);
		assert_same(&csv, &row);
		assert_true(part.windows > 2);
		assert_true(part.widest < sentences / 4);
		assert_false(d.has & WINDOW_LAYERS);
		buf_release(&part.evidence);
		buf_release(&row);
		doc_release(&d);
	}
	buf_release(&whole.evidence);
	buf_release(&csv);
}

/* A failure in a window ends the document, and its vector is not there. */
static void test_failure_ends(void **state)
{
	struct fixture *f = *state;
	struct outputs part = { .chain = f->chain };
	struct doc d;
	begin_document(&d, f);
	d.mem.limit = d.mem.used;
	windows_run(f->chain, f->worker, &d, 100, print_evidence, &part);
	assert_int_equal(DOC_FAILED, d.status);
	assert_true(d.err.code == E_LIMIT || d.err.code == E_NOMEM);
	assert_true(part.windows < 200);
	assert_false(d.has & LAYER_VECTOR);
	buf_release(&part.evidence);
	doc_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_failure_ends),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
