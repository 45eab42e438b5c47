/* SPDX-License-Identifier: MIT
 *
 * Private to stages/metadata*.c: the rules of metadata/rules.yaml, compiled,
 * the manifest, and the parts that apply them to one document.
 */
#ifndef LM_STAGES_METADATA_H
#define LM_STAGES_METADATA_H

#include "pipeline/doc/dates.h"
#include "pipeline/doc/doc.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/regex.h"
#include "pipeline/lexicon/sieve.h"
#include "pipeline/lexicon/yaml.h"

/* A pattern, and its place in the sieve of all. */
struct metadata_pattern {
	struct regex *regex;
	bool by_line;                   /* matches at starts of lines alone */
	struct sieve_set set;
};

typedef VEC(struct metadata_pattern) pattern_list;

struct kind_rule {
	struct str id, framework, inspectorate;
	struct str grades;              /* name of a grade table, or "none" */
	bool letter;                    /* a date on a line of its own is the publication date */
	bool fallback;                  /* only where no other kind's title stands */
	bool article;                   /* about a report: no title names the authority */
	uint64_t finds;                 /* bits 1 << column: their values stand in sentences */
	int short_days;                 /* ILACS: up to this many days on site is a short inspection */
	pattern_list titles;
};

struct grade_name {
	struct str value, starts;       /* starts: what else begins so is this grade; or empty */
};

/* What a column is where it is blank and another one is not. */
struct settle_rule {
	struct str table, value;        /* table: of the kinds that it holds for */
	int column, given;
};

struct label_rule {
	int column;
	struct str table;               /* name of the grade table */
	struct metadata_pattern label;
};

/* A value in a sentence. */
struct text_rule {
	int column;
	struct str value;               /* fixed value, or empty: group 1 */
	struct str kinds;               /* ids between blanks, or empty: all */
	bool everywhere;                /* not only on the first pages */
	ptrdiff_t reach;                /* bytes from a match's start behind which nothing tells */
	struct metadata_pattern pattern;
};

/* Why these columns are blank in these kinds. */
struct reason_rule {
	uint64_t columns;               /* bits 1 << column */
	struct str kinds, why;
};

struct authority {
	struct str name, urn, la_code, region_code, ltla23cd;
};

/* A name of an authority, or a variant of it, side by side for all: each title is looked through
 * for all of them. */
struct authority_name {
	struct str name;                /* folded */
	uint32_t authority;
	uint16_t pair;                  /* metadata_pair() of its first two bytes; ANY_PAIR without two */
};

enum { PAIRS = 32 * 32, ANY_PAIR = PAIRS };

/* Two bytes by the low five bits of each. */
static inline uint16_t metadata_pair(const char *p)
{
	return (uint16_t)(((unsigned)p[0] & 31) << 5 | ((unsigned)p[1] & 31));
}

struct metadata_rules {
	struct arena mem;
	ptrdiff_t head_lines;
	VEC(struct kind_rule) kinds;
	pattern_list authority_titles, authority_lines, authority_news, authority_strip;
	pattern_list inspection, publication, path_publication;
	struct metadata_pattern letter_date, inspector_ends, grade_words, path_authority, title_ends;
	VEC(struct grade_name) grades;
	VEC(struct settle_rule) settle;
	uint64_t grade_columns;         /* bits 1 << column: these hold grades */
	VEC(struct label_rule) labels;
	VEC(struct text_rule) inspectors;
	VEC(struct text_rule) texts;    /* verdicts, themes, outcomes */
	VEC(struct text_rule) values;   /* of the lexicon's own columns */
	VEC(struct reason_rule) reasons;
	VEC(struct authority) authorities;
	VEC(struct authority_name) names;       /* in the order of authorities */
	VEC(struct regex *) all;        /* for the end */
	struct sieve sieve;             /* of all patterns; sees white space as blanks */
};

/* Load both files of lexicon's metadata/ folder. A lexicon without them is fine: *out NULL. */
int metadata_rules_new(struct metadata_rules **out, const struct lexicon *lx, struct error *e);
void metadata_rules_free(struct metadata_rules *r);

/* Folded for comparison: ASCII lower case, "&" as "and", no full stops, white space single. */
struct str metadata_fold(struct arena *mem, struct str name);

/* The grade that word stands for, as the rules write it; empty when it is none. */
struct str metadata_grade(const struct metadata_rules *r, struct str word);

/* What is known of one document while the stage works on it. */
struct finder {
	struct doc *d;
	const struct metadata_rules *r;
	struct regex_scratch *scratch;
	const struct kind_rule *kind;   /* NULL: none fits */
	ptrdiff_t title;                /* where in head the title stands that decided; -1 none */
	struct str head;                /* the first lines; see metadata_text.c */
	struct sieve_view view;         /* of the head */
	struct buf *head_buf, *all_buf; /* the worker's; empty at first */
};

/* The document fails. */
void metadata_no_memory(struct doc *d);

/* Set a blank column, with where the value comes from (a literal). */
void metadata_set(struct doc *d, int c, struct str value, const char *source);

/* The same with what was put together in value, which is released. */
void metadata_set_from(struct doc *d, int c, struct buf *value, const char *source);

/* Append text on one line. */
void metadata_add_line(struct buf *out, struct str text);

/* True when p is found in text from `from` on. A limit that was hit counts as a warning. */
bool metadata_search(struct finder *f, const struct metadata_pattern *p, struct str text,
		     ptrdiff_t from);

/* Where the last match starts in text. */
static inline ptrdiff_t metadata_match_at(const struct finder *f, struct str text)
{
	return regex_group(f->scratch, 0).p - text.p;
}

/* Does a rule for these kinds hold for the document's kind (or grade table)? */
bool metadata_for_kind(struct str kinds, const struct kind_rule *kind);

/* The document's first lines, and all of it, as the rules want to see text. */
struct str metadata_head_text(struct finder *f);
struct str metadata_whole_text(struct finder *f);

/* The parts of the stage, each setting the columns that it finds. */
void metadata_find_authority(struct finder *f);
void metadata_find_dates(struct finder *f);
void metadata_find_inspectors(struct finder *f);
void metadata_find_grades(struct finder *f);
void metadata_find_values(struct finder *f);

/* Name and codes of the authority that is called so in the table; else the name alone. */
void metadata_set_authority(struct finder *f, struct str name, const char *source);

/* What the user's manifest says of documents, by path. */
struct manifest;

/* What is to be read of a manifest. */
struct manifest_source {
	const struct lexicon *lx;        /* whose columns it may have */
	const struct metadata_rules *r;  /* whose grades; may be NULL: then grades are taken as they are */
	struct str bytes;                /* CSV or TSV */
	const char *name;                /* for messages, "FILE:LINE: ..."; NULL: there is no manifest */
};

/* *out: NULL where there is none. *notes (may be NULL) gets a line about columns that are not known. */
int manifest_new(struct manifest **out, const struct manifest_source *from, struct buf *notes,
		 struct error *e);
void manifest_free(struct manifest *m);

/* Fill what is blank in d from the row for the document, if there is one. */
void manifest_fill(const struct manifest *m, struct doc *d);

#endif
