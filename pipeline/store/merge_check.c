/* SPDX-License-Identifier: MIT
 *
 * See merge_parts.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/store/merge_parts.h"

static int describe_run(struct origin *p, struct arena *mem, struct error *e)
{
	struct str *const fields[] = { &p->program, &p->stemmer, &p->lexicon, &p->sources, &p->shard,
				       &p->started, &p->ended };
	sqlite3_stmt *q;
	int rc = db_prepare(&p->db, &q, "SELECT program, stemmer, lexicon, sources, shard, started,"
			    "ended FROM runs ORDER BY id DESC LIMIT 1", e);
	if (rc == 0)
		rc = db_row(&p->db, q, e);
	for (ptrdiff_t i = 0; rc > 0 && i < countof(fields); i++) {
		*fields[i] = arena_str(mem, db_column(q, (int)i));
		if (!fields[i]->p)
			rc = fail(e, E_NOMEM, "no memory for a store's description");
	}
	sqlite3_finalize(q);
	if (rc >= 0 && !p->ended.n)
		return fail(e, E_IO, "the last run of the store '%s' has not come to its end: run it "
			    "again", p->db.path);
	return rc < 0 ? rc : 0;
}

/* Inputs without content (an empty file) keep the key of the run that found them so. */
int merge_describe(struct origin *p, struct arena *mem, struct error *e)
{
	sqlite3_stmt *q;
	int rc = describe_run(p, mem, e);
	if (rc < 0)
		return rc;
	rc = db_prepare(&p->db, &q, "SELECT min(coding), max(coding) FROM documents "
			"WHERE content IS NOT NULL", e);
	if (rc == 0)
		rc = db_row(&p->db, q, e);
	if (rc > 0 && !str_eq(db_column(q, 0), db_column(q, 1)))
		rc = fail(e, E_IO, "the store '%s' holds documents of several programs, lexicons or "
			  "options: run it again over all of them", p->db.path);
	if (rc > 0) {
		p->coding = arena_str(mem, db_column(q, 0));
		rc = p->coding.p ? 0 : fail(e, E_NOMEM, "no memory for a store's description");
	}
	sqlite3_finalize(q);
	return rc;
}

static int check_same(const struct origin *a, const struct origin *b, const char *what, struct str of_a,
		      struct str of_b, struct error *e)
{
	if (str_eq(of_a, of_b))
		return 0;
	return fail(e, E_IO, "the stores '%s' and '%s' are of different %s: %.*s and %.*s", a->db.path,
		    b->db.path, what, STR_ARG(of_a), STR_ARG(of_b));
}

static int check_pair(const struct origin *a, const struct origin *b, struct error *e)
{
	int rc = check_same(a, b, "programs", a->program, b->program, e);
	if (rc == 0)
		rc = check_same(a, b, "stemmers", a->stemmer, b->stemmer, e);
	if (rc == 0)
		rc = check_same(a, b, "lexicons", a->lexicon, b->lexicon, e);
	return rc;
}

/* A store in which nothing was coded has no key. */
static int check_codings(const struct origin *parts, int count, struct error *e)
{
	const struct origin *first = NULL;
	for (int i = 0; i < count; i++) {
		const struct origin *p = &parts[i];
		if (first && p->coding.n && !str_eq(first->coding, p->coding))
			return fail(e, E_IO, "the stores '%s' and '%s' are of different builds of the "
				    "program, manifests or options", first->db.path, p->db.path);
		if (!first && p->coding.n)
			first = p;
	}
	return 0;
}

/* A shard's name, taken apart. */
struct share {
	unsigned number, of;
	struct str inputs;               /* the hash over all inputs */
	const char *path;
};

static int by_inputs(const void *a, const void *b)
{
	const struct share *x = a, *y = b;
	int c = str_cmp(x->inputs, y->inputs);
	if (c == 0)
		c = (x->of > y->of) - (x->of < y->of);
	return c ? c : (x->number > y->number) - (x->number < y->number);
}

static bool same_inputs(const struct share *a, const struct share *b)
{
	return a->of == b->of && str_eq(a->inputs, b->inputs);
}

/* The shares [from, to) are of the same inputs: they must be all of them. */
static int check_group(const struct share *at, ptrdiff_t from, ptrdiff_t to, ptrdiff_t n,
		       struct error *e)
{
	for (ptrdiff_t i = from + 1; i < to; i++)
		if (at[i].number == at[i - 1].number)
			return fail(e, E_IO, "'%s' and '%s' are both shard %u/%u", at[i - 1].path,
				    at[i].path, at[i].number, at[i].of);
	if (to - from == (ptrdiff_t)at[from].of)
		return 0;
	const struct share *other = from ? &at[0] : to < n ? &at[to] : NULL;
	if (other && other->of == at[from].of)
		return fail(e, E_IO, "the runs of '%s' and '%s' found different inputs, or some that had "
			    "changed meanwhile: run all shards again", at[from].path, other->path);
	unsigned missing = 1;
	while (from < to && at[from].number == missing)
		from++, missing++;
	return fail(e, E_IO, "shard %u/%u is missing", missing, at[to - 1].of);
}

static int check_shares(struct share *at, ptrdiff_t n, struct error *e)
{
	int rc = 0;
	if (n)
		qsort(at, (size_t)n, sizeof *at, by_inputs);
	for (ptrdiff_t from = 0, to; from < n && rc == 0; from = to) {
		for (to = from + 1; to < n && same_inputs(&at[from], &at[to]); to++)
			;
		rc = check_group(at, from, to, n, e);
	}
	return rc;
}

int merge_check(const struct origin *parts, int count, struct error *e)
{
	struct share *shares = calloc((size_t)count, sizeof *shares);
	ptrdiff_t n = 0;
	int rc = shares ? 0 : fail(e, E_NOMEM, "no memory for the shards");
	for (int i = 1; i < count && rc == 0; i++)
		rc = check_pair(&parts[0], &parts[i], e);
	if (rc == 0)
		rc = check_codings(parts, count, e);
	for (int i = 0; i < count && rc == 0; i++) {
		struct share s = { .path = parts[i].db.path };
		if (!parts[i].shard.n)
			continue;
		s.inputs = parts[i].shard;
		str_cut(&s.inputs, ' ');
		if (sscanf(parts[i].shard.p, "%u/%u", &s.number, &s.of) != 2)
			rc = fail(e, E_IO, "the store '%s' has a shard '%.*s' that nobody wrote", s.path,
				  STR_ARG(parts[i].shard));
		shares[n++] = s;
	}
	if (rc == 0)
		rc = check_shares(shares, n, e);
	free(shares);
	return rc;
}
