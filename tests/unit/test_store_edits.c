/* SPDX-License-Identifier: MIT
 *
 * Incremental runs end in the store that a full run makes: random edits of a
 * folder between runs (files written, edited in place with their times set
 * back, touched, renamed, copied, removed, moved into an archive; the lexicon
 * and the options changed), then every export of the one store is compared
 * with that of a fresh one. EDITS=N tries N scripts, SEED=N starts elsewhere.
 */
#include "tests/unit/store_rig.h"

#define NAMES 6
#define STEPS 8
#define SCRIPTS 200

static struct store_rig rig;
static uint32_t seed;

static uint32_t dice(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static const char *const words[] = {
	"Caseloads are high", "Staff are well supported", "Managers act on children's concerns",
	"The manager was not aware of delays", "Caseloads have reduced since the last inspection",
	"Leaders do not know children well", "Staff visit families", "Children's records are weak",
};

static void make_text(struct buf *b)
{
	buf_reset(b);
	for (uint32_t n = 1 + dice(4); n > 0; n--) {
		buf_addz(b, words[dice(countof(words))]);
		buf_addz(b, dice(4) ? ". " : ".\n\n");
	}
	if (dice(12) == 0)
		buf_add(b, (struct str){ "\0\1\2", 3 });     /* no document any more */
}

static const char *name_of(uint32_t i)
{
	static const char *const names[NAMES] = { "a.txt", "b.txt", "c.md", "d/e.txt", "d/f.txt", "z" };
	static char path[64];
	snprintf(path, sizeof path, "reports/%s", names[i]);
	return path;
}

static void write_file(struct rig *r)
{
	struct buf b = { 0 };
	make_text(&b);
	rig_write(r, name_of(dice(NAMES)), dice(10) ? buf_str(&b) : S(""));
	buf_release(&b);
}

/* Another letter in place, and the modification time as it was. */
static void edit_slyly(struct rig *r)
{
	struct stat st;
	const char *path = rig_path(r, name_of(dice(NAMES)));
	if (stat(path, &st) < 0 || st.st_size < 10)
		return;
	usleep(5000);                /* clocks of file systems tick every 4 ms */
	FILE *f = fopen(path, "r+b");
	assert_non_null(f);
	fseek(f, (long)dice((uint32_t)st.st_size), SEEK_SET);
	fputc("abcdefgh"[dice(8)], f);
	fclose(f);
	struct timespec times[] = { st.st_atim, st.st_mtim };
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void touch(struct rig *r)
{
	utimensat(AT_FDCWD, rig_path(r, name_of(dice(NAMES))), NULL, 0);
}

static void move(struct rig *r)
{
	char from[4096];
	snprintf(from, sizeof from, "%s", rig_path(r, name_of(dice(NAMES))));
	rename(from, rig_path(r, name_of(dice(NAMES))));
}

static void copy(struct rig *r)
{
	char from[4096];
	snprintf(from, sizeof from, "%s", rig_path(r, name_of(dice(NAMES))));
	FILE *f = fopen(from, "rb");
	static char bytes[4096];
	if (!f)
		return;
	size_t n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	rig_write(r, name_of(dice(NAMES)), (struct str){ bytes, (ptrdiff_t)n });
}

static void drop(struct rig *r)
{
	unlink(rig_path(r, name_of(dice(NAMES))));
}

/* The files of a folder into an archive, by tar itself; one name twice now and then. */
static void pack(struct rig *r)
{
	char command[9000];
	const char *more = dice(3) ? "" : " a.txt";
	snprintf(command, sizeof command, "cd %s/reports && tar cf x.tar a.txt d%s 2>/dev/null; %s",
		 r->folder, more, dice(2) ? "rm -f a.txt d/*" : "true");
	assert_true(system(command) >= 0);
}

static void drop_archive(struct rig *r)
{
	unlink(rig_path(r, "reports/x.tar"));
}

static void edit_lexicon(struct rig *r)
{
	static const char *const terms[] = { "caseloads", "children", "leaders, caseloads", "nothing" };
	(void)r;
	store_rig_lexicon(&rig, terms[dice(countof(terms))]);
}

static void switch_voices(struct rig *r)
{
	(void)r;
	rig.config.all_voices = !rig.config.all_voices;
}

static void (*const edits[])(struct rig *r) = {
	write_file, write_file, write_file, edit_slyly, edit_slyly, touch, move, copy, drop, pack,
	drop_archive, edit_lexicon, switch_voices,
};

static void compare_with_full(uint32_t script)
{
	struct buf mine = { 0 }, full = { 0 };
	char name[32];
	snprintf(name, sizeof name, "full-%u.db", script);
	store_rig_export(&rig, "s.db", &mine);
	assert_int_equal(store_rig_run(&rig, name), 0);
	store_rig_export(&rig, name, &full);
	if (!str_eq(buf_str(&mine), buf_str(&full)))
		fprintf(stderr, "script %u: the stores differ\n--- incremental\n%.*s\n--- full\n%.*s\n",
			script, STR_ARG(buf_str(&mine)), STR_ARG(buf_str(&full)));
	assert_true(str_eq(buf_str(&mine), buf_str(&full)));
	unlink(rig_path(rig.r, name));
	buf_release(&mine);
	buf_release(&full);
}

static void test_edits(void **state)
{
	const char *n = getenv("EDITS"), *start = getenv("SEED");
	uint32_t scripts = n ? (uint32_t)atoi(n) : SCRIPTS, first = start ? (uint32_t)atoi(start) : 1;
	int passed_over = 0;
	mkdir(rig_path(*state, "reports/d"), 0700);
	for (uint32_t script = first; script < first + scripts; script++) {
		seed = script;
		rig.trust_stamps = dice(2);
		for (uint32_t step = 1 + dice(STEPS); step > 0; step--) {
			edits[dice(countof(edits))](*state);
			if (dice(2) == 0)
				assert_int_equal(store_rig_run(&rig, "s.db"), 0);
			passed_over += rig.passed_over;
		}
		assert_int_equal(store_rig_run(&rig, "s.db"), 0);
		passed_over += rig.passed_over;
		compare_with_full(script);
		if (script % 10 == 0)
			unlink(rig_path(*state, "s.db"));
	}
	assert_true(passed_over > 0 || scripts < 50);
}

static int set_up(void **state)
{
	if (rig_setup(state))
		return -1;
	store_rig_init(&rig, *state);
	rig.unsynced = true;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_edits, set_up, rig_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
