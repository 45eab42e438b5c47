/* SPDX-License-Identifier: MIT
 *
 * The parts of an Office document, which is a zip archive: only those that are asked for are
 * inflated, and what is inflated is counted against a cap.
 */
#ifndef LEITMOTIF_READER_ZIP_H
#define LEITMOTIF_READER_ZIP_H

#include "pipeline/reader/text.h"

struct part {
	char name[96];
	struct text data;
	bool damaged;                           /* ends early or fails its checksum */
};

struct parts {
	struct part *v;
	size_t n, cap;
	size_t members;                         /* all that the archive lists, wanted or not */
	bool encrypted, damaged;
	bool sheet, slides, odf, epub;          /* what other kinds of document it looks like */
	char error[96];
};

/* Load the library, if that is still to be done: behind the filter it cannot be opened. */
void zip_prepare(void);

/* Inflate the parts for which want() is true, at most cap bytes in all; over it the child ends with
 * outcome "limit". */
void parts_read(struct parts *parts, const char *zip, size_t n, bool (*want)(const char *name),
		size_t cap);

/* The part of that name (compared without regard to case), or NULL. */
const struct part *parts_find(const struct parts *parts, const char *name);

#endif
