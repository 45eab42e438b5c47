/* SPDX-License-Identifier: MIT
 *
 * See hyphen_joined.h. A form is entered with the hashes of four of its bytes,
 * from each of its first bytes on, as many as there are from one look at the
 * text to the next.
 */
#include "pipeline/doc/hyphen_joined.h"

enum { GRAM = 4, GRAM_BITS = 14, STEP_MAX = 8, ENTRIES_MAX = UINT8_MAX };

struct entry {
	const struct asked *form;
	uint8_t at;                     /* where in it the bytes stand */
	uint8_t next;                   /* entry with the same hash, from 1; 0 none */
};

struct grams {
	uint8_t first[1 << GRAM_BITS];  /* by hash: the first entry, from 1 */
	struct entry entries[ENTRIES_MAX];
	int count;
	ptrdiff_t step;
};

/* Of the bytes at p, with bit 0x20 set: letters of either case are equal. */
static inline uint32_t hash_at(const char *p)
{
	uint32_t v;
	memcpy(&v, p, GRAM);
	return (v | UINT32_C(0x20202020)) * UINT32_C(0x9e3779b1) >> (32 - GRAM_BITS);
}

static ptrdiff_t step_for(const struct asked *const *forms, ptrdiff_t n)
{
	ptrdiff_t step = ENTRIES_MAX / n < STEP_MAX ? ENTRIES_MAX / n : STEP_MAX;
	for (ptrdiff_t i = 0; i < n; i++)
		step = forms[i]->n - GRAM + 1 < step ? forms[i]->n - GRAM + 1 : step;
	return step;
}

static void enter(struct grams *g, const struct asked *form)
{
	for (ptrdiff_t at = 0; at < g->step; at++) {
		uint8_t *first = &g->first[hash_at(form->word + at)];
		g->entries[g->count++] = (struct entry){ form, (uint8_t)at, *first };
		*first = (uint8_t)g->count;
	}
}

static bool stands(const struct asked *form, struct str text, ptrdiff_t from)
{
	if (from < 0 || from + form->n > text.n)
		return false;
	for (int k = 0; k < form->n; k++)
		if (ascii_lower(text.p[from + k]) != form->word[k])
			return false;
	return true;
}

/* Whether a form stands so in text that its hashed bytes are at i. */
static inline bool stands_at(const struct grams *g, struct str text, ptrdiff_t i)
{
	for (int k = g->first[hash_at(text.p + i)]; k; k = g->entries[k - 1].next)
		if (stands(g->entries[k - 1].form, text, i - g->entries[k - 1].at))
			return true;
	return false;
}

static bool look(const struct grams *g, struct str text)
{
	const ptrdiff_t step = g->step;
	ptrdiff_t i = 0;
	for (; i + 3 * step + GRAM <= text.n; i += 4 * step) {
		const char *p = text.p + i;
		if (g->first[hash_at(p)] | g->first[hash_at(p + step)] |
		    g->first[hash_at(p + 2 * step)] | g->first[hash_at(p + 3 * step)])
			for (ptrdiff_t k = i; k < i + 4 * step; k += step)
				if (stands_at(g, text, k))
					return true;
	}
	for (; i + GRAM <= text.n; i += step)
		if (stands_at(g, text, i))
			return true;
	return false;
}

bool hyphen_joined_may_stand(struct arena *mem, const struct asked *const *forms, ptrdiff_t n,
			     struct str text)
{
	struct grams *g = n ? NEW(mem, struct grams, 1) : NULL;
	if (!g)
		return n > 0;
	g->step = step_for(forms, n);
	if (g->step < 1)
		return true;
	for (ptrdiff_t i = 0; i < n; i++)
		enter(g, forms[i]);
	return look(g, text);
}
