/* SPDX-License-Identifier: MIT
 *
 * See compare_phrases.h. What is tested is how many more occurrences A has than
 * its words would have at the rate of both sides, over the standard deviation of
 * that among documents: what one report has forty times is one report's.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/trend/compare.h"
#include "pipeline/trend/compare_phrases.h"
#include "pipeline/trend/discover.h"
#include "pipeline/trend/phrases.h"

#define MIN_Z 3.0                /* of the association of a phrase's words */
#define DEALS 1999
#define DEALS_MIN 399
#define WORK 300000000           /* additions: with very many fewer deals do */

/* A document that has a phrase, and how often. */
struct posting {
	uint32_t row, n;
};

/* What is counted of each phrase. */
struct tally {
	size_t from, n;          /* its postings */
	double rate, scale;      /* occurrences a word; what makes an excess of A a distance */
};

struct marks {
	struct phrase_comparison *c;
	struct dataset *ds;
	struct phrases phrases;
	struct posting *postings;
	struct tally *tallies;
	double *words;           /* of each row's sentences */
};

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the phrases");
}

static uint32_t both(const uint32_t n[2])
{
	return n[SIDE_FIRST] + n[SIDE_SECOND];
}

static bool is_candidate(const struct phrases *p, const struct phrase_count *c, int words,
			 struct str text)
{
	if (both(c->docs) < p->o.min_docs || !has_substance(text))
		return false;
	return words == 1 || associate(both(c->n), both(phrase_head(p, c, words)->n),
				       both(phrase_tail(p, c, words)->n), p->places).z >= MIN_Z;
}

/* The prior of the log-odds is worth one document of mean length, in the proportions of both sides. */
static void set_figures(struct phrase_contrast *x, const struct phrases *p, const struct sides *s)
{
	const double total[2] = { (double)p->total[0], (double)p->total[1] };
	double prior = fmax(1, (total[0] + total[1]) / (double)(s->n[0] + s->n[1]));
	x->odds = stats_log_odds(x->n[0], total[0], x->n[1], total[1],
				 prior * both(x->n) / fmax(1, total[0] + total[1]), prior);
	x->share = stats_newcombe(x->docs[0], (uint64_t)s->n[0], x->docs[1], (uint64_t)s->n[1]);
	x->p = x->p_all = NAN;
}

static int take_candidates(struct marks *m, int words, struct error *e)
{
	struct phrases *p = &m->phrases;
	for (size_t i = 0; i < p->of[words].room; i++) {
		struct phrase_count *c = &p->of[words].at[i];
		char buf[PHRASE_TEXT];
		if (both(c->n) == 0)
			continue;
		struct str text = phrase_text(p, c, words, buf);
		if (!is_candidate(p, c, words, text))
			continue;
		struct phrase_contrast *x = VEC_PUSH(&m->ds->mem, &m->c->list);
		if (!x)
			return no_memory(e);
		*x = (struct phrase_contrast){ .text = arena_str(&m->ds->mem, text),
					       .n = { c->n[0], c->n[1] },
					       .docs = { c->docs[0], c->docs[1] } };
		set_figures(x, p, m->c->sides);
		c->mark = (uint32_t)m->c->list.n;
		if (!x->text.p)
			return no_memory(e);
	}
	return 0;
}

static void mark(void *ctx, struct phrase_count *c, ptrdiff_t row)
{
	struct marks *m = ctx;
	if (!c->mark)
		return;
	struct tally *t = &m->tallies[c->mark - 1];
	if (t->n == 0 || m->postings[t->from + t->n - 1].row != row)
		m->postings[t->from + t->n++] = (struct posting){ (uint32_t)row, 0 };
	m->postings[t->from + t->n - 1].n++;
}

static bool is_of_one_authority(const struct marks *m, const struct tally *t)
{
	struct str first = m->ds->docs.at[m->postings[t->from].row].column[META_local_authority];
	for (size_t i = 1; i < t->n; i++) {
		struct str x = m->ds->docs.at[m->postings[t->from + i].row].column[META_local_authority];
		if (x.n == 0 || !str_eq(x, first))
			return false;
	}
	return first.n > 0;
}

static void keep_shared(struct marks *m)
{
	ptrdiff_t kept = 0;
	for (ptrdiff_t i = 0; i < m->c->list.n; i++) {
		if (is_of_one_authority(m, &m->tallies[i]))
			continue;
		m->tallies[kept] = m->tallies[i];
		m->c->list.at[kept++] = m->c->list.at[i];
	}
	m->c->list.n = kept;
}

/* A document's excess is its occurrences less its words times the rate of both sides. They sum to
 * nothing, so the standard deviation of A's sum over all deals is known (sampling without
 * replacement). */
static void measure(struct marks *m)
{
	const struct phrases *p = &m->phrases;
	const struct sides *s = m->c->sides;
	double n = (double)(s->n[0] + s->n[1]), a = (double)s->n[0], squares_of_words = 0;
	for (ptrdiff_t i = 0; i < p->docs.n; i++) {
		m->words[p->docs.at[i].row] = p->docs.at[i].words;
		squares_of_words += (double)p->docs.at[i].words * p->docs.at[i].words;
	}
	for (ptrdiff_t i = 0; i < m->c->list.n; i++) {
		struct tally *t = &m->tallies[i];
		t->rate = both(m->c->list.at[i].n) / fmax(1, (double)(p->total[0] + p->total[1]));
		double squares = t->rate * t->rate * squares_of_words;
		for (size_t k = 0; k < t->n; k++) {
			const struct posting *x = &m->postings[t->from + k];
			squares += x->n * (x->n - 2 * t->rate * m->words[x->row]);
		}
		double variance = squares / (n - 1) * a * (n - a) / n;
		t->scale = variance > 0 ? 1 / sqrt(variance) : 0;
	}
}

/* in_a: 1 for each row of A, 0 for all others; words: those of A. */
static double distance(const struct marks *m, const struct tally *t, const double *in_a, double words)
{
	double sum = -t->rate * words;
	for (size_t k = 0; k < t->n; k++)
		sum += in_a[m->postings[t->from + k].row] * m->postings[t->from + k].n;
	return sum * t->scale;
}

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* What chance does: rows of both sides, dealt so that the first n[0] of them are A's. */
struct dealer {
	uint32_t *rows;
	ptrdiff_t n;
	double *in_a;
	double *real;            /* distance of each phrase */
	double *largest;         /* of each deal */
	int deals;
};

static double words_of_a(const struct dealer *d, const struct marks *m)
{
	double sum = 0;
	for (ptrdiff_t i = 0; i < d->n; i++)
		sum += d->in_a[d->rows[i]] * m->words[d->rows[i]];
	return sum;
}

static void deal(struct dealer *d, ptrdiff_t first, struct stats_random *r)
{
	for (ptrdiff_t i = d->n - 1; i > 0; i--) {
		uint64_t j = stats_random_below(r, (uint64_t)i + 1);
		uint32_t swap = d->rows[i];
		d->rows[i] = d->rows[j];
		d->rows[j] = swap;
	}
	for (ptrdiff_t i = 0; i < d->n; i++)
		d->in_a[d->rows[i]] = i < first;
}

static void count_deals(struct marks *m, struct dealer *d)
{
	struct stats_random random = { 3 };
	for (int k = 0; k < d->deals; k++) {
		deal(d, m->c->sides->n[SIDE_FIRST], &random);
		double words = words_of_a(d, m);
		for (ptrdiff_t i = 0; i < m->c->list.n; i++) {
			double dealt = fabs(distance(m, &m->tallies[i], d->in_a, words));
			m->c->list.at[i].p += dealt >= d->real[i] - 1e-9;
			d->largest[k] = fmax(d->largest[k], dealt);
		}
	}
}

/* p_all: of the deals, those whose largest distance is at least the phrase's (Westfall and Young
 * 1993): it holds for all phrases together, however they hang together. */
static void set_p(struct marks *m, struct dealer *d)
{
	qsort(d->largest, (size_t)d->deals, sizeof *d->largest, compare_numbers);
	for (ptrdiff_t i = 0; i < m->c->list.n; i++) {
		struct phrase_contrast *x = &m->c->list.at[i];
		int low = 0, high = d->deals;
		while (low < high) {
			int middle = (low + high) / 2;
			if (d->largest[middle] < d->real[i] - 1e-9)
				low = middle + 1;
			else
				high = middle;
		}
		x->p /= d->deals + 1;
		x->p_all = (double)(d->deals - low + 1) / (d->deals + 1);
	}
}

static int dealer_init(struct dealer *d, const struct marks *m, struct error *e)
{
	size_t postings = 1;
	ptrdiff_t docs = m->ds->docs.n;
	for (ptrdiff_t i = 0; i < m->c->list.n; i++)
		postings += m->tallies[i].n;
	double fits = (double)WORK / (double)postings;
	*d = (struct dealer){ .deals = fits > DEALS ? DEALS : fits < DEALS_MIN ? DEALS_MIN : (int)fits };
	d->rows = calloc((size_t)docs + 1, sizeof *d->rows);
	d->in_a = calloc((size_t)docs + 1, sizeof *d->in_a);
	d->real = calloc((size_t)m->c->list.n + 1, sizeof *d->real);
	d->largest = calloc((size_t)d->deals, sizeof *d->largest);
	if (!d->rows || !d->in_a || !d->real || !d->largest)
		return no_memory(e);
	for (ptrdiff_t i = 0; i < docs; i++) {
		d->in_a[i] = m->c->sides->of[i] == SIDE_FIRST;
		if (m->c->sides->of[i] != SIDE_NONE)
			d->rows[d->n++] = (uint32_t)i;
	}
	double words = words_of_a(d, m);
	for (ptrdiff_t i = 0; i < m->c->list.n; i++) {
		d->real[i] = fabs(distance(m, &m->tallies[i], d->in_a, words));
		m->c->list.at[i].p = 1;
	}
	return 0;
}

static int permute(struct marks *m, struct error *e)
{
	struct dealer d;
	measure(m);
	int rc = dealer_init(&d, m, e);
	if (rc == 0) {
		count_deals(m, &d);
		set_p(m, &d);
	}
	free(d.rows);
	free(d.in_a);
	free(d.real);
	free(d.largest);
	return rc;
}

/* A's phrases, then B's, the clearest of each first. */
static int by_side(const void *a, const void *b)
{
	const struct phrase_contrast *x = a, *y = b;
	double p = isnan(x->p_all) ? 1 : x->p_all, q = isnan(y->p_all) ? 1 : y->p_all;
	double z = fabs(x->odds.z), w = fabs(y->odds.z);
	if ((x->odds.z > 0) != (y->odds.z > 0))
		return (y->odds.z > 0) - (x->odds.z > 0);
	return p != q ? (p > q) - (p < q) : z != w ? (z < w) - (z > w) : str_cmp(x->text, y->text);
}

static int find_documents(struct marks *m, struct error *e)
{
	size_t n = 0;
	m->tallies = calloc((size_t)m->c->list.n + 1, sizeof *m->tallies);
	for (ptrdiff_t i = 0; m->tallies && i < m->c->list.n; i++) {
		m->tallies[i].from = n;
		n += both(m->c->list.at[i].docs);
	}
	m->postings = calloc(n + 1, sizeof *m->postings);
	m->words = calloc((size_t)m->ds->docs.n + 1, sizeof *m->words);
	if (!m->tallies || !m->postings || !m->words)
		return no_memory(e);
	phrases_visit(&m->phrases, mark, m);
	keep_shared(m);
	return 0;
}

int compare_phrases(struct phrase_comparison *out, struct dataset *ds, const struct db *db,
		    const struct phrase_question *q, struct error *e)
{
	struct marks m = { .c = out, .ds = ds };
	ptrdiff_t n = q->sides->n[0] + q->sides->n[1];
	*out = (struct phrase_comparison){ .sides = q->sides, .min_docs = q->min_docs };
	if (!out->min_docs)
		out->min_docs = n / 20 > 3 ? (uint32_t)(n / 20) : 3;
	out->tested = q->sides->n[0] >= COMPARE_MIN && q->sides->n[1] >= COMPARE_MIN;
	struct phrase_options read = { q->sides->of, q->themes, out->min_docs };
	int rc = phrases_read(&m.phrases, ds, db, &read, e);
	for (int words = 1; rc == 0 && words <= PHRASE_WORDS; words++)
		rc = take_candidates(&m, words, e);
	if (rc == 0)
		rc = find_documents(&m, e);
	if (rc == 0 && out->tested)
		rc = permute(&m, e);
	if (rc == 0 && out->list.n)
		qsort(out->list.at, (size_t)out->list.n, sizeof *out->list.at, by_side);
	free(m.postings);
	free(m.tallies);
	free(m.words);
	phrases_release(&m.phrases);
	return rc;
}
