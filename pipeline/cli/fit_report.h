/* SPDX-License-Identifier: MIT
 *
 * What a fit says of itself, on standard output. E_NOMEM.
 */
#ifndef LM_CLI_FIT_REPORT_H
#define LM_CLI_FIT_REPORT_H

#include "pipeline/eval/fit.h"
#include "pipeline/eval/polarity_fit.h"

int print_fit(const struct fit *f, const struct lexicon *lx, struct error *e);
void print_polarity_fit(const struct polarity_fit *f);

#endif
