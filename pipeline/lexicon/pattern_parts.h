/* SPDX-License-Identifier: MIT
 *
 * Inside the parser of patterns: pattern.c has what joins items, pattern_item.c
 * the items, pattern_scan.c the place in the bytes and the nodes.
 */
#ifndef LM_LEXICON_PATTERN_PARTS_H
#define LM_LEXICON_PATTERN_PARTS_H

#include "pipeline/lexicon/pattern.h"

struct parser {
	struct arena *mem;
	struct str text;
	ptrdiff_t i;                     /* the next byte */
	const struct pattern_set *sets;
	ptrdiff_t set_count;
	int depth;
	struct pattern_node **open;      /* [OPEN_MAX]: kids of nodes that are not yet complete */
	ptrdiff_t open_count;
	ptrdiff_t *at;
	struct error *e;
};

/* A kid takes a byte of the pattern at least, and NEAR three for a moment. */
#define OPEN_MAX (PATTERN_BYTES_MAX + 8)

/* Point at byte `at`. NULL. */
const struct pattern_node *pattern_complain_at(struct parser *p, ptrdiff_t at);

/* Fail at byte `where`; NULL for the caller to return. */
#define COMPLAIN(p, where, ...)                                                              \
	(fail((p)->e, E_LEXICON, __VA_ARGS__),                                               \
	 (struct pattern_node *)pattern_complain_at(p, where))

/* Fail for want of memory. NULL. */
struct pattern_node *pattern_no_memory(struct parser *p);

/* A node without kids, or NULL with p->e set. */
struct pattern_node *pattern_new_node(struct parser *p, enum pattern_kind kind, ptrdiff_t at);

/* n is the next kid of the node that is being read; false for NULL, or without memory. */
bool pattern_keep(struct parser *p, struct pattern_node *n);

/* A node of the kids that were kept since there were first. */
struct pattern_node *pattern_close_node(struct parser *p, enum pattern_kind kind,
					ptrdiff_t first, ptrdiff_t at);

/* The next byte that is no white space, or '\0' at the end. */
char pattern_peek(struct parser *p);

bool pattern_ends_word(char c);

/* The bytes up to the next operator or white space. */
struct str pattern_take_bytes(struct parser *p);

/* Up to three digits at the front of *s, or -1. */
int pattern_take_digits(struct str *s);

/* All alternatives up to a bracket that closes or the end; NULL with p->e set. */
struct pattern_node *pattern_parse_alt(struct parser *p);

/* One item; NULL with p->e set. */
struct pattern_node *pattern_parse_item(struct parser *p);

#endif
