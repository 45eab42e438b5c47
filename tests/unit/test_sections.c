/* SPDX-License-Identifier: MIT
 *
 * The sections stage with the shipped rules on small documents made here, and
 * faults in rules. Runs in the project's folder, for the rules' sake.
 */
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/stage.h"

/* After ours: cmocka's fail() is a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#define FOLDER "lexicons/childrens-services/"

/* One block of a made document, and what is expected of it. */
struct row {
	uint8_t kind, level;
	const char *text;
	const char *section;
	const char *why;        /* NULL: evidence */
	int voice;
	int heading, intro;     /* rows, or -1; heading -2: whichever */
	float left;             /* where it starts on the page, points; 0 no places */
};

#define H(level, text, section) { BLOCK_HEADING, level, text, section, NULL, 0, -2, -1, 0 }
#define OUT(kind, text, section, why) { kind, 0, text, section, why, 0, -2, -1, 0 }
#define P(text, section) { BLOCK_PARA, 0, text, section, NULL, 0, -2, -1, 0 }

struct bench {
	struct lexicon lx;
	struct config config;
	struct stage_shared shared;
	void *state, *scratch;
};

static void add_file(struct bench *b, const char *name, struct str bytes)
{
	struct lexicon_file *f = VEC_PUSH(&b->lx.mem, &b->lx.files);
	f->path = str_of(name);
	f->bytes = arena_str(&b->lx.mem, bytes);
}

static void add_shipped(struct bench *b, const char *name)
{
	char path[200], piece[4096];
	struct buf bytes = { 0 };
	snprintf(path, sizeof path, FOLDER "%s", name);
	FILE *in = fopen(path, "rb");
	assert_non_null(in);
	for (size_t n; (n = fread(piece, 1, sizeof piece, in)) > 0;)
		buf_add(&bytes, (struct str){ piece, (ptrdiff_t)n });
	fclose(in);
	add_file(b, name, buf_str(&bytes));
	buf_release(&bytes);
}

static void bench_init(struct bench *b)
{
	*b = (struct bench){ 0 };
	arena_init(&b->lx.mem, 0);
	b->shared = (struct stage_shared){ .config = &b->config, .lexicon = &b->lx };
}

static void bench_open(struct bench *b)
{
	struct error e = { 0 };
	add_shipped(b, "sections.yaml");
	add_shipped(b, "furniture.yaml");
	if (stage_sections.open(&b->state, &b->shared, &e) < 0)
		fail_msg("%s", e.msg);
	assert_int_equal(stage_sections.begin(&b->scratch, b->state, &e), 0);
}

static void bench_release(struct bench *b)
{
	stage_sections.end(b->scratch);
	stage_sections.close(b->state);
	arena_release(&b->lx.mem);
}

static void make_doc(struct doc *d, const struct row *rows, ptrdiff_t n)
{
	struct buf text = { 0 };
	doc_init(d, 0);
	for (ptrdiff_t i = 0; i < n; i++) {
		struct block *b = VEC_PUSH(&d->mem, &d->blocks);
		b->kind = rows[i].kind;
		b->level = rows[i].level;
		b->number = str_starts(str_of(rows[i].text), S("Numbered")) ? 12 : 0;
		b->off = (uint32_t)text.n;
		buf_addz(&text, rows[i].text);
		b->len = (uint32_t)text.n - b->off;
		buf_addz(&text, "\n\n");
		struct line *l = VEC_PUSH(&d->mem, &d->lines);
		l->off = b->off;
		l->len = b->len;
		l->x0 = rows[i].left;
	}
	*(struct offset_pair *)VEC_PUSH(&d->mem, &d->map) = (struct offset_pair){ 0, 0 };
	d->text = arena_str(&d->mem, buf_str(&text));
	d->source = d->text;
	d->has = LAYER_TEXT;
	buf_release(&text);
}

static void check_row(const struct doc *d, ptrdiff_t i, const struct row *want)
{
	const struct block *b = &d->blocks.at[i];
	if (!str_eq(b->section, str_of(want->section)))
		fail_msg("'%s': section %.*s, not %s", want->text, STR_ARG(b->section),
			 want->section);
	if (b->excluded != (want->why != NULL) ||
	    (want->why && !str_eq(b->why, str_of(want->why))))
		fail_msg("'%s': left out as '%.*s', not '%s'", want->text, STR_ARG(b->why),
			 want->why ? want->why : "");
	if (b->voice != want->voice)
		fail_msg("'%s': voice %s", want->text, voice_name((enum voice)b->voice));
	if (want->heading != -2 && b->heading != (uint32_t)want->heading)
		fail_msg("'%s': heading %u", want->text, b->heading);
	if (b->intro != (uint32_t)want->intro)
		fail_msg("'%s': intro %u", want->text, b->intro);
}

static void check_status(bool all_sections, const struct row *rows, ptrdiff_t n,
			 enum doc_status status, const char *reason)
{
	struct bench b;
	struct doc d;
	struct error e = { 0 };
	bench_init(&b);
	b.config.all_sections = all_sections;
	bench_open(&b);
	make_doc(&d, rows, n);
	assert_int_equal(stage_sections.process(&d, &b.shared, NULL, b.state, b.scratch, &e), 0);
	if (doc_check(&d, &e) < 0)
		fail_msg("%s", e.msg);
	for (ptrdiff_t i = 0; i < n; i++)
		check_row(&d, i, &rows[i]);
	assert_int_equal(d.status, status);
	assert_true(str_starts(str_of(d.err.msg), str_of(reason)));
	doc_release(&d);
	bench_release(&b);
}

static void check(bool all_sections, const struct row *rows, ptrdiff_t n)
{
	check_status(all_sections, rows, n, DOC_OK, "");
}

static void test_report(void **state)
{
	(void)state;
	static const struct row rows[] = {
		OUT(BLOCK_TITLE, "Inspection of Anyshire", "findings", "title"),
		OUT(BLOCK_PARA, "Inspection dates: 3 to 7 May 2021", "findings",
		    "date, inspector or grade line"),
		OUT(BLOCK_ROW, "Overall effectiveness\tGood", "headline-findings",
		    "judgement table"),
		P("Services have improved.", "headline-findings"),
		H(1, "What needs to improve?", "needs-to-improve"),
		{ BLOCK_ITEM, 1, "The quality of plans.", "needs-to-improve", NULL, 0, 4, -1, 0 },
		OUT(BLOCK_FURNITURE, "Inspection of Anyshire 2", "needs-to-improve",
		    "page furniture"),
		H(1, "The experiences and progress of children in care: good", "findings"),
		{ BLOCK_PARA, 0, "Reviews are timely and cover:", "findings", NULL, 0, 7, -1, 0 },
		{ BLOCK_ITEM, 1, "health", "findings", NULL, 0, 7, 8, 0 },
		OUT(BLOCK_FOOTNOTE, "1 A note.", "findings", "footnote"),
		{ BLOCK_ITEM, 1, "school, which takes in:", "findings", NULL, 0, 7, 8, 0 },
		{ BLOCK_ITEM, 2, "attendance", "findings", NULL, 0, 7, 11, 0 },
		{ BLOCK_PARA, 0, "No list.", "findings", NULL, 0, 7, -1, 0 },
		OUT(BLOCK_PARA,
		    "The Office for Standards in Education, Children\xe2\x80\x99s Services and "
		    "Skills (Ofsted) regulates.",
		    "findings", "end matter about the inspectorate"),
		OUT(BLOCK_PARA, "Anything behind it.", "findings",
		    "end matter about the inspectorate"),
	};
	check(false, rows, countof(rows));
}

/* The safeguarding board's chapter holds over its headings, and only where there is a review. */
static void test_board(void **state)
{
	(void)state;
	static const char why[] = "review of the safeguarding board";
	struct row rows[] = {
		OUT(BLOCK_HEADING,
		    "Review of the effectiveness of the Local Safeguarding Children Board",
		    "findings", "title"),
		H(1, "The local authority", "findings"),
		H(2, "Recommendations", "recommendations"),
		P("Act.", "recommendations"),
		OUT(BLOCK_HEADING, "Summary for children and young people", "children-summary",
		    "summary for children, which repeats findings"),
		OUT(BLOCK_ITEM, "You are seen.", "children-summary",
		    "summary for children, which repeats findings"),
		OUT(BLOCK_HEADING, "The Local Safeguarding Children Board (LSCB)", "lscb", why),
		OUT(BLOCK_PARA, "The board works.", "lscb", why),
		OUT(BLOCK_HEADING, "Recommendations", "lscb-recommendations", why),
		OUT(BLOCK_PARA, "Meet.", "lscb-recommendations", why),
		OUT(BLOCK_HEADING, "Information about this inspection", "findings",
		    "about this inspection"),
		OUT(BLOCK_PARA, "Inspectors read files.", "findings", "about this inspection"),
	};
	rows[4].level = rows[8].level = 2;
	rows[0].level = rows[6].level = rows[10].level = 1;
	check(false, rows, countof(rows));
	for (ptrdiff_t i = 4; i < 10; i++)
		rows[i].why = NULL;
	check(true, rows, countof(rows));
}

/* A box in a chapter ends where the text stands further left; its headings do not end a chapter. */
static void test_box(void **state)
{
	(void)state;
#define AT(kind, level, text, section, left) { kind, level, text, section, NULL, 0, -2, -1, left }
	static const struct row rows[] = {
		OUT(BLOCK_HEADING,
		    "Joint targeted area inspection of the multi-agency response to neglect "
		    "in Anyshire",
		    "findings", "title"),
		AT(BLOCK_HEADING, 1, "Areas for improvement", "needs-to-improve", 70),
		AT(BLOCK_HEADING, 1, "Leadership", "needs-to-improve", 70),
		AT(BLOCK_ITEM, 1, "Audits are few.", "needs-to-improve", 70),
		AT(BLOCK_HEADING, 1, "Case study: effective practice", "case-study-strength", 89),
		AT(BLOCK_PARA, 0, "A girl was helped.", "case-study-strength", 89),
		AT(BLOCK_ITEM, 1, "Plans are late.", "needs-to-improve", 70),
		OUT(BLOCK_HEADING, "Next steps", "next-steps", "what happens next"),
	};
	check(false, rows, countof(rows));
}

/* Recommendations grouped by topics that are chapters elsewhere. */
static void test_topics(void **state)
{
	(void)state;
	static const struct row rows[] = {
		H(1, "The local authority", "findings"),
		H(2, "What does the local authority need to improve?", "needs-to-improve"),
		H(3, "Priority and immediate action", "priority-action"),
		H(4, "Leadership, management and governance", "priority-action"),
		P("Ensure that workloads are manageable.", "priority-action"),
		H(4, "Outcomes for care leavers", "priority-action"),
		H(3, "Areas for improvement", "needs-to-improve"),
		H(4, "Leadership, management and governance", "needs-to-improve"),
		P("Test the plan.", "needs-to-improve"),
		H(4, "Impact of leaders", "findings"),
		H(2, "Leadership, management and governance", "findings"),
		P("Leaders know their services.", "findings"),
	};
	check(false, rows, countof(rows));
}

static void test_chapter_summary(void **state)
{
	(void)state;
	static const struct row rows[] = {
		H(1, "The local authority", "findings"),
		H(2, "Recommendations", "recommendations"),
		OUT(BLOCK_ROW, "Leadership, management and governance\tGood", "findings",
		    "judgement table"),
		H(4, "Summary", "executive-summary"),
		P("Leaders act.", "executive-summary"),
		P("Numbered below.", "findings"),
		P("And so on.", "findings"),
	};
	check(false, rows, countof(rows));
}

/* A known heading that layout took for a paragraph. */
static void test_plain_heading(void **state)
{
	(void)state;
	static const struct row rows[] = {
		P("Services have improved.", "findings"),
		P("What needs to improve?", "needs-to-improve"),
		{ BLOCK_ITEM, 1, "The quality of plans.", "needs-to-improve", NULL, 0, 1, -1, 0 },
		P("Leadership and management", "findings"),
		{ BLOCK_PARA, 0, "Leaders know their services.", "findings", NULL, 0, 3, -1, 0 },
	};
	check(false, rows, countof(rows));
}

static void test_letter(void **state)
{
	(void)state;
	static const char head[] = "letterhead and addressee";
	static const struct row rows[] = {
		OUT(BLOCK_PARA, "Store Street Manchester", "findings", head),
		OUT(BLOCK_PARA, "Ms A Name Director of Children's Services", "findings", head),
		OUT(BLOCK_PARA, "Dear Ms Name", "findings", head),
		OUT(BLOCK_PARA, "This letter summarises the findings of the visit.", "findings",
		    "introduction of a letter"),
		P("Caseloads are too high.", "findings"),
		OUT(BLOCK_PARA, "Yours sincerely", "findings", "sign-off"),
		OUT(BLOCK_PARA, "A. Inspector", "findings", "sign-off"),
	};
	check(false, rows, countof(rows));
}

/* A second report's findings are not this one's; the status says that they are there. */
static void test_another_report(void **state)
{
	(void)state;
	const char *end = "end matter about the inspectorate";
	const struct row rows[] = {
		OUT(BLOCK_TITLE, "Inspection of Anyshire children's services", "findings", "title"),
		P("Caseloads are too high.", "findings"),
		OUT(BLOCK_PARA, "Ofsted regulates and inspects. Any complaint about information goes there.",
		    "findings", end),
		{ BLOCK_HEADING, 2, "Inspection of Otherton local authority children's services",
		  "findings", end, 0, -2, -1, 0 },
		OUT(BLOCK_PARA, "Plans are weak.", "findings", end),
	};
	check_status(false, rows, countof(rows), DOC_PARTIAL, "another report starts");
	check_status(false, rows, 3, DOC_OK, "");
}

static void test_voices(void **state)
{
	(void)state;
#define SAYS(text, who) { BLOCK_PARA, 0, text, "findings", NULL, who, -2, -1, 0 }
	static const struct row rows[] = {
		OUT(BLOCK_PARA, "By Jo Writer", "findings", "furniture of a web page"),
		SAYS("Inspectors found delays.", VOICE_INSPECTOR),
		SAYS("\"Plans are weak,\" states Ofsted's report.", VOICE_INSPECTOR),
		SAYS("\"They are late.\"", VOICE_INSPECTOR),
		SAYS("\"We act on it,\" said the council's director of children's services.",
		     VOICE_PROVIDER),
		SAYS("\"We have a plan.\"", VOICE_PROVIDER),
		SAYS("\xe2\x80\x9cStaff are stretched,\xe2\x80\x9d warn inspectors.",
		     VOICE_INSPECTOR),
		SAYS("A councillor, cabinet member for children, added: \xe2\x80\x9cWe "
		     "know.\xe2\x80\x9d",
		     VOICE_PROVIDER),
		SAYS("The report ends there.", VOICE_INSPECTOR),
	};
	check(false, rows, countof(rows));
}

/* One paragraph without any layout is all findings. */
static void test_single(void **state)
{
	(void)state;
	static const struct row rows[] = {
		P("Yours sincerely is what letters say. Ofsted will take the findings into "
		  "account.",
		  "findings"),
	};
	check(false, rows, countof(rows));
}

static const struct {
	const char *file, *bytes, *want;
} faults[] = {
	{ "sections.yaml", "sections:\n  - id: a\n    headings: ['(a']\n", "sections.yaml:3:" },
	{ "sections.yaml", "sections:\n  - headings: ['a']\n",
	  "a section needs an id and headings" },
	{ "sections.yaml", "sections:\n  - id: a\n    heading: ['a']\n", "unknown key 'heading'" },
	{ "furniture.yaml", "blocks:\n  - why: w\n", "a rule on blocks needs 'why' and 'match'" },
	{ "furniture.yaml", "blocks:\n  - why: w\n    match: [a]\n    kinds: [verse]\n", "verse" },
	{ "furniture.yaml", "ranges:\n  - why: w\n    start: yes\n",
	  "a run from the start needs 'until'" },
};

static void test_faults(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(faults); i++) {
		struct bench b;
		struct error e = { 0 };
		bench_init(&b);
		add_file(&b, faults[i].file, str_of(faults[i].bytes));
		assert_true(stage_sections.open(&b.state, &b.shared, &e) < 0);
		if (str_find(str_of(e.msg), str_of(faults[i].want), 0) < 0)
			fail_msg("'%s' does not say '%s'", e.msg, faults[i].want);
		bench_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_report), cmocka_unit_test(test_board),
		cmocka_unit_test(test_box), cmocka_unit_test(test_plain_heading),
		cmocka_unit_test(test_topics), cmocka_unit_test(test_chapter_summary),
		cmocka_unit_test(test_letter), cmocka_unit_test(test_another_report), cmocka_unit_test(test_voices),
		cmocka_unit_test(test_single), cmocka_unit_test(test_faults),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
