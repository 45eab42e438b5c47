/* SPDX-License-Identifier: MIT
 *
 * See word_index.h. Layout: SIGN, the number of keys, that of sentences, the keys
 * in ascending order, where the list of each ends, the lists: numbers of sentences,
 * ascending, each told from the one before. All but the lists are of fixed width in the
 * machine's order.
 */
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/lexicon/forms.h"
#include "pipeline/store/packing.h"
#include "pipeline/store/word_index.h"

#define SIGN S("LMw2")
#define HEAD ((ptrdiff_t)(4 + 2 * sizeof(uint32_t)))

uint32_t word_key_stem(struct str stem)
{
	return (uint32_t)hash_bytes(stem, 1);
}

uint32_t word_key_beginning(struct str lower)
{
	return (uint32_t)hash_bytes(str_sub(lower, 0, WORD_BEGINNING), 2);
}

/* ---- writing ---- */

/* One more sentence of a key's list. */
struct posting {
	uint32_t key;
	uint32_t sentence;
};

/* A form and the last sentence in which it was seen: open addressing over addresses, which stand for
 * texts. */
struct slot {
	const struct form *form;
	uint32_t stem, beginning;       /* keys; beginning 0: none */
	uint32_t seen;                  /* sentence, from 1 */
};

struct writer {
	struct slot *slots;
	size_t mask, count;
	VEC(struct posting) postings;
};

static struct slot *find(const struct writer *w, const struct form *form)
{
	size_t i = (size_t)((uintptr_t)form / sizeof *form * UINT64_C(0x9e3779b97f4a7c15) >> 20);
	for (i &= w->mask; w->slots[i].form && w->slots[i].form != form; i = (i + 1) & w->mask)
		;
	return &w->slots[i];
}

static bool grow(struct writer *w)
{
	struct writer wider = { .mask = w->slots ? w->mask * 2 + 1 : 4095 };
	wider.slots = calloc(wider.mask + 1, sizeof *wider.slots);
	if (!wider.slots)
		return false;
	for (size_t i = 0; w->slots && i <= w->mask; i++)
		if (w->slots[i].form)
			*find(&wider, w->slots[i].form) = w->slots[i];
	free(w->slots);
	w->slots = wider.slots;
	w->mask = wider.mask;
	return true;
}

static bool add_posting(struct writer *w, uint32_t key, uint32_t sentence)
{
	struct posting *p = VEC_HEAP_PUSH(&w->postings);
	if (p)
		*p = (struct posting){ key, sentence };
	return p;
}

static bool add_word(struct writer *w, const struct form *form, uint32_t sentence)
{
	if ((!w->slots || w->count > w->mask / 2) && !grow(w))
		return false;
	struct slot *s = find(w, form);
	if (!s->form) {
		*s = (struct slot){ .form = form, .stem = word_key_stem(form->stem) };
		if (form->lower.n >= WORD_BEGINNING)
			s->beginning = word_key_beginning(form->lower);
		w->count++;
	}
	if (s->seen == sentence + 1)
		return true;
	s->seen = sentence + 1;
	return add_posting(w, s->stem, sentence) &&
	       (!s->beginning || add_posting(w, s->beginning, sentence));
}

static bool add_words(struct writer *w, const struct doc *d)
{
	for (ptrdiff_t i = 0; i < d->sents.n; i++) {
		const struct sentence *s = &d->sents.at[i];
		for (uint32_t k = 0; k < s->tok_count && word_index_has(d, (uint32_t)i); k++)
			if (!add_word(w, d->forms[s->tok_first + k], (uint32_t)i))
				return false;
	}
	return true;
}

/* Postings by key, 8 bits of it at a time, the lowest first; those of one key keep their order, which is
 * that of sentences. */
static bool sort(struct writer *w)
{
	size_t n = (size_t)w->postings.n;
	struct posting *from = w->postings.at, *to = calloc(n + 1, sizeof *to), *spare = to;
	for (unsigned shift = 0; to && shift < 32; shift += 8) {
		size_t starts[257] = { 0 };
		for (size_t i = 0; i < n; i++)
			starts[(from[i].key >> shift & 255) + 1]++;
		for (int i = 0; i < 256; i++)
			starts[i + 1] += starts[i];
		for (size_t i = 0; i < n; i++)
			to[starts[from[i].key >> shift & 255]++] = from[i];
		struct posting *sorted = to;
		to = from;
		from = sorted;
	}
	free(spare);            /* after an even number of rounds all is where it was */
	return spare;
}

static void add_number(struct buf *out, uint32_t number)
{
	buf_add(out, (struct str){ (const char *)&number, sizeof number });
}

/* What the sorted postings become. */
static void write_lists(const struct writer *w, struct buf *keys, struct buf *ends, struct buf *lists)
{
	const struct posting *p = w->postings.at, *end = p + w->postings.n;
	while (p < end) {
		uint32_t key = p->key, from = 0;
		for (uint32_t next = 0; p < end && p->key == key; p++) {
			if (p->sentence + 1 == next)
				continue;       /* of two words of one key */
			pack_int(lists, p->sentence - from);
			from = p->sentence;
			next = from + 1;
		}
		add_number(keys, key);
		add_number(ends, (uint32_t)lists->n);
	}
}

void word_index_write(struct buf *out, const struct doc *d)
{
	struct writer w = { 0 };
	struct buf keys = { 0 }, ends = { 0 }, lists = { 0 };
	if (add_words(&w, d) && sort(&w)) {
		write_lists(&w, &keys, &ends, &lists);
		buf_add(out, SIGN);
		add_number(out, (uint32_t)(keys.n / (ptrdiff_t)sizeof(uint32_t)));
		add_number(out, (uint32_t)d->sents.n);
		buf_add(out, buf_str(&keys));
		buf_add(out, buf_str(&ends));
		buf_add(out, buf_str(&lists));
	}
	if (!buf_ok(&keys) || !buf_ok(&ends) || !buf_ok(&lists))
		buf_reset(out);         /* nothing is kept, and next time all is read */
	buf_release(&keys);
	buf_release(&ends);
	buf_release(&lists);
	free(w.postings.at);
	free(w.slots);
}

/* ---- reading ---- */

static uint32_t number_at(const char *numbers, uint32_t i)
{
	uint32_t n;
	memcpy(&n, numbers + i * sizeof n, sizeof n);
	return n;
}

int word_index_open(struct word_index *ix, struct str bytes, struct error *e)
{
	bool sound = bytes.n >= HEAD && str_starts(bytes, SIGN);
	uint32_t n = sound ? number_at(bytes.p + SIGN.n, 0) : 0;
	ptrdiff_t numbers = (ptrdiff_t)n * (ptrdiff_t)sizeof n;
	if (!sound || bytes.n - HEAD < 2 * numbers)
		return fail(e, E_FORMAT, "the kept index of words is damaged");
	*ix = (struct word_index){ .keys = bytes.p + HEAD, .n = n,
				   .sentences = number_at(bytes.p + SIGN.n, 1) };
	ix->ends = ix->keys + numbers;
	ix->lists = str_sub(bytes, HEAD + 2 * numbers, bytes.n);
	return 0;
}

void word_index_find(const struct word_index *ix, uint32_t key, uint64_t *set)
{
	uint32_t low = 0, high = ix->n, sentence = 0;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (number_at(ix->keys, middle) < key)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == ix->n || number_at(ix->keys, low) != key)
		return;
	uint32_t first = low ? number_at(ix->ends, low - 1) : 0, end = number_at(ix->ends, low);
	struct unpacker u = { str_sub(ix->lists, first, end), first > end };
	while (u.rest.n && !u.bad) {
		sentence += (uint32_t)unpack_int(&u, ix->sentences - sentence);
		if (!u.bad && sentence < ix->sentences)
			set[sentence / 64] |= UINT64_C(1) << sentence % 64;
	}
}
