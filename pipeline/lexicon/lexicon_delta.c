/* SPDX-License-Identifier: MIT
 *
 * See lexicon_delta.h. A term is compared by a hash over all that counts for
 * its occurrences, its vetoes among it. Terms keep their order, for occurrences
 * of one place and sums are told in it: what has moved counts as changed.
 */
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/lexicon/cues.h"
#include "pipeline/lexicon/lexicon_delta_parts.h"
#include "pipeline/lexicon/matcher.h"
#include "pipeline/lexicon/term_keys.h"

#define ROUNDING 1e-9   /* of sums of weights, of which one may count more than is here */

static bool is_theme_file(struct str path)
{
	return str_starts(path, S("themes/"));
}

static bool add_files(struct reading *r, const struct lexicon_file *files, ptrdiff_t n, bool themes)
{
	for (ptrdiff_t i = 0; i < n; i++) {
		bool needed = r->whole || themes || str_eq(files[i].path, S("lexicon.yaml")) ||
			      str_eq(files[i].path, S("sets.yaml"));
		if (is_theme_file(files[i].path) != themes || !needed)
			continue;
		struct lexicon_file *f = VEC_PUSH(&r->lx.mem, &r->lx.files);
		if (!f)
			return false;
		*f = files[i];
	}
	return true;
}

static void add_to_mark(uint64_t *h, const void *p, size_t n)
{
	*h = hash_bytes((struct str){ p, (ptrdiff_t)n }, *h);
}

/* Vetoes lie behind all terms, each of which they name. */
static void make_marks(struct reading *r)
{
	for (ptrdiff_t i = 0; i < r->lx.terms.n; i++) {
		const struct term *t = &r->lx.terms.at[i];
		uint64_t *h = &r->marks[t->flags & TERM_VETO ? (ptrdiff_t)t->veto_for : i];
		*h = hash_bytes(t->pattern, *h);
		*h = hash_bytes(t->section, *h);
		add_to_mark(h, &t->weight, sizeof t->weight);
		unsigned flags = t->flags & ~(unsigned)TERM_LOCKED;
		add_to_mark(h, &flags, sizeof flags);
	}
}

static int read_lexicon(struct reading *r, const struct lexicon *now,
			const struct lexicon_file *themes, ptrdiff_t n, struct error *e)
{
	arena_init(&r->lx.mem, 0);
	arena_init(&r->ld.mem, 0);
	r->ld.lx = &r->lx;
	r->ld.keep_trees = true;
	r->ld.e = e;
	r->lx.path = now->path;
	r->lx.stemmer = now->stemmer;
	memcpy(r->lx.hash, now->hash, sizeof r->lx.hash);
	if (!add_files(r, now->files.at, now->files.n, false) || !add_files(r, themes, n, true))
		return fail(e, E_NOMEM, "no memory to compare lexicons");
	int rc = lexicon_read(&r->ld);
	if (rc < 0)
		return rc;
	r->marks = NEW(&r->ld.mem, uint64_t, r->lx.terms.n + 1);
	r->keys = NEW(&r->ld.mem, uint32_t, r->lx.terms.n + 1);
	r->touched = NEW(&r->ld.mem, bool, r->lx.terms.n + 1);
	r->added = NEW(&r->ld.mem, bool, r->lx.terms.n + 1);
	if (!r->marks || !r->keys || !r->touched || !r->added)
		return fail(e, E_NOMEM, "no memory to compare lexicons");
	make_marks(r);
	term_keys(&r->lx, r->keys);
	return 0;
}

/* Is it one theme, in the same place? */
static bool same_place(const struct theme *a, const struct theme *b)
{
	return str_eq(a->id, b->id) && a->parent == b->parent;
}

static bool same_numbers(const struct theme *a, const struct theme *b)
{
	bool same = a->good == b->good && a->bias == b->bias && a->context.n == b->context.n;
	for (int c = 0; c < CARRY_COUNT; c++)
		same &= a->carry[c] == b->carry[c];
	for (ptrdiff_t i = 0; same && i < a->context.n; i++)
		same = a->context.at[i].theme == b->context.at[i].theme &&
		       a->context.at[i].weight == b->context.at[i].weight;
	return same;
}

/* Is a theme never coded where none of its terms is, in the paragraph or its heading? What other
 * themes say about it is less than the threshold asks for. */
static bool needs_terms(const struct lexicon *lx, const struct theme *t)
{
	double others = t->carry[CARRY_OTHERS] * lx->decision.others_cap;
	double most = others > 0 ? others : 0, lacks = lx->decision.threshold - t->bias;
	for (ptrdiff_t i = 0; i < t->context.n; i++)
		most += t->context.at[i].weight > 0 ? t->context.at[i].weight : 0;
	return most > 0 ? most < lacks - ROUNDING : lacks >= 0;
}

static int compare_marks(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* The marks of a theme's terms, and the same in ascending order. */
struct side {
	const struct reading *r;
	const uint64_t *marks;
	uint64_t *sorted;
	uint32_t first, n, at;
};

static bool take_side(struct side *s, const struct reading *r, struct arena *mem, ptrdiff_t theme)
{
	const struct theme *t = &r->lx.themes.at[theme];
	*s = (struct side){ .r = r, .marks = r->marks + t->term_first, .first = t->term_first,
			    .n = t->term_count };
	s->sorted = NEW(mem, uint64_t, (ptrdiff_t)s->n + 1);
	if (!s->sorted)
		return false;
	memcpy(s->sorted, s->marks, s->n * sizeof *s->marks);
	qsort(s->sorted, s->n, sizeof *s->sorted, compare_marks);
	return true;
}

static bool has(const struct side *s, uint64_t mark)
{
	return bsearch(&mark, s->sorted, s->n, sizeof mark, compare_marks);
}

/* The term that s is at has changed. */
static void touch(struct side *s)
{
	s->r->touched[s->first + s->at++] = true;
}

static void touch_all(struct side *s)
{
	while (s->at < s->n)
		touch(s);
}

/* Walk both lists of a theme's terms. When its numbers differ, all that speaks for it has changed. */
static bool compare_theme(struct lexicon_delta *d, ptrdiff_t theme)
{
	const struct theme *t = &d->before.lx.themes.at[theme], *u = &d->now.lx.themes.at[theme];
	struct side a, b;
	struct arena *mem = &d->before.ld.mem;
	if (same_numbers(t, u) && t->term_count == u->term_count &&
	    memcmp(d->before.marks + t->term_first, d->now.marks + u->term_first,
		   t->term_count * sizeof *d->now.marks) == 0)
		return true;
	if (!take_side(&a, &d->before, mem, theme) || !take_side(&b, &d->now, mem, theme))
		return false;
	if (!same_numbers(t, u)) {
		touch_all(&a);
		touch_all(&b);
	}
	while (a.at < a.n || b.at < b.n) {
		bool both = a.at < a.n && b.at < b.n;
		bool same = both && a.marks[a.at] == b.marks[b.at];
		bool gone = a.at < a.n && !same && !has(&b, a.marks[a.at]);
		bool new = b.at < b.n && !same && !gone && !has(&a, b.marks[b.at]);
		if (same) {
			a.at++, b.at++;
			continue;
		}
		if (a.at < a.n && !new)
			touch(&a);
		if (b.at < b.n && !gone)
			touch(&b);
	}
	return true;
}

/* false: more has changed than terms, or there is no memory, with *e set. */
static bool compare(struct lexicon_delta *d, struct error *e)
{
	const struct lexicon *a = &d->before.lx, *b = &d->now.lx;
	if (a->themes.n != b->themes.n)
		return false;
	for (ptrdiff_t i = 0; i < a->themes.n; i++) {
		const struct theme *t = &a->themes.at[i], *u = &b->themes.at[i];
		bool traced = same_numbers(t, u) || (needs_terms(a, t) && needs_terms(b, u));
		if (!same_place(t, u) || !traced)
			return false;
	}
	bool ok = true;
	for (ptrdiff_t i = 0; i < a->themes.n && ok; i++)
		ok = compare_theme(d, i);
	if (!ok || !delta_sort_out(d)) {
		fail(e, E_NOMEM, "no memory to compare lexicons");
		return false;
	}
	for (ptrdiff_t i = 0; i < d->added.n; i++) {
		struct str inner;
		if (pattern_is_regex(d->added.at[i].pattern, &inner))
			return false;
	}
	return true;
}

/* The added terms in place of all of the older lexicon's. */
static int compile(struct lexicon_delta *d)
{
	struct lexicon *lx = &d->before.lx;
	lx->terms.at = d->added.at;
	lx->terms.n = d->added.n;
	lx->terms.cap = d->added.cap;
	return d->added.n ? lexicon_compile(&d->before.ld) : 0;
}

int lexicon_delta_new(struct lexicon_delta **out, const struct lexicon *now,
		      const struct lexicon_file *before, ptrdiff_t before_count, struct arena *mem,
		      struct error *e)
{
	struct lexicon_delta *d = calloc(1, sizeof *d);
	struct error inner = { 0 };
	*out = NULL;
	if (!d) {
		arena_release(mem);
		return fail(e, E_NOMEM, "no memory to compare lexicons");
	}
	d->files = *mem;
	d->now.whole = true;
	int rc = read_lexicon(&d->before, now, before, before_count, &inner);
	if (rc == 0)
		rc = read_lexicon(&d->now, now, now->files.at, now->files.n, &inner);
	if (rc == 0 && compare(d, &inner) && compile(d) == 0)
		*out = d;
	else
		lexicon_delta_free(d);
	return inner.code == E_NOMEM ? fail(e, E_NOMEM, "%s", inner.msg) : 0;
}

static void release(struct reading *r)
{
	cues_free(r->lx.cues);
	matcher_free(r->lx.matcher);
	symbols_free(r->lx.symbols);
	arena_release(&r->ld.mem);
	arena_release(&r->lx.mem);
}

void lexicon_delta_free(struct lexicon_delta *d)
{
	if (!d)
		return;
	release(&d->before);
	release(&d->now);
	arena_release(&d->files);
	free(d->known);
	free(d);
}

const struct lexicon *lexicon_delta_now(const struct lexicon_delta *d)
{
	return &d->now.lx;
}

const struct lexicon *lexicon_delta_added(const struct lexicon_delta *d)
{
	return &d->before.lx;
}
