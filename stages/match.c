/* SPDX-License-Identifier: MIT
 *
 * Words -> occurrences of terms, and of polarity cues. All are looked for at
 * once, sentence by sentence; then `unless` voids occurrences, scopes drop some, and within a
 * theme the longest occurrence covers those inside it. Headings are matched
 * too, for what they carry to the text below; excluded text is not.
 */
#include <stdlib.h>

#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/matcher.h"
#include "pipeline/run/stage.h"
#include "stages/match_regex.h"

/* What each occurrence asks of its term, without the rest of struct term, which is large. */
struct brief {
	uint16_t theme, flags;
	uint32_t veto_for;
};

#define ANY_SCOPE (TERM_IN_HEADING | TERM_IN_LIST | TERM_IN_BODY)
#define TERM_IN_SECTION 0x8000  /* in brief.flags: limited to a section class */

struct state {
	const struct lexicon *lx;
	struct brief *terms;
	struct match_regexes *regexes;
};

/* An occurrence on its way to be a hit; words are counted within the sentence. */
struct found {
	uint32_t term, first, last;
	uint16_t theme, flags;          /* of the term; flags 0: dead */
};

#define FOUND_LIVE 0x4000       /* in found.flags */

/* How far a theme's occurrences reach in the sentence of the moment. */
struct reach {
	uint32_t sent, last;            /* sent: from 1 */
};

struct scratch {
	struct matcher_scratch *matcher;
	struct match_regex_scratch *regex;
	struct reach *reach;            /* one a theme */
	VEC(struct found) found;
};

/* What process() hands down. */
struct job {
	struct doc *d;
	const struct state *st;
	struct scratch *s;
	uint32_t sent;
	unsigned flags;                 /* of all that was found in the sentence */
	struct error *e;
};

static void close_state(void *state)
{
	struct state *st = state;
	if (!st)
		return;
	match_regexes_free(st->regexes);
	free(st->terms);
	free(st);
}

static int open_state(void **state, const struct stage_shared *sh, struct error *e)
{
	const struct lexicon *lx = sh->lexicon;
	struct state *st = calloc(1, sizeof *st);
	*state = st;
	if (st)
		st->terms = calloc((size_t)lx->terms.n + 1, sizeof *st->terms);
	if (!st || !st->terms)
		return fail(e, E_NOMEM, "no memory for matching");
	st->lx = lx;
	for (ptrdiff_t i = 0; i < lx->terms.n; i++) {
		const struct term *t = &lx->terms.at[i];
		st->terms[i] = (struct brief){
			.theme = t->theme, .veto_for = t->veto_for,
			.flags = (uint16_t)(t->flags | (t->section.n ? TERM_IN_SECTION : 0)) };
	}
	return match_regexes_new(&st->regexes, lx, e);
}

static void end_scratch(void *scratch)
{
	struct scratch *s = scratch;
	if (!s)
		return;
	matcher_scratch_free(s->matcher);
	match_regex_scratch_free(s->regex);
	free(s->reach);
	free(s->found.at);
	free(s);
}

static int begin_scratch(void **scratch, const void *state, struct error *e)
{
	const struct state *st = state;
	struct scratch *s = calloc(1, sizeof *s);
	*scratch = s;
	if (s)
		s->reach = calloc((size_t)st->lx->themes.n + 1, sizeof *s->reach);
	if (!s || !s->reach)
		return fail(e, E_NOMEM, "no memory for matching");
	int rc = matcher_scratch_new(&s->matcher, st->lx->matcher, e);
	return rc < 0 ? rc : match_regex_scratch_new(&s->regex, st->regexes, e);
}

static int no_memory(struct job *j)
{
	return fail(j->e, E_NOMEM, "no memory for the occurrences of terms");
}

/* Room for n in an empty list. */
static bool make_room(struct scratch *s, ptrdiff_t n)
{
	while (s->found.cap < n)
		if (!vec_heap_grow((void **)&s->found.at, &s->found.cap, sizeof *s->found.at))
			return false;
	return true;
}

/* ---- finding ---- */

/* By first word, the longest first, then by term. */
static inline bool is_behind(const struct found *x, const struct found *y)
{
	if (x->first != y->first)
		return x->first > y->first;
	return x->last != y->last ? x->last < y->last : x->term > y->term;
}

static int compare(const void *a, const void *b)
{
	return is_behind(a, b) - is_behind(b, a);
}

static struct found found_of(const struct job *j, uint32_t term, uint32_t first, uint32_t last)
{
	const struct brief *t = &j->st->terms[term];
	return (struct found){ .term = term, .first = first, .last = last, .theme = t->theme,
			       .flags = t->flags | FOUND_LIVE };
}

/* An occurrence of a term in its place; few have to move, and only past those of the same word. */
static void take_term(struct job *j, const struct occurrence *o)
{
	struct found *at = j->s->found.at, f = found_of(j, o->term, o->first, o->last);
	ptrdiff_t k = j->s->found.n++;
	for (; k > 0 && is_behind(&at[k - 1], &f); k--)
		at[k] = at[k - 1];
	at[k] = f;
	j->flags |= f.flags;
}

/* Take over what the matcher found, which stands from the last to the first. */
static int take_occurrences(struct job *j, const struct occurrence *o, ptrdiff_t n)
{
	uint32_t terms = (uint32_t)j->st->lx->terms.n;
	j->s->found.n = 0;
	while (n-- > 0) {
		if (o[n].term < terms) {
			take_term(j, &o[n]);
			continue;
		}
		struct cue_mark *m = VEC_PUSH(&j->d->mem, &j->d->marks);
		if (!m)
			return no_memory(j);
		*m = (struct cue_mark){ j->sent, o[n].term - terms, o[n].first, o[n].last };
	}
	return 0;
}

static int find_patterns(struct job *j)
{
	const struct sentence *s = &j->d->sents.at[j->sent];
	const struct occurrence *o;
	uint32_t cut;
	ptrdiff_t n = matcher_run(j->st->lx->matcher, j->s->matcher, j->d->forms + s->tok_first,
				  s->tok_count, &o, &cut);
	if (n < 0 || !make_room(j->s, n))
		return no_memory(j);
	if (cut) {
		j->d->warnings += cut;
		doc_degrade(j->d, DOC_PARTIAL, E_LIMIT,
			    "matching took too many steps in sentence %u", j->sent);
	}
	return take_occurrences(j, o, n);
}

static int add_found(void *job, uint32_t term, uint32_t first, uint32_t last)
{
	struct job *j = job;
	struct found *f = VEC_HEAP_PUSH(&j->s->found);
	if (!f)
		return no_memory(j);
	*f = found_of(j, term, first, last);
	j->flags |= f->flags;
	return 0;
}

static int find_all(struct job *j)
{
	struct scratch *s = j->s;
	j->flags = 0;
	int rc = find_patterns(j);
	ptrdiff_t patterns = s->found.n;
	if (rc == 0)
		rc = match_regex_find(j->st->regexes, s->regex, j->d, j->sent, add_found, j);
	if (s->found.n > patterns)
		qsort(s->found.at, (size_t)s->found.n, sizeof *s->found.at, compare);
	return rc;
}

/* ---- judging ---- */

/* The first of the sorted occurrences that starts at word `from` or behind it. */
static ptrdiff_t first_from(const struct scratch *s, uint32_t from)
{
	ptrdiff_t lo = 0, hi = s->found.n;
	while (lo < hi) {
		ptrdiff_t mid = lo + (hi - lo) / 2;
		if (s->found.at[mid].first < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* An occurrence of an `unless` pattern voids what shares a word with it; longest: of all. */
static void veto(struct scratch *s, const struct found *v, uint32_t term, uint32_t longest)
{
	ptrdiff_t i = first_from(s, v->first > longest ? v->first - longest : 0);
	for (; i < s->found.n && s->found.at[i].first <= v->last; i++) {
		struct found *f = &s->found.at[i];
		if (f->term == term && f->last >= v->first)
			f->flags = 0;
	}
}

/* Let the vetoes act and note pointers; neither becomes a hit. A veto acts even where another one
 * has voided it. */
static void apply_helpers(struct job *j)
{
	struct scratch *s = j->s;
	uint32_t longest = 0;
	for (ptrdiff_t i = 0; i < s->found.n; i++) {
		uint32_t words = s->found.at[i].last - s->found.at[i].first + 1;
		longest = words > longest ? words : longest;
	}
	for (ptrdiff_t i = 0; i < s->found.n; i++) {
		struct found *f = &s->found.at[i];
		const struct brief *t = &j->st->terms[f->term];
		if (!(t->flags & (TERM_VETO | TERM_POINTER)))
			continue;
		f->flags = 0;
		if (t->flags & TERM_VETO)
			veto(s, f, t->veto_for, longest);
		else
			j->d->points_back[j->sent] = true;
	}
}

/* Whether a term with a scope or a section counts in block b. */
static bool in_scope(const struct term *t, const struct block *b)
{
	bool heading = b->kind == BLOCK_HEADING || b->kind == BLOCK_TITLE;
	unsigned here = heading ? TERM_IN_HEADING : b->kind == BLOCK_ITEM ? TERM_IN_LIST
									  : TERM_IN_BODY;
	if ((t->flags & ANY_SCOPE) && !(t->flags & here))
		return false;
	return t->section.n == 0 || str_eq(t->section, b->section);
}

/* Room for n more hits. */
static bool have_room(struct doc *d, ptrdiff_t n)
{
	while (d->hits.cap - d->hits.n < n)
		if (!vec_grow(&d->mem, (void **)&d->hits.at, d->hits.n, &d->hits.cap,
			      sizeof *d->hits.at))
			return false;
	return true;
}

/* The occurrences that are left, in order. One that reaches no further than an earlier one of
 * its theme lies inside that. */
static int keep_hits(struct job *j)
{
	struct doc *d = j->d;
	const struct sentence *s = &d->sents.at[j->sent];
	const struct block *b = &d->blocks.at[s->block];
	if (!have_room(d, j->s->found.n))
		return no_memory(j);
	struct hit *h = d->hits.at + d->hits.n;
	for (const struct found *f = j->s->found.at, *end = f + j->s->found.n; f < end; f++) {
		if (!f->flags || ((f->flags & (ANY_SCOPE | TERM_IN_SECTION)) &&
				  !in_scope(&j->st->lx->terms.at[f->term], b)))
			continue;
		struct reach *r = &j->s->reach[f->theme];
		bool covered = r->sent == j->sent + 1 && f->last <= r->last;
		if (!covered)
			*r = (struct reach){ j->sent + 1, f->last };
		*h++ = (struct hit){ .term = f->term, .sent = j->sent, .covered = covered,
				     .first = s->tok_first + f->first,
				     .last = s->tok_first + f->last };
	}
	d->hits.n = h - d->hits.at;
	return 0;
}

static int match_sentence(struct job *j)
{
	int rc = find_all(j);
	if (rc < 0 || j->s->found.n == 0)
		return rc;
	if (j->flags & (TERM_VETO | TERM_POINTER))
		apply_helpers(j);
	return keep_hits(j);
}

static int match_sentences(struct job *j, uint32_t from, uint32_t to)
{
	for (j->sent = from; j->sent < to; j->sent++) {
		bool matched = doc_is_matched(j->d, j->d->sents.at[j->sent].block);
		int rc = matched ? match_sentence(j) : 0;
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	struct job j = { .d = d, .st = state, .s = scratch, .e = e };
	(void)sh, (void)w;
	d->points_back = NEW(&d->mem, bool, d->sents.n);
	if (!d->points_back)
		return no_memory(&j);
	memset(j.s->reach, 0, (size_t)j.st->lx->themes.n * sizeof *j.s->reach);
	match_regex_document(j.st->regexes, j.s->regex, d);
	struct doc_window part = doc_window(d);
	int rc = 0;
	if (part.heading != NO_BLOCK) {
		const struct block *h = &d->blocks.at[part.heading];
		rc = match_sentences(&j, h->sent_first, h->sent_first + h->sent_count);
	}
	return rc < 0 ? rc : match_sentences(&j, part.sent, part.sent_end);
}

const struct stage stage_match = {
	.name = "match",
	.help = "occurrences of terms, all at once, by stems, gaps and regexes",
	.needs = LAYER_TEXT | LAYER_SECTIONS | LAYER_SENTENCES | LAYER_TOKENS | LAYER_STEMS,
	.gives = LAYER_HITS | LAYER_MARKS,
	.open = open_state,
	.begin = begin_scratch,
	.process = process,
	.end = end_scratch,
	.close = close_state,
};
