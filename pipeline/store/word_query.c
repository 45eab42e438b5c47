/* SPDX-License-Identifier: MIT
 *
 * See word_query.h. What is no word (gaps, optional words, the ends of a sentence)
 * is in every sentence.
 */
#include "pipeline/store/word_query.h"

struct query_node {
	enum { AT_ALL, AT_KEY, AT_SOME, AT_EACH } kind;
	uint32_t key;
	ptrdiff_t end;                  /* the node behind its last kid */
};

void word_query_release(struct word_query *q)
{
	arena_release(&q->mem);
	*q = (struct word_query){ 0 };
}

/* A new last node; its number, or -1 without memory. */
static ptrdiff_t add(struct word_query *q, struct query_node node)
{
	struct query_node *n = VEC_PUSH(&q->mem, &q->nodes);
	if (!n)
		return -1;
	*n = node;
	n->end = q->nodes.n;
	return q->nodes.n - 1;
}

static bool add_stem(struct word_query *q, struct forms *fold, struct str word)
{
	const struct form *f = forms_get(fold, word);
	return f && add(q, (struct query_node){ .kind = AT_KEY, .key = word_key_stem(f->stem) }) >= 0;
}

/* MASH is also found as MASHs and MASH's, see symbols.c. */
static bool add_caps(struct word_query *q, struct forms *fold, struct str word)
{
	static const char *const endings[] = { "", "s", "'s", "\xE2\x80\x99s" };
	ptrdiff_t some = add(q, (struct query_node){ .kind = AT_SOME });
	struct buf b = { 0 };
	bool ok = some >= 0;
	for (int i = 0; i < countof(endings) && ok; i++) {
		buf_reset(&b);
		buf_add(&b, word);
		buf_addz(&b, endings[i]);
		ok = buf_ok(&b) && add_stem(q, fold, buf_str(&b));
	}
	if (ok)
		q->nodes.at[some].end = q->nodes.n;
	buf_release(&b);
	return ok;
}

static bool add_atom(struct word_query *q, const struct pattern_node *p, struct forms *fold)
{
	if (p->atom == ATOM_CAPS)
		return add_caps(q, fold, p->text);
	if (p->atom != ATOM_PREFIX)
		return add_stem(q, fold, p->text);
	const struct form *f = forms_get(fold, p->text);
	if (!f)
		return false;
	struct query_node key = { .kind = AT_KEY, .key = word_key_beginning(f->lower) };
	return add(q, f->lower.n >= WORD_BEGINNING ? key : (struct query_node){ .kind = AT_ALL }) >= 0;
}

static bool add_pattern(struct word_query *q, const struct pattern_node *p, struct forms *fold)
{
	if (p->kind == PATTERN_ATOM)
		return add_atom(q, p, fold);
	if (p->kind != PATTERN_SEQ && p->kind != PATTERN_ALT)
		return add(q, (struct query_node){ .kind = AT_ALL }) >= 0;
	ptrdiff_t all = add(q, (struct query_node){ .kind = p->kind == PATTERN_SEQ ? AT_EACH : AT_SOME });
	bool ok = all >= 0;
	for (uint32_t i = 0; i < p->count && ok; i++)
		ok = add_pattern(q, p->kids[i], fold);
	if (ok)
		q->nodes.at[all].end = q->nodes.n;
	return ok;
}

int word_query_add(struct word_query *q, const struct pattern_node *p, struct forms *fold,
		   struct error *e)
{
	return add_pattern(q, p, fold) ? 0 : fail(e, E_NOMEM, "no memory to look for terms");
}

struct asking {
	const struct word_query *q;
	const struct word_index *ix;
	struct arena *mem;
	size_t words;                   /* of a set */
};

static uint64_t *new_set(const struct asking *a)
{
	return NEW(a->mem, uint64_t, (ptrdiff_t)a->words + 1);
}

/* Add to set the sentences of node i. false without memory. */
static bool ask(const struct asking *a, ptrdiff_t i, uint64_t *set)
{
	const struct query_node *n = &a->q->nodes.at[i];
	uint64_t *all = n->kind == AT_EACH ? new_set(a) : NULL;
	bool ok = n->kind != AT_EACH || all;
	if (n->kind == AT_KEY)
		word_index_find(a->ix, n->key, set);
	if (n->kind == AT_ALL)
		memset(set, -1, a->words * sizeof *set);
	if (all)
		memset(all, -1, a->words * sizeof *all);
	for (ptrdiff_t k = i + 1; k < n->end && ok; k = a->q->nodes.at[k].end) {
		uint64_t *one = all ? new_set(a) : set;
		ok = one && ask(a, k, one);
		for (size_t w = 0; ok && all && w < a->words; w++)
			all[w] &= one[w];
	}
	for (size_t w = 0; ok && all && w < a->words; w++)
		set[w] |= all[w];
	return ok;
}

const uint64_t *word_query_sentences(const struct word_query *q, const struct word_index *ix,
				     struct arena *mem)
{
	struct asking a = { q, ix, mem, sentence_set_words(ix->sentences) };
	uint64_t *set = new_set(&a);
	for (ptrdiff_t i = 0; i < q->nodes.n && set; i = q->nodes.at[i].end)
		if (!ask(&a, i, set))
			return NULL;
	return set;
}
