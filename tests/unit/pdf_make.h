/* SPDX-License-Identifier: MIT
 *
 * Small PDF files made object by object. Fonts: F1 Helvetica, F2 its bold, F3 its oblique.
 */
#ifndef LM_TESTS_PDF_MAKE_H
#define LM_TESTS_PDF_MAKE_H

#include <stdio.h>
#include <string.h>

#include "pipeline/base/buf.h"

struct pdf {
	struct buf b;
	long at[64];
	int objects;
};

static inline void make_bytes(struct pdf *p, struct str bytes)
{
	if (p->objects == 0)
		buf_addz(&p->b, "%PDF-1.4\n");
	p->at[++p->objects] = p->b.n;
	buf_addf(&p->b, "%d 0 obj\n", p->objects);
	buf_add(&p->b, bytes);
	buf_addz(&p->b, "\nendobj\n");
}

static inline void make_object(struct pdf *p, const char *text)
{
	make_bytes(p, str_of(text));
}

static inline struct str make_finish(struct pdf *p, const char *trailer)
{
	long xref = p->b.n;
	buf_addf(&p->b, "xref\n0 %d\n0000000000 65535 f \n", p->objects + 1);
	for (int i = 1; i <= p->objects; i++)
		buf_addf(&p->b, "%010ld 00000 n \n", p->at[i]);
	buf_addf(&p->b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%ld\n%%%%EOF\n",
		 p->objects + 1, trailer, xref);
	return buf_str(&p->b);
}

#define FONT(name) "<< /Type /Font /Subtype /Type1 /BaseFont /" name " /Encoding /WinAnsiEncoding >>"

#define PDF_IMAGE \
	"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 " \
	"/ColorSpace /DeviceGray /Length 1 >>\nstream\n0\nendstream"

/* Objects 1 to 6: catalogue, tree, fonts, an image; then each page and its content. */
static inline void make_start(struct pdf *p, int pages)
{
	struct buf kids = { 0 };
	buf_addz(&kids, "<< /Type /Pages /Kids [");
	for (int i = 0; i < pages; i++)
		buf_addf(&kids, "%d 0 R ", 7 + 2 * i);
	buf_addf(&kids, "] /Count %d >>", pages);
	buf_addc(&kids, '\0');
	make_object(p, "<< /Type /Catalog /Pages 2 0 R >>");
	make_object(p, kids.p);
	make_object(p, FONT("Helvetica"));
	make_object(p, FONT("Helvetica-Bold"));
	make_object(p, FONT("Helvetica-Oblique"));
	make_object(p, PDF_IMAGE);
	buf_release(&kids);
}

static inline void make_stream(struct pdf *p, const char *entries, const char *bytes)
{
	struct buf b = { 0 };
	buf_addf(&b, "<< %s /Length %zu >>\nstream\n%s\nendstream%c", entries, strlen(bytes),
		 bytes, 0);
	make_object(p, b.p);
	buf_release(&b);
}

/* A page with resources of its own beside the fonts, and its content. extra: entries of its
 * dictionary. */
static inline void make_page_with(struct pdf *p, const char *extra, const char *fonts,
				 const char *resources, const char *content)
{
	struct buf b = { 0 };
	buf_addf(
		&b,
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R %s /Resources << "
		"/Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R %s >> %s >> >>%c",
		p->objects + 2, extra, fonts, resources, 0);
	make_object(p, b.p);
	buf_release(&b);
	make_stream(p, "", content);
}

/* extra may be "image": then the image is among the resources, as Im. */
static inline void make_page(struct pdf *p, const char *extra, const char *content)
{
	bool image = strcmp(extra, "image") == 0;
	make_page_with(p, image ? "" : extra, "", image ? "/XObject << /Im 6 0 R >>" : "", content);
}

#endif
