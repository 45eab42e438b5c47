/* SPDX-License-Identifier: MIT
 *
 * What patterns compare words with. An atom of a pattern, such as a stem or a
 * prefix, is a symbol with a number; alternatives of single words are one
 * symbol more, a class. Each distinct word of the text is turned once into the
 * ascending list of symbols that it satisfies (forms.h), so that matching
 * never looks at letters again.
 */
#ifndef LM_LEXICON_SYMBOLS_H
#define LM_LEXICON_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/error.h"
#include "pipeline/base/image.h"
#include "pipeline/base/str.h"

struct symbols;
struct automaton;

/* The node behind the root of a matcher's automaton, see automaton.h: its edges to the next word,
 * in [edges, jumps), those behind gaps, in [jumps, edges_end), and its terms. */
struct symbol_start {
	uint32_t edges, jumps, edges_end, accepts, accepts_end;
	uint8_t reach;          /* the widest of the gaps */
};

/* Slots as bits of a small set: no common bit, no common slot. */
static inline uint64_t symbol_slot_bit(uint32_t slot)
{
	return UINT64_C(1) << slot % 64;
}

/* What a symbol is to one matcher. */
struct symbol_use {
	struct symbol_start start;      /* all 0: no pattern starts with it */
	uint32_t slot;                  /* 0: no pattern goes on with it */
};

enum symbol_kind {
	SYMBOL_STEM,    /* the word's stem */
	SYMBOL_EXACT,   /* the lower-cased word */
	SYMBOL_CAPS,    /* the word as it stands, or with a plural s or possessive 's behind it */
	SYMBOL_PREFIX,  /* the beginning of the lower-cased word */
	SYMBOL_CLASS    /* any of several symbols */
};

/* No word satisfies these: the places before the first and behind the last word of a sentence. */
enum { SYMBOL_START, SYMBOL_END, SYMBOL_FIRST_WORD };

/* Set in the numbers of classes, so that they come behind all others. */
#define SYMBOL_CLASS_BIT UINT32_C(0x80000000)

#define SYMBOL_NONE UINT32_MAX

int symbols_new(struct symbols **out, struct error *e);
void symbols_free(struct symbols *s);

/* The number of a symbol, made when it is new; SYMBOL_NONE without memory. text is copied. */
uint32_t symbols_add(struct symbols *s, enum symbol_kind kind, struct str text);

/* The class of the n symbols in ids, which are sorted in place; one alone is its own class. */
uint32_t symbols_add_class(struct symbols *s, uint32_t *ids, uint32_t n);

/* A small number that every word with this symbol has, see struct form; not 0. Words of two
 * marked symbols have the mark of the lower one. */
void symbols_mark(struct symbols *s, uint32_t id, uint8_t mark);
uint8_t symbols_mark_of(const struct symbols *s, const uint32_t *ids, uint32_t n);

/* A table as an image, and whether one that was read from an image can be used without harm; marks
 * are up to mark_max. Its automata have then to be set. */
extern const struct image_type symbols_image;
bool symbols_sound(const struct symbols *s, uint8_t mark_max);

/* How many symbols there are that are no classes, and how many classes. */
uint32_t symbols_count(const struct symbols *s);
uint32_t symbols_class_count(const struct symbols *s);

/* The automaton of the matcher that goes over them, when that is ready; it owns it. Else NULL. */
void symbols_set_automaton(struct symbols *s, const struct automaton *a);
const struct automaton *symbols_automaton(const struct symbols *s);

/* The symbols that a word satisfies, without classes, ascending: writes at most cap of them to out
 * and returns how many there are. s may be NULL: none. */
uint32_t symbols_of(const struct symbols *s, struct str surface, struct str lower,
		    struct str stem, uint32_t *out, uint32_t cap);

/* Append the classes of the n symbols in ids, which has room for cap. Returns how many numbers that are,
 * which are ascending when they have room. */
uint32_t symbols_add_classes(const struct symbols *s, uint32_t *ids, uint32_t n, uint32_t cap);

#endif
