/* SPDX-License-Identifier: MIT
 *
 * The process that reads one document, and the interface of the parsers in it.
 */
#ifndef LEITMOTIF_READER_CHILD_H
#define LEITMOTIF_READER_CHILD_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/reader/out.h"
#include "pipeline/reader/sandbox.h"

/* A document's bytes; parsers never write to them and end through out_end(). */
struct input {
	const char *p;
	size_t n;
	unsigned max_pages;
	bool pdf_library;                       /* leave all pages to the library's device */
};

/* Read the document in memfd doc, send its records to pipe, exit. The caller has just forked. */
_Noreturn void child_run(const struct sandbox *s, const struct wire_request *q, int doc, int pipe,
			 struct note *note);

/* What the bytes are by their content alone; WIRE_AUTO when they claim nothing that is read here,
 * then *what names what they look like. */
enum wire_kind sniff(const struct input *in, const char **what);

/* What can be done for all documents before the first; needs nothing of any. */
void pdf_prepare(void);

/* The same before the first that may be a DOCX: loads the libraries that it takes. */
void docx_prepare(void);

_Noreturn void pdf_read(const struct input *in);
_Noreturn void html_read(const struct input *in);
_Noreturn void docx_read(const struct input *in);

/* Misbehave on purpose; returns for faults that it does not know. */
void fault_run(uint32_t fault);

#endif
