/* SPDX-License-Identifier: MIT
 *
 * The parts of the quick reader of YAML (yaml_plain.h): rows and places, texts,
 * nodes, flows. Whatever is not plain makes the reader's place NULL, and all
 * that follows gives up.
 */
#ifndef LM_LEXICON_YAML_PLAIN_PARTS_H
#define LM_LEXICON_YAML_PLAIN_PARTS_H

#include "pipeline/base/buf.h"
#include "pipeline/lexicon/yaml_plain.h"

struct plain {
	struct arena *mem;
	const char *at, *end;           /* at: the next byte; NULL: not plain */
	const char *row;                /* where at's line starts */
	struct buf text;                /* of several lines, or with escapes */
	const char *counted;            /* in the row: characters before it are in characters */
	uint32_t characters;
	uint32_t line, nodes;
};

/* What is here is not plain: NULL, so that callers can return it. */
static inline struct yaml_node *plain_give_up(struct plain *p)
{
	p->at = NULL;
	return NULL;
}

/* The byte i behind the place; behind the end line feeds. */
static inline char plain_byte_at(const struct plain *p, ptrdiff_t i)
{
	return p->end - p->at > i ? p->at[i] : '\n';
}

/* Is it what parts a sign from the value behind it? */
static inline bool plain_is_gap(char c)
{
	return c == ' ' || c == '\n';
}

/* From 0, in bytes. */
static inline ptrdiff_t plain_column(const struct plain *p)
{
	return p->at - p->row;
}

/* At the dash of a list's item? */
static inline bool plain_at_item(const struct plain *p)
{
	return plain_byte_at(p, 0) == '-' && plain_is_gap(plain_byte_at(p, 1));
}

static inline void plain_skip_blanks(struct plain *p)
{
	while (p->at < p->end && *p->at == ' ')
		p->at++;
}

/* To the beginning of the next line, or the end. */
void plain_next_row(struct plain *p);

/* To the next line with something on it. Called where a line has been read to its end. */
void plain_next_content(struct plain *p);

/* Behind a value nothing may follow on its line but a comment. */
void plain_end_row(struct plain *p);

/* The place of at, both from 1, in characters. */
void plain_mark(struct plain *p, uint32_t *line, uint32_t *col);

/* May a text without quotes start here? In flow fewer may. */
bool plain_may_start(const struct plain *p, bool flow);

/* A text on one line or in quotes, behind which the place then is; in the tree's memory. */
struct str plain_take_text(struct plain *p, bool flow);

/* One paragraph behind ">-", its lines joined by blanks; indent: of its key. */
struct str plain_take_folded(struct plain *p, ptrdiff_t indent);

/* A new node at this place; NULL where there are too many, or too deep, or no memory. */
struct yaml_node *plain_node(struct plain *p, enum yaml_kind kind, int depth);

/* A text, and its place, into *word; with the colon behind it if that makes it a key: then true.
 * Where no text can start, word->text.p stays NULL. */
bool plain_take_key(struct plain *p, bool flow, struct yaml_node *word);

/* Put value with its key behind the last one of map, whose link *link is. value may be NULL: gives
 * up, as for a key that is there already. */
void plain_add_value(struct plain *p, struct yaml_node *map, const struct yaml_node ***link,
		     const struct yaml_node *key, struct yaml_node *value);

/* The same for an item of a list. */
void plain_add_item(struct plain *p, struct yaml_node *list, const struct yaml_node ***link,
		    struct yaml_node *item);

/* A text, or a list or mapping with its brackets. */
struct yaml_node *plain_take_flow(struct plain *p, int depth);

#endif
