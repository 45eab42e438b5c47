/* SPDX-License-Identifier: MIT
 *
 * See kept_words.h. Layout: SIGN, the distinct words, sentences each as a count and
 * the words' numbers. Words are numbered as they come, so that frequent ones
 * take one byte.
 */
#include <stdlib.h>

#include "pipeline/lexicon/forms.h"
#include "pipeline/store/packing.h"
#include "pipeline/store/kept_words.h"

#define SIGN S("LMw1")

/* Numbers of forms: open addressing over their addresses, which stand for their texts. */
struct slot {
	const struct form *form;
	uint32_t id;
};

struct numbers {
	struct slot *at;
	size_t mask;
	uint32_t count;
};

static struct slot *find(const struct numbers *n, const struct form *form)
{
	size_t i = (size_t)((uintptr_t)form / sizeof *form * UINT64_C(0x9e3779b97f4a7c15) >> 20);
	for (i &= n->mask; n->at[i].form && n->at[i].form != form; i = (i + 1) & n->mask)
		;
	return &n->at[i];
}

static bool grow(struct numbers *n)
{
	struct numbers wider = { .mask = n->at ? n->mask * 2 + 1 : 4095, .count = n->count };
	wider.at = calloc(wider.mask + 1, sizeof *wider.at);
	if (!wider.at)
		return false;
	for (size_t i = 0; n->at && i <= n->mask; i++)
		if (n->at[i].form)
			*find(&wider, n->at[i].form) = n->at[i];
	free(n->at);
	*n = wider;
	return true;
}

/* The form's number; a new one's text goes to distinct. false without memory. */
static bool number_of(struct numbers *n, const struct form *form, struct buf *distinct, uint32_t *id)
{
	if ((!n->at || n->count > n->mask / 2) && !grow(n))
		return false;
	struct slot *s = find(n, form);
	if (!s->form) {
		*s = (struct slot){ form, n->count++ };
		pack_text(distinct, form->surface);
	}
	*id = s->id;
	return true;
}

static bool is_matched(const struct doc *d, const struct sentence *s)
{
	const struct block *b = &d->blocks.at[s->block];
	return s->tok_count && !b->excluded && b->kind != BLOCK_FURNITURE;
}

void kept_words_write(struct buf *out, const struct doc *d)
{
	struct buf distinct = { 0 }, sentences = { 0 };
	struct numbers n = { 0 };
	uint64_t count = 0;
	bool ok = true;
	for (ptrdiff_t i = 0; i < d->sents.n && ok; i++) {
		const struct sentence *s = &d->sents.at[i];
		if (!is_matched(d, s))
			continue;
		count++;
		pack_int(&sentences, s->tok_count);
		for (uint32_t k = 0; k < s->tok_count && ok; k++) {
			uint32_t id = 0;
			ok = number_of(&n, d->forms[s->tok_first + k], &distinct, &id);
			pack_int(&sentences, id);
		}
	}
	buf_add(out, SIGN);
	pack_int(out, n.count);
	buf_add(out, buf_str(&distinct));
	pack_int(out, count);
	buf_add(out, buf_str(&sentences));
	if (!ok || !buf_ok(&distinct) || !buf_ok(&sentences))
		buf_reset(out);         /* nothing is kept, and next time all is read */
	free(n.at);
	buf_release(&distinct);
	buf_release(&sentences);
}

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for kept words");
}

static int read_distinct(struct kept_words *w, struct arena *mem, struct unpacker *u, struct error *e)
{
	for (ptrdiff_t n = unpack_count(u, 1); n > 0 && !u->bad; n--) {
		struct str *s = VEC_PUSH(mem, &w->distinct);
		if (!s)
			return no_memory(e);
		*s = unpack_text(u);
	}
	return 0;
}

static int read_sentence(struct kept_words *w, struct arena *mem, struct unpacker *u, struct error *e)
{
	ptrdiff_t n = unpack_count(u, 1);
	struct kept_sentence *s = VEC_PUSH(mem, &w->sentences);
	if (!s)
		return no_memory(e);
	*s = (struct kept_sentence){ (uint32_t)w->id_count, (uint32_t)n };
	uint64_t max = (uint64_t)w->distinct.n - (w->distinct.n > 0);
	for (; n > 0 && !u->bad; n--)
		w->ids[w->id_count++] = (uint32_t)unpack_int(u, max);
	return 0;
}

int kept_words_read(struct kept_words *w, struct arena *mem, struct str bytes, struct error *e)
{
	struct unpacker u = { bytes, !str_starts(bytes, SIGN) };
	*w = (struct kept_words){ 0 };
	u.rest = str_sub(bytes, SIGN.n, bytes.n);
	int rc = read_distinct(w, mem, &u, e);
	w->ids = arena_raw(mem, u.rest.n + 1, sizeof *w->ids, sizeof *w->ids);
	if (rc == 0 && !w->ids)
		rc = no_memory(e);
	for (ptrdiff_t n = rc == 0 ? unpack_count(&u, 1) : 0; n > 0 && rc == 0 && !u.bad; n--)
		rc = read_sentence(w, mem, &u, e);
	if (rc == 0 && (u.bad || u.rest.n || (w->id_count && !w->distinct.n)))
		rc = fail(e, E_FORMAT, "the kept words are damaged");
	return rc;
}
