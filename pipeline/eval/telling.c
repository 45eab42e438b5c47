/* SPDX-License-Identifier: MIT
 *
 * See telling.h.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/eval/telling.h"

#define Z_MIN 1.645                  /* one in twenty by chance, one-sided */
#define PARTS_MIN 2
#define OUT_MAX 4                    /* times as many sentences outside as inside */

struct tally {
	uint32_t in, out;
	uint32_t parts, last;        /* inside; the last one, from 1 */
	uint32_t gram;
	double z;
};

struct search {
	const struct telling *t;
	struct arena *mem;
	struct phrases *found;
	struct error *e;
	struct tally *tally;         /* [grams] */
	unsigned char *reached;      /* [sentences]: has a phrase that was kept */
	double all[3];               /* sentences by enum gram_state */
};

static int no_memory(struct search *s)
{
	return fail(s->e, E_NOMEM, "no memory to find phrases");
}

/* ---- counting ---- */

static bool is_known(const struct search *s, ptrdiff_t sentence, const struct gram_use *u)
{
	return s->t->is_known && s->t->is_known(s->t->ctx, sentence, u);
}

static void count_sentence(struct search *s, ptrdiff_t sentence)
{
	const struct gram_sentence *x = &s->t->grams->sentences.at[sentence];
	uint32_t part = s->t->part[sentence];
	for (uint32_t i = 0; i < x->use_count; i++) {
		const struct gram_use *u = &s->t->grams->uses.at[x->use_first + i];
		struct tally *y = &s->tally[u->gram];
		if (s->t->state[sentence] == GRAM_OUT) {
			y->out++;
		} else if (!is_known(s, sentence, u)) {
			y->in++;
			y->parts += y->last != part + 1;
			y->last = part + 1;
		}
	}
}

/* The log-odds ratio over its standard error. prior: sentences with it, of all `sentences`. */
static double z_of(double in, double all_in, double out, double all_out, double prior,
		   double sentences)
{
	double a = in + prior, b = out + prior;
	double odds = log(a / (all_in + sentences - a)) - log(b / (all_out + sentences - b));
	return odds / sqrt(1 / a + 1 / b);
}

/* Better ones first; of two that are as good, the longer says more. */
static int compare_tallies(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;
	if (x->z < y->z || x->z > y->z)
		return x->z < y->z ? 1 : -1;
	return (x->gram > y->gram) - (x->gram < y->gram);
}

/* Tallies of grams that may be told to the front, the best first. Returns how many. */
static ptrdiff_t rank(struct search *s)
{
	const struct grams *g = s->t->grams;
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < g->at.n; i++) {
		struct tally y = s->tally[i];
		if (y.in < s->t->minimum || y.parts < PARTS_MIN || y.out > OUT_MAX * y.in)
			continue;
		y.z = z_of(y.in, s->all[GRAM_IN], y.out, s->all[GRAM_OUT], g->at.at[i].count,
			   (double)g->sentences.n);
		y.z += 1e-6 * g->at.at[i].size;
		y.gram = (uint32_t)i;
		if (y.z >= Z_MIN)
			s->tally[n++] = y;
	}
	qsort(s->tally, (size_t)n, sizeof *s->tally, compare_tallies);
	return n;
}

/* ---- choosing ---- */

/* Where the gram stands in a sentence inside, and is not known; or NULL. */
static const struct gram_use *find_use(const struct search *s, ptrdiff_t sentence, uint32_t gram)
{
	const struct gram_sentence *x = &s->t->grams->sentences.at[sentence];
	const struct gram_use *u = s->t->grams->uses.at + x->use_first;
	if (s->t->state[sentence] != GRAM_IN)
		return NULL;
	for (uint32_t i = 0; i < x->use_count; i++)
		if (u[i].gram == gram)
			return is_known(s, sentence, &u[i]) ? NULL : &u[i];
	return NULL;
}

/* Is half of the sentences with it not reached by better ones, and is it no mere repetition of one
 * sentence? */
static bool is_worth(const struct search *s, const struct tally *y)
{
	struct str text = { 0 };
	uint32_t fresh = 0;
	bool texts_differ = false;
	for (ptrdiff_t i = 0; i < s->t->grams->sentences.n; i++) {
		if (!find_use(s, i, y->gram))
			continue;
		fresh += !s->reached[i];
		texts_differ |= text.p && !str_eq(text, s->t->grams->sentences.at[i].text);
		text = s->t->grams->sentences.at[i].text;
	}
	return texts_differ && fresh >= 2 && fresh * 2 >= y->in;
}

bool phrase_shows(const struct phrase *x, struct str text)
{
	for (uint32_t i = 0; i < x->lines; i++)
		if (str_eq(x->line[i].text, text))
			return true;
	return false;
}

static int keep(struct search *s, const struct tally *y)
{
	const struct grams *g = s->t->grams;
	struct phrase x = { .in = y->in, .out = y->out, .z = y->z,
			    .pattern = arena_str(s->mem, g->at.at[y->gram].words) };
	for (ptrdiff_t i = 0; i < g->sentences.n; i++) {
		const struct gram_use *u = find_use(s, i, y->gram);
		if (!u)
			continue;
		s->reached[i] = 1;
		if (x.lines == PHRASE_LINES || phrase_shows(&x, g->sentences.at[i].text))
			continue;
		struct str text = arena_str(s->mem, g->sentences.at[i].text);
		if (!text.p)
			return no_memory(s);
		x.line[x.lines++] = (struct quotation){ text, u->off, u->len };
	}
	struct phrase *slot = VEC_PUSH(s->mem, s->found);
	if (!slot || !x.pattern.p)
		return no_memory(s);
	*slot = x;
	return 0;
}

int telling_find(const struct telling *t, struct arena *mem, struct phrases *out, struct error *e)
{
	struct search s = { .t = t, .mem = mem, .found = out, .e = e };
	ptrdiff_t last = out->n + (ptrdiff_t)t->most, n = 0;
	int rc = 0;
	s.tally = calloc((size_t)t->grams->at.n + 1, sizeof *s.tally);
	s.reached = calloc((size_t)t->grams->sentences.n + 1, 1);
	if (!s.tally || !s.reached)
		rc = no_memory(&s);
	for (ptrdiff_t i = 0; i < t->grams->sentences.n && rc == 0; i++) {
		s.all[t->state[i]]++;
		if (t->state[i] != GRAM_SKIPPED)
			count_sentence(&s, i);
	}
	if (rc == 0 && s.all[GRAM_IN] > 0)
		n = rank(&s);
	for (ptrdiff_t i = 0; i < n && rc == 0 && out->n < last; i++)
		if (is_worth(&s, &s.tally[i]))
			rc = keep(&s, &s.tally[i]);
	free(s.tally);
	free(s.reached);
	return rc;
}
