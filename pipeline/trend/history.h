/* SPDX-License-Identifier: MIT
 *
 * One authority's inspections in order: what was a concern each time, what
 * came back, went away or turned. News is no inspection and is left out.
 */
#ifndef LM_TREND_HISTORY_H
#define LM_TREND_HISTORY_H

#include "pipeline/trend/dataset.h"
#include "pipeline/trend/table.h"

/* What the last inspection that speaks of a theme says of it, given those before that do. */
enum standing {
	NEVER_A_CONCERN,
	NEW_CONCERN,         /* for the first time */
	STILL_A_CONCERN,     /* as the time before */
	CONCERN_AGAIN,       /* after a time without */
	LAST_HEARD_CONCERN,  /* one of these, but the last inspection does not speak of it */
	TURNED_TO_STRENGTH,  /* was a concern, is praised */
	CONCERN_GONE,        /* was one, is none, nor praised */
	STANDING_COUNT
};

struct history_options {
	struct str authority;
	const bool *themes;  /* one a theme; NULL: all */
	int sentences;       /* of each theme and inspection, at most; text and json */
};

/* Of n inspections in order. */
enum standing history_standing(const struct data_doc *const *inspections, ptrdiff_t n,
			       ptrdiff_t theme);
const char *standing_words(enum standing s);

/* text, md: a table of themes by inspections, then sentences; csv: a row a theme and inspection;
 * json: both. E_USAGE for an authority without inspections, E_IO, E_NOMEM. */
int history_write(const struct history_options *o, struct dataset *ds, const struct db *db,
		  struct table_style f, struct buf *out, struct error *e);

#endif
