/* SPDX-License-Identifier: MIT
 *
 * Patterns into the matcher, regexes into PCRE2, each error at its place.
 */
#include "pipeline/lexicon/cues.h"
#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon_load.h"
#include "pipeline/lexicon/matcher.h"
#include "pipeline/lexicon/regex.h"

#define ONE_KEEP ((size_t)1 << 20)

int lexicon_pattern(struct loader *ld, struct arena *mem, const struct yaml *y, uint32_t line,
		    uint32_t column, struct str text, const struct pattern_node **out)
{
	struct error inner = { 0 };
	ptrdiff_t at = 0;
	int rc = pattern_parse(out, mem, text, ld->sets.at, ld->sets.n, &at, &inner);
	if (rc < 0)
		yaml_fail_inside(y, line, column, text, at, ld->e, "%s", inner.msg);
	return rc;
}

static int compile_regex(struct loader *ld, struct term *t, struct str re, struct regex **out)
{
	struct error inner = { 0 };
	ptrdiff_t at = 0;
	int rc = regex_compile(out, re, REGEX_CASELESS, &at, &inner);
	if (rc < 0)
		yaml_fail_inside(&ld->files[t->place.file], t->place.line, t->place.column,
				 t->pattern, re.p - t->pattern.p + at, ld->e, "%s", inner.msg);
	t->flags |= TERM_REGEX;
	return rc;
}

static int compile_pattern(struct loader *ld, uint32_t i, struct forms *fold)
{
	struct term *t = &ld->lx->terms.at[i];
	const struct yaml *y = &ld->files[t->place.file];
	struct error inner = { 0 };
	const struct pattern_node *tree = NULL;
	int rc = lexicon_pattern(ld, ld->keep_trees ? &ld->lx->mem : &ld->one, y, t->place.line,
				 t->place.column, t->pattern, &tree);
	if (rc < 0)
		return rc;
	rc = matcher_add(ld->lx->matcher, i, tree, fold, &inner);
	if (rc < 0)
		yaml_fail(y, t->place.line, t->place.column, ld->e, "%s", inner.msg);
	t->tree = ld->keep_trees ? tree : NULL;
	arena_reset(&ld->one, ONE_KEEP);
	return rc;
}

static int compile_terms(struct loader *ld, struct forms *fold)
{
	struct lexicon *lx = ld->lx;
	int rc = 0;
	for (ptrdiff_t i = 0; rc == 0 && i < lx->terms.n; i++) {
		struct str re;
		if (ld->only && !ld->only[i])
			continue;
		rc = pattern_is_regex(lx->terms.at[i].pattern, &re)
			     ? compile_regex(ld, &lx->terms.at[i], re, &lx->regexes[i])
			     : compile_pattern(ld, (uint32_t)i, fold);
	}
	return rc;
}

static int load_cues(struct loader *ld, struct forms *fold)
{
	struct lexicon *lx = ld->lx;
	for (ptrdiff_t i = 0; i < lx->files.n; i++)
		if (str_eq(lx->files.at[i].path, S("polarity.yaml")))
			return cues_load(&lx->cues, lx, (uint32_t)i, fold, ld->e);
	return 0;
}

int lexicon_compile(struct loader *ld)
{
	struct lexicon *lx = ld->lx;
	struct lexicon plain = { .language = lx->language };    /* words without symbols */
	struct forms *fold = NULL;
	arena_init(&ld->one, 0);
	lx->regexes = NEW(&lx->mem, struct regex *, lx->terms.n);
	int rc = lx->regexes ? symbols_new(&lx->symbols, ld->e)
			     : fail(ld->e, E_NOMEM, "out of memory for the lexicon");
	if (rc == 0)
		rc = matcher_new(&lx->matcher, lx->symbols, ld->e);
	if (rc == 0)
		rc = forms_new(&fold, &plain, ld->e);
	if (rc == 0)
		rc = compile_terms(ld, fold);
	if (rc == 0)
		rc = load_cues(ld, fold);
	if (rc == 0)
		rc = matcher_finish(lx->matcher, ld->e);
	forms_free(fold);
	arena_release(&ld->one);
	return rc;
}
