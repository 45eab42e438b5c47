/* SPDX-License-Identifier: MIT
 *
 * CSV (RFC 4180, no byte order mark): one row a document, one row a document
 * and theme, and the ledger. Columns are described in docs/FORMAT.md; the
 * schema comes from the lexicon, so zeros stay and the order never changes.
 */
#include <stdio.h>

#include "pipeline/base/csv_out.h"
#include "pipeline/base/interval.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/format.h"

#define RATE_WORDS 1000.0

/* Sentences of the theme per 1,000 words of the document's evidence. */
static double rate(const struct doc *d, const struct theme_count *t)
{
	return d->words ? RATE_WORDS * t->sentences / d->words : 0;
}

/* Share of the document's coded sentences that carry the theme. */
static double share(const struct doc *d, const struct theme_count *t)
{
	return d->coded ? (double)t->sentences / d->coded : 0;
}

/* What the sentences that judge come to, from -1 (all concerns) to 1 (all strengths), a mixed one
 * being 0, with its interval; and the share of mixed ones. Blank where none judges. */
static void net_cells(struct buf *out, const struct theme_count *t)
{
	uint32_t good = t->by_polarity[POL_STRENGTH], bad = t->by_polarity[POL_CONCERN];
	uint32_t mixed = t->by_polarity[POL_MIXED], n = good + bad + mixed;
	if (!n) {
		for (int i = 0; i < 4; i++)
			csv_plain(out, "");
		return;
	}
	struct interval net = interval_balance(good, bad, mixed);
	csv_fixed(out, ((double)good - bad) / n, 4);
	csv_fixed(out, net.low, 4);
	csv_fixed(out, net.high, 4);
	csv_fixed(out, (double)mixed / n, 4);
}

/* `sentences` names the column of the document's sentences: in the long table the theme's own
 * have that name, and no name may stand twice. */
static void meta_head(struct buf *out, const char *sentences, const struct lexicon *lx)
{
	csv_plain(out, "doc");
	csv_plain(out, "status");
	for (int c = 0; c < lexicon_columns(lx); c++)
		csv_plain(out, lexicon_column_name(lx, c));
	csv_plain(out, "words");
	csv_plain(out, sentences);
	csv_plain(out, "coded_sentences");
	csv_plain(out, "program_version");
	csv_plain(out, "stemmer_version");
	csv_plain(out, "lexicon_hash");
}

static void meta_row(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	csv_text(out, buf_str(&d->id));
	csv_plain(out, doc_status_name(d->status));
	for (int c = 0; c < lexicon_columns(sh->lexicon); c++)
		csv_text(out, d->meta[c].value);
	csv_int(out, d->words);
	csv_int(out, d->sentences);
	csv_int(out, d->coded);
	csv_plain(out, LM_VERSION);
	csv_plain(out, sh->lexicon->stemmer);
	csv_plain(out, sh->lexicon->hash);
}

/* Most themes of a document are not there: their cells are written in one piece. */
static bool is_nothing(const struct theme_count *t)
{
	return !t->sentences && !t->mentions;
}

static void counts_row(struct buf *out, const struct doc *d, const struct theme_count *t)
{
	if (is_nothing(t)) {
		buf_add(out, S("0,0,0,0,0,0,0,0,0.0000,0.0000,,,,,"));
		return;
	}
	csv_int(out, t->sentences);
	csv_int(out, t->mentions);
	csv_int(out, t->by_polarity[POL_STRENGTH]);
	csv_int(out, t->by_polarity[POL_CONCERN]);
	csv_int(out, t->by_polarity[POL_MIXED]);
	csv_int(out, t->by_polarity[POL_NEUTRAL]);
	csv_int(out, t->better);
	csv_int(out, t->worse);
	csv_fixed(out, rate(d, t), 4);
	csv_fixed(out, share(d, t), 4);
	net_cells(out, t);
}

static const char *const count_columns[] = { "sentences", "mentions", "strength", "concern",
					     "mixed", "neutral", "better", "worse",
					     "per_1000_words", "share", "net", "net_low",
					     "net_high", "mixed_share" };

static void wide_head(struct buf *out, const struct stage_shared *sh)
{
	meta_head(out, "sentences", sh->lexicon);
	for (ptrdiff_t i = 0; i < sh->lexicon->themes.n; i++) {
		struct str id = sh->lexicon->themes.at[i].id;
		for (ptrdiff_t k = 0; k < countof(count_columns); k++) {
			char name[256];
			snprintf(name, sizeof name, "%.*s.%s", STR_ARG(id), count_columns[k]);
			csv_plain(out, name);
		}
	}
	csv_end_row(out);
}

static void wide_row(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	meta_row(out, d, sh);
	for (ptrdiff_t i = 0; i < sh->lexicon->themes.n; i++)
		counts_row(out, d, &d->counts[i]);
	csv_end_row(out);
}

static void long_head(struct buf *out, const struct stage_shared *sh)
{
	meta_head(out, "document_sentences", sh->lexicon);
	csv_plain(out, "group");
	csv_plain(out, "theme");
	for (ptrdiff_t k = 0; k < countof(count_columns); k++)
		csv_plain(out, count_columns[k]);
	csv_end_row(out);
}

static void long_rows(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	for (ptrdiff_t i = 0; i < sh->lexicon->themes.n; i++) {
		meta_row(out, d, sh);
		csv_text(out, sh->lexicon->themes.at[i].group);
		csv_text(out, sh->lexicon->themes.at[i].id);
		counts_row(out, d, &d->counts[i]);
		csv_end_row(out);
	}
}

static void ledger_head(struct buf *out, const struct stage_shared *sh)
{
	static const char *const columns[] = { "doc", "status", "reason", "format", "bytes", "pages",
					       "words", "sentences", "coded_sentences", "warnings" };
	(void)sh;
	for (ptrdiff_t k = 0; k < countof(columns); k++)
		csv_plain(out, columns[k]);
	csv_end_row(out);
}

static void ledger_row(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	(void)sh;
	csv_text(out, buf_str(&d->id));
	csv_plain(out, doc_status_name(d->status));
	csv_text(out, str_of(d->err.msg));
	csv_plain(out, doc_format_name(d->format));
	csv_int(out, (int64_t)d->raw_size);
	csv_int(out, doc_page_count(d));
	csv_int(out, d->words);
	csv_int(out, d->sentences);
	csv_int(out, d->coded);
	csv_int(out, d->warnings);
	csv_end_row(out);
}

const struct format format_csv = {
	.name = "csv", .help = "one row a document: metadata, then counts per theme",
	.needs = LAYER_VECTOR | LAYER_META, .head = wide_head, .document = wide_row,
};

const struct format format_long = {
	.name = "long", .help = "CSV, one row per document and theme",
	.needs = LAYER_VECTOR | LAYER_META, .head = long_head, .document = long_rows,
};

const struct format format_ledger = {
	.name = "ledger", .help = "CSV, one row an input: status, reason, sizes",
	.needs = LAYER_VECTOR, .failed_too = true, .head = ledger_head, .document = ledger_row,
};
