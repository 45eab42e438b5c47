/* SPDX-License-Identifier: MIT
 *
 * Clauses and scopes: how far negators and their like reach, and what each
 * negator meets there.
 */
#include "pipeline/lexicon/cue_steps.h"

/* How far apart two negators may be to cancel out. */
#define DOUBLE_REACH 7

/* ---- clauses and stops ---- */

/* Let a clause begin at word i. */
static void begin_clause(struct reading *r, uint32_t i)
{
	struct cue_reading *out = r->out;
	if (i == 0 || out->clauses == CUE_CLAUSES_MAX)
		return;
	memset(out->clause + i, out->clauses++, r->n - i);
}

/* The first word from i on with punctuation before it, or n. */
static uint32_t next_break(const uint8_t *breaks, uint32_t i, uint32_t n)
{
	uint64_t eight;
	for (; i + sizeof eight <= n; i += (uint32_t)sizeof eight) {
		memcpy(&eight, breaks + i, sizeof eight);
		if (eight)
			break;
	}
	while (i < n && !breaks[i])
		i++;
	return i;
}

/* The first word from i on where a contrast begins, or n; *h: the first hit that is not before. */
static uint32_t next_contrast(const struct cue_reading *r, uint32_t *h, uint32_t i)
{
	while (*h < r->hit_count &&
	       (r->hits[*h].first < i || r->hits[*h].class != CUE_CONTRAST))
		++*h;
	return *h < r->hit_count ? r->hits[*h].first : r->words;
}

void cue_cut_clauses(struct reading *r)
{
	struct cue_reading *out = r->out;
	uint32_t h = out->classes & 1u << CUE_CONTRAST ? 0 : out->hit_count;
	uint32_t contrast = next_contrast(out, &h, 0), mark = next_break(r->breaks, 0, r->n);
	memset(r->stop, 0, r->n * sizeof *r->stop);
	while (contrast < r->n || mark < r->n) {
		uint32_t i = contrast < mark ? contrast : mark;
		uint8_t b = r->breaks[i];
		bool begins = i == contrast;
		r->stop[i] = begins || (i && (b & (BREAK_CLAUSE | BREAK_STOP)));
		if (begins || (b & BREAK_CLAUSE) ||
		    (out->conceded && out->clauses == 1 && (b & BREAK_COMMA)))
			begin_clause(r, i);
		if (begins)
			contrast = next_contrast(out, &h, i + 1);
		if (i == mark)
			mark = next_break(r->breaks, i + 1, r->n);
	}
	if (out->clauses == 1)
		out->conceded = false;
}

void cue_mark_stops(struct reading *r)
{
	for (uint32_t h = 0; h < r->out->hit_count; h++) {
		const struct cue_hit *k = &r->out->hits[h];
		if (k->class != CUE_STOP && k->class != CUE_CONDITION)
			continue;
		r->stop[k->first] = true;
		if (k->class != CUE_CONDITION)
			continue;
		uint32_t i = k->first + 1;
		while (i < r->n && !r->breaks[i])
			i++;
		if (i < r->n)
			r->stop[i] = true;
		for (uint32_t j = 0; i < r->n && j < r->out->hit_count; j++)
			r->out->hits[j].conditional |= k->first <= r->out->hits[j].first &&
						       r->out->hits[j].first < i;
	}
}

/* ---- scopes ---- */

static void lay_scope(struct reading *r, struct cue_hit *k)
{
	const struct cue_group *g = &r->cues->groups.at[k->group];
	if (g->backward) {
		uint32_t from = k->first;
		while (from > 0 && k->first - from < g->reach && !r->stop[from])
			from--;
		k->scope_first = from;
		k->scope_end = k->first;
		return;
	}
	uint32_t end = k->last + 1;
	if (k->class == CUE_NEED)
		while (end < r->n && !(r->breaks[end] & BREAK_CLAUSE) &&
		       r->out->clause[end] == r->out->clause[k->last])
			end++;
	else
		while (end < r->n && end - k->last <= g->reach && !r->stop[end])
			end++;
	k->scope_first = k->last + 1;
	k->scope_end = end;
}

/* No stop in [from, to). */
static bool runs_on(const struct reading *r, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (r->stop[i])
			return false;
	return true;
}

/* "Not ... without": b undoes a. */
static bool cancels(const struct reading *r, const struct cue_hit *a, const struct cue_hit *b)
{
	return r->cues->groups.at[b->group].cancels && !r->cues->groups.at[a->group].cancels &&
	       b->first > a->last && b->first - a->last <= DOUBLE_REACH &&
	       runs_on(r, a->last + 1, b->first);
}

/* What a negator meets: another negator, or else the nearest praise or criticism. */
static enum fate fate_of(const struct reading *r, uint32_t at)
{
	const struct cue_hit *hits = r->out->hits, *k = &hits[at];
	const struct cue_hit *met = NULL;
	for (uint32_t j = 0; j < r->opener_count; j++) {
		const struct cue_hit *o = &hits[r->openers[j]];
		if (o != k && o->class == CUE_NEGATOR && (cancels(r, k, o) || cancels(r, o, k)))
			return FATE_DOUBLE;
	}
	for (uint32_t i = 0; i < r->out->hit_count; i++) {
		const struct cue_hit *p = &hits[i];
		if (!cue_is_polar(p->class) || !cue_reaches(k, p))
			continue;
		if (!met || p->first < met->first ||
		    (p->first == met->first && cue_is_bad(p->class)))
			met = p;
	}
	return !met ? FATE_NONE : cue_is_bad(met->class) ? FATE_BAD : FATE_GOOD;
}

void cue_spend_negators(struct reading *r, const struct cue_hit *k)
{
	for (uint32_t i = 0; i < r->opener_count; i++) {
		uint32_t o = r->openers[i];
		if (r->fate[o] == FATE_BAD && cue_reaches(&r->out->hits[o], k))
			r->out->hits[o].spent = true;
	}
}

/* "No longer too high": a shortfall that is negated turns nothing. */
static void settle_shortfalls(struct reading *r)
{
	for (uint32_t h = 0; h < r->out->hit_count; h++) {
		struct cue_hit *k = &r->out->hits[h];
		bool bad = false, doubled = false;
		for (uint32_t i = 0; k->class == CUE_SHORTFALL && i < r->opener_count; i++) {
			uint32_t o = r->openers[i];
			if (r->out->hits[o].class == CUE_NEGATOR && cue_reaches(&r->out->hits[o], k)) {
				bad |= r->fate[o] == FATE_BAD;
				doubled |= r->fate[o] == FATE_DOUBLE;
			}
		}
		if (bad && !doubled) {
			cue_spend_negators(r, k);
			k->rule = CUE_RULE_BAD_NEGATED;
			k->scope_end = k->scope_first;
		}
	}
}

void cue_settle_negators(struct reading *r)
{
	struct cue_hit *hits = r->out->hits;
	for (uint32_t i = 0; i < r->out->hit_count; i++)
		if (cue_opens_scope(hits[i].class)) {
			lay_scope(r, &hits[i]);
			r->fate[i] = FATE_NONE;
			r->openers[r->opener_count++] = (uint16_t)i;
		}
	for (uint32_t o = 0; o < r->opener_count; o++) {
		uint32_t i = r->openers[o];
		if (hits[i].class != CUE_NEGATOR)
			continue;
		r->fate[i] = (uint8_t)fate_of(r, i);
		if (r->fate[i] == FATE_DOUBLE) {
			hits[i].spent = true;
			r->out->double_negation = true;
		}
	}
	settle_shortfalls(r);
}
