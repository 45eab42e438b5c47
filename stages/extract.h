/* SPDX-License-Identifier: MIT
 *
 * What the files of the extract stage share: sniff.c says what bytes are,
 * extract_text.c reads plain text and Markdown.
 */
#ifndef LM_STAGES_EXTRACT_H
#define LM_STAGES_EXTRACT_H

#include "pipeline/doc/doc.h"

/* The format of raw by its first bytes, never by its name. FORMAT_UNKNOWN when it is no document
 * that can be read: *what then names what it is ("an image (PNG)"), static. */
enum doc_format extract_sniff(struct str raw, const char **what);

/* Read d->raw as text in UTF-8, UTF-16 or, when it is neither, Windows-1252 (which counts as a
 * warning) into d->source and d->lines. Sets d->format to Markdown when it has Markdown headings.
 * Page numbers are counted where form feeds part pages. */
int extract_text(struct doc *d, struct error *e);

#endif
