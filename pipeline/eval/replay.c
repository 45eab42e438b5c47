/* SPDX-License-Identifier: MIT
 *
 * See replay.h.
 */
#include <stdlib.h>

#include "pipeline/base/unicode.h"
#include "pipeline/base/utf8.h"
#include "pipeline/eval/replay.h"
#include "pipeline/run/chain.h"

int replay_open(struct replay *r, const struct gold *g, const struct config *config,
		const struct lexicon *lx, unsigned layers, struct error *e)
{
	*r = (struct replay){ .g = g };
	doc_init(&r->d, config->max_arena);
	int rc = chain_open(&r->chain, config, lx, layers, e);
	return rc < 0 ? rc : chain_worker_new(&r->worker, r->chain, e);
}

void replay_close(struct replay *r)
{
	chain_worker_free(r->worker);
	chain_close(r->chain);
	doc_release(&r->d);
	buf_release(&r->key);
	buf_release(&r->part);
	free(r->ends.at);
}

/* The letters and digits of s in lower case. */
static void add_key(struct buf *out, struct str s)
{
	while (s.n) {
		uint32_t cp;
		char bytes[4];
		int k = utf8_decode(s.p, s.n, &cp);
		if (cp != UTF8_BAD && (unicode_is_letter(cp) || unicode_is_digit(cp)))
			buf_add(out, (struct str){ bytes, utf8_encode(unicode_lower(cp), bytes) });
		s = str_sub(s, k, s.n);
	}
}

/* Paragraph p, under its heading where it has one, as the bytes of a text. */
static int write_paragraph(struct replay *r, ptrdiff_t p, struct error *e)
{
	struct doc *d = &r->d;
	doc_reset(d);
	buf_reset(&r->key);
	r->paragraph = &r->g->paragraphs.at[p];
	buf_add(&d->id, r->paragraph->id);
	buf_addz(&d->id, ".txt");
	r->ends.n = 0;
	if (r->paragraph->heading.n) {
		buf_addz(&d->raw, "# ");
		buf_add(&d->raw, r->paragraph->heading);
		buf_addz(&d->raw, "\n\n");
	}
	for (uint32_t i = 0; i < r->paragraph->count; i++) {
		struct str text = r->g->sentences.at[r->paragraph->first + i].text;
		ptrdiff_t *end = VEC_HEAP_PUSH(&r->ends);
		if (!end)
			return fail(e, E_NOMEM, "no memory for the coded sentences");
		if (i)
			buf_addc(&d->raw, ' ');
		buf_add(&d->raw, text);
		add_key(&r->key, text);
		*end = r->key.n;
	}
	buf_addc(&d->raw, '\n');
	if (!buf_ok(&d->raw) || !buf_ok(&r->key))
		return fail(e, E_NOMEM, "no memory for the coded sentences");
	return 0;
}

/* A paragraph that cannot be read for want of memory must not count as one where nothing is found.
 * There is room for the key of each of its sentences: a letter in lower case takes at most twice the
 * bytes. */
static int check_read(struct replay *r, struct error *e)
{
	const struct doc *d = &r->d;
	if (d->status == DOC_FAILED)
		return fail(e, d->err.code, "%s", d->err.msg);
	buf_reset(&r->part);
	return buf_reserve(&r->part, 2 * d->text.n) ? 0
		: fail(e, E_NOMEM, "no memory for the coded sentences");
}

int replay_paragraph(struct replay *r, ptrdiff_t p, struct error *e)
{
	int rc = write_paragraph(r, p, e);
	if (rc == 0)
		chain_run(r->chain, r->worker, &r->d);
	return rc < 0 ? rc : check_read(r, e);
}

/* The coders' codes of a sentence of theirs. */
static int put_codes(struct replay *r, uint32_t sent, ptrdiff_t gold, struct error *e)
{
	struct doc *d = &r->d;
	for (ptrdiff_t t = 0; t < r->g->themes; t++) {
		struct code *k = NULL;
		if (!gold_code(r->g, gold, t)->yes)
			continue;
		if (!(k = VEC_PUSH(&d->mem, &d->codes)))
			return fail(e, E_NOMEM, "no memory for the coded sentences");
		*k = (struct code){ .sent = sent, .theme = (uint16_t)t };
	}
	return 0;
}

int replay_coded(struct replay *r, ptrdiff_t p, struct error *e)
{
	int rc = write_paragraph(r, p, e);
	if (rc < 0)
		return rc;
	chain_run_to(r->chain, r->worker, &r->d, LAYER_CODES);
	rc = check_read(r, e);
	r->d.codes.n = 0;
	for (uint32_t i = 0; i < (uint32_t)r->d.sents.n && rc == 0; i++) {
		ptrdiff_t gold = doc_counts(&r->d, i, true) ? replay_sentence(r, i) : -1;
		rc = gold < 0 ? 0 : put_codes(r, i, gold, e);
	}
	if (rc == 0)
		chain_run(r->chain, r->worker, &r->d);
	return rc < 0 ? rc : check_read(r, e);
}

/* The coded sentence that overlaps [at, at + n) of the key most; -1 none. */
static ptrdiff_t best_sentence(const struct replay *r, ptrdiff_t at, ptrdiff_t n)
{
	ptrdiff_t best = -1, most = 0, from = 0;
	for (ptrdiff_t i = 0; i < r->ends.n; from = r->ends.at[i++]) {
		ptrdiff_t lo = from > at ? from : at;
		ptrdiff_t hi = r->ends.at[i] < at + n ? r->ends.at[i] : at + n;
		if (hi - lo > most) {
			most = hi - lo;
			best = i;
		}
	}
	return best;
}

ptrdiff_t replay_sentence(struct replay *r, uint32_t sent)
{
	const struct sentence *s = &r->d.sents.at[sent];
	buf_reset(&r->part);
	add_key(&r->part, doc_text(&r->d, s->off, s->len));
	ptrdiff_t at = str_find(buf_str(&r->key), buf_str(&r->part), 0);
	ptrdiff_t best = at < 0 ? -1 : best_sentence(r, at, r->part.n);
	return best < 0 ? -1 : (ptrdiff_t)r->paragraph->first + best;
}
