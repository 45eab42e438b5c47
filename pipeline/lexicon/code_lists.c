/* SPDX-License-Identifier: MIT
 *
 * See code_lists.h.
 */
#include "pipeline/base/json_out.h"
#include "pipeline/lexicon/code_lists.h"

void code_list_terms(struct buf *out, const struct doc *d, const struct code *c,
		     const struct lexicon *lx)
{
	const struct part *parts = d->parts.at + c->part_first;
	json_open(out, '[');
	for (uint32_t i = 0; i < c->part_count; i++) {
		if (parts[i].kind != PART_TERM)
			continue;
		json_item(out);
		json_str(out, lx->terms.at[parts[i].id].pattern);
	}
	json_close(out, ']');
}

void code_list_carried(struct buf *out, const struct doc *d, const struct code *c,
		       const struct lexicon *lx)
{
	const struct part *parts = d->parts.at + c->part_first;
	struct buf below = { 0 };
	json_open(out, '[');
	for (uint32_t i = 0; i < c->part_count; i++) {
		if (parts[i].kind != PART_CARRY && parts[i].kind != PART_BELOW)
			continue;
		json_item(out);
		buf_reset(&below);
		if (parts[i].kind == PART_BELOW)
			buf_addf(&below, "theme %.*s", STR_ARG(lx->themes.at[parts[i].id].id));
		buf_inherit(out, &below);
		json_str(out, parts[i].kind == PART_BELOW ? buf_str(&below)
							  : str_of(carry_name(parts[i].carry)));
	}
	json_close(out, ']');
	buf_release(&below);
}

void code_list_cues(struct buf *out, const struct doc *d, const struct code *c)
{
	json_open(out, '[');
	for (uint32_t i = 0; i < c->cue_count; i++) {
		const struct cue_use *u = &d->cue_uses.at[c->cue_first + i];
		if (!u->decides)
			continue;
		json_item(out);
		json_str(out, u->len ? doc_text(d, u->off, u->len) : u->rule);
	}
	json_close(out, ']');
}
