/* SPDX-License-Identifier: MIT
 *
 * See dict.h.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/printable.h"
#include "pipeline/base/utf8.h"
#include "pipeline/exchange/dict.h"
#include "pipeline/lexicon/pattern.h"
#include "pipeline/lexicon/regex.h"

#define ID_MAX 60

void dict_init(struct dict *d, struct error *e)
{
	*d = (struct dict){ .e = e };
	arena_init(&d->mem, 0);
}

void dict_release(struct dict *d)
{
	arena_release(&d->mem);
	buf_release(&d->report.lines);
}

int dict_no_memory(struct dict *d)
{
	return fail(d->e, E_NOMEM, "no memory for the dictionary");
}

void dict_note(struct dict *d, uint32_t line, const char *fmt, ...)
{
	char text[400];
	va_list args;
	if (d->report.notes++ >= DICT_NOTES_MAX)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	buf_add(&d->report.lines, d->report.file);
	if (line)
		buf_addf(&d->report.lines, ":%u", line);
	buf_addz(&d->report.lines, ": ");
	buf_add_printable(&d->report.lines, str_of(text));
	buf_addc(&d->report.lines, '\n');
}

/* ---- categories ---- */

/* Bytes that no YAML file may hold, and no term needs. */
static bool has_control(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x20 || c == 0x7F ||
		    (c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0))
			return true;
	}
	return false;
}

static bool has_id(const struct dict *d, struct str id)
{
	for (ptrdiff_t i = 0; i < d->categories.n; i++)
		if (str_eq(d->categories.at[i].id, id))
			return true;
	return false;
}

void dict_slug(struct buf *out, struct str name)
{
	for (ptrdiff_t i = 0; i < name.n && out->n < ID_MAX; i++) {
		char c = ascii_lower(name.p[i]);
		if (ascii_is_alpha(c) || ascii_is_digit(c))
			buf_addc(out, c);
		else if (out->n && out->p[out->n - 1] != '-')
			buf_addc(out, '-');
	}
	while (out->n && out->p[out->n - 1] == '-')
		out->n--;
	if (!out->n)
		buf_addz(out, "category");
}

static int make_id(struct dict *d, struct dict_category *c)
{
	struct buf id = { 0 };
	dict_slug(&id, c->name);
	ptrdiff_t n = id.n;
	for (int i = 2; has_id(d, buf_str(&id)); i++) {
		id.n = n;
		buf_addf(&id, "-%d", i);
	}
	struct str copy = arena_str(&d->mem, buf_str(&id));
	bool ok = buf_ok(&id) && copy.p;
	c->id = copy;
	buf_release(&id);
	return ok ? 0 : dict_no_memory(d);
}

int dict_category(struct dict *d, struct str name, uint32_t parent, uint32_t *out)
{
	for (ptrdiff_t i = 0; i < d->categories.n; i++)
		if (d->categories.at[i].parent == parent && str_eq(d->categories.at[i].name, name)) {
			*out = (uint32_t)i;
			return 0;
		}
	if (d->categories.n >= DICT_CATEGORIES_MAX)
		return fail(d->e, E_LIMIT, "%.*s: more than %d categories",
			    STR_ARG(d->report.file), DICT_CATEGORIES_MAX);
	if (!name.n || has_control(name) || !utf8_valid(name))
		return fail(d->e, E_FORMAT, "%.*s: the name of a category is no text",
			    STR_ARG(d->report.file));
	struct dict_category c = { .name = arena_str(&d->mem, name), .parent = parent };
	if (!c.name.p || make_id(d, &c) < 0)
		return dict_no_memory(d);
	struct dict_category *slot = VEC_PUSH(&d->mem, &d->categories);
	if (!slot)
		return dict_no_memory(d);
	*slot = c;
	*out = (uint32_t)d->categories.n - 1;
	return 0;
}

/* ---- entries ---- */

/* Does the lexicon take it? Sets that a pattern names are not known yet, so it is tried without. */
static bool is_pattern(struct str pattern, struct error *why)
{
	const struct pattern_node *tree;
	struct str inner;
	ptrdiff_t at;
	struct arena mem;
	if (pattern_is_regex(pattern, &inner)) {
		struct regex *re = NULL;
		int rc = regex_compile(&re, inner, REGEX_CASELESS, &at, why);
		regex_free(re);
		return rc == 0;
	}
	if (memchr(pattern.p, '@', (size_t)pattern.n))
		return true;
	arena_init(&mem, 0);
	int rc = pattern_parse(&tree, &mem, pattern, NULL, 0, &at, why);
	arena_release(&mem);
	return rc == 0;
}

static size_t slot_of(const struct dict *d, uint32_t category, struct str pattern)
{
	size_t at = hash_bytes(pattern, category) & (d->slot_count - 1);
	for (; d->slots[at]; at = (at + 1) & (d->slot_count - 1)) {
		const struct dict_entry *x = &d->entries.at[d->slots[at] - 1];
		if (x->category == category && str_eq(x->pattern, pattern))
			break;
	}
	return at;
}

/* Room for one more entry in the slots. */
static bool grow_slots(struct dict *d)
{
	if (((size_t)d->entries.n + 1) * 2 < d->slot_count)
		return true;
	d->slot_count = d->slot_count ? d->slot_count * 2 : 1 << 10;
	d->slots = NEW(&d->mem, uint32_t, (ptrdiff_t)d->slot_count);
	for (ptrdiff_t i = 0; d->slots && i < d->entries.n; i++)
		d->slots[slot_of(d, d->entries.at[i].category, d->entries.at[i].pattern)] =
			(uint32_t)i + 1;
	return d->slots != NULL;
}

static double clipped(struct dict *d, double weight, struct str pattern, uint32_t line)
{
	double w = fmax(-DICT_WEIGHT_MAX, fmin(DICT_WEIGHT_MAX, weight));
	if (w < weight || w > weight)
		dict_note(d, line, "changed: the weight of '%.*s' is %g here, weights end at %g",
			  STR_ARG(pattern), w, DICT_WEIGHT_MAX);
	return w;
}

int dict_put(struct dict *d, uint32_t category, struct str pattern, struct str unless, double weight,
	     uint32_t line)
{
	if (d->entries.n >= DICT_ENTRIES_MAX)
		return fail(d->e, E_LIMIT, "%.*s: more than %d terms", STR_ARG(d->report.file),
			    DICT_ENTRIES_MAX);
	if (!grow_slots(d))
		return dict_no_memory(d);
	size_t slot = slot_of(d, category, pattern);
	if (d->slots[slot]) {
		dict_note(d, line, "'%.*s' stands twice in %.*s: taken once", STR_ARG(pattern),
			  STR_ARG(d->categories.at[category].name));
		return 0;
	}
	weight = clipped(d, weight, pattern, line);
	struct dict_entry *x = VEC_PUSH(&d->mem, &d->entries);
	struct str copy = arena_str(&d->mem, pattern), veto = arena_str(&d->mem, unless);
	if (!x || !copy.p || (unless.n && !veto.p))
		return dict_no_memory(d);
	*x = (struct dict_entry){ category, copy, veto, weight, line };
	d->slots[slot] = (uint32_t)d->entries.n;
	d->weighted |= fabs(weight - 1) > 1e-9;
	return 0;
}

int dict_add(struct dict *d, uint32_t category, struct str pattern, struct str unless, double weight,
	     uint32_t line)
{
	struct error why = { 0 };
	if (has_control(pattern) || !utf8_valid(pattern))
		fail(&why, E_LEXICON, "it holds what is no text");
	if (why.code || !is_pattern(pattern, &why)) {
		if (why.code == E_NOMEM)
			return dict_no_memory(d);
		dict_note(d, line, "lost: '%.*s': %s", STR_ARG(pattern), why.msg);
		return 0;
	}
	return dict_put(d, category, pattern, unless, weight, line);
}

int dict_add_glob(struct dict *d, uint32_t category, struct str term, char glue, double weight,
		  uint32_t line)
{
	struct str pattern;
	int rc = dict_glob(d, term, glue, line, &pattern);
	return rc < 0 || !pattern.n ? rc : dict_add(d, category, pattern, S(""), weight, line);
}
