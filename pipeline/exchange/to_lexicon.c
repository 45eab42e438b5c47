/* SPDX-License-Identifier: MIT
 *
 * See to_lexicon.h: a dictionary becomes YAML.
 */
#include "pipeline/exchange/dict_print.h"
#include "pipeline/exchange/to_lexicon.h"
#include "pipeline/lexicon/lexicon_load.h"

/* Sets are made of what needs no sets. */
static bool is_for_sets(const struct dict_entry *x)
{
	return x->pattern.p[0] != '/' && !memchr(x->pattern.p, '@', (size_t)x->pattern.n) &&
	       !memchr(x->pattern.p, '<', (size_t)x->pattern.n);
}

static ptrdiff_t set_size(const struct dict *d, ptrdiff_t category)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < d->entries.n; i++)
		n += d->entries.at[i].category == (uint32_t)category && is_for_sets(&d->entries.at[i]);
	return n;
}

static void add_set(struct dict *d, struct buf *out, ptrdiff_t category)
{
	buf_addf(out, "  %.*s:\n", STR_ARG(d->categories.at[category].id));
	for (ptrdiff_t i = 0; i < d->entries.n; i++) {
		const struct dict_entry *x = &d->entries.at[i];
		if (x->category != (uint32_t)category)
			continue;
		if (!is_for_sets(x)) {
			dict_note(d, x->line, "lost: '%.*s' where a rule names %.*s",
				  STR_ARG(x->pattern), STR_ARG(d->categories.at[category].name));
			continue;
		}
		buf_addz(out, "    - ");
		add_quoted(out, x->pattern);
		buf_addc(out, '\n');
	}
}

/* Does the text name a set that would be empty? */
static bool names_empty_set(const struct dict *d, struct str text)
{
	for (ptrdiff_t i = 0; i < text.n; i++) {
		ptrdiff_t end = i + 1;
		if (text.p[i] != '@')
			continue;
		while (end < text.n && (ascii_is_alpha(text.p[end]) || ascii_is_digit(text.p[end]) ||
					text.p[end] == '-'))
			end++;
		for (ptrdiff_t k = 0; k < d->categories.n; k++)
			if (str_eq(d->categories.at[k].id, str_sub(text, i + 1, end)) &&
			    set_size(d, k) == 0)
				return true;
	}
	return false;
}

static void add_sets(struct dict *d, struct buf *out)
{
	for (ptrdiff_t i = 0; i < d->categories.n; i++) {
		if (!d->categories.at[i].in_sets || set_size(d, i) == 0)
			continue;
		if (!out->n)
			buf_addz(out, "# Categories that rules name.\nsets:\n");
		add_set(d, out, i);
	}
}

static void add_term(struct dict *d, struct buf *out, const struct dict_entry *x)
{
	if (names_empty_set(d, x->pattern) || names_empty_set(d, x->unless)) {
		dict_note(d, x->line, "lost: '%.*s': a category that it names has no terms",
			  STR_ARG(x->pattern));
		return;
	}
	buf_addz(out, x->unless.n ? "      - {term: " : "      - ");
	add_quoted(out, x->pattern);
	buf_addz(out, x->unless.n ? ", weight: " : ": ");
	add_weight(out, x->weight);
	if (x->unless.n) {
		buf_addz(out, ", unless: ");
		add_quoted(out, x->unless);
		buf_addc(out, '}');
	}
	buf_addc(out, '\n');
}

static void add_theme(struct dict *d, struct buf *out, ptrdiff_t category)
{
	const struct dict_category *c = &d->categories.at[category];
	bool any = false, positive = false;
	for (ptrdiff_t i = 0; i < d->entries.n; i++) {
		any |= d->entries.at[i].category == (uint32_t)category;
		positive |= d->entries.at[i].category == (uint32_t)category &&
			    d->entries.at[i].weight > 0;
	}
	if (any && !positive)
		dict_note(d, 0, "changed: no weight in %.*s is over 0, so no sentence gets it",
			  STR_ARG(c->name));
	buf_addf(out, "  - id: %.*s\n    title: ", STR_ARG(c->id));
	add_quoted(out, c->name);
	if (c->parent != DICT_NONE)
		buf_addf(out, "\n    parent: %.*s", STR_ARG(d->categories.at[c->parent].id));
	buf_addz(out, any ? "\n    terms:\n" : "\n    terms: []\n");
	ptrdiff_t had = out->n;
	for (ptrdiff_t i = 0; i < d->entries.n; i++)
		if (d->entries.at[i].category == (uint32_t)category)
			add_term(d, out, &d->entries.at[i]);
	if (any && out->n == had && buf_ok(out)) {
		out->n--;
		buf_addz(out, " []\n");
	}
}

int dict_to_lexicon(struct dict *d, struct str id, struct str from, struct lexicon_text *out)
{
	*out = (struct lexicon_text){ 0 };
	if (d->categories.n == 0)
		return fail(d->e, E_FORMAT, "%.*s: no categories in it", STR_ARG(d->report.file));
	buf_addf(&out->lexicon, "# Imported from %.*s. Every term decides for itself: no bias, nothing "
		 "is carried over.\nid: %.*s\ntitle: ", STR_ARG(from), STR_ARG(id));
	add_quoted(&out->lexicon, from);
	buf_addz(&out->lexicon, "\nversion: 1\nlanguage: english\n"
		 "defaults: {bias: 0, weight: 1}\n");
	add_sets(d, &out->sets);
	buf_addf(&out->themes, "group: %.*s\ntitle: ", STR_ARG(id));
	add_quoted(&out->themes, from);
	buf_addz(&out->themes, "\nthemes:\n");
	for (ptrdiff_t i = 0; i < d->categories.n; i++)
		add_theme(d, &out->themes, i);
	return buf_ok(&out->lexicon) && buf_ok(&out->sets) && buf_ok(&out->themes)
		? 0 : dict_no_memory(d);
}

void lexicon_text_release(struct lexicon_text *t)
{
	buf_release(&t->lexicon);
	buf_release(&t->sets);
	buf_release(&t->themes);
}

static int add_file(struct lexicon *lx, const char *path, const struct buf *bytes, struct error *e)
{
	struct lexicon_file *f = bytes->n ? VEC_PUSH(&lx->mem, &lx->files) : NULL;
	if (!f)
		return bytes->n ? fail(e, E_NOMEM, "no memory to check the lexicon") : 0;
	*f = (struct lexicon_file){ str_of(path), buf_str(bytes) };
	return 0;
}

int lexicon_text_check(const struct lexicon_text *t, struct error *e)
{
	struct lexicon *lx = calloc(1, sizeof *lx);
	if (!lx)
		return fail(e, E_NOMEM, "no memory to check the lexicon");
	struct loader ld = { .lx = lx, .e = e };
	arena_init(&lx->mem, 0);
	arena_init(&ld.mem, 0);
	lx->path = S("dictionary");
	int rc = add_file(lx, "lexicon.yaml", &t->lexicon, e);
	if (rc == 0)
		rc = add_file(lx, "sets.yaml", &t->sets, e);
	if (rc == 0)
		rc = add_file(lx, "themes/dictionary.yaml", &t->themes, e);
	if (rc == 0)
		rc = lexicon_read(&ld);
	if (rc == 0)
		rc = lexicon_compile(&ld);
	arena_release(&ld.mem);
	lexicon_free(lx);
	return rc;
}
