/* SPDX-License-Identifier: MIT
 *
 * Sources: each input comes once, in a stable order, with a reason when it is
 * not whole. walk() writes what comes as lines "outcome id bytes", with the
 * reason behind where there is one.
 */
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include "pipeline/base/hash.h"
#include "pipeline/io/gz.h"
#include "pipeline/io/source.h"
#include "tests/unit/rig.h"

struct member {
	const char *name, *text;
};

static const struct member three[] = { { "a.txt", "alpha\n" }, { "b/c.txt", "gamma\n" },
				       { "d.txt", "delta\n" } };

/* Pack members; format is for archive_write_set_format_by_name, filter may be NULL. */
static void pack(struct buf *out, const char *format, const char *filter, const struct member *m,
		 int n)
{
	size_t cap = 1 << 20, used = 0;
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	locale_t before = uselocale(utf8);      /* the writer wants one for names; the source not */
	for (int i = 0; i < n; i++)
		cap += strlen(m[i].text) + 2048;
	struct archive *a = archive_write_new();
	buf_reset(out);
	assert_true(buf_reserve(out, (ptrdiff_t)cap));
	assert_int_equal(archive_write_set_format_by_name(a, format), ARCHIVE_OK);
	if (filter)
		assert_int_equal(archive_write_add_filter_by_name(a, filter), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(a, out->p, cap, &used), ARCHIVE_OK);
	for (int i = 0; i < n; i++) {
		struct archive_entry *e = archive_entry_new();
		archive_entry_set_pathname(e, m[i].name);
		archive_entry_set_size(e, (la_int64_t)strlen(m[i].text));
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_perm(e, 0644);
		assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
		archive_write_data(a, m[i].text, strlen(m[i].text));
		archive_entry_free(e);
	}
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
	uselocale(before);
	freelocale(utf8);
	out->n = (ptrdiff_t)used;
}

static void gz(struct buf *out, struct str bytes)
{
	struct gz_writer *w;
	struct error e = { 0 };
	assert_int_equal(gz_writer_new(&w, &e), 0);
	assert_int_equal(gz_write(w, bytes, true, out, &e), 0);
	gz_writer_free(w);
}

struct count {
	int by_outcome[5];
	uint64_t content;        /* hash of the bytes of all that is ok, in order */
};

/* All that comes of path, as lines in out; ids without the rig's folder. */
static struct count walk(struct rig *r, struct buf *out, const char *name,
			 const struct source_limits *limits)
{
	static const char *const words[] = { "ok", "partial", "no-text", "failed", "skipped" };
	char *paths[] = { strcmp(name, "-") == 0 ? strdup("-") : strdup(rig_path(r, name)) };
	ptrdiff_t prefix = paths[0][0] == '-' ? 0 : (ptrdiff_t)strlen(r->folder) + 1;
	struct source_limits l;
	struct source *s;
	struct error e = { 0 };
	struct buf id = { 0 }, bytes = { 0 };
	struct source_note note;
	struct count c = { { 0 }, 0 };
	int rc;
	source_limits_init(&l);
	assert_int_equal(source_new(&s, paths, 1, limits ? limits : &l, NULL, &e), 0);
	buf_reset(out);
	while ((rc = source_next(s, &id, &bytes, &note, &e)) > 0) {
		struct str shown = str_sub(buf_str(&id), prefix, id.n);
		c.by_outcome[note.outcome]++;
		if (note.outcome == SOURCE_OK)
			c.content = hash_bytes(buf_str(&bytes), c.content);
		buf_addf(out, "%s %.*s %td%s%s\n", words[note.outcome], STR_ARG(shown), bytes.n,
			 note.why.code ? ": " : "", note.why.msg);
	}
	assert_int_equal(rc, 0);
	buf_addc(out, '\0');
	source_free(s);
	buf_release(&id);
	buf_release(&bytes);
	free(paths[0]);
	return c;
}

static void expect(struct rig *r, const char *name, const char *lines)
{
	struct buf out = { 0 };
	walk(r, &out, name, NULL);
	assert_string_equal(out.p, lines);
	buf_release(&out);
}

static void expect_limited(struct rig *r, const char *name, const struct source_limits *l,
			   const char *lines)
{
	struct buf out = { 0 };
	walk(r, &out, name, l);
	assert_string_equal(out.p, lines);
	buf_release(&out);
}

static void write_packed(struct rig *r, const char *name, const char *format, const char *filter)
{
	struct buf b = { 0 };
	pack(&b, format, filter, three, 3);
	rig_write(r, name, buf_str(&b));
	buf_release(&b);
}

static void a_folder_comes_in_byte_order_of_full_paths(void **state)
{
	struct rig *r = *state;
	mkdir(rig_path(r, "f"), 0777);
	mkdir(rig_path(r, "f/sub"), 0777);
	mkdir(rig_path(r, "f/.git"), 0777);
	rig_write(r, "f/sub/x.txt", S("x"));
	rig_write(r, "f/sub.txt", S("before sub/ since . is before /"));
	rig_write(r, "f/\xC3\xBC.txt", S("umlaut"));
	rig_write(r, "f/Z.txt", S("Z"));
	rig_write(r, "f/.git/config", S("no input"));
	rig_write(r, "f/.DS_Store", S("no input"));
	rig_write(r, "f/Thumbs.db", S("no input"));
	rig_write(r, "f/empty.txt", S(""));
	assert_int_equal(symlink("Z.txt", rig_path(r, "f/link")), 0);
	assert_int_equal(symlink("..", rig_path(r, "f/loop")), 0);
	assert_int_equal(mkfifo(rig_path(r, "f/pipe"), 0600), 0);
	expect(r, "f", "ok f/Z.txt 1\n"
		       "no-text f/empty.txt 0: empty: 0 bytes\n"
		       "skipped f/link 0: a symbolic link in a folder\n"
		       "skipped f/loop 0: a symbolic link in a folder\n"
		       "skipped f/pipe 0: a named pipe\n"
		       "ok f/sub.txt 31\n"
		       "ok f/sub/x.txt 1\n"
		       "ok f/\xC3\xBC.txt 6\n");
}

static void named_links_are_followed(void **state)
{
	struct rig *r = *state;
	rig_write(r, "real.txt", S("text"));
	assert_int_equal(symlink("real.txt", rig_path(r, "link")), 0);
	expect(r, "link", "ok link 4\n");
	expect(r, "real.txt", "ok real.txt 4\n");
}

static void names_cannot_act_on_a_terminal(void **state)
{
	struct rig *r = *state;
	mkdir(rig_path(r, "f"), 0777);
	rig_write(r, "f/a\x1B[2J\nb", S("x"));
	rig_write(r, "f/b\xFF\\", S("x"));
	expect(r, "f", "ok f/a\\x1B[2J\\x0Ab 1\n"
		       "ok f/b\\xFF\\\\ 1\n");
}

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

static void standard_input_can_be_anything(void **state)
{
	struct rig *r = *state;
	static const char *const formats[] = { "gnutar", "zip" };
	int before = dup(STDIN_FILENO);
	for (ptrdiff_t i = 0; i < countof(formats); i++) {
		write_packed(r, "in", formats[i], NULL);
		int fd = open(rig_path(r, "in"), O_RDONLY);
		assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
		expect(r, "-", "ok -/a.txt 6\n"
			       "ok -/b/c.txt 6\n"
			       "ok -/d.txt 6\n");
		close(fd);
	}
	dup2(before, STDIN_FILENO);
	close(before);
}

static void paths_are_checked_before_anything_is_read(void **state)
{
	struct rig *r = *state;
	struct source *s;
	struct source_limits l;
	struct error e = { 0 };
	source_limits_init(&l);
	rig_write(r, "there", S("x"));
	char *there = strdup(rig_path(r, "there"));
	char *paths[] = { there, rig_path(r, "not\nthere") };
	assert_int_equal(source_new(&s, paths, 2, &l, NULL, &e), -E_IO);
	assert_non_null(strstr(e.msg, "not\\x0Athere': No such file or directory"));
	char dash[] = "-";
	char *twice[] = { dash, dash };
	e = (struct error){ 0 };
	assert_int_equal(source_new(&s, twice, 2, &l, NULL, &e), -E_USAGE);
	free(there);
}

static void what_cannot_be_read_is_named(void **state)
{
	struct rig *r = *state;
	if (geteuid() == 0)
		skip();          /* root reads everything */
	mkdir(rig_path(r, "f"), 0777);
	mkdir(rig_path(r, "f/closed"), 0);
	rig_write(r, "f/secret", S("x"));
	chmod(rig_path(r, "f/secret"), 0);
	expect(r, "f", "failed f/closed 0: Permission denied\n"
		       "failed f/secret 0: Permission denied\n");
}

static void the_estimate_counts_files(void **state)
{
	struct rig *r = *state;
	struct source *s;
	struct source_limits l;
	struct error e = { 0 };
	source_limits_init(&l);
	mkdir(rig_path(r, "f"), 0777);
	mkdir(rig_path(r, "f/g"), 0777);
	rig_write(r, "f/a", S("x"));
	rig_write(r, "f/g/b", S("x"));
	rig_write(r, "f/.c", S("x"));
	char *paths[] = { rig_path(r, "f") };
	assert_int_equal(source_new(&s, paths, 1, &l, NULL, &e), 0);
	assert_int_equal(source_estimate(s), 2);
	source_free(s);
}

static void a_signal_stops_the_source(void **state)
{
	struct rig *r = *state;
	struct source *s;
	struct source_limits l;
	struct source_note note;
	struct buf id = { 0 }, bytes = { 0 };
	struct error e = { 0 };
	volatile sig_atomic_t stop = 0;
	source_limits_init(&l);
	rig_write(r, "a", S("x"));
	char *paths[] = { rig_path(r, "a") };
	assert_int_equal(source_new(&s, paths, 1, &l, &stop, &e), 0);
	stop = 1;
	assert_int_equal(source_next(s, &id, &bytes, &note, &e), -E_IO);
	source_free(s);
	buf_release(&id);
	buf_release(&bytes);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(a_folder_comes_in_byte_order_of_full_paths),
		T(named_links_are_followed),
		T(names_cannot_act_on_a_terminal),
		T(tar_and_zip_give_the_members_of_a_folder),
		T(utf8_names_of_members_stay),
		T(hidden_members_and_odd_names),
		T(a_gz_of_one_file_is_one_document),
		T(a_gz_cut_short_is_partial_and_a_wrong_sum_fails),
		T(a_tar_cut_short_gives_what_came_before),
		T(a_zip_cut_short_gives_what_came_before),
		T(no_damage_passes_unnoticed),
		T(a_wrong_sum_in_a_zip_costs_one_member),
		T(office_files_are_documents),
		T(archives_in_archives_to_a_depth),
		T(a_bomb_costs_one_member),
		T(limits_name_what_is_over_them),
		T(archives_without_members),
		T(standard_input_can_be_anything),
		T(paths_are_checked_before_anything_is_read),
		T(what_cannot_be_read_is_named),
		T(the_estimate_counts_files),
		T(a_signal_stops_the_source),
	};
	return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
