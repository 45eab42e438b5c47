/* SPDX-License-Identifier: MIT
 *
 * The figures of the decision and the weights of the rules in polarity.yaml.
 */
#include "pipeline/lexicon/cues_load.h"

/* Where each figure of the decision goes. */
static const struct {
	struct str key;
	size_t offset;
} decision_keys[] = {
#define X(name) { STR(#name), offsetof(struct cue_decision, name) },
	X(bias_good) X(bias_bad) X(lean) X(neutral_below) X(neutral_within) X(settled)
	X(mixed_good) X(mixed_bad)
	X(repeat) X(cap) X(other_clause) X(concession) X(condition) X(tone_scale) X(quantity_reach)
#undef X
};

int cue_load_decision(struct cue_loader *l, const struct yaml_node *map)
{
	int rc = yaml_expect(&l->y, map, YAML_MAP, "the figures of the decision", l->e);
	struct str keys[countof(decision_keys)];
	for (ptrdiff_t i = 0; i < countof(decision_keys); i++)
		keys[i] = decision_keys[i].key;
	if (rc == 0)
		rc = yaml_keys(&l->y, map, keys, countof(keys), l->e);
	for (ptrdiff_t i = 0; rc == 0 && i < countof(keys); i++) {
		const struct yaml_node *n = yaml_get(map, keys[i]);
		char *at = (char *)&l->c->decision + decision_keys[i].offset;
		if (!n)
			return yaml_fail_node(&l->y, map, l->e, "decision: %.*s is missing",
					      STR_ARG(keys[i]));
		rc = cue_number(l, n, "a figure of the decision", (float *)(void *)at);
	}
	if (rc == 0 && l->c->decision.tone_scale <= 0)
		return yaml_fail_node(&l->y, map, l->e, "tone_scale must be over 0");
	return rc;
}

int cue_load_rules(struct cue_loader *l, const struct yaml_node *map)
{
	static const struct str keys[] = { STR("good"), STR("bad"), STR("lock") };
	int rc = yaml_expect(&l->y, map, YAML_MAP, "the weights of the rules", l->e);
	if (rc == 0)
		rc = yaml_keys(&l->y, map, cue_rule_names, countof(cue_rule_names), l->e);
	for (int i = 0; rc == 0 && i < CUE_RULE_COUNT; i++) {
		const struct yaml_node *n = yaml_get(map, cue_rule_names[i]);
		if (!n)
			return yaml_fail_node(&l->y, map, l->e, "rules: '%.*s' is missing",
					      STR_ARG(cue_rule_names[i]));
		rc = yaml_expect(&l->y, n, YAML_MAP, "{good: weight, bad: weight}", l->e);
		if (rc == 0)
			rc = yaml_keys(&l->y, n, keys, countof(keys), l->e);
		if (rc == 0)
			rc = cue_weights_of(l, n, &l->c->rules[i]);
		if (rc == 0)
			rc = cue_yes_or_no(l, n, "lock", &l->c->rule_locked[i]);
	}
	return rc;
}
