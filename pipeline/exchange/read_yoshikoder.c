/* SPDX-License-Identifier: MIT
 *
 * Yoshikoder's .ykd and Lexicoder 2's .lcd, both styles: cnode and pnode with
 * attributes (050805), or category and pattern with elements for name, score and
 * comment (041204). The outermost node is the dictionary itself.
 */
#include "pipeline/exchange/dict_text.h"
#include "pipeline/exchange/formats.h"
#include "pipeline/exchange/xml_in.h"

/* A category that is open. */
struct node {
	struct str name;
	uint32_t category;              /* once something needs it; DICT_NONE before */
};

struct reading {
	struct dict *d;
	bool is_regex;                  /* terms are regular expressions */
	struct node open[XML_DEPTH_MAX];
	int depth;
	bool in_pattern;                /* the old style: inside a pattern */
	struct str pattern;
	double score;
	uint32_t line;
	struct buf text;
};

static struct str attribute(const char *const *attributes, const char *name)
{
	for (int i = 0; attributes[i]; i += 2)
		if (strcmp(attributes[i], name) == 0)
			return str_of(attributes[i + 1]);
	return (struct str){ 0 };
}

/* The category of the innermost open node, and those around it. The outermost is none of its own as
 * long as it has no terms. */
static int category_of(struct reading *r, uint32_t *out)
{
	uint32_t parent = DICT_NONE;
	int rc = 0;
	for (int i = r->depth > 1 ? 1 : 0; i < r->depth && rc == 0; i++) {
		struct node *n = &r->open[i];
		if (n->category == DICT_NONE)
			rc = dict_category(r->d, n->name.n ? n->name : S("dictionary"), parent,
					   &n->category);
		parent = n->category;
	}
	*out = parent;
	return rc;
}

static int open_node(struct reading *r, struct str name)
{
	if (r->depth == XML_DEPTH_MAX)
		return fail(r->d->e, E_LIMIT, "%.*s:%u: categories lie too deep in each other",
			    STR_ARG(r->d->report.file), r->line);
	struct str copy = arena_str(&r->d->mem, name);
	r->open[r->depth++] = (struct node){ copy, DICT_NONE };
	return name.n && !copy.p ? dict_no_memory(r->d) : 0;
}

/* A category without terms is one all the same. */
static int close_node(struct reading *r)
{
	uint32_t category;
	int rc = r->depth > 1 ? category_of(r, &category) : 0;
	if (r->depth)
		r->depth--;
	return rc;
}

static int add_term(struct reading *r, struct str term, double score)
{
	uint32_t category;
	struct buf regex = { 0 };
	if (r->depth == 0)
		return fail(r->d->e, E_FORMAT, "%.*s:%u: a term outside of any category",
			    STR_ARG(r->d->report.file), r->line);
	int rc = category_of(r, &category);
	if (rc < 0 || !term.n)
		return rc;
	if (!r->is_regex)
		return dict_add_glob(r->d, category, term, ' ', score, r->line);
	buf_addf(&regex, "/%.*s/", STR_ARG(term));
	rc = buf_ok(&regex) ? dict_add(r->d, category, buf_str(&regex), S(""), score, r->line)
			    : dict_no_memory(r->d);
	buf_release(&regex);
	return rc;
}

static double score_of(struct reading *r, struct str s)
{
	double score = 1;
	if (s.n && !dict_number(s, &score))
		dict_note(r->d, r->line, "lost: the score '%.*s'", STR_ARG(s));
	return score;
}

static int on_start(void *ctx, const char *name, const char *const *attributes, uint32_t line)
{
	struct reading *r = ctx;
	struct str score = attribute(attributes, "score");
	r->line = line;
	buf_reset(&r->text);
	if (strcmp(name, "dictionary") == 0) {
		struct str engine = attribute(attributes, "patternengine");
		struct str class = attribute(attributes, "patternengineclassname");
		r->is_regex = str_eq(engine, S("regexp")) ||
			      (class.n && str_find(class, S("egexp"), 0) >= 0);
		return 0;
	}
	if (strcmp(name, "cnode") == 0 && score.n)
		dict_note(r->d, line, "lost: the score of the category '%.*s'",
			  STR_ARG(attribute(attributes, "name")));
	if (strcmp(name, "cnode") == 0 || strcmp(name, "category") == 0)
		return open_node(r, attribute(attributes, "name"));
	if (strcmp(name, "pnode") == 0)
		return add_term(r, str_trim(attribute(attributes, "name")), score_of(r, score));
	if (strcmp(name, "pattern") == 0) {
		r->in_pattern = true;
		r->pattern = (struct str){ 0 };
		r->score = 1;
	}
	return 0;
}

/* The old style: what stands in an element is known when it ends. */
static int take_text(struct reading *r, const char *name)
{
	struct str s = str_trim(buf_str(&r->text));
	struct str copy = strcmp(name, "name") == 0 ? arena_str(&r->d->mem, s) : (struct str){ 0 };
	if (strcmp(name, "name") == 0 && s.n && !copy.p)
		return dict_no_memory(r->d);
	if (strcmp(name, "name") == 0 && r->in_pattern)
		r->pattern = copy;
	else if (strcmp(name, "name") == 0 && r->depth)
		r->open[r->depth - 1].name = copy;
	else if (strcmp(name, "score") == 0 && r->in_pattern)
		r->score = score_of(r, s);
	else if (strcmp(name, "score") == 0 && s.n)
		dict_note(r->d, r->line, "lost: the score of a category");
	return 0;
}

static int on_end(void *ctx, const char *name)
{
	struct reading *r = ctx;
	int rc = take_text(r, name);
	buf_reset(&r->text);
	if (rc < 0)
		return rc;
	if (strcmp(name, "cnode") == 0 || strcmp(name, "category") == 0)
		return close_node(r);
	if (strcmp(name, "pattern") != 0 || !r->in_pattern)
		return 0;
	r->in_pattern = false;
	return add_term(r, r->pattern, r->score);
}

static int on_text(void *ctx, struct str s)
{
	struct reading *r = ctx;
	buf_add(&r->text, s);
	return buf_ok(&r->text) ? 0 : dict_no_memory(r->d);
}

int dict_read_yoshikoder(struct dict *d, struct str bytes)
{
	struct reading r = { .d = d };
	struct xml_events events = { on_start, on_end, on_text, &r };
	int rc = xml_read(d->report.file, bytes, &events, d->e);
	buf_release(&r.text);
	return rc;
}
