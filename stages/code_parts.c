/* SPDX-License-Identifier: MIT
 *
 * Why a sentence has a theme: every summand of the code, for explain.
 */
#include "stages/code.h"

/* Append a part of the newest code; one that adds nothing is left out. */
static int add_part(struct coding *j, struct part p)
{
	if (p.value == 0 || p.weight == 0)
		return 0;
	struct part *slot = VEC_PUSH(&j->d->mem, &j->d->parts);
	if (!slot)
		return fail(j->e, E_NOMEM, "no memory for decisions");
	*slot = p;
	return 0;
}

static int add_carry(struct coding *j, ptrdiff_t t, enum carry c, double value, uint32_t from)
{
	return add_part(j, (struct part){ .kind = PART_CARRY, .carry = (uint8_t)c, .id = from,
					  .value = (float)value,
					  .weight = (float)j->st->carry[c][t] });
}

/* The terms of theme t in the sentence, in the order of their first occurrence. */
static int add_terms(struct coding *j, uint32_t sent, ptrdiff_t t)
{
	ptrdiff_t first, n = doc_hits_of(j->d, sent, &first);
	const struct term *terms = j->st->lx->terms.at;
	const struct hit *h = j->d->hits.at + first, *end = h + n;
	uint32_t *counts = j->s->counts;
	int rc = 0;
	for (const struct hit *x = h; x < end; x++)
		counts[x->term] += terms[x->term].theme == t;
	for (; h < end; h++) {
		const struct term *term = &terms[h->term];
		if (counts[h->term] && rc == 0)
			rc = add_part(j, (struct part){ .kind = PART_TERM, .id = h->term,
							.value = 1, .count = counts[h->term],
							.weight = (float)term->weight });
		counts[h->term] = 0;
	}
	return rc;
}

/* What an earlier sentence carries to sentence i: its evidence, faded. */
static int add_before(struct coding *j, uint32_t i, ptrdiff_t t)
{
	double fade = 1, most = 0;
	uint32_t best = 0;
	for (uint32_t r = i; r-- > 0; fade *= j->st->lx->decision.decay) {
		double v = fade * j->s->evidence[r * j->st->k + t];
		if (v > most) {
			most = v;
			best = r;
		}
	}
	return add_carry(j, t, CARRY_BEFORE, most, j->s->members[best]);
}

static int add_after(struct coding *j, uint32_t i, ptrdiff_t t)
{
	double most = 0;
	uint32_t best = i;
	for (uint32_t r = i + 1; r < j->s->n; r++)
		if (j->s->evidence[r * j->st->k + t] > most) {
			most = j->s->evidence[r * j->st->k + t];
			best = r;
		}
	return add_carry(j, t, CARRY_AFTER, most, j->s->members[best]);
}

static int add_carries(struct coding *j, uint32_t i, ptrdiff_t t, uint32_t heading)
{
	const struct coding_scratch *s = j->s;
	ptrdiff_t k = j->st->k;
	int rc = add_before(j, i, t);
	if (rc == 0)
		rc = add_after(j, i, t);
	if (rc == 0 && i)
		rc = add_carry(j, t, CARRY_LEAD, s->evidence[t], s->members[0]);
	if (rc == 0 && i && j->d->points_back[s->members[i]])
		rc = add_carry(j, t, CARRY_ANAPHORA, s->evidence[(i - 1) * k + t],
			       s->members[i - 1]);
	if (rc == 0)
		rc = add_carry(j, t, CARRY_OTHERS, coding_others(j, i, t), NO_SENTENCE);
	if (rc == 0)
		rc = add_carry(j, t, CARRY_HEADING, s->heading[t], heading);
	return rc;
}

static int add_context(struct coding *j, ptrdiff_t t)
{
	const struct theme *theme = &j->st->lx->themes.at[t];
	int rc = 0;
	for (ptrdiff_t i = 0; rc == 0 && i < theme->context.n; i++) {
		const struct context *c = &theme->context.at[i];
		if (j->s->whole[c->theme] == 0)
			continue;
		rc = add_part(j, (struct part){ .kind = PART_CONTEXT, .id = c->theme,
						.value = (float)j->s->whole[c->theme],
						.weight = (float)c->weight });
	}
	return rc;
}

int coding_add_parts(struct coding *j, struct code *c, uint32_t i, ptrdiff_t t, uint32_t heading)
{
	c->part_first = (uint32_t)j->d->parts.n;
	int rc = add_part(j, (struct part){ .kind = PART_BIAS, .value = 1,
					    .weight = (float)j->st->bias[t] });
	if (rc == 0)
		rc = add_terms(j, c->sent, t);
	if (rc == 0)
		rc = add_carries(j, i, t, heading);
	if (rc == 0)
		rc = add_context(j, t);
	c->part_count = (uint32_t)j->d->parts.n - c->part_first;
	return rc;
}
