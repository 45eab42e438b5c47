/* SPDX-License-Identifier: MIT
 *
 * A dictionary of another program: categories, which may lie in each other,
 * with entries. An entry's pattern is one of ours; whoever reads a format turns
 * its terms into that, and notes what cannot be said. The same form stands
 * between our lexicon and the formats that are written.
 */
#ifndef LM_EXCHANGE_DICT_H
#define LM_EXCHANGE_DICT_H

#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"
#include "pipeline/base/vec.h"

enum {
	DICT_CATEGORIES_MAX = 1000,     /* a lexicon has no more themes */
	DICT_ENTRIES_MAX = 1000000,
	DICT_DEPTH_MAX = 32,
	DICT_NOTES_MAX = 200            /* of a report; the rest is counted */
};

#define DICT_NONE UINT32_MAX
#define DICT_WEIGHT_MAX 100.0

struct dict_category {
	struct str name, id;            /* id: small letters, digits and hyphens, unique */
	uint32_t parent;                /* or DICT_NONE */
	bool in_sets;                   /* a rule calls it by its name */
};

struct dict_entry {
	uint32_t category;
	struct str pattern;
	struct str unless;              /* a pattern that voids it, or empty */
	double weight;
	uint32_t line;
};

/* What was lost or changed on the way, one a line. */
struct dict_report {
	struct str file;                /* for the lines' beginning */
	struct buf lines;
	uint32_t notes;
};

struct dict {
	struct arena mem;
	struct str title;
	VEC(struct dict_category) categories;
	VEC(struct dict_entry) entries;
	bool weighted;                  /* some weight is not 1 */
	uint32_t *slots;                /* open addressing: number of an entry, from 1 */
	size_t slot_count;
	struct dict_report report;
	struct error *e;
};

void dict_init(struct dict *d, struct error *e);
void dict_release(struct dict *d);

int dict_no_memory(struct dict *d);

/* "FILE:LINE: what" into the report; line 0: of the whole file. */
void dict_note(struct dict *d, uint32_t line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The letters and digits of a name, small, the rest as hyphens: "Positive Words (new)" is
 * positive-words-new. */
void dict_slug(struct buf *out, struct str name);

/* The category of this name in parent (or DICT_NONE), made when it is new; its number in *out.
 * E_LIMIT, E_NOMEM. */
int dict_category(struct dict *d, struct str name, uint32_t parent, uint32_t *out);

/* An entry; the pattern is copied. One that the category has already is noted and left out, and so
 * is one that is no pattern of ours. E_LIMIT, E_NOMEM. */
int dict_add(struct dict *d, uint32_t category, struct str pattern, struct str unless, double weight,
	     uint32_t line);

/* The same of a pattern that nobody need check. */
int dict_put(struct dict *d, uint32_t category, struct str pattern, struct str unless, double weight,
	     uint32_t line);

/* A term of a program that compares whole words in any case: "child*", "social worker", "a?b". Words
 * are parted by white space, or also by `glue`. The pattern that finds the same into *out, in d->mem;
 * what cannot be found is noted, and *out is empty. */
int dict_glob(struct dict *d, struct str term, char glue, uint32_t line, struct str *out);

/* dict_glob() and dict_add(). */
int dict_add_glob(struct dict *d, uint32_t category, struct str term, char glue, double weight,
		  uint32_t line);

#endif
