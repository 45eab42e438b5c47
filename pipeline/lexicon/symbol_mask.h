/* SPDX-License-Identifier: MIT
 *
 * A small over-estimate of a set of symbols: two bits a symbol. What the masks
 * deny is certain, and they deny nearly all that is not there.
 */
#ifndef LM_LEXICON_SYMBOL_MASK_H
#define LM_LEXICON_SYMBOL_MASK_H

#include <stdbool.h>
#include <stdint.h>

struct symbol_mask {
	uint64_t a, b;
};

static inline uint64_t symbol_bit_a(uint32_t symbol)
{
	return UINT64_C(1) << (symbol & 63);
}

static inline uint64_t symbol_bit_b(uint32_t symbol)
{
	return UINT64_C(1) << (symbol * UINT32_C(0x9e3779b1) >> 26);
}

static inline void symbol_mask_add(struct symbol_mask *m, uint32_t symbol)
{
	m->a |= symbol_bit_a(symbol);
	m->b |= symbol_bit_b(symbol);
}

/* Whether two sets may have a symbol in common. */
static inline bool symbol_mask_meets(struct symbol_mask m, struct symbol_mask n)
{
	return ((m.a & n.a) != 0) && ((m.b & n.b) != 0);
}

/* Whether symbol may be in the set. */
static inline bool symbol_mask_has(struct symbol_mask m, uint32_t symbol)
{
	return ((m.a & symbol_bit_a(symbol)) != 0) && ((m.b & symbol_bit_b(symbol)) != 0);
}

#endif
