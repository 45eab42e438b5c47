/* SPDX-License-Identifier: MIT
 *
 * See grams.h.
 */
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/eval/grams.h"
#include "pipeline/lexicon/forms.h"

/* Words that say nothing at the edge of a phrase. English; of another language there are none,
 * and phrases are a little longer than they need be. */
static const struct str function_words[] = {
	STR("a"), STR("about"), STR("after"), STR("all"), STR("also"), STR("an"), STR("and"),
	STR("any"), STR("are"), STR("as"), STR("at"), STR("be"), STR("because"), STR("been"),
	STR("before"), STR("being"), STR("both"), STR("but"), STR("by"), STR("can"), STR("could"),
	STR("do"), STR("does"), STR("for"), STR("from"), STR("had"), STR("has"), STR("have"),
	STR("he"), STR("her"), STR("his"), STR("how"), STR("however"), STR("if"), STR("in"),
	STR("into"), STR("is"), STR("it"), STR("its"), STR("may"), STR("more"), STR("most"),
	STR("no"), STR("not"), STR("of"), STR("on"), STR("or"), STR("other"), STR("out"),
	STR("over"), STR("she"), STR("should"), STR("so"), STR("some"), STR("such"), STR("than"),
	STR("that"), STR("the"), STR("their"), STR("them"), STR("then"), STR("there"),
	STR("these"), STR("they"), STR("this"), STR("those"), STR("through"), STR("to"),
	STR("too"), STR("under"), STR("up"), STR("very"), STR("was"), STR("were"), STR("what"),
	STR("when"), STR("where"), STR("which"), STR("while"), STR("who"), STR("will"),
	STR("with"), STR("would"),
};

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for phrases");
}

void grams_init(struct grams *g)
{
	*g = (struct grams){ 0 };
	arena_init(&g->mem, 0);
}

void grams_release(struct grams *g)
{
	arena_release(&g->mem);
	free(g->slots);
}

static bool is_function_word(struct str word)
{
	ptrdiff_t lo = 0, hi = countof(function_words);
	while (lo < hi) {
		ptrdiff_t mid = lo + (hi - lo) / 2;
		int c = str_cmp(word, function_words[mid]);
		if (c == 0)
			return true;
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return false;
}

/* A word that a pattern can hold as it is: letters, hyphens, apostrophes. */
static bool is_plain(const struct form *f)
{
	bool letter = false;
	for (ptrdiff_t i = 0; i < f->lower.n; i++) {
		char c = f->lower.p[i];
		if (!ascii_is_alpha(c) && c != '-' && c != '\'' && !(c & 0x80))
			return false;
		letter |= ascii_is_alpha(c) || (c & 0x80);
	}
	return letter;
}

/* Nothing but a space, or the hyphen of a compound, stands between the words. */
static bool is_joined(const struct doc *d, uint32_t left)
{
	const struct token *a = &d->toks.at[left], *b = a + 1;
	uint32_t gap = b->off - (a->off + a->len);
	char c = gap ? d->text.p[b->off - 1] : ' ';
	return gap <= 1 && (c == ' ' || c == '\n');
}

static bool grow(struct grams *g)
{
	size_t n = g->slot_count ? g->slot_count * 2 : 1 << 14;
	uint32_t *slots = calloc(n, sizeof *slots);
	if (!slots)
		return false;
	for (ptrdiff_t i = 0; i < g->at.n; i++) {
		size_t at = hash_bytes(g->at.at[i].stems, 0) & (n - 1);
		while (slots[at])
			at = (at + 1) & (n - 1);
		slots[at] = (uint32_t)i + 1;
	}
	free(g->slots);
	g->slots = slots;
	g->slot_count = n;
	return true;
}

/* The number of the gram with these stems; words: how to show it. -1 without memory. */
static ptrdiff_t find_gram(struct grams *g, struct str stems, struct str words, uint32_t size)
{
	if ((size_t)g->at.n * 2 >= g->slot_count && !grow(g))
		return -1;
	size_t at = hash_bytes(stems, 0) & (g->slot_count - 1);
	for (; g->slots[at]; at = (at + 1) & (g->slot_count - 1))
		if (str_eq(g->at.at[g->slots[at] - 1].stems, stems))
			return (ptrdiff_t)g->slots[at] - 1;
	struct gram *x = VEC_PUSH(&g->mem, &g->at);
	if (!x)
		return -1;
	*x = (struct gram){ .stems = arena_str(&g->mem, stems), .size = size,
			    .words = arena_str(&g->mem, words) };
	if (!x->stems.p || !x->words.p)
		return -1;
	g->slots[at] = (uint32_t)g->at.n;
	return g->at.n - 1;
}

static void add_word(struct buf *stems, struct buf *words, const struct doc *d, uint32_t word)
{
	const struct form *f = d->forms[word];
	if (stems->n) {
		buf_addc(stems, ' ');
		buf_addc(words, ' ');
	}
	buf_add(stems, f->stem);
	buf_add(words, d->toks.at[word].flags & TOKEN_ALLCAPS ? f->surface : f->lower);
}

static int add_use(struct grams *g, const struct doc *d, uint32_t sent, uint32_t first,
		   uint32_t last, ptrdiff_t gram, struct error *e)
{
	const struct token *a = &d->toks.at[first], *z = &d->toks.at[last];
	struct gram *x = gram < 0 ? NULL : &g->at.at[gram];
	if (x && x->last == (uint32_t)g->sentences.n)
		return 0;
	struct gram_use *u = x ? VEC_PUSH(&g->mem, &g->uses) : NULL;
	if (!u)
		return no_memory(e);
	*u = (struct gram_use){ (uint32_t)gram, first, last, a->off - d->sents.at[sent].off,
				z->off + z->len - a->off };
	x->last = (uint32_t)g->sentences.n;
	x->count++;
	g->sentences.at[g->sentences.n - 1].use_count++;
	return 0;
}

/* The phrases that start with this word. */
static int add_from(struct grams *g, const struct doc *d, uint32_t sent, uint32_t first,
		    struct buf *stems, struct buf *words, struct error *e)
{
	const struct sentence *s = &d->sents.at[sent];
	int rc = 0;
	buf_reset(stems);
	buf_reset(words);
	for (uint32_t i = first; i < s->tok_first + s->tok_count && i < first + GRAM_WORDS_MAX &&
	     rc == 0; i++) {
		if (!is_plain(d->forms[i]) || (i > first && !is_joined(d, i - 1)))
			return 0;
		add_word(stems, words, d, i);
		if (!buf_ok(stems) || !buf_ok(words))
			return no_memory(e);
		if (!is_function_word(d->forms[i]->lower))
			rc = add_use(g, d, sent, first, i,
				     find_gram(g, buf_str(stems), buf_str(words), i - first + 1), e);
	}
	return rc;
}

int grams_add(struct grams *g, const struct doc *d, uint32_t sent, struct error *e)
{
	const struct sentence *s = &d->sents.at[sent];
	struct gram_sentence *x = VEC_PUSH(&g->mem, &g->sentences);
	struct buf stems = { 0 }, words = { 0 };
	if (!x)
		return no_memory(e);
	*x = (struct gram_sentence){ arena_str(&g->mem, doc_text(d, s->off, s->len)),
				     (uint32_t)g->uses.n, 0 };
	int rc = x->text.p ? 0 : no_memory(e);
	for (uint32_t i = s->tok_first; i < s->tok_first + s->tok_count && rc == 0; i++)
		if (!is_function_word(d->forms[i]->lower))
			rc = add_from(g, d, sent, i, &stems, &words, e);
	buf_release(&stems);
	buf_release(&words);
	return rc;
}
