/* SPDX-License-Identifier: MIT
 *
 * The paragraph styles of a DOCX: what a style means for its paragraphs.
 */
#ifndef LEITMOTIF_READER_DOCX_STYLE_H
#define LEITMOTIF_READER_DOCX_STYLE_H

#include "pipeline/doc/wire.h"
#include "pipeline/reader/zip.h"

struct style_def {
	char id[64], name[64], base[64];
	int outline;                            /* 0 = level 1; -1 = says nothing */
	bool list;                              /* has a numbering of its own */
};

struct styles {
	struct style_def *v;
	size_t n, cap;
};

struct style_use {
	enum wire_block_kind kind;
	unsigned level;
};

/* Read word/styles.xml; part may be NULL. */
void styles_read(struct styles *s, const struct part *part);

/* The meaning of the style of that id; an unknown style is a paragraph's. */
struct style_use styles_use(const struct styles *s, const char *id);

#endif
