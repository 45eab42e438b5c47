/* SPDX-License-Identifier: MIT
 *
 * See word_index.h. Layout: SIGN, the number of keys, the keys in ascending order,
 * their places; all numbers of fixed width in the machine's order.
 */
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/lexicon/forms.h"
#include "pipeline/store/word_index.h"

#define SIGN S("LMw2")
#define HEAD ((ptrdiff_t)(4 + sizeof(uint32_t)))
#define WIDTH ((ptrdiff_t)(sizeof(uint32_t) + sizeof(uint64_t)))

uint32_t word_key_stem(struct str stem)
{
	return (uint32_t)hash_bytes(stem, 1);
}

uint32_t word_key_beginning(struct str lower)
{
	return (uint32_t)hash_bytes(str_sub(lower, 0, WORD_BEGINNING), 2);
}

/* ---- writing ---- */

/* Places of forms: open addressing over their addresses, which stand for their texts. */
struct slot {
	const struct form *form;
	uint64_t places;
};

struct table {
	struct slot *at;
	size_t mask, count;
};

static struct slot *find(const struct table *t, const struct form *form)
{
	size_t i = (size_t)((uintptr_t)form / sizeof *form * UINT64_C(0x9e3779b97f4a7c15) >> 20);
	for (i &= t->mask; t->at[i].form && t->at[i].form != form; i = (i + 1) & t->mask)
		;
	return &t->at[i];
}

static bool grow(struct table *t)
{
	struct table wider = { .mask = t->at ? t->mask * 2 + 1 : 4095, .count = t->count };
	wider.at = calloc(wider.mask + 1, sizeof *wider.at);
	if (!wider.at)
		return false;
	for (size_t i = 0; t->at && i <= t->mask; i++)
		if (t->at[i].form)
			*find(&wider, t->at[i].form) = t->at[i];
	free(t->at);
	*t = wider;
	return true;
}

static bool add_word(struct table *t, const struct form *form, uint64_t place)
{
	if ((!t->at || t->count > t->mask / 2) && !grow(t))
		return false;
	struct slot *s = find(t, form);
	t->count += !s->form;
	s->form = form;
	s->places |= place;
	return true;
}

static bool add_words(struct table *t, const struct doc *d)
{
	for (ptrdiff_t i = 0; i < d->sents.n; i++) {
		const struct sentence *s = &d->sents.at[i];
		if (!word_index_has(d, (uint32_t)i))
			continue;
		uint64_t place = word_index_place((uint32_t)i, d->sents.n);
		for (uint32_t k = 0; k < s->tok_count; k++)
			if (!add_word(t, d->forms[s->tok_first + k], place))
				return false;
	}
	return true;
}

struct entry {
	uint32_t key;
	uint64_t places;
};

static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	return (x->key > y->key) - (x->key < y->key);
}

/* The keys of all words, ascending, each once. Returns how many. */
static size_t list_keys(const struct table *t, struct entry *out)
{
	size_t n = 0, distinct = 0;
	for (size_t i = 0; t->at && i <= t->mask; i++) {
		const struct form *f = t->at[i].form;
		if (!f)
			continue;
		out[n++] = (struct entry){ word_key_stem(f->stem), t->at[i].places };
		if (f->lower.n >= WORD_BEGINNING)
			out[n++] = (struct entry){ word_key_beginning(f->lower), t->at[i].places };
	}
	qsort(out, n, sizeof *out, compare);
	for (size_t i = 0; i < n; i++)
		if (distinct && out[distinct - 1].key == out[i].key)
			out[distinct - 1].places |= out[i].places;
		else
			out[distinct++] = out[i];
	return distinct;
}

static void add_number(struct buf *out, const void *number, size_t size)
{
	buf_add(out, (struct str){ number, (ptrdiff_t)size });
}

void word_index_write(struct buf *out, const struct doc *d)
{
	struct table t = { 0 };
	struct entry *entries = add_words(&t, d) ? calloc(2 * t.count + 1, sizeof *entries) : NULL;
	uint32_t n = entries ? (uint32_t)list_keys(&t, entries) : 0;
	ptrdiff_t before = out->n;
	buf_add(out, SIGN);
	add_number(out, &n, sizeof n);
	for (uint32_t i = 0; i < n; i++)
		add_number(out, &entries[i].key, sizeof entries[i].key);
	for (uint32_t i = 0; i < n; i++)
		add_number(out, &entries[i].places, sizeof entries[i].places);
	if (!entries)
		out->n = before;        /* nothing is kept, and next time all is read */
	free(entries);
	free(t.at);
}

/* ---- reading ---- */

int word_index_open(struct word_index *ix, struct str bytes, struct error *e)
{
	uint32_t n = 0;
	bool sound = bytes.n >= HEAD && str_starts(bytes, SIGN);
	if (sound)
		memcpy(&n, bytes.p + SIGN.n, sizeof n);
	if (!sound || bytes.n != HEAD + (ptrdiff_t)n * WIDTH)
		return fail(e, E_FORMAT, "the kept index of words is damaged");
	*ix = (struct word_index){ .keys = bytes.p + HEAD, .n = n };
	ix->places = ix->keys + n * sizeof(uint32_t);
	return 0;
}

uint64_t word_index_find(const struct word_index *ix, uint32_t key)
{
	uint32_t low = 0, high = ix->n, at = 0;
	uint64_t places = 0;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		memcpy(&at, ix->keys + middle * sizeof at, sizeof at);
		if (at < key)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < ix->n)
		memcpy(&at, ix->keys + low * sizeof at, sizeof at);
	if (low < ix->n && at == key)
		memcpy(&places, ix->places + low * sizeof places, sizeof places);
	return places;
}
