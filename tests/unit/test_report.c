/* SPDX-License-Identifier: MIT
 *
 * The report from a real store: whole, within its size, and deaf to what
 * documents would like to do in it.
 */
#include <inttypes.h>

#include "pipeline/base/hash.h"
#include "pipeline/io/gz.h"
#include "pipeline/trend/report.h"
#include "pipeline/trend/selection.h"
#include "tests/unit/store_rig.h"

static int count_of(struct str s, struct str what)
{
	int n = 0;
	for (ptrdiff_t i = str_find(s, what, 0); i >= 0; i = str_find(s, what, i + what.n))
		n++;
	return n;
}

static int digit(char c)
{
	const char *digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = strchr(digits, c);
	return at ? (int)(at - digits) : 0;
}

/* The JSON that the page has packed; the caller releases it. */
static struct buf unpacked(struct str page)
{
	struct buf packed = { 0 }, raw = { 0 };
	struct error e = { 0 };
	struct str size = str_sub(page, str_find(page, S("data-bytes=\""), 0) + 12, page.n);
	struct str text = size, rest;
	str_cut(&text, '>');
	text = str_cut(&text, '<');
	for (rest = text; rest.n >= 4; rest = str_sub(rest, 4, rest.n)) {
		int v = digit(rest.p[0]) << 18 | digit(rest.p[1]) << 12 | digit(rest.p[2]) << 6 | digit(rest.p[3]);
		buf_addc(&packed, (char)(v >> 16));
		if (rest.p[2] != '=')
			buf_addc(&packed, (char)(v >> 8));
		if (rest.p[3] != '=')
			buf_addc(&packed, (char)v);
	}
	ptrdiff_t n = strtol(size.p, NULL, 10);
	assert_true(buf_reserve(&raw, n + 1));
	assert_int_equal(gz_unpack(raw.p, (size_t)n, buf_str(&packed), &e), 0);
	raw.n = n;
	buf_release(&packed);
	return raw;
}

static void make_report(struct store_rig *s, struct buf *out, ptrdiff_t max, const char *where)
{
	struct db db;
	struct dataset ds;
	struct selection selection = { 0 };
	assert_int_equal(db_open(&db, rig_path(s->r, "s.db"), DB_READ, &s->e), 0);
	assert_int_equal(dataset_load(&ds, &db, &s->e), 0);
	assert_int_equal(selection_add(&selection, &ds, str_of(where), &s->e), 0);
	dataset_keep(&ds, &selection);
	assert_int_equal(report_write(out, &ds, &db, max, &s->e), 0);
	dataset_release(&ds);
	db_close(&db);
}

static void put(struct rig *r, const char *name, const char *text)
{
	char path[200];
	snprintf(path, sizeof path, "reports/%s", name);
	rig_write(r, path, str_of(text));
}

static void the_page_is_whole(void **state)
{
	struct store_rig s;
	struct buf out = { 0 };
	store_rig_init(&s, *state);
	put(s.r, "a.txt", "Caseloads are too high. Managers know their staff.\n");
	assert_int_equal(store_rig_run(&s, "s.db"), 0);
	make_report(&s, &out, REPORT_MAX, "");
	struct str page = buf_str(&out);
	assert_true(str_starts(page, S("<!DOCTYPE html>")));
	assert_true(str_ends(str_trim(page), S("</html>")));
	assert_int_equal(count_of(page, S("@DATA@")) + count_of(page, S("@STYLE@")), 0);
	assert_true(str_find(page, S("default-src 'none'"), 0) > 0);
	assert_true(str_find(page, S("script-src 'sha256-"), 0) > 0);
	struct buf json = unpacked(page);
	assert_true(str_find(buf_str(&json), S("\"Caseloads are too high.\""), 0) > 0);
	buf_release(&json);
	assert_int_equal(count_of(page, S("http://")), 1);      /* the name of SVG's elements */
	assert_int_equal(count_of(page, S("https://")), 0);
	buf_reset(&out);
	make_report(&s, &out, REPORT_MAX, "path=b.txt");
	json = unpacked(buf_str(&out));
	assert_int_equal(count_of(buf_str(&json), S("Caseloads are too high")), 0);
	buf_release(&json);
	buf_release(&out);
}

static void hostile_texts_stay_texts(void **state)
{
	struct store_rig s;
	struct buf out = { 0 };
	store_rig_init(&s, *state);
	put(s.r, "=HYPERLINK(<script>alert(1)<!--).txt",
	    "Caseloads </script><script>alert(2)</script><!-- are too high.\n"
	    "=HYPERLINK(\"x\") caseloads \xE2\x80\xA8 are too high.\n");
	assert_int_equal(store_rig_run(&s, "s.db"), 0);
	make_report(&s, &out, REPORT_MAX, "");
	struct str page = buf_str(&out);
	assert_int_equal(count_of(page, S("<script")), 3);      /* the page's own */
	assert_int_equal(count_of(page, S("</script>")), 3);
	assert_int_equal(count_of(page, S("<!--")), 0);
	assert_true(str_find(page, S("=HYPERLINK(\\u003cscript>alert(1)\\u003c!--).txt"), 0) > 0);
	struct buf json = unpacked(page);
	assert_true(str_find(buf_str(&json), S("</script><script>alert(2)"), 0) > 0);
	buf_release(&json);
	buf_release(&out);
}

static void sentences_are_left_out_evenly(void **state)
{
	struct store_rig s;
	struct buf out = { 0 }, text = { 0 };
	store_rig_init(&s, *state);
	for (int i = 0; i < 2000; i++)
		buf_addf(&text, "In team number %d of %016" PRIx64 "%016" PRIx64 " caseloads are too high. ", i,
			 hash_mix((uint64_t)i + 1, 77777), hash_mix(~(uint64_t)i, 99999));
	rig_write(s.r, "reports/a.txt", buf_str(&text));
	assert_int_equal(store_rig_run(&s, "s.db"), 0);
	make_report(&s, &out, REPORT_MAX, "");
	struct buf json = unpacked(buf_str(&out));
	assert_int_equal(count_of(buf_str(&json), S("In team number")), 2000);
	ptrdiff_t max = out.n - 20000;
	buf_reset(&out);
	buf_release(&json);
	make_report(&s, &out, max, "");
	json = unpacked(buf_str(&out));
	int kept = count_of(buf_str(&json), S("In team number"));
	assert_true(out.n <= max && kept > 300 && kept < 1900);
	assert_true(str_find(buf_str(&out), S("\"coded\":2000"), 0) > 0);
	/* not the first ones only */
	int late = count_of(buf_str(&json), S("number 19"));
	assert_true(late > kept / 40);
	buf_release(&json);
	buf_release(&out);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_page_is_whole, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(hostile_texts_stay_texts, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(sentences_are_left_out_evenly, rig_setup, rig_teardown),
	};
	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
