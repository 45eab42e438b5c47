/* SPDX-License-Identifier: MIT
 *
 * Pages of PDF files by our own interpreter (pdf_content.c and all that it calls). The first byte
 * says what the others are: c the page's content, z the same packed, u a font's ToUnicode CMap, w a
 * font's widths, f a font. The file around them is sound; MuPDF reads that.
 */
#include <fcntl.h>
#include <math.h>
#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <unistd.h>

#include "pipeline/reader/out.h"
#include "pipeline/reader/pdf_content.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/pdf_make.h"

static const char usual_font[] = "<< /Type /Font /Subtype /TrueType /BaseFont /A-Bold /FirstChar 32 "
	"/LastChar 34 /Widths [250 600 600] /Encoding << /BaseEncoding /WinAnsiEncoding "
	"/Differences [33 /fi] >> /FontDescriptor << /Ascent 905 /Descent -210 /FontFile2 3 0 R >> >>";
static const char usual_map[] = "1 beginbfrange <0000> <00ff> <0041> endbfrange";
static const char usual_content[] =
	"BT /T1 12 Tf 50 700 Td (a! \\(b\\)) Tj /T2 9 Tf [<00030041> -300 <004200ff>] TJ ET /Fm Do";

static struct str part(char kind, char wanted, struct str given, const char *usual)
{
	return kind == wanted ? given : str_of(usual);
}

static void put_stream(struct pdf *p, const char *entries, struct str bytes)
{
	struct buf b = { 0 };
	buf_addf(&b, "<< %s /Length %td >>\nstream\n", entries, bytes.n);
	buf_add(&b, bytes);
	buf_addz(&b, "\nendstream");
	make_bytes(p, buf_str(&b));
	buf_release(&b);
}

static struct str file_around(struct pdf *p, char kind, struct str given)
{
	struct buf wide = { 0 };
	make_object(p, "<< /Type /Catalog /Pages 2 0 R >>");
	make_object(p, "<< /Type /Pages /Kids [8 0 R] /Count 1 >>");
	put_stream(p, "", S("none"));
	make_bytes(p, part(kind, 'f', given, usual_font));
	put_stream(p, "", part(kind, 'u', given, usual_map));
	buf_addz(&wide, "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 5 0 R "
		 "/DescendantFonts [<< /Subtype /CIDFontType2 /BaseFont /B /FontDescriptor << "
		 "/Ascent 905 /Descent -210 /FontFile2 3 0 R >> /W [");
	buf_add(&wide, part(kind, 'w', given, "3 [250] 65 67 600"));
	buf_addz(&wide, "] >>] >>");
	make_bytes(p, buf_str(&wide));
	put_stream(p, "/Type /XObject /Subtype /Form /BBox [0 0 300 300]", S("BT /T1 9 Tf (x) Tj ET"));
	make_object(p, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 9 0 R /Resources << "
		"/Font << /T1 4 0 R /T2 6 0 R >> /XObject << /Fm 7 0 R >> /ExtGState << /G << /ca 1 >> >> "
		">> >>");
	put_stream(p, kind == 'z' ? "/Filter /FlateDecode" : "",
		   kind == 'z' || kind == 'c' ? given : str_of(usual_content));
	buf_release(&wide);
	return make_finish(p, "");
}

static void hold_span(const struct sheet *s, const struct span *c)
{
	MUST(c->hand < s->hands_n);
	MUST(s->hands[c->hand].size > 0);
	MUST(isfinite(s->hands[c->hand].size));
	MUST(c->n && c->shown <= c->n && c->letters <= c->shown);
	MUST(c->from + c->n <= s->now.runes_n);
	for (unsigned i = 0; i < c->n; i++)
		MUST(s->runes[c->from + i] && s->runes[c->from + i] <= RUNE_BITS);
}

static void hold(const struct sheet *s)
{
	for (size_t i = 0; i < s->now.n; i++)
		hold_span(s, &s->spans[i]);
	MUST(s->now.n == 0 || s->spans[0].line);
	MUST(s->now.n == s->kept.n);
}

static void read_one(fz_context *ctx, struct str bytes)
{
	struct sheet sheet = { 0 };
	struct lines lines = { 0 };
	struct content content = { .ctx = ctx, .sheet = &sheet };
	struct wire_page head = { .number = 1, .width = 600, .height = 800 };
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)bytes.p, (size_t)bytes.n);
	fz_try(ctx)
	{
		content.doc = pdf_open_document_with_stream(ctx, in);
		pdf_obj *page = pdf_lookup_page_obj(ctx, content.doc, 0);
		bool good = content_read(&content, pdf_dict_get(ctx, page, PDF_NAME(Resources)),
					 pdf_dict_get(ctx, page, PDF_NAME(Contents)),
					 (struct matrix){ 1, 0, 0, -1, 0, 800 });
		if (good) {
			hold(&sheet);
			sheet_send(&sheet, &head, &lines);
		}
	}
	fz_catch(ctx)
	{
	}
	pdf_document *doc = content.doc;
	content_release(&content);
	sheet_release(&sheet);
	lines_release(&lines);
	pdf_drop_document(ctx, doc);
	fz_drop_stream(ctx, in);
}

static void quiet(void *user, const char *message)
{
	(void)user, (void)message;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int nowhere = -1;
	struct pdf p = { 0 };
	if (nowhere < 0)
		nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (size == 0)
		return 0;
	out_open(nowhere, 0, NULL);
	fz_context *ctx = fz_new_context(NULL, NULL, 1 << 20);
	fz_set_warning_callback(ctx, quiet, NULL);
	fz_set_error_callback(ctx, quiet, NULL);
	read_one(ctx, file_around(&p, (char)data[0], fuzz_bytes(data + 1, size - 1)));
	fz_drop_context(ctx);
	buf_release(&p.b);
	return 0;
}
