/* SPDX-License-Identifier: MIT
 *
 * See lexicon_check.h. Terms are tried on texts written from their patterns
 * (witness.h), which go through the whole chain: so a word that the tokenizer
 * or the stemmer takes apart in another way than the author meant is found.
 */
#include <stdlib.h>

#include "pipeline/lexicon/cues.h"
#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon_check_parts.h"
#include "pipeline/lexicon/pattern.h"
#include "pipeline/lexicon/witness.h"
#include "pipeline/lexicon/yaml.h"

enum {
	WITNESSES_MAX = 400,     /* of one term */
	PARTNERS_MAX = 16
};

void lexicon_report_release(struct lexicon_report *r)
{
	buf_release(&r->errors);
	buf_release(&r->notes);
}

static struct str start_of(struct str s)
{
	return str_sub(s, 0, s.n < 80 ? s.n : 80);
}

static void add_place(const struct lexicon *lx, struct buf *b, struct place p)
{
	buf_addf(b, "%.*s:%u:%u: ", STR_ARG(lx->files.at[p.file].path), p.line, p.column);
}

/* Begin a line of the report; the caller adds the words and the line feed. */
static struct buf *error_at(struct checker *c, struct place p)
{
	c->out->error_count++;
	add_place(c->lx, &c->out->errors, p);
	return &c->out->errors;
}

struct buf *check_note(struct checker *c, struct place p)
{
	c->out->note_count++;
	add_place(c->lx, &c->out->notes, p);
	return &c->out->notes;
}

static int code_text(struct checker *c, struct str text)
{
	c->text.terms.n = 0;
	c->text.codes.n = 0;
	return c->coder->code(c->coder->context, text, &c->text, c->e);
}

/* ---- examples ---- */

static const char *expectation(int expect)
{
	static const char *const names[] = {
		[POL_NEUTRAL] = "neutral", [POL_STRENGTH] = "strength",
		[POL_CONCERN] = "concern", [POL_MIXED] = "mixed",
	};
	return names[expect];
}

static int check_example(struct checker *c, uint16_t theme, const struct example *x)
{
	const struct theme *t = &c->lx->themes.at[theme];
	bool found = false, right = false;
	int other = POL_NEUTRAL;
	int rc = code_text(c, x->text);
	for (ptrdiff_t i = 0; rc == 0 && i < c->text.codes.n; i++) {
		const struct checked_code *k = &c->text.codes.at[i];
		if (k->theme != theme)
			continue;
		found = true;
		right |= x->expect == EXPECT_ANY || x->expect == k->polarity;
		other = k->polarity;
	}
	if (rc < 0)
		return rc;
	c->out->examples++;
	right = x->expect == EXPECT_NONE ? !found : right;
	c->out->examples_right += right;
	if (right)
		return 0;
	struct buf *b = error_at(c, x->place);
	if (!found)
		buf_addf(b, "example: not coded as %.*s", STR_ARG(t->id));
	else if (x->expect == EXPECT_NONE)
		buf_addf(b, "example: coded as %.*s, but must not be", STR_ARG(t->id));
	else
		buf_addf(b, "example: coded as %s, not as %s", expectation(other),
			 expectation(x->expect));
	buf_addf(b, ": %.*s\n", STR_ARG(start_of(x->text)));
	return 0;
}

static int check_examples(struct checker *c)
{
	int rc = 0;
	for (ptrdiff_t t = 0; t < c->lx->themes.n; t++)
		for (ptrdiff_t i = 0; rc == 0 && i < c->lx->themes.at[t].examples.n; i++)
			rc = check_example(c, (uint16_t)t, &c->lx->themes.at[t].examples.at[i]);
	return rc;
}

uint16_t lexicon_example_theme(const struct lexicon *lx, const struct cue_group *g)
{
	uint16_t t = 0;
	if (g->theme_count)
		return g->themes[0];
	while (t + 1 < lx->themes.n && lx->themes.at[t].good == GOOD_LOW)
		t++;
	return t;
}

static int check_cue_example(struct checker *c, const struct cue_group *g, const struct example *x)
{
	int polarity = POL_NEUTRAL;
	int rc = c->coder->judge(c->coder->context, x->text, lexicon_example_theme(c->lx, g), &polarity, c->e);
	if (rc < 0)
		return rc;
	c->out->examples++;
	c->out->examples_right += polarity == x->expect;
	if (polarity != x->expect)
		buf_addf(error_at(c, x->place), "example of cues '%.*s': judged %s, not %s: %.*s\n",
			 STR_ARG(g->id), expectation(polarity), expectation(x->expect),
			 STR_ARG(start_of(x->text)));
	return 0;
}

static int check_cue_examples(struct checker *c)
{
	int rc = 0;
	for (ptrdiff_t g = 0; g < c->lx->cues->groups.n; g++) {
		const struct cue_group *group = &c->lx->cues->groups.at[g];
		for (ptrdiff_t i = 0; rc == 0 && i < group->examples.n; i++)
			rc = check_cue_example(c, group, &group->examples.at[i]);
	}
	return rc;
}

/* ---- dead terms, and terms that add nothing ---- */

/* Terms of the same theme that were found wherever this one was, on the same words. */
struct partners {
	uint32_t at[PARTNERS_MAX];
	uint32_t n;
	bool begun;
};

static const struct checked_term *found_term(const struct checker *c, uint32_t term,
					     const struct checked_term *like)
{
	for (ptrdiff_t i = 0; i < c->text.terms.n; i++) {
		const struct checked_term *f = &c->text.terms.at[i];
		bool there = !like || (f->first == like->first && f->last == like->last);
		if (f->term == term && there)
			return f;
	}
	return NULL;
}

static void keep_partners(const struct checker *c, uint32_t term, struct partners *p)
{
	const struct checked_term *own = found_term(c, term, NULL);
	const struct term *all = c->lx->terms.at;
	uint32_t n = 0;
	if (!p->begun) {
		p->begun = true;
		for (ptrdiff_t i = 0; i < c->text.terms.n && n < PARTNERS_MAX; i++) {
			uint32_t other = c->text.terms.at[i].term;
			bool kin = other != term && all[other].theme == all[term].theme;
			if (kin && found_term(c, other, own))
				p->at[n++] = other;
		}
	} else {
		for (uint32_t i = 0; i < p->n; i++)
			if (found_term(c, p->at[i], own))
				p->at[n++] = p->at[i];
	}
	p->n = n;
}

/* Where in the file a byte of the term's pattern is, when the pattern stands on one line. */
static struct place place_inside(const struct term *t, uint32_t at)
{
	struct place p = t->place;
	p.column += at < (uint32_t)t->pattern.n ? at : 0;
	return p;
}

static void report_dead(struct checker *c, const struct term *t, uint32_t at, bool all)
{
	struct buf *b = error_at(c, all ? t->place : place_inside(t, at));
	buf_addf(b, "%s'%.*s' is never found, not even in: ", all ? "" : "this choice of ",
		 STR_ARG(t->pattern));
	buf_add(b, buf_str(&c->buf));
	buf_addc(b, '\n');
}

static int check_term(struct checker *c, uint32_t i)
{
	const struct term *t = &c->lx->terms.at[i];
	struct partners partners = { 0 };
	uint32_t n = witness_count(t->tree), dead = 0, at = 0;
	n = n < WITNESSES_MAX ? n : WITNESSES_MAX;
	c->out->terms++;
	for (uint32_t k = 0; k < n; k++) {
		buf_reset(&c->buf);
		witness_write(t->tree, k, &c->buf, &at);
		int rc = buf_ok(&c->buf) ? code_text(c, buf_str(&c->buf))
					 : fail(c->e, E_NOMEM, "out of memory for the check");
		if (rc < 0)
			return rc;
		c->out->texts++;
		if (found_term(c, i, NULL)) {
			keep_partners(c, i, &partners);
			continue;
		}
		if (dead++ == 0 || n > 1)
			report_dead(c, t, at, n == 1);
	}
	if (partners.n && dead == 0) {
		const struct term *u = &c->lx->terms.at[partners.at[0]];
		struct buf *b = check_note(c, t->place);
		buf_addf(b, "'%.*s' is found only where '%.*s' (line %u) is found\n",
			 STR_ARG(t->pattern), STR_ARG(u->pattern), u->place.line);
	}
	return 0;
}

static int check_terms(struct checker *c)
{
	const unsigned elsewhere = TERM_REGEX | TERM_VETO | TERM_POINTER | TERM_IN_HEADING |
				   TERM_IN_LIST;
	int rc = 0;
	for (ptrdiff_t i = 0; rc == 0 && i < c->lx->terms.n; i++) {
		const struct term *t = &c->lx->terms.at[i];
		if (!(t->flags & elsewhere) && t->section.n == 0)
			rc = check_term(c, (uint32_t)i);
	}
	return rc;
}

/* ---- duplicates ---- */

/* What a pattern matches, as a text: equal texts, equal patterns. */
static void write_key(struct checker *c, const struct pattern_node *n, struct buf *out)
{
	static const char open[] = "?({[", close[] = "?)}]";
	const struct form *f;
	switch (n->kind) {
	case PATTERN_ATOM:
		f = forms_get(c->forms, n->text);
		if (f)
			buf_add(out, n->atom == ATOM_STEM ? f->stem
				     : n->atom == ATOM_CAPS ? f->surface : f->lower);
		buf_addc(out, " =!*"[n->atom]);
		break;
	case PATTERN_GAP:
		buf_addf(out, "<%d-%d>", n->min, n->max);
		break;
	case PATTERN_START: case PATTERN_END:
		buf_addc(out, n->kind == PATTERN_START ? '^' : '$');
		break;
	default:
		buf_addc(out, open[n->kind]);
		for (uint32_t i = 0; i < n->count; i++)
			write_key(c, n->kids[i], out);
		buf_addc(out, close[n->kind]);
	}
}

struct key {
	struct str text;
	uint32_t term;
};

static int compare_keys(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = str_cmp(x->text, y->text);
	return order ? order : (x->term > y->term) - (x->term < y->term);
}

static bool same_scope(const struct term *a, const struct term *b)
{
	return a->flags == b->flags && str_eq(a->section, b->section);
}

static void report_twin(struct checker *c, const struct term *t, const struct term *first)
{
	const struct lexicon *lx = c->lx;
	struct str file = lx->files.at[first->place.file].path;
	if (t->theme == first->theme && same_scope(t, first))
		buf_addf(error_at(c, t->place), "'%.*s' is in the theme already: line %u\n",
			 STR_ARG(t->pattern), first->place.line);
	else if (t->theme != first->theme)
		buf_addf(check_note(c, t->place), "'%.*s' is also in theme %.*s: %.*s:%u\n",
			 STR_ARG(t->pattern), STR_ARG(lx->themes.at[first->theme].id),
			 STR_ARG(file), first->place.line);
}

static int check_duplicates(struct checker *c)
{
	const struct lexicon *lx = c->lx;
	struct arena mem;
	arena_init(&mem, 0);
	struct key *keys = NEW(&mem, struct key, lx->terms.n);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; keys && i < lx->terms.n; i++) {
		const struct term *t = &lx->terms.at[i];
		if (t->flags & (TERM_VETO | TERM_POINTER))
			continue;
		buf_reset(&c->buf);
		if (t->tree)
			write_key(c, t->tree, &c->buf);
		else
			buf_add(&c->buf, t->pattern);
		keys[n++] = (struct key){ arena_str(&mem, buf_str(&c->buf)), (uint32_t)i };
		if (!buf_ok(&c->buf) || !keys[n - 1].text.p)
			keys = NULL;
	}
	if (keys)
		qsort(keys, (size_t)n, sizeof *keys, compare_keys);
	const struct key *first = keys;
	for (struct key *k = keys; keys && k < keys + n; k++) {
		if (k > first && str_eq(k->text, first->text))
			report_twin(c, &lx->terms.at[k->term], &lx->terms.at[first->term]);
		else
			first = k;
	}
	arena_release(&mem);
	return keys ? 0 : fail(c->e, E_NOMEM, "out of memory for the check");
}

int lexicon_check(const struct lexicon *lx, const struct lexicon_coder *coder, struct str sample,
		  struct lexicon_report *out, struct error *e)
{
	struct checker c = { .lx = lx, .coder = coder, .out = out, .e = e };
	*out = (struct lexicon_report){ 0 };
	int rc = forms_new(&c.forms, lx, e);
	if (rc == 0)
		rc = check_examples(&c);
	if (rc == 0 && lx->cues && lx->themes.n && coder->judge)
		rc = check_cue_examples(&c);
	if (rc == 0)
		rc = check_terms(&c);
	if (rc == 0)
		rc = check_duplicates(&c);
	if (rc == 0)
		rc = check_unless(&c);
	if (rc == 0)
		rc = check_words(&c, sample);
	if (rc == 0 && (!buf_ok(&out->errors) || !buf_ok(&out->notes)))
		rc = fail(e, E_NOMEM, "out of memory for the check");
	forms_free(c.forms);
	buf_release(&c.buf);
	free(c.text.terms.at);
	free(c.text.codes.at);
	return rc;
}
