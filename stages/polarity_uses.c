/* SPDX-License-Identifier: MIT
 *
 * The evidence of polarity: which cues and rules added what; see polarity.h.
 */
#include "pipeline/lexicon/cue_numbers.h"
#include "stages/polarity.h"

#define TELLING 1.0f    /* a summand that tips the balance by this is a reason to be shown */

static struct cue_use *new_use(struct polarity_run *run, struct code *k)
{
	struct cue_use *u = VEC_PUSH(&run->d->mem, &run->d->cue_uses);
	if (!u) {
		run->lost = true;
		return NULL;
	}
	u->cue = UINT32_MAX;
	k->cue_count++;
	return u;
}

/* A new summand of k, to be filled; NULL: it is too small. */
static struct cue_use *push_use(struct polarity_run *run, struct code *k, struct polarity_sums sum,
				ptrdiff_t slot)
{
	if (run->all_cues ? sum.value == 0 : polarity_is_small(sum))
		return NULL;
	struct cue_use *u = new_use(run, k);
	if (!u)
		return NULL;
	float lean = sum.good - sum.bad;
	u->good = sum.good;
	u->bad = sum.bad;
	u->slot = (uint32_t)slot;
	u->value = sum.value;
	u->decides = lean >= TELLING || lean <= -TELLING;
	return u;
}

/* The text of words [first, end) of a sentence. */
static void span_of(const struct doc *d, const struct sentence *s, uint32_t first, uint32_t end,
		    uint32_t *off, uint32_t *len)
{
	const struct token *a = &d->toks.at[s->tok_first + first];
	const struct token *b = &d->toks.at[s->tok_first + end - 1];
	*off = a->off;
	*len = b->off + b->len - a->off;
}

/* Grammar and quantifiers have weights too, but are no reason that a reader would accept. */
static bool judges(enum cue_class c)
{
	return c == CUE_GOOD || c == CUE_BAD || c == CUE_BETTER || c == CUE_WORSE ||
	       c == CUE_TOPIC || c == CUE_SHORTFALL || c == CUE_NEGATOR || c == CUE_NEED ||
	       c == CUE_RISE || c == CUE_FALL;
}

/* What a cue acts on: its scope, or its clause where there are several. */
static void note_scope(const struct polarity_run *run, const struct sentence *s,
		       const struct cue_reading *r, const struct cue_hit *h, struct cue_use *u)
{
	uint32_t from = h->scope_first, end = h->scope_end;
	if (from == end && r->clauses == 1)
		return;
	if (from == end) {
		for (from = h->first; from > 0 && r->clause[from - 1] == h->clause;)
			from--;
		for (end = h->last + 1; end < r->words && r->clause[end] == h->clause;)
			end++;
	}
	span_of(run->d, s, from, end, &u->scope_off, &u->scope_len);
}

void polarity_note_cue(struct polarity_run *run, struct code *k, const struct polarity_view *v,
		       const struct cue_hit *h, struct polarity_sums sum)
{
	const struct sentence *s = &run->d->sents.at[k->sent];
	enum cue_rule rule = polarity_rule(v, h);
	const struct cues *c = run->s->cues;
	struct cue_use *u = push_use(run, k, sum, rule == CUE_RULE_NONE
			? cue_group_slot(c, h->group, k->theme) : cue_rule_slot(c, rule));
	if (!u)
		return;
	u->cue = h->cue;
	u->decides &= judges((enum cue_class)h->class);
	u->rule = rule == CUE_RULE_NONE ? str_of(cue_class_name((enum cue_class)h->class))
					: cue_rule_name(rule);
	span_of(run->d, s, h->first, h->last + 1, &u->off, &u->len);
	note_scope(run, s, v->r, h, u);
}

void polarity_note_rule(struct polarity_run *run, struct code *k, struct polarity_sums sum,
			ptrdiff_t slot, struct str name)
{
	struct cue_use *u = push_use(run, k, sum, slot);
	if (u)
		u->rule = name;
}

/* Mixed is no matter of the sums. */
void polarity_note_mixed(struct polarity_run *run, struct code *k)
{
	struct cue_use *u = new_use(run, k);
	if (!u)
		return;
	u->rule = S("sides of a contrast differ");
	u->decides = true;
}
