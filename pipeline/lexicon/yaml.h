/* SPDX-License-Identifier: MIT
 *
 * The one door to libyaml: a file becomes a small tree in which every node
 * knows its line and column, so that any later error can point at it. Only
 * what a person writes by hand is taken: texts, lists and mappings. Aliases,
 * anchors, tags and duplicate keys are errors.
 */
#ifndef LM_LEXICON_YAML_H
#define LM_LEXICON_YAML_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

enum yaml_kind { YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml_node {
	enum yaml_kind kind;
	uint32_t line, column;          /* where it starts, from 1, in characters */
	struct str text;                /* YAML_TEXT; NUL-terminated */
	struct str key;                 /* a value in a mapping: its key, and where that stands */
	uint32_t key_line, key_column;
	const struct yaml_node *first, *next;   /* children; siblings */
	uint32_t count;                 /* of children */
};

struct yaml {
	struct str name, bytes;         /* name: for messages, relative to the lexicon's folder */
	const struct yaml_node *root;
};

/* Parse bytes into y; the tree lives in mem, name and bytes are borrowed. E_LEXICON with
 * "name:line:column: message", the line and a caret, or E_NOMEM. */
int yaml_parse(struct yaml *y, struct arena *mem, struct str name, struct str bytes,
	       struct error *e);

/* The same without the quick reader of yaml_plain.h, for tests that compare both. */
int yaml_parse_by_library(struct yaml *y, struct arena *mem, struct str name, struct str bytes,
			  struct error *e);

/* Set *e to "name:line:column: message", the line, and a caret below column. */
int yaml_fail(const struct yaml *y, uint32_t line, uint32_t column, struct error *e,
	      const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* The same at a node, or at the key of a value. */
int yaml_fail_node(const struct yaml *y, const struct yaml_node *n, struct error *e,
		   const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int yaml_fail_key(const struct yaml *y, const struct yaml_node *n, struct error *e,
		  const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The same at byte `at` of a text that starts at line and column; at the start of the text when
 * that does not stand in the file byte for byte (escapes, folded lines). */
int yaml_fail_inside(const struct yaml *y, uint32_t line, uint32_t column, struct str text,
		     ptrdiff_t at, struct error *e, const char *fmt, ...)
	__attribute__((format(printf, 7, 8)));

/* The byte in y->bytes that stands at line and column. */
ptrdiff_t yaml_offset(const struct yaml *y, uint32_t line, uint32_t column);

/* The value under key, or NULL. */
const struct yaml_node *yaml_get(const struct yaml_node *map, struct str key);

/* 0, or fail with "expected WHAT, found a mapping"; what: "a list of terms". */
int yaml_expect(const struct yaml *y, const struct yaml_node *n, enum yaml_kind kind,
		const char *what, struct error *e);

/* The text of a node that must be one and must not be empty. */
int yaml_text(const struct yaml *y, const struct yaml_node *n, const char *what, struct str *out,
	      struct error *e);

/* The number in a node: decimal, optional sign and fraction. */
int yaml_number(const struct yaml *y, const struct yaml_node *n, const char *what, double *out,
		struct error *e);

/* The index of the node's text in names, or fail with the names that are possible. */
int yaml_choice(const struct yaml *y, const struct yaml_node *n, const char *what,
		const struct str *names, ptrdiff_t count, int *out, struct error *e);

/* Every key of map must be in names; else fail with the nearest name or the list. */
int yaml_keys(const struct yaml *y, const struct yaml_node *map, const struct str *names,
	      ptrdiff_t count, struct error *e);

#endif
