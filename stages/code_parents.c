/* SPDX-License-Identifier: MIT
 *
 * See code_parents.h.
 */
#include "stages/code_parents.h"

/* The codes of one sentence by theme; sent is NO_SENTENCE where there is none. */
struct rolling {
	struct doc *d;
	const struct lexicon *lx;
	struct code *by_theme;          /* [themes] */
	bool *own;                      /* [themes]: coded by its own sum */
	struct error *e;
};

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the themes above others");
}

/* What theme t, which is coded, gives to all above it. */
static void lift(struct rolling *r, const struct code *c)
{
	for (uint16_t p = r->lx->themes.at[c->theme].parent; p != NO_THEME;
	     p = r->lx->themes.at[p].parent) {
		struct code *up = &r->by_theme[p];
		if (up->sent == NO_SENTENCE)
			*up = (struct code){ .sent = c->sent, .theme = p, .score = c->score };
		if (!r->own[p] && c->score > up->score)
			up->score = c->score;
		up->mentions += c->mentions;
	}
}

/* The themes right below a parent, as the parts of its code. */
static int add_parts(struct rolling *r, struct code *up)
{
	up->part_first = (uint32_t)r->d->parts.n;
	for (ptrdiff_t t = 0; t < r->lx->themes.n; t++) {
		const struct code *c = &r->by_theme[t];
		if (c->sent == NO_SENTENCE || r->lx->themes.at[t].parent != up->theme)
			continue;
		struct part *p = VEC_PUSH(&r->d->mem, &r->d->parts);
		if (!p)
			return no_memory(r->e);
		*p = (struct part){ .kind = PART_BELOW, .id = (uint32_t)t, .value = 1,
				    .weight = c->score };
	}
	up->part_count = (uint32_t)r->d->parts.n - up->part_first;
	return 0;
}

/* codes[0..n) are those of one sentence; they and their parents into d->codes. */
static int roll_sentence(struct rolling *r, const struct code *codes, ptrdiff_t n)
{
	ptrdiff_t k = r->lx->themes.n;
	for (ptrdiff_t t = 0; t < k; t++) {
		r->by_theme[t].sent = NO_SENTENCE;
		r->own[t] = false;
	}
	for (ptrdiff_t i = 0; i < n; i++) {
		r->by_theme[codes[i].theme] = codes[i];
		r->own[codes[i].theme] = true;
	}
	for (ptrdiff_t i = 0; i < n; i++)
		lift(r, &codes[i]);
	for (ptrdiff_t t = 0; t < k; t++) {
		struct code *c = &r->by_theme[t];
		if (c->sent == NO_SENTENCE)
			continue;
		int rc = r->own[t] ? 0 : add_parts(r, c);
		struct code *slot = rc == 0 ? VEC_PUSH(&r->d->mem, &r->d->codes) : NULL;
		if (!slot)
			return rc < 0 ? rc : no_memory(r->e);
		*slot = *c;
	}
	return 0;
}

int code_parents(struct doc *d, const struct lexicon *lx, struct error *e)
{
	struct rolling r = { .d = d, .lx = lx, .e = e,
			     .by_theme = NEW(&d->mem, struct code, lx->themes.n + 1),
			     .own = NEW(&d->mem, bool, lx->themes.n + 1) };
	const struct code *codes = d->codes.at;
	ptrdiff_t all = d->codes.n, n = 0;
	int rc = r.by_theme && r.own ? 0 : no_memory(e);
	memset(&d->codes, 0, sizeof d->codes);
	for (ptrdiff_t i = 0; i < all && rc == 0; i += n) {
		for (n = 1; i + n < all && codes[i + n].sent == codes[i].sent;)
			n++;
		rc = roll_sentence(&r, codes + i, n);
	}
	return rc;
}
