/* SPDX-License-Identifier: MIT
 *
 * Shares of a run's inputs: each input in one of them, by content, balanced by
 * size, the same whoever asks.
 */
#include "pipeline/io/shard.h"
#include "tests/unit/rig.h"

#define FILES 60

/* File i has a size that no other one has, from 1 to a good 200 kB. */
static size_t size_of(int i)
{
	return 1 + (size_t)i * (size_t)i * 61;
}

static void write_file(struct rig *r, const char *name, size_t size, char filler)
{
	char *bytes = test_malloc(size);
	memset(bytes, filler, size);
	rig_write(r, name, (struct str){ bytes, (ptrdiff_t)size });
	test_free(bytes);
}

static void write_files(struct rig *r, const char *folder)
{
	mkdir(rig_path(r, folder), 0700);
	for (int i = 0; i < FILES; i++) {
		char name[64];
		snprintf(name, sizeof name, "%s/f%02d", folder, i);
		write_file(r, name, size_of(i), 'x');
	}
}

static struct shard *open_shard(struct rig *r, const char *what, unsigned number, unsigned of)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", r->folder, what);
	char *paths[] = { path };
	struct shard *s = NULL;
	struct error e = { 0 };
	assert_int_equal(shard_new(&s, paths, 1, number, of, NULL, &e), 0);
	return s;
}

/* Which of the shares has the file: it must be one. */
static unsigned share_of(struct rig *r, const char *folder, const char *file, unsigned of)
{
	unsigned found = 0;
	for (unsigned k = 1; k <= of; k++) {
		struct shard *s = open_shard(r, folder, k, of);
		char id[4096];
		snprintf(id, sizeof id, "%s/%s/%s", r->folder, folder, file);
		if (shard_has(s, str_of(id))) {
			assert_int_equal(found, 0);
			found = k;
		}
		shard_free(s);
	}
	assert_int_not_equal(found, 0);
	return found;
}

static void each_input_is_in_one_share_of_like_size(void **state)
{
	uint64_t files = 0, bytes = 0;
	write_files(*state, "in");
	for (unsigned k = 1; k <= 7; k++) {
		struct shard *s = open_shard(*state, "in", k, 7);
		struct shard_size n = shard_size(s);
		files += n.files;
		bytes += n.bytes;
		assert_int_equal(n.all_files, FILES);
		assert_true(n.bytes * 7 < n.all_bytes * 5 / 4);
		if (k == 7)
			assert_int_equal(bytes, n.all_bytes);
		shard_free(s);
	}
	assert_int_equal(files, FILES);
	for (int i = 0; i < FILES; i += 7) {
		char name[16];
		snprintf(name, sizeof name, "f%02d", i);
		share_of(*state, "in", name, 7);
	}
}

/* Other names, in another folder and another order. */
static void content_decides(void **state)
{
	write_files(*state, "in");
	mkdir(rig_path(*state, "other"), 0700);
	for (int i = 0; i < FILES; i++) {
		char name[64];
		snprintf(name, sizeof name, "other/%c%02d", 'a' + (i * 7) % 26, FILES - i);
		write_file(*state, name, size_of(i), 'x');
	}
	for (int i = 0; i < FILES; i += 5) {
		char before[64], after[64];
		snprintf(before, sizeof before, "f%02d", i);
		snprintf(after, sizeof after, "%c%02d", 'a' + (i * 7) % 26, FILES - i);
		assert_int_equal(share_of(*state, "in", before, 5),
				 share_of(*state, "other", after, 5));
	}
}

static void copies_stay_together(void **state)
{
	write_files(*state, "in");
	write_file(*state, "in/copy1", size_of(20), 'x');
	write_file(*state, "in/copy2", size_of(20), 'x');
	unsigned k = share_of(*state, "in", "f20", 6);
	assert_int_equal(share_of(*state, "in", "copy1", 6), k);
	assert_int_equal(share_of(*state, "in", "copy2", 6), k);
	/* Of one size, but different: two contents, so in two folders of two they lie apart. */
	mkdir(rig_path(*state, "two"), 0700);
	write_file(*state, "two/a", 50000, 'a');
	write_file(*state, "two/b", 50000, 'b');
	assert_int_not_equal(share_of(*state, "two", "a", 2), share_of(*state, "two", "b", 2));
}

static void the_name_tells_other_inputs(void **state)
{
	write_files(*state, "in");
	struct shard *a = open_shard(*state, "in", 1, 3), *b = open_shard(*state, "in", 2, 3);
	struct str name_a = shard_name(a), name_b = shard_name(b);
	assert_true(str_starts(name_a, S("1/3 ")));
	assert_true(str_starts(name_b, S("2/3 ")));
	str_cut(&name_a, ' ');
	str_cut(&name_b, ' ');
	assert_true(str_eq(name_a, name_b));
	write_file(*state, "in/more", 10, 'x');
	struct shard *c = open_shard(*state, "in", 2, 3);
	struct str name_c = shard_name(c);
	str_cut(&name_c, ' ');
	assert_false(str_eq(name_a, name_c));
	shard_free(a);
	shard_free(b);
	shard_free(c);
}

/* A link, and a file that came after the listing. */
static void what_is_no_file_is_in_one_share_too(void **state)
{
	write_files(*state, "in");
	assert_int_equal(symlink("nowhere", rig_path(*state, "in/link")), 0);
	share_of(*state, "in", "link", 4);
	share_of(*state, "in", "came later", 4);
}

static void what_can_be_read_but_once_is_refused(void **state)
{
	char *dash[] = { "-" };
	struct shard *s = NULL;
	struct error e = { 0 };
	assert_int_equal(shard_new(&s, dash, 1, 1, 2, NULL, &e), -E_USAGE);
	assert_int_equal(mkfifo(rig_path(*state, "pipe"), 0600), 0);
	char *pipe[] = { rig_path(*state, "pipe") };
	e = (struct error){ 0 };
	assert_int_equal(shard_new(&s, pipe, 1, 1, 2, NULL, &e), -E_USAGE);
	char *nothing[] = { rig_path(*state, "nothing") };
	e = (struct error){ 0 };
	assert_int_equal(shard_new(&s, nothing, 1, 1, 2, NULL, &e), -E_IO);
}

static void numbers_are_checked(void **state)
{
	static const char *const bad[] = { "", "3", "0/4", "5/4", "1/0", "1/4x", "-1/4", " 1/4",
					   "1/99999", "a/b", "1/4/8" };
	unsigned number, of;
	struct error e = { 0 };
	(void)state;
	assert_int_equal(shard_parse("3/8", &number, &of, &e), 0);
	assert_int_equal(number, 3);
	assert_int_equal(of, 8);
	for (ptrdiff_t i = 0; i < countof(bad); i++) {
		e = (struct error){ 0 };
		assert_int_equal(shard_parse(bad[i], &number, &of, &e), -E_USAGE);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(each_input_is_in_one_share_of_like_size),
		T(content_decides),
		T(copies_stay_together),
		T(the_name_tells_other_inputs),
		T(what_is_no_file_is_in_one_share_too),
		T(what_can_be_read_but_once_is_refused),
		T(numbers_are_checked),
	};
	return cmocka_run_group_tests_name("shard", tests, NULL, NULL);
}
