/* SPDX-License-Identifier: MIT
 *
 * Sources that are archives: their members, archives in archives, limits.
 */
#include "tests/unit/source_rig.h"
#include "tests/unit/zip_make.h"

static void tar_and_zip_give_the_members_of_a_folder(void **state)
{
	static const struct {
		const char *format, *filter;
	} kinds[] = {
		{ "pax", NULL }, { "gnutar", NULL }, { "v7tar", NULL }, { "pax", "gzip" },
		{ "pax", "bzip2" }, { "pax", "xz" }, { "pax", "zstd" }, { "zip", NULL },
	};
	struct rig *r = *state;
	for (ptrdiff_t i = 0; i < countof(kinds); i++) {
		/* the name says something else on purpose */
		write_packed(r, "archive.pdf", kinds[i].format, kinds[i].filter);
		expect(r, "archive.pdf", "ok archive.pdf/a.txt 6\n"
					 "ok archive.pdf/b/c.txt 6\n"
					 "ok archive.pdf/d.txt 6\n");
	}
}

/* A directory of more than 8 MB is not read: what it says of a member is not seen. How many it counts is. */
static void a_zip_with_a_long_directory_is_read_by_its_headers(void **state)
{
	struct rig *r = *state;
	struct zip z = { 0 };
	struct buf out = { 0 };
	char name[50000];
	memset(name, 'n', sizeof name);
	for (int i = 0; i < 180; i++) {
		char tail[16];
		snprintf(tail, sizeof tail, "%03d.txt", i);
		memcpy(name + sizeof name - 8, tail, 8);
		zip_add(&z, name, S("Caseloads are too high."), 0);
	}
	z.central.p[16] ^= 1;           /* the first one's checksum */
	struct str all = zip_finish(&z);
	assert_true(z.central.n > 8 << 20);
	rig_write(r, "long.zip", all);
	struct count c = walk(r, &out, "long.zip", NULL);
	assert_int_equal(c.by_outcome[SOURCE_OK], 180);
	assert_int_equal(c.by_outcome[SOURCE_FAILED] + c.by_outcome[SOURCE_PARTIAL], 0);
	z.bytes.p[all.n - 12] ^= 1;     /* how many */
	rig_write(r, "long.zip", all);
	c = walk(r, &out, "long.zip", NULL);
	assert_int_equal(c.by_outcome[SOURCE_OK], 180);
	assert_true(str_find(buf_str(&out), S("directory counts 181 members, 180 were found"), 0) > 0);
	buf_release(&out);
	zip_release(&z);
}

static void utf8_names_of_members_stay(void **state)
{
	static const struct member one[] = { { "\xC3\xBC/\xE2\x82\xAC.txt", "x" } };
	static const char *const formats[] = { "pax", "gnutar", "zip" };
	struct rig *r = *state;
	struct buf b = { 0 };
	for (ptrdiff_t i = 0; i < countof(formats); i++) {
		pack(&b, formats[i], NULL, one, 1);
		rig_write(r, "u", buf_str(&b));
		expect(r, "u", "ok u/\xC3\xBC/\xE2\x82\xAC.txt 1\n");
	}
	buf_release(&b);
}

static void hidden_members_and_odd_names(void **state)
{
	static const struct member odd[] = { { "./a.txt", "x" }, { ".hidden/b", "x" },
					     { "__MACOSX/._a.txt", "x" }, { "../../etc/x", "x" },
					     { "/abs", "x" } };
	struct rig *r = *state;
	struct buf b = { 0 };
	pack(&b, "gnutar", NULL, odd, countof(odd));
	rig_write(r, "t", buf_str(&b));
	expect(r, "t", "ok t/a.txt 1\n"
		       "ok t/../../etc/x 1\n"
		       "ok t//abs 1\n");
	buf_release(&b);
}

static void a_gz_of_one_file_is_one_document(void **state)
{
	struct rig *r = *state;
	struct buf b = { 0 };
	gz(&b, S("first "));
	rig_write(r, "x.txt.gz", buf_str(&b));
	expect(r, "x.txt.gz", "ok x.txt.gz 6\n");
	gz(&b, S("second"));
	rig_write(r, "two.gz", buf_str(&b));
	expect(r, "two.gz", "ok two.gz 12\n");
	buf_add(&b, S("\0\0\0\0"));
	rig_write(r, "padded.gz", buf_str(&b));
	expect(r, "padded.gz", "ok padded.gz 12\n");
	buf_add(&b, S("rest"));
	rig_write(r, "more.gz", buf_str(&b));
	expect(r, "more.gz", "partial more.gz 12: the bytes behind its gzip data are not gzip data\n");
	buf_release(&b);
}

static void office_files_are_documents(void **state)
{
	static const struct member docx[] = { { "_rels/.rels", "x" }, { "word/document.xml", "x" },
					      { "[Content_Types].xml", "x" } };
	static const struct member late[] = { { "word/document.xml", "x" },
					      { "[Content_Types].xml", "x" } };
	static const struct member odt[] = { { "mimetype", "x" }, { "content.xml", "x" } };
	static const struct member plain[] = { { "word/report.txt", "x" } };
	struct rig *r = *state;
	struct buf b = { 0 }, out = { 0 };
	pack(&b, "zip", NULL, docx, 3);
	rig_write(r, "docx", buf_str(&b));
	assert_int_equal(walk(r, &out, "docx", NULL).by_outcome[SOURCE_OK], 1);
	assert_true(str_starts(buf_str(&out), S("ok docx ")));
	pack(&b, "zip", NULL, late, 2);
	rig_write(r, "docx", buf_str(&b));
	assert_int_equal(walk(r, &out, "docx", NULL).by_outcome[SOURCE_OK], 1);
	pack(&b, "zip", NULL, odt, 2);
	rig_write(r, "odt", buf_str(&b));
	assert_int_equal(walk(r, &out, "odt", NULL).by_outcome[SOURCE_OK], 1);
	pack(&b, "zip", NULL, plain, 1);
	rig_write(r, "zip", buf_str(&b));
	expect(r, "zip", "ok zip/word/report.txt 1\n");
	buf_release(&b);
	buf_release(&out);
}

/* Pack what is in b as the one member of a tar. */
static void wrap(struct buf *b, const char *name)
{
	buf_addc(b, '\0');
	char *inner = b->p;
	size_t n = (size_t)b->n - 1;
	size_t cap = n + 20480, used;
	struct buf out = { 0 };
	assert_true(buf_reserve(&out, (ptrdiff_t)cap));
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	archive_write_set_format_gnutar(a);
	archive_write_open_memory(a, out.p, cap, &used);
	archive_entry_set_pathname(e, name);
	archive_entry_set_size(e, (la_int64_t)n);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_write_header(a, e);
	archive_write_data(a, inner, n);
	archive_write_close(a);
	archive_entry_free(e);
	archive_write_free(a);
	out.n = (ptrdiff_t)used;
	buf_release(b);
	*b = out;
}

static void archives_in_archives_to_a_depth(void **state)
{
	struct rig *r = *state;
	struct buf b = { 0 };
	pack(&b, "zip", NULL, three, 1);
	wrap(&b, "one");
	wrap(&b, "two");
	rig_write(r, "t", buf_str(&b));
	expect(r, "t", "ok t/two/one/a.txt 6\n");
	wrap(&b, "three");
	rig_write(r, "t", buf_str(&b));
	expect(r, "t", "failed t/three/two/one 0: archives nested more than 3 deep\n");
	buf_release(&b);
}

static void a_bomb_costs_one_member(void **state)
{
	char *zeros = malloc((4 << 20) + 1);
	assert_non_null(zeros);
	memset(zeros, '0', 4 << 20);
	zeros[4 << 20] = '\0';
	const struct member members[] = { { "bomb", zeros }, { "fine", "text" } };
	struct rig *r = *state;
	struct buf b = { 0 }, out = { 0 };
	pack(&b, "zip", NULL, members, 2);
	rig_write(r, "z", buf_str(&b));
	expect(r, "z", "failed z/bomb 0: unpacks to more than 250 times its size\n"
		       "ok z/fine 4\n");
	gz(&out, str_of(zeros));
	rig_write(r, "bomb.gz", buf_str(&out));
	expect(r, "bomb.gz", "failed bomb.gz 0: unpacks to more than 250 times its size\n");
	free(zeros);
	buf_release(&b);
	buf_release(&out);
}

static void limits_name_what_is_over_them(void **state)
{
	struct rig *r = *state;
	struct source_limits l;
	source_limits_init(&l);
	l.max_doc = 5;
	rig_write(r, "big.txt", S("123456"));
	expect_limited(r, "big.txt", &l,
		       "failed big.txt 0: larger than the limit of 5 bytes a document\n");
	write_packed(r, "t", "gnutar", NULL);
	expect_limited(r, "t", &l, "failed t/a.txt 0: larger than the limit of 5 bytes a document\n"
				   "failed t/b/c.txt 0: larger than the limit of 5 bytes a document\n"
				   "failed t/d.txt 0: larger than the limit of 5 bytes a document\n");
	source_limits_init(&l);
	l.max_members = 2;
	expect_limited(r, "t", &l, "ok t/a.txt 6\n"
				   "ok t/b/c.txt 6\n"
				   "partial t 0: more than the limit of 2 members\n");
	source_limits_init(&l);
	l.max_unpacked = 8;
	expect_limited(r, "t", &l, "ok t/a.txt 6\n"
				   "failed t/b/c.txt 0: unpacks to more than the limit of 8 bytes\n"
				   "partial t 0: unpacks to more than the limit of 8 bytes\n");
}

static void archives_without_members(void **state)
{
	struct rig *r = *state;
	struct buf b = { 0 };
	pack(&b, "gnutar", NULL, three, 0);
	rig_write(r, "t.tar", buf_str(&b));
	expect(r, "t.tar", "skipped t.tar 0: an archive without members\n");
	pack(&b, "zip", NULL, three, 0);
	rig_write(r, "z.zip", buf_str(&b));
	expect(r, "z.zip", "skipped z.zip 0: an archive without members\n");
	buf_release(&b);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(tar_and_zip_give_the_members_of_a_folder),
		T(a_zip_with_a_long_directory_is_read_by_its_headers),
		T(utf8_names_of_members_stay),
		T(hidden_members_and_odd_names),
		T(a_gz_of_one_file_is_one_document),
		T(office_files_are_documents),
		T(archives_in_archives_to_a_depth),
		T(a_bomb_costs_one_member),
		T(limits_name_what_is_over_them),
		T(archives_without_members),
	};
	return cmocka_run_group_tests_name("source_archives", tests, NULL, NULL);
}
