/* SPDX-License-Identifier: MIT
 *
 * See discover.h. Phrases do not cross punctuation nor begin or end with a
 * function word. The association of a phrase is that of its last word with the
 * words before it: lambda, the log of the odds ratio with half a count added to
 * each cell, and z, lambda over its standard error (Blaheta and Johnson 2001,
 * as in quanteda for pairs).
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/store/read.h"
#include "pipeline/trend/discover.h"
#include "pipeline/trend/phrases.h"

#define WORD_MAX 40
#define LONGEST 3

struct reading {
	struct dataset *ds;
	struct phrases phrases, terms, lists;  /* lists: of terms, as they stand in the store */
	int64_t doc, sentence;
	ptrdiff_t row;
	uint64_t pairs;          /* places where two words follow each other */
	ptrdiff_t first, middle; /* the first document with a date; from here on they are late */
};

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the phrases");
}

/* The words before this one, at most LONGEST - 1, as one text with room for one more. */
struct window {
	char text[LONGEST * (WORD_MAX + 1)];
	ptrdiff_t start[LONGEST], n;       /* where its words start */
	ptrdiff_t used;
};

static void window_add(struct window *w, struct str word)
{
	if (w->n == LONGEST) {
		ptrdiff_t cut = w->start[1];
		memmove(w->text, w->text + cut, (size_t)(w->used - cut));
		for (ptrdiff_t i = 1; i < LONGEST; i++)
			w->start[i - 1] = w->start[i] - cut;
		w->used -= cut;
		w->n--;
	}
	if (w->n)
		w->text[w->used++] = ' ';
	w->start[w->n++] = w->used;
	memcpy(w->text + w->used, word.p, (size_t)word.n);
	w->used += word.n;
}

/* The last n words. */
static struct str window_last(const struct window *w, ptrdiff_t n)
{
	ptrdiff_t from = w->start[w->n - n];
	return (struct str){ w->text + from, w->used - from };
}

static bool count_sentence(struct reading *r, struct str text)
{
	struct window w = { .n = 0 };
	bool late = r->row >= r->middle, broken, good = true;
	uint32_t doc = (uint32_t)r->row;
	char word[WORD_MAX];
	struct str s;
	while (good && (s = next_word(&text, word, WORD_MAX, &broken)).n) {
		if (broken)
			w = (struct window){ .n = 0 };
		window_add(&w, s);
		r->pairs += w.n > 1;
		for (ptrdiff_t n = 1; n <= w.n; n++)
			good &= phrases_count(&r->phrases, window_last(&w, n), doc, late);
	}
	return good;
}

/* Terms that are plain words, as their words: "caseload*" is a beginning and is kept with its star. */
static bool add_terms(struct reading *r, struct str json)
{
	bool good = true;
	if (phrases_find(&r->lists, json))
		return true;
	good = phrases_count(&r->lists, json, 0, false);
	while (good && json.n) {
		str_cut(&json, '"');
		struct str term = str_cut(&json, '"');
		bool plain = term.n > 2;
		for (ptrdiff_t i = 0; i < term.n; i++)
			plain &= ascii_is_alpha(term.p[i]) || strchr(" '*-", term.p[i]) != NULL;
		if (plain)
			good = phrases_count(&r->terms, term, 0, false);
	}
	return good;
}

static int take_code(void *ctx, const struct read_code *c, struct error *e)
{
	struct reading *r = ctx;
	if (c->doc != r->doc)
		r->row = dataset_doc(r->ds, c->doc);
	bool is_new = c->doc != r->doc || c->sentence != r->sentence;
	r->doc = c->doc;
	r->sentence = c->sentence;
	if (r->row < r->first)
		return 0;
	bool good = add_terms(r, c->terms);
	if (good && is_new)
		good = count_sentence(r, c->text);
	return good ? 0 : no_memory(e);
}

/* Words of the same stem begin alike: all but the last letters. */
static bool alike(struct str term, struct str word)
{
	bool star = str_ends(term, S("*"));
	ptrdiff_t n = star ? term.n - 1 : term.n > 6 ? term.n - 2 : term.n > 4 ? term.n - 1 : term.n;
	return word.n >= n && str_starts(word, str_sub(term, 0, n)) && (star || word.n <= term.n + 3);
}

/* Are the first words of phrase those of term? */
static bool begins(struct str term, struct str phrase)
{
	bool all = true;
	while (term.n && all)
		all = phrase.n && alike(str_cut(&term, ' '), str_cut(&phrase, ' '));
	return all;
}

/* Terms by their first byte, so that a phrase meets only those that begin as its words do. */
struct term_index {
	struct str *at;
	size_t from[257];
};

static int compare_terms(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static int index_terms(struct term_index *x, const struct phrases *terms, struct error *e)
{
	size_t n = 0;
	x->at = calloc(terms->used + 1, sizeof *x->at);
	if (!x->at)
		return no_memory(e);
	for (size_t i = 0; i < terms->room; i++)
		if (terms->at[i].text.p)
			x->at[n++] = terms->at[i].text;
	qsort(x->at, n, sizeof *x->at, compare_terms);
	for (size_t i = 0; i < n; i++)
		x->from[(unsigned char)x->at[i].p[0] + 1] = i + 1;
	for (int c = 1; c < 257; c++)
		x->from[c] = x->from[c] ? x->from[c] : x->from[c - 1];
	return 0;
}

static bool is_covered(const struct term_index *x, struct str phrase)
{
	while (phrase.n) {
		unsigned char first = (unsigned char)phrase.p[0];
		for (size_t i = x->from[first]; i < x->from[first + 1]; i++)
			if (begins(x->at[i], phrase))
				return true;
		str_cut(&phrase, ' ');
	}
	return false;
}

/* Begins and ends with a word that says something. */
static bool has_substance(struct str phrase)
{
	struct str rest = phrase, first = str_cut(&rest, ' '), last = first;
	if (rest.n == 0)
		return false;
	while (rest.n)
		last = str_cut(&rest, ' ');
	return first.n > 2 && last.n > 2 && !is_function_word(first) && !is_function_word(last);
}

struct association associate(uint32_t n, uint32_t head, uint32_t tail, uint64_t pairs)
{
	double n11 = n, n12 = fmax(0, (double)head - n11), n21 = fmax(0, (double)tail - n11);
	double n22 = fmax(0, (double)pairs - n11 - n12 - n21);
	double lambda = log(n11 + .5) + log(n22 + .5) - log(n12 + .5) - log(n21 + .5);
	double error = sqrt(1 / (n11 + .5) + 1 / (n22 + .5) + 1 / (n12 + .5) + 1 / (n21 + .5));
	return (struct association){ lambda, lambda / error };
}

/* Of its last word with those before. */
static struct association association_of(const struct reading *r, const struct phrase_count *c)
{
	ptrdiff_t cut = c->text.n;
	while (c->text.p[cut - 1] != ' ')
		cut--;
	const struct phrase_count *head = phrases_find(&r->phrases, str_sub(c->text, 0, cut - 1));
	const struct phrase_count *tail = phrases_find(&r->phrases, str_sub(c->text, cut, c->text.n));
	return associate(c->n, head->n, tail->n, r->pairs);
}

/* By the lower end of the rise's interval, then by documents, then by text. */
static int surest_first(const void *a, const void *b)
{
	const struct phrase *x = a, *y = b;
	double l = x->rise_interval.low, m = y->rise_interval.low;
	if (l != m)
		return (l < m) - (l > m);
	return x->docs != y->docs ? (x->docs < y->docs) - (x->docs > y->docs) : str_cmp(x->text, y->text);
}

/* A phrase of two words that is hardly ever without the third says nothing of its own. */
static bool is_part(const struct discovery *d, const struct phrase *p)
{
	for (ptrdiff_t i = 0; i < d->list.n; i++) {
		const struct phrase *x = &d->list.at[i];
		if (x->text.n > p->text.n && x->n * 10 >= p->n * 8 && str_find(x->text, p->text, 0) >= 0)
			return true;
	}
	return false;
}

static int choose(struct discovery *out, struct reading *r, const struct term_index *terms,
		  const struct discover_options *o, struct error *e)
{
	for (size_t i = 0; i < r->phrases.room; i++) {
		const struct phrase_count *c = &r->phrases.at[i];
		if (!c->text.p || c->docs < o->min_docs || !has_substance(c->text))
			continue;
		struct association a = association_of(r, c);
		struct phrase p = { .text = c->text, .n = c->n, .docs = c->docs, .late = c->late,
				    .early = c->docs - c->late, .lambda = a.lambda, .z = a.z };
		if (p.z < o->min_z || is_covered(terms, p.text))
			continue;
		p.rise_interval = stats_newcombe(p.late, out->docs_late, p.early, out->docs_early);
		p.rise = (double)p.late / fmax(1, out->docs_late) -
			 (double)p.early / fmax(1, out->docs_early);
		struct phrase *to = VEC_PUSH(&r->ds->mem, &out->list);
		p.text = arena_str(&r->ds->mem, p.text);
		if (!to || !p.text.p)
			return no_memory(e);
		*to = p;
	}
	return 0;
}

/* Drop parts of longer phrases, and what is too much. */
static void thin(struct discovery *out, ptrdiff_t most)
{
	ptrdiff_t kept = 0;
	if (out->list.n)
		qsort(out->list.at, (size_t)out->list.n, sizeof *out->list.at, surest_first);
	for (ptrdiff_t i = 0; i < out->list.n && kept < most; i++)
		if (!is_part(out, &out->list.at[i])) {
			struct phrase swap = out->list.at[kept];
			out->list.at[kept++] = out->list.at[i];
			out->list.at[i] = swap;
		}
	out->list.n = kept;
}

int discover(struct discovery *out, struct dataset *ds, const struct db *db,
	     const struct discover_options *o, struct error *e)
{
	const struct read_wanted all = { 0 };
	struct reading r = { .ds = ds, .doc = -1, .sentence = -1, .row = -1 };
	struct term_index terms = { 0 };
	*out = (struct discovery){ 0 };
	while (r.first < ds->docs.n && ds->docs.at[r.first].years == 0)
		r.first++;
	r.middle = r.first + (ds->docs.n - r.first) / 2;
	out->docs_early = (uint32_t)(r.middle - r.first);
	out->docs_late = (uint32_t)(ds->docs.n - r.middle);
	out->middle = out->docs_late ? ds->docs.at[r.middle].column[COLUMN_DATE] : S("");
	phrases_init(&r.phrases);
	phrases_init(&r.terms);
	phrases_init(&r.lists);
	int rc = read_codes(db, &all, take_code, &r, e);
	if (rc == 0)
		rc = index_terms(&terms, &r.terms, e);
	if (rc == 0)
		rc = choose(out, &r, &terms, o, e);
	if (rc == 0)
		thin(out, o->most);
	phrases_release(&r.phrases);
	phrases_release(&r.terms);
	phrases_release(&r.lists);
	free(terms.at);
	return rc;
}

int discovery_write(const struct discovery *d, enum table_format f, struct buf *out, struct error *e)
{
	static const struct table_column columns[] = {
		{ "phrase", -1 }, { "n", 0 }, { "documents", 0 }, { "lambda", 2 }, { "z", 1 },
		{ "share_before", 3 }, { "share_since", 3 }, { "rise", 3 }, { "low", 3 }, { "high", 3 },
	};
	struct table t;
	table_init(&t, columns, countof(columns));
	for (ptrdiff_t i = 0; i < d->list.n; i++) {
		const struct phrase *p = &d->list.at[i];
		table_text(&t, p->text);
		table_number(&t, p->n);
		table_number(&t, p->docs);
		table_number(&t, p->lambda);
		table_number(&t, p->z);
		table_number(&t, (double)p->early / fmax(1, d->docs_early));
		table_number(&t, (double)p->late / fmax(1, d->docs_late));
		table_number(&t, p->rise);
		table_number(&t, p->rise_interval.low);
		table_number(&t, p->rise_interval.high);
	}
	int rc = table_write(&t, f, out, e);
	if (f == TABLE_TEXT || f == TABLE_MD)
		buf_addf(out, "\nShares of documents before and since %.*s (%u and %u documents); the surest "
			 "rise first, by the\nlower end of its 95 %% interval (Newcombe).\n",
			 STR_ARG(d->middle), d->docs_early, d->docs_late);
	if (f == TABLE_JSON)
		buf_addc(out, '\n');
	table_release(&t);
	return rc;
}
