/* SPDX-License-Identifier: MIT
 *
 * The extract stage: bytes to lines. The content says what a file is, not its
 * name. Text and Markdown are read here; PDF, HTML and DOCX are hostile ground
 * and go to the sandboxed reader.
 */
#include "pipeline/run/reader_client.h"
#include "pipeline/run/stage.h"
#include "stages/extract.h"

/* An HTML file under a PDF's name with fewer words than this is what a web server sent instead. */
#define ERROR_PAGE_WORDS 150

static bool name_says_pdf(const struct doc *d)
{
	struct str id = buf_str(&d->id);
	return str_eq_nocase(str_sub(id, id.n - 4, id.n), S(".pdf"));
}

/* Words of the lines that are content, counted by the blanks between them. */
static ptrdiff_t content_words(const struct doc *d)
{
	ptrdiff_t words = 0;
	for (ptrdiff_t i = 0; i < d->lines.n; i++) {
		const struct line *l = &d->lines.at[i];
		if (l->kind == BLOCK_FURNITURE)
			continue;
		struct str t = str_trim(doc_line(d, l));
		words += t.n > 0;
		for (ptrdiff_t k = 1; k < t.n; k++)
			words += (t.p[k] == ' ' || t.p[k] == '\n') && t.p[k - 1] != ' ';
	}
	return words;
}

/* Downloads by a script often hold the server's error page instead of the report. The reader
 * refuses what it knows for one; under a PDF's name, any page with hardly a word on it is one. */
static int check_html(struct doc *d, int rc, struct error *e)
{
	if (!name_says_pdf(d))
		return rc;
	if (rc == -E_FORMAT || (rc == 0 && content_words(d) < ERROR_PAGE_WORDS)) {
		*e = (struct error){ 0 };
		return fail(e, E_FORMAT, "an HTML error page, not a PDF");
	}
	d->warnings++;
	return rc;
}

static int extract_foreign(struct doc *d, struct reader_client *reader, struct error *e)
{
	if (!reader)
		return fail(e, E_READER, "no reader for %s: leitmotif-reader could not be started",
			    doc_format_name(d->format));
	int rc = reader_client_extract(reader, d, d->format, e);
	return d->format == FORMAT_HTML ? check_html(d, rc, e) : rc;
}

static bool has_words(const struct doc *d)
{
	for (ptrdiff_t i = 0; i < d->lines.n; i++)
		if (str_trim(doc_line(d, &d->lines.at[i])).n)
			return true;
	return false;
}

static bool is_foreign(const struct doc *d)
{
	return d->format != FORMAT_TEXT && d->format != FORMAT_MARKDOWN;
}

/* A large document of which this is the beginning: is more of it needed to tell what it is, or does
 * the reader want it? */
static bool wants_all(const struct doc *d)
{
	struct str raw = buf_str(&d->raw);
	if (d->format != FORMAT_UNKNOWN)
		return is_foreign(d);
	return str_starts(raw, S("PK")) || str_starts(raw, S("\xd0\xcf\x11\xe0"));
}

static int extract_process(struct doc *d, const struct stage_shared *sh,
			   const struct stage_worker *w, const void *state, void *scratch,
			   struct error *e)
{
	(void)sh, (void)state, (void)scratch;
	if (d->portion.is_later && is_foreign(d))
		return reader_client_continue(w->reader, d, e);
	if (d->portion.is_one && d->portion.number)
		return extract_text(d, e);
	if (d->raw.n == 0) {
		doc_degrade(d, DOC_NOTEXT, E_NOTEXT, "empty file");
		return 0;
	}
	const char *what = NULL;
	d->format = extract_sniff(buf_str(&d->raw), &what);
	d->portion.all_wanted = d->portion.is_one && wants_all(d);
	if (d->portion.all_wanted)
		return 0;
	if (d->format == FORMAT_UNKNOWN)
		return fail(e, E_FORMAT, "not a document: %s", what);
	int rc = d->format == FORMAT_TEXT ? extract_text(d, e) : extract_foreign(d, w->reader, e);
	if (rc == 0 && !d->portion.is_one && !has_words(d))
		doc_degrade(d, DOC_NOTEXT, E_NOTEXT, "no text in it");
	return rc;
}

const struct stage stage_extract = {
	.name = "extract",
	.help = "bytes to lines: find the format by content, read it",
	.needs = LAYER_RAW,
	.gives = LAYER_LINES,
	.process = extract_process,
};
