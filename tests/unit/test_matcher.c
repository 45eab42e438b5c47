/* SPDX-License-Identifier: MIT
 *
 * Matching: what patterns find in a sentence, with the cases that other
 * systems have published as their bugs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "pipeline/base/buf.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/matcher.h"

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

struct bench {
	struct lexicon lx;              /* only language and symbols */
	struct matcher *m;
	struct matcher_scratch *s;
	struct forms *fold, *forms;
	struct arena mem;
	struct error e;
};

static void set_up(struct bench *b)
{
	static const struct lexicon plain = { .language = STR("english") };
	*b = (struct bench){ .lx.language = STR("english") };
	arena_init(&b->mem, 0);
	assert_int_equal(0, symbols_new(&b->lx.symbols, &b->e));
	assert_int_equal(0, matcher_new(&b->m, b->lx.symbols, &b->e));
	assert_int_equal(0, forms_new(&b->fold, &plain, &b->e));
}

static int add(struct bench *b, uint32_t term, struct str pattern)
{
	const struct pattern_node *tree = NULL;
	ptrdiff_t at;
	int rc = pattern_parse(&tree, &b->mem, pattern, NULL, 0, &at, &b->e);
	return rc < 0 ? rc : matcher_add(b->m, term, tree, b->fold, &b->e);
}

static void ready(struct bench *b)
{
	assert_int_equal(0, matcher_finish(b->m, &b->e));
	assert_int_equal(0, matcher_scratch_new(&b->s, b->m, &b->e));
	assert_int_equal(0, forms_new(&b->forms, &b->lx, &b->e));
}

static void tear_down(struct bench *b)
{
	matcher_scratch_free(b->s);
	matcher_free(b->m);
	symbols_free(b->lx.symbols);
	forms_free(b->fold);
	forms_free(b->forms);
	arena_release(&b->mem);
}

static int compare(const void *a, const void *b)
{
	const struct occurrence *x = a, *y = b;
	return x->first != y->first ? (x->first > y->first) - (x->first < y->first)
				    : (x->term > y->term) - (x->term < y->term);
}

/* The occurrences in text, whose words are parted by spaces: "0:1-2" is term 0 on words 1 to 2. */
static void run(struct bench *b, struct str text, struct buf *out, uint32_t *cut)
{
	const struct form *words[2048];
	const struct occurrence *found;
	struct occurrence o[2048];
	uint32_t n = 0;
	while (text.n) {
		struct str w = str_cut(&text, ' ');
		if (w.n)
			words[n++] = forms_get(b->forms, w);
	}
	ptrdiff_t count = matcher_run(b->m, b->s, words, n, &found, cut);
	assert_in_range(count, 0, countof(o));
	for (ptrdiff_t i = 0; i < count; i++)
		o[i] = found[i];
	qsort(o, (size_t)count, sizeof *o, compare);
	for (ptrdiff_t i = 0; i < count; i++)
		buf_addf(out, "%s%u:%u-%u", i ? " " : "", o[i].term, o[i].first, o[i].last);
	buf_addc(out, '\0');
}

/* Patterns, parted by ';', are terms 0, 1, ... */
static const struct {
	const char *why, *patterns, *text, *want;
} cases[] = {
	{ "stems", "caseload", "Caseloads and CASELOAD", "0:0-0 0:2-2" },
	{ "possessives", "child", "the child's children's", "0:1-1" },
	{ "curly apostrophe", "children's", "children\xE2\x80\x99s", "0:0-0" },
	{ "exact forms", "=assessed", "Assessed assessment", "0:0-0" },
	{ "capitals", "MASH", "MASH mash MASHs MASH's Mash MASHED", "0:0-0 0:2-2 0:3-3" },
	{ "prefixes", "assess*", "assessing reassess assessor", "0:0-0 0:2-2" },
	{ "phrases", "social work", "social work worker social", "0:0-1" },
	{ "a phrase needs all words", "social work", "social", "" },
	{ "hyphens", "multi-agency", "multi agency multiagency agency", "0:0-1 0:2-2" },
	{ "three parts", "up-to-date", "up to date uptodate upto date", "0:0-2 0:3-3 0:4-5" },
	{ "hyphen and star", "re-referr*", "re referrals rereferred", "0:0-1 0:2-2" },
	{ "alternatives", "(front|back) door", "front door back door door", "0:0-1 0:2-3" },
	{ "alternatives inside", "a (b|c|d e) f", "a b f a c f a d e f a d f",
	  "0:0-2 0:3-5 0:6-9" },
	{ "optional", "care? leaver", "care leaver leaver", "0:0-1 0:1-1 0:2-2" },
	{ "an optional word takes its gap along", "a (<0-2> b)? c", "a c a x b c", "0:0-1 0:2-5" },
	{ "a gap beside an optional word", "a <0-2> b?", "a x x y", "0:0-0" },
	{ "gaps count the words between", "a <1-2> b", "a b a x b a x x b a x x x b",
	  "0:2-4 0:5-8" },
	{ "gap of a set with phrases", "number <0-2> (case|child in need)",
	  "number of open cases number of child in need", "0:0-3 0:4-8" },
	{ "THEN keeps the order", "a THEN/1 b", "b a x b", "0:1-3" },
	{ "NEAR takes both", "a NEAR/1 b", "b x a b", "0:0-2 0:2-3" },
	{ "the longest from one start", "a <0-3> b", "a b x b", "0:0-3" },
	{ "start", "^ they", "they said they", "0:0-0" },
	{ "start or word", "(^|and) they", "they and they they", "0:0-0 0:1-2" },
	{ "start and gap", "^ <1-2> agree", "all now agree", "0:0-2" },
	{ "end", "late $", "late is late", "0:2-2" },
	{ "gap before the end", "late <0-1> $", "late on late now", "0:2-3" },
	{ "the whole sentence", "^ recommendations $", "recommendations", "0:0-0" },
	{ "terms do not disturb one another", "a b;a b c;b c;a <0-1> c", "a b c",
	  "0:0-1 1:0-2 3:0-2 2:1-2" },
	{ "equal patterns are both found", "a;a", "a", "0:0-0 1:0-0" },
	{ "a stem and a prefix of one word", "caseload;case*", "caseloads", "0:0-0 1:0-0" },
	{ "nothing in an empty sentence", "a", "", "" },

	/* LUCENE-9418: ORDERED(A,B,C) on A B A C; it also gave [2,3] */
	{ "no word used twice", "a <0-2> b <0-2> c", "a b a c", "0:0-3" },
	/* lucene#12213: the second occurrence was lost; bounded gaps, for we take the longest */
	{ "both occurrences", "a <0-1> b <0-1> c", "a b a c a b c", "0:0-3 0:4-6" },
	/* lucene-solr#1097, OpenSearch#2053, elasticsearch#49775 */
	{ "a word for each a", "a a b;a <0-3> a <0-3> b", "a b", "" },
	{ "two words for NEAR", "a NEAR/3 a", "a x", "" },
	{ "two words for NEAR, found", "a NEAR/3 a", "a x a", "0:0-2" },
	{ "a word too few", "(to be) NEAR/6 (not to be)", "to be or not", "" },
	/* lucene-solr#620: a branch that another one ends with was lost */
	{ "no branch is minimised away", "a (b c|c)", "a b c a c", "0:0-2 0:3-4" },
	/* elasticsearch#113554: gaps of nested intervals */
	{ "gaps lie strictly between the parts", "(a b) THEN/1 (c d)", "a b x c d a b x x c d",
	  "0:0-4" },
	/* spaCy#5771: BA*B leftmost or longest; ours: the longest from each start */
	{ "the longest of a repetition", "b a? a? a? a? b", "b b a a a b", "0:0-1 0:1-5" },
};

static void test_cases(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct bench b;
		struct buf out = { 0 };
		struct str rest = str_of(cases[i].patterns);
		uint32_t cut;
		print_message("  %s\n", cases[i].why);
		set_up(&b);
		for (uint32_t term = 0; rest.n; term++)
			assert_int_equal(0, add(&b, term, str_cut(&rest, ';')));
		ready(&b);
		run(&b, str_of(cases[i].text), &out, &cut);
		assert_string_equal(cases[i].want, out.p);
		assert_int_equal(0, cut);
		buf_release(&out);
		tear_down(&b);
	}
}

/* ---- random patterns against a matcher that is plainly right ---- */

struct random {
	uint64_t x;
};

static uint32_t below(struct random *r, uint32_t n)
{
	r->x = r->x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(r->x >> 33) % n;
}

static void random_part(struct random *r, struct buf *out, int depth)
{
	if (depth == 0 || below(r, 3)) {
		buf_addc(out, (char)('a' + below(r, 4)));
	} else {
		uint32_t n = 2 + below(r, 2);
		buf_addc(out, '(');
		for (uint32_t i = 0; i < n; i++) {
			buf_addz(out, i ? "|" : "");
			random_part(r, out, depth - 1);
			if (below(r, 2)) {
				buf_addz(out, " ");
				random_part(r, out, depth - 1);
			}
		}
		buf_addc(out, ')');
	}
	buf_addz(out, below(r, 5) ? "" : "?");
}

static void random_pattern(struct random *r, struct buf *out)
{
	uint32_t n = 1 + below(r, 4);
	buf_addz(out, below(r, 10) ? "" : "^ ");
	for (uint32_t i = 0; i < n; i++) {
		if (i && below(r, 3) == 0)
			buf_addf(out, below(r, 2) ? " THEN/%u" : " NEAR/%u", below(r, 3));
		else if (i && below(r, 2) == 0)
			buf_addf(out, " <%u-2>", below(r, 2));
		buf_addz(out, " ");
		random_part(r, out, 2);
	}
	buf_addz(out, below(r, 10) ? "" : " $");
}

/* A place in the text with a gap that waits for the next word; any: there is a word, or the
 * sentence's start, that the gap parts from it. */
struct spot {
	uint32_t at, min, max;
	bool any;
};

struct spots {
	struct spot v[4096];
	uint32_t n;
};

static void add_spot(struct spots *to, struct spot s)
{
	for (uint32_t i = 0; i < to->n; i++)
		if (memcmp(&to->v[i], &s, sizeof s) == 0)
			return;
	assert_true(to->n < countof(to->v));
	to->v[to->n++] = s;
}

/* Where the pattern leads from spot s in the text, letter by letter as it says. */
static void naive(const struct pattern_node *n, const char *text, uint32_t len, struct spot s,
		  struct spots *out)
{
	struct spots *now;
	switch (n->kind) {
	case PATTERN_ATOM:
		for (uint32_t k = s.any ? s.min : 0; k <= (s.any ? s.max : 0); k++)
			if (s.at + k < len && text[s.at + k] == n->text.p[0])
				add_spot(out, (struct spot){ .at = s.at + k + 1, .any = true });
		return;
	case PATTERN_GAP:
		s.min += n->min;
		s.max += n->max;
		add_spot(out, s);
		return;
	case PATTERN_START:
		s.any = true;
		if (s.at == 0)
			add_spot(out, s);
		return;
	case PATTERN_END:
		if (s.at + s.min <= len && len <= s.at + s.max)
			add_spot(out, (struct spot){ .at = len, .any = true });
		return;
	case PATTERN_OPT:
		add_spot(out, s);
		naive(n->kids[0], text, len, s, out);
		return;
	case PATTERN_ALT:
		for (uint32_t i = 0; i < n->count; i++)
			naive(n->kids[i], text, len, s, out);
		return;
	case PATTERN_SEQ:
		now = calloc(2, sizeof *now);
		assert_non_null(now);
		add_spot(&now[0], s);
		for (uint32_t i = 0; i < n->count; i++) {
			now[1].n = 0;
			for (uint32_t k = 0; k < now[0].n; k++)
				naive(n->kids[i], text, len, now[0].v[k], &now[1]);
			memcpy(&now[0], &now[1], sizeof now[0]);
		}
		for (uint32_t k = 0; k < now[0].n; k++)
			add_spot(out, now[0].v[k]);
		free(now);
		return;
	}
}

/* The occurrences as run() writes them, of term 0. */
static void naive_run(const struct pattern_node *tree, const char *text, struct buf *out)
{
	uint32_t len = (uint32_t)strlen(text);
	for (uint32_t i = 0; i < len; i++) {
		struct spots end = { .n = 0 };
		uint32_t last = 0;
		naive(tree, text, len, (struct spot){ .at = i }, &end);
		for (uint32_t k = 0; k < end.n; k++)
			last = end.v[k].at > last ? end.v[k].at : last;
		if (last)
			buf_addf(out, "%s0:%u-%u", out->n ? " " : "", i, last - 1);
	}
	buf_addc(out, '\0');
}

static void test_random_patterns(void **state)
{
	(void)state;
	struct random r = { 42 };
	struct buf pattern = { 0 }, text = { 0 }, spaced = { 0 }, want = { 0 }, got = { 0 };
	int tried = 0;
	for (int round = 0; round < 1000; round++) {
		struct bench b;
		const struct pattern_node *tree = NULL;
		ptrdiff_t at;
		uint32_t cut;
		buf_reset(&pattern), buf_reset(&text), buf_reset(&spaced);
		buf_reset(&want), buf_reset(&got);
		random_pattern(&r, &pattern);
		for (uint32_t n = 1 + below(&r, 12); n; n--) {
			buf_addc(&text, (char)('a' + below(&r, 4)));
			buf_addf(&spaced, "%c ", text.p[text.n - 1]);
		}
		buf_addc(&text, '\0');
		set_up(&b);
		/* some cannot match, some become too many sequences */
		if (pattern_parse(&tree, &b.mem, buf_str(&pattern), NULL, 0, &at, &b.e) == 0 &&
		    matcher_add(b.m, 0, tree, b.fold, &b.e) == 0) {
			ready(&b);
			tried++;
			naive_run(tree, text.p, &want);
			run(&b, buf_str(&spaced), &got, &cut);
			if (strcmp(want.p, got.p) != 0)
				print_error("%.*s on %s\n", STR_ARG(buf_str(&pattern)), text.p);
			assert_string_equal(want.p, got.p);
		}
		tear_down(&b);
	}
	assert_true(tried > 600);
	buf_release(&pattern), buf_release(&text), buf_release(&spaced);
	buf_release(&want), buf_release(&got);
}

/* Many alternatives of several words multiply; single words do not. */
static void test_expansion_is_bounded(void **state)
{
	(void)state;
	struct bench b;
	struct buf wide = { 0 };
	set_up(&b);
	for (int slot = 0; slot < 4; slot++) {
		buf_addz(&wide, slot ? " (" : "(");
		for (int i = 0; i < 20; i++)
			buf_addf(&wide, "%sw%d", i ? "|" : "", i);
		buf_addz(&wide, ")");
	}
	assert_int_equal(0, add(&b, 0, buf_str(&wide)));
	assert_true(matcher_states(b.m) < 100);
	buf_reset(&wide);
	for (int slot = 0; slot < 4; slot++) {
		buf_addz(&wide, slot ? " (" : "(");
		for (int i = 0; i < 20; i++)
			buf_addf(&wide, "%sw%d v", i ? "|" : "", i);
		buf_addz(&wide, ")");
	}
	assert_int_equal(-E_LEXICON, add(&b, 1, buf_str(&wide)));
	assert_non_null(strstr(b.e.msg, "more than 20000 sequences"));
	buf_release(&wide);
	tear_down(&b);
}

/* Nested gaps on a text made for them: the walk is cut, and says so. */
/* So many patterns go on from one word that their edges are looked for by the next one. */
static void test_many_edges(void **state)
{
	struct bench b;
	struct buf out = { 0 };
	uint32_t cut, n = FORM_MANY + 36;
	(void)state;
	set_up(&b);
	for (uint32_t i = 0; i < n; i++) {
		struct buf pattern = { 0 };
		buf_addf(&pattern, "the q%c%c", 'a' + (int)i / 10, 'k' + (int)i % 10);
		assert_int_equal(0, add(&b, i, buf_str(&pattern)));
		buf_release(&pattern);
	}
	assert_int_equal(0, add(&b, n, S("the $")));
	ready(&b);
	run(&b, S("the qak the q the qjt the x qbl the"), &out, &cut);
	assert_string_equal("0:0-1 99:4-5 100:9-9", out.p);
	buf_release(&out);
	tear_down(&b);
}

static void test_walks_are_cut(void **state)
{
	(void)state;
	struct bench b;
	struct buf text = { 0 }, out = { 0 };
	uint32_t cut;
	set_up(&b);
	assert_int_equal(0, add(&b, 0, S("a <0-8> a <0-8> a <0-8> a <0-8> a <0-8> a <0-8> a <0-8> b")));
	ready(&b);
	for (int i = 0; i < 200; i++)
		buf_addz(&text, "a ");
	run(&b, buf_str(&text), &out, &cut);
	assert_true(cut > 100);
	buf_release(&text);
	buf_release(&out);
	tear_down(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases), cmocka_unit_test(test_random_patterns),
		cmocka_unit_test(test_expansion_is_bounded),
		cmocka_unit_test(test_many_edges),
		cmocka_unit_test(test_walks_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
