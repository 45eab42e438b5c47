/* SPDX-License-Identifier: MIT
 *
 * See yaml.h. The tree is built from libyaml's events by recursion of bounded
 * depth. libyaml counts lines and columns from 0 and in characters; so do we,
 * from 1.
 */
#include <yaml.h>

#include "pipeline/base/buf.h"
#include "pipeline/lexicon/suggest.h"
#include "pipeline/lexicon/yaml_plain.h"

struct builder {
	const struct yaml *y;
	struct arena *mem;
	struct error *e;
	yaml_parser_t parser;
	uint32_t nodes;
};

static int fail_mark(struct builder *b, const yaml_mark_t *m, const char *what)
{
	return yaml_fail(b->y, (uint32_t)m->line + 1, (uint32_t)m->column + 1, b->e, "%s", what);
}

static int fail_memory(struct builder *b)
{
	return fail(b->e, E_NOMEM, "out of memory for '%.*s'", STR_ARG(b->y->name));
}

/* libyaml's own complaint, with a hint where its words do not help. */
static int fail_parser(struct builder *b)
{
	const yaml_parser_t *p = &b->parser;
	const char *what = p->problem ? p->problem : "not YAML";
	uint32_t line = (uint32_t)p->problem_mark.line + 1;
	uint32_t column = (uint32_t)p->problem_mark.column + 1;
	if (p->error == YAML_MEMORY_ERROR)
		return fail_memory(b);
	if (p->error == YAML_READER_ERROR) {
		struct str before = str_sub(b->y->bytes, 0, (ptrdiff_t)p->problem_offset);
		for (line = 1; before.n && memchr(before.p, '\n', (size_t)before.n); line++)
			str_cut(&before, '\n');
		return yaml_fail(b->y, line, (uint32_t)before.n + 1, b->e, "%s", what);
	}
	if (strstr(what, "cannot start any token"))
		return yaml_fail(b->y, line, column, b->e, "%s: put the text in quotes", what);
	if (p->context)
		return yaml_fail(b->y, line, column, b->e, "%s %s, line %u", what, p->context,
				 (unsigned)p->context_mark.line + 1);
	return yaml_fail(b->y, line, column, b->e, "%s", what);
}

/* ---- building ---- */

static int next_event(struct builder *b, yaml_event_t *ev)
{
	return yaml_parser_parse(&b->parser, ev) ? 0 : fail_parser(b);
}

static struct yaml_node *new_node(struct builder *b, enum yaml_kind kind, const yaml_mark_t *m)
{
	struct yaml_node *n = b->nodes < YAML_NODES_MAX ? NEW(b->mem, struct yaml_node, 1) : NULL;
	if (!n) {
		if (b->nodes >= YAML_NODES_MAX)
			fail_mark(b, m, "too many values in one file");
		else
			fail_memory(b);
		return NULL;
	}
	b->nodes++;
	n->kind = kind;
	n->line = (uint32_t)m->line + 1;
	n->column = (uint32_t)m->column + 1;
	return n;
}

static int take_node(struct builder *b, yaml_event_t *ev, int depth, struct yaml_node **out);

static int take_text(struct builder *b, const yaml_event_t *ev, struct yaml_node **out)
{
	struct yaml_node *n = new_node(b, YAML_TEXT, &ev->start_mark);
	if (!n)
		return -b->e->code;
	struct str s = { (const char *)ev->data.scalar.value, (ptrdiff_t)ev->data.scalar.length };
	n->text = arena_str(b->mem, s);
	if (!n->text.p)
		return fail_memory(b);
	*out = n;
	return 0;
}

static int take_list(struct builder *b, const yaml_event_t *start, int depth,
		     struct yaml_node **out)
{
	struct yaml_node *n = new_node(b, YAML_LIST, &start->start_mark);
	if (!n)
		return -b->e->code;
	const struct yaml_node **link = &n->first;
	for (;;) {
		yaml_event_t ev;
		struct yaml_node *item = NULL;
		int rc = next_event(b, &ev);
		if (rc < 0)
			return rc;
		bool end = ev.type == YAML_SEQUENCE_END_EVENT;
		rc = end ? 0 : take_node(b, &ev, depth + 1, &item);
		yaml_event_delete(&ev);
		if (end || rc < 0) {
			*out = n;
			return rc;
		}
		*link = item;
		link = &item->next;
		n->count++;
	}
}

static int check_key(struct builder *b, const struct yaml_node *map, const struct yaml_node *key)
{
	if (key->kind != YAML_TEXT)
		return yaml_fail_node(b->y, key, b->e, "expected a key, found %s",
				      key->kind == YAML_LIST ? "a list" : "a mapping");
	const struct yaml_node *other = yaml_get(map, key->text);
	if (other)
		return yaml_fail_node(b->y, key, b->e, "'%.*s' is given twice, first in line %u",
				      STR_ARG(key->text), other->key_line);
	if (map->count >= YAML_KEYS_MAX)
		return yaml_fail_node(b->y, key, b->e, "more than %d keys in a mapping", YAML_KEYS_MAX);
	return 0;
}

/* The value behind a key. */
static int take_value(struct builder *b, const struct yaml_node *key, int depth,
		      struct yaml_node **out)
{
	yaml_event_t ev;
	int rc = next_event(b, &ev);
	if (rc < 0)
		return rc;
	rc = take_node(b, &ev, depth + 1, out);
	yaml_event_delete(&ev);
	if (rc < 0)
		return rc;
	(*out)->key = key->text;
	(*out)->key_line = key->line;
	(*out)->key_column = key->column;
	return 0;
}

static int take_map(struct builder *b, const yaml_event_t *start, int depth,
		    struct yaml_node **out)
{
	struct yaml_node *n = new_node(b, YAML_MAP, &start->start_mark);
	if (!n)
		return -b->e->code;
	const struct yaml_node **link = &n->first;
	for (;;) {
		yaml_event_t ev;
		struct yaml_node *key = NULL, *value = NULL;
		int rc = next_event(b, &ev);
		if (rc < 0)
			return rc;
		bool end = ev.type == YAML_MAPPING_END_EVENT;
		rc = end ? 0 : take_node(b, &ev, depth + 1, &key);
		yaml_event_delete(&ev);
		if (end || rc < 0) {
			*out = n;
			return rc;
		}
		rc = check_key(b, n, key);
		if (rc == 0)
			rc = take_value(b, key, depth, &value);
		if (rc < 0)
			return rc;
		*link = value;
		link = &value->next;
		n->count++;
	}
}

/* The node that starts with ev. */
static int take_node(struct builder *b, yaml_event_t *ev, int depth, struct yaml_node **out)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;
	if (depth > YAML_DEPTH_MAX)
		return fail_mark(b, &ev->start_mark, "nested too deeply");
	if (ev->type == YAML_SCALAR_EVENT) {
		anchor = ev->data.scalar.anchor;
		tag = ev->data.scalar.tag;
	} else if (ev->type == YAML_SEQUENCE_START_EVENT) {
		anchor = ev->data.sequence_start.anchor;
		tag = ev->data.sequence_start.tag;
	} else if (ev->type == YAML_MAPPING_START_EVENT) {
		anchor = ev->data.mapping_start.anchor;
		tag = ev->data.mapping_start.tag;
	}
	if (ev->type == YAML_ALIAS_EVENT || anchor)
		return fail_mark(b, &ev->start_mark, "anchors (&) and aliases (*) are not allowed: "
						     "put the text in quotes");
	if (tag)
		return fail_mark(b, &ev->start_mark, "tags (!) are not allowed: "
						     "put the text in quotes");
	if (ev->type == YAML_SCALAR_EVENT)
		return take_text(b, ev, out);
	if (ev->type == YAML_SEQUENCE_START_EVENT)
		return take_list(b, ev, depth, out);
	if (ev->type == YAML_MAPPING_START_EVENT)
		return take_map(b, ev, depth, out);
	return fail_mark(b, &ev->start_mark, "expected a text, a list or a mapping");
}

/* STREAM-START, DOCUMENT-START, one node, DOCUMENT-END, STREAM-END. */
static int take_stream(struct builder *b, struct yaml_node **root)
{
	yaml_event_t ev;
	int rc = 0;
	for (bool end = false; rc == 0 && !end;) {
		rc = next_event(b, &ev);
		if (rc < 0)
			break;
		bool plain = ev.type == YAML_STREAM_START_EVENT ||
			     ev.type == YAML_DOCUMENT_START_EVENT ||
			     ev.type == YAML_DOCUMENT_END_EVENT;
		end = ev.type == YAML_STREAM_END_EVENT;
		if (!plain && !end)
			rc = take_node(b, &ev, 0, root);
		else if (ev.type == YAML_DOCUMENT_START_EVENT && *root)
			rc = fail_mark(b, &ev.start_mark, "only one YAML document in a file");
		yaml_event_delete(&ev);
	}
	return rc;
}

int yaml_parse_by_library(struct yaml *y, struct arena *mem, struct str name, struct str bytes,
			  struct error *e)
{
	struct builder b = { .y = y, .mem = mem, .e = e };
	struct yaml_node *root = NULL;
	*y = (struct yaml){ .name = name, .bytes = bytes };
	if (!yaml_parser_initialize(&b.parser))
		return fail_memory(&b);
	yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&b.parser, (const unsigned char *)(bytes.p ? bytes.p : ""),
				     (size_t)bytes.n);
	int rc = take_stream(&b, &root);
	yaml_parser_delete(&b.parser);
	if (rc == 0 && !root)
		rc = yaml_fail(y, 1, 1, e, "the file is empty");
	if (rc == 0)
		y->root = root;
	return rc;
}

int yaml_parse(struct yaml *y, struct arena *mem, struct str name, struct str bytes,
	       struct error *e)
{
	*y = (struct yaml){ .name = name, .bytes = bytes };
	if (bytes.n > YAML_BYTES_MAX)
		return fail(e, E_LEXICON, "%.*s: over %d MB", STR_ARG(name), YAML_BYTES_MAX >> 20);
	y->root = yaml_plain_parse(mem, bytes);
	return y->root ? 0 : yaml_parse_by_library(y, mem, name, bytes, e);
}

/* ---- access ---- */

const struct yaml_node *yaml_get(const struct yaml_node *map, struct str key)
{
	for (const struct yaml_node *n = map->first; n; n = n->next)
		if (str_eq(n->key, key))
			return n;
	return NULL;
}

static const char *kind_name(const struct yaml_node *n)
{
	if (n->kind == YAML_TEXT)
		return n->text.n ? "a text" : "nothing";
	return n->kind == YAML_LIST ? "a list" : "a mapping";
}

int yaml_expect(const struct yaml *y, const struct yaml_node *n, enum yaml_kind kind,
		const char *what, struct error *e)
{
	if (n->kind == kind)
		return 0;
	return yaml_fail_node(y, n, e, "expected %s, found %s", what, kind_name(n));
}

int yaml_text(const struct yaml *y, const struct yaml_node *n, const char *what, struct str *out,
	      struct error *e)
{
	if (n->kind != YAML_TEXT || n->text.n == 0)
		return yaml_fail_node(y, n, e, "expected %s, found %s", what, kind_name(n));
	*out = n->text;
	return 0;
}

/* [+-]digits[.digits], at most 15 digits, which a double holds exactly; no locale. */
static bool parse_number(struct str s, double *out)
{
	double v = 0, scale = 1;
	int digits = 0;
	bool minus = s.n && s.p[0] == '-', point = false;
	for (ptrdiff_t i = s.n && (s.p[0] == '-' || s.p[0] == '+'); i < s.n; i++) {
		if (s.p[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (!ascii_is_digit(s.p[i]) || ++digits > 15)
			return false;
		v = v * 10 + (s.p[i] - '0');
		scale *= point ? 10 : 1;
	}
	*out = (minus ? -v : v) / scale;
	return digits > 0;
}

int yaml_number(const struct yaml *y, const struct yaml_node *n, const char *what, double *out,
		struct error *e)
{
	struct str s = { 0 };
	int rc = yaml_text(y, n, what, &s, e);
	if (rc < 0)
		return rc;
	if (!parse_number(s, out))
		return yaml_fail_node(y, n, e, "expected %s, a number like 1.5, found '%.*s'", what,
				      STR_ARG(str_sub(s, 0, 40)));
	return 0;
}

/* "a, b or c" */
static void add_names(struct buf *b, const struct str *names, ptrdiff_t count)
{
	for (ptrdiff_t i = 0; i < count; i++) {
		if (i)
			buf_addz(b, i + 1 == count ? " or " : ", ");
		buf_add(b, names[i]);
	}
}

static void add_hint(struct buf *b, struct str word, const struct str *names, ptrdiff_t count)
{
	ptrdiff_t near = suggest(word, names, count);
	if (near >= 0)
		buf_addf(b, "did you mean '%.*s'?", STR_ARG(names[near]));
	else {
		buf_addz(b, "expected ");
		add_names(b, names, count);
	}
}

int yaml_choice(const struct yaml *y, const struct yaml_node *n, const char *what,
		const struct str *names, ptrdiff_t count, int *out, struct error *e)
{
	struct str s = { 0 };
	int rc = yaml_text(y, n, what, &s, e);
	if (rc < 0)
		return rc;
	for (ptrdiff_t i = 0; i < count; i++)
		if (str_eq(names[i], s)) {
			*out = (int)i;
			return 0;
		}
	struct buf b = { 0 };
	buf_addf(&b, "expected %s, found '%.*s': ", what, STR_ARG(str_sub(s, 0, 40)));
	add_hint(&b, s, names, count);
	rc = yaml_fail_node(y, n, e, "%.*s", STR_ARG(buf_str(&b)));
	buf_release(&b);
	return rc;
}

int yaml_keys(const struct yaml *y, const struct yaml_node *map, const struct str *names,
	      ptrdiff_t count, struct error *e)
{
	for (const struct yaml_node *n = map->first; n; n = n->next) {
		ptrdiff_t i = 0;
		while (i < count && !str_eq(names[i], n->key))
			i++;
		if (i < count)
			continue;
		struct buf b = { 0 };
		buf_addf(&b, "unknown key '%.*s': ", STR_ARG(str_sub(n->key, 0, 40)));
		add_hint(&b, n->key, names, count);
		int rc = yaml_fail_key(y, n, e, "%.*s", STR_ARG(buf_str(&b)));
		buf_release(&b);
		return rc;
	}
	return 0;
}
