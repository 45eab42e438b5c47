/* SPDX-License-Identifier: MIT
 *
 * See doc.h.
 */
#include <stdio.h>

#include "pipeline/doc/doc.h"

#define KEEP_ARENA ((size_t)8 * 1024 * 1024)   /* bytes kept from one document or portion to the next */
#define KEEP_WAITING ((size_t)2 * 1024 * 1024) /* the same, of each of the many that wait to be recorded */
#define KEEP_RAW ((ptrdiff_t)1 * 1024 * 1024)

void doc_init(struct doc *d, size_t limit)
{
	*d = (struct doc){ 0 };
	arena_init(&d->mem, limit);
}

/* What only a document in portions has. */
static void release_portion(struct doc *d)
{
	arena_release(&d->kept);
	buf_release(&d->portion.titles);
}

void doc_release(struct doc *d)
{
	arena_release(&d->mem);
	release_portion(d);
	buf_release(&d->id);
	buf_release(&d->raw);
	buf_release(&d->long_text);
}

void doc_reset(struct doc *d)
{
	struct doc kept = { .mem = d->mem, .id = d->id, .raw = d->raw };
	arena_reset(&kept.mem, KEEP_WAITING);
	buf_reset(&kept.id);
	buf_reset(&kept.raw);
	buf_shrink(&kept.raw, KEEP_RAW);
	buf_release(&d->long_text);
	release_portion(d);
	*d = kept;
}

void doc_restart(struct doc *d)
{
	struct doc kept = { .mem = d->mem, .id = d->id, .raw = d->raw, .index = d->index,
			    .raw_size = d->raw_size, .raw_hash = d->raw_hash };
	arena_reset(&kept.mem, KEEP_ARENA);
	buf_release(&d->long_text);
	release_portion(d);
	*d = kept;
}

void doc_forget(struct doc *d)
{
	struct doc kept = { .id = d->id, .raw = d->raw, .index = d->index,
			    .raw_size = d->raw_size, .words = d->words, .sentences = d->sentences,
			    .coded = d->coded, .status = d->status, .err = d->err,
			    .warnings = d->warnings };
	kept.mem = d->mem;
	arena_reset(&kept.mem, KEEP_ARENA);
	buf_release(&d->long_text);
	release_portion(d);
	buf_reset(&kept.raw);
	buf_shrink(&kept.raw, KEEP_RAW);
	*d = kept;
}

void doc_next_portion(struct doc *d)
{
	struct doc next = { .mem = d->mem, .kept = d->kept, .id = d->id, .raw = d->raw,
			    .index = d->index, .raw_size = d->raw_size, .raw_hash = d->raw_hash,
			    .format = d->format, .portion = d->portion, .counts = d->counts,
			    .words = d->words, .sentences = d->sentences, .coded = d->coded,
			    .has = d->has & LAYER_META, .status = d->status, .err = d->err,
			    .warnings = d->warnings };
	memcpy(next.meta, d->meta, sizeof next.meta);
	next.portion.is_later = true;
	next.portion.number += d->lines.n > 0;
	next.portion.sentences = doc_sentence_number(d, (uint32_t)d->sents.n);
	next.portion.pages += (uint32_t)d->pages.n;
	if (d->text.n > d->portion.own)
		next.portion.before += (uint64_t)(d->text.n - d->portion.own + 2);
	arena_reset(&next.mem, KEEP_ARENA);
	buf_release(&d->long_text);
	buf_reset(&next.raw);
	*d = next;
}

void doc_end_portions(struct doc *d)
{
	doc_next_portion(d);
	arena_reset(&d->mem, KEEP_WAITING);
}

void doc_degrade(struct doc *d, enum doc_status status, int code, const char *fmt, ...)
{
	static const int badness[DOC_STATUS_COUNT] = {
		[DOC_OK] = 0, [DOC_PARTIAL] = 1, [DOC_NOTEXT] = 2, [DOC_FAILED] = 3, [DOC_SKIPPED] = 4
	};
	if (badness[status] <= badness[d->status])
		return;
	d->status = status;
	d->err.code = code;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(d->err.msg, sizeof d->err.msg, fmt, ap);
	va_end(ap);
}

uint32_t doc_source_offset(const struct doc *d, uint32_t text_off)
{
	ptrdiff_t lo = 0, hi = d->map.n;
	while (hi - lo > 1) {
		ptrdiff_t mid = lo + (hi - lo) / 2;
		if (d->map.at[mid].text <= text_off)
			lo = mid;
		else
			hi = mid;
	}
	if (lo >= d->map.n || d->map.at[lo].text > text_off)
		return 0;
	struct offset_pair p = d->map.at[lo];
	uint32_t next = lo + 1 < d->map.n ? d->map.at[lo + 1].source : (uint32_t)d->source.n;
	uint32_t at = p.source + (text_off - p.text);
	return at < next || next <= p.source ? at : next;
}

uint16_t doc_page_at(const struct doc *d, uint32_t text_off)
{
	ptrdiff_t lo = 0, hi = d->page_starts.n;
	while (lo < hi) {
		ptrdiff_t mid = lo + (hi - lo) / 2;
		if (d->page_starts.at[mid].off <= text_off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo ? d->page_starts.at[lo - 1].page : 0;
}

struct doc_window doc_window(const struct doc *d)
{
	if (d->window.block_end)
		return d->window;
	return (struct doc_window){ .block_end = (uint32_t)d->blocks.n, .sent_end = (uint32_t)d->sents.n,
				.heading = NO_BLOCK };
}

/* The first sentence that is not of a heading of the portion before. */
static uint32_t own_sentence(const struct doc *d)
{
	uint32_t own = d->portion.own_block;
	return own < (uint32_t)d->blocks.n ? d->blocks.at[own].sent_first : own ? (uint32_t)d->sents.n : 0;
}

struct doc_window doc_own_window(const struct doc *d)
{
	struct doc_window w = doc_window(d);
	if (w.block < d->portion.own_block) {
		w.block = d->portion.own_block;
		w.sent = own_sentence(d);
	}
	return w;
}

bool doc_begins(const struct doc *d)
{
	return doc_window(d).block == 0 && d->portion.number == 0;
}

uint64_t doc_sentence_number(const struct doc *d, uint32_t sent)
{
	return d->portion.sentences + sent - own_sentence(d);
}

bool doc_counts(const struct doc *d, uint32_t sent, bool all_voices)
{
	const struct block *b = &d->blocks.at[d->sents.at[sent].block];
	return block_is_evidence(b) && (all_voices || b->voice == VOICE_INSPECTOR);
}

/* The first of n items of that size, which stand by sentence, that is not before `sent`; the
 * sentence's number is what an item has at sent_at. */
static ptrdiff_t first_of(const void *items, ptrdiff_t n, size_t size, size_t sent_at, uint32_t sent)
{
	ptrdiff_t lo = 0, hi = n;
	while (lo < hi) {
		ptrdiff_t mid = lo + (hi - lo) / 2;
		uint32_t at;
		memcpy(&at, (const char *)items + (size_t)mid * size + sent_at, sizeof at);
		if (at < sent)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

ptrdiff_t doc_hits_of(const struct doc *d, uint32_t sent, ptrdiff_t *first)
{
	ptrdiff_t n = 0;
	*first = first_of(d->hits.at, d->hits.n, sizeof(struct hit), offsetof(struct hit, sent), sent);
	while (*first + n < d->hits.n && d->hits.at[*first + n].sent == sent)
		n++;
	return n;
}

ptrdiff_t doc_marks_of(const struct doc *d, uint32_t sent, ptrdiff_t *first)
{
	ptrdiff_t n = 0;
	*first = first_of(d->marks.at, d->marks.n, sizeof(struct cue_mark),
			  offsetof(struct cue_mark, sent), sent);
	while (*first + n < d->marks.n && d->marks.at[*first + n].sent == sent)
		n++;
	return n;
}

const char *doc_status_name(enum doc_status s)
{
	static const char *const names[] = { "ok", "partial", "no-text", "failed", "skipped" };
	return names[s];
}

const char *block_kind_name(enum block_kind k)
{
	static const char *const names[] = { "none", "title", "heading", "paragraph", "item",
					     "row", "quote", "footnote", "furniture" };
	return names[k];
}

const char *doc_format_name(enum doc_format f)
{
	static const char *const names[] = { "unknown", "text", "markdown", "html", "pdf", "docx" };
	return names[f];
}

const char *polarity_name(enum polarity p)
{
	static const char *const names[] = { "neutral", "strength", "concern", "mixed" };
	return names[p];
}

const char *change_name(enum change c)
{
	static const char *const names[] = { "none", "better", "worse" };
	return names[c];
}

const char *carry_name(enum carry c)
{
#define X(name, word, people) word,
	static const char *const names[] = { CARRIES(X) };
#undef X
	return names[c];
}

const char *carry_words(enum carry c)
{
#define X(name, word, people) people,
	static const char *const words[] = { CARRIES(X) };
#undef X
	return words[c];
}

const char *voice_name(enum voice v)
{
	static const char *const names[] = { "inspector", "provider", "other" };
	return names[v];
}

const char *layer_name(unsigned layer_index)
{
#define X(name, what) #name,
	static const char *const names[] = {
#include "pipeline/doc/layers.def"
	};
#undef X
	return layer_index < LAYER_COUNT ? names[layer_index] : "?";
}

static int check_blocks(const struct doc *d, struct error *e)
{
	uint32_t end = 0;
	for (ptrdiff_t i = 0; i < d->blocks.n; i++) {
		const struct block *b = &d->blocks.at[i];
		if (b->off < end || b->len > d->text.n || b->off > d->text.n - b->len)
			return fail(e, E_INTERNAL, "block %td is out of order or range", i);
		end = b->off + b->len;
		if (b->heading != NO_BLOCK && b->heading >= (uint32_t)i)
			return fail(e, E_INTERNAL, "block %td has a heading after it", i);
	}
	return 0;
}

static int check_sentences(const struct doc *d, struct error *e)
{
	uint32_t end = 0;
	for (ptrdiff_t i = 0; i < d->sents.n; i++) {
		const struct sentence *s = &d->sents.at[i];
		if (s->block >= (uint32_t)d->blocks.n)
			return fail(e, E_INTERNAL, "sentence %td has no block", i);
		const struct block *b = &d->blocks.at[s->block];
		if (s->off < end || s->off < b->off || s->off + s->len > b->off + b->len)
			return fail(e, E_INTERNAL, "sentence %td leaves its block", i);
		if (!s->len)
			return fail(e, E_INTERNAL, "sentence %td is empty", i);
		end = s->off + s->len;
	}
	return 0;
}

static int check_tokens(const struct doc *d, struct error *e)
{
	struct doc_window w = doc_window(d);
	for (uint32_t i = w.sent; i < w.sent_end; i++) {
		const struct sentence *s = &d->sents.at[i];
		if (s->tok_first + (uint64_t)s->tok_count > (uint64_t)d->toks.n)
			return fail(e, E_INTERNAL, "sentence %u: tokens out of range", i);
		uint32_t end = s->off;
		for (uint32_t k = s->tok_first; k < s->tok_first + s->tok_count; k++) {
			const struct token *t = &d->toks.at[k];
			if (t->off < end || t->off + t->len > s->off + s->len)
				return fail(e, E_INTERNAL, "token %u leaves its sentence", k);
			end = t->off + t->len;
		}
	}
	return 0;
}

int doc_check(const struct doc *d, struct error *e)
{
	int rc = 0;
	if (d->has & LAYER_TEXT)
		rc = check_blocks(d, e);
	if (!rc && (d->has & LAYER_SENTENCES))
		rc = check_sentences(d, e);
	if (!rc && (d->has & LAYER_TOKENS))
		rc = check_tokens(d, e);
	return rc;
}
