/* SPDX-License-Identifier: MIT
 *
 * Which documents of a data set a question is about.
 */
#ifndef LM_TREND_SELECTION_H
#define LM_TREND_SELECTION_H

#include "pipeline/trend/dataset.h"

/* The set of docs that a selection names: "column=value", several joined by "," are all to hold,
 * but those of one column are alternatives. year, quarter and date take FROM..TO. Letter case does
 * not matter. A path also by its end. */
#define SELECTION_MAX 16
struct selection {
	struct {
		int column;
		struct str value;
	} at[SELECTION_MAX];
	int n;
};

/* The next condition of text, which goes on after the comma behind it. What has neither "=" nor "@" is
 * more of the value before: "authority=Bournemouth, Christchurch and Poole". */
struct str selection_cut(struct str *text);

/* Add text's conditions on ds; slices of it are kept. E_USAGE. */
int selection_add(struct selection *s, const struct dataset *ds, struct str text, struct error *e);
bool selection_has(const struct selection *s, const struct data_doc *d);

/* Forget the documents that are not in s. */
void dataset_keep(struct dataset *ds, const struct selection *s);

#endif
