/* SPDX-License-Identifier: MIT
 *
 * Loading polarity.yaml, for cues.c and the files that read its parts.
 */
#ifndef LM_LEXICON_CUES_LOAD_H
#define LM_LEXICON_CUES_LOAD_H

#include "pipeline/lexicon/cues.h"
#include "pipeline/lexicon/yaml.h"

struct cue_loader {
	struct cues *c;
	const struct lexicon *lx;
	uint32_t file;
	struct forms *fold;
	struct yaml y;
	struct arena tree;              /* the YAML tree */
	struct arena one;               /* the pattern of the moment, and its tree */
	struct error *e;
};

/* The names of classes and rules in the file. */
extern const struct str cue_class_names[CUE_CLASS_COUNT], cue_rule_names[CUE_RULE_COUNT];

int cue_no_memory(struct cue_loader *l);
struct place cue_place_of(const struct cue_loader *l, const struct yaml_node *n);

/* A figure, between -1000 and 1000. */
int cue_number(struct cue_loader *l, const struct yaml_node *n, const char *what, float *out);

/* yes or no under key; *out is left alone when it is absent. */
int cue_yes_or_no(struct cue_loader *l, const struct yaml_node *map, const char *key, bool *out);

/* good and bad of a mapping; each may be absent and is 0 then. */
int cue_weights_of(struct cue_loader *l, const struct yaml_node *map, struct cue_weights *out);

/* The parts of the file: cues_rules.c has the first two, cues_groups.c the third. */
int cue_load_decision(struct cue_loader *l, const struct yaml_node *map);
int cue_load_rules(struct cue_loader *l, const struct yaml_node *map);
int cue_load_group(struct cue_loader *l, const struct yaml_node *map);

#endif
