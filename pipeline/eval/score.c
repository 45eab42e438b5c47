/* SPDX-License-Identifier: MIT
 *
 * See score.h.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/eval/replay.h"
#include "pipeline/eval/score.h"

#define NOTHING 0xFF            /* no code of ours in a cell */

struct scorer {
	struct score *s;
	const struct gold *g;
	const struct lexicon *lx;
	struct replay replay;
	unsigned char *got;     /* sentences x themes: our polarity, or NOTHING */
	uint32_t *term;         /* and the heaviest term */
};

static uint32_t heaviest_term(const struct doc *d, const struct code *c)
{
	uint32_t best = UINT32_MAX;
	double most = 0;
	for (uint32_t i = 0; i < c->part_count; i++) {
		const struct part *p = &d->parts.at[c->part_first + i];
		double v = (double)(p->value * p->weight);
		if (p->kind == PART_TERM && v > most) {
			most = v;
			best = p->id;
		}
	}
	return best;
}

static void take_codes(struct scorer *sc)
{
	const struct doc *d = &sc->replay.d;
	for (ptrdiff_t i = 0; i < d->codes.n; i++) {
		const struct code *c = &d->codes.at[i];
		ptrdiff_t sentence = replay_sentence(&sc->replay, c->sent);
		if (sentence < 0) {
			sc->s->unmatched++;
			continue;
		}
		size_t cell = (size_t)(sentence * sc->g->themes + c->theme);
		if (sc->got[cell] == NOTHING) {
			sc->got[cell] = c->polarity;
			sc->term[cell] = heaviest_term(d, c);
		}
	}
}

static int note_error(struct scorer *sc, enum score_error_kind kind, ptrdiff_t sentence,
		      ptrdiff_t theme, struct error *e)
{
	struct score_error *x = VEC_PUSH(&sc->s->mem, &sc->s->errors);
	if (!x)
		return fail(e, E_NOMEM, "no memory to score");
	size_t cell = (size_t)(sentence * sc->g->themes + theme);
	*x = (struct score_error){ kind, (uint32_t)sentence, (uint32_t)theme, sc->got[cell],
				   sc->term[cell] };
	return 0;
}

/* The polarity when one coder, or all, gave just one; else -1. */
static int only_polarity(unsigned set)
{
	for (int p = 0; p < POL_COUNT; p++)
		if (set == 1u << p)
			return p;
	return -1;
}

static int judge_cell(struct scorer *sc, ptrdiff_t sentence, ptrdiff_t theme, struct error *e)
{
	const struct gold_code *code = gold_code(sc->g, sentence, theme);
	unsigned char got = sc->got[sentence * sc->g->themes + theme];
	struct score_counts *t = &sc->s->themes[theme];
	if (got == NOTHING) {
		t->agreed_none += !code->yes && !code->maybe;
		t->misses += code->yes;
		return code->yes ? note_error(sc, SCORE_MISSED, sentence, theme, e) : 0;
	}
	if (!code->yes) {
		t->extra += !code->maybe;
		return code->maybe ? 0 : note_error(sc, SCORE_EXTRA, sentence, theme, e);
	}
	t->hits++;
	int coders = only_polarity(code->polarities);
	if (coders >= 0)
		sc->s->confusion[coders][got]++;
	if (code->polarities & (1u << got)) {
		t->right++;
		return 0;
	}
	return note_error(sc, SCORE_POLARITY, sentence, theme, e);
}

static int judge(struct scorer *sc, struct error *e)
{
	int rc = 0;
	for (ptrdiff_t i = 0; i < sc->g->sentences.n && rc == 0; i++)
		for (ptrdiff_t t = 0; t < sc->g->themes && rc == 0; t++)
			rc = judge_cell(sc, i, t, e);
	struct score_counts *all = &sc->s->all;
	for (ptrdiff_t t = 0; t < sc->g->themes; t++) {
		const struct score_counts *c = &sc->s->themes[t];
		all->hits += c->hits;
		all->extra += c->extra;
		all->misses += c->misses;
		all->right += c->right;
		all->agreed_none += c->agreed_none;
	}
	return rc;
}

static int prepare(struct scorer *sc, const struct config *config, struct error *e)
{
	size_t cells = (size_t)(sc->g->sentences.n * sc->g->themes);
	sc->got = malloc(cells + 1);
	sc->term = calloc(cells + 1, sizeof *sc->term);
	sc->s->themes = NEW(&sc->s->mem, struct score_counts, sc->g->themes);
	if (!sc->got || !sc->term || !sc->s->themes)
		return fail(e, E_NOMEM, "no memory to score");
	memset(sc->got, NOTHING, cells);
	return replay_open(&sc->replay, sc->g, config, sc->lx,
			   LAYER_CODES | LAYER_PARTS | LAYER_POLARITY, e);
}

int score_run(struct score *s, const struct gold *g, const struct config *config,
	      const struct lexicon *lx, struct error *e)
{
	*s = (struct score){ .sentences = (uint32_t)g->sentences.n };
	arena_init(&s->mem, 0);
	struct scorer sc = { .s = s, .g = g, .lx = lx };
	int rc = prepare(&sc, config, e);
	for (ptrdiff_t i = 0; i < g->paragraphs.n && rc == 0; i++) {
		rc = replay_paragraph(&sc.replay, i, e);
		if (rc == 0)
			take_codes(&sc);
	}
	if (rc == 0)
		rc = judge(&sc, e);
	replay_close(&sc.replay);
	free(sc.got);
	free(sc.term);
	return rc;
}

void score_release(struct score *s)
{
	arena_release(&s->mem);
}

static double ratio(double a, double b)
{
	return b > 0 ? a / b : 0;
}

double score_precision(const struct score_counts *c)
{
	return ratio(c->hits, (double)c->hits + c->extra);
}

double score_recall(const struct score_counts *c)
{
	return ratio(c->hits, (double)c->hits + c->misses);
}

double score_f1(const struct score_counts *c)
{
	return ratio(2.0 * c->hits, 2.0 * c->hits + c->extra + c->misses);
}

double score_polarity(const struct score_counts *c)
{
	return ratio(c->right, c->hits);
}

double score_joint_f1(const struct score_counts *c)
{
	return ratio(2.0 * c->right, 2.0 * c->hits + c->extra + c->misses);
}

struct kappa score_kappa(const struct score_counts *c)
{
	double yes = c->hits, no = c->agreed_none, n = yes + no + c->extra + c->misses;
	if (n == 0)
		return (struct kappa){ 0, 0, 0 };
	double ours = (yes + c->extra) / n, theirs = (yes + c->misses) / n;
	double observed = (yes + no) / n;
	double expected = ours * theirs + (1 - ours) * (1 - theirs);
	if (expected >= 1)
		return (struct kappa){ 0, 0, 0 };
	double value = (observed - expected) / (1 - expected);
	double se = sqrt(observed * (1 - observed) / n) / (1 - expected);
	return (struct kappa){ value, value - 1.959964 * se, fmin(1, value + 1.959964 * se) };
}
