/* SPDX-License-Identifier: MIT
 *
 * What lies ahead in files and folders: how many there are, for the progress
 * line, and which names are no inputs at all.
 */
#ifndef LM_IO_SURVEY_H
#define LM_IO_SURVEY_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/str.h"

/* Names that nobody calls a document: a dot in front, __MACOSX, Thumbs.db, desktop.ini. */
bool survey_is_hidden(struct str name);

/* Is any part of a path hidden? */
bool survey_is_hidden_path(struct str path);

struct survey {
	uint64_t files, bytes;
};

/* Add up the files in the paths and below. What cannot be looked at is left out. */
void survey_paths(struct survey *s, char *const *paths, int count);

#endif
