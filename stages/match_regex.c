/* SPDX-License-Identifier: MIT
 *
 * See match_regex.h.
 */
#include <stdlib.h>

#include "pipeline/base/scan.h"
#include "pipeline/lexicon/pattern.h"
#include "pipeline/lexicon/regex.h"
#include "pipeline/lexicon/sieve_words.h"
#include "stages/match_regex.h"

/* Matches of one regex in one sentence; more are no evidence of more. */
#define REGEX_HITS_MAX 1000

/* A regex term and the words of which it needs one, needles[first, first + count); count 0: not
 * known. */
struct regex_term {
	uint32_t term;
	ptrdiff_t first;
	int count;
};

struct match_regexes {
	const struct lexicon *lx;
	struct arena mem;
	VEC(struct regex_term) terms;
	VEC(struct str) needles;
};

struct match_regex_scratch {
	struct regex_scratch *regex;
	ptrdiff_t *next;                /* one a needle: where it stands next in the text */
	bool all;                       /* the document's letters fold oddly: search everywhere */
};

static int add_term(struct match_regexes *r, uint32_t term)
{
	struct sieve_words w;
	struct str re = { 0 };
	pattern_is_regex(r->lx->terms.at[term].pattern, &re);
	struct regex_term *t = VEC_PUSH(&r->mem, &r->terms);
	if (!t || !sieve_words_of(&w, &r->mem, re))
		return -1;
	*t = (struct regex_term){ .term = term, .first = r->needles.n, .count = w.n };
	for (int i = 0; i < w.n; i++) {
		struct str *needle = VEC_PUSH(&r->mem, &r->needles);
		if (!needle)
			return -1;
		*needle = w.at[i];
	}
	return 0;
}

int match_regexes_new(struct match_regexes **out, const struct lexicon *lx, struct error *e)
{
	struct match_regexes *r = calloc(1, sizeof *r);
	*out = r;
	if (!r)
		return fail(e, E_NOMEM, "no memory for matching");
	arena_init(&r->mem, 0);
	r->lx = lx;
	for (ptrdiff_t i = 0; i < lx->terms.n; i++)
		if ((lx->terms.at[i].flags & TERM_REGEX) && add_term(r, (uint32_t)i) < 0)
			return fail(e, E_NOMEM, "no memory for matching");
	return 0;
}

void match_regexes_free(struct match_regexes *r)
{
	if (r)
		arena_release(&r->mem);
	free(r);
}

int match_regex_scratch_new(struct match_regex_scratch **out, const struct match_regexes *r,
			    struct error *e)
{
	struct match_regex_scratch *s = calloc(1, sizeof *s);
	*out = s;
	if (s)
		s->next = calloc((size_t)r->needles.n + 1, sizeof *s->next);
	if (!s || !s->next)
		return fail(e, E_NOMEM, "no memory for matching");
	return regex_scratch_new(&s->regex, e);
}

void match_regex_scratch_free(struct match_regex_scratch *s)
{
	if (!s)
		return;
	regex_scratch_free(s->regex);
	free(s->next);
	free(s);
}

void match_regex_document(const struct match_regexes *r, struct match_regex_scratch *s,
			  const struct doc *d)
{
	s->all = r->terms.n && sieve_folds_oddly(d->text);
	for (ptrdiff_t i = 0; i < r->needles.n; i++)
		s->next[i] = -1;
}

/* Whether one of the term's words stands in bytes [from, end) of the text. */
static bool may_match(const struct match_regexes *r, struct match_regex_scratch *s,
		      const struct regex_term *t, struct str text, ptrdiff_t from, ptrdiff_t end)
{
	bool may = s->all || !t->count;
	for (ptrdiff_t i = t->first; !may && i < t->first + t->count; i++) {
		if (s->next[i] < from)
			s->next[i] = scan_for_word(text, from, r->needles.at[i]);
		may = s->next[i] < end;
	}
	return may;
}

/* The first word of the sentence that ends behind byte `off` of the text. */
static uint32_t word_behind(const struct doc *d, const struct sentence *s, uint32_t off)
{
	uint32_t lo = 0, hi = s->tok_count;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		const struct token *t = &d->toks.at[s->tok_first + mid];
		if (t->off + t->len <= off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* A match as the words that it touches; one that touches none is no occurrence. */
static int take_match(const struct doc *d, const struct sentence *s, uint32_t term, uint32_t from,
		      uint32_t end, match_regex_take *take, void *to)
{
	uint32_t first = word_behind(d, s, from), behind = first;
	while (behind < s->tok_count && d->toks.at[s->tok_first + behind].off < end)
		behind++;
	return behind > first ? take(to, term, first, behind - 1) : 0;
}

static int find_term(const struct match_regexes *r, struct match_regex_scratch *sc, struct doc *d,
		     uint32_t sent, uint32_t term, match_regex_take *take, void *to)
{
	const struct sentence *s = &d->sents.at[sent];
	struct str text = doc_text(d, s->off, s->len);
	struct error limit = { 0 };
	ptrdiff_t at = 0;
	for (int hits = 0; hits < REGEX_HITS_MAX; hits++) {
		int rc = regex_search(r->lx->regexes[term], sc->regex, text, at, &limit);
		if (rc < 0) {
			d->warnings++;
			doc_degrade(d, DOC_PARTIAL, E_LIMIT, "term %.*s in sentence %u: %s",
				    STR_ARG(r->lx->terms.at[term].pattern), sent, limit.msg);
		}
		if (rc <= 0)
			return 0;
		struct str match = regex_group(sc->regex, 0);
		uint32_t from = s->off + (uint32_t)(match.p - text.p);
		rc = take_match(d, s, term, from, from + (uint32_t)match.n, take, to);
		if (rc < 0)
			return rc;
		at = regex_next(sc->regex);
	}
	return 0;
}

int match_regex_find(const struct match_regexes *r, struct match_regex_scratch *s, struct doc *d,
		     uint32_t sent, match_regex_take *take, void *to)
{
	const struct sentence *t = &d->sents.at[sent];
	int rc = 0;
	for (ptrdiff_t i = 0; rc == 0 && i < r->terms.n; i++)
		if (may_match(r, s, &r->terms.at[i], d->text, t->off, t->off + t->len))
			rc = find_term(r, s, d, sent, r->terms.at[i].term, take, to);
	return rc;
}
