/* SPDX-License-Identifier: MIT
 *
 * A large text in portions gives what the whole gives, where nothing is told by all of it together:
 * the same sentences at the same places, pages and headings, and the same counts. What is left out
 * stays left out in later portions.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "pipeline/run/portions.h"

#include "tests/unit/long_text_rig.h"

static const char *const pieces[] = {
	"# Supervision\n\n",
	"Caseloads are too high in team %s. They have not reduced since the last visit.\n\n",
	"1. Managers of %s oversee the work well, but supervision is not regular. This leads to drift "
	"and\ndelay for children.\n\n",
	"What needs to improve in %s:\n\n- The quality of assessments.\n- The frequency of visits.\n\n",
	"# The experiences and progress of children in care: good\n\n",
	"Children in %s live in stable homes. Reviews are timely and children are seen alone.\n\n",
	"## Domestic abuse\n\n",
	"\"We like it in %s,\" children told inspectors. Domestic abuse is identified swiftly.\n\n",
	"A page of %s ends here.\n\nThe families of %s say so.\n\nNobody in %s objects.\n\f"
	"Now %s has a page.\n\nIt is about %s alone.\n\nSo the page of %s goes on.\n\n",
};

struct outputs {
	const struct chain *chain;
	struct buf evidence, csv;
	int pieces;
	enum doc_status status;
	char why[512];
};

static void add_piece(struct buf *text, int i, uint32_t dice)
{
	char name[5] = { (char)('a' + i % 26), (char)('a' + i / 26 % 26), (char)('a' + i * 7 % 26), 'q' };
	for (const char *p = pieces[dice]; *p; p++) {
		if (*p == '%')
			buf_addz(text, name), p++;
		else
			buf_addc(text, *p);
	}
}

static int setup(void **state)
{
	struct fixture *f = fixture_new();
	uint32_t dice = 7;
	buf_addz(&f->text, "Inspection of Lancashire local authority children's services\n\n\f"
			  "What it found.\n\nAnd what it did not.\n\nOn one page.\n\n");
	for (int i = 0; i < 400; i++) {
		add_piece(&f->text, i, dice_throw(&dice) % countof(pieces));
	}
	*state = f;
	return 0;
}

static void print_evidence(void *ctx, const struct doc *d)
{
	struct outputs *o = ctx;
	o->pieces++;
	format_evidence.document(&o->evidence, d, chain_shared(o->chain));
}

static void finish(struct outputs *o, struct doc *d)
{
	o->status = d->status;
	snprintf(o->why, sizeof o->why, "%s", d->err.msg);
	if (d->has & LAYER_VECTOR)
		format_csv.document(&o->csv, d, chain_shared(o->chain));
	doc_release(d);
}

static void run_whole(const struct fixture *f, struct str text, struct outputs *o)
{
	struct doc d;
	*o = (struct outputs){ .chain = f->chain };
	doc_init(&d, 0);
	buf_addz(&d.id, "large.md");
	buf_add(&d.raw, text);
	chain_run(f->chain, f->worker, &d);
	if (d.has & LAYER_VECTOR)
		print_evidence(o, &d);
	finish(o, &d);
}

/* false: it is no text for portions. */
static bool run_spool(const struct fixture *f, struct spool *in, ptrdiff_t size, struct outputs *o)
{
	struct doc d;
	*o = (struct outputs){ .chain = f->chain };
	struct portions p = { .in = in, .size = size, .window = 1000,
			      .each = print_evidence, .ctx = o };
	doc_init(&d, 0);
	buf_addz(&d.id, "large.md");
	bool done = portions_run(f->chain, f->worker, &d, &p);
	finish(o, &d);
	return done;
}

static bool run_parts(const struct fixture *f, struct str text, ptrdiff_t size, struct outputs *o)
{
	struct spool *in = NULL;
	struct error e = { 0 };
	assert_int_equal(0, spool_new(&in, NULL, &e));
	assert_int_equal(0, spool_add(in, text, &e));
	bool done = run_spool(f, in, size, o);
	spool_free(in);
	return done;
}

static void release(struct outputs *o)
{
	buf_release(&o->evidence);
	buf_release(&o->csv);
}

static void assert_same(const struct outputs *a, const struct outputs *b)
{
	assert_int_equal(a->status, b->status);
	assert_string_equal(a->why, b->why);
	assert_int_equal(a->csv.n, b->csv.n);
	assert_memory_equal(a->csv.p, b->csv.p, (size_t)a->csv.n);
	assert_int_equal(a->evidence.n, b->evidence.n);
	assert_memory_equal(a->evidence.p, b->evidence.p, (size_t)a->evidence.n);
}

static void test_same(void **state)
{
	static const ptrdiff_t sizes[] = { 1500, 4000, 10000 };
	struct fixture *f = *state;
	struct outputs whole, parts;
	run_whole(f, buf_str(&f->text), &whole);
	assert_true(whole.evidence.n > 100000);
	for (int i = 0; i < countof(sizes); i++) {
		assert_true(run_parts(f, buf_str(&f->text), sizes[i], &parts));
		assert_same(&whole, &parts);
		assert_true(parts.pieces > f->text.n / sizes[i]);
		release(&parts);
	}
	release(&whole);
}

static void test_utf16(void **state)
{
	struct fixture *f = *state;
	struct outputs whole, parts;
	for (int big = 0; big < 2; big++) {
		struct buf wide = { 0 };
		for (ptrdiff_t i = 0; i < f->text.n; i++) {
			buf_addc(&wide, big ? '\0' : f->text.p[i]);
			buf_addc(&wide, big ? f->text.p[i] : '\0');
		}
		run_whole(f, buf_str(&wide), &whole);
		assert_true(run_parts(f, buf_str(&wide), 9000, &parts));
		assert_true(parts.pieces > 10);
		assert_same(&whole, &parts);
		release(&whole);
		release(&parts);
		buf_release(&wide);
	}
}

/* Behind a sign-off nothing is evidence, in whichever portion it stands; another report that starts
 * there makes the document partial. */
static void test_left_out(void **state)
{
	struct fixture *f = *state;
	struct outputs whole, parts;
	struct buf text = { 0 };
	buf_add(&text, str_sub(buf_str(&f->text), 0, f->text.n / 3));
	buf_addz(&text, "\n\nThe end is near.\n\nYours sincerely\n\n");
	for (int i = 0; i < 200; i++)
		add_piece(&text, i, 1);
	buf_addz(&text, "Dear Jane\n\n");
	for (int i = 0; i < 200; i++)
		add_piece(&text, i, 5);
	run_whole(f, buf_str(&text), &whole);
	assert_true(run_parts(f, buf_str(&text), 3000, &parts));
	assert_int_equal(DOC_PARTIAL, parts.status);
	assert_same(&whole, &parts);
	release(&whole);
	release(&parts);
	buf_release(&text);
}

/* Blank portions are none; a text of nothing else has no text. */
static void test_blank(void **state)
{
	struct fixture *f = *state;
	struct outputs whole, parts;
	struct buf text = { 0 };
	for (int i = 0; i < 9000; i++)
		buf_addc(&text, '\n');
	assert_true(run_parts(f, buf_str(&text), 2000, &parts));
	assert_int_equal(DOC_NOTEXT, parts.status);
	release(&parts);
	buf_add(&text, str_sub(buf_str(&f->text), 0, 20000));
	for (int i = 0; i < 9000; i++)
		buf_addc(&text, '\n');
	run_whole(f, buf_str(&text), &whole);
	assert_true(run_parts(f, buf_str(&text), 2000, &parts));
	assert_int_equal(DOC_OK, parts.status);
	assert_same(&whole, &parts);
	release(&whole);
	release(&parts);
	buf_release(&text);
}

static void test_no_text(void **state)
{
	struct fixture *f = *state;
	struct outputs parts;
	struct buf text = { 0 };
	buf_addz(&text, "%PDF-1.4\n");
	buf_add(&text, buf_str(&f->text));
	assert_false(run_parts(f, buf_str(&text), 2000, &parts));
	assert_int_equal(0, parts.pieces);
	release(&parts);
	buf_reset(&text);
	buf_add(&text, buf_str(&f->text));
	buf_addc(&text, '\0');
	assert_true(run_parts(f, buf_str(&text), 2000, &parts));
	assert_int_equal(DOC_FAILED, parts.status);
	assert_string_equal("not a document: binary data", parts.why);
	assert_int_equal(0, parts.csv.n);
	release(&parts);
	buf_release(&text);
}

/* A file that is cut while it is read has failed, and nothing counts that was read before. */
static void test_changes(void **state)
{
	struct fixture *f = *state;
	struct outputs parts;
	char name[] = "/tmp/test_portions-XXXXXX";
	int fd = mkstemp(name);
	assert_true(fd >= 0);
	for (ptrdiff_t cut = f->text.n / 2; cut >= 0; cut -= f->text.n / 2) {
		assert_int_equal(f->text.n, pwrite(fd, f->text.p, (size_t)f->text.n, 0));
		struct spool *in = spool_of_file(open(name, O_RDONLY));
		assert_non_null(in);
		assert_int_equal(0, ftruncate(fd, cut));
		assert_true(run_spool(f, in, 4000, &parts));
		assert_int_equal(DOC_FAILED, parts.status);
		assert_string_equal("it changed while it was read", parts.why);
		assert_int_equal(cut > 0, parts.pieces > 0);
		assert_int_equal(0, parts.csv.n);
		release(&parts);
		spool_free(in);
	}
	close(fd);
	unlink(name);
}

/* No bytes at all are no text. */
static void test_empty(void **state)
{
	struct outputs parts;
	assert_true(run_parts(*state, S(""), 2000, &parts));
	assert_int_equal(DOC_NOTEXT, parts.status);
	assert_string_equal("empty file", parts.why);
	release(&parts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_blank),
		cmocka_unit_test(test_no_text),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_empty),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
