/* SPDX-License-Identifier: MIT
 *
 * See kept_hits.h. Layout: SIGN, then sentences in ascending order: their number,
 * told from the one before, how many bytes follow, whether it points back, and
 * the hits: key, first word, how many more words.
 */
#include <stdlib.h>

#include "pipeline/base/order.h"
#include "pipeline/store/kept_hits.h"
#include "pipeline/store/packing.h"

#define SIGN S("LMh1")

/* ---- writing ---- */

/* Goes through what was kept, a sentence a step. */
struct reader {
	struct unpacker u;
	uint32_t sent;          /* NO_SENTENCE: no more */
	struct str body;
};

static void next(struct reader *r)
{
	if (!r->u.rest.n || r->u.bad) {
		r->sent = NO_SENTENCE;
		return;
	}
	r->sent += (uint32_t)unpack_int(&r->u, NO_SENTENCE - 1);
	r->body = unpack_text(&r->u);
	if (r->u.bad)
		r->sent = NO_SENTENCE;
}

static struct reader read_from(struct str bytes)
{
	struct reader r = { .u = { str_sub(bytes, SIGN.n, bytes.n), !str_starts(bytes, SIGN) } };
	next(&r);
	return r;
}

static void write_hits(struct buf *out, const struct doc *d, const uint32_t *keys, uint32_t sent)
{
	ptrdiff_t first, n = doc_hits_of(d, sent, &first);
	uint32_t from = d->sents.at[sent].tok_first;
	bool points_back = d->points_back[sent];
	if (!n && !points_back)
		return;
	pack_int(out, points_back);
	for (const struct hit *h = d->hits.at + first; n > 0; n--, h++) {
		buf_add(out, (struct str){ (const char *)&keys[h->term], sizeof *keys });
		pack_int(out, h->first - from);
		pack_int(out, h->last - h->first);
	}
}

void kept_hits_write(struct buf *out, const struct doc *d, const uint32_t *keys, struct str old)
{
	struct buf body = { 0 };
	struct reader r = old.n ? read_from(old) : (struct reader){ .sent = NO_SENTENCE };
	uint32_t from = 0;
	buf_add(out, SIGN);
	for (uint32_t i = 0; i < (uint32_t)d->sents.n; i++) {
		struct str bytes = { 0 };
		while (r.sent < i)
			next(&r);
		buf_reset(&body);
		if (doc_is_chosen(d, d->sents.at[i].block)) {
			write_hits(&body, d, keys, i);
			bytes = buf_str(&body);
		} else if (r.sent == i) {
			bytes = r.body;
		}
		if (!bytes.n)
			continue;
		pack_int(out, i - from);
		pack_text(out, bytes);
		from = i;
	}
	buf_inherit(out, &body);
	buf_release(&body);
}

/* ---- looking for keys ---- */

static int damaged(struct error *e)
{
	return fail(e, E_FORMAT, "the kept occurrences are damaged");
}

struct kept_hit {
	uint32_t key, first, more;
};

/* The next hit of a sentence's body, whose first number has been read. false: there is none, or it is
 * damaged. */
static inline bool next_hit(struct unpacker *u, struct kept_hit *h)
{
	enum { LEAST = sizeof h->key + 2 };
	if (u->rest.n < LEAST) {
		u->bad |= u->rest.n > 0;
		return false;
	}
	memcpy(&h->key, u->rest.p, sizeof h->key);
	h->first = (unsigned char)u->rest.p[LEAST - 2];
	h->more = (unsigned char)u->rest.p[LEAST - 1];
	if ((h->first | h->more) < 0x80 && !u->bad) {   /* as nearly all are */
		u->rest.p += LEAST, u->rest.n -= LEAST;
		return true;
	}
	u->rest = str_sub(u->rest, sizeof h->key, u->rest.n);
	h->first = (uint32_t)unpack_int(u, UINT32_MAX);
	h->more = (uint32_t)unpack_int(u, UINT32_MAX);
	return !u->bad;
}

enum { SEEN_MASK = 8191, SEEN_MAX = 6000 };

/* Add a key unless it is there: open addressing. What comes when the table is nearly full is always
 * added. */
static void add_key(struct buf *keys, uint32_t *seen, uint32_t key)
{
	uint32_t i = key & SEEN_MASK;
	bool full = keys->n / (ptrdiff_t)sizeof key >= SEEN_MAX;
	for (; seen[i] && !full; i = (i + 1) & SEEN_MASK)
		if (seen[i] == key)
			return;
	if (!full)
		seen[i] = key;
	buf_add(keys, (struct str){ (const char *)&key, sizeof key });
}

bool kept_hits_keys(struct buf *out, struct str hits)
{
	uint32_t seen[SEEN_MASK + 1] = { 0 };
	struct buf keys = { 0 };
	struct reader r = read_from(hits);
	struct kept_hit h;
	bool sound = !r.u.bad;
	for (; r.sent != NO_SENTENCE; next(&r)) {
		struct unpacker u = { r.body, false };
		unpack_int(&u, 1);
		while (next_hit(&u, &h))
			add_key(&keys, seen, h.key);
		sound &= !u.bad;
	}
	uint32_t *at = (uint32_t *)(void *)keys.p;
	size_t n = (size_t)keys.n / sizeof *at;
	if (n)
		qsort(at, n, sizeof *at, order_u32);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || at[i] != at[i - 1])
			buf_add(out, (struct str){ (const char *)&at[i], sizeof at[i] });
	sound &= !r.u.bad && buf_ok(&keys) && buf_ok(out);
	buf_release(&keys);
	return sound;
}

static bool is_wanted(uint32_t key, const uint32_t *wanted, ptrdiff_t n)
{
	return bsearch(&key, wanted, (size_t)n, sizeof key, order_u32);
}

bool kept_hits_have(struct str keys, const uint32_t *wanted, ptrdiff_t n)
{
	ptrdiff_t count = keys.n / (ptrdiff_t)sizeof *wanted;
	for (ptrdiff_t i = 0; i < n; i++) {
		ptrdiff_t low = 0, high = count;
		uint32_t key = 0;
		while (low < high) {
			ptrdiff_t middle = low + (high - low) / 2;
			memcpy(&key, keys.p + middle * (ptrdiff_t)sizeof key, sizeof key);
			if (key == wanted[i])
				return true;
			if (key < wanted[i])
				low = middle + 1;
			else
				high = middle;
		}
	}
	return false;
}

int kept_hits_find(struct str hits, const uint32_t *wanted, ptrdiff_t n, uint64_t *set, uint32_t count,
		   struct error *e)
{
	struct reader r = read_from(hits);
	struct kept_hit h;
	uint64_t ends[4] = { 0 };       /* of wanted keys, their last eight bits */
	bool bad = r.u.bad;
	for (ptrdiff_t i = 0; i < n; i++)
		ends[wanted[i] % 256 / 64] |= UINT64_C(1) << wanted[i] % 64;
	for (; r.sent != NO_SENTENCE && !bad; next(&r)) {
		struct unpacker u = { r.body, r.sent >= count };
		unpack_int(&u, 1);
		while (next_hit(&u, &h))
			if ((ends[h.key % 256 / 64] >> h.key % 64 & 1) && is_wanted(h.key, wanted, n))
				set[r.sent / 64] |= UINT64_C(1) << r.sent % 64;
		bad = u.bad;
	}
	return bad || r.u.bad ? damaged(e) : 0;
}

/* ---- adding ---- */

struct adding {
	struct doc *d;
	const struct lexicon *lx;
	kept_hits_term term;
	const void *ctx;
	VEC(struct hit) hits;           /* of all sentences so far */
	uint32_t *reach;                /* one a theme: the last word, from 1, of its hits in the sentence */
};

/* By first word, the longest first, then by term, as the match stage has them. */
static bool is_behind(const struct hit *a, const struct hit *b)
{
	if (a->first != b->first)
		return a->first > b->first;
	return a->last != b->last ? a->last < b->last : a->term > b->term;
}

/* A hit of the sentence whose hits begin with number `begin`, in its place. */
static bool put(struct adding *a, ptrdiff_t begin, struct hit hit)
{
	if (!VEC_PUSH(&a->d->mem, &a->hits))
		return false;
	ptrdiff_t k = a->hits.n - 1;
	for (; k > begin && is_behind(&a->hits.at[k - 1], &hit); k--)
		a->hits.at[k] = a->hits.at[k - 1];
	a->hits.at[k] = hit;
	return true;
}

/* Which hits reach no further than an earlier one of their theme. */
static void cover(struct adding *a, ptrdiff_t begin)
{
	for (ptrdiff_t i = begin; i < a->hits.n; i++)
		a->reach[a->hits.at[i].theme] = 0;
	for (ptrdiff_t i = begin; i < a->hits.n; i++) {
		struct hit *h = &a->hits.at[i];
		uint32_t *reach = &a->reach[h->theme];
		h->covered = h->last + 1 <= *reach;
		*reach = h->covered ? *reach : h->last + 1;
	}
}

static int add_kept(struct adding *a, ptrdiff_t begin, uint32_t sent, struct str body, struct error *e)
{
	const struct sentence *s = &a->d->sents.at[sent];
	struct unpacker u = { body, false };
	struct kept_hit k;
	a->d->points_back[sent] = unpack_int(&u, 1);
	while (next_hit(&u, &k)) {
		struct hit h = { .sent = sent, .term = a->term(a->ctx, k.key) };
		if (k.first >= s->tok_count || k.more >= s->tok_count - k.first)
			return damaged(e);
		h.first = s->tok_first + k.first;
		h.last = h.first + k.more;
		h.theme = h.term == UINT32_MAX ? 0 : a->lx->terms.at[h.term].theme;
		if (h.term != UINT32_MAX && !put(a, begin, h))
			return fail(e, E_NOMEM, "no memory for kept occurrences");
	}
	return u.bad ? damaged(e) : 0;
}

int kept_hits_add(struct doc *d, struct str bytes, const struct lexicon *lx, kept_hits_term term,
		  const void *ctx, struct error *e)
{
	struct adding a = { .d = d, .lx = lx, .term = term, .ctx = ctx,
			    .reach = NEW(&d->mem, uint32_t, lx->themes.n + 1) };
	struct reader r = read_from(bytes);
	ptrdiff_t fresh = 0;
	int rc = a.reach ? 0 : fail(e, E_NOMEM, "no memory for kept occurrences");
	for (uint32_t i = 0; i < (uint32_t)d->sents.n && rc == 0; i++) {
		ptrdiff_t begin = a.hits.n;
		bool ok = true;
		while (r.sent < i)
			next(&r);
		for (; fresh < d->hits.n && d->hits.at[fresh].sent == i && ok; fresh++)
			ok = put(&a, begin, d->hits.at[fresh]);
		if (!ok)
			rc = fail(e, E_NOMEM, "no memory for kept occurrences");
		else if (r.sent == i && doc_is_chosen(d, d->sents.at[i].block))
			rc = add_kept(&a, begin, i, r.body, e);
		cover(&a, begin);
	}
	if (rc == 0 && r.u.bad)
		rc = damaged(e);
	if (rc == 0)
		memcpy(&d->hits, &a.hits, sizeof d->hits);
	return rc;
}
