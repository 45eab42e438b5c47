/* SPDX-License-Identifier: MIT
 *
 * Words to interned forms: each distinct word is lower-cased, stemmed and
 * looked up in the lexicon once a worker; see pipeline/lexicon/forms.h.
 */
#include "pipeline/lexicon/forms.h"
#include "pipeline/run/stage.h"

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	(void)sh, (void)state, (void)scratch;
	d->forms = arena_raw(&d->mem, d->toks.n, sizeof *d->forms, alignof(const struct form *));
	if (!d->forms)
		return fail(e, E_NOMEM, "no memory for the stems");
	const char *end = d->text.p + d->text.n;
	for (ptrdiff_t i = 0; i < d->toks.n; i++) {
		const struct token *t = &d->toks.at[i];
		d->forms[i] = forms_get_in(w->forms, doc_text(d, t->off, t->len), end);
		if (!d->forms[i])
			return fail(e, E_LIMIT, "no memory for so many different words");
	}
	return 0;
}

const struct stage stage_stem = {
	.name = "stem",
	.help = "words to stems (Snowball)",
	.needs = LAYER_TEXT | LAYER_TOKENS,
	.gives = LAYER_STEMS,
	.process = process,
};
