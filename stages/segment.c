/* SPDX-License-Identifier: MIT
 *
 * Blocks to sentences. A sentence never crosses a block, nor a cell of a table
 * row; a heading or list item without a stop is one, a row's label is not. The rules are in
 * pipeline/doc/sentence.h, their words in the lexicon's abbreviations.yaml.
 */
#include <stdlib.h>

#include "pipeline/doc/sentence.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/yaml.h"
#include "pipeline/run/stage.h"

#define FILE_NAME "abbreviations.yaml"
#define PROSE_WORDS 5           /* a cell of so many words that ends in a full stop is a sentence */

struct state {
	struct arena mem;
	VEC(struct sentence_word) words;
	struct sentence_rules rules;
};

#define X(name) STR(#name),
static const struct str list_names[] = { SENTENCE_LISTS(X) };
#undef X

static int by_word(const void *a, const void *b)
{
	const struct sentence_word *x = a, *y = b;
	return str_cmp(x->word, y->word);
}

static int read_list(struct state *st, const struct yaml *y, int list, struct error *e)
{
	const struct yaml_node *n = yaml_get(y->root, list_names[list]);
	if (!n)
		return 0;
	if (yaml_expect(y, n, YAML_LIST, "a list of words", e) < 0)
		return -e->code;
	for (n = n->first; n; n = n->next) {
		struct sentence_word *w = VEC_PUSH(&st->mem, &st->words);
		if (!w)
			return fail(e, E_NOMEM, "no memory for " FILE_NAME);
		w->lists = UINT32_C(1) << list;
		if (yaml_text(y, n, "a word", &w->word, e) < 0)
			return -e->code;
	}
	return 0;
}

/* Sort the words and make one of equal ones, on all their lists. */
static void merge(struct state *st)
{
	ptrdiff_t n = 0;
	if (st->words.n)
		qsort(st->words.at, (size_t)st->words.n, sizeof *st->words.at, by_word);
	for (ptrdiff_t i = 0; i < st->words.n; i++) {
		struct sentence_word *w = &st->words.at[i];
		if (n && str_eq(st->words.at[n - 1].word, w->word))
			st->words.at[n - 1].lists |= w->lists;
		else
			st->words.at[n++] = *w;
	}
	st->rules = sentence_rules_of(st->words.at, n);
}

static int open(void **state, const struct stage_shared *sh, struct error *e)
{
	struct state *st = calloc(1, sizeof *st);
	if (!st)
		return fail(e, E_NOMEM, "no memory to segment in");
	*state = st;
	arena_init(&st->mem, 0);
	struct str bytes = sh->lexicon ? lexicon_file_bytes(sh->lexicon, S(FILE_NAME))
				       : (struct str){ 0 };
	struct yaml y;
	if (!bytes.n)
		return 0;
	if (yaml_parse(&y, &st->mem, S(FILE_NAME), bytes, e) < 0 ||
	    yaml_expect(&y, y.root, YAML_MAP, "lists of words", e) < 0 ||
	    yaml_keys(&y, y.root, list_names, countof(list_names), e) < 0)
		return -e->code;
	for (int list = 0; list < SENTENCE_LIST_COUNT; list++)
		if (read_list(st, &y, list, e) < 0)
			return -e->code;
	merge(st);
	return 0;
}

static void close(void *state)
{
	struct state *st = state;
	if (st)
		arena_release(&st->mem);
	free(st);
}

/* Cut s, a part of block b that no sentence crosses, into sentences. */
static int cut(struct doc *d, uint32_t b, struct str s, const struct sentence_rules *r,
	       struct error *e)
{
	ptrdiff_t first = d->sents.n;
	for (ptrdiff_t at = 0; at < s.n;) {
		if (s.p[at] == ' ') {
			at++;
			continue;
		}
		ptrdiff_t end = sentence_end(r, s, at);
		if (end == s.n && d->sents.n > first && sentence_is_number(str_sub(s, at, end))) {
			struct sentence *last = &d->sents.at[d->sents.n - 1];
			last->len = (uint32_t)(s.p + end - d->text.p) - last->off;
			break;
		}
		struct sentence *sent = VEC_PUSH(&d->mem, &d->sents);
		if (!sent)
			return fail(e, E_NOMEM, "no memory for the sentences");
		sent->off = (uint32_t)(s.p + at - d->text.p);
		sent->len = (uint32_t)(end - at);
		sent->block = b;
		sent->page = doc_page_at(d, sent->off);
		at = end;
	}
	return 0;
}

/* Cut one cell, at the items of a list inside of it first. */
static int cut_cell(struct doc *d, uint32_t b, struct str s, const struct sentence_rules *r,
		    struct error *e)
{
	struct sentence_items items;
	int rc = 0;
	sentence_items_open(&items, s);
	for (ptrdiff_t at = 0; rc == 0 && at < s.n;) {
		ptrdiff_t next = sentence_items_next(&items, s, at);
		rc = cut(d, b, str_sub(s, at, next), r, e);
		at = next;
	}
	return rc;
}

/* A whole sentence, and not a date or an amount with a stop. */
static bool is_prose(struct str cell)
{
	ptrdiff_t words = 1;
	cell = str_trim(cell);
	for (ptrdiff_t i = 0; i < cell.n; i++)
		words += cell.p[i] == ' ';
	return str_ends(cell, S(".")) && words >= PROSE_WORDS;
}

/* A cell that only says whom or what the sentences in the next cell are about, as the body that is
 * to act stands beside what it is to do: no finding by itself. */
static bool is_label(struct str cell, struct str next)
{
	cell = str_trim(cell);
	return cell.n && !memchr(".!?:;", cell.p[cell.n - 1], 5) && is_prose(next);
}

static int cut_row(struct doc *d, uint32_t b, struct str row, const struct sentence_rules *r,
		   struct error *e)
{
	int rc = 0;
	while (row.n && rc == 0) {
		struct str cell = str_cut(&row, '\t'), rest = row;
		if (!is_label(cell, str_cut(&rest, '\t')))
			rc = cut_cell(d, b, cell, r, e);
	}
	return rc;
}

static int cut_lines(struct doc *d, uint32_t b, struct str text, const struct sentence_rules *r,
		     struct error *e)
{
	int rc = 0;
	while (text.n && rc == 0)
		rc = cut_cell(d, b, str_cut(&text, '\n'), r, e);
	return rc;
}

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	(void)sh, (void)w, (void)scratch;
	const struct state *st = state;
	for (uint32_t i = 0; i < (uint32_t)d->blocks.n; i++) {
		struct block *b = &d->blocks.at[i];
		struct str text = doc_text(d, b->off, b->len);
		b->sent_first = (uint32_t)d->sents.n;
		if ((b->kind == BLOCK_ROW ? cut_row : cut_lines)(d, i, text, &st->rules, e) < 0)
			return -e->code;
		b->sent_count = (uint32_t)d->sents.n - b->sent_first;
	}
	return 0;
}

const struct stage stage_segment = {
	.name = "segment",
	.help = "blocks to sentences",
	.needs = LAYER_TEXT,
	.gives = LAYER_SENTENCES,
	.open = open,
	.process = process,
	.close = close,
};
