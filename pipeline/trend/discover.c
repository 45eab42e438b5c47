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

#include "pipeline/trend/discover.h"
#include "pipeline/trend/phrases.h"

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the phrases");
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

static int index_terms(struct term_index *x, const struct words *terms, struct error *e)
{
	size_t n = (size_t)terms->list.n;
	x->at = calloc(n + 1, sizeof *x->at);
	if (!x->at)
		return no_memory(e);
	for (size_t i = 0; i < n; i++)
		x->at[i] = terms->list.at[i].text;
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

struct association associate(uint32_t n, uint32_t head, uint32_t tail, uint64_t pairs)
{
	double n11 = n, n12 = fmax(0, (double)head - n11), n21 = fmax(0, (double)tail - n11);
	double n22 = fmax(0, (double)pairs - n11 - n12 - n21);
	double lambda = log(n11 + .5) + log(n22 + .5) - log(n12 + .5) - log(n21 + .5);
	double error = sqrt(1 / (n11 + .5) + 1 / (n22 + .5) + 1 / (n12 + .5) + 1 / (n21 + .5));
	return (struct association){ lambda, lambda / error };
}

static uint32_t both(const uint32_t n[2])
{
	return n[SIDE_FIRST] + n[SIDE_SECOND];
}

/* Of its last word with those before. */
static struct association association_of(const struct phrases *p, const struct phrase_count *c, int words)
{
	return associate(both(c->n), both(phrase_head(p, c, words)->n), both(phrase_tail(p, c, words)->n),
			 p->places);
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

/* What is found is added to out. */
struct search {
	struct discovery *out;
	struct dataset *ds;
	const struct discover_options *o;
	struct phrases phrases;
	struct term_index terms;
};

static int consider(struct search *s, const struct phrase_count *c, int words, struct error *e)
{
	char buf[PHRASE_TEXT];
	struct discovery *out = s->out;
	if (both(c->docs) < s->o->min_docs)
		return 0;
	struct association a = association_of(&s->phrases, c, words);
	struct phrase p = { .text = phrase_text(&s->phrases, c, words, buf), .n = both(c->n),
			    .docs = both(c->docs), .early = c->docs[SIDE_FIRST],
			    .late = c->docs[SIDE_SECOND], .lambda = a.lambda, .z = a.z };
	if (p.z < s->o->min_z || !has_substance(p.text) || is_covered(&s->terms, p.text))
		return 0;
	p.rise_interval = stats_newcombe(p.late, out->docs_late, p.early, out->docs_early);
	p.rise = (double)p.late / fmax(1, out->docs_late) - (double)p.early / fmax(1, out->docs_early);
	struct phrase *to = VEC_PUSH(&s->ds->mem, &out->list);
	p.text = arena_str(&s->ds->mem, p.text);
	if (!to || !p.text.p)
		return no_memory(e);
	*to = p;
	return 0;
}

static int choose(struct search *s, struct error *e)
{
	int rc = index_terms(&s->terms, &s->phrases.terms, e);
	for (int words = 2; words <= PHRASE_WORDS; words++) {
		const struct phrase_table *t = &s->phrases.of[words];
		for (size_t i = 0; rc == 0 && i < t->room; i++)
			rc = consider(s, &t->at[i], words, e);
	}
	free(s->terms.at);
	return rc;
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

/* Documents without a date are on no side. */
static const uint8_t *halves(struct discovery *out, struct dataset *ds)
{
	uint8_t *side = NEW(&ds->mem, uint8_t, ds->docs.n + 1);
	ptrdiff_t first = 0;
	while (first < ds->docs.n && ds->docs.at[first].years == 0)
		first++;
	ptrdiff_t middle = first + (ds->docs.n - first) / 2;
	for (ptrdiff_t i = 0; side && i < ds->docs.n; i++)
		side[i] = i < first ? SIDE_NONE : i < middle ? SIDE_FIRST : SIDE_SECOND;
	out->docs_early = (uint32_t)(middle - first);
	out->docs_late = (uint32_t)(ds->docs.n - middle);
	out->middle = out->docs_late ? ds->docs.at[middle].column[COLUMN_DATE] : S("");
	return side;
}

int discover(struct discovery *out, struct dataset *ds, const struct db *db,
	     const struct discover_options *o, struct error *e)
{
	struct search s = { .out = out, .ds = ds, .o = o };
	*out = (struct discovery){ 0 };
	const uint8_t *side = halves(out, ds);
	if (!side)
		return no_memory(e);
	struct phrase_options read = { .side = side, .min_docs = o->min_docs };
	int rc = phrases_read(&s.phrases, ds, db, &read, e);
	if (rc == 0)
		rc = choose(&s, e);
	if (rc == 0)
		thin(out, o->most);
	phrases_release(&s.phrases);
	return rc;
}

int discovery_write(const struct discovery *d, struct table_style f, struct buf *out, struct error *e)
{
	static const struct table_column columns[] = {
		{ "phrase", -1, 0 }, { "n", 0, 0 }, { "documents", 0, 0 }, { "lambda", 2, 2 }, { "z", 1, 2 },
		{ "share_before", 3, 1 }, { "share_since", 3, 1 }, { "rise", 3, 0 }, { "low", 3, 0 },
		{ "high", 3, 0 },
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
	struct buf b = { 0 };
	buf_addf(&b, "Shares of documents before and since %.*s (%u and %u documents); the surest "
		 "rise first, by the lower end of its 95 %% interval (Newcombe). lambda, z: association of the words.",
		 STR_ARG(d->middle), d->docs_early, d->docs_late);
	if (f.format == TABLE_TEXT || f.format == TABLE_MD)
		table_note(out, &b, f);
	buf_release(&b);
	if (f.format == TABLE_JSON)
		buf_addc(out, '\n');
	table_release(&t);
	return rc;
}
