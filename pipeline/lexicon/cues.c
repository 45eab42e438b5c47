/* SPDX-License-Identifier: MIT
 *
 * See cues.h. Reads polarity.yaml; the layout of the file is documented at its
 * head.
 */
#include <math.h>

#include "pipeline/lexicon/cues_load.h"

#define X(name, id, what) STR(id),
const struct str cue_class_names[] = { CUE_CLASSES(X) };
const struct str cue_rule_names[] = { CUE_RULES(X) };
#undef X

const char *cue_class_name(enum cue_class c)
{
	return cue_class_names[c].p;
}

struct str cue_rule_name(enum cue_rule r)
{
	return cue_rule_names[r];
}

struct cue_weights cue_group_weights(const struct cue_group *g, uint16_t theme)
{
	for (uint16_t i = 0; i < g->theme_count; i++)
		if (g->themes[i] == theme)
			return g->theme_weights;
	return g->weights;
}

void cues_free(struct cues *c)
{
	if (!c)
		return;
	arena_release(&c->mem);
	free(c);
}

int cue_no_memory(struct cue_loader *l)
{
	return fail(l->e, E_NOMEM, "out of memory for polarity cues");
}

struct place cue_place_of(const struct cue_loader *l, const struct yaml_node *n)
{
	return (struct place){ .file = l->file, .line = n->line, .column = n->column };
}

int cue_number(struct cue_loader *l, const struct yaml_node *n, const char *what, float *out)
{
	double v = 0;
	int rc = yaml_number(&l->y, n, what, &v, l->e);
	if (rc < 0)
		return rc;
	if (fabs(v) > 1000)
		return yaml_fail_node(&l->y, n, l->e, "%s must lie between -1000 and 1000", what);
	*out = (float)v;
	return 0;
}

int cue_yes_or_no(struct cue_loader *l, const struct yaml_node *map, const char *key, bool *out)
{
	static const struct str answers[] = { STR("no"), STR("yes") };
	const struct yaml_node *n = yaml_get(map, str_of(key));
	int pick = *out;
	int rc = n ? yaml_choice(&l->y, n, "yes or no", answers, 2, &pick, l->e) : 0;
	*out = pick == 1;
	return rc;
}

int cue_weights_of(struct cue_loader *l, const struct yaml_node *map, struct cue_weights *out)
{
	const struct yaml_node *good = yaml_get(map, S("good")), *bad = yaml_get(map, S("bad"));
	int rc = good ? cue_number(l, good, "a weight", &out->good) : 0;
	if (rc == 0 && bad)
		rc = cue_number(l, bad, "a weight", &out->bad);
	return rc;
}

static int load_all(struct cue_loader *l)
{
	static const struct str keys[] = { STR("decision"), STR("rules"), STR("groups") };
	const struct lexicon_file *f = &l->lx->files.at[l->file];
	int rc = yaml_parse(&l->y, &l->tree, f->path, f->bytes, l->e);
	if (rc == 0)
		rc = yaml_expect(&l->y, l->y.root, YAML_MAP, "decision, rules and groups", l->e);
	if (rc == 0)
		rc = yaml_keys(&l->y, l->y.root, keys, countof(keys), l->e);
	if (rc < 0)
		return rc;
	const struct yaml_node *decision = yaml_get(l->y.root, keys[0]);
	const struct yaml_node *rules = yaml_get(l->y.root, keys[1]);
	const struct yaml_node *groups = yaml_get(l->y.root, keys[2]);
	if (!groups)
		return yaml_fail_node(&l->y, l->y.root, l->e, "groups are missing");
	l->c->decision.tone_scale = 1;
	if (decision)
		rc = cue_load_decision(l, decision);
	if (rc == 0 && rules)
		rc = cue_load_rules(l, rules);
	if (rc == 0)
		rc = yaml_expect(&l->y, groups, YAML_LIST, "a list of groups of cues", l->e);
	for (const struct yaml_node *n = groups->first; rc == 0 && n; n = n->next)
		rc = cue_load_group(l, n);
	return rc;
}

int cues_load(struct cues **out, const struct lexicon *lx, uint32_t file, struct forms *fold,
	      struct error *e)
{
	struct cue_loader l = { .lx = lx, .file = file, .fold = fold, .e = e };
	if (!(l.c = calloc(1, sizeof *l.c)))
		return cue_no_memory(&l);
	l.c->file = file;
	l.c->first = (uint32_t)lx->terms.n;
	arena_init(&l.c->mem, 0);
	arena_init(&l.tree, 0);
	arena_init(&l.one, 0);
	int rc = load_all(&l);
	arena_release(&l.tree);
	arena_release(&l.one);
	if (rc < 0) {
		cues_free(l.c);
		return rc;
	}
	*out = l.c;
	return 0;
}
