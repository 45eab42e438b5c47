/* SPDX-License-Identifier: MIT
 *
 * After random edits of a lexicon (weights, terms, vetoes, scopes, themes' biases,
 * carries, contexts, their order) a store holds in every table what a full run
 * holds, though only paragraphs were coded again. Documents have headings, lists
 * and paragraphs for all that reaches from one sentence to another. EDITS=N tries N
 * scripts, SEED=N starts elsewhere.
 */
#include "pipeline/io/file.h"
#include "tests/unit/store_rig.h"

#define SCRIPTS 60
#define STEPS 4
#define DOCUMENTS 5
#define THEMES 4
#define TERMS_MAX 6

static struct store_rig rig;
static uint32_t seed;

static uint32_t dice(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

#define ANY(list) (list)[dice(countof(list))]

/* ---- documents ---- */

static const char *const words[] = {
	"caseloads", "staff", "children", "visits", "plans", "delay", "managers", "MASH", "planning",
	"good", "weak", "but", "not", "improved", "the", "of", "visiting", "delayed", "they",
};

static void add_sentence(struct buf *b)
{
	buf_addz(b, dice(4) ? "The" : "They");
	for (uint32_t n = 1 + dice(7); n > 0; n--) {
		buf_addc(b, ' ');
		buf_addz(b, ANY(words));
	}
	buf_addz(b, ". ");
}

static void add_block(struct buf *b)
{
	uint32_t kind = dice(6);
	if (kind == 0) {
		buf_addz(b, dice(2) ? "## " : "### ");
		buf_addf(b, "Findings on %s", ANY(words));
	} else if (kind == 1) {
		buf_addf(b, "Leaders should improve %s:\n", ANY(words));
		for (uint32_t n = 1 + dice(4); n > 0; n--) {
			buf_addz(b, "\n- ");
			add_sentence(b);
		}
	} else {
		for (uint32_t n = 1 + dice(4); n > 0; n--)
			add_sentence(b);
	}
	buf_addz(b, "\n\n");
}

static void write_documents(struct rig *r)
{
	for (int i = 0; i < DOCUMENTS; i++) {
		struct buf b = { 0 };
		char name[40];
		buf_addz(&b, "# A report\n\n");
		for (uint32_t n = 3 + dice(12); n > 0; n--)
			add_block(&b);
		snprintf(name, sizeof name, "reports/%d.md", i);
		rig_write(r, name, buf_str(&b));
		buf_release(&b);
	}
}

/* ---- the lexicon ---- */

static const char *const patterns[] = {
	"caseloads", "staff", "children", "=visits", "plan*", "delay", "managers", "MASH",
	"(staff|managers) <0-2> children", "visit*", "the <0-3> delay", "good planning",
	"(weak|good) (plans|visits)", "not <0-4> (improved|good)", "plans NEAR/3 staff",
};
static const char *const scopes[] = { "", ", in: heading", ", in: list", ", in: body" };
static const char *const carries[] = {
	"{}", "{before: 1.5, lead: 0.5}", "{after: 2, heading: 3}", "{anaphora: 2, others: 0.5}",
};
static const char *const contexts[] = { "", ", context: {a: 0.4}", ", context: {c: 0.9}" };
static const char *const goods[] = { "low", "neutral", "high" };

struct term_of {
	const char *pattern, *veto, *scope;
	int weight;             /* tenths */
};

struct theme_of {
	int bias;               /* tenths */
	const char *carry, *context, *good;
	bool below;             /* below theme a */
	struct term_of terms[TERMS_MAX];
	uint32_t count;
};

static struct theme_of themes[THEMES];

static struct term_of make_term(void)
{
	return (struct term_of){ ANY(patterns), dice(4) ? NULL : ANY(patterns),
				 dice(4) ? "" : ANY(scopes), (int)dice(60) - 10 };
}

static void make_lexicon(void)
{
	for (int i = 0; i < THEMES; i++) {
		themes[i] = (struct theme_of){ .bias = -(int)dice(35), .carry = ANY(carries),
					       .context = i == 1 ? ANY(contexts) : "",
					       .good = ANY(goods), .below = i == 3 && dice(2) };
		for (uint32_t n = 1 + dice(TERMS_MAX - 1); n > 0; n--)
			themes[i].terms[themes[i].count++] = make_term();
	}
}

static void write_theme(struct buf *b, int i)
{
	const struct theme_of *t = &themes[i];
	buf_addf(b, "  - {id: %c, title: T, bias: %.1f, carry: %s%s, good: %s%s, terms: [", 'a' + i,
		 t->bias / 10.0, t->carry, t->context, t->good, t->below ? ", parent: a" : "");
	for (uint32_t k = 0; k < t->count; k++) {
		const struct term_of *x = &t->terms[k];
		buf_addf(b, "%s{term: \"%s\", weight: %.1f%s", k ? ", " : "", x->pattern,
			 x->weight / 10.0, x->scope);
		if (x->veto)
			buf_addf(b, ", unless: [\"%s\"]", x->veto);
		buf_addc(b, '}');
	}
	buf_addz(b, "]}\n");
}

static void write_themes(struct rig *r)
{
	struct buf b = { 0 };
	buf_addz(&b, "group: g\ntitle: G\nthemes:\n");
	for (int i = 0; i < THEMES; i++)
		write_theme(&b, i);
	rig_write(r, "lexicon/themes/g.yaml", buf_str(&b));
	buf_release(&b);
}

/* The figures and rules of the project's own lexicon with a few cues of our own. */
static void write_rest(struct rig *r)
{
	static const char groups[] =
		"groups:\n"
		"  - {id: good, class: good, good: 2, bad: -1, terms: [good]}\n"
		"  - {id: weak, class: bad, good: -1, bad: 2, terms: [weak, delayed]}\n"
		"  - {id: better, class: better, good: 1, bad: -1, terms: [improved]}\n"
		"  - {id: ask, class: heading, good: -2, bad: 4, terms: [should improve, findings on staff]}\n";
	struct buf b = { 0 };
	assert_int_equal(file_slurp(&b, "lexicons/childrens-services/polarity.yaml", 1 << 20, &rig.e), 0);
	ptrdiff_t end = str_find(buf_str(&b), S("\ngroups:"), 0);
	assert_true(end > 0);
	b.n = end + 1;
	buf_addz(&b, groups);
	rig_write(r, "lexicon/polarity.yaml", buf_str(&b));
	buf_release(&b);
	rig_write(r, "lexicon/lexicon.yaml", S("id: test\ntitle: Test\nversion: 1\nlanguage: english\n"
					       "decision: {scale: 4}\nanaphora: [\"^ they\"]\n"));
}

/* ---- edits ---- */

static struct theme_of *any_theme(void)
{
	return &themes[dice(THEMES)];
}

static struct term_of *any_term(void)
{
	struct theme_of *t = any_theme();
	return t->count ? &t->terms[dice(t->count)] : NULL;
}

static void edit_term(uint32_t what)
{
	struct term_of *t = any_term();
	if (t && what == 0)
		t->weight += dice(2) ? 7 : -9;
	else if (t && what == 1)
		t->veto = t->veto ? NULL : ANY(patterns);
	else if (t && what == 2)
		t->scope = ANY(scopes);
	else if (t)
		t->pattern = ANY(patterns);
}

static void edit_list(uint32_t what)
{
	struct theme_of *t = any_theme();
	if (what == 0 && t->count < TERMS_MAX)
		t->terms[t->count++] = make_term();
	uint32_t last = t->count ? t->count - 1 : 0, at = dice(last + 1);
	struct term_of term = t->terms[at];
	if (what > 0)
		t->terms[at] = t->terms[last];
	if (what == 1)
		t->count = last;
	else if (what == 2)
		t->terms[last] = term;
}

static void edit_theme(uint32_t what)
{
	struct theme_of *t = any_theme();
	if (what == 0)
		t->bias = -(int)dice(35);
	else if (what == 1)
		t->carry = ANY(carries);
	else if (what == 2)
		t->good = ANY(goods);
	else if (what == 3)
		themes[1].context = ANY(contexts);
	else if (dice(3) == 0)
		themes[3].below = !themes[3].below;
}

static void edit_lexicon(struct rig *r)
{
	uint32_t what = dice(12);
	if (what < 4)
		edit_term(what);
	else if (what < 7)
		edit_list(what - 4);
	else
		edit_theme(what - 7);
	write_themes(r);
}

/* ---- comparing ---- */

/* All that a run writes, by names in place of numbers. */
static const char *const tables[] = {
	"SELECT path, status, reason, words, sentences, coded_sentences, lexicon, coding, rows_hash, "
	"warnings, pages, kind FROM documents ORDER BY path",
	"SELECT d.path, v.theme, v.sentences, mentions, strength, concern, mixed, neutral, better, worse "
	"FROM vectors v JOIN documents d ON d.id = v.document ORDER BY 1, 2",
	"SELECT d.path, s.sentence, start, length, page, paragraph, section, voice, text "
	"FROM sentences s JOIN documents d ON d.id = s.document ORDER BY 1, 2",
	"SELECT d.path, sentence, theme, polarity, change, score, terms, carried, cues, mentions "
	"FROM codes c JOIN documents d ON d.id = c.document ORDER BY 1, 2, 3",
	"SELECT d.path, front, hex(w.words), hex(w.layers) FROM words w JOIN documents d "
	"ON d.id = w.document ORDER BY 1",
	"SELECT d.path, hex(hashes) FROM row_hashes h JOIN documents d ON d.id = h.document ORDER BY 1",
	"SELECT d.path, hex(hits) FROM hits h JOIN documents d ON d.id = h.document ORDER BY 1",
	"SELECT position, t.id, title, theme_group FROM themes t WHERE lexicon = "
	"(SELECT lexicon FROM runs ORDER BY id DESC LIMIT 1) ORDER BY 1",
	"SELECT path, size, hex(packed) FROM lexicon_files WHERE lexicon = "
	"(SELECT lexicon FROM runs ORDER BY id DESC LIMIT 1) ORDER BY 1",
};

static void dump(const char *store, struct buf *out)
{
	struct db db;
	assert_int_equal(db_open(&db, rig_path(rig.r, store), DB_READ, &rig.e), 0);
	buf_reset(out);
	for (int i = 0; i < countof(tables); i++) {
		sqlite3_stmt *q;
		assert_int_equal(db_prepare(&db, &q, tables[i], &rig.e), 0);
		while (db_row(&db, q, &rig.e) > 0) {
			for (int k = 0; k < sqlite3_column_count(q); k++) {
				buf_add(out, db_column(q, k));
				buf_addc(out, '|');
			}
			buf_addc(out, '\n');
		}
		sqlite3_finalize(q);
	}
	db_close(&db);
}

static void say_difference(uint32_t script, struct str a, struct str b)
{
	while (a.n && b.n) {
		struct str x = str_cut(&a, '\n'), y = str_cut(&b, '\n');
		if (str_eq(x, y))
			continue;
		fprintf(stderr, "script %u: after edits %.*s\nafter a full run %.*s\n", script, STR_ARG(x),
			STR_ARG(y));
		return;
	}
}

static void compare_with_full(uint32_t script)
{
	struct buf mine = { 0 }, full = { 0 };
	dump("s.db", &mine);
	assert_int_equal(store_rig_run(&rig, "full.db"), 0);
	dump("full.db", &full);
	unlink(rig_path(rig.r, "full.db"));
	if (!str_eq(buf_str(&mine), buf_str(&full)))
		say_difference(script, buf_str(&mine), buf_str(&full));
	assert_true(str_eq(buf_str(&mine), buf_str(&full)));
	buf_release(&mine);
	buf_release(&full);
}

static void test_edits(void **state)
{
	const char *n = getenv("EDITS"), *start = getenv("SEED");
	uint32_t scripts = n ? (uint32_t)atoi(n) : SCRIPTS, first = start ? (uint32_t)atoi(start) : 1;
	uint64_t whole = 0, in_part = 0, as_is = 0;
	for (uint32_t script = first; script < first + scripts; script++) {
		seed = script;
		rig.config.all_voices = dice(2);
		write_documents(*state);
		make_lexicon();
		write_themes(*state);
		assert_int_equal(store_rig_run(&rig, "s.db"), 0);
		for (uint32_t step = 1 + dice(STEPS); step > 0; step--) {
			edit_lexicon(*state);
			assert_int_equal(store_rig_run(&rig, "s.db"), 0);
			in_part += rig.changes.in_part;
			as_is += rig.changes.as_is;
			whole += rig.changes.recoded - rig.changes.in_part - rig.changes.as_is;
		}
		compare_with_full(script);
		unlink(rig_path(*state, "s.db"));
	}
	assert_true(scripts < 50 || (in_part > scripts && as_is > scripts && whole > 0));
}

static int set_up(void **state)
{
	if (rig_setup(state))
		return -1;
	store_rig_init(&rig, *state);
	rig.unsynced = true;
	write_rest(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_edits, set_up, rig_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
