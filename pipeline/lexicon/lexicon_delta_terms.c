/* SPDX-License-Identifier: MIT
 *
 * See lexicon_delta_parts.h. Where a term occurs is known by its key (term_keys.h),
 * so that only what has a new key must be looked for.
 */
#include <stdlib.h>

#include "pipeline/base/order.h"
#include "pipeline/lexicon/lexicon_delta_parts.h"

/* ---- what becomes of terms that differ ---- */

static bool add(struct lexicon_delta *d, const struct term *t, unsigned flags)
{
	struct term *new = VEC_PUSH(&d->before.ld.mem, &d->added);
	if (new)
		*new = (struct term){ .pattern = t->pattern, .flags = (uint16_t)flags };
	return new;
}

static bool change(struct lexicon_delta *d, uint32_t key)
{
	uint32_t *new = VEC_PUSH(&d->before.ld.mem, &d->changed);
	if (new)
		*new = key;
	return new;
}

/* Terms of a theme that differ: the keys of those before are changed, and what has none of their keys is
 * added. What has the key of one that is as before is a second one, and changes it. */
static bool sort_out_theme(struct lexicon_delta *d, ptrdiff_t theme)
{
	const struct theme *t = &d->before.lx.themes.at[theme], *u = &d->now.lx.themes.at[theme];
	uint32_t *keys = NEW(&d->before.ld.mem, uint32_t, (ptrdiff_t)t->term_count + 1);
	bool ok = keys, sorted = false;
	if (ok)
		memcpy(keys, d->before.keys + t->term_first, t->term_count * sizeof *keys);
	for (uint32_t i = t->term_first; ok && i < t->term_first + t->term_count; i++)
		ok = !d->before.touched[i] || change(d, d->before.keys[i]);
	for (uint32_t i = u->term_first; ok && i < u->term_first + u->term_count; i++) {
		if (!d->now.touched[i])
			continue;
		if (!sorted)
			qsort(keys, t->term_count, sizeof *keys, order_u32);
		sorted = true;
		d->now.added[i] = !bsearch(&d->now.keys[i], keys, t->term_count, sizeof *keys,
					   order_u32);
		ok = d->now.added[i] ? add(d, &d->now.lx.terms.at[i], 0) : change(d, d->now.keys[i]);
	}
	return ok;
}

/* Changed keys ascending, each once. */
static void put_in_order(struct lexicon_delta *d)
{
	uint32_t *at = d->changed.at;
	ptrdiff_t n = 1;
	qsort(at, (size_t)d->changed.n, sizeof *at, order_u32);
	for (ptrdiff_t i = 1; i < d->changed.n; i++)
		if (at[i] != at[n - 1])
			at[n++] = at[i];
	d->changed.n = n;
}

bool delta_sort_out(struct lexicon_delta *d)
{
	const struct lexicon *lx = &d->now.lx;
	bool ok = true;
	for (ptrdiff_t i = 0; i < lx->themes.n && ok; i++)
		ok = sort_out_theme(d, i);
	/* Behind all added terms what voids them, for it may not be sound. */
	for (ptrdiff_t i = 0; i < lx->terms.n && ok; i++) {
		const struct term *v = &lx->terms.at[i];
		if (!(v->flags & TERM_VETO) || !d->now.added[v->veto_for])
			continue;
		d->now.added[i] = true;
		ok = add(d, v, TERM_VETO);
	}
	if (ok && d->changed.n)
		put_in_order(d);
	return ok;
}

/* ---- the lexicon of what differs ---- */

static struct known_term *find_known(const struct lexicon_delta *d, uint32_t key)
{
	size_t i = key & d->known_mask;
	while (d->known[i].term && d->known[i].key != key)
		i = (i + 1) & d->known_mask;
	return &d->known[i];
}

/* The terms of r by key. Returns whether two have one. */
static bool list_known(struct lexicon_delta *d, const struct reading *r, ptrdiff_t terms)
{
	bool clash = false;
	memset(d->known, 0, (d->known_mask + 1) * sizeof *d->known);
	for (ptrdiff_t i = 0; i < terms && !clash; i++) {
		struct known_term *k = find_known(d, r->keys[i]);
		clash = k->term;
		*k = (struct known_term){ r->keys[i], (uint32_t)i + 1 };
	}
	return clash;
}

/* Terms of themes; vetoes and pointers lie behind them. */
static ptrdiff_t count_terms(const struct lexicon *lx)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < lx->themes.n; i++)
		n += lx->themes.at[i].term_count;
	return n;
}

bool lexicon_delta_has_part(struct lexicon_delta *d)
{
	ptrdiff_t before = count_terms(&d->before.lx), now = count_terms(&d->now.lx);
	size_t n = (size_t)(before > now ? before : now);
	if (d->known)
		return !d->clash;
	for (d->known_mask = 1023; d->known_mask < 2 * n;)
		d->known_mask = d->known_mask * 2 + 1;
	d->known = calloc(d->known_mask + 1, sizeof *d->known);
	d->clash = !d->known || list_known(d, &d->before, before) || list_known(d, &d->now, now);
	return !d->clash;
}

int lexicon_delta_part(struct lexicon_delta *d, const struct lexicon **out, struct error *e)
{
	bool has = lexicon_delta_has_part(d);
	d->now.ld.only = d->now.added;
	d->now.ld.e = e;
	int rc = has && !d->now.lx.matcher ? lexicon_compile(&d->now.ld) : 0;
	*out = has ? &d->now.lx : NULL;
	return rc;
}

uint32_t lexicon_delta_term(const struct lexicon_delta *d, uint32_t key)
{
	return find_known(d, key)->term - 1;
}

const uint32_t *lexicon_delta_changed(const struct lexicon_delta *d, ptrdiff_t *n)
{
	*n = d->changed.n;
	return d->changed.at;
}
