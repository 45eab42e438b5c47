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
	struct yaml *files;                     /* parallel to lx->files; root NULL: not read */
	VEC(struct pattern_set) sets;
	VEC(struct theme_source) sources;       /* parallel to lx->themes */
	VEC(struct term) behind;                /* vetoes and pointers, until the terms are complete */
	double default_weight, default_bias, default_carry[CARRY_COUNT];
	struct error *e;
};

/* All files of the folder into lx->files, and the hash over them. */
int lexicon_read_folder(struct lexicon *lx, struct error *e);

/* lexicon.yaml, sets.yaml and themes/ into lx; the patterns of terms are not yet parsed. */
int lexicon_read(struct loader *ld);

/* The terms into lx->matcher and lx->regexes. */
int lexicon_compile(struct loader *ld);

/* The tree, in lx->mem, of the pattern that stands in a file at line and column; it points into
 * text. Errors point into the pattern. */
int lexicon_pattern(struct loader *ld, const struct yaml *y, uint32_t line, uint32_t column,
		    struct str text, const struct pattern_node **out);

#endif
