/* SPDX-License-Identifier: MIT
 *
 * Private to the loading of the metadata rules: metadata_rules.c and
 * metadata_rules_grades.c read the sections of rules.yaml, metadata_patterns.c what they are written with,
 * metadata_register.c the table of authorities.
 */
#ifndef LM_STAGES_METADATA_LOADER_H
#define LM_STAGES_METADATA_LOADER_H

#include "stages/metadata.h"

struct metadata_loader {
	struct metadata_rules *r;
	const struct lexicon *lx;
	struct yaml y;
	unsigned flags;                 /* for regexes */
	struct error *e;
};

/* The value under key, which must be there. */
int metadata_need(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		  const struct yaml_node **out);

/* The pattern, or the list of patterns, under key, which must be there. */
int metadata_compile_under(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
			   struct metadata_pattern *out);
int metadata_compile_list(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
			  pattern_list *out);

/* The column with this name, which stands at `at`; the one that n has under `column`. */
int metadata_column_named(struct metadata_loader *ld, const struct yaml_node *at, struct str name,
			  int *out);
int metadata_column_of(struct metadata_loader *ld, const struct yaml_node *n, int *out);

/* A list of patterns in sentences. fixed: the key whose value is the value; NULL: group 1, of the column
 * that each names. */
int metadata_load_texts(struct metadata_loader *ld, const struct yaml_node *list, const char *fixed,
			int column);

/* metadata_rules_grades.c */
int metadata_load_grades(struct metadata_loader *ld, const struct yaml_node *root);

/* The text under key, or empty. */
static inline struct str metadata_text_under(const struct yaml_node *map, const char *key)
{
	const struct yaml_node *n = yaml_get(map, str_of(key));
	return n && n->kind == YAML_TEXT ? n->text : (struct str){ 0 };
}

/* Add the authorities of bytes, metadata/authorities.tsv: tab-separated, a header line, comments with
 * "#". */
int metadata_load_register(struct metadata_rules *r, struct str bytes, struct error *e);

#endif
