/* SPDX-License-Identifier: MIT
 *
 * Private to stages/metadata*.c: the rules of metadata/rules.yaml, compiled,
 * and the parts that apply them.
 */
#ifndef LM_STAGES_METADATA_H
#define LM_STAGES_METADATA_H

#include "pipeline/doc/dates.h"
#include "pipeline/doc/doc.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/regex.h"
#include "pipeline/lexicon/yaml.h"

typedef VEC(struct regex *) regex_list;

struct kind_rule {
	struct str id, framework, inspectorate;
	struct str grades;              /* name of a grade table, or "none" */
	bool letter;                    /* a date on a line of its own is the publication date */
	int short_days;                 /* ILACS: up to this many days on site is a short inspection */
	regex_list titles;
};

struct label_rule {
	enum meta_column column;
	struct str table;               /* name of the grade table */
	struct regex *label;
};

/* A value in a sentence. */
struct text_rule {
	enum meta_column column;
	struct str value;               /* fixed value, or empty: group 1 */
	struct str kinds;               /* ids between blanks, or empty: all */
	bool everywhere;                /* not only on the first pages */
	struct regex *pattern;
};

struct authority {
	struct str name, urn, la_code, region_code, ltla23cd;
	VEC(struct str) names;          /* the name and its variants, folded */
};

struct metadata_rules {
	struct arena mem;
	ptrdiff_t head_lines;
	VEC(struct kind_rule) kinds;
	regex_list inspection, publication, inspectors;
	struct regex *letter_date, *inspector_ends, *grade_words;
	VEC(struct label_rule) labels;
	VEC(struct text_rule) texts;    /* verdicts, themes, outcomes */
	struct regex *path_authority, *path_publication;
	VEC(struct authority) authorities;
	VEC(struct regex *) all;        /* for the end */
};

/* Load both files of lexicon's metadata/ folder. A lexicon without them is fine: *out NULL. */
int metadata_rules_new(struct metadata_rules **out, const struct lexicon *lx, struct error *e);
void metadata_rules_free(struct metadata_rules *r);

/* Folded for comparison: ASCII lower case, "&" as "and", no full stops, white space single. */
struct str metadata_fold(struct arena *mem, struct str name);

/* What the stage looks at in one document. */
struct metadata_head {
	struct str text;                /* the first lines, straight quotes and dashes */
	ptrdiff_t title;                /* where the title stands that decided the kind; -1 none */
	const struct kind_rule *kind;   /* NULL: none fits */
};

/* The authority that the title names, or whose name stands just above it; NULL none. */
const struct authority *metadata_find_authority(const struct metadata_rules *r,
						const struct metadata_head *head,
						struct arena *mem);

/* The authority with this (unfolded) name or variant; NULL none. */
const struct authority *metadata_authority_named(const struct metadata_rules *r, struct str name,
						 struct arena *mem);

#endif
