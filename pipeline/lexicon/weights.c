/* SPDX-License-Identifier: MIT
 *
 * See weights.h.
 */
#include "pipeline/lexicon/weights.h"

static size_t contexts(const struct weights *w)
{
	return w->context_first[w->themes];
}

int weights_of(struct weights *w, struct arena *mem, const struct lexicon *lx, struct error *e)
{
	ptrdiff_t k = lx->themes.n;
	*w = (struct weights){ .themes = k, .terms = lx->terms.n };
	w->bias = NEW(mem, double, k);
	w->carry = NEW(mem, double, k * CARRY_COUNT);
	w->term = NEW(mem, double, lx->terms.n);
	w->context_first = NEW(mem, uint32_t, k + 1);
	if (w->context_first)
		for (ptrdiff_t t = 0; t < k; t++)
			w->context_first[t + 1] =
				w->context_first[t] + (uint32_t)lx->themes.at[t].context.n;
	w->context = w->context_first ? NEW(mem, double, (ptrdiff_t)contexts(w) + 1) : NULL;
	if (!w->bias || !w->carry || !w->term || !w->context)
		return fail(e, E_NOMEM, "no memory for the weights");
	for (ptrdiff_t t = 0; t < k; t++) {
		const struct theme *theme = &lx->themes.at[t];
		w->bias[t] = theme->bias;
		memcpy(w->carry + t * CARRY_COUNT, theme->carry, sizeof theme->carry);
		for (ptrdiff_t i = 0; i < theme->context.n; i++)
			w->context[w->context_first[t] + i] = theme->context.at[i].weight;
	}
	for (ptrdiff_t i = 0; i < lx->terms.n; i++)
		w->term[i] = lx->terms.at[i].weight;
	return 0;
}

void weights_copy(struct weights *to, const struct weights *from)
{
	size_t k = (size_t)from->themes;
	memcpy(to->bias, from->bias, k * sizeof *to->bias);
	memcpy(to->carry, from->carry, k * CARRY_COUNT * sizeof *to->carry);
	memcpy(to->context, from->context, contexts(from) * sizeof *to->context);
	memcpy(to->term, from->term, (size_t)from->terms * sizeof *to->term);
}
