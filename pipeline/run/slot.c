/* SPDX-License-Identifier: MIT
 *
 * See slot.h.
 */
#include "pipeline/run/outcome.h"
#include "pipeline/run/portions.h"
#include "pipeline/run/slot.h"
#include "pipeline/run/windows.h"

/* What the store kept in place of what extract would make. false: there is nothing of use. */
static bool take_from_store(const struct run_store *st, struct slot *s)
{
	struct error e = { 0 };
	if (!s->packed.n)
		return false;
	if (st->unpack(&s->doc, buf_str(&s->packed), &e) == 0)
		return true;
	s->recall.known = RECALL_NOTHING;       /* what was kept is damaged: keep it anew */
	s->recall.has_words = false;
	buf_reset(&s->packed);
	if (!s->doc.raw.n && !s->large)
		doc_degrade(&s->doc, DOC_FAILED, E_IO, "%s; the next run reads the file", e.msg);
	return false;
}

/* May a document come in pieces? Not when a format prints some of these layers of it as a whole. */
static bool may_come_in_pieces(const struct run_options *opt, unsigned layers)
{
	bool may = true;
	for (int k = 0; k < opt->output_count; k++) {
		const struct format *f = opt->outputs[k].format;
		may = may && (f->by_window || !(f->needs & layers));
	}
	return may;
}

bool slot_may_portion(const struct run_options *opt)
{
	return may_come_in_pieces(opt, ~(unsigned)(LAYER_VECTOR | LAYER_META));
}

/* A document's output waits for its turn: what is much waits on the disk. */
static void put_aside(struct slot *s, int k, const struct config *c)
{
	struct buf *b = &s->out[k];
	if (b->n <= (ptrdiff_t)c->portion || !buf_ok(b))
		return;
	if (s->waiting[k] || spool_new(&s->waiting[k], s->folder, &s->failure) == 0)
		spool_add(s->waiting[k], buf_str(b), &s->failure);
	buf_reset(b);
	buf_shrink(b, (ptrdiff_t)c->portion);
}

struct printing {
	struct slot *slot;
	const struct run_options *opt;
	const struct chain *chain;
};

static void keep_piece(struct slot *s, const struct run_store *st, const struct doc *d)
{
	struct error *e = &s->failure;
	buf_reset(&s->kept);
	if (s->failure.code || st->piece(st->ctx, d, &s->kept, e) < 0 ||
	    (!s->pieces && spool_new(&s->pieces, s->folder, e) < 0))
		return;
	spool_add(s->pieces, buf_str(&s->kept), e);
	buf_reset(&s->kept);
}

static void print_window(void *ctx, const struct doc *d)
{
	const struct printing *p = ctx;
	if (p->opt->store)
		keep_piece(p->slot, p->opt->store, d);
	for (int k = 0; k < p->opt->output_count; k++) {
		const struct format *f = p->opt->outputs[k].format;
		if (f->by_window) {
			f->document(&p->slot->out[k], d, chain_shared(p->chain));
			put_aside(p->slot, k, p->opt->config);
		}
	}
}

void slot_forget_output(struct slot *s)
{
	for (int k = 0; k < RUN_OUTPUTS_MAX; k++) {
		buf_reset(&s->out[k]);
		spool_free(s->waiting[k]);
		s->waiting[k] = NULL;
	}
	spool_free(s->pieces);
	s->pieces = NULL;
	s->failure = (struct error){ 0 };
}

static void run_windows(struct slot *s, const struct run_options *opt, const struct chain *c,
			struct chain_worker *w)
{
	s->in_pieces = true;
	windows_run(c, w, &s->doc, opt->config->window, print_window,
		    &(struct printing){ s, opt, c });
	if (!outcome_alive(&s->doc))
		slot_forget_output(s);
}

/* A large document that is no text. The reader takes it from where it lies; where its beginning does not
 * tell what it is, all of it is held. */
static void read_whole(struct slot *s, enum doc_format format)
{
	struct doc *d = &s->doc;
	struct error e = { 0 };
	if (format != FORMAT_UNKNOWN) {
		d->large = s->large;
		return;
	}
	buf_reset(&d->raw);
	if (spool_read(s->large, 0, (ptrdiff_t)spool_size(s->large), &d->raw, &e) < 0)
		doc_degrade(d, DOC_FAILED, e.code, "%s", e.msg);
}

/* A document in portions: the large text `in`, or without one what extract makes much text of. false: it
 * is one for the stages behind extract as a whole. */
static bool run_portions(struct slot *s, const struct spool *in, const struct run_options *opt,
			 const struct chain *c, struct chain_worker *w)
{
	struct portions p = {
		.in = in, .folder = s->folder, .size = (ptrdiff_t)opt->config->portion,
		.window = opt->config->window,
		.each = print_window, .ctx = &(struct printing){ s, opt, c }
	};
	if (!portions_run(c, w, &s->doc, &p))
		return false;
	s->in_pieces = true;
	if (!outcome_goes_on(&s->doc))
		slot_forget_output(s);
	return true;
}

/* A large document as text; false: it is none, and goes through the stages anew. */
static bool run_large(struct slot *s, const struct run_options *opt, const struct chain *c,
		      struct chain_worker *w)
{
	struct doc *d = &s->doc;
	enum doc_status status = d->status;
	struct error why = d->err;
	if (run_portions(s, s->large, opt, c, w))
		return true;
	enum doc_format format = d->format;
	doc_restart(d);
	d->status = status;
	d->err = why;
	read_whole(s, format);
	return false;
}

/* What was read of a large document counts when its file has held still. */
static void forget_large(struct slot *s)
{
	struct doc *d = &s->doc;
	if (s->large && outcome_goes_on(d) && !spool_is_still(s->large)) {
		doc_degrade(d, DOC_FAILED, E_IO, "it changed while it was read");
		d->has = LAYER_NONE;
		slot_forget_output(s);
	}
	d->large = NULL;
	spool_free(s->large);
	s->large = NULL;
}

void slot_run_part(struct slot *s, const struct run_store *st, const struct chain *c,
		   struct chain_worker *w)
{
	struct doc *d = &s->doc;
	struct error e = { 0 };
	chain_run_to(c, w, d, LAYER_HITS);
	if (d->status == DOC_OK && st->add_known(st->ctx, d, buf_str(&s->packed), &e) < 0)
		doc_degrade(d, DOC_FAILED, e.code, "%s", e.msg);
	if (d->status == DOC_OK)
		chain_run(c, w, d);
	if (d->status == DOC_OK) {
		st->keep(d, &s->recall, &s->kept);
		return;
	}
	s->recall.known = RECALL_AGAIN;
	doc_restart(d);
}

/* Whether the document is a large one, and has gone through the chain in portions. */
static bool ran_in_portions(struct slot *s, const struct run_options *opt, const struct chain *c,
			    struct chain_worker *w)
{
	if (s->large && run_large(s, opt, c, w))
		return true;
	return outcome_alive(&s->doc) && slot_may_portion(opt) && run_portions(s, NULL, opt, c, w);
}

/* The stages behind what is there, in windows where the text is long and nobody keeps the layers of all of
 * it. */
static void run_rest(struct slot *s, const struct run_options *opt, const struct chain *c,
		     struct chain_worker *w)
{
	struct doc *d = &s->doc;
	bool windows = !opt->store && may_come_in_pieces(opt, WINDOW_LAYERS);
	if (windows)
		chain_run_to(c, w, d, LAYER_SENTENCES);
	if (!outcome_alive(d))
		return;
	if (windows && d->text.n > 2 * (ptrdiff_t)opt->config->window)
		run_windows(s, opt, c, w);
	else
		chain_run(c, w, d);
}

void slot_run(struct slot *s, const struct run_options *opt, const struct chain *c,
	      struct chain_worker *w)
{
	const struct run_store *st = opt->store;
	struct doc *d = &s->doc;
	s->in_pieces = false;
	bool known = st && take_from_store(st, s);
	if (!known && ran_in_portions(s, opt, c, w)) {
		forget_large(s);
		if (st)
			st->pack(d, &s->packed);
		return;
	}
	if (st && !known && d->raw.n) {
		if (outcome_alive(d))
			chain_run_to(c, w, d, LAYER_LINES);
		st->pack(d, &s->packed);
	}
	if (outcome_alive(d))
		run_rest(s, opt, c, w);
	forget_large(s);
	if (st)
		st->keep(d, &s->recall, &s->kept);
}

void slot_print(struct slot *s, const struct run_options *opt, const struct chain *c)
{
	const struct doc *d = &s->doc;
	for (int k = 0; k < opt->output_count; k++) {
		const struct format *f = opt->outputs[k].format;
		bool has_all = (f->needs & ~d->has) == 0;
		bool is_printed = f->by_window && s->in_pieces;
		if (!f->document || is_printed || !(has_all || f->failed_too))
			continue;
		f->document(&s->out[k], d, chain_shared(c));
		put_aside(s, k, opt->config);
	}
}

void slot_release(struct slot *s)
{
	doc_release(&s->doc);
	spool_free(s->large);
	buf_release(&s->packed);
	buf_release(&s->kept);
	slot_forget_output(s);
	for (int k = 0; k < RUN_OUTPUTS_MAX; k++)
		buf_release(&s->out[k]);
}
