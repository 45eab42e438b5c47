/* SPDX-License-Identifier: MIT
 *
 * See term_keys.h.
 */
#include "pipeline/lexicon/term_keys.h"
#include "pipeline/base/hash.h"

/* Vetoes lie behind all terms, each of which they name. */
void term_keys(const struct lexicon *lx, uint32_t *keys)
{
	memset(keys, 0, (size_t)lx->terms.n * sizeof *keys);
	for (ptrdiff_t i = 0; i < lx->terms.n; i++) {
		const struct term *t = &lx->terms.at[i];
		uint32_t *key = &keys[t->flags & TERM_VETO ? (ptrdiff_t)t->veto_for : i];
		unsigned flags = t->flags & ~(unsigned)(TERM_LOCKED | TERM_REGEX);
		uint64_t h = hash_bytes(t->pattern, *key ^ (uint64_t)flags << 32);
		h = hash_bytes(t->section, h);
		if (t->theme != NO_THEME)
			h = hash_bytes(lx->themes.at[t->theme].id, h);
		*key = (uint32_t)(h >> 32);
	}
}
