/* SPDX-License-Identifier: MIT
 *
 * The metadata columns of a document: those that the program has names for,
 * then those of the lexicon's own (lexicon.columns), in its order.
 */
#ifndef LM_DOC_COLUMNS_H
#define LM_DOC_COLUMNS_H

#include "pipeline/base/str.h"

/* X(column name), in the order of the CSV. */
#define META_COLUMNS(X)                                                                      \
	X(urn) X(la_code) X(region_code) X(ltla23cd) X(local_authority)                      \
	X(inspectorate) X(kind) X(inspection_framework) X(inspector_name)                    \
	X(inspection_start_date) X(inspection_end_date) X(publication_date)                  \
	X(overall_effectiveness_grade) X(impact_of_leaders_grade)                            \
	X(help_and_protection_grade) X(in_care_grade) X(care_leavers_grade)                  \
	X(adoption_grade) X(lscb_grade) X(inspection_theme) X(outcome_grade)

#define X(name) META_##name,
enum meta_column { META_COLUMNS(X) META_COUNT };
#undef X

/* Columns of a lexicon's own, at most; and all. Column META_COUNT + i is the lexicon's columns[i]. */
enum { META_OWN_MAX = 16, META_ALL = META_COUNT + META_OWN_MAX };

/* c < META_COUNT */
const char *meta_column_name(enum meta_column c);

/* The column that the program has by this name, or META_COUNT. */
enum meta_column meta_column_find(struct str name);

/* Does another field of a row or a question to a store have this name already? */
bool meta_column_taken(struct str name);

#endif
