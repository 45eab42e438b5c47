/* SPDX-License-Identifier: MIT
 *
 * Words to interned forms: each distinct word is lower-cased, stemmed and
 * looked up in the lexicon once a worker; see pipeline/lexicon/forms.h.
 */
#include "pipeline/lexicon/forms.h"
#include "pipeline/run/stage.h"

/* The forms of the words from token `first` on, of n that there are: as many as are looked up
 * together. */
static bool find_forms(struct doc *d, struct forms *forms, ptrdiff_t first, ptrdiff_t n)
{
	struct str words[FORMS_BATCH];
	int count = n < FORMS_BATCH ? (int)n : FORMS_BATCH;
	for (int i = 0; i < count; i++) {
		const struct token *t = &d->toks.at[first + i];
		words[i] = doc_text(d, t->off, t->len);
	}
	return forms_get_batch(forms, words, count, d->text.p + d->text.n, d->forms + first);
}

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	(void)sh, (void)state, (void)scratch;
	d->forms = arena_raw(&d->mem, d->toks.n, sizeof *d->forms, alignof(const struct form *));
	if (!d->forms)
		return fail(e, E_NOMEM, "no memory for the stems");
	for (ptrdiff_t i = 0; i < d->toks.n; i += FORMS_BATCH)
		if (!find_forms(d, w->forms, i, d->toks.n - i))
			return fail(e, E_LIMIT, "no memory for so many different words");
	return 0;
}

const struct stage stage_stem = {
	.name = "stem",
	.help = "words to stems (Snowball)",
	.needs = LAYER_TEXT | LAYER_TOKENS,
	.gives = LAYER_STEMS,
	.process = process,
};
