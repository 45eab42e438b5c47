/* SPDX-License-Identifier: MIT
 *
 * See portions.h.
 */
#include "pipeline/doc/cut.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/outcome.h"
#include "pipeline/run/portions.h"
#include "pipeline/run/windows.h"

/* The bytes from *at on that are the next portion. */
static int read_portion(struct doc *d, const struct portions *p, uint64_t *at, struct error *e)
{
	uint64_t left = spool_size(p->in) - *at, n = cut_next(left, (uint64_t)p->size);
	bool last = d->portion.is_last = n == left;
	if (spool_read(p->in, *at, (ptrdiff_t)n, &d->raw, e) < 0)
		return -e->code;
	if (*at == 0)
		d->portion.units = (uint8_t)text_units(buf_str(&d->raw));
	if (!last)
		d->raw.n = text_cut(buf_str(&d->raw), d->portion.units);
	*at += (uint64_t)d->raw.n;
	return 0;
}

/* Metadata of the first portion that has text are the document's. */
static int keep_metadata(struct doc *d, struct error *e)
{
	for (int c = 0; c < META_ALL; c++) {
		struct meta_value *m = &d->meta[c];
		*m = (struct meta_value){ arena_str(&d->kept, m->value), arena_str(&d->kept, m->source) };
		if (!m->value.p || !m->source.p)
			return fail(e, E_NOMEM, "no memory for the metadata");
	}
	return 0;
}

/* The stages behind extract, on a portion that has lines. */
static int run_portion(const struct chain *c, struct chain_worker *w, struct doc *d,
		       const struct portions *p, struct error *e)
{
	bool first = !(d->has & LAYER_META);
	chain_run_to(c, w, d, LAYER_SENTENCES);
	if (first && (d->has & LAYER_META) && keep_metadata(d, e) < 0)
		return -e->code;
	if (!outcome_goes_on(d))
		return 0;
	windows_run(c, w, d, p->window, p->each, p->ctx);
	return 0;
}

static int begin(const struct chain *c, struct doc *d, struct error *e)
{
	d->counts = NEW(&d->kept, struct theme_count, chain_shared(c)->lexicon->themes.n);
	return d->counts ? 0 : fail(e, E_NOMEM, "no memory for the vector");
}

/* What is left when the last portion has gone. */
static void finish(struct doc *d, unsigned has)
{
	bool any = d->portion.number || d->lines.n;
	doc_end_portions(d);
	d->has = LAYER_NONE;
	if (any && outcome_goes_on(d))
		d->has = has;
	else if (outcome_goes_on(d))
		doc_degrade(d, DOC_NOTEXT, E_NOTEXT, "no text in it");
}

/* The lines of the first or next portion. */
static int extract(const struct chain *c, struct chain_worker *w, struct doc *d,
		   const struct portions *p, uint64_t *at, struct error *e)
{
	int rc = p->in ? read_portion(d, p, at, e) : 0;
	if (rc == 0)
		chain_run_to(c, w, d, LAYER_LINES);
	return rc;
}

bool portions_run(const struct chain *c, struct chain_worker *w, struct doc *d,
		  const struct portions *p)
{
	struct error e = { 0 };
	unsigned has = 0;
	uint64_t at = 0;
	d->portion.is_one = p->in;
	d->portion.may = !p->in;
	d->portion.folder = p->folder;
	int rc = extract(c, w, d, p, &at, &e);
	if (!d->portion.is_one)
		return false;
	if (rc == 0)
		rc = begin(c, d, &e);
	while (rc == 0 && !d->portion.all_wanted) {
		if (outcome_goes_on(d) && d->lines.n)
			rc = run_portion(c, w, d, p, &e);
		has |= d->has & (LAYER_META | LAYER_VECTOR);
		if (rc < 0 || !outcome_goes_on(d) || d->portion.is_last)
			break;
		doc_next_portion(d);
		rc = extract(c, w, d, p, &at, &e);
	}
	if (d->portion.all_wanted)
		return false;
	if (rc < 0)
		doc_degrade(d, DOC_FAILED, e.code, "%s", e.msg);
	finish(d, has);
	return true;
}
