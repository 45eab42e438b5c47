/* SPDX-License-Identifier: MIT
 *
 * The parts of fetch that need no server: addresses, robots.txt, names, lists
 * and the state between two runs. tests/cases/fetch has the rest.
 */
#include "pipeline/fetch/address.h"
#include "pipeline/fetch/list.h"
#include "pipeline/fetch/names.h"
#include "pipeline/fetch/robots.h"
#include "pipeline/fetch/state.h"
#include "pipeline/io/partial.h"
#include "tests/unit/rig.h"

static void addresses_are_taken_apart(void **state)
{
	static const struct {
		const char *text, *origin, *path;      /* NULL: refused */
	} cases[] = {
		{ "https://example.org/a/b?c=d", "https://example.org", "/a/b?c=d" },
		{ "HTTP://Example.ORG:8080/A", "http://example.org:8080", "/A" },
		{ "http://example.org", "http://example.org", "/" },
		{ "http://example.org?q", "http://example.org", "/?q" },
		{ "http://example.org/a#part", "http://example.org", "/a" },
		{ "http://example.org#part", "http://example.org", "/" },
		{ "ftp://example.org/", NULL, NULL },
		{ "file:///etc/passwd", NULL, NULL },
		{ "/etc/passwd", NULL, NULL },
		{ "http://", NULL, NULL },
		{ "http:///path", NULL, NULL },
		{ "http://:80/", NULL, NULL },
		{ "http://user:password@example.org/", NULL, NULL },
		{ "http://example.org/a b", NULL, NULL },
		{ "http://example.org/\r\nHost: x", NULL, NULL },
		{ "http://example.org\\@evil.example/", NULL, NULL },
		{ "http://ex\xC3\xA4mple.org/", NULL, NULL },
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct address a;
		struct error e = { 0 };
		int rc = address_parse(&a, str_of(cases[i].text), &e);
		assert_int_equal(rc, cases[i].origin ? 0 : -E_USAGE);
		if (rc < 0)
			continue;
		assert_true(str_eq(a.origin, str_of(cases[i].origin)));
		assert_true(str_eq(a.path, str_of(cases[i].path)));
	}
}

static bool allowed(const char *robots, const char *path)
{
	struct robots r;
	assert_true(robots_parse(&r, str_of(robots), S("leitmotif")));
	bool allow = robots_allow(&r, str_of(path));
	robots_release(&r);
	return allow;
}

/* RFC 9309, sections 2.2 and 5. */
static void robots_are_heeded(void **state)
{
	static const struct {
		const char *robots, *path;
		bool allow;
	} cases[] = {
		{ "", "/a", true },
		{ "User-agent: *\nDisallow: /", "/a", false },
		{ "User-agent: *\nDisallow: /", "/robots.txt", true },
		{ "User-agent: *\nDisallow:", "/a", true },
		{ "Disallow: /", "/a", true },                         /* of no group */
		/* our group and not that for all, whatever its case, version and place */
		{ "User-agent: *\nDisallow: /\nUser-agent: LeitMotif/1.0\nDisallow: /b", "/a", true },
		{ "User-agent: leitmotif\nDisallow: /b\nUser-agent: *\nDisallow: /", "/a", true },
		{ "User-agent: leitmotifs\nDisallow: /\n", "/a", true },
		{ "User-agent: a\nUser-agent: leitmotif\nUser-agent: b\nDisallow: /x", "/x", false },
		{ "User-agent: leitmotif\nDisallow: /x\nUser-agent: b\nDisallow: /", "/a", true },
		/* two groups of one name are one */
		{ "User-agent: leitmotif\nDisallow: /x\n\nUser-agent: leitmotif\nDisallow: /y", "/x", false },
		{ "User-agent: leitmotif\nDisallow: /x\n\nUser-agent: leitmotif\nDisallow: /y", "/y", false },
		/* an unknown line ends no list of names */
		{ "User-agent: leitmotif\nSitemap: http://x/\nUser-agent: b\nDisallow: /x", "/x", false },
		/* the longest decides; of two as long the one that allows */
		{ "User-agent: *\nAllow: /p\nDisallow: /page", "/page", false },
		{ "User-agent: *\nDisallow: /p\nAllow: /page", "/page", true },
		{ "User-agent: *\nDisallow: /page\nAllow: /page", "/page", true },
		{ "User-agent: *\nAllow: /page\nDisallow: /page", "/page", true },
		/* stars and the end */
		{ "User-agent: *\nDisallow: *.gif$", "/a/b.gif", false },
		{ "User-agent: *\nDisallow: *.gif$", "/a/b.gifs", true },
		{ "User-agent: *\nDisallow: *.gif$", "/a.gif/b.gif", false },
		{ "User-agent: *\nDisallow: /a*c*e", "/abcde", false },
		{ "User-agent: *\nDisallow: /a*c*f", "/abcde", true },
		{ "User-agent: *\nDisallow: /$", "/", false },
		{ "User-agent: *\nDisallow: /$", "/a", true },
		{ "User-agent: *\nDisallow: /a$b", "/a$b", false },
		/* escapes: plain characters are the same written either way, a slash is not */
		{ "User-agent: *\nDisallow: /%61bc", "/abc", false },
		{ "User-agent: *\nDisallow: /abc", "/%61%62c", false },
		{ "User-agent: *\nDisallow: /a%2Fb", "/a/b", true },
		{ "User-agent: *\nDisallow: /a%2fb", "/a%2Fb", false },
		{ "User-agent: *\nDisallow: /\xC3\xA4", "/%C3%A4", false },
		{ "User-agent: *\nDisallow: /a%", "/a%", false },
		/* comments, blanks, line ends, a byte order mark */
		{ "\xEF\xBB\xBFUser-Agent : * # all\r\n  DISALLOW : /x # not this\r\n", "/x", false },
		{ "User-agent: *\rDisallow: /x\r", "/x", false },
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++)
		if (allowed(cases[i].robots, cases[i].path) != cases[i].allow)
			fail_msg("%s\n%s", cases[i].robots, cases[i].path);
}

static void name(char *to, size_t size, struct list_row row, const char *head, const char *type)
{
	struct buf b = { 0 };
	name_for(&b, &row, str_of(head), str_of(type));
	snprintf(to, size, "%.*s", STR_ARG(buf_str(&b)));
	buf_release(&b);
}

static void names_stay_in_the_folder(void **state)
{
	struct list_row row = { .authority = S("King's Lynn & Co."), .date = S("2024-05-13"),
				.kind = S("ilacs"), .address = S("http://x/y") };
	struct list_row bad = { .authority = S("../../etc/\xC3\xA9"), .date = S("/.."), .kind = S("."),
				.address = S("http://x/../../passwd") };
	char text[300];
	(void)state;
	name(text, sizeof text, row, "%PDF-1.7", "");
	assert_true(str_starts(str_of(text), S("king-s-lynn-co/2024-05-13-ilacs-")));
	assert_true(str_ends(str_of(text), S(".pdf")));
	assert_true(name_is_safe(str_of(text)));
	name(text, sizeof text, bad, "PK\3\4", "application/zip");
	assert_true(str_starts(str_of(text), S("etc/")));
	assert_true(str_ends(str_of(text), S(".zip")));
	assert_true(name_is_safe(str_of(text)));
	bad.authority = S("\xE4\xB8\xAD");
	name(text, sizeof text, bad, "no sign", "");
	assert_true(str_starts(str_of(text), S("unknown/")));
	assert_true(str_ends(str_of(text), S(".bin")));
	static const char *const unsafe[] = { "", "a", "../a", "a/../b", "/a/b", "a/b/c", "a//b", "a/.b",
					      "a/b/", ".a/b", "a/b..", "A/b", "a/b c", "a/b\\c" };
	for (ptrdiff_t i = 0; i < countof(unsafe); i++)
		if (name_is_safe(str_of(unsafe[i])))
			fail_msg("'%s' is no safe name", unsafe[i]);
}

static void lists_are_read_by_their_heads(void **state)
{
	struct list l = { 0 };
	struct error e = { 0 };
	rig_write(*state, "a.tsv", S("# about\n# more\naddress\tkind\tauthority\nhttp://x/\tilacs\tLeeds\n"
				     "# not now\nhttp://y/\n"));
	rig_write(*state, "b.csv", S("Authority,Address\n\"Hull, Kingston upon\",http://z/\n"));
	rig_write(*state, "c.tsv", S("http://x/\n"));
	rig_write(*state, "d.tsv", S("# one\naddress\tkind\n\"open\n"));
	char path[4096];
	snprintf(path, sizeof path, "%s", rig_path(*state, "a.tsv"));
	assert_int_equal(list_read(&l, path, &e), 0);
	assert_int_equal(list_read(&l, rig_path(*state, "b.csv"), &e), 0);
	assert_int_equal(l.rows.n, 3);
	assert_true(str_eq(l.rows.at[0].authority, S("Leeds")));
	assert_int_equal(l.rows.at[0].line, 4);
	assert_true(str_eq(l.rows.at[1].address, S("http://y/")));
	assert_int_equal(l.rows.at[1].line, 6);
	assert_true(str_eq(l.rows.at[2].authority, S("Hull, Kingston upon")));
	assert_int_equal(list_read(&l, rig_path(*state, "c.tsv"), &e), -E_USAGE);
	e = (struct error){ 0 };
	assert_int_equal(list_read(&l, rig_path(*state, "d.tsv"), &e), -E_USAGE);
	assert_non_null(strstr(e.msg, "line 3"));
	list_release(&l);
}

static void the_state_comes_back(void **state)
{
	struct state s;
	struct error e = { 0 };
	char path[4096];
	snprintf(path, sizeof path, "%s", rig_path(*state, "state"));
	assert_int_equal(state_load(&s, path, &e), 0);
	assert_int_equal(s.entries.n, 0);
	for (int i = 0; i < 1000; i++) {
		char address[64];
		snprintf(address, sizeof address, "http://x/%d", i);
		struct state_entry *n = state_entry(&s, str_of(address));
		snprintf(n->file, sizeof n->file, "a/%d.pdf", i);
		snprintf(n->etag, sizeof n->etag, "W/\"%d\"", i);
	}
	state_entry(&s, S("http://x/nothing yet"));
	assert_int_equal(state_save(&s, path, &e), 0);
	state_release(&s);
	assert_int_equal(state_load(&s, path, &e), 0);
	assert_int_equal(s.entries.n, 1000);
	assert_string_equal(state_entry(&s, S("http://x/77"))->file, "a/77.pdf");
	assert_string_equal(state_entry(&s, S("http://x/77"))->etag, "W/\"77\"");
	state_release(&s);
	rig_write(*state, "state", S("address\tfile\tetag\tlast_modified\tpartial\tfetched\n"
				     "http://x/1\t../../etc/passwd\te\tm\tp\tf\n"
				     "http://x/2\ta/b.pdf\te\tm\tp\tf\tmore\n"
				     "http://x/3\ta/b.pdf\te\tm\tp\tf\nshort\n\n"));
	assert_int_equal(state_load(&s, path, &e), 0);
	assert_int_equal(s.entries.n, 2);       /* the third, and the short one, which says nothing */
	assert_string_equal(state_entry(&s, S("http://x/3"))->modified, "m");
	assert_string_equal(state_entry(&s, S("http://x/1"))->file, "");
	state_release(&s);
}

static void a_partial_file_grows_and_is_named_once(void **state)
{
	struct partial *p;
	struct error e = { 0 };
	struct buf head = { 0 };
	char folder[64], path[4096];
	snprintf(folder, sizeof folder, "%s", ((struct rig *)*state)->folder);
	snprintf(path, sizeof path, "%s/new/file.pdf", folder);
	assert_int_equal(partial_open(&p, folder, S("one"), &e), 0);
	assert_int_equal(partial_write(p, S("begin"), &e), 0);
	partial_free(p, false);
	assert_int_equal(partial_open(&p, folder, S("one"), &e), 0);
	assert_int_equal(partial_size(p), 5);
	assert_int_equal(partial_write(p, S(" and end"), &e), 0);
	assert_int_equal(partial_head(p, 7, &head, &e), 0);
	assert_true(str_eq(buf_str(&head), S("begin a")));
	assert_false(partial_is(p, path));
	assert_int_equal(partial_commit(p, path, &e), 0);
	assert_true(partial_is(p, path));
	partial_free(p, true);
	assert_int_equal(access(path, F_OK), 0);
	assert_int_equal(partial_open(&p, folder, S("one"), &e), 0);
	assert_int_equal(partial_size(p), 0);
	assert_int_equal(partial_write(p, S("wrong"), &e), 0);
	assert_int_equal(partial_restart(p, &e), 0);
	partial_free(p, false);        /* empty: nothing stays */
	assert_int_equal(access(rig_path(*state, ".one.part"), F_OK), -1);
	buf_release(&head);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_taken_apart),
		cmocka_unit_test(robots_are_heeded),
		cmocka_unit_test(names_stay_in_the_folder),
		T(lists_are_read_by_their_heads),
		T(the_state_comes_back),
		T(a_partial_file_grows_and_is_named_once),
	};
	return cmocka_run_group_tests_name("fetch", tests, NULL, NULL);
}
