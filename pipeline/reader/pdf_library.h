/* SPDX-License-Identifier: MIT
 *
 * The text of a PDF page by MuPDF's own interpreter and text device: for pages that
 * pdf_content.c does not understand, and to compare it with.
 */
#ifndef LEITMOTIF_READER_PDF_LIBRARY_H
#define LEITMOTIF_READER_PDF_LIBRARY_H

#include "pipeline/reader/pdf_content.h"

struct library;

/* For a document's whole life, which is the process's: there is nothing to free it. ctx must have no
 * other user. May throw. */
struct library *library_new(fz_context *ctx, pdf_document *doc);

/* What a page is, beside its text. */
struct page_facts {
	bool images;                            /* has some inside its content */
	bool damaged;                           /* its content has errors */
};

/* Place the text of page number i, from 0. May throw. */
void library_read(struct library *l, int i, struct sheet *sheet, struct page_facts *facts);

#endif
