/* SPDX-License-Identifier: MIT
 *
 * What is known of each document, value by value, with where it comes from or
 * why it is blank: for reading, and as JSON Lines.
 */
#include "pipeline/base/json_out.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/format.h"

static int name_width(const struct lexicon *lx)
{
	int width = 0;
	for (int c = 0; c < lexicon_columns(lx); c++) {
		int n = (int)strlen(lexicon_column_name(lx, c));
		width = n > width ? n : width;
	}
	return width;
}

static void meta_text(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	int width = name_width(sh->lexicon);
	buf_addz(out, "==> ");
	buf_add(out, buf_str(&d->id));
	buf_addz(out, " <==\n");
	for (int c = 0; c < lexicon_columns(sh->lexicon); c++) {
		const struct meta_value *v = &d->meta[c];
		buf_addf(out, "%-*s  ", width, lexicon_column_name(sh->lexicon, c));
		buf_add(out, v->value.n ? v->value : S("-"));
		if (v->source.n)
			buf_addf(out, "  (%.*s)", STR_ARG(v->source));
		buf_addc(out, '\n');
	}
	buf_addc(out, '\n');
}

static void meta_json(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	json_open(out, '{');
	json_key(out, "doc"), json_str(out, buf_str(&d->id));
	for (int c = 0; c < lexicon_columns(sh->lexicon); c++) {
		const struct meta_value *v = &d->meta[c];
		json_key(out, lexicon_column_name(sh->lexicon, c));
		json_open(out, '{');
		json_key(out, "value"), json_str_or_null(out, v->value);
		json_key(out, v->value.n ? "source" : "reason"), json_str_or_null(out, v->source);
		json_close(out, '}');
	}
	json_close(out, '}');
	buf_addc(out, '\n');
}

const struct format format_meta = {
	.name = "meta", .help = "metadata, value by value, with where each was found",
	.needs = LAYER_META, .document = meta_text,
};

const struct format format_meta_jsonl = {
	.name = "meta-jsonl", .help = "the same, JSON Lines",
	.needs = LAYER_META, .document = meta_json,
};
