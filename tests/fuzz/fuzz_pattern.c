/* SPDX-License-Identifier: MIT
 *
 * Patterns of terms, compiled and matched (pattern.c, matcher.c, regex_lint.c,
 * regex.c). A case has one pattern a line, then a line "%%" and a text whose
 * words are parted by blanks.
 */
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/matcher.h"
#include "pipeline/lexicon/regex.h"
#include "tests/fuzz/fuzz.h"

#define WORDS_MAX 512
#define PATTERNS_MAX 64

static void try_regex(struct str pattern, struct str text)
{
	struct regex *re = NULL;
	struct regex_scratch *s = NULL;
	struct error e = { 0 };
	ptrdiff_t at = 0;
	if (regex_compile(&re, pattern, REGEX_CASELESS, &at, &e) < 0) {
		MUST(e.msg[0] && at >= 0 && at <= pattern.n);
		return;
	}
	MUST(regex_scratch_new(&s, &e) == 0);
	ptrdiff_t from = 0;
	for (int i = 0; i < 100 && from <= text.n; i++) {
		if (regex_search(re, s, text, from, &e) <= 0)
			break;
		struct str all = regex_group(s, 0);
		MUST(all.p >= text.p && all.p + all.n <= text.p + text.n);
		MUST(regex_next(s) > from || all.n == 0);
		from = regex_next(s);
	}
	regex_scratch_free(s);
	regex_free(re);
}

struct bench {
	struct lexicon lx;
	struct matcher *m;
	struct forms *fold, *forms;
	struct arena mem;
};

static void add_pattern(struct bench *b, uint32_t term, struct str pattern)
{
	const struct pattern_node *tree = NULL;
	struct error e = { 0 };
	ptrdiff_t at = 0;
	if (pattern_parse(&tree, &b->mem, pattern, NULL, 0, &at, &e) < 0) {
		MUST(e.msg[0] && at >= 0 && at <= pattern.n);
		return;
	}
	MUST(matcher_add(b->m, term, tree, b->fold, &e) == 0 || e.msg[0]);
}

static void match(struct bench *b, struct str text, uint32_t patterns)
{
	const struct form *words[WORDS_MAX];
	const struct occurrence *found = NULL;
	struct matcher_scratch *s = NULL;
	struct error e = { 0 };
	uint32_t n = 0, cut = 0;
	MUST(matcher_finish(b->m, &e) == 0);
	MUST(matcher_scratch_new(&s, b->m, &e) == 0);
	MUST(forms_new(&b->forms, &b->lx, &e) == 0);
	while (text.n && n < WORDS_MAX) {
		struct str w = str_cut(&text, ' ');
		if (w.n)
			words[n++] = forms_get(b->forms, w);
	}
	ptrdiff_t count = matcher_run(b->m, s, words, n, &found, &cut);
	MUST(count >= 0);
	for (ptrdiff_t i = 0; i < count; i++)
		MUST(found[i].term < patterns && found[i].first <= found[i].last && found[i].last < n);
	matcher_scratch_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct lexicon plain = { .language = STR("english") };
	struct bench b = { .lx.language = STR("english") };
	struct error e = { 0 };
	struct str text = fuzz_bytes(data, size), lines = fuzz_part(&text), inner;
	uint32_t patterns = 0;
	arena_init(&b.mem, 0);
	MUST(symbols_new(&b.lx.symbols, &e) == 0);
	MUST(matcher_new(&b.m, b.lx.symbols, &e) == 0);
	MUST(forms_new(&b.fold, &plain, &e) == 0);
	for (; lines.n && patterns < PATTERNS_MAX; patterns++) {
		struct str line = str_cut(&lines, '\n');
		if (pattern_is_regex(line, &inner))
			try_regex(inner, text);
		else
			add_pattern(&b, patterns, line);
	}
	match(&b, text, patterns);
	matcher_free(b.m);
	symbols_free(b.lx.symbols);
	forms_free(b.fold);
	forms_free(b.forms);
	arena_release(&b.mem);
	return 0;
}
