/* SPDX-License-Identifier: MIT
 *
 * A lexicon: themes, their terms with weights, and what decides a code. Loaded
 * from a folder of YAML files (docs/LEXICON.md), checked and compiled once,
 * then read by all workers at the same time; nothing in it changes after
 * lexicon_load(). Every term keeps the file and line that it came from.
 */
#ifndef LM_LEXICON_LEXICON_H
#define LM_LEXICON_LEXICON_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/buf.h"
#include "pipeline/base/coding.h"
#include "pipeline/base/error.h"
#include "pipeline/base/vec.h"

/* Where something stands in the lexicon's files. */
struct place {
	uint32_t file;          /* index in lexicon.files */
	uint32_t line, column;  /* from 1 */
};

struct lexicon_file {
	struct str path;        /* relative to the lexicon's folder */
	struct str bytes;
};

enum term_flag {
	TERM_REGEX = 1,         /* matched by PCRE2 on the sentence's text */
	TERM_VETO = 2,          /* an `unless` pattern: voids occurrences, never counts */
	TERM_POINTER = 4,       /* a sentence with it only points back; of no theme, never a hit */
	TERM_IN_HEADING = 8, TERM_IN_LIST = 16, TERM_IN_BODY = 32, /* scope; none set = anywhere */
	TERM_LOCKED = 64        /* `lock: yes`: fitting leaves its weight alone */
};

#define NO_THEME UINT16_MAX

struct pattern_node;

struct term {
	struct str pattern;     /* as written */
	const struct pattern_node *tree;   /* pattern.h; NULL of a regex, and but by lexicon_load() */
	struct place place;
	double weight;
	uint16_t theme;         /* index in lexicon.themes, or NO_THEME */
	uint16_t flags;         /* enum term_flag */
	uint32_t veto_for;      /* TERM_VETO: the term that it voids */
	struct str section;     /* section class that it is limited to, or empty */
};

/* What an example must become besides a polarity: not of the theme at all; of it, whatever the
 * polarity. */
enum { EXPECT_NONE = -1, EXPECT_ANY = -2 };

struct example {
	struct str text;
	int expect;             /* enum polarity, EXPECT_NONE, or EXPECT_ANY */
	struct place place;
};
/* Good direction of what a theme counts: fewer cases a worker are better. */
enum good { GOOD_NEUTRAL, GOOD_LOW, GOOD_HIGH };

/* What another theme in the same paragraph says about this one. */
struct context {
	uint16_t theme;         /* index in lexicon.themes */
	double weight;
};

struct theme {
	struct str id, title, definition, group;   /* group: id */
	struct place place;
	uint8_t good;                              /* enum good */
	bool locked;                               /* fitting leaves all its numbers alone */
	uint16_t parent;                           /* the theme that it lies below, or NO_THEME */
	double bias;                               /* log-odds when nothing fires */
	double carry[CARRY_COUNT];                 /* weights of what is carried over */
	VEC(struct context) context;
	uint32_t term_first, term_count;           /* in lexicon.terms; vetoes and pointers lie
	                                            * behind all terms */
	VEC(struct example) examples;
};

/* How evidence becomes a decision; see docs/LEXICON.md. */
struct decision {
	double threshold;       /* a code needs a score over this */
	double scale;           /* the sum of weights that is full evidence */
	double decay;           /* what is left of evidence from sentence to sentence */
	double others_cap;      /* most that the other themes of a sentence count */
};

struct group {
	struct str id, title;
	uint32_t theme_first, theme_count;
};

/* A metadata column of the lexicon's own. */
#define COLUMN_NAME_SIZE 48
struct lexicon_column {
	char name[COLUMN_NAME_SIZE];
};

struct symbols;   /* symbols.h */
struct regex;     /* regex.h */
struct matcher;   /* compiled patterns: matcher.h */
struct cues;      /* polarity cues: cues.h; NULL without polarity.yaml */
struct yaml;      /* a parsed file: yaml.h */

struct lexicon {
	struct arena mem;                /* owns all below */
	struct str path, id, title, version, language;
	const char *stemmer;             /* stemmer_version() */
	char hash[17];                   /* 64 bits over all files' names and bytes, hex */
	struct decision decision;
	VEC(struct lexicon_file) files;  /* sorted by path */
	VEC(struct group) groups;
	VEC(struct theme) themes;        /* in group order */
	VEC(struct term) terms;
	VEC(struct lexicon_column) columns;  /* of documents, behind those of doc/columns.h */
	struct symbols *symbols;         /* what words are compared with */
	struct matcher *matcher;         /* of the terms, by their index, and of the cues behind */
	struct regex **regexes;          /* one a term: NULL but for TERM_REGEX */
	struct cues *cues;
	bool nested;                     /* some theme has a parent */
	bool from_image;                 /* not compiled, but as it was by a run before; so all its
	                                  * files are sound, and regexes may be REGEX_PROVEN */
};

/* The same in two steps: read the folder's files, so that path, hash, stemmer and files are there;
 * then make all the rest of them. The first alone tells whether a lexicon is the one of before. */
int lexicon_open(struct lexicon **out, const char *path, struct error *e);
int lexicon_finish(struct lexicon *lx, struct error *e);

/* Load and compile the lexicon in folder path, and keep the patterns' trees. On an error *e says
 * "file:line:column: what is wrong and what was expected" with the line and a caret below. */
int lexicon_load(struct lexicon **out, const char *path, struct error *e);
void lexicon_free(struct lexicon *lx);

/* Is a theme the other, or does it lie below it? */
bool lexicon_lies_in(const struct lexicon *lx, uint16_t theme, uint16_t other);

/* Index of the theme with this id, or -1. */
int lexicon_theme(const struct lexicon *lx, struct str id);

/* The same for an id that a user gave: -E_USAGE where there is none, with the one that is near, or
 * with how to list them. */
int lexicon_theme_named(const struct lexicon *lx, const char *id, struct error *e);

/* Metadata columns (doc/columns.h) of documents that are coded with it: how many, the name of one,
 * the one with a name or -1. lexicon_columns.c */
int lexicon_columns(const struct lexicon *lx);
const char *lexicon_column_name(const struct lexicon *lx, int c);
int lexicon_column(const struct lexicon *lx, struct str name);

/* Can its own ones be as they are? */
bool lexicon_columns_sound(const struct lexicon *lx);

/* The bytes of a file of the lexicon's folder ("sections.yaml"), or an empty slice. */
struct str lexicon_file_bytes(const struct lexicon *lx, struct str path);

#endif
