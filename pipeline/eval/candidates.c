/* SPDX-License-Identifier: MIT
 *
 * See candidates.h. Sentences here are those of the chain that belong to a
 * coded sentence.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/eval/candidates.h"
#include "pipeline/eval/grams.h"
#include "pipeline/eval/replay.h"

#define Z_MIN 1.645                  /* one in twenty by chance, one-sided */
#define PARAGRAPHS_MIN 2
#define OTHER_MAX 4                  /* times as many sentences without the theme as missed ones */

/* A term of a theme in a sentence. */
struct stretch {
	uint32_t theme, first, last; /* words of the document */
};

struct sample {
	uint32_t gold, paragraph;
	uint32_t stretch_first, stretch_count;
};

/* Of one gram for the theme at hand. */
struct tally {
	uint32_t missed, other;
	uint32_t paragraphs, last;   /* with it, of missed sentences; the last one, from 1 */
	uint32_t gram;
	double z;
};

struct finder {
	struct candidates *c;
	const struct gold *g;
	const struct lexicon *lx;
	const struct candidate_options *o;
	struct error *e;
	struct replay r;
	struct grams grams;
	struct arena mem;
	VEC(struct sample) samples;  /* parallel to grams.sentences */
	VEC(struct stretch) stretches;
	unsigned char *got;          /* [gold sentences][themes] */
	unsigned char *reached;      /* [samples]: has a candidate of the theme that was kept */
	struct tally *tally;         /* [grams] */
};

static int no_memory(struct finder *f)
{
	return fail(f->e, E_NOMEM, "no memory to find terms");
}

/* ---- reading ---- */

static int add_sample(struct finder *f, uint32_t sent, uint32_t gold)
{
	const struct doc *d = &f->r.d;
	ptrdiff_t first, n = doc_hits_of(d, sent, &first);
	struct sample *s = VEC_PUSH(&f->mem, &f->samples);
	if (!s)
		return no_memory(f);
	*s = (struct sample){ gold, f->g->sentences.at[gold].paragraph,
			      (uint32_t)f->stretches.n, (uint32_t)n };
	for (ptrdiff_t i = first; i < first + n; i++) {
		const struct hit *h = &d->hits.at[i];
		struct stretch *x = VEC_PUSH(&f->mem, &f->stretches);
		if (!x)
			return no_memory(f);
		*x = (struct stretch){ f->lx->terms.at[h->term].theme, h->first, h->last };
	}
	return grams_add(&f->grams, d, sent, f->e);
}

static int read_paragraph(struct finder *f, ptrdiff_t p)
{
	const struct doc *d = &f->r.d;
	int rc = replay_paragraph(&f->r, p, f->e);
	for (ptrdiff_t i = 0; i < d->codes.n && rc == 0; i++) {
		ptrdiff_t gold = replay_sentence(&f->r, d->codes.at[i].sent);
		if (gold >= 0)
			f->got[gold * f->g->themes + d->codes.at[i].theme] = 1;
	}
	for (ptrdiff_t i = 0; i < d->sents.n && rc == 0; i++) {
		ptrdiff_t gold = doc_counts(d, (uint32_t)i, true)
			? replay_sentence(&f->r, (uint32_t)i) : -1;
		if (gold >= 0)
			rc = add_sample(f, (uint32_t)i, (uint32_t)gold);
	}
	return rc;
}

/* ---- counting ---- */

enum state { FOUND, MISSED, OTHER };

/* FOUND: nothing to learn from it. */
static enum state state_of(const struct finder *f, ptrdiff_t sample, ptrdiff_t t)
{
	uint32_t gold = f->samples.at[sample].gold;
	const struct gold_code *code = gold_code(f->g, gold, t);
	if (code->maybe || (code->yes && f->got[gold * f->g->themes + t]))
		return FOUND;
	return code->yes ? MISSED : OTHER;
}

/* The use lies within a term of the theme: there is nothing new in it. */
static bool is_known(const struct finder *f, ptrdiff_t sample, const struct gram_use *u,
		     ptrdiff_t t)
{
	const struct sample *s = &f->samples.at[sample];
	const struct stretch *x = f->stretches.at + s->stretch_first;
	for (uint32_t i = 0; i < s->stretch_count; i++)
		if (x[i].theme == (uint32_t)t && x[i].first <= u->first && x[i].last >= u->last)
			return true;
	return false;
}

static void count_sample(struct finder *f, ptrdiff_t sample, ptrdiff_t t, enum state state)
{
	const struct gram_sentence *s = &f->grams.sentences.at[sample];
	uint32_t paragraph = f->samples.at[sample].paragraph;
	for (uint32_t i = 0; i < s->use_count; i++) {
		const struct gram_use *u = &f->grams.uses.at[s->use_first + i];
		struct tally *y = &f->tally[u->gram];
		if (state == OTHER) {
			y->other++;
		} else if (!is_known(f, sample, u, t)) {
			y->missed++;
			y->paragraphs += y->last != paragraph + 1;
			y->last = paragraph + 1;
		}
	}
}

/* The log-odds ratio over its standard error. prior: sentences with it, of all `sentences`. */
static double z_of(double missed, double all_missed, double other, double all_other, double prior,
		   double sentences)
{
	double a = missed + prior, b = other + prior;
	double odds = log(a / (all_missed + sentences - a)) - log(b / (all_other + sentences - b));
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

/* Tallies of grams that may be candidates to the front, the best first. Returns how many. */
static ptrdiff_t rank(struct finder *f, double all_missed, double all_other)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < f->grams.at.n; i++) {
		struct tally y = f->tally[i];
		const struct gram *gram = &f->grams.at.at[i];
		if (y.missed < f->o->minimum || y.paragraphs < PARAGRAPHS_MIN ||
		    y.other > OTHER_MAX * y.missed)
			continue;
		y.z = z_of(y.missed, all_missed, y.other, all_other, gram->count,
			   (double)f->samples.n);
		y.z += 1e-6 * gram->size;
		y.gram = (uint32_t)i;
		if (y.z >= Z_MIN)
			f->tally[n++] = y;
	}
	qsort(f->tally, (size_t)n, sizeof *f->tally, compare_tallies);
	return n;
}

/* ---- choosing ---- */

static const struct gram_use *find_use(const struct finder *f, ptrdiff_t sample, uint32_t gram)
{
	const struct gram_sentence *s = &f->grams.sentences.at[sample];
	for (uint32_t i = 0; i < s->use_count; i++)
		if (f->grams.uses.at[s->use_first + i].gram == gram)
			return &f->grams.uses.at[s->use_first + i];
	return NULL;
}

/* Reports say the same thing twice; three places are to be three texts. */
static bool is_shown(const struct candidate *x, struct str text)
{
	for (uint32_t i = 0; i < x->lines; i++)
		if (str_eq(x->line[i].text, text))
			return true;
	return false;
}

/* Is half of the missed sentences with it not reached by better ones, and is it no mere repetition
 * of one sentence? */
static bool is_worth(const struct finder *f, const struct tally *y, ptrdiff_t t)
{
	struct str text = { 0 };
	uint32_t fresh = 0;
	bool texts_differ = false;
	for (ptrdiff_t s = 0; s < f->samples.n; s++) {
		if (state_of(f, s, t) != MISSED || !find_use(f, s, y->gram))
			continue;
		fresh += !f->reached[s];
		texts_differ |= text.p && !str_eq(text, f->grams.sentences.at[s].text);
		text = f->grams.sentences.at[s].text;
	}
	return texts_differ && fresh >= 2 && fresh * 2 >= y->missed;
}

/* Keep it, with the places that it is found in, if it is worth that. */
static int consider(struct finder *f, const struct tally *y, ptrdiff_t t, bool *kept)
{
	struct candidate x = { .theme = (uint32_t)t, .missed = y->missed, .other = y->other,
			       .z = y->z };
	*kept = is_worth(f, y, t);
	if (!*kept)
		return 0;
	for (ptrdiff_t s = 0; s < f->samples.n; s++) {
		const struct gram_use *u = state_of(f, s, t) == MISSED ? find_use(f, s, y->gram)
									: NULL;
		if (!u || is_known(f, s, u, t))
			continue;
		f->reached[s] = 1;
		struct str text = arena_str(&f->c->mem, f->grams.sentences.at[s].text);
		if (!text.p)
			return no_memory(f);
		if (x.lines < CANDIDATE_LINES && !is_shown(&x, text))
			x.line[x.lines++] = (struct quotation){ text, u->off, u->len };
	}
	x.pattern = arena_str(&f->c->mem, f->grams.at.at[y->gram].words);
	struct candidate *slot = VEC_PUSH(&f->c->mem, &f->c->at);
	if (!slot || !x.pattern.p)
		return no_memory(f);
	*slot = x;
	return 0;
}

static int find_for_theme(struct finder *f, ptrdiff_t t)
{
	double all[3] = { 0 };
	uint32_t kept = 0;
	int rc = 0;
	memset(f->tally, 0, (size_t)f->grams.at.n * sizeof *f->tally);
	memset(f->reached, 0, (size_t)f->samples.n);
	for (ptrdiff_t s = 0; s < f->samples.n; s++) {
		enum state state = state_of(f, s, t);
		all[state]++;
		if (state != FOUND)
			count_sample(f, s, t, state);
	}
	for (ptrdiff_t i = 0; i < f->g->sentences.n; i++) {
		const struct gold_code *code = gold_code(f->g, i, t);
		f->c->coded[t] += code->yes;
		f->c->missed[t] += code->yes && !f->got[i * f->g->themes + t];
	}
	ptrdiff_t n = all[MISSED] > 0 ? rank(f, all[MISSED], all[OTHER]) : 0;
	for (ptrdiff_t i = 0; i < n && rc == 0 && kept < f->o->most; i++) {
		bool is_kept;
		rc = consider(f, &f->tally[i], t, &is_kept);
		kept += rc == 0 && is_kept;
	}
	return rc;
}

int candidates_find(struct candidates *c, const struct gold *g, const struct config *config,
		    const struct lexicon *lx, const struct candidate_options *o, struct error *e)
{
	*c = (struct candidates){ 0 };
	arena_init(&c->mem, 0);
	struct finder f = { .c = c, .g = g, .lx = lx, .o = o, .e = e };
	arena_init(&f.mem, 0);
	grams_init(&f.grams);
	f.got = NEW(&f.mem, unsigned char, g->sentences.n * g->themes + 1);
	c->coded = NEW(&c->mem, uint32_t, g->themes);
	c->missed = NEW(&c->mem, uint32_t, g->themes);
	int rc = f.got && c->coded && c->missed ? 0 : no_memory(&f);
	if (rc == 0)
		rc = replay_open(&f.r, g, config, lx, LAYER_HITS | LAYER_CODES, e);
	for (ptrdiff_t p = 0; p < g->paragraphs.n && rc == 0; p++)
		rc = read_paragraph(&f, p);
	f.tally = NEW(&f.mem, struct tally, f.grams.at.n + 1);
	f.reached = NEW(&f.mem, unsigned char, f.samples.n + 1);
	if (rc == 0 && (!f.tally || !f.reached))
		rc = no_memory(&f);
	for (ptrdiff_t t = 0; t < g->themes && rc == 0; t++)
		rc = find_for_theme(&f, t);
	replay_close(&f.r);
	grams_release(&f.grams);
	arena_release(&f.mem);
	return rc;
}

void candidates_release(struct candidates *c)
{
	arena_release(&c->mem);
}
