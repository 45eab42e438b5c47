/* SPDX-License-Identifier: MIT
 *
 * What the parts of lexicon loading share: read the folder, read the YAML into
 * themes and terms, compile the terms.
 */
#ifndef LM_LEXICON_LEXICON_LOAD_H
#define LM_LEXICON_LEXICON_LOAD_H

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/pattern.h"
#include "pipeline/lexicon/yaml.h"

struct forms;

/* Where a theme was read: its mapping, for what can only be resolved when all themes are known. */
struct theme_source {
	uint32_t file;
	const struct yaml_node *node;
};

struct loader {
	struct lexicon *lx;
	struct arena mem;                       /* trees that are not needed after loading */
	struct arena one;                       /* the tree of one pattern, while terms are compiled */
	bool keep_trees;                        /* of all terms, in lx->mem instead */
	struct yaml *files;                     /* parallel to lx->files; root NULL: not read */
	VEC(struct pattern_set) sets;
	VEC(struct theme_source) sources;       /* parallel to lx->themes */
	VEC(struct term) behind;                /* vetoes and pointers, until all terms are read */
	const bool *only;                       /* one a term: whether it is compiled; NULL: all are */
	double default_weight, default_bias, default_carry[CARRY_COUNT];
	struct error *e;
};

/* All files of the folder into lx->files, and the hash over them. */
int lexicon_read_folder(struct lexicon *lx, struct error *e);

/* lexicon.yaml, sets.yaml and themes/ into lx; the patterns of terms are not yet parsed. */
int lexicon_read(struct loader *ld);

/* The terms, and the cues, into lx->matcher and lx->regexes. Terms have no trees then, unless they
 * are kept. */
int lexicon_compile(struct loader *ld);

/* The tree, in mem, of the pattern that stands in a file at line and column; it points into text.
 * Errors point into the pattern. */
int lexicon_pattern(struct loader *ld, struct arena *mem, const struct yaml *y, uint32_t line,
		    uint32_t column, struct str text, const struct pattern_node **out);

/* ---- values of the YAML (lexicon_fields.c); all return 0 or fail() at the value's place ---- */

#define WEIGHT_MAX 100.0

int load_no_memory(struct loader *ld);
struct place load_place(const struct loader *ld, const struct yaml *y, uint32_t line,
			uint32_t column);

/* A number within [low, high] under key; *out is left alone when the key is absent. */
int load_number(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
		const char *key, double low, double high, double *out);

/* A text under key, copied; absent is an error when required, else *out is left alone. */
int load_text(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
	      const char *key, bool required, struct str *out);

/* An id: small letters, digits and hyphens. */
int load_id(struct loader *ld, const struct yaml *y, const struct yaml_node *map, const char *key,
	    struct str *out);

/* The weights under "carry"; those that are absent are left alone. */
int load_carry(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
	       double *carry);

/* A pattern that is no term of a theme: a veto or a pointer. */
int load_behind(struct loader *ld, const struct yaml *y, const struct yaml_node *n, unsigned flags,
		uint16_t theme, uint32_t veto_for);

/* The columns of `columns` in lexicon.yaml; lexicon_columns.c */
int load_columns(struct loader *ld, const struct yaml *y, const struct yaml_node *map);

/* ---- lexicon_themes.c ---- */

/* A theme file: a group with its themes. */
int load_group(struct loader *ld, const struct yaml *y);

/* What the other themes say about one; to be called when all are known. */
int load_context(struct loader *ld, ptrdiff_t theme);

/* The theme that one lies below; the same. A circle is an error. */
int load_parent(struct loader *ld, ptrdiff_t theme);

#endif
