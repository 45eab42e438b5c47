/* SPDX-License-Identifier: MIT
 *
 * Archives that are cut short or damaged: what came before is given, and nothing
 * passes for whole.
 */
#include "tests/unit/source_rig.h"

static void a_gz_cut_short_is_partial_and_a_wrong_sum_fails(void **state)
{
	struct rig *r = *state;
	struct buf b = { 0 };
	gz(&b, S("a text that is long enough to be cut"));
	rig_write(r, "cut.gz", str_sub(buf_str(&b), 0, b.n - 4));
	expect(r, "cut.gz", "partial cut.gz 36: cut short: its gzip data has no end\n");
	rig_write(r, "head.gz", str_sub(buf_str(&b), 0, 10));
	expect(r, "head.gz", "failed head.gz 0: cut short: its gzip data has no end\n");
	b.p[b.n - 8] ^= 1;
	rig_write(r, "sum.gz", buf_str(&b));
	expect(r, "sum.gz", "failed sum.gz 0: damaged gzip data: incorrect data check\n");
	buf_release(&b);
}

static void a_tar_cut_short_gives_what_came_before(void **state)
{
	struct rig *r = *state;
	struct buf b = { 0 };
	pack(&b, "gnutar", NULL, three, 3);
	rig_write(r, "t", str_sub(buf_str(&b), 0, 1024 + 515));
	expect(r, "t", "ok t/a.txt 6\n"
		       "partial t/b/c.txt 3: cut short: the tar member ends too early\n"
		       "partial t 0: cut short: the tar archive ends too early\n");
	rig_write(r, "t", str_sub(buf_str(&b), 0, 2048));
	expect(r, "t", "ok t/a.txt 6\n"
		       "ok t/b/c.txt 6\n"
		       "partial t 0: cut short: the end mark of the tar archive is missing\n");
	buf_release(&b);
}

static void a_zip_cut_short_gives_what_came_before(void **state)
{
	struct rig *r = *state;
	struct buf b = { 0 }, out = { 0 };
	pack(&b, "zip", NULL, three, 3);
	rig_write(r, "z", str_sub(buf_str(&b), 0, b.n - 30));
	expect(r, "z", "ok z/a.txt 6\n"
		       "ok z/b/c.txt 6\n"
		       "ok z/d.txt 6\n"
		       "partial z 0: cut short: the directory of the zip archive is missing\n");
	rig_write(r, "z", str_sub(buf_str(&b), 0, 60));
	struct count c = walk(r, &out, "z", NULL);
	assert_true(c.by_outcome[SOURCE_PARTIAL] + c.by_outcome[SOURCE_FAILED] > 0);
	buf_release(&b);
	buf_release(&out);
}

/* Bytes by which a format is known: without them it is a document of no known kind. */
#define SIGNATURE 10

static bool all_ok(const struct count *c)
{
	return c->by_outcome[SOURCE_PARTIAL] + c->by_outcome[SOURCE_FAILED] +
	       c->by_outcome[SOURCE_SKIPPED] == 0;
}

static void no_cut_passes(struct rig *r, const struct buf *b)
{
	struct buf out = { 0 };
	for (ptrdiff_t cut = b->n - 1; cut > 12; cut -= b->n / 100 + 1) {
		rig_write(r, "x", str_sub(buf_str(b), 0, cut));
		struct count c = walk(r, &out, "x", NULL);
		assert_false(all_ok(&c));
	}
	buf_release(&out);
}

static void no_turned_bit_passes(struct rig *r, struct buf *b, const struct count *whole)
{
	struct buf out = { 0 };
	uint32_t seed = 1;
	for (int i = 0; i < 200; i++) {
		seed = seed * 1664525 + 1013904223;
		uint32_t bit = SIGNATURE * 8 + (seed >> 8) % (uint32_t)((b->n - SIGNATURE) * 8);
		char *at = &b->p[bit / 8], was = *at;
		*at = (char)(was ^ (1 << bit % 8));
		rig_write(r, "x", buf_str(b));
		*at = was;
		struct count c = walk(r, &out, "x", NULL);
		/* a bit in a name or a time has no checksum; the text must be as it was */
		if (all_ok(&c))
			assert_int_equal(c.content, whole->content);
	}
	buf_release(&out);
}

/* Cut anywhere, or with any bit turned, what a checksum covers never passes for whole. */
static void no_damage_passes_unnoticed(void **state)
{
	static const struct {
		const char *format, *filter;
	} kinds[] = { { "gnutar", "gzip" }, { "gnutar", "xz" },
		      { "gnutar", "bzip2" }, { "zip", NULL } };
	struct rig *r = *state;
	struct buf b = { 0 }, out = { 0 };
	for (ptrdiff_t k = 0; k < countof(kinds); k++) {
		pack(&b, kinds[k].format, kinds[k].filter, three, 3);
		rig_write(r, "x", buf_str(&b));
		struct count whole = walk(r, &out, "x", NULL);
		no_cut_passes(r, &b);
		no_turned_bit_passes(r, &b, &whole);
	}
	buf_release(&b);
	buf_release(&out);
}

static void a_wrong_sum_in_a_zip_costs_one_member(void **state)
{
	struct rig *r = *state;
	struct buf b = { 0 }, out = { 0 };
	pack(&b, "zip", NULL, three, 3);
	ptrdiff_t crc = str_find(buf_str(&b), S("PK\1\2"), 0) + 16;
	b.p[crc] ^= 1;
	rig_write(r, "z", buf_str(&b));
	struct count c = walk(r, &out, "z", NULL);
	assert_int_equal(c.by_outcome[SOURCE_OK], 2);
	assert_true(str_find(buf_str(&out), S("failed z/a.txt 0: damaged zip member"), 0) >= 0);
	buf_release(&b);
	buf_release(&out);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(a_gz_cut_short_is_partial_and_a_wrong_sum_fails),
		T(a_tar_cut_short_gives_what_came_before),
		T(a_zip_cut_short_gives_what_came_before),
		T(no_damage_passes_unnoticed),
		T(a_wrong_sum_in_a_zip_costs_one_member),
	};
	return cmocka_run_group_tests_name("source_damage", tests, NULL, NULL);
}
