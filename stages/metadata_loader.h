/* SPDX-License-Identifier: MIT
 *
 * Private to the loading of the metadata rules: metadata_rules.c and
 * metadata_rules_grades.c read the sections of rules.yaml, metadata_fields.c
 * their values, metadata_patterns.c their patterns, metadata_register.c the
 * table of authorities.
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

/* All of these return 0, or fail() at the place: -E_LEXICON, -E_NOMEM. What is absent leaves *out as it
 * was, unless it says otherwise. Texts live as long as the rules. */

/* n is a mapping with no other keys than these. what: "a kind of report". */
int metadata_keys(struct metadata_loader *ld, const struct yaml_node *n, const char *what,
		  const struct str *keys, ptrdiff_t count);

/* The value under key, which must be there. */
int metadata_need(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		  const struct yaml_node **out);

int metadata_text(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		  struct str *out);
int metadata_yes(struct metadata_loader *ld, const struct yaml_node *map, const char *key, bool *out);
int metadata_number(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		    double *out);

/* The first item of the list under key; NULL: it is absent, or empty. */
int metadata_items(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		   const struct yaml_node **first);

/* Load each of them. */
int metadata_each(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		  int (*load)(struct metadata_loader *, const struct yaml_node *));

/* The column that is named under key, which must be there; those of a list, as bits. */
int metadata_column(struct metadata_loader *ld, const struct yaml_node *map, const char *key, int *out);
int metadata_columns(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		     uint64_t *out);

/* n is the id of a kind of report, or the name of its grades. */
int metadata_kind_known(struct metadata_loader *ld, const struct yaml_node *n);

/* The list under `kinds`: "[sif, reinspection]" as " sif reinspection "; absent: empty. */
int metadata_kinds(struct metadata_loader *ld, const struct yaml_node *map, struct str *out);

/* The pattern, or the list of patterns, under key, which must be there. */
int metadata_compile_under(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
			   struct metadata_pattern *out);
int metadata_compile_list(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
			  pattern_list *out);

/* `pattern`, `kinds`, `where` and `value` of n. */
int metadata_load_text(struct metadata_loader *ld, const struct yaml_node *n, struct text_rule *t);

/* metadata_rules_grades.c */
int metadata_load_grades(struct metadata_loader *ld, const struct yaml_node *root);

/* Add the authorities of bytes, metadata/authorities.tsv: tab-separated, a header line, comments with
 * "#". */
int metadata_load_register(struct metadata_rules *r, struct str bytes, struct error *e);

/* Fail for want of memory. */
int metadata_no_room(struct metadata_loader *ld);

#endif
