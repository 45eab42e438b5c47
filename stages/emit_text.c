/* SPDX-License-Identifier: MIT
 *
 * For reading: the concordance (KWIC in whole sentences, with theme words and
 * cues marked) and explain (every summand of every decision).
 */
#include "pipeline/lexicon/cues.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/format.h"

enum mark { MARK_NONE, MARK_THEME, MARK_GOOD, MARK_BAD };

/* Opening and closing of each mark, on a terminal and off it. */
static const char *const colour_on[] = { "", "\033[1;36m", "\033[32m", "\033[31m" };
static const char *const plain_on[] = { "", "[", "{+", "{-" };
static const char *const plain_off[] = { "", "]", "}", "}" };

static void mark_begin(struct buf *out, enum mark m, bool colour)
{
	buf_addz(out, colour ? colour_on[m] : plain_on[m]);
}

static void mark_end(struct buf *out, enum mark m, bool colour)
{
	if (m != MARK_NONE)
		buf_addz(out, colour ? "\033[0m" : plain_off[m]);
}

static void paint(unsigned char *marks, const struct sentence *s, uint32_t off, uint32_t len,
		  enum mark m)
{
	for (uint32_t i = off; i < off + len; i++)
		if (i >= s->off && i < s->off + s->len && marks[i - s->off] == MARK_NONE)
			marks[i - s->off] = (unsigned char)m;
}

/* What each byte of the sentence is to the code: theme words first, then cues. */
static void paint_code(unsigned char *marks, const struct doc *d, const struct code *c,
		       const struct lexicon *lx)
{
	const struct sentence *s = &d->sents.at[c->sent];
	ptrdiff_t first, n = doc_hits_of(d, c->sent, &first);
	for (ptrdiff_t i = first; i < first + n; i++) {
		const struct hit *h = &d->hits.at[i];
		const struct token *a = &d->toks.at[h->first], *z = &d->toks.at[h->last];
		if (lx->terms.at[h->term].theme == c->theme && lx->terms.at[h->term].weight > 0)
			paint(marks, s, a->off, z->off + z->len - a->off, MARK_THEME);
	}
	for (uint32_t i = 0; i < c->cue_count; i++) {
		const struct cue_use *u = &d->cue_uses.at[c->cue_first + i];
		if (u->decides)
			paint(marks, s, u->off, u->len,
			      u->good > u->bad ? MARK_GOOD : MARK_BAD);
	}
}

static void marked_sentence(struct buf *out, const struct doc *d, const struct code *c,
			    const struct stage_shared *sh)
{
	const struct sentence *s = &d->sents.at[c->sent];
	unsigned char *marks = calloc(1, s->len + 1);
	if (!marks) {
		out->failed = true;
		return;
	}
	paint_code(marks, d, c, sh->lexicon);
	enum mark open = MARK_NONE;
	for (uint32_t i = 0; i < s->len; i++) {
		if (marks[i] != open) {
			mark_end(out, open, sh->config->colour);
			open = marks[i];
			mark_begin(out, open, sh->config->colour);
		}
		buf_addc(out, d->text.p[s->off + i]);
	}
	mark_end(out, open, sh->config->colour);
	free(marks);
}

/* The document's name, and whose it is. */
static void doc_lines(struct buf *out, const struct doc *d)
{
	static const enum meta_column shown[] = { META_local_authority, META_kind,
						  META_publication_date };
	buf_addz(out, "==> ");
	buf_add(out, buf_str(&d->id));
	buf_addz(out, " <==\n");
	bool any = false;
	for (ptrdiff_t i = 0; i < countof(shown); i++) {
		struct str v = d->meta[shown[i]].value;
		if (v.n && any)
			buf_addz(out, ", ");
		buf_add(out, v);
		any |= v.n > 0;
	}
	if (any)
		buf_addc(out, '\n');
}

static void heading_line(struct buf *out, const struct doc *d, uint32_t heading)
{
	buf_addc(out, '\n');
	if (heading != NO_BLOCK) {
		const struct block *h = &d->blocks.at[heading];
		buf_addz(out, "# ");
		buf_add(out, doc_text(d, h->off, h->len));
		buf_addc(out, '\n');
	}
}

/* "p. 3, para. 12"; as wide as the longest. */
static void place(struct buf *out, const struct doc *d, uint32_t sent)
{
	const struct sentence *s = &d->sents.at[sent];
	unsigned number = d->blocks.at[s->block].number;
	ptrdiff_t from = out->n;
	if (s->page)
		buf_addf(out, "p. %u%s", s->page, number ? ", " : "");
	if (number)
		buf_addf(out, "para. %u", number);
	while (buf_ok(out) && out->n - from < 18)
		buf_addc(out, ' ');
}

static void code_label(struct buf *out, const struct code *c, const struct stage_shared *sh)
{
	buf_addf(out, "%-30.*s ", STR_ARG(sh->lexicon->themes.at[c->theme].id));
	if (c->change == CHANGE_NONE)
		buf_addz(out, polarity_name(c->polarity));
	else
		buf_addf(out, "%-8s %s", polarity_name(c->polarity), change_name(c->change));
}

static void concordance(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	uint32_t heading = 0;
	bool begun = false;
	for (ptrdiff_t i = 0; i < d->codes.n; i++) {
		const struct code *c = &d->codes.at[i];
		if (!format_shows(d, c, sh))
			continue;
		uint32_t above = d->blocks.at[d->sents.at[c->sent].block].heading;
		if (!begun)
			doc_lines(out, d);
		if (!begun || above != heading)
			heading_line(out, d, above);
		begun = true;
		heading = above;
		buf_addz(out, "  ");
		place(out, d, c->sent);
		code_label(out, c, sh);
		buf_addz(out, "\n    ");
		marked_sentence(out, d, c, sh);
		buf_addc(out, '\n');
	}
	if (begun)
		buf_addc(out, '\n');
}

static void signed_number(struct buf *out, double v)
{
	if (v >= 0)
		buf_addc(out, '+');
	buf_add_fixed(out, v, 2);
}

/* One summand of the theme's score. */
static void part_line(struct buf *out, const struct doc *d, const struct part *p,
		      const struct lexicon *lx)
{
	buf_addz(out, "      ");
	signed_number(out, (double)(p->value * p->weight));
	buf_addz(out, "  ");
	if (p->kind == PART_BIAS) {
		buf_addz(out, "bias");
	} else if (p->kind == PART_TERM) {
		const struct term *t = &lx->terms.at[p->id];
		buf_addf(out, "term \"%.*s\" (%.*s:%u)", STR_ARG(t->pattern),
			 STR_ARG(lx->files.at[t->place.file].path), t->place.line);
	} else if (p->kind == PART_CONTEXT) {
		buf_addf(out, "the paragraph has %.*s", STR_ARG(lx->themes.at[p->id].id));
	} else if (p->kind == PART_BELOW) {
		buf_addf(out, "%.*s, which lies below", STR_ARG(lx->themes.at[p->id].id));
	} else {
		buf_addz(out, carry_words(p->carry));
	}
	if (p->kind == PART_CARRY && p->id < (uint32_t)d->sents.n) {
		const struct sentence *s = &d->sents.at[p->id];
		uint32_t n = s->len > 60 ? 60 : s->len;
		while (n < s->len && n && ((unsigned char)d->text.p[s->off + n] & 0xC0) == 0x80)
			n--;
		buf_addz(out, ": \"");
		buf_add(out, doc_text(d, s->off, n));
		buf_addz(out, n < s->len ? "...\"" : "\"");
	}
	buf_addc(out, '\n');
}

static void sums(struct buf *out, float good, float bad)
{
	buf_addz(out, "good ");
	signed_number(out, (double)good);
	buf_addz(out, " bad ");
	signed_number(out, (double)bad);
}

static void cue_line(struct buf *out, const struct doc *d, const struct cue_use *u,
		     const struct lexicon *lx)
{
	buf_addz(out, "      ");
	sums(out, u->good, u->bad);
	buf_addf(out, "  %.*s", STR_ARG(u->rule));
	if (u->len) {
		buf_addz(out, ": \"");
		buf_add(out, doc_text(d, u->off, u->len));
		buf_addc(out, '"');
	}
	if (u->scope_len) {
		buf_addz(out, " over \"");
		buf_add(out, doc_text(d, u->scope_off, u->scope_len));
		buf_addc(out, '"');
	}
	if (u->cue != UINT32_MAX) {
		const struct place *at = &lx->cues->cues.at[u->cue].place;
		buf_addf(out, " (%.*s:%u)", STR_ARG(lx->files.at[at->file].path), at->line);
	}
	buf_addc(out, '\n');
}

/* The sums, what makes which polarity of them, and where they start. */
static void polarity_lines(struct buf *out, const struct code *c, const struct lexicon *lx)
{
	buf_addz(out, "    polarity: ");
	sums(out, c->good, c->bad);
	if (!lx->cues) {
		buf_addc(out, '\n');
		return;
	}
	const struct cue_decision *dec = &lx->cues->decision;
	buf_addz(out, "; strength where good is over bad by ");
	buf_add_fixed(out, (double)dec->lean, 2);
	buf_addz(out, ", neutral where both are below ");
	buf_add_fixed(out, (double)dec->neutral_below, 2);
	buf_addz(out, "\n      ");
	sums(out, dec->bias_good, dec->bias_bad);
	buf_addz(out, "  bias\n");
}

static void explain_code(struct buf *out, const struct doc *d, const struct code *c,
			 const struct stage_shared *sh)
{
	buf_addz(out, "  ");
	code_label(out, c, sh);
	buf_addz(out, "\n    theme: ");
	signed_number(out, (double)c->score);
	buf_addz(out, " over ");
	buf_add_fixed(out, (double)sh->lexicon->decision.threshold, 2);
	buf_addc(out, '\n');
	for (uint32_t i = 0; i < c->part_count; i++)
		part_line(out, d, &d->parts.at[c->part_first + i], sh->lexicon);
	polarity_lines(out, c, sh->lexicon);
	for (uint32_t i = 0; i < c->cue_count; i++)
		cue_line(out, d, &d->cue_uses.at[c->cue_first + i], sh->lexicon);
}

static void explain(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	ptrdiff_t k = 0;
	doc_lines(out, d);
	for (ptrdiff_t i = 0; i < d->sents.n; i++) {
		buf_addz(out, "  ");
		place(out, d, (uint32_t)i);
		buf_add(out, doc_text(d, d->sents.at[i].off, d->sents.at[i].len));
		buf_addc(out, '\n');
		ptrdiff_t first = k;
		for (; k < d->codes.n && d->codes.at[k].sent == (uint32_t)i; k++)
			if (format_shows(d, &d->codes.at[k], sh))
				explain_code(out, d, &d->codes.at[k], sh);
		if (k == first)
			buf_addz(out, "  no theme\n");
		buf_addc(out, '\n');
	}
}

const struct format format_concordance = {
	.name = "concordance", .help = "coded sentences as text, with theme, cue and negation marked",
	.needs = LAYER_VECTOR | LAYER_CUES, .document = concordance,
};

const struct format format_explain = {
	.name = "explain", .help = "every decision on every sentence, term by term",
	.needs = LAYER_VECTOR | LAYER_PARTS | LAYER_CUES, .document = explain,
};
