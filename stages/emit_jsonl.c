/* SPDX-License-Identifier: MIT
 *
 * JSON Lines: one object a document, one object per coded sentence and theme,
 * and one object about the run. Fields are described in docs/FORMAT.md.
 */
#include "pipeline/base/json_out.h"
#include "pipeline/lexicon/code_lists.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/format.h"

static void field(struct buf *out, const char *key, struct str value)
{
	json_key(out, key);
	json_str(out, value);
}

static void field_or_null(struct buf *out, const char *key, struct str value)
{
	json_key(out, key);
	json_str_or_null(out, value);
}

static void number(struct buf *out, const char *key, int64_t value)
{
	json_key(out, key);
	json_int(out, value);
}

static void number_or_null(struct buf *out, const char *key, int64_t value)
{
	json_key(out, key);
	if (value)
		json_int(out, value);
	else
		json_null(out);
}

static void fixed(struct buf *out, const char *key, double value, int decimals)
{
	json_key(out, key);
	json_fixed(out, value, decimals);
}

static void provenance(struct buf *out, const struct stage_shared *sh)
{
	field(out, "program", S(LM_VERSION));
	field(out, "stemmer", str_of(sh->lexicon->stemmer));
	field(out, "lexicon", str_of(sh->lexicon->hash));
}

static void theme_object(struct buf *out, const struct theme *t, const struct theme_count *n)
{
	json_key(out, t->id.p);
	json_open(out, '{');
	number(out, "sentences", n->sentences);
	number(out, "mentions", n->mentions);
	for (enum polarity p = 0; p < POL_COUNT; p++)
		number(out, polarity_name(p), n->by_polarity[p]);
	number(out, "better", n->better);
	number(out, "worse", n->worse);
	json_close(out, '}');
}

static void document(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	json_open(out, '{');
	field(out, "doc", buf_str(&d->id));
	field(out, "status", str_of(doc_status_name(d->status)));
	field_or_null(out, "reason", str_of(d->err.msg));
	for (int c = 0; c < lexicon_columns(sh->lexicon); c++)
		field_or_null(out, lexicon_column_name(sh->lexicon, c), d->meta[c].value);
	number(out, "words", d->words);
	number(out, "sentences", d->sentences);
	number(out, "coded_sentences", d->coded);
	provenance(out, sh);
	json_key(out, "themes");
	json_open(out, '{');
	for (ptrdiff_t i = 0; i < sh->lexicon->themes.n; i++)
		if (d->counts[i].sentences)
			theme_object(out, &sh->lexicon->themes.at[i], &d->counts[i]);
	json_close(out, '}');
	json_close(out, '}');
	buf_addc(out, '\n');
}

static void evidence_row(struct buf *out, const struct doc *d, const struct code *c,
			 const struct stage_shared *sh)
{
	const struct sentence *s = &d->sents.at[c->sent];
	const struct block *b = &d->blocks.at[s->block];
	const struct block *h = b->heading == NO_BLOCK ? NULL : &d->blocks.at[b->heading];
	json_open(out, '{');
	field(out, "doc", buf_str(&d->id));
	field(out, "theme", sh->lexicon->themes.at[c->theme].id);
	field(out, "polarity", str_of(polarity_name(c->polarity)));
	field(out, "change", str_of(change_name(c->change)));
	field(out, "text", doc_text(d, s->off, s->len));
	number(out, "start", (int64_t)doc_place(d, s->off));
	number(out, "end", (int64_t)doc_place(d, s->off + s->len));
	number_or_null(out, "page", s->page);
	number_or_null(out, "paragraph", b->number);
	field_or_null(out, "section", h ? doc_text(d, h->off, h->len) : (struct str){ 0 });
	field(out, "voice", str_of(voice_name(b->voice)));
	json_key(out, "terms");
	code_list_terms(out, d, c, sh->lexicon);
	json_key(out, "carried");
	code_list_carried(out, d, c, sh->lexicon);
	json_key(out, "cues");
	code_list_cues(out, d, c);
	fixed(out, "score", (double)c->score, 2);
	field_or_null(out, "local_authority", d->meta[META_local_authority].value);
	field_or_null(out, "kind", d->meta[META_kind].value);
	field_or_null(out, "publication_date", d->meta[META_publication_date].value);
	field(out, "lexicon", str_of(sh->lexicon->hash));
	json_close(out, '}');
	buf_addc(out, '\n');
}

static void evidence(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	for (ptrdiff_t i = 0; i < d->codes.n; i++)
		if (format_shows(d, &d->codes.at[i], sh))
			evidence_row(out, d, &d->codes.at[i], sh);
}

static void about(struct buf *out, const struct totals *t, const struct stage_shared *sh)
{
	json_open(out, '{');
	provenance(out, sh);
	field(out, "lexicon_id", sh->lexicon->id);
	field(out, "lexicon_version", sh->lexicon->version);
	number(out, "themes", sh->lexicon->themes.n);
	number(out, "inputs", (int64_t)t->inputs);
	for (enum doc_status s = 0; s < DOC_STATUS_COUNT; s++)
		number(out, doc_status_name(s), (int64_t)t->by_status[s]);
	number(out, "bytes", (int64_t)t->bytes);
	number(out, "words", (int64_t)t->words);
	number(out, "sentences", (int64_t)t->sentences);
	number(out, "coded_sentences", (int64_t)t->coded);
	json_close(out, '}');
	buf_addc(out, '\n');
}

const struct format format_jsonl = {
	.name = "jsonl", .help = "JSON Lines, one object a document",
	.needs = LAYER_VECTOR | LAYER_META, .document = document,
};

const struct format format_evidence = {
	.name = "evidence", .help = "JSON Lines, one object per coded sentence and theme",
	.needs = LAYER_VECTOR | LAYER_META | LAYER_PARTS | LAYER_CUES, .document = evidence,
	.by_window = true,
};

const struct format format_about = {
	.name = "about", .help = "JSON, one object about the run: versions and counts",
	.needs = LAYER_VECTOR, .tail = about,
};
