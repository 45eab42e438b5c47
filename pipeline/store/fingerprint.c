/* SPDX-License-Identifier: MIT
 *
 * See fingerprint.h. What rows.c writes, in the same order.
 */
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/store/fingerprint.h"

static void add_text(uint64_t *h, struct str s)
{
	*h = hash_bytes(s, *h);
}

static void add_numbers(uint64_t *h, const uint32_t *numbers, size_t n)
{
	add_text(h, (struct str){ (const char *)numbers, (ptrdiff_t)(n * sizeof *numbers) });
}

static void add_sentence(uint64_t *h, const struct doc *d, const struct sentence *s)
{
	const struct block *b = &d->blocks.at[s->block];
	const uint32_t place[] = { (uint32_t)doc_place(d, s->off), s->len, s->page, b->number, b->voice };
	add_numbers(h, place, countof(place));
	add_text(h, doc_text(d, s->off, s->len));
	if (b->heading != NO_BLOCK)
		add_text(h, doc_text(d, d->blocks.at[b->heading].off, d->blocks.at[b->heading].len));
}

static void add_code(uint64_t *h, const struct doc *d, const struct code *c,
		     const struct lexicon *lx)
{
	uint32_t sent = (uint32_t)doc_sentence_number(d, c->sent);
	uint32_t numbers[] = { sent, c->polarity, c->change, c->mentions, 0 };
	memcpy(&numbers[4], &c->score, sizeof c->score);
	add_numbers(h, numbers, countof(numbers));
	add_text(h, lx->themes.at[c->theme].id);
	for (uint32_t i = 0; i < c->part_count; i++) {
		const struct part *p = &d->parts.at[c->part_first + i];
		if (p->kind == PART_TERM)
			add_text(h, lx->terms.at[p->id].pattern);
		else if (p->kind == PART_CARRY)
			add_text(h, str_of(carry_name(p->carry)));
		else if (p->kind == PART_BELOW)
			add_text(h, lx->themes.at[p->id].id);
	}
	for (uint32_t i = 0; i < c->cue_count; i++) {
		const struct cue_use *u = &d->cue_uses.at[c->cue_first + i];
		add_text(h, u->len ? doc_text(d, u->off, u->len) : u->rule);
	}
}

int fingerprint_add(struct fingerprint *f, struct row_hash row, struct error *e)
{
	struct row_hash *r = VEC_HEAP_PUSH(&f->rows);
	if (!r)
		return fail(e, E_NOMEM, "no memory for the evidence");
	*r = row;
	f->all = hash_mix(f->all ^ row.hash, UINT64_C(0x9e3779b97f4a7c15) + row.sentence);
	return 0;
}

int fingerprint_add_vector(struct fingerprint *f, const struct theme_count *counts,
			   const struct lexicon *lx, struct error *e)
{
	uint64_t h = f->seed;
	for (ptrdiff_t i = 0; i < lx->themes.n; i++) {
		if (!counts[i].sentences)
			continue;
		add_text(&h, lx->themes.at[i].id);
		add_text(&h, (struct str){ (const char *)&counts[i], sizeof counts[i] });
	}
	int rc = fingerprint_add(f, (struct row_hash){ h, NO_SENTENCE, 0 }, e);
	f->all |= 1;
	return rc;
}

void fingerprint_init(struct fingerprint *f, struct str program)
{
	uint64_t seed = hash_bytes(program, 0);
	*f = (struct fingerprint){ .seed = seed, .all = seed };
}

static struct row_hash row_hash_of(const struct doc *d, uint64_t hash, uint32_t sent, ptrdiff_t code)
{
	return (struct row_hash){ hash, (uint32_t)doc_sentence_number(d, sent), (uint32_t)code };
}

int fingerprint_add_sentences(struct fingerprint *f, const struct doc *d,
			      const struct lexicon *lx, bool all_voices, struct error *e)
{
	int rc = 0;
	for (ptrdiff_t i = 0, next; i < d->codes.n && rc == 0; i = next) {
		uint32_t sent = d->codes.at[i].sent;
		bool counts = doc_counts(d, sent, all_voices);
		uint64_t h = f->seed;
		if (counts)
			add_sentence(&h, d, &d->sents.at[sent]);
		for (next = i; next < d->codes.n && d->codes.at[next].sent == sent; next++)
			if (counts)
				add_code(&h, d, &d->codes.at[next], lx);
		if (counts)
			rc = fingerprint_add(f, row_hash_of(d, h, sent, i), e);
	}
	return rc;
}

void fingerprint_release(struct fingerprint *f)
{
	free(f->rows.at);
	*f = (struct fingerprint){ 0 };
}

void fingerprint_write(struct buf *out, const struct fingerprint *f)
{
	for (ptrdiff_t i = 0; i < f->rows.n; i++) {
		pack_int(out, f->rows.at[i].sentence);
		buf_add(out, (struct str){ (const char *)&f->rows.at[i].hash, sizeof(uint64_t) });
	}
}

bool fingerprint_read(struct unpacker *u, struct row_hash *row)
{
	if (!u->rest.n || u->bad)
		return false;
	row->sentence = (uint32_t)unpack_int(u, NO_SENTENCE);
	if (u->rest.n < (ptrdiff_t)sizeof row->hash)
		u->bad = true;
	else
		memcpy(&row->hash, u->rest.p, sizeof row->hash);
	u->rest = str_sub(u->rest, sizeof row->hash, u->rest.n);
	return !u->bad;
}
