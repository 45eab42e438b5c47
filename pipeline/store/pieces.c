/* SPDX-License-Identifier: MIT
 *
 * See pieces.h. Layout of a sentence: the length of the rest as four bytes, the
 * hash of its rows, its numbers and texts, then those of its codes to the end.
 */
#include "pipeline/store/pieces.h"

#define READ_AHEAD ((ptrdiff_t)256 * 1024)
#define LONGEST ((uint32_t)64 << 20)    /* no sentence's rows are longer: a window is not */

static void pack_sentence(struct buf *out, uint64_t hash, const struct sentence_row *r)
{
	buf_add(out, (struct str){ (const char *)&hash, sizeof hash });
	pack_int(out, r->sentence);
	pack_int(out, r->place);
	pack_int(out, r->length);
	pack_int(out, r->page);
	pack_int(out, r->paragraph);
	pack_text(out, r->heading);
	pack_text(out, r->voice);
	pack_text(out, r->text);
}

static void pack_code(struct buf *out, const struct code_row *r)
{
	pack_text(out, r->theme);
	pack_text(out, r->polarity);
	pack_text(out, r->change);
	buf_add(out, (struct str){ (const char *)&r->score, sizeof r->score });
	pack_text(out, r->terms);
	pack_text(out, r->carried);
	pack_text(out, r->cues);
	pack_int(out, r->mentions);
}

/* The rows of the sentence of which `first` in d->codes is the first code. */
static int pack_rows(struct buf *out, struct buf *lists, const struct doc *d, const struct row_hash *key,
		     const struct lexicon *lx, struct error *e)
{
	uint32_t sent = d->codes.at[key->code].sent, length = 0;
	ptrdiff_t from = out->n;
	struct sentence_row row = sentence_row_of(d, sent);
	buf_add(out, (struct str){ (const char *)&length, sizeof length });
	pack_sentence(out, key->hash, &row);
	for (ptrdiff_t i = key->code; i < d->codes.n && d->codes.at[i].sent == sent; i++) {
		struct code_row code;
		if (code_row_of(&code, d, &d->codes.at[i], lx, lists, e) < 0)
			return -e->code;
		pack_code(out, &code);
	}
	if (!buf_ok(out))
		return fail(e, E_NOMEM, "no memory for the evidence");
	length = (uint32_t)(out->n - from) - (uint32_t)sizeof length;
	memcpy(out->p + from, &length, sizeof length);
	return 0;
}

int pieces_pack(struct buf *out, const struct doc *d, const struct lexicon *lx, bool all_voices,
		struct str program, struct error *e)
{
	struct fingerprint f;
	struct buf lists = { 0 };
	fingerprint_init(&f, program);
	int rc = fingerprint_add_sentences(&f, d, lx, all_voices, e);
	for (ptrdiff_t i = 0; i < f.rows.n && rc == 0; i++)
		rc = pack_rows(out, &lists, d, &f.rows.at[i], lx, e);
	fingerprint_release(&f);
	buf_release(&lists);
	return rc;
}

/* At least n bytes of what is next held: 1, 0 the spool has ended, -code. */
static int hold(struct pieces *p, ptrdiff_t n, struct error *e)
{
	ptrdiff_t left = p->held.n - p->read;
	if (left >= n)
		return 1;
	if (left)
		memmove(p->held.p, p->held.p + p->read, (size_t)left);
	p->held.n = left;
	p->read = 0;
	int rc = spool_read(p->spool, p->at, n > READ_AHEAD ? n : READ_AHEAD, &p->held, e);
	p->at += (uint64_t)(p->held.n - left);
	return rc < 0 ? rc : p->held.n >= n;
}

static float unpack_float(struct unpacker *u)
{
	float v = 0;
	if (u->rest.n < (ptrdiff_t)sizeof v)
		u->bad = true;
	else
		memcpy(&v, u->rest.p, sizeof v);
	u->rest = str_sub(u->rest, sizeof v, u->rest.n);
	return v;
}

static void unpack_sentence(struct unpacker *u, struct row_hash *key, struct sentence_row *r)
{
	*key = (struct row_hash){ 0 };
	if (u->rest.n < (ptrdiff_t)sizeof key->hash)
		u->bad = true;
	else
		memcpy(&key->hash, u->rest.p, sizeof key->hash);
	u->rest = str_sub(u->rest, sizeof key->hash, u->rest.n);
	r->sentence = key->sentence = (uint32_t)unpack_int(u, NO_SENTENCE - 1);
	r->place = unpack_int(u, INT64_MAX);
	r->length = (uint32_t)unpack_int(u, UINT32_MAX);
	r->page = (uint16_t)unpack_int(u, UINT16_MAX);
	r->paragraph = (uint16_t)unpack_int(u, UINT16_MAX);
	r->heading = unpack_text(u);
	r->voice = unpack_text(u);
	r->text = unpack_text(u);
}

static int broken(struct error *e)
{
	return fail(e, E_IO, "rows that waited in a temporary file are damaged");
}

int pieces_next(struct pieces *p, struct row_hash *key, struct sentence_row *row, struct error *e)
{
	uint32_t length;
	int rc = hold(p, sizeof length, e);
	if (rc <= 0)
		return rc < 0 ? rc : p->held.n ? broken(e) : 0;
	memcpy(&length, p->held.p + p->read, sizeof length);
	if (length > LONGEST)
		return broken(e);
	p->read += (ptrdiff_t)sizeof length;
	rc = hold(p, (ptrdiff_t)length, e);
	if (rc <= 0)
		return rc < 0 ? rc : broken(e);
	p->codes = (struct unpacker){ { p->held.p + p->read, (ptrdiff_t)length }, false };
	p->read += (ptrdiff_t)length;
	unpack_sentence(&p->codes, key, row);
	return p->codes.bad ? broken(e) : 1;
}

int pieces_code(struct pieces *p, const struct sentence_row *of, struct code_row *row, struct error *e)
{
	struct unpacker *u = &p->codes;
	if (!u->rest.n)
		return 0;
	row->sentence = of->sentence;
	row->theme = unpack_text(u);
	row->polarity = unpack_text(u);
	row->change = unpack_text(u);
	row->score = unpack_float(u);
	row->terms = unpack_text(u);
	row->carried = unpack_text(u);
	row->cues = unpack_text(u);
	row->mentions = (uint32_t)unpack_int(u, UINT32_MAX);
	return u->bad ? broken(e) : 1;
}

void pieces_release(struct pieces *p)
{
	buf_release(&p->held);
}
