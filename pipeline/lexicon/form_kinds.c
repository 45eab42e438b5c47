/* SPDX-License-Identifier: MIT
 *
 * See form_kinds.h. Open addressing with linear probing.
 */
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/lexicon/form_kinds.h"
#include "pipeline/lexicon/symbols.h"

#define KINDS_MIN 2048                  /* slots; a power of two */
#define SYMBOLS_MAX 4096                /* of one word, with classes */

bool form_kinds_init(struct form_kinds *k)
{
	*k = (struct form_kinds){ .mask = KINDS_MIN - 1 };
	k->slots = calloc(KINDS_MIN, sizeof *k->slots);
	return k->slots != NULL;
}

void form_kinds_release(struct form_kinds *k)
{
	free(k->slots);
	k->slots = NULL;
}

void form_kinds_reset(struct form_kinds *k)
{
	memset(k->slots, 0, ((size_t)k->mask + 1) * sizeof *k->slots);
	k->count = 0;
}

static uint64_t hash_of(const uint32_t *ids, uint32_t n)
{
	uint64_t h = n;
	for (uint32_t i = 0; i < n; i++)
		h = hash_mix(h ^ ids[i], UINT64_C(0x8bb84b93962eacc9));
	return h;
}

/* The slot of the kind, or the free one where it belongs. */
static const struct form_kind **find(const struct form_kinds *k, const uint32_t *ids, uint32_t n)
{
	uint32_t at = (uint32_t)hash_of(ids, n) & k->mask;
	while (k->slots[at] && (k->slots[at]->n != n ||
				memcmp(k->slots[at]->ids, ids, n * sizeof *ids) != 0))
		at = (at + 1) & k->mask;
	return &k->slots[at];
}

static bool grow(struct form_kinds *k)
{
	struct form_kinds more = { .mask = k->mask * 2 + 1, .count = k->count };
	more.slots = calloc((size_t)more.mask + 1, sizeof *more.slots);
	if (!more.slots)
		return false;
	for (uint32_t i = 0; i <= k->mask; i++)
		if (k->slots[i])
			*find(&more, k->slots[i]->ids, k->slots[i]->n) = k->slots[i];
	free(k->slots);
	*k = more;
	return true;
}

static const struct form_kind *make(struct arena *mem, const struct symbols *symbols,
				    const uint32_t *ids, uint32_t n)
{
	uint32_t all[SYMBOLS_MAX];
	struct form_kind *kind = NEW(mem, struct form_kind, 1);
	uint32_t *copy = NEW(mem, uint32_t, n);
	if (!kind || !copy)
		return NULL;
	memcpy(copy, ids, n * sizeof *copy);
	memcpy(all, ids, n * sizeof *all);
	uint32_t count = symbols_add_classes(symbols, all, n, SYMBOLS_MAX);
	const struct automaton *a = symbols_automaton(symbols);
	if (count > SYMBOLS_MAX || (a && !form_view_make(&kind->view, mem, a, all, count)))
		return NULL;
	kind->mark = symbols_mark_of(symbols, ids, n);
	kind->ids = copy;
	kind->n = n;
	return kind;
}

const struct form_kind *form_kinds_get(struct form_kinds *k, struct arena *mem,
				       const struct symbols *symbols, const uint32_t *ids,
				       uint32_t n)
{
	const struct form_kind *known = *find(k, ids, n);
	if (known)
		return known;
	if (k->count > k->mask / 2 && !grow(k))
		return NULL;
	const struct form_kind *kind = make(mem, symbols, ids, n);
	*find(k, ids, n) = kind;
	k->count += kind != NULL;
	return kind;
}
