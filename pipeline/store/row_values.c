/* SPDX-License-Identifier: MIT
 *
 * See row_values.h.
 */
#include "pipeline/lexicon/code_lists.h"
#include "pipeline/store/row_values.h"

struct sentence_row sentence_row_of(const struct doc *d, uint32_t sent)
{
	const struct sentence *s = &d->sents.at[sent];
	const struct block *b = &d->blocks.at[s->block];
	const struct block *h = b->heading == NO_BLOCK ? NULL : &d->blocks.at[b->heading];
	return (struct sentence_row){
		.sentence = (uint32_t)doc_sentence_number(d, sent), .place = doc_place(d, s->off),
		.length = s->len, .page = s->page, .paragraph = b->number,
		.heading = h ? doc_text(d, h->off, h->len) : S(""),
		.voice = str_of(voice_name(b->voice)), .text = doc_text(d, s->off, s->len),
	};
}

int code_row_of(struct code_row *row, const struct doc *d, const struct code *c,
		const struct lexicon *lx, struct buf *lists, struct error *e)
{
	buf_reset(lists);
	code_list_terms(lists, d, c, lx);
	ptrdiff_t terms = lists->n;
	code_list_carried(lists, d, c, lx);
	ptrdiff_t carried = lists->n;
	code_list_cues(lists, d, c);
	if (!buf_ok(lists))
		return fail(e, E_NOMEM, "no memory for the evidence");
	*row = (struct code_row){
		.sentence = (uint32_t)doc_sentence_number(d, c->sent), .mentions = c->mentions,
		.theme = lx->themes.at[c->theme].id, .polarity = str_of(polarity_name(c->polarity)),
		.change = str_of(change_name(c->change)), .score = c->score,
		.terms = str_sub(buf_str(lists), 0, terms),
		.carried = str_sub(buf_str(lists), terms, carried),
		.cues = str_sub(buf_str(lists), carried, lists->n),
	};
	return 0;
}
