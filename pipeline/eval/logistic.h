/* SPDX-License-Identifier: MIT
 *
 * Logistic regression with a Gaussian prior on each weight, on sparse columns:
 * Newton steps whose quadratic problem is solved by going round the columns
 * (Friedman, Hastie, Tibshirani 2010, glmnet), with the step halved until the
 * penalised likelihood grows. No random numbers: the same input, the same bits.
 */
#ifndef LM_EVAL_LOGISTIC_H
#define LM_EVAL_LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/base/error.h"

struct column {
	const uint32_t *row;        /* ascending, each once */
	const double *value;        /* parallel to row; NULL: all 1 */
	ptrdiff_t n;
	double mean, precision;     /* of the prior; precision 0: none */
	double lasso;               /* over 0: an L1 penalty as well, and no weight below 0 */
	bool fixed;                 /* keeps the weight that it starts with */
	double weight;              /* in: where to start; out: the fit */
};

struct logistic {
	ptrdiff_t rows, columns;
	const uint8_t *label;       /* one a row: 0, 1, or LOGISTIC_UNUSED */
	const double *counts;       /* one a row: how much it counts; NULL: all 1 */
	const double *offset;       /* one a row: added to its sum; NULL: nothing */
	struct column *column;
};

#define LOGISTIC_UNUSED 2

/* The most likely weights. E_NOMEM. */
int logistic_fit(struct logistic *l, struct error *e);

#endif
