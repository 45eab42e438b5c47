/* SPDX-License-Identifier: MIT
 *
 * See kept_layers.h. Layout: SIGN, sums, metadata, text, blocks, sentences, and
 * their words, of each sentence as many bytes as it says. Places are told from the
 * end of what came before.
 */
#include "pipeline/store/kept_layers.h"
#include "pipeline/store/packing.h"

#define SIGN S("LMl3")
#define LAYERS (LAYER_LINES | LAYER_LAYOUT | LAYER_TEXT | LAYER_SECTIONS | LAYER_META | \
		LAYER_SENTENCES | LAYER_TOKENS)

/* NO_BLOCK becomes 0, all other numbers one more. */
static void pack_index(struct buf *out, uint32_t i)
{
	pack_int(out, (uint32_t)(i + 1));
}

static void write_block(struct buf *out, const struct block *b, uint32_t from)
{
	pack_int(out, b->off - from);
	pack_int(out, b->len);
	pack_int(out, b->kind);
	pack_int(out, b->level);
	pack_int(out, b->voice);
	pack_int(out, b->excluded);
	pack_int(out, b->page);
	pack_int(out, b->number);
	pack_index(out, b->heading);
	pack_index(out, b->intro);
	pack_int(out, b->sent_first);
	pack_int(out, b->sent_count);
	pack_text(out, b->section);
	pack_text(out, b->why);
}

static void write_words(struct buf *out, const struct doc *d, const struct sentence *s)
{
	uint32_t from = s->off;
	for (uint32_t k = 0; k < s->tok_count; k++) {
		const struct token *t = &d->toks.at[s->tok_first + k];
		pack_int(out, t->off - from);
		pack_int(out, t->len);
		pack_int(out, t->flags);
		from = t->off + t->len;
	}
}

/* The words are appended to words. */
static void write_sentence(struct buf *out, struct buf *words, const struct doc *d,
			   const struct sentence *s, uint32_t from)
{
	ptrdiff_t before = words->n;
	write_words(words, d, s);
	pack_int(out, s->off - from);
	pack_int(out, s->len);
	pack_int(out, s->block);
	pack_int(out, s->page);
	pack_int(out, (uint64_t)(words->n - before));
}

static void write_sentences(struct buf *out, const struct doc *d)
{
	struct buf words = { 0 };
	uint32_t from = 0;
	pack_int(out, (uint64_t)d->sents.n);
	for (ptrdiff_t i = 0; i < d->sents.n; i++) {
		write_sentence(out, &words, d, &d->sents.at[i], from);
		from = d->sents.at[i].off + d->sents.at[i].len;
	}
	buf_add(out, buf_str(&words));
	buf_inherit(out, &words);
	buf_release(&words);
}

void kept_layers_write(struct buf *out, const struct doc *d)
{
	uint32_t from = 0;
	buf_add(out, SIGN);
	pack_int(out, d->format);
	pack_int(out, d->warnings);
	pack_int(out, (uint64_t)d->pages.n);
	for (int c = 0; c < META_ALL; c++)
		pack_text(out, d->meta[c].value);
	pack_text(out, d->text);
	pack_int(out, (uint64_t)d->blocks.n);
	for (ptrdiff_t i = 0; i < d->blocks.n; i++) {
		write_block(out, &d->blocks.at[i], from);
		from = d->blocks.at[i].off + d->blocks.at[i].len;
	}
	write_sentences(out, d);
}

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for kept layers");
}

/* A place that is told from `from`, inside the text. */
static uint32_t read_place(struct unpacker *u, const struct doc *d, uint32_t from)
{
	return from + (uint32_t)unpack_int(u, (uint64_t)d->text.n - from);
}

static uint32_t read_index(struct unpacker *u, ptrdiff_t count)
{
	return (uint32_t)unpack_int(u, (uint64_t)count) - 1;
}

static void read_block(struct unpacker *u, struct doc *d, struct block *b, uint32_t from)
{
	b->off = read_place(u, d, from);
	b->len = (uint32_t)unpack_int(u, (uint64_t)d->text.n - b->off);
	b->kind = (uint8_t)unpack_int(u, BLOCK_KIND_COUNT - 1);
	b->level = (uint8_t)unpack_int(u, UINT8_MAX);
	b->voice = (uint8_t)unpack_int(u, VOICE_OTHER);
	b->excluded = unpack_int(u, 1);
	b->page = (uint16_t)unpack_int(u, UINT16_MAX);
	b->number = (uint16_t)unpack_int(u, UINT16_MAX);
	b->heading = read_index(u, d->blocks.n);
	b->intro = read_index(u, d->blocks.n);
	b->sent_first = (uint32_t)unpack_int(u, UINT32_MAX);
	b->sent_count = (uint32_t)unpack_int(u, UINT32_MAX);
	b->section = unpack_text(u);
	b->why = unpack_text(u);
}

static void read_sentence(struct unpacker *u, struct doc *d, struct sentence *s, uint32_t from)
{
	s->off = read_place(u, d, from);
	s->len = (uint32_t)unpack_int(u, (uint64_t)d->text.n - s->off);
	s->block = (uint32_t)unpack_int(u, UINT32_MAX);
	s->page = (uint16_t)unpack_int(u, UINT16_MAX);
}

static void read_head(struct unpacker *u, struct doc *d)
{
	d->format = (enum doc_format)unpack_int(u, FORMAT_DOCX);
	d->warnings = (uint32_t)unpack_int(u, UINT32_MAX);
	d->pages.n = (ptrdiff_t)unpack_int(u, UINT16_MAX);      /* only their number is known */
	for (int c = 0; c < META_ALL; c++)
		d->meta[c].value = unpack_text(u);
	d->text = unpack_text(u);
}

static int read_blocks(struct unpacker *u, struct doc *d, struct error *e)
{
	ptrdiff_t n = unpack_count(u, 12);
	uint32_t from = 0;
	d->blocks.at = NEW(&d->mem, struct block, n + 1);
	if (!d->blocks.at)
		return no_memory(e);
	d->blocks.n = d->blocks.cap = n;
	for (ptrdiff_t i = 0; i < n && !u->bad; i++) {
		read_block(u, d, &d->blocks.at[i], from);
		from = d->blocks.at[i].off + d->blocks.at[i].len;
	}
	return 0;
}

/* The words follow, all to the end. */
static int read_sentences(struct kept_layers *k, struct unpacker *u, struct doc *d, struct error *e)
{
	ptrdiff_t n = unpack_count(u, 5);
	uint32_t from = 0, end = 0;
	d->sents.at = NEW(&d->mem, struct sentence, n + 1);
	k->ends = NEW(&d->mem, uint32_t, n + 1);
	if (!d->sents.at || !k->ends)
		return no_memory(e);
	d->sents.n = d->sents.cap = n;
	for (ptrdiff_t i = 0; i < n && !u->bad; i++) {
		read_sentence(u, d, &d->sents.at[i], from);
		from = d->sents.at[i].off + d->sents.at[i].len;
		end += (uint32_t)unpack_int(u, (uint64_t)u->rest.n - end);
		k->ends[i] = end;
	}
	k->words = u->rest;
	u->bad |= u->rest.n != (ptrdiff_t)end;
	return 0;
}

/* What doc_check() does not say: do blocks name sentences that are there? */
static bool blocks_are_sound(const struct doc *d)
{
	for (ptrdiff_t i = 0; i < d->blocks.n; i++) {
		const struct block *b = &d->blocks.at[i];
		if (b->sent_count && (uint64_t)b->sent_first + b->sent_count > (uint64_t)d->sents.n)
			return false;
	}
	return true;
}

static int damaged(struct error *e)
{
	return fail(e, E_FORMAT, "the kept layers are damaged");
}

static int read_all(struct kept_layers *k, struct doc *d, struct str bytes, struct error *e)
{
	struct unpacker u = { bytes, !str_starts(bytes, SIGN) };
	struct error inner = { 0 };
	u.rest = str_sub(bytes, SIGN.n, bytes.n);
	read_head(&u, d);
	int rc = read_blocks(&u, d, e);
	if (rc == 0)
		rc = read_sentences(k, &u, d, e);
	if (rc < 0)
		return rc;
	d->has |= LAYERS;
	return u.bad || !blocks_are_sound(d) || doc_check(d, &inner) < 0 ? damaged(e) : 0;
}

static void forget(struct doc *d)
{
	d->has &= ~(unsigned)LAYERS;
	d->text = (struct str){ 0 };
	d->blocks.n = d->sents.n = d->toks.n = d->pages.n = 0;
	d->format = FORMAT_UNKNOWN;
	d->warnings = 0;
	memset(d->meta, 0, sizeof d->meta);
}

int kept_layers_open(struct kept_layers *k, struct doc *d, struct str bytes, struct error *e)
{
	*k = (struct kept_layers){ 0 };
	int rc = read_all(k, d, bytes, e);
	if (rc < 0)
		forget(d);
	return rc;
}

int kept_layers_words(const struct kept_layers *k, struct doc *d, uint32_t sent, struct error *e)
{
	struct sentence *s = &d->sents.at[sent];
	struct unpacker u = { str_sub(k->words, sent ? k->ends[sent - 1] : 0, k->ends[sent]), false };
	uint32_t from = s->off, end = s->off + s->len;
	if (s->tok_count)
		return 0;
	s->tok_first = (uint32_t)d->toks.n;
	while (u.rest.n && !u.bad) {
		struct token *t = VEC_PUSH(&d->mem, &d->toks);
		if (!t)
			return no_memory(e);
		t->off = from + (uint32_t)unpack_int(&u, end - from);
		t->len = (uint16_t)unpack_int(&u, end - t->off);
		t->flags = (uint16_t)unpack_int(&u, UINT16_MAX);
		from = t->off + t->len;
		s->tok_count++;
	}
	return u.bad ? damaged(e) : 0;
}

int kept_layers_read(struct doc *d, struct str bytes, struct error *e)
{
	struct kept_layers k;
	int rc = kept_layers_open(&k, d, bytes, e);
	for (uint32_t i = 0; rc == 0 && i < (uint32_t)d->sents.n; i++)
		rc = kept_layers_words(&k, d, i, e);
	if (rc < 0)
		forget(d);
	return rc;
}
