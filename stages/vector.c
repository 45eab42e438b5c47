/* SPDX-License-Identifier: MIT
 *
 * Counts per theme: the fold of the codes. A sentence counts when its block may
 * be evidence and speaks with the inspectors' voice (or all voices are asked
 * for); the same rule gives the words and sentences that rates are based on. Their sums are added to
 * what is there, which is that of blocks that are not chosen.
 */
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/stage.h"

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	(void)w, (void)state, (void)scratch;
	struct doc_window part = doc_window(d);
	if (!d->counts || !d->window.block_end)     /* one window's are added to those before */
		d->counts = NEW(&d->mem, struct theme_count, sh->lexicon->themes.n);
	if (!d->counts)
		return fail(e, E_NOMEM, "no memory for the vector");
	ptrdiff_t k = 0;
	for (uint32_t i = part.sent; i < part.sent_end; i++) {
		const struct sentence *s = &d->sents.at[i];
		bool in = doc_is_chosen(d, s->block) && doc_counts(d, i, sh->config->all_voices);
		ptrdiff_t first = k;
		for (; k < d->codes.n && d->codes.at[k].sent == i; k++)
			if (in)
				theme_count_add(&d->counts[d->codes.at[k].theme], &d->codes.at[k], 1);
		d->words += in ? s->tok_count : 0;
		d->sentences += in;
		d->coded += in && k > first;
	}
	return 0;
}

const struct stage stage_vector = {
	.name = "vector",
	.help = "counts per theme: sentences, mentions, polarity, change",
	.needs = LAYER_TEXT | LAYER_SENTENCES | LAYER_TOKENS | LAYER_CODES | LAYER_POLARITY,
	.gives = LAYER_VECTOR,
	.process = process,
};
