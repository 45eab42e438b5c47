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

/* How far a theme's occurrences reach in the sentence of the moment. */
struct reach {
	uint32_t sent, last;            /* sent: from 1 */
};

struct scratch {
	struct matcher_scratch *matcher;
	struct match_regex_scratch *regex;
	struct reach *reach;            /* one a theme */
};

/* What process() hands down. */
struct job {
	struct doc *d;
	const struct state *st;
	struct scratch *s;
	uint32_t sent;
	ptrdiff_t base;                 /* of the sentence's hits */
	unsigned flags;                 /* of all their terms */
	uint32_t forms, views;          /* the first token whose form, or view, is not fetched */
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

/* ---- finding ---- */

/* By first word, the longest first, then by term. */
static inline bool is_behind(const struct hit *x, const struct hit *y)
{
	if (x->first != y->first)
		return x->first > y->first;
	return x->last != y->last ? x->last < y->last : x->term > y->term;
}

static int compare(const void *a, const void *b)
{
	return is_behind(a, b) - is_behind(b, a);
}

/* Words [first, last] of the sentence, which begins with token `tokens`, as a hit. */
static inline struct hit hit_of(struct job *j, uint32_t tokens, uint32_t term, uint32_t first,
				uint32_t last)
{
	const struct brief *t = &j->st->terms[term];
	j->flags |= t->flags;
	return (struct hit){ .term = term, .sent = j->sent, .first = tokens + first,
			     .last = tokens + last, .theme = t->theme };
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

/* Take over what the matcher found in sentence s, from the last on: cues as marks, terms as hits in
 * their order, in which few have to move and only past those of the same word. */
static int take_occurrences(struct job *j, const struct sentence *s, const struct occurrence *o,
			    ptrdiff_t n)
{
	uint32_t terms = (uint32_t)j->st->lx->terms.n;
	if (n == 0)
		return 0;
	struct hit *first = j->d->hits.at + j->base, *out = first;
	for (o += n; n > 0; n--) {
		o--;
		if (o->term < terms) {
			struct hit h = hit_of(j, s->tok_first, o->term, o->first, o->last), *at = out++;
			for (; at > first && is_behind(at - 1, &h); at--)
				*at = at[-1];
			*at = h;
			continue;
		}
		struct cue_mark *m = VEC_PUSH(&j->d->mem, &j->d->marks);
		if (!m)
			return no_memory(j);
		*m = (struct cue_mark){ j->sent, o->term - terms, o->first, o->last };
	}
	j->d->hits.n = out - j->d->hits.at;
	return 0;
}

/* How many words ahead their forms are fetched, and what the matcher reads of them. */
enum { FORMS_AHEAD = 96, VIEWS_AHEAD = 32 };

/* Most of what is known of words lies in no near cache: fetch that of those behind the sentence. */
static void fetch_ahead(struct job *j, const struct sentence *s)
{
	const struct form *const *words = j->d->forms;
	uint32_t all = (uint32_t)j->d->toks.n, end = s->tok_first + s->tok_count;
	uint32_t forms = end + FORMS_AHEAD, views = end + VIEWS_AHEAD;
	if (j->views < s->tok_first)
		j->forms = j->views = s->tok_first;
	for (; j->forms < forms && j->forms < all; j->forms++)
		__builtin_prefetch(words[j->forms]);
	for (; j->views < views && j->views < all; j->views++)
		form_view_fetch(&words[j->views]->view);
}

static int find_patterns(struct job *j)
{
	const struct sentence *s = &j->d->sents.at[j->sent];
	const struct occurrence *o;
	uint32_t cut;
	fetch_ahead(j, s);
	ptrdiff_t n = matcher_run(j->st->lx->matcher, j->s->matcher, j->d->forms + s->tok_first,
				  s->tok_count, &o, &cut);
	if (n < 0 || !have_room(j->d, n))
		return no_memory(j);
	if (cut) {
		j->d->warnings += cut;
		doc_degrade(j->d, DOC_PARTIAL, E_LIMIT,
			    "matching took too many steps in sentence %u", j->sent);
	}
	return take_occurrences(j, s, o, n);
}

static int add_found(void *job, uint32_t term, uint32_t first, uint32_t last)
{
	struct job *j = job;
	struct hit *h = VEC_PUSH(&j->d->mem, &j->d->hits);
	if (!h)
		return no_memory(j);
	*h = hit_of(j, j->d->sents.at[j->sent].tok_first, term, first, last);
	return 0;
}

static int find_all(struct job *j)
{
	struct doc *d = j->d;
	j->flags = 0;
	j->base = d->hits.n;
	int rc = find_patterns(j);
	ptrdiff_t patterns = d->hits.n;
	if (rc == 0)
		rc = match_regex_find(j->st->regexes, j->s->regex, d, j->sent, add_found, j);
	if (d->hits.n > patterns)
		qsort(d->hits.at + j->base, (size_t)(d->hits.n - j->base), sizeof *d->hits.at,
		      compare);
	return rc;
}

/* ---- judging ---- */

/* What is to be left out has this in place of its sentence. */
#define LEFT_OUT NO_SENTENCE

/* The first of the sorted hits [lo, hi) that starts at word `from` or behind it. */
static struct hit *first_from(struct hit *lo, struct hit *hi, uint32_t from)
{
	while (lo < hi) {
		struct hit *mid = lo + (hi - lo) / 2;
		if (mid->first < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* A hit of an `unless` pattern voids those of the term that share a word with it; longest: of all
 * in [h, end). */
static void veto(struct hit *h, struct hit *end, const struct hit *v, uint32_t term,
		 uint32_t longest)
{
	h = first_from(h, end, v->first > longest ? v->first - longest : 0);
	for (; h < end && h->first <= v->last; h++)
		if (h->term == term && h->last >= v->first)
			h->sent = LEFT_OUT;
}

/* Let the vetoes act and note pointers; neither stays a hit. A veto acts even where another one has
 * voided it. */
static void apply_helpers(struct job *j)
{
	struct hit *first = j->d->hits.at + j->base, *end = j->d->hits.at + j->d->hits.n;
	uint32_t longest = 0;
	for (const struct hit *h = first; h < end; h++)
		longest = h->last - h->first + 1 > longest ? h->last - h->first + 1 : longest;
	for (struct hit *h = first; h < end; h++) {
		const struct brief *t = &j->st->terms[h->term];
		if (!(t->flags & (TERM_VETO | TERM_POINTER)))
			continue;
		h->sent = LEFT_OUT;
		if (t->flags & TERM_VETO)
			veto(first, end, h, t->veto_for, longest);
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

/* Leave out what helpers have voided, and what does not count here. */
static void drop_hits(struct job *j)
{
	const struct block *b = &j->d->blocks.at[j->d->sents.at[j->sent].block];
	struct hit *out = j->d->hits.at + j->base;
	for (ptrdiff_t i = j->base; i < j->d->hits.n; i++) {
		const struct hit *h = &j->d->hits.at[i];
		bool limited = j->st->terms[h->term].flags & (ANY_SCOPE | TERM_IN_SECTION);
		if (h->sent != LEFT_OUT &&
		    (!limited || in_scope(&j->st->lx->terms.at[h->term], b)))
			*out++ = *h;
	}
	j->d->hits.n = out - j->d->hits.at;
}

/* A hit that reaches no further than an earlier one of its theme lies inside that. */
static void cover_hits(struct job *j)
{
	struct reach *reach = j->s->reach;
	struct hit *end = j->d->hits.at + j->d->hits.n;
	for (struct hit *h = j->d->hits.at + j->base; h < end; h++) {
		struct reach *r = &reach[h->theme];
		h->covered = r->sent == h->sent + 1 && h->last <= r->last;
		if (!h->covered)
			*r = (struct reach){ h->sent + 1, h->last };
	}
}

static int match_sentence(struct job *j)
{
	int rc = find_all(j);
	if (rc < 0)
		return rc;
	if (j->flags & (TERM_VETO | TERM_POINTER))
		apply_helpers(j);
	if (j->flags & (TERM_VETO | TERM_POINTER | ANY_SCOPE | TERM_IN_SECTION))
		drop_hits(j);
	if (j->d->hits.n > j->base)
		cover_hits(j);
	return 0;
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
