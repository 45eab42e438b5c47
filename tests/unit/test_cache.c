/* SPDX-License-Identifier: MIT
 *
 * Files that save work: what is read is what was written, by the caller, and
 * nothing else. And images: what was built comes back, cut ones do not.
 */
#include <errno.h>

#include "tests/unit/rig.h"

#include "pipeline/base/image.h"
#include "pipeline/base/vec.h"
#include "pipeline/io/cache.h"

#define BYTES S("sixteen bytes or so, and a few more")

static struct cache_name name_in(struct rig *r, const char *folder)
{
	struct cache_name c = { .key = 7 };
	snprintf(c.file, sizeof c.file, "a.cache");
	c.folder = rig_path(r, folder);
	return c;
}

/* 0 when the file gives BYTES; what cache_read() says otherwise. */
static int try_read(const struct cache_name *c)
{
	struct arena mem;
	struct error e = { 0 };
	char *p = NULL;
	size_t n = 0;
	arena_init(&mem, 0);
	int rc = cache_read(c, &mem, &p, &n, &e);
	if (rc == 0)
		assert_true(str_eq((struct str){ p, (ptrdiff_t)n }, BYTES));
	else
		assert_true(e.msg[0]);
	arena_release(&mem);
	return rc;
}

static void write_one(const struct cache_name *c)
{
	struct error e = { 0 };
	assert_int_equal(0, cache_write(c, BYTES, &e));
}

static void test_round(void **state)
{
	struct cache_name c = name_in(*state, "above/folder"), other = c;
	assert_int_equal(-E_IO, try_read(&c));
	write_one(&c);
	assert_int_equal(0, try_read(&c));
	write_one(&c);
	assert_int_equal(0, try_read(&c));
	other.key++;
	assert_int_equal(-E_IO, try_read(&other));
}

static void test_damage(void **state)
{
	struct rig *r = *state;
	struct cache_name c = name_in(r, "folder");
	char path[4200], byte;
	struct stat st;
	write_one(&c);
	snprintf(path, sizeof path, "%s/%s", c.folder, c.file);
	assert_int_equal(0, stat(path, &st));
	for (off_t i = 0; i < st.st_size; i++) {
		int fd = open(path, O_RDWR);
		assert_int_equal(1, pread(fd, &byte, 1, i));
		byte ^= 4;
		assert_int_equal(1, pwrite(fd, &byte, 1, i));
		assert_int_equal(-E_IO, try_read(&c));
		byte ^= 4;
		assert_int_equal(1, pwrite(fd, &byte, 1, i));
		close(fd);
	}
	assert_int_equal(0, try_read(&c));
	for (off_t n = st.st_size; n-- > 0;) {
		assert_int_equal(0, truncate(path, n));
		assert_int_equal(-E_IO, try_read(&c));
	}
}

static void test_strangers(void **state)
{
	struct rig *r = *state;
	struct cache_name c = name_in(r, "folder");
	struct error e = { 0 };
	char path[4200], other[4200];
	write_one(&c);
	snprintf(path, sizeof path, "%s/%s", c.folder, c.file);
	snprintf(other, sizeof other, "%s/other", c.folder);
	assert_int_equal(0, chmod(path, 0620));
	assert_int_equal(-E_IO, try_read(&c));
	assert_int_equal(0, chmod(path, 0644));
	assert_int_equal(0, try_read(&c));
	if (geteuid() == 0) {
		assert_int_equal(0, chown(path, 12345, (gid_t)-1));
		assert_int_equal(-E_IO, try_read(&c));
		assert_int_equal(0, chown(path, 0, (gid_t)-1));
	}
	assert_int_equal(0, chmod(c.folder, 0777));
	assert_int_equal(-E_IO, try_read(&c));
	assert_int_equal(-E_IO, cache_write(&c, BYTES, &e));
	assert_int_equal(0, chmod(c.folder, 0700));
	assert_int_equal(0, rename(path, other));
	assert_int_equal(0, symlink("other", path));
	assert_int_equal(-E_IO, try_read(&c));
	assert_int_equal(0, unlink(path));
	assert_int_equal(0, mkfifo(path, 0600));
	assert_int_equal(-E_IO, try_read(&c));
	write_one(&c);                   /* in place of what was there */
	assert_int_equal(0, try_read(&c));
}

/* A folder that cannot be made is no harm but to the cache. */
static void test_no_folder(void **state)
{
	struct rig *r = *state;
	struct error e = { 0 };
	rig_write(r, "file", S("x"));
	struct cache_name c = name_in(r, "file/folder");
	assert_int_equal(-E_IO, cache_write(&c, BYTES, &e));
	assert_int_equal(-E_IO, try_read(&c));
}

static void test_tidy(void **state)
{
	struct rig *r = *state;
	struct cache_name c = name_in(r, "folder");
	struct arena mem;
	struct error e = { 0 };
	cache_files files = { 0 };
	for (int i = 0; i < CACHE_FILES_MAX + 3; i++) {
		snprintf(c.file, sizeof c.file, "%d.cache", i);
		write_one(&c);
	}
	arena_init(&mem, 0);
	assert_int_equal(0, cache_list(c.folder, &mem, &files, &e));
	assert_int_equal(CACHE_FILES_MAX, files.n);
	assert_int_equal(0, try_read(&c));
	/* One that is older and fills the room for all goes, and those that are older than it. */
	char large[4200];
	struct timespec long_ago[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	snprintf(large, sizeof large, "%s/large.cache", c.folder);
	int fd = open(large, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(0, ftruncate(fd, (off_t)CACHE_BYTES_MAX));
	assert_int_equal(0, futimens(fd, long_ago));
	close(fd);
	write_one(&c);
	assert_int_equal(-1, access(large, F_OK));
	assert_int_equal(0, try_read(&c));
	arena_release(&mem);
}

/* ---- images ---- */

struct leaf {
	struct str text;
	bool yes;
};

struct root {
	uint8_t kind;
	uint16_t numbers_n;
	VEC(struct leaf) leaves;
	const uint32_t *numbers;
	struct leaf *one, *none;
	void *address;
};

static const struct image_field leaf_fields[] = {
	IMAGE_TEXT(struct leaf, text), IMAGE_YES(struct leaf, yes),
};
static const struct image_type leaf_type = IMAGE_TYPE(struct leaf, leaf_fields);
static const struct image_type number_type = IMAGE_PLAIN(uint32_t);
static const struct image_field root_fields[] = {
	IMAGE_BELOW(struct root, kind, 3), IMAGE_VEC(struct root, leaves, &leaf_type),
	IMAGE_ARRAY(struct root, numbers, numbers_n, 1, &number_type),
	IMAGE_ONE(struct root, one, &leaf_type), IMAGE_ONE(struct root, none, &leaf_type),
	IMAGE_NOTHING(struct root, address),
};
static const struct image_type root_type = IMAGE_TYPE(struct root, root_fields);

static const uint32_t numbers[] = { 1, 2, 3 };

static void make_image(struct buf *out, uint8_t kind)
{
	struct leaf leaves[] = { { S("first"), true }, { S(""), false }, { { 0 }, true } };
	struct leaf one = { S("one"), false };
	struct root root = { .kind = kind, .numbers_n = 2, .numbers = numbers, .one = &one,
			     .address = out };
	root.leaves.at = leaves;
	root.leaves.n = root.leaves.cap = 3;
	image_write(out, &root_type, &root);
	assert_true(buf_ok(out));
}

static void test_image(void **state)
{
	(void)state;
	struct buf b = { 0 };
	make_image(&b, 2);
	const struct root *root = image_read(b.p, (size_t)b.n, &root_type);
	assert_non_null(root);
	assert_int_equal(3, root->leaves.n);
	assert_string_equal("first", root->leaves.at[0].text.p);
	assert_true(root->leaves.at[0].yes);
	assert_string_equal("", root->leaves.at[1].text.p);
	assert_null(root->leaves.at[2].text.p);
	assert_memory_equal(numbers, root->numbers, sizeof numbers);
	assert_string_equal("one", root->one->text.p);
	assert_null(root->none);
	assert_null(root->address);
	buf_release(&b);
}

static void test_bad_images(void **state)
{
	(void)state;
	struct buf b = { 0 };
	make_image(&b, 2);
	char *copy = test_malloc((size_t)b.n);
	for (ptrdiff_t n = 0; n < b.n; n++) {
		memcpy(copy, b.p, (size_t)n);
		assert_null(image_read(copy, (size_t)n, &root_type));
	}
	buf_reset(&b);
	make_image(&b, 3);
	assert_null(image_read(b.p, (size_t)b.n, &root_type));
	test_free(copy);
	buf_release(&b);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		CASE(test_round), CASE(test_damage), CASE(test_strangers), CASE(test_no_folder),
		CASE(test_tidy), cmocka_unit_test(test_image), cmocka_unit_test(test_bad_images),
	};
	return cmocka_run_group_tests_name("cache", tests, NULL, NULL);
}
