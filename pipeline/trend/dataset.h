/* SPDX-License-Identifier: MIT
 *
 * A store's documents in memory, for statistics: metadata, date, and counts of
 * every theme in flat arrays. In the order of dates, then of paths. Columns
 * have the names of docs/FORMAT.md and a few that follow from them.
 */
#ifndef LM_TREND_DATASET_H
#define LM_TREND_DATASET_H

#include "pipeline/base/vec.h"
#include "pipeline/doc/doc.h"

struct db;

/* Derived columns, behind those of metadata (doc/columns.h). */
enum { COLUMN_YEAR = META_ALL, COLUMN_QUARTER, COLUMN_DATE, COLUMN_PATH, COLUMN_COUNT };

struct data_theme {
	struct str id, title, group;
};

struct data_doc {
	int64_t id;
	struct str column[COLUMN_COUNT];   /* empty: not known */
	double years;                      /* its date as years AD with fraction; 0: not known */
	int subject;                       /* theme that the inspection was about, or -1 */
	uint32_t words, sentences, coded;
	struct theme_count *counts;        /* one a theme */
};

struct data_subject {
	struct str said;                   /* as a document has it in inspection_theme */
	int theme;                         /* or -1 */
};

struct data_kind {
	struct str id, title;              /* title: "focused visit", or empty */
	bool article;                      /* about an inspection, and none */
};

struct dataset {
	struct arena mem;
	VEC(struct data_theme) themes;
	VEC(struct data_subject) subjects; /* of joint inspections */
	VEC(struct data_kind) kinds;       /* of report, that the lexicon knows */
	VEC(struct str) own;               /* names of the lexicon's own columns, from META_COUNT on */
	VEC(struct data_doc) docs;
	struct str program, lexicon, lexicon_title, ended;   /* of the latest run */
	int64_t inputs;                                      /* with those that cannot be counted */
};

/* Read all that can be counted. E_IO, E_NOMEM. dataset_release() either way. */
int dataset_load(struct dataset *ds, const struct db *db, struct error *e);
void dataset_release(struct dataset *ds);

/* The theme of this id; the document of this row; -1 when there is none. */
int dataset_theme(const struct dataset *ds, struct str id);
ptrdiff_t dataset_doc(const struct dataset *ds, int64_t id);

/* Is the document one of an inspection, not an article about one? */
bool dataset_inspection(const struct dataset *ds, const struct data_doc *d);

/* The column of this name (full, or authority, region, framework, grade, year, quarter, date, path);
 * -E_USAGE with what there is. */
int column_find(const struct dataset *ds, struct str name, struct error *e);

/* The distinct values of a column, sorted by bytes; in ds->mem. E_NOMEM. */
struct values {
	VEC(struct str) list;
};
int dataset_values(struct dataset *ds, int column, struct values *out, struct error *e);

#endif
