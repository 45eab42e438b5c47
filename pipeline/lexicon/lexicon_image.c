/* SPDX-License-Identifier: MIT
 *
 * See lexicon_image.h. A new array of a struct below is one line in its table;
 * numbers in it that stand for something need a look as well.
 */
#include <math.h>

#include "pipeline/lexicon/cues.h"
#include "pipeline/lexicon/lexicon_image.h"
#include "pipeline/lexicon/pattern.h"
#include "pipeline/lexicon/regex.h"

/* ---- what is kept ---- */

static const struct image_type plain_context = IMAGE_PLAIN(struct context);
static const struct image_type plain_theme = IMAGE_PLAIN(uint16_t);
static const struct image_type plain_column = IMAGE_PLAIN(struct lexicon_column);

static const struct image_field example_fields[] = {
	IMAGE_TEXT(struct example, text),
};
static const struct image_type example_image = IMAGE_TYPE(struct example, example_fields);

static const struct image_field group_fields[] = {
	IMAGE_TEXT(struct group, id), IMAGE_TEXT(struct group, title),
};
static const struct image_type group_image = IMAGE_TYPE(struct group, group_fields);

static const struct image_field theme_fields[] = {
	IMAGE_TEXT(struct theme, id), IMAGE_TEXT(struct theme, title),
	IMAGE_TEXT(struct theme, definition), IMAGE_TEXT(struct theme, group),
	IMAGE_BELOW(struct theme, good, GOOD_HIGH + 1), IMAGE_YES(struct theme, locked),
	IMAGE_VEC(struct theme, context, &plain_context),
	IMAGE_VEC(struct theme, examples, &example_image),
};
static const struct image_type theme_image = IMAGE_TYPE(struct theme, theme_fields);

static const struct image_field term_fields[] = {
	IMAGE_TEXT(struct term, pattern), IMAGE_NOTHING(struct term, tree),
	IMAGE_BELOW(struct term, flags, TERM_LOCKED * 2), IMAGE_TEXT(struct term, section),
};
static const struct image_type term_image = IMAGE_TYPE(struct term, term_fields);

static const struct image_field cue_group_fields[] = {
	IMAGE_TEXT(struct cue_group, id), IMAGE_BELOW(struct cue_group, class, CUE_CLASS_COUNT),
	IMAGE_ARRAY(struct cue_group, themes, theme_count, 0, &plain_theme),
	IMAGE_YES(struct cue_group, backward), IMAGE_YES(struct cue_group, changes),
	IMAGE_YES(struct cue_group, block_only), IMAGE_YES(struct cue_group, quiet_only),
	IMAGE_YES(struct cue_group, cancels), IMAGE_YES(struct cue_group, amount),
	IMAGE_YES(struct cue_group, locked),
	IMAGE_BELOW(struct cue_group, turns, CUE_TURN_BACK + 1),
	IMAGE_VEC(struct cue_group, examples, &example_image),
};
static const struct image_type cue_group_image = IMAGE_TYPE(struct cue_group, cue_group_fields);

static const struct image_field cue_fields[] = {
	IMAGE_TEXT(struct cue, pattern), IMAGE_BELOW(struct cue, class, CUE_CLASS_COUNT),
	IMAGE_YES(struct cue, gapped),
};
static const struct image_type cue_image = IMAGE_TYPE(struct cue, cue_fields);

static const struct image_field cues_fields[] = {
	IMAGE_NOTHING(struct cues, mem),
	IMAGE_VEC(struct cues, groups, &cue_group_image), IMAGE_VEC(struct cues, cues, &cue_image),
	IMAGE_YES(struct cues, rule_locked),
};
static const struct image_type cues_image = IMAGE_TYPE(struct cues, cues_fields);

static const struct image_field lexicon_fields[] = {
	IMAGE_NOTHING(struct lexicon, mem), IMAGE_NOTHING(struct lexicon, path),
	IMAGE_TEXT(struct lexicon, id), IMAGE_TEXT(struct lexicon, title),
	IMAGE_TEXT(struct lexicon, version), IMAGE_TEXT(struct lexicon, language),
	IMAGE_NOTHING(struct lexicon, stemmer), IMAGE_NOTHING(struct lexicon, files),
	IMAGE_VEC(struct lexicon, groups, &group_image),
	IMAGE_VEC(struct lexicon, themes, &theme_image),
	IMAGE_VEC(struct lexicon, terms, &term_image),
	IMAGE_VEC(struct lexicon, columns, &plain_column),
	IMAGE_ONE(struct lexicon, symbols, &symbols_image),
	IMAGE_ONE(struct lexicon, matcher, &matcher_image),
	IMAGE_NOTHING(struct lexicon, regexes), IMAGE_ONE(struct lexicon, cues, &cues_image),
	IMAGE_YES(struct lexicon, nested), IMAGE_NOTHING(struct lexicon, from_image),
};
static const struct image_type lexicon_image = IMAGE_TYPE(struct lexicon, lexicon_fields);

void lexicon_image_write(struct buf *out, const struct lexicon *lx)
{
	image_write(out, &lexicon_image, lx);
}

/* ---- is it sound? ---- */

#define FIGURE_MAX 1e6          /* no figure of a lexicon comes near */

/* struct lexicon as it was read, but with the files of the one that it is for. */
struct look {
	const struct lexicon *lx;
	ptrdiff_t files;
};

static bool place_sound(const struct look *k, struct place p)
{
	return p.file < (uint64_t)k->files;
}

static bool figure_sound(double v)
{
	return fabs(v) <= FIGURE_MAX;
}

static bool theme_number_sound(const struct look *k, uint16_t theme)
{
	return theme < k->lx->themes.n;
}

static bool example_sound(const struct look *k, const struct example *x)
{
	return place_sound(k, x->place) && x->expect >= EXPECT_ANY && x->expect < POL_COUNT;
}

static bool term_sound(const struct look *k, const struct term *t)
{
	struct str re;
	bool pointer = t->flags & TERM_POINTER;
	return place_sound(k, t->place) && figure_sound(t->weight) &&
	       t->veto_for < (uint64_t)k->lx->terms.n &&
	       (pointer ? t->theme == NO_THEME : theme_number_sound(k, t->theme)) &&
	       pattern_is_regex(t->pattern, &re) == ((t->flags & TERM_REGEX) != 0);
}

/* Themes above it end, for a walk that is longer than there are themes goes round. */
static bool parents_sound(const struct look *k, const struct theme *t)
{
	ptrdiff_t steps = 0;
	for (uint16_t up = t->parent; up != NO_THEME; up = k->lx->themes.at[up].parent)
		if (!theme_number_sound(k, up) || ++steps > k->lx->themes.n)
			return false;
	return true;
}

static bool theme_sound(const struct look *k, const struct theme *t)
{
	bool sound = place_sound(k, t->place) && figure_sound(t->bias) && parents_sound(k, t) &&
		     t->term_first + (uint64_t)t->term_count <= (uint64_t)k->lx->terms.n;
	for (int i = 0; i < CARRY_COUNT; i++)
		sound = sound && figure_sound(t->carry[i]);
	for (ptrdiff_t i = 0; sound && i < t->context.n; i++)
		sound = theme_number_sound(k, t->context.at[i].theme) &&
			figure_sound(t->context.at[i].weight);
	for (ptrdiff_t i = 0; sound && i < t->examples.n; i++)
		sound = example_sound(k, &t->examples.at[i]);
	return sound;
}

static bool themes_sound(const struct look *k)
{
	const struct lexicon *lx = k->lx;
	const struct decision *d = &lx->decision;
	bool sound = lx->themes.n > 0 && lx->themes.n < NO_THEME && lx->terms.n < UINT32_MAX &&
		     figure_sound(d->threshold) && figure_sound(d->scale) && d->scale > 0 &&
		     figure_sound(d->decay) && figure_sound(d->others_cap) &&
		     lexicon_columns_sound(lx);
	for (ptrdiff_t i = 0; sound && i < lx->groups.n; i++)
		sound = lx->groups.at[i].theme_first + (uint64_t)lx->groups.at[i].theme_count <=
			(uint64_t)lx->themes.n;
	for (ptrdiff_t i = 0; sound && i < lx->themes.n; i++)
		sound = theme_sound(k, &lx->themes.at[i]);
	for (ptrdiff_t i = 0; sound && i < lx->terms.n; i++)
		sound = term_sound(k, &lx->terms.at[i]);
	return sound;
}

/* All n floats from p on: weights and decisions are made of them alone. */
static bool figures_sound(const void *p, size_t size)
{
	const float *v = p;
	for (size_t i = 0; i < size / sizeof *v; i++)
		if (!figure_sound((double)v[i]))
			return false;
	return true;
}

static bool cue_group_sound(const struct look *k, const struct cue_group *g)
{
	bool sound = place_sound(k, g->place) && figures_sound(&g->weights, sizeof g->weights) &&
		     figures_sound(&g->theme_weights, sizeof g->theme_weights);
	for (ptrdiff_t i = 0; sound && i < g->examples.n; i++)
		sound = example_sound(k, &g->examples.at[i]);
	return sound;
}

static bool cues_sound(const struct look *k)
{
	const struct cues *c = k->lx->cues;
	if (!c)
		return true;
	bool sound = c->file < (uint64_t)k->files && c->first == (uint64_t)k->lx->terms.n &&
		     c->groups.n <= UINT16_MAX &&
		     figures_sound(c->rules, sizeof c->rules) &&
		     figures_sound(&c->decision, sizeof c->decision) && c->decision.tone_scale > 0;
	for (ptrdiff_t i = 0; sound && i < c->groups.n; i++)
		sound = cue_group_sound(k, &c->groups.at[i]);
	for (ptrdiff_t i = 0; sound && i < c->cues.n; i++)
		sound = place_sound(k, c->cues.at[i].place) &&
			c->cues.at[i].group < c->groups.n;
	return sound;
}

/* ---- reading ---- */

static bool attach_matcher(struct lexicon *lx)
{
	ptrdiff_t patterns = lx->terms.n + (lx->cues ? lx->cues->cues.n : 0);
	return lx->symbols && lx->matcher && symbols_sound(lx->symbols, CUE_CLASS_COUNT) &&
	       matcher_attach(lx->matcher, lx->symbols, patterns);
}

static bool make_regexes(struct lexicon *lx)
{
	struct error e = { 0 };
	struct str re;
	lx->regexes = NEW(&lx->mem, struct regex *, lx->terms.n);
	for (ptrdiff_t i = 0; lx->regexes && i < lx->terms.n; i++)
		if (pattern_is_regex(lx->terms.at[i].pattern, &re) &&
		    regex_compile(&lx->regexes[i], re, REGEX_CASELESS | REGEX_PROVEN, NULL, &e) < 0)
			return false;
	return lx->regexes != NULL;
}

bool lexicon_image_read(struct lexicon *lx, char *p, size_t n)
{
	struct lexicon *got = image_read(p, n, &lexicon_image), before = *lx;
	struct look k = { .lx = got, .files = lx->files.n };
	if (!got || !themes_sound(&k) || !cues_sound(&k) || !attach_matcher(got))
		return false;
	got->path = lx->path;
	got->stemmer = lx->stemmer;
	memcpy(got->hash, lx->hash, sizeof got->hash);
	memcpy(&got->files, &lx->files, sizeof got->files);
	got->mem = lx->mem;
	got->from_image = true;
	*lx = *got;
	if (make_regexes(lx))
		return true;
	for (ptrdiff_t i = 0; lx->regexes && i < lx->terms.n; i++)
		regex_free(lx->regexes[i]);
	before.mem = lx->mem;
	*lx = before;
	return false;
}
