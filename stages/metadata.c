/* SPDX-License-Identifier: MIT
 *
 * The metadata stage: what a document says of itself on its first pages, by the
 * rules in the lexicon's metadata/ folder. Content comes first, then the path,
 * then the user's manifest; a value that is not certain stays blank, with the
 * reason beside it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/scan.h"
#include "pipeline/run/stage.h"
#include "stages/metadata.h"

#define SCRATCH_KEEP ((ptrdiff_t)1 << 20)
#define TITLE_REACH 300            /* bytes that a title's pattern may look at */

struct metadata {
	struct metadata_rules *rules;   /* NULL: the lexicon has none */
	struct manifest *manifest;      /* NULL: none was given */
};

/* A worker's. */
struct scratch {
	struct regex_scratch *regex;
	struct buf head, all;
};

void metadata_no_memory(struct doc *d)
{
	doc_degrade(d, DOC_FAILED, E_NOMEM, "no memory for the metadata");
}

void metadata_set(struct doc *d, int c, struct str value, const char *source)
{
	if (d->meta[c].value.n || !value.n)
		return;
	struct str copy = arena_str(&d->mem, value);
	if (copy.p)
		d->meta[c] = (struct meta_value){ copy, str_of(source) };
	else
		metadata_no_memory(d);
}

void metadata_set_from(struct doc *d, int c, struct buf *value, const char *source)
{
	if (buf_ok(value))
		metadata_set(d, c, buf_str(value), source);
	else
		metadata_no_memory(d);
	buf_release(value);
}

void metadata_add_line(struct buf *out, struct str text)
{
	for (ptrdiff_t i = 0; i < text.n; i++)
		buf_addc(out, text.p[i] == '\n' ? ' ' : text.p[i]);
}

/* Whether text may hold what p needs, as far as the head tells: text is a part of it, and starts
 * where a line does if that is a question. */
static bool may_hold(struct finder *f, const struct metadata_pattern *p, struct str text)
{
	bool inside = f->head.n && text.p >= f->head.p && text.p < f->head.p + f->head.n;
	bool fits = inside && (!p->by_line || text.p == f->head.p || text.p[-1] == '\n');
	return !fits || sieve_passes(&f->r->sieve, &f->view, &p->set);
}

bool metadata_search(struct finder *f, const struct metadata_pattern *p, struct str text,
		     ptrdiff_t from)
{
	struct error e = { 0 };
	if (!may_hold(f, p, text))
		return false;
	int rc = regex_search(p->regex, f->scratch, text, from, &e);
	f->d->warnings += rc < 0;
	return rc > 0;
}

/* Look at the head with all white space as blanks, as the sieve has the patterns. */
static bool see_head(struct finder *f)
{
	char *flat = arena_raw(&f->d->mem, f->head.n + 1, 1, 1);
	if (!flat)
		return false;
	scan_blank(flat, f->head);
	sieve_see_lines(&f->r->sieve, &f->view, f->head, (struct str){ flat, f->head.n });
	return true;
}

static bool among(struct str words, struct str word)
{
	ptrdiff_t at = -1;
	while (word.n && (at = str_find(words, word, at + 1)) > 0)
		if (words.p[at - 1] == ' ' && words.p[at + word.n] == ' ')
			return true;
	return false;
}

bool metadata_for_kind(struct str kinds, const struct kind_rule *kind)
{
	return !kinds.n || (kind && (among(kinds, kind->id) || among(kinds, kind->grades)));
}

/* Where p finds a title in text, or -1. A title does not start in small letters: that is a line of
 * a sentence. */
static ptrdiff_t find_title(struct finder *f, const struct metadata_pattern *p, struct str text)
{
	for (ptrdiff_t from = 0; metadata_search(f, p, text, from); from = regex_next(f->scratch)) {
		ptrdiff_t at = metadata_match_at(f, text);
		if (!(text.p[at] >= 'a' && text.p[at] <= 'z'))
			return at;
	}
	return -1;
}

/* Take the kind when one of its titles stands before what was found so far. */
static void try_kind(struct finder *f, const struct kind_rule *kind)
{
	for (ptrdiff_t i = 0; i < kind->titles.n; i++) {
		struct str text = f->title < 0 ? f->head : str_sub(f->head, 0, f->title + TITLE_REACH);
		ptrdiff_t at = find_title(f, &kind->titles.at[i], text);
		if (at < 0 || (f->title >= 0 && at >= f->title))
			continue;
		f->title = at;
		f->kind = kind;
	}
}

/* The kind whose title stands first; kinds that only fall back count when no other is there. */
static void find_kind(struct finder *f)
{
	f->title = -1;
	for (int fallback = 0; fallback < 2 && !f->kind; fallback++)
		for (ptrdiff_t k = 0; k < f->r->kinds.n; k++)
			if (f->r->kinds.at[k].fallback == fallback)
				try_kind(f, &f->r->kinds.at[k]);
}

static long iso_days(struct str iso)
{
	struct date_span s = { 0 };
	return iso.n && date_span_parse(iso, &s) ? date_days(s.start) : 0;
}

static void set_kind(struct finder *f)
{
	struct doc *d = f->d;
	const struct kind_rule *k = f->kind;
	if (!k) {
		metadata_set(d, META_kind, S("other"), "no known title");
		return;
	}
	metadata_set(d, META_inspection_framework, k->framework, "title");
	metadata_set(d, META_inspectorate, k->inspectorate, "title");
	if (!k->short_days) {
		metadata_set(d, META_kind, k->id, "title");
		return;
	}
	long from = iso_days(d->meta[META_inspection_start_date].value);
	long to = iso_days(d->meta[META_inspection_end_date].value);
	char id[64];
	snprintf(id, sizeof id, "%.*s-%s", STR_ARG(k->id),
		 to - from + 1 <= k->short_days ? "short" : "standard");
	metadata_set(d, META_kind, from && to ? str_of(id) : k->id,
		     from && to ? "title and length of fieldwork"
				: "title; length of fieldwork unknown");
}

/* Why each blank column is blank. */
static void give_reasons(struct finder *f, int columns)
{
	struct doc *d = f->d;
	bool named = d->meta[META_local_authority].value.n > 0;
	for (int c = 0; c < columns; c++) {
		if (d->meta[c].value.n)
			continue;
		struct str why = f->kind ? S("not found where this kind prints it")
					 : S("no known title");
		if (c >= META_COUNT)
			why = S("neither found nor in a manifest");
		if (c <= META_local_authority)
			why = named ? S("not in the table of authorities") : S("no authority found");
		for (ptrdiff_t i = 0; i < f->r->reasons.n; i++) {
			const struct reason_rule *rule = &f->r->reasons.at[i];
			if ((rule->columns >> c & 1) && metadata_for_kind(rule->kinds, f->kind))
				why = rule->why;
		}
		d->meta[c].source = why;
	}
}

static void find_all(struct finder *f)
{
	find_kind(f);
	metadata_find_authority(f);
	metadata_find_dates(f);
	set_kind(f);
	if (f->kind) {
		metadata_find_inspectors(f);
		metadata_find_grades(f);
	}
	metadata_find_values(f);
}

static void empty(struct buf *b)
{
	buf_reset(b);
	buf_shrink(b, SCRATCH_KEEP);
}

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	const struct metadata *m = state;
	struct scratch *s = scratch;
	struct finder f = { .d = d, .r = m->rules, .scratch = s->regex, .head_buf = &s->head,
			    .all_buf = &s->all };
	int rc = 0;
	(void)w;
	if (f.r) {
		f.head = metadata_head_text(&f);
		bool seen = buf_ok(f.head_buf) && see_head(&f);
		if (seen)
			find_all(&f);
		if (!seen || !buf_ok(f.all_buf))
			rc = fail(e, E_NOMEM, "no memory for the metadata");
	}
	if (m->manifest && rc == 0)
		manifest_fill(m->manifest, d);
	if (f.r && rc == 0) {
		if (d->meta[META_local_authority].value.n)
			metadata_set_authority(&f, d->meta[META_local_authority].value, NULL);
		give_reasons(&f, lexicon_columns(sh->lexicon));
	}
	empty(&s->head);
	empty(&s->all);
	return rc;
}

static int open_rules(void **state, const struct stage_shared *sh, struct error *e)
{
	struct metadata *m = calloc(1, sizeof *m);
	if (!m)
		return fail(e, E_NOMEM, "no memory for the metadata rules");
	*state = m;
	int rc = metadata_rules_new(&m->rules, sh->lexicon, e);
	if (rc == 0)
		rc = manifest_new(&m->manifest,
				  &(struct manifest_source){ sh->lexicon, m->rules, sh->manifest,
							     sh->config->manifest_path },
				  sh->notes, e);
	return rc;
}

static void end(void *scratch)
{
	struct scratch *s = scratch;
	if (!s)
		return;
	regex_scratch_free(s->regex);
	buf_release(&s->head);
	buf_release(&s->all);
	free(s);
}

static int begin(void **scratch, const void *state, struct error *e)
{
	(void)state;
	struct scratch *s = calloc(1, sizeof *s);
	*scratch = s;
	return s ? regex_scratch_new(&s->regex, e) : fail(e, E_NOMEM, "no memory for the metadata");
}

static void close_rules(void *state)
{
	struct metadata *m = state;
	metadata_rules_free(m->rules);
	manifest_free(m->manifest);
	free(m);
}

const struct stage stage_metadata = {
	.name = "metadata",
	.help = "authority, kind, dates, inspectors, grades",
	.needs = LAYER_LINES | LAYER_LAYOUT,
	.gives = LAYER_META,
	.open = open_rules,
	.begin = begin,
	.process = process,
	.end = end,
	.close = close_rules,
};
