/* SPDX-License-Identifier: MIT
 *
 * Coded sentences as CSV, one row per sentence and theme: the columns that a
 * reader with a spreadsheet wants, document first. See docs/FORMAT.md.
 */
#include "pipeline/base/csv_out.h"
#include "pipeline/lexicon/code_lists.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/format.h"

static const enum meta_column told[] = { META_local_authority, META_kind, META_publication_date,
					 META_overall_effectiveness_grade };

static void head(struct buf *out, const struct stage_shared *sh)
{
	static const char *const columns[] = { "theme", "polarity", "change", "text", "page", "paragraph",
					       "section", "voice", "terms", "cues", "score" };
	(void)sh;
	csv_plain(out, "doc");
	for (ptrdiff_t i = 0; i < countof(told); i++)
		csv_plain(out, meta_column_name(told[i]));
	for (ptrdiff_t i = 0; i < countof(columns); i++)
		csv_plain(out, columns[i]);
	csv_end_row(out);
}

static void number_or_blank(struct buf *out, int64_t v)
{
	if (v)
		csv_int(out, v);
	else
		csv_plain(out, "");
}

/* A cell of what add() writes, a JSON array. */
static void list(struct buf *out, const struct doc *d, const struct code *c, const struct stage_shared *sh,
		 bool terms)
{
	struct buf b = { 0 };
	if (terms)
		code_list_terms(&b, d, c, sh->lexicon);
	else
		code_list_cues(&b, d, c);
	csv_text(out, buf_str(&b));
	buf_inherit(out, &b);
	buf_release(&b);
}

static void row(struct buf *out, const struct doc *d, const struct code *c, const struct stage_shared *sh)
{
	const struct sentence *s = &d->sents.at[c->sent];
	const struct block *b = &d->blocks.at[s->block];
	const struct block *h = b->heading == NO_BLOCK ? NULL : &d->blocks.at[b->heading];
	csv_text(out, buf_str(&d->id));
	for (ptrdiff_t i = 0; i < countof(told); i++)
		csv_text(out, d->meta[told[i]].value);
	csv_text(out, sh->lexicon->themes.at[c->theme].id);
	csv_plain(out, polarity_name(c->polarity));
	csv_plain(out, change_name(c->change));
	csv_text(out, doc_text(d, s->off, s->len));
	number_or_blank(out, s->page);
	number_or_blank(out, b->number);
	csv_text(out, h ? doc_text(d, h->off, h->len) : S(""));
	csv_plain(out, voice_name(b->voice));
	list(out, d, c, sh, true);
	list(out, d, c, sh, false);
	csv_fixed(out, (double)c->score, 2);
	csv_end_row(out);
}

static void document(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	for (ptrdiff_t i = 0; i < d->codes.n; i++)
		if (format_shows(d, &d->codes.at[i], sh))
			row(out, d, &d->codes.at[i], sh);
}

const struct format format_evidence_csv = {
	.name = "evidence-csv", .help = "the same, CSV",
	.needs = LAYER_VECTOR | LAYER_META | LAYER_PARTS | LAYER_CUES,
	.head = head, .document = document,
	.by_window = true,
};
