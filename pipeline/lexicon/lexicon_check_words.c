/* SPDX-License-Identifier: MIT
 *
 * See lexicon_check_parts.h: what single words of terms take in real text.
 */
#include <stdlib.h>

#include "pipeline/lexicon/lexicon_check_parts.h"
#include "pipeline/lexicon/pattern.h"

enum {
	BROAD_STEMS = 8,         /* a wildcard that takes more stems is too broad */
	SHOWN_WORDS = 12
};

struct vocabulary {
	struct arena mem;
	VEC(const struct form *) words;  /* each once; sorted by lower-cased form, then by stem */
	bool *told;                      /* of each: it is in a note on stems */
};

static bool is_word_byte(char ch)
{
	return ascii_is_alpha(ch) || ascii_is_digit(ch) || ch == '\'' || (unsigned char)ch >= 0x80;
}

static bool take_words(struct checker *c, struct vocabulary *v, struct str text)
{
	for (ptrdiff_t i = 0; i < text.n;) {
		ptrdiff_t from = i;
		while (i < text.n && is_word_byte(text.p[i]))
			i++;
		if (i > from) {
			const struct form *f = forms_get(c->forms, str_sub(text, from, i));
			const struct form **slot = f ? VEC_PUSH(&v->mem, &v->words) : NULL;
			if (!slot)
				return false;
			*slot = f;
		}
		i += i == from;
	}
	return true;
}

static int compare_forms(const void *a, const void *b)
{
	const struct form *const *x = a, *const *y = b;
	return str_cmp((*x)->lower, (*y)->lower);
}

static bool make_vocabulary(struct checker *c, struct vocabulary *v, struct str sample)
{
	bool ok = take_words(c, v, sample);
	for (ptrdiff_t t = 0; ok && t < c->lx->themes.n; t++)
		for (ptrdiff_t i = 0; ok && i < c->lx->themes.at[t].examples.n; i++)
			ok = take_words(c, v, c->lx->themes.at[t].examples.at[i].text);
	if (v->words.n)
		qsort(v->words.at, (size_t)v->words.n, sizeof *v->words.at, compare_forms);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < v->words.n; i++)
		if (n == 0 || !str_eq(v->words.at[n - 1]->lower, v->words.at[i]->lower))
			v->words.at[n++] = v->words.at[i];
	v->words.n = n;
	return ok;
}

/* The words that begin with prefix, in *first; how many. */
static ptrdiff_t words_with(const struct vocabulary *v, struct str prefix, ptrdiff_t *first)
{
	ptrdiff_t lo = 0, hi = v->words.n;
	while (lo < hi) {
		ptrdiff_t mid = lo + (hi - lo) / 2;
		if (str_cmp(v->words.at[mid]->lower, prefix) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*first = lo;
	while (hi < v->words.n && str_starts(v->words.at[hi]->lower, prefix))
		hi++;
	return hi - lo;
}

static void check_wildcard(struct checker *c, const struct vocabulary *v, const struct term *t,
			   const struct pattern_node *atom)
{
	const struct form *f = forms_get(c->forms, atom->text);
	ptrdiff_t first = 0, n = f ? words_with(v, f->lower, &first) : 0, stems = 0;
	for (ptrdiff_t i = first; i < first + n; i++)
		stems += i == first || !str_eq(v->words.at[i]->stem, v->words.at[i - 1]->stem);
	if (stems <= BROAD_STEMS)
		return;
	struct buf *b = check_note(c, t->place);
	buf_addf(b, "'%.*s*' takes %td words of %td stems:", STR_ARG(atom->text), n, stems);
	for (ptrdiff_t i = first; i < first + n && i < first + SHOWN_WORDS; i++)
		buf_addf(b, " %.*s", STR_ARG(v->words.at[i]->lower));
	buf_addz(b, n > SHOWN_WORDS ? " ...\n" : "\n");
}

static void check_wildcards_in(struct checker *c, const struct vocabulary *v, const struct term *t,
			       const struct pattern_node *n)
{
	if (n->kind == PATTERN_ATOM && n->atom == ATOM_PREFIX)
		check_wildcard(c, v, t, n);
	for (uint32_t i = 0; i < n->count; i++)
		check_wildcards_in(c, v, t, n->kids[i]);
}

/* ---- stems ---- */

static int compare_stems(const void *a, const void *b)
{
	const struct form *const *x = a, *const *y = b;
	int c = str_cmp((*x)->stem, (*y)->stem);
	return c ? c : str_cmp((*x)->lower, (*y)->lower);
}

/* What a word has beyond another without being of another kind: its inflections, and what English
 * derives from it (manage: manager, management). */
static bool is_ending(struct str s)
{
	static const struct str endings[] = {
		STR(""), STR("s"), STR("es"), STR("e"), STR("ed"), STR("d"), STR("ing"), STR("ings"),
		STR("y"), STR("ies"), STR("ied"), STR("ying"), STR("'s"), STR("'"), STR("s'"), STR("er"),
		STR("ers"), STR("or"), STR("ors"), STR("ment"), STR("ments"), STR("ly"), STR("ily"),
		STR("ion"), STR("ions"), STR("ation"), STR("ations"), STR("able"), STR("ably"),
		STR("al"), STR("ally"), STR("ive"), STR("ively"), STR("ness"), STR("nesses"), STR("ful"),
		STR("fully"), STR("eful"), STR("efully"), STR("ement"), STR("ements"),
	};
	for (ptrdiff_t i = 0; i < countof(endings); i++)
		if (str_eq(s, endings[i]))
			return true;
	return false;
}

/* Do two words of one stem differ in more than their endings? "planned" doubles its n. */
static bool differ(struct str a, struct str b)
{
	ptrdiff_t n = 0;
	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	struct str x = str_sub(a, n, a.n), y = str_sub(b, n, b.n);
	if (n && x.n && x.p[0] == a.p[n - 1])
		x = str_sub(x, 1, x.n);
	if (n && y.n && y.p[0] == a.p[n - 1])
		y = str_sub(y, 1, y.n);
	return !is_ending(x) || !is_ending(y);
}

/* The words of this stem: v is sorted by stems. */
static ptrdiff_t words_of(const struct vocabulary *v, struct str stem, ptrdiff_t *first)
{
	ptrdiff_t lo = 0, hi = v->words.n;
	while (lo < hi) {
		ptrdiff_t mid = lo + (hi - lo) / 2;
		if (str_cmp(v->words.at[mid]->stem, stem) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*first = lo;
	while (hi < v->words.n && str_eq(v->words.at[hi]->stem, stem))
		hi++;
	return hi - lo;
}

static void check_stem(struct checker *c, struct vocabulary *v, const struct term *t,
		       const struct pattern_node *atom)
{
	const struct form *f = forms_get(c->forms, atom->text);
	ptrdiff_t first = 0, n = f ? words_of(v, f->stem, &first) : 0;
	struct buf *b = NULL;
	for (ptrdiff_t i = first; i < first + n; i++) {
		struct str word = v->words.at[i]->lower;
		if (v->told[i] || !differ(f->lower, word))
			continue;
		v->told[i] = true;          /* once, not for each term with the word */
		if (!b) {
			b = check_note(c, t->place);
			buf_addf(b, "'%.*s' takes words of its stem '%.*s':", STR_ARG(atom->text),
				 STR_ARG(f->stem));
		}
		buf_addf(b, " %.*s", STR_ARG(word));
	}
	if (b)
		buf_addc(b, '\n');
}

static void check_stems_in(struct checker *c, struct vocabulary *v, const struct term *t,
			   const struct pattern_node *n)
{
	if (n->kind == PATTERN_ATOM && n->atom == ATOM_STEM)
		check_stem(c, v, t, n);
	for (uint32_t i = 0; i < n->count; i++)
		check_stems_in(c, v, t, n->kids[i]);
}

int check_words(struct checker *c, struct str sample)
{
	struct vocabulary v = { 0 };
	const struct lexicon *lx = c->lx;
	arena_init(&v.mem, 0);
	bool ok = make_vocabulary(c, &v, sample);
	for (ptrdiff_t i = 0; ok && i < lx->terms.n; i++)
		if (lx->terms.at[i].tree)
			check_wildcards_in(c, &v, &lx->terms.at[i], lx->terms.at[i].tree);
	if (v.words.n)
		qsort(v.words.at, (size_t)v.words.n, sizeof *v.words.at, compare_stems);
	v.told = NEW(&v.mem, bool, v.words.n + 1);
	ok = ok && v.told;
	for (ptrdiff_t i = 0; ok && i < lx->terms.n; i++)
		if (lx->terms.at[i].tree && !(lx->terms.at[i].flags & (TERM_VETO | TERM_POINTER)))
			check_stems_in(c, &v, &lx->terms.at[i], lx->terms.at[i].tree);
	arena_release(&v.mem);
	return ok ? 0 : fail(c->e, E_NOMEM, "out of memory for the check");
}
