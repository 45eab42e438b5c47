/* SPDX-License-Identifier: MIT
 *
 * See to_lexicon.h: themes and terms as another program's dictionary can say
 * them. Alternatives and optional words are written out; a stem becomes the
 * beginning of its words; what tells of the words around is lost.
 */
#include "pipeline/exchange/to_lexicon.h"
#include "pipeline/lexicon/pattern.h"
#include "pipeline/lexicon/stemmer.h"

#define FORMS_MAX 400           /* ways to write one term; more are lost */
#define WORDS_MAX 20

/* One way to match a pattern, as words. */
struct form {
	const struct pattern_node *atom[WORDS_MAX];
	int n;
};

struct forms {
	struct form *at;
	ptrdiff_t n, cap;
};

struct exporting {
	struct dict *d;
	const struct lexicon *lx;
	const struct dict_abilities *can;
	struct stemmer *stemmer;
	struct arena mem;               /* of one term */
	uint32_t stems, capitals, weights, nested;
	bool no_memory;                 /* for a stem */
};

/* ---- the ways to write a pattern ---- */

enum { WAYS_OK, WAYS_MANY, WAYS_NEAR, WAYS_NO_MEMORY };

static int ways(struct arena *mem, const struct pattern_node *p, const struct forms *before,
		struct forms *out);

/* All forms of `from` with one more word. */
static int add_atom(struct arena *mem, const struct pattern_node *p, const struct forms *before,
		    struct forms *out)
{
	for (ptrdiff_t i = 0; i < before->n; i++) {
		if (before->at[i].n >= WORDS_MAX || out->n >= FORMS_MAX)
			return WAYS_MANY;
		struct form *f = VEC_PUSH(mem, out);
		if (!f)
			return WAYS_NO_MEMORY;
		*f = before->at[i];
		f->atom[f->n++] = p;
	}
	return WAYS_OK;
}

static int add_all(struct arena *mem, const struct forms *from, struct forms *out)
{
	for (ptrdiff_t i = 0; i < from->n; i++) {
		if (out->n >= FORMS_MAX)
			return WAYS_MANY;
		struct form *f = VEC_PUSH(mem, out);
		if (!f)
			return WAYS_NO_MEMORY;
		*f = from->at[i];
	}
	return WAYS_OK;
}

static int ways_of_sequence(struct arena *mem, const struct pattern_node *p,
			    const struct forms *before, struct forms *out)
{
	struct forms now = *before, next;
	int how = WAYS_OK;
	for (uint32_t i = 0; i < p->count && how == WAYS_OK; i++) {
		next = (struct forms){ 0 };
		how = ways(mem, p->kids[i], &now, &next);
		now = next;
	}
	return how == WAYS_OK ? add_all(mem, &now, out) : how;
}

/* Every form of `before` with every way to match p behind it, appended to out. */
static int ways(struct arena *mem, const struct pattern_node *p, const struct forms *before,
		struct forms *out)
{
	int how = WAYS_OK;
	switch (p->kind) {
	case PATTERN_ATOM:
		return add_atom(mem, p, before, out);
	case PATTERN_SEQ:
		return ways_of_sequence(mem, p, before, out);
	case PATTERN_OPT:
		how = add_all(mem, before, out);
		return how == WAYS_OK ? ways(mem, p->kids[0], before, out) : how;
	case PATTERN_ALT:
		for (uint32_t i = 0; i < p->count && how == WAYS_OK; i++)
			how = ways(mem, p->kids[i], before, out);
		return how;
	default:
		return WAYS_NEAR;
	}
}

/* ---- entries ---- */

/* The letters that a word and its stem have in common: "polic" of policy, whose stem is polici. */
static struct str beginning(struct exporting *x, struct str word)
{
	struct str stem = stemmer_stem(x->stemmer, word);
	ptrdiff_t n = 0;
	x->no_memory |= !stem.p;
	while (n < stem.n && n < word.n && stem.p[n] == word.p[n])
		n++;
	return str_sub(word, 0, n);
}

static void add_word(struct exporting *x, struct buf *out, const struct pattern_node *a)
{
	if (a->atom == ATOM_STEM) {
		struct str start = beginning(x, a->text);
		bool short_stem = start.n < PATTERN_PREFIX_MIN;
		buf_add(out, short_stem ? a->text : start);
		buf_addz(out, short_stem ? "" : "*");
		x->stems++;
	} else {
		buf_add(out, a->text);
		buf_addz(out, a->atom == ATOM_PREFIX ? "*" : "");
		x->capitals += a->atom == ATOM_CAPS;
	}
}

/* "themes/work.yaml:12" */
static void note_term(struct exporting *x, const struct term *t, const char *what)
{
	struct dict *d = x->d;
	d->report.file = x->lx->files.at[t->place.file].path;
	dict_note(d, t->place.line, "lost: %s of '%.*s'", what, STR_ARG(t->pattern));
}

static int put(struct exporting *x, const struct term *t, uint32_t category, struct str pattern)
{
	double weight = x->can->weights ? t->weight : 1;
	return dict_put(x->d, category, pattern, S(""), weight, t->place.line);
}

static int add_forms(struct exporting *x, const struct term *t, uint32_t category)
{
	struct form empty = { .n = 0 };
	struct forms none = { &empty, 1, 1 }, forms = { 0 };
	struct buf word = { 0 };
	int how = ways(&x->mem, t->tree, &none, &forms), rc = 0;
	if (how == WAYS_NO_MEMORY)
		return dict_no_memory(x->d);
	if (how != WAYS_OK) {
		note_term(x, t, how == WAYS_NEAR ? "all (it tells of the words around)"
						 : "all (too many ways to write it)");
		return 0;
	}
	for (ptrdiff_t i = 0; i < forms.n && rc == 0; i++) {
		const struct form *f = &forms.at[i];
		buf_reset(&word);
		for (int k = 0; k < f->n; k++) {
			if (k)
				buf_addc(&word, ' ');
			add_word(x, &word, f->atom[k]);
		}
		if (!buf_ok(&word) || x->no_memory)
			rc = dict_no_memory(x->d);
		else if (f->n > 1 && !x->can->phrases)
			note_term(x, t, "a phrase");
		else if (f->n)
			rc = put(x, t, category, buf_str(&word));
	}
	buf_release(&word);
	return rc;
}

static bool has_veto(const struct lexicon *lx, uint32_t term)
{
	for (ptrdiff_t i = 0; i < lx->terms.n; i++)
		if ((lx->terms.at[i].flags & TERM_VETO) && lx->terms.at[i].veto_for == term)
			return true;
	return false;
}

static int add_term(struct exporting *x, uint32_t term, uint32_t category)
{
	const struct term *t = &x->lx->terms.at[term];
	if (has_veto(x->lx, term))
		note_term(x, t, "'unless'");
	if (t->flags & (TERM_IN_HEADING | TERM_IN_LIST | TERM_IN_BODY))
		note_term(x, t, "'in'");
	if (t->section.n)
		note_term(x, t, "'section'");
	x->weights += !x->can->weights && (t->weight < 1 || t->weight > 1);
	if (x->can->patterns && !memchr(t->pattern.p, '@', (size_t)t->pattern.n))
		return put(x, t, category, t->pattern);
	if (t->flags & TERM_REGEX) {
		note_term(x, t, "all (a regular expression)");
		return 0;
	}
	return add_forms(x, t, category);
}

/* ---- themes ---- */

/* The theme's category, in its parent's where the format has that. */
static int theme_category(struct exporting *x, ptrdiff_t t, uint32_t *out)
{
	const struct theme *theme = &x->lx->themes.at[t];
	uint32_t parent = DICT_NONE;
	int rc = 0;
	x->nested += theme->parent != NO_THEME && !x->can->nested;
	if (theme->parent != NO_THEME && x->can->nested)
		rc = theme_category(x, theme->parent, &parent);
	return rc < 0 ? rc : dict_category(x->d, theme->id, parent, out);
}

static int add_theme(struct exporting *x, ptrdiff_t t)
{
	const struct theme *theme = &x->lx->themes.at[t];
	uint32_t category;
	int rc = theme_category(x, t, &category);
	for (uint32_t i = 0; i < theme->term_count && rc == 0; i++) {
		arena_reset(&x->mem, (size_t)1 << 20);
		rc = add_term(x, theme->term_first + i, category);
	}
	return rc;
}

/* Has it more than terms? */
static bool decides(const struct lexicon *lx)
{
	for (ptrdiff_t t = 0; t < lx->themes.n; t++) {
		const struct theme *theme = &lx->themes.at[t];
		for (int c = 0; c < CARRY_COUNT; c++)
			if (theme->carry[c] < 0 || theme->carry[c] > 0)
				return true;
		if (theme->bias < 0 || theme->bias > 0 || theme->context.n)
			return true;
	}
	return lx->cues != NULL;
}

static void note_sums(struct exporting *x)
{
	struct dict *d = x->d;
	d->report.file = x->lx->path;
	if (decides(x->lx))
		dict_note(d, 0, "lost: biases, what is carried over, polarity: the format has terms alone");
	if (x->stems)
		dict_note(d, 0, "changed: words that stand for all of one stem are written as its "
			  "beginning (child*), which finds more or less: %u", x->stems);
	if (x->capitals)
		dict_note(d, 0, "changed: words of capitals are found in small letters too: %u",
			  x->capitals);
	if (x->weights)
		dict_note(d, 0, "lost: the format has no weights; other than 1 were %u", x->weights);
	if (x->nested)
		dict_note(d, 0, "changed: themes that lie below others lie beside them: %u", x->nested);
}

int dict_from_lexicon(struct dict *d, const struct lexicon *lx, enum dict_format f)
{
	struct exporting x = { .d = d, .lx = lx, .can = dict_format_abilities(f) };
	arena_init(&x.mem, 0);
	int rc = stemmer_new(&x.stemmer, lx->language, d->e);
	for (ptrdiff_t t = 0; t < lx->themes.n && rc == 0; t++)
		rc = add_theme(&x, t);
	if (rc == 0)
		note_sums(&x);
	stemmer_free(x.stemmer);
	arena_release(&x.mem);
	return rc;
}
