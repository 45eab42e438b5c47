/* SPDX-License-Identifier: MIT
 *
 * See fingerprint.h. What record.c writes, in the same order.
 */
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
	const uint32_t place[] = { s->off, s->len, s->page, b->number, b->voice };
	add_numbers(h, place, countof(place));
	add_text(h, doc_text(d, s->off, s->len));
	if (b->heading != NO_BLOCK)
		add_text(h, doc_text(d, d->blocks.at[b->heading].off, d->blocks.at[b->heading].len));
}

static void add_code(uint64_t *h, const struct doc *d, const struct code *c,
		     const struct lexicon *lx)
{
	uint32_t numbers[] = { c->sent, c->polarity, c->change, 0 };
	memcpy(&numbers[3], &c->score, sizeof c->score);
	add_numbers(h, numbers, countof(numbers));
	add_text(h, lx->themes.at[c->theme].id);
	for (uint32_t i = 0; i < c->part_count; i++) {
		const struct part *p = &d->parts.at[c->part_first + i];
		if (p->kind == PART_TERM)
			add_text(h, lx->terms.at[p->id].pattern);
		else if (p->kind == PART_CARRY)
			add_text(h, str_of(carry_name(p->carry)));
	}
	for (uint32_t i = 0; i < c->cue_count; i++) {
		const struct cue_use *u = &d->cue_uses.at[c->cue_first + i];
		add_text(h, u->len ? doc_text(d, u->off, u->len) : u->rule);
	}
}

uint64_t fingerprint_rows(const struct doc *d, const struct stage_shared *sh, struct str program)
{
	const struct lexicon *lx = sh->lexicon;
	uint64_t h = hash_bytes(program, 0);
	for (ptrdiff_t i = 0; i < lx->themes.n; i++) {
		if (!d->counts[i].sentences)
			continue;
		add_text(&h, lx->themes.at[i].id);
		add_text(&h, (struct str){ (const char *)&d->counts[i], sizeof d->counts[i] });
	}
	for (ptrdiff_t i = 0; i < d->codes.n; i++) {
		const struct code *c = &d->codes.at[i];
		if (!doc_counts(d, c->sent, sh->config->all_voices))
			continue;
		add_sentence(&h, d, &d->sents.at[c->sent]);
		add_code(&h, d, c, lx);
	}
	return h | 1;
}
