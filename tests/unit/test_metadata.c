/* SPDX-License-Identifier: MIT
 *
 * The metadata stage: every cell of the sample archive's manifest, the traps
 * that first pages lay, and the user's own manifest.
 */
#include "tests/unit/rig.h"

#include "pipeline/base/csv_in.h"
#include "pipeline/io/file.h"
#include "pipeline/io/source.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/chain.h"

#include <stdint.h>

#include <cmocka.h>

#define ARCHIVE "corpus/"
#define RULES "lexicons/childrens-services/metadata/"

/* A chain up to the metadata, with a small lexicon that has the shipped metadata rules. */
struct bench {
	void *folder;            /* struct rig of the lexicon */
	struct config config;
	struct lexicon *lx;
	struct chain *chain;
	struct chain_worker *worker;
	struct doc d;
	struct error e;
};

static void copy_file(struct rig *r, const char *from, const char *name)
{
	struct error e = { 0 };
	struct buf bytes = { 0 };
	assert_int_equal(file_slurp(&bytes, from, 1 << 20, &e), 0);
	rig_write(r, name, buf_str(&bytes));
	buf_release(&bytes);
}

static void make_lexicon(struct rig *r)
{
	mkdir(rig_path(r, "metadata"), 0700);
	mkdir(rig_path(r, "themes"), 0700);
	copy_file(r, "tests/data/lexicon/lexicon.yaml", "lexicon.yaml");
	copy_file(r, "tests/data/lexicon/themes/work.yaml", "themes/work.yaml");
	copy_file(r, RULES "rules.yaml", "metadata/rules.yaml");
	copy_file(r, RULES "authorities.tsv", "metadata/authorities.tsv");
}

static int bench_open(struct bench *b, const char *manifest)
{
	*b = (struct bench){ 0 };
	config_init(&b->config);
	b->config.manifest_path = manifest;
	doc_init(&b->d, 0);
	assert_int_equal(rig_setup(&b->folder), 0);
	make_lexicon(b->folder);
	assert_int_equal(lexicon_load(&b->lx, ((struct rig *)b->folder)->folder, &b->e), 0);
	int rc = chain_open(&b->chain, &b->config, b->lx, LAYER_META, &b->e);
	if (rc == 0)
		assert_int_equal(chain_worker_new(&b->worker, b->chain, &b->e), 0);
	return rc;
}

static void bench_close(struct bench *b)
{
	chain_worker_free(b->worker);
	chain_close(b->chain);
	lexicon_free(b->lx);
	doc_release(&b->d);
	rig_teardown(&b->folder);
}

static void bench_read(struct bench *b, const char *id, const char *text)
{
	doc_reset(&b->d);
	b->d.id.n = 0;
	buf_addz(&b->d.id, id);
	buf_addz(&b->d.raw, text);
	chain_run(b->chain, b->worker, &b->d);
	assert_int_equal(b->d.status, DOC_OK);
}

static enum meta_column column(struct str name)
{
	enum meta_column c = 0;
	while (c < META_COUNT && !str_eq(str_of(meta_column_name(c)), name))
		c++;
	assert_true(c < META_COUNT);
	return c;
}

static void expect(const struct bench *b, const char *name, const char *value)
{
	struct str got = b->d.meta[column(str_of(name))].value;
	if (!str_eq(got, str_of(value)))
		fail_msg("%s is '%.*s', not '%s'", name, STR_ARG(got), value);
}

static void expect_reason(const struct bench *b, const char *name, const char *reason)
{
	const struct meta_value *v = &b->d.meta[column(str_of(name))];
	assert_int_equal(v->value.n, 0);
	if (!str_eq(v->source, str_of(reason)))
		fail_msg("%s is blank: '%.*s', not '%s'", name, STR_ARG(v->source), reason);
}

/* The manifest of the sample archive, in memory. */
struct truth {
	struct arena mem;
	struct buf bytes;
	struct csv_row names;
	VEC(struct csv_row) rows;
};

static void truth_read(struct truth *t)
{
	struct error e = { 0 };
	struct csv c;
	*t = (struct truth){ 0 };
	arena_init(&t->mem, 0);
	assert_int_equal(file_slurp(&t->bytes, ARCHIVE "manifest.tsv", 1 << 20, &e), 0);
	csv_init(&c, buf_str(&t->bytes));
	assert_int_equal(csv_next(&c, &t->names, &t->mem, &e), 1);
	for (;;) {
		struct csv_row row = { 0 };
		if (csv_next(&c, &row, &t->mem, &e) <= 0)
			break;
		struct csv_row *slot = VEC_PUSH(&t->mem, &t->rows);
		assert_non_null(slot);
		*slot = row;
	}
}

static void truth_release(struct truth *t)
{
	arena_release(&t->mem);
	buf_release(&t->bytes);
}

static const struct csv_row *truth_of(const struct truth *t, struct str id)
{
	struct str path = str_sub(id, (ptrdiff_t)strlen(ARCHIVE), id.n);
	for (ptrdiff_t i = 0; i < t->rows.n; i++)
		if (str_eq(t->rows.at[i].fields.at[0], path))
			return &t->rows.at[i];
	return NULL;
}

/* Reports on area SEND print no day of publication. */
static bool is_printed(const struct bench *b, enum meta_column c, bool manifest)
{
	return manifest || c != META_publication_date ||
	       !str_eq(b->d.meta[META_kind].value, S("send-area"));
}

/* The number of cells that differ, each of them named. */
static int differences(const struct bench *b, const struct truth *t, const struct csv_row *row,
		       bool manifest)
{
	int n = 0;
	for (ptrdiff_t i = 1; i < row->fields.n; i++) {
		struct str name = t->names.fields.at[i];
		if (str_eq(name, S("status")))
			continue;
		enum meta_column c = column(name);
		struct str want = is_printed(b, c, manifest) ? row->fields.at[i] : S("");
		if (str_eq(b->d.meta[c].value, want))
			continue;
		print_error("%.*s: %.*s is '%.*s', not '%.*s'\n", STR_ARG(row->fields.at[0]),
			    STR_ARG(name), STR_ARG(b->d.meta[c].value), STR_ARG(want));
		n++;
	}
	return n;
}

static void check_archive(const char *manifest)
{
	static char documents[] = ARCHIVE "documents";
	char *const paths[] = { documents };
	struct source_limits limits;
	struct source *source = NULL;
	struct source_note note;
	struct truth t;
	struct bench b;
	int wrong = 0, seen = 0;
	truth_read(&t);
	assert_int_equal(bench_open(&b, manifest), 0);
	source_limits_init(&limits);
	assert_int_equal(source_new(&source, paths, 1, &limits, NULL, &b.e), 0);
	for (;; seen++) {
		doc_reset(&b.d);
		note = (struct source_note){ 0 };
		if (source_next(source, &b.d.id, &b.d.raw, &note, &b.e) <= 0)
			break;
		chain_run(b.chain, b.worker, &b.d);
		const struct csv_row *row = truth_of(&t, buf_str(&b.d.id));
		assert_non_null(row);
		if (b.d.has & LAYER_META)
			wrong += differences(&b, &t, row, manifest != NULL);
	}
	assert_int_equal(seen, t.rows.n);
	assert_int_equal(wrong, 0);
	source_free(source);
	bench_close(&b);
	truth_release(&t);
}

static void test_archive(void **state)
{
	(void)state;
	check_archive(NULL);
}

/* What the documents do not say comes from the manifest; what they say stays. */
static void test_archive_with_manifest(void **state)
{
	(void)state;
	check_archive(ARCHIVE "manifest.tsv");
}

static void test_first_page(void **state)
{
	(void)state;
	struct bench b;
	assert_int_equal(bench_open(&b, NULL), 0);
	bench_read(&b, "x.txt",
		   "Inspection of Barnsley local\nauthority children's\nservices\n\n"
		   "Inspection date: 11 to 15 September 2023\n\n"
		   "Lead inspectors : Ada One, His Majesty's Inspector and Bea Two HMI\n\n"
		   "Judgement   Grade\n\n"
		   "The impact of leaders on social work\npractice with children and families   Good\n\n"
		   "The experiences and progress of\nchildren who need help and protection\n"
		   "Requires improvement\nto be good\n\n"
		   "The experiences and progress of children in care   Good\n\n"
		   "The experiences and progress of care leavers   Outstanding\n\n"
		   "Overall effectiveness   Good\n\n"
		   "At the last inspection, on 3 to 7 May 2018, services were judged inadequate.\n");
	expect(&b, "local_authority", "Barnsley");
	expect(&b, "la_code", "370");
	expect(&b, "region_code", "YH");
	expect(&b, "kind", "ilacs-short");
	expect(&b, "inspector_name", "Ada One; Bea Two");
	expect(&b, "inspection_start_date", "2023-09-11");
	expect(&b, "inspection_end_date", "2023-09-15");
	expect(&b, "overall_effectiveness_grade", "good");
	expect(&b, "help_and_protection_grade", "requires improvement");
	expect(&b, "care_leavers_grade", "outstanding");
	expect_reason(&b, "adoption_grade", "this kind does not judge it");
	expect_reason(&b, "publication_date", "not found where this kind prints it");
	bench_close(&b);
}

/* "Between 14 and 18 October" in a letter of November is of that year, in one of January is not. */
static void test_days_without_year(void **state)
{
	(void)state;
	struct bench b;
	assert_int_equal(bench_open(&b, NULL), 0);
	bench_read(&b, "a.txt", "29 November 2019\n\nDear partnership\n\n"
		   "Joint targeted area inspection of Barnsley\n\n"
		   "Between 14 and 18 October, inspectors looked at the response to domestic abuse.\n");
	expect(&b, "kind", "jtai");
	expect(&b, "inspection_start_date", "2019-10-14");
	expect(&b, "inspection_theme", "domestic abuse");
	expect_reason(&b, "inspector_name", "this kind names no lead inspector");
	bench_read(&b, "b.txt", "10 January 2020\n\nDear partnership\n\n"
		   "Joint targeted area inspection of Barnsley\n\n"
		   "Between 25 and 29 November, inspectors looked at the response to neglect.\n");
	expect(&b, "inspection_end_date", "2019-11-29");
	bench_close(&b);
}

/* Rather blank than wrong. */
static void test_blank(void **state)
{
	(void)state;
	struct bench b;
	assert_int_equal(bench_open(&b, NULL), 0);
	bench_read(&b, "80426_barnsley/notes.txt", "Minutes of the board\n\nReading went well.\n");
	expect(&b, "kind", "other");
	expect(&b, "local_authority", "Barnsley");
	expect_reason(&b, "overall_effectiveness_grade", "no known title");
	bench_read(&b, "news.txt", "Two councils differ\n\nBy Ann Other | 3 May 2019\n\n"
		   "Northby council and Southby council disagree. Northby council is sorry. "
		   "Southby council is not.\n");
	expect(&b, "kind", "news");
	expect(&b, "publication_date", "2019-05-03");
	expect_reason(&b, "local_authority", "no authority found");
	bench_read(&b, "story.txt", "A watchdog writes\n\nBy Ann Other\n\n"
		   "joint targeted area inspection of Barnsley was announced.\n");
	expect(&b, "kind", "news");
	bench_close(&b);
}

/* Whether what is noted of the manifest has these words. */
static bool says(const struct bench *b, const char *words)
{
	return str_find(buf_str(chain_shared(b->chain)->notes), str_of(words), 0) >= 0;
}

static void test_manifest_paths(void **state)
{
	struct rig *r = *state;
	struct bench b;
	rig_write(r, "m.csv",
		  S("doc,local_authority,publication_date,overall_effectiveness_grade,kind,link\n"
		    "/data/a/one.txt,Bolton,01/02/2019,Requires improvement to be good,ilacs-short,x\n"
		    "b/one.txt,\"Bournemouth, Christchurch and Poole\",2020-03-04,nan,,\n"
		    "two.txt,Northby,,,,\n"
		    "./three.txt,Northby,,No overall grade,,\n"
		    "d/four.txt,Northby,,,,\n"
		    "e/d/four.txt,Bolton,,,,\n"));
	assert_int_equal(bench_open(&b, r->path), 0);
	assert_true(says(&b, "not used: link"));
	bench_read(&b, "/data/a/one.txt", "Nothing is said here.\n");
	expect(&b, "local_authority", "Bolton");
	expect(&b, "la_code", "350");
	expect(&b, "publication_date", "2019-02-01");
	expect(&b, "overall_effectiveness_grade", "requires improvement");
	expect(&b, "kind", "ilacs-short");
	bench_read(&b, "/data/b/one.txt", "Nothing is said here.\n");
	expect(&b, "la_code", "839");
	expect(&b, "overall_effectiveness_grade", "");
	bench_read(&b, "/data/c/one.txt", "Nothing is said here.\n");
	expect(&b, "local_authority", "");
	bench_read(&b, "/data/c/two.txt", "Nothing is said here.\n");
	expect(&b, "local_authority", "Northby");
	expect_reason(&b, "la_code", "not in the table of authorities");
	bench_read(&b, "three.txt", "Nothing is said here.\n");
	expect(&b, "local_authority", "Northby");
	expect(&b, "overall_effectiveness_grade", "no overall grade");
	bench_read(&b, "/data/twenty-two.txt", "Nothing is said here.\n");
	expect(&b, "local_authority", "");      /* "two.txt" is the end of its name, not of its path */
	bench_read(&b, "/data/e/d/four.txt", "Nothing is said here.\n");
	expect(&b, "local_authority", "Bolton");        /* the longer path says it */
	bench_read(&b, "/data/f/d/four.txt", "Nothing is said here.\n");
	expect(&b, "local_authority", "Northby");
	bench_close(&b);
}

/* Columns beyond those that are kept, cells that a row lacks or has too many, and a path that is not
 * first. */
static void test_manifest_shapes(void **state)
{
	struct rig *r = *state;
	struct bench b;
	struct buf text = { 0 };
	for (int i = 0; i < 300; i++)
		buf_addf(&text, "note%d,", i);
	buf_addz(&text, "status,local_authority,doc\n");
	for (int i = 0; i < 300; i++)
		buf_addc(&text, ',');
	buf_addz(&text, "done,Bolton,one.txt,and,more\n");
	rig_write(r, "m.csv", buf_str(&text));
	assert_int_equal(bench_open(&b, r->path), 0);
	assert_true(says(&b, ", note299, local_authority"));
	assert_false(says(&b, "status"));
	bench_read(&b, "one.txt", "Nothing is said here.\n");
	expect(&b, "local_authority", "");
	bench_close(&b);
	rig_write(r, "m.csv", S("doc,local_authority,kind\none.txt,Bolton\n"));
	assert_int_equal(bench_open(&b, r->path), 0);
	bench_read(&b, "one.txt", "Nothing is said here.\n");
	expect(&b, "local_authority", "Bolton");
	bench_close(&b);
	buf_release(&text);
}

static void test_manifest_errors(void **state)
{
	static const struct {
		struct str text;
		const char *error;
	} cases[] = {
		{ STR(""), "m.csv: it is empty" },
		{ STR("name,kind\nx,y\n"), "m.csv:1: no column 'doc' or 'path'" },
		{ STR("path\tpublication_date\n\nx\tMay\n"), "m.csv:3: 'May' is no date" },
		{ STR("doc,in_care_grade\nx,fine\n"), "m.csv:2: 'fine' is no grade" },
		{ STR("doc,kind\nx,a\ny,a\nx,b\n"), "m.csv:4: 'x' stands on line 2 too" },
		{ STR("doc,kind\n,a\n"), "m.csv:2: no path in this row" },
		{ STR("doc,kind\n\"x,a\n"), "m.csv: line 2: " },
		{ STR("\"doc,kind\n"), "m.csv: line 1: " },
		{ STR("kind,doc\na\n"), "m.csv:2: no path in this row" },
		{ STR("doc,publication_date\nx,May 2019\n"), "m.csv:2: 'May 2019' is no date" },
	};
	struct rig *r = *state;
	struct bench b;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		rig_write(r, "m.csv", cases[i].text);
		assert_int_equal(bench_open(&b, r->path), -E_FORMAT);
		if (!strstr(b.e.msg, cases[i].error))
			fail_msg("'%s' does not say '%s'", b.e.msg, cases[i].error);
		bench_close(&b);
	}
	assert_int_equal(bench_open(&b, "no/such/file"), -E_IO);
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_archive),
		cmocka_unit_test(test_archive_with_manifest),
		cmocka_unit_test(test_first_page),
		cmocka_unit_test(test_days_without_year),
		cmocka_unit_test(test_blank),
		cmocka_unit_test_setup_teardown(test_manifest_paths, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_manifest_shapes, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_manifest_errors, rig_setup, rig_teardown),
	};
	return cmocka_run_group_tests_name("metadata", tests, NULL, NULL);
}
