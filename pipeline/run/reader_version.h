/* SPDX-License-Identifier: MIT
 *
 * Which reader program would be used, and what it says of itself.
 */
#ifndef LM_RUN_READER_VERSION_H
#define LM_RUN_READER_VERSION_H

#include <stddef.h>

#include "pipeline/run/config.h"

/* Into line[n]: what the reader's --version prints, or that PATH cannot be run. */
void reader_version(char *line, size_t n, const struct config *config);

#endif
