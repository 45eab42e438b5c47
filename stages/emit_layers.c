/* SPDX-License-Identifier: MIT
 *
 * Taps: what one stage hands to the next, for people and for golden tests.
 * Text comes as blocks, the finer layers one item a line, fields by tabs.
 */
#include <inttypes.h>

#include "pipeline/base/csv_out.h"
#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/format.h"

static void doc_name(struct buf *out, const struct doc *d)
{
	if (!doc_begins(d))
		return;
	buf_addz(out, "==> ");
	buf_add(out, buf_str(&d->id));
	buf_addz(out, " <==\n");
}

static void block_label(struct buf *out, const struct block *b)
{
	buf_addc(out, '[');
	buf_addz(out, block_kind_name(b->kind));
	if (b->level)
		buf_addf(out, " %u", b->level);
	if (b->number)
		buf_addf(out, " no.%u", b->number);
	if (b->page)
		buf_addf(out, " p.%u", b->page);
	if (b->section.n)
		buf_addf(out, " %.*s", STR_ARG(b->section));
	if (b->voice != VOICE_INSPECTOR)
		buf_addf(out, " %s", voice_name(b->voice));
	if (b->excluded)
		buf_addf(out, " excluded: %.*s", STR_ARG(b->why));
	buf_addz(out, "] ");
}

static void blocks(struct buf *out, const struct doc *d, bool labels)
{
	struct doc_window w = doc_own_window(d);
	doc_name(out, d);
	for (uint32_t i = w.block; i < w.block_end; i++) {
		const struct block *b = &d->blocks.at[i];
		if (!labels && (b->excluded || b->kind == BLOCK_FURNITURE))
			continue;
		if (labels)
			block_label(out, b);
		buf_add(out, doc_text(d, b->off, b->len));
		buf_addz(out, "\n\n");
	}
}

static void text(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	(void)sh;
	blocks(out, d, false);
}

static void furniture(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	(void)sh;
	blocks(out, d, true);
}

static void sentences(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	struct doc_window w = doc_own_window(d);
	doc_name(out, d);
	for (uint32_t i = w.sent; i < w.sent_end; i++) {
		const struct sentence *s = &d->sents.at[i];
		if (!doc_counts(d, i, sh->config->all_voices))
			continue;
		buf_add(out, doc_text(d, s->off, s->len));
		buf_addc(out, '\n');
	}
}

enum { DIGITS = 24, COPY = 16 };        /* room for a place, at most 20 digits; bytes copied at once */

/* A number that is written again and again and grows by little: its digits, of which mostly only the
 * last two change. */
struct spelled {
	char digits[DIGITS];
	int n;                          /* digits */
	uint64_t v, low;                /* low: the last two digits; 100 before there are two */
};

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
			    "25262728293031323334353637383940414243444546474849"
			    "50515253545556575859606162636465666768697071727374"
			    "75767778798081828384858687888990919293949596979899";

/* Spell v, whatever was there. */
static void spell(struct spelled *p, uint64_t v)
{
	p->n = 1;
	for (uint64_t over = 10; v >= over; over *= 10)
		p->n++;
	p->v = v;
	p->low = p->n > 1 ? v % 100 : 100;
	char *q = p->digits + p->n;
	for (; v >= 10; v /= 100)
		memcpy(q -= 2, pairs + v % 100 * 2, 2);
	if (q > p->digits)
		p->digits[0] = (char)('0' + v);
}

/* Go on to v and write it to `to`, which has room for DIGITS bytes; returns the place behind it. */
static inline char *put_number(struct spelled *p, uint64_t v, char *to)
{
	uint64_t low = p->low + (v - p->v);
	if (v >= p->v && v - p->v < 100 && low < 100) {
		p->digits[p->n - 2] = pairs[low * 2];   /* the library is called for two bytes */
		p->digits[p->n - 1] = pairs[low * 2 + 1];
		p->low = low;
		p->v = v;
	} else {
		spell(p, v);
	}
	memcpy(to, p->digits, DIGITS);
	return to + p->n;
}

/* Write s, behind which there are others up to `end`, to `to`, which has room for s.n and COPY bytes.
 * Most words are short, and cheaper to copy with what follows them. */
static char *put_word(char *to, struct str s, const char *end)
{
	if (s.n <= COPY && end - s.p >= COPY)
		memcpy(to, s.p, COPY);
	else
		memcpy(to, s.p, (size_t)s.n);
	return to + s.n;
}

static void token_line(struct buf *out, const struct doc *d, ptrdiff_t k, bool stem,
		       struct spelled *place)
{
	const struct token *t = &d->toks.at[k];
	struct str s = stem ? d->forms[k]->stem : (struct str){ 0 };
	if (!buf_reserve(out, 2 * DIGITS + COPY + 4 + t->len + s.n))
		return;
	char *p = put_number(place, doc_place(d, t->off), out->p + out->n);
	*p++ = '\t';
	p = put_number(place, doc_place(d, t->off + t->len), p);
	*p++ = '\t';
	p = put_word(p, doc_text(d, t->off, t->len), d->text.p + d->text.n);
	if (stem) {
		*p++ = '\t';
		p = put_word(p, s, s.p + s.n);
	}
	*p++ = '\n';
	out->n = p - out->p;
}

static void token_lines(struct buf *out, const struct doc *d, bool stem)
{
	struct doc_window w = doc_own_window(d);
	struct spelled place = { .low = 100 };
	doc_name(out, d);
	for (uint32_t i = w.sent; i < w.sent_end; i++) {
		const struct sentence *s = &d->sents.at[i];
		for (uint32_t k = s->tok_first; k < s->tok_first + s->tok_count; k++)
			token_line(out, d, k, stem, &place);
	}
}

static void tokens(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	(void)sh;
	token_lines(out, d, false);
}

static void stems(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	(void)sh;
	token_lines(out, d, true);
}

static void hits(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	struct doc_window w = doc_own_window(d);
	doc_name(out, d);
	for (ptrdiff_t i = 0; i < d->hits.n; i++) {
		const struct hit *h = &d->hits.at[i];
		if (h->sent < w.sent)
			continue;       /* of a heading before the window */
		const struct term *t = &sh->lexicon->terms.at[h->term];
		const struct token *a = &d->toks.at[h->first], *z = &d->toks.at[h->last];
		buf_add_int(out, (int64_t)doc_sentence_number(d, h->sent));
		buf_addf(out, "\t%.*s\t", STR_ARG(sh->lexicon->themes.at[t->theme].id));
		buf_add(out, t->pattern);
		buf_addf(out, "\t%" PRIu64 "\t%" PRIu64 "\t", doc_place(d, a->off),
			 doc_place(d, z->off + z->len));
		buf_add(out, doc_text(d, a->off, z->off + z->len - a->off));
		buf_addc(out, '\n');
	}
}

const struct format format_text = {
	.name = "text", .help = "the text as read, in blocks, without furniture",
	.needs = LAYER_TEXT | LAYER_SECTIONS, .document = text, .by_window = true,
};

const struct format format_blocks = {
	.name = "blocks", .help = "every block with its kind, place, section and why it is left out",
	.needs = LAYER_TEXT | LAYER_SECTIONS, .document = furniture, .by_window = true,
};

const struct format format_sentences = {
	.name = "sentences", .help = "one sentence a line",
	.needs = LAYER_SENTENCES | LAYER_SECTIONS, .document = sentences, .by_window = true,
};

const struct format format_tokens = {
	.name = "tokens", .help = "one word a line with its place",
	.needs = LAYER_TOKENS, .document = tokens, .by_window = true,
};

const struct format format_stems = {
	.name = "stems", .help = "one word a line with its stem",
	.needs = LAYER_STEMS, .document = stems, .by_window = true,
};

const struct format format_hits = {
	.name = "hits", .help = "one occurrence of a term a line",
	.needs = LAYER_HITS, .document = hits, .by_window = true,
};
