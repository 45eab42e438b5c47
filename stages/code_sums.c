/* SPDX-License-Identifier: MIT
 *
 * Sums: the weights of a sentence's terms, how far they are evidence, and the
 * score of each theme in each sentence of a paragraph; see code.c. Themes that
 * cannot come over the threshold are told before their scores are made.
 */
#include "stages/code.h"

/* ---- evidence ---- */

enum { FETCH_AHEAD = 8 };

bool coding_sum_terms(struct coding *j, uint32_t sent, uint32_t i)
{
	struct coding_scratch *s = j->s;
	const double *weights = j->st->weights;
	double *own = s->own + i * j->st->k;
	uint32_t *mentions = s->mentions + i * j->st->k, *seen = s->seen, stamp = s->stamp + sent;
	uint64_t *touched = coding_touched(j, i);
	if (j->hit == j->d->hits.n)
		return false;
	const struct hit *h = j->d->hits.at + j->hit, *end = j->d->hits.at + j->d->hits.n;
	while (h < end && h->sent < sent)
		h++;
	bool any = h < end && h->sent == sent;
	for (; h < end && h->sent == sent; h++) {
		uint32_t term = h->term, theme = h->theme;
		double weight = weights[term];
		if (end - h > FETCH_AHEAD) {
			__builtin_prefetch(&weights[h[FETCH_AHEAD].term]);
			__builtin_prefetch(&seen[h[FETCH_AHEAD].term]);
		}
		own[theme] += seen[term] != stamp ? weight : 0;
		seen[term] = stamp;
		mentions[theme] += !h->covered && weight > 0;
		touched[theme / 64] |= UINT64_C(1) << theme % 64;
	}
	j->hit = h - j->d->hits.at;
	return any;
}

double coding_weigh(struct coding *j, uint32_t i, double *most)
{
	const double *own = j->s->own + i * j->st->k;
	double *evidence = j->s->evidence + i * j->st->k;
	double scale = j->st->lx->decision.scale, all = 0;
	for (ptrdiff_t w = 0; w < THEME_WORDS(j->st->k); w++)
		for (uint64_t bits = coding_touched(j, i)[w]; bits; bits &= bits - 1) {
			ptrdiff_t t = w * 64 + __builtin_ctzll(bits);
			double v = own[t] / scale;
			evidence[t] = v < 0 ? 0 : v > 1 ? 1 : v;
			all += evidence[t];
			most[t] = evidence[t] > most[t] ? evidence[t] : most[t];
		}
	return all;
}

void coding_forget(struct coding *j, uint32_t i)
{
	for (ptrdiff_t w = 0; w < THEME_WORDS(j->st->k); w++) {
		for (uint64_t bits = coding_touched(j, i)[w]; bits; bits &= bits - 1) {
			ptrdiff_t at = i * j->st->k + w * 64 + __builtin_ctzll(bits);
			j->s->own[at] = j->s->evidence[at] = 0;
			j->s->mentions[at] = 0;
		}
		coding_touched(j, i)[w] = 0;
	}
}

/* ---- the sum ---- */

/* What is the same for theme t in all sentences of the paragraph: bias, heading, context. */
static double sum_base(const struct coding *j, ptrdiff_t t)
{
	const struct coding_state *st = j->st;
	const double *whole = j->s->whole, *context = st->context + t * st->k;
	double base = st->bias[t] + st->carry[CARRY_HEADING][t] * j->s->heading[t];
	for (uint32_t i = 0; i < j->s->present_count; i++)
		base += context[j->s->present[i]] * whole[j->s->present[i]];
	return base;
}

/* The most that theme t can come to in the paragraph. */
static double most_of(const struct coding *j, ptrdiff_t t, double base)
{
	static const enum carry carries[] = { CARRY_AFTER, CARRY_BEFORE, CARRY_LEAD,
					      CARRY_ANAPHORA };
	const struct coding_state *st = j->st;
	double most = base + coding_lift(st, (size_t)t), own = 0;
	for (uint32_t i = 0; i < j->s->n; i++) {
		double v = j->s->own[i * st->k + t];
		own = v > own ? v : own;
	}
	for (int c = 0; c < countof(carries); c++) {
		double v = st->carry[carries[c]][t] * j->s->whole[t];
		most += v > 0 ? v : 0;
	}
	return most + own;
}

/* Column t of s->score, and which of it is over the threshold. */
static void sum_theme(struct coding *j, ptrdiff_t t, double base)
{
	const struct coding_state *st = j->st;
	struct coding_scratch *s = j->s;
	const double *evidence = s->evidence + t;
	double weight[CARRY_COUNT], before = 0, after = 0;
	for (int c = 0; c < CARRY_COUNT; c++)
		weight[c] = st->carry[c][t];
	for (uint32_t i = s->n; i-- > 0;) {
		double ev = evidence[i * st->k];
		s->score[i * st->k + t] = weight[CARRY_AFTER] * after;
		after = ev > after ? ev : after;
	}
	for (uint32_t i = 0; i < s->n; i++) {
		const double *ev = evidence + i * st->k;
		double score = s->score[i * st->k + t];
		score += base + s->own[i * st->k + t] +
			 weight[CARRY_OTHERS] * coding_others(j, i, t);
		if (i > 0) {
			double faded = st->lx->decision.decay * before, previous = ev[-st->k];
			before = faded > previous ? faded : previous;
			score += weight[CARRY_BEFORE] * before + weight[CARRY_LEAD] * *evidence;
			if (j->d->points_back[s->members[i]])
				score += weight[CARRY_ANAPHORA] * previous;
		}
		s->score[i * st->k + t] = score;
		if (score > st->lx->decision.threshold)
			coding_over(j, i)[t / 64] |= UINT64_C(1) << t % 64;
	}
}

/* The themes with evidence in the paragraph, for sum_base(). */
static void list_present(struct coding *j)
{
	struct coding_scratch *s = j->s;
	s->present_count = 0;
	for (ptrdiff_t w = 0; w < THEME_WORDS(j->st->k); w++) {
		uint64_t bits = 0;
		for (uint32_t i = 0; i < s->n; i++)
			bits |= coding_touched(j, i)[w];
		for (; bits; bits &= bits - 1) {
			ptrdiff_t t = w * 64 + __builtin_ctzll(bits);
			if (s->whole[t] > 0)
				s->present[s->present_count++] = (uint16_t)t;
		}
	}
}

/* Which themes are over the threshold in which sentences. Without evidence in the paragraph only
 * some can be, and the others only by what it says of them. */
static void sum_paragraph(struct coding *j)
{
	const struct coding_state *st = j->st;
	double threshold = st->lx->decision.threshold;
	list_present(j);
	for (uint32_t i = 0; i < j->s->present_count; i++) {
		ptrdiff_t t = j->s->present[i];
		double base = sum_base(j, t);
		if (most_of(j, t, base) > threshold - CODING_SLACK)
			sum_theme(j, t, base);
	}
	for (ptrdiff_t w = 0; w < THEME_WORDS(st->k); w++)
		for (uint64_t bits = st->unprompted[w]; bits; bits &= bits - 1) {
			ptrdiff_t t = w * 64 + __builtin_ctzll(bits);
			double base = j->s->whole[t] > 0 ? 0 : sum_base(j, t);
			if (!(j->s->whole[t] > 0) && base + coding_lift(st, (size_t)t) > threshold)
				sum_theme(j, t, base);
		}
}

/* ---- codes ---- */

/* Theme t of the paragraph's sentence i is a code. heading: a sentence, or NO_SENTENCE. */
static int add_code(struct coding *j, uint32_t i, ptrdiff_t t, uint32_t heading)
{
	struct code *c = VEC_PUSH(&j->d->mem, &j->d->codes);
	if (!c)
		return fail(j->e, E_NOMEM, "no memory for decisions");
	c->sent = j->s->members[i];
	c->theme = (uint16_t)t;
	c->score = (float)j->s->score[i * j->st->k + t];
	c->mentions = j->s->mentions[i * j->st->k + t];
	return j->parts ? coding_add_parts(j, c, i, t, heading) : 0;
}

/* The codes of sentence i, which are forgotten. */
static int add_codes(struct coding *j, uint32_t i, uint32_t heading)
{
	uint64_t *over = coding_over(j, i);
	int rc = 0;
	for (ptrdiff_t w = 0; w < THEME_WORDS(j->st->k); w++) {
		for (uint64_t bits = over[w]; rc == 0 && bits; bits &= bits - 1)
			rc = add_code(j, i, w * 64 + __builtin_ctzll(bits), heading);
		over[w] = 0;
	}
	return rc;
}

int coding_decide(struct coding *j, uint32_t heading)
{
	struct coding_scratch *s = j->s;
	uint32_t line = NO_SENTENCE;
	int rc = 0;
	if (heading != NO_BLOCK && j->d->blocks.at[heading].sent_count)
		line = j->d->blocks.at[heading].sent_first;
	sum_paragraph(j);
	for (uint32_t i = 0; i < s->n; i++) {
		int one = add_codes(j, i, line);
		rc = rc < 0 ? rc : one;
	}
	return rc;
}
