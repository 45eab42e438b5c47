/* SPDX-License-Identifier: MIT
 *
 * See cue_numbers.h.
 */
#include <math.h>

#include "pipeline/lexicon/cue_numbers.h"
#include "pipeline/lexicon/yaml_edit.h"

ptrdiff_t cue_group_slot(const struct cues *c, uint32_t group, uint16_t theme)
{
	const struct cue_group *g = &c->groups.at[group];
	for (uint16_t i = 0; i < g->theme_count; i++)
		if (g->themes[i] == theme)
			return c->groups.n + (ptrdiff_t)group;
	return (ptrdiff_t)group;
}

ptrdiff_t cue_rule_slot(const struct cues *c, enum cue_rule rule)
{
	return 2 * c->groups.n + (ptrdiff_t)rule;
}

bool cue_slot_locked(const struct cues *c, ptrdiff_t slot)
{
	ptrdiff_t n = c->groups.n;
	return slot < 2 * n ? c->groups.at[slot % n].locked : c->rule_locked[slot - 2 * n];
}

/* Where the weights of a slot stand. */
static struct cue_weights *weights_at(struct cues *c, ptrdiff_t slot)
{
	ptrdiff_t n = c->groups.n;
	if (slot < n)
		return &c->groups.at[slot].weights;
	return slot < 2 * n ? &c->groups.at[slot - n].theme_weights : &c->rules[slot - 2 * n];
}

/* A figure of polarity.yaml, which was read into a float. */
static double figure(float f)
{
	return round((double)f * 1e4) / 1e4;
}

int cue_numbers_of(struct cue_numbers *n, struct arena *mem, const struct cues *c, struct error *e)
{
	*n = (struct cue_numbers){ .groups = c->groups.n,
				   .slots = 2 * c->groups.n + CUE_RULE_COUNT };
	for (int s = 0; s < CUE_SIDES; s++)
		if (!(n->weight[s] = NEW(mem, double, n->slots)))
			return fail(e, E_NOMEM, "no memory for the weights of cues");
	struct cues copy = *c;
	for (ptrdiff_t i = 0; i < n->slots; i++) {
		const struct cue_weights *w = weights_at(&copy, i);
		n->weight[CUE_SAYS_GOOD][i] = figure(w->good);
		n->weight[CUE_SAYS_BAD][i] = figure(w->bad);
	}
	n->bias[CUE_SAYS_GOOD] = figure(c->decision.bias_good);
	n->bias[CUE_SAYS_BAD] = figure(c->decision.bias_bad);
	n->lean = figure(c->decision.lean);
	n->neutral_below = figure(c->decision.neutral_below);
	return 0;
}

void cue_numbers_copy(struct cue_numbers *to, const struct cue_numbers *from)
{
	for (int s = 0; s < CUE_SIDES; s++) {
		memcpy(to->weight[s], from->weight[s], (size_t)from->slots * sizeof(double));
		to->bias[s] = from->bias[s];
	}
	to->lean = from->lean;
	to->neutral_below = from->neutral_below;
}

int cues_twin(struct cues *out, struct arena *mem, const struct cues *c, struct error *e)
{
	*out = *c;
	out->groups.at = NEW(mem, struct cue_group, c->groups.n);
	if (!out->groups.at)
		return fail(e, E_NOMEM, "no memory for the weights of cues");
	memcpy(out->groups.at, c->groups.at, (size_t)c->groups.n * sizeof *c->groups.at);
	return 0;
}

void cue_numbers_set(struct cues *twin, const struct cue_numbers *n)
{
	for (ptrdiff_t i = 0; i < n->slots; i++)
		*weights_at(twin, i) = (struct cue_weights){ (float)n->weight[CUE_SAYS_GOOD][i],
							     (float)n->weight[CUE_SAYS_BAD][i] };
	twin->decision.bias_good = (float)n->bias[CUE_SAYS_GOOD];
	twin->decision.bias_bad = (float)n->bias[CUE_SAYS_BAD];
	twin->decision.lean = (float)n->lean;
	twin->decision.neutral_below = (float)n->neutral_below;
}

/* ---- writing ---- */

struct target {
	const struct cues *cues;
	const struct cue_numbers *n;
};

static const char *const side_keys[CUE_SIDES] = { "good", "bad" };

/* The weights of a slot at their keys in map; a key that is absent is put in front of `next`, or
 * behind the last entry. */
static int edit_slot(struct yaml_editor *ed, const struct target *t, const struct yaml_node *map,
		     const struct yaml_node *next, ptrdiff_t slot)
{
	const struct yaml_node *last = map->first;
	int rc = 0;
	while (last && last->next)
		last = last->next;
	for (int s = 0; s < CUE_SIDES && rc == 0; s++) {
		double value = t->n->weight[s][slot];
		const struct yaml_node *n = yaml_get(map, str_of(side_keys[s]));
		struct buf text = { 0 };
		if (n) {
			rc = yaml_set_number(ed, n, value);
		} else if (yaml_differs(value, 0) && next) {
			buf_addf(&text, "%s: ", side_keys[s]);
			buf_add_fixed(&text, value, 2);
			rc = yaml_insert_entry(ed, map, next, &text);
		} else if (yaml_differs(value, 0) && last) {
			rc = yaml_append_number(ed, map, last, side_keys[s], value);
		}
		buf_release(&text);
	}
	return rc;
}

static int edit_groups(struct yaml_editor *ed, const struct target *t)
{
	const struct yaml_node *list = yaml_get(ed->y.root, S("groups"));
	ptrdiff_t i = 0;
	int rc = 0;
	for (const struct yaml_node *n = list->first; n && rc == 0; n = n->next, i++) {
		const struct yaml_node *other = yaml_get(n, S("for"));
		if (t->cues->groups.at[i].locked)
			continue;
		rc = edit_slot(ed, t, n, yaml_get(n, S("terms")), i);
		if (rc == 0 && other)
			rc = edit_slot(ed, t, other, NULL, t->n->groups + i);
	}
	return rc;
}

static int edit_rules(struct yaml_editor *ed, const struct target *t)
{
	const struct yaml_node *rules = yaml_get(ed->y.root, S("rules"));
	int rc = 0;
	for (int i = 0; i < CUE_RULE_COUNT && rc == 0; i++) {
		const struct yaml_node *n = rules ? yaml_get(rules, cue_rule_name((enum cue_rule)i))
						  : NULL;
		if (n && !t->cues->rule_locked[i])
			rc = edit_slot(ed, t, n, NULL, 2 * t->n->groups + i);
	}
	return rc;
}

static int edit_decision(struct yaml_editor *ed, const struct target *t)
{
	const struct yaml_node *map = yaml_get(ed->y.root, S("decision"));
	const struct { const char *key; double value; } figures[] = {
		{ "bias_good", t->n->bias[CUE_SAYS_GOOD] }, { "bias_bad", t->n->bias[CUE_SAYS_BAD] },
		{ "lean", t->n->lean }, { "neutral_below", t->n->neutral_below },
	};
	int rc = 0;
	for (ptrdiff_t i = 0; map && i < countof(figures) && rc == 0; i++)
		rc = yaml_set_number(ed, yaml_get(map, str_of(figures[i].key)), figures[i].value);
	return rc;
}

static int edit_all(struct yaml_editor *ed, const void *ctx)
{
	int rc = edit_decision(ed, ctx);
	if (rc == 0)
		rc = edit_rules(ed, ctx);
	return rc < 0 ? rc : edit_groups(ed, ctx);
}

int cue_numbers_edit(struct buf *out, const struct lexicon *lx, const struct cue_numbers *n,
		     struct error *e)
{
	const struct lexicon_file *f = &lx->files.at[lx->cues->file];
	struct target target = { lx->cues, n };
	return yaml_edit(out, f->path, f->bytes, edit_all, &target, e);
}
