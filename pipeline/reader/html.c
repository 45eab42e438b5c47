/* SPDX-License-Identifier: MIT
 *
 * Web pages by gumbo, the HTML5 parser: the one file that includes it. The tree is walked twice
 * with a stack of our own, since pages nest as deep as they like: once to measure (where is the
 * main part, which tables are only layout), once to send blocks. Nothing is freed.
 */
#include <gumbo.h>
#include <string.h>

#include "pipeline/reader/charset.h"
#include "pipeline/reader/child.h"
#include "pipeline/reader/html_class.h"

#define ROOT_MIN 100                            /* bytes of text that a main part has at least */
#define BIG_CELL 2000                           /* bytes of text: a cell of a layout */
#define ERROR_PAGE_MAX 1500                     /* bytes of content that an error page may have */

enum { HAS_H1 = 1, HAS_HEADING = 2, HAS_TABLE = 4, HAS_WIDE_ROW = 8, HAS_BIG_CELL = 16 };

/* What an element holds, measured before anything is sent; in the order of the walk. */
struct measure {
	uint32_t text;                          /* bytes that are no white space */
	uint32_t flags;
};

struct state {
	enum wire_block_kind kind;
	uint16_t level, group, depth;           /* of lists */
	bool furniture, in_root, in_row, in_table, link, bold, pre;
};

struct frame {
	const GumboNode *node;
	unsigned child;
	size_t index;                           /* into measures */
	enum html_role role;
	struct state state;                     /* inside the element */
};

struct page {
	struct frame *stack;
	size_t depth, stack_cap;
	struct measure *measures;
	size_t n, measures_cap, at;             /* at: the second walk's place */
	const GumboNode *root;                  /* the main part, NULL when none is marked */
	struct measure root_measure;
	struct text title, block;
	uint32_t letters, linked, bolded;       /* of the block */
	unsigned breaks;                        /* <br> since the last visible text */
	uint16_t lists, tables;
	bool first_cell, dated, titled, root_sure;
	uint64_t content, furniture;            /* bytes sent as each */
};

static void *allocate(void *user, size_t n)
{
	(void)user;
	return must_alloc(n);
}

static void keep(void *user, void *p)
{
	(void)user, (void)p;
}

static const char *attribute(const GumboNode *node, const char *name)
{
	const GumboAttribute *a = gumbo_get_attribute(&node->v.element.attributes, name);
	return a ? a->value : "";
}

static enum html_role role_of(const GumboNode *node)
{
	const char *tag = gumbo_normalized_tagname(node->v.element.tag);
	return html_role(tag, strlen(tag));
}

static bool is_text(const GumboNode *node)
{
	return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE
		|| node->type == GUMBO_NODE_CDATA;
}

/* --- first walk: measure --- */

static void meta_date(struct page *pg, const char *value)
{
	size_t n = strlen(value);
	if (pg->dated || n < 8 || value[0] < '0' || value[0] > '9')
		return;
	pg->dated = true;
	out_meta("published", value, n);
}

static void read_meta(struct page *pg, const GumboNode *node)
{
	static const struct {
		const char *name, *key;
	} rows[] = {
		{ "author", "author" },
		{ "article:author", "author" },
		{ "dcterms.creator", "author" },
		{ "description", "description" },
		{ "article:modified_time", "modified" },
		{ "article:published_time", "published" },
		{ "date", "published" },
		{ "dc.date", "published" },
		{ "dc.date.issued", "published" },
		{ "dcterms.issued", "published" },
		{ "pubdate", "published" },
		{ "publish-date", "published" },
		{ "datepublished", "published" },
		{ "sailthru.date", "published" },
		{ "parsely-pub-date", "published" },
		{ "og:title", "headline" },
	};
	const char *name = attribute(node, "property"), *value = attribute(node, "content");
	if (!*name)
		name = attribute(node, "name");
	if (!*name)
		name = attribute(node, "itemprop");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!same_word(name, strlen(name), rows[i].name))
			continue;
		if (strcmp(rows[i].key, "published") == 0)
			meta_date(pg, value);
		else
			out_meta(rows[i].key, value, strlen(value));
		return;
	}
}

static void read_head(struct page *pg, const GumboNode *head)
{
	for (unsigned i = 0; i < head->v.element.children.length; i++) {
		const GumboNode *node = head->v.element.children.data[i];
		if (node->type != GUMBO_NODE_ELEMENT)
			continue;
		if (node->v.element.tag == GUMBO_TAG_META)
			read_meta(pg, node);
		if (node->v.element.tag != GUMBO_TAG_TITLE || pg->title.n)
			continue;
		for (unsigned k = 0; k < node->v.element.children.length; k++) {
			const GumboNode *t = node->v.element.children.data[k];
			if (is_text(t))
				text_fold(&pg->title, t->v.text.text, strlen(t->v.text.text));
		}
		text_trim(&pg->title);
		out_meta("title", pg->title.p, pg->title.n);
	}
}

static void push(struct page *pg, const GumboNode *node, enum html_role role,
		 const struct state *state, size_t index)
{
	pg->stack = must_grow(pg->stack, &pg->stack_cap, pg->depth + 1, sizeof *pg->stack);
	pg->stack[pg->depth++] =
		(struct frame){ .node = node, .index = index, .role = role, .state = *state };
}

static size_t new_measure(struct page *pg)
{
	pg->measures = must_grow(pg->measures, &pg->measures_cap, pg->n + 1, sizeof *pg->measures);
	pg->measures[pg->n] = (struct measure){ 0, 0 };
	return pg->n++;
}

static uint32_t solid(const char *p)
{
	uint32_t n = 0;
	for (; *p; p++)
		n += !is_space(*p);
	return n;
}

static bool named_main(const GumboNode *node)
{
	static const char *const ids[] = { "main", "content", "maincontent", "main-content",
					   "main_content" };
	const char *id = attribute(node, "id");
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		if (same_word(id, strlen(id), ids[i]))
			return true;
	return false;
}

/* Take the element as the page's main part if it is a better one than the last: <main> before the
 * biggest <article> or an element that is named so. */
static void consider_root(struct page *pg, const GumboNode *node, const struct measure *m)
{
	bool sure = node->v.element.tag == GUMBO_TAG_MAIN
		|| strcmp(attribute(node, "role"), "main") == 0;
	bool maybe = node->v.element.tag == GUMBO_TAG_ARTICLE || named_main(node);
	if (m->text < ROOT_MIN || !(sure || maybe) || (pg->root_sure && !sure))
		return;
	if (m->text > pg->root_measure.text || (sure && !pg->root_sure)) {
		pg->root = node;
		pg->root_measure = *m;
		pg->root_sure = sure;
	}
}

static unsigned cells_of(const GumboNode *row)
{
	unsigned n = 0;
	for (unsigned i = 0; i < row->v.element.children.length; i++) {
		const GumboNode *c = row->v.element.children.data[i];
		n += c->type == GUMBO_NODE_ELEMENT && role_of(c) == ROLE_CELL;
	}
	return n;
}

/* On the way out of an element: its own flags, and what its parent learns of it. */
static void measured(struct page *pg, const struct frame *f)
{
	struct measure *m = &pg->measures[f->index];
	uint32_t up = m->flags;
	consider_root(pg, f->node, m);
	if (f->role == ROLE_HEADING)
		up |= f->node->v.element.tag == GUMBO_TAG_H1 ? HAS_H1 | HAS_HEADING : HAS_HEADING;
	if (f->role == ROLE_ROW && cells_of(f->node) > 1)
		up |= HAS_WIDE_ROW;
	if (f->role == ROLE_CELL && m->text > BIG_CELL)
		up |= HAS_BIG_CELL;
	if (f->role == ROLE_TABLE)
		up = (up & (HAS_H1 | HAS_HEADING)) | HAS_TABLE;
	if (pg->depth == 0)
		return;
	struct measure *parent = &pg->measures[pg->stack[pg->depth - 1].index];
	parent->flags |= up;
	parent->text += m->text;
}

static void measure_child(struct page *pg, const GumboNode *node, size_t parent)
{
	static const struct state none = { 0 };
	if (is_text(node)) {
		pg->measures[parent].text += solid(node->v.text.text);
		return;
	}
	if (node->type != GUMBO_NODE_ELEMENT)
		return;
	enum html_role role = role_of(node);
	if (node->v.element.tag == GUMBO_TAG_HEAD)
		read_head(pg, node);
	if (node->v.element.tag == GUMBO_TAG_META)
		read_meta(pg, node);
	if (role != ROLE_DROP)
		push(pg, node, role, &none, new_measure(pg));
}

static void measure_page(struct page *pg, const GumboNode *html)
{
	measure_child(pg, html, 0);
	while (pg->depth) {
		struct frame *f = &pg->stack[pg->depth - 1];
		const GumboVector *children = &f->node->v.element.children;
		if (f->child < children->length) {
			size_t index = f->index;
			measure_child(pg, children->data[f->child++], index);
		} else {
			struct frame done = *f;
			pg->depth--;
			measured(pg, &done);
		}
	}
}

/* --- second walk: send --- */

static void flush_block(struct page *pg, const struct state *s)
{
	struct text *t = &pg->block;
	struct wire_block head = { .group = s->group };
	enum wire_block_kind kind = s->kind;
	text_trim(t);
	if (text_visible(t)) {
		bool links = pg->linked * 4 > pg->letters * 3
			&& (kind == WIRE_PARA || kind == WIRE_ITEM);
		if (s->furniture || links || (!s->in_root && kind != WIRE_TITLE))
			kind = WIRE_FURNITURE;
		if (pg->bolded * 2 > pg->letters)
			head.flags |= WIRE_LINE_BOLD;
		*(kind == WIRE_FURNITURE ? &pg->furniture : &pg->content) += t->n;
		out_block((uint8_t)kind, s->level, &head, t->p, t->n);
	}
	t->n = 0;
	pg->letters = pg->linked = pg->bolded = 0;
	pg->breaks = 0;
}

/* A block begins or ends: in a table's cell that is only a break between its paragraphs. */
static void boundary(struct page *pg, const struct state *s)
{
	if (s->in_row)
		text_break(&pg->block, '\n');
	else
		flush_block(pg, s);
}

static void send_run(struct page *pg, const struct state *s, const char *p, size_t n)
{
	uint32_t letters = 0;
	for (size_t i = 0; i < n; i++)
		letters += !is_space(p[i]);
	if (letters)
		pg->breaks = 0;
	pg->letters += letters;
	pg->linked += s->link ? letters : 0;
	pg->bolded += s->bold ? letters : 0;
	text_fold(&pg->block, p, n);
}

/* Text as it stands; in <pre> an empty line ends a paragraph. */
static void send_text(struct page *pg, const struct state *s, const char *p)
{
	const char *gap;
	while (s->pre && (gap = strstr(p, "\n\n"))) {
		send_run(pg, s, p, (size_t)(gap - p));
		boundary(pg, s);
		p = gap + 2;
	}
	send_run(pg, s, p, strlen(p));
}

static bool hidden(const GumboNode *node)
{
	const char *style = attribute(node, "style");
	return gumbo_get_attribute(&node->v.element.attributes, "hidden")
		|| strcmp(attribute(node, "aria-hidden"), "true") == 0
		|| find_word(style, strlen(style), "display:none")
		|| find_word(style, strlen(style), "display: none");
}

/* Whether the element is furniture by its tag, role, class or id. What holds the headline, the main
 * part, or most of the page's text is not, whatever it is called. */
static bool furniture(const struct page *pg, const GumboNode *node, enum html_role role,
		      const struct measure *m)
{
	GumboTag tag = node->v.element.tag;
	if (role == ROLE_INLINE || role == ROLE_SUPER || role == ROLE_BOLD || tag == GUMBO_TAG_BODY
	    || tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_MAIN || node == pg->root)
		return false;
	if (hidden(node))
		return true;
	if (m->flags & HAS_H1 || tag == GUMBO_TAG_H1
	    || (pg->root && m->text >= pg->root_measure.text))
		return false;
	if (role == ROLE_FURNITURE || html_role_furniture(attribute(node, "role")))
		return true;
	if (m->text > pg->measures[0].text / 2)
		return false;
	return role == ROLE_HEADER || html_name_furniture(attribute(node, "class"))
		|| html_name_furniture(attribute(node, "id"));
}

static void enter_heading(struct page *pg, const GumboNode *node, struct state *s)
{
	const char *tag = gumbo_normalized_tagname(node->v.element.tag);
	s->kind = WIRE_HEADING;
	s->level = (uint16_t)(tag[1] - '0');
	if (s->level == 1 && !pg->titled && !s->furniture
	    && (s->in_root || !(pg->root_measure.flags & HAS_H1))) {
		pg->titled = true;
		s->kind = WIRE_TITLE;
	}
}

static void enter_list(struct page *pg, struct state *s)
{
	if (s->depth++ == 0)
		s->group = ++pg->lists;
}

static void enter_table(struct page *pg, struct state *s, const struct measure *m)
{
	s->in_table =
		(m->flags & HAS_WIDE_ROW) && !(m->flags & (HAS_HEADING | HAS_TABLE | HAS_BIG_CELL));
	if (s->in_table)
		s->group = ++pg->tables;
}

static void enter_cell(struct page *pg, const struct state *s)
{
	if (s->in_row && !pg->first_cell)
		text_break(&pg->block, '\t');
	pg->first_cell = false;
}

static void enter_row(struct page *pg, struct state *s)
{
	if (!s->in_table)
		return;
	s->in_row = true;
	s->kind = WIRE_ROW;
	s->level = 0;
	pg->first_cell = true;
}

/* The state inside an element, after what its start means for the block before it. */
static struct state enter(struct page *pg, const GumboNode *node, enum html_role role,
			  const struct state *outer, const struct measure *m)
{
	struct state s = *outer;
	s.furniture = s.furniture || furniture(pg, node, role, m);
	s.in_root = s.in_root || node == pg->root;
	if (pg->root && s.in_root && !outer->in_root)
		s.furniture = false;
	switch (role) {
	case ROLE_INLINE:
		s.link = s.link || node->v.element.tag == GUMBO_TAG_A;
		return s;
	case ROLE_BOLD:
		s.bold = true;
		return s;
	case ROLE_SUPER:
		text_add(&pg->block, &(char){ WIRE_SUPER_BEGIN }, 1);
		return s;
	case ROLE_CELL:
		enter_cell(pg, outer);
		if (s.in_row)
			return s;
		break;
	default:
		break;
	}
	boundary(pg, outer);
	if (s.in_row)
		return s;
	if (role == ROLE_HEADING)
		enter_heading(pg, node, &s);
	else if (role == ROLE_LIST)
		enter_list(pg, &s);
	else if (role == ROLE_ITEM)
		s.kind = WIRE_ITEM, s.level = s.depth ? s.depth : 1;
	else if (role == ROLE_QUOTE)
		s.kind = WIRE_QUOTE;
	else if (role == ROLE_TABLE)
		enter_table(pg, &s, m);
	else if (role == ROLE_ROW)
		enter_row(pg, &s);
	s.pre = s.pre || role == ROLE_PRE;
	return s;
}

static void leave(struct page *pg, const struct frame *f)
{
	if (f->role == ROLE_SUPER)
		text_add(&pg->block, &(char){ WIRE_SUPER_END }, 1);
	else if (f->role == ROLE_ROW && f->state.in_row)
		flush_block(pg, &f->state);
	else if (f->role != ROLE_INLINE && f->role != ROLE_BOLD && f->role != ROLE_CELL)
		boundary(pg, &f->state);
	else if (f->role == ROLE_CELL && !f->state.in_row)
		boundary(pg, &f->state);
}

static void line_break(struct page *pg, const struct state *s)
{
	if (++pg->breaks > 1 && !s->in_row)
		flush_block(pg, s);
	else
		text_fold(&pg->block, " ", 1);
}

static void send_child(struct page *pg, const GumboNode *node, const struct state *s)
{
	if (is_text(node)) {
		send_text(pg, s, node->v.text.text);
		return;
	}
	if (node->type != GUMBO_NODE_ELEMENT)
		return;
	enum html_role role = role_of(node);
	if (role == ROLE_DROP)
		return;
	size_t index = pg->at++;
	if (role == ROLE_BREAK)
		line_break(pg, s);
	struct state inner =
		enter(pg, node, role == ROLE_BREAK ? ROLE_INLINE : role, s, &pg->measures[index]);
	if (!inner.furniture && node->v.element.tag == GUMBO_TAG_TIME)
		meta_date(pg, attribute(node, "datetime"));
	push(pg, node, role == ROLE_BREAK ? ROLE_INLINE : role, &inner, index);
}

static void send_page(struct page *pg, const GumboNode *html)
{
	struct state start = { .kind = WIRE_PARA, .in_root = !pg->root };
	send_child(pg, html, &start);
	while (pg->depth) {
		struct frame *f = &pg->stack[pg->depth - 1];
		const GumboVector *children = &f->node->v.element.children;
		if (f->child < children->length) {
			struct state s = f->state;
			send_child(pg, children->data[f->child++], &s);
		} else {
			struct frame done = *f;
			pg->depth--;
			leave(pg, &done);
		}
	}
	flush_block(pg, &start);
}

/* News sites state the date in a script for search engines. */
static void script_date(struct page *pg, const struct text *html)
{
	char date[40];
	size_t n = 0;
	const char *end = html->p + html->n, *p = find_word(html->p, html->n, "\"datepublished\"");
	if (!p)
		return;
	p += sizeof "\"datepublished\"" - 1;
	while (p < end && (is_space(*p) || *p == ':' || *p == '"'))
		p++;
	while (p < end && *p != '"' && n + 1 < sizeof date)
		date[n++] = *p++;
	date[n] = 0;
	meta_date(pg, date);
}

_Noreturn void html_read(const struct input *in)
{
	struct text html = { 0 };
	struct page pg = { 0 };
	GumboOptions options = kGumboDefaultOptions;
	charset_decode(in->p, in->n, &html);
	if (html.n == 0)
		out_end(WIRE_NO_TEXT, "an empty page");
	options.allocator = allocate;
	options.deallocator = keep;
	options.max_errors = 0;
	const GumboOutput *tree = gumbo_parse_with_options(&options, html.p, html.n);
	out_meta("language", attribute(tree->root, "lang"), strlen(attribute(tree->root, "lang")));
	measure_page(&pg, tree->root);
	send_page(&pg, tree->root);
	script_date(&pg, &html);
	if (html_title_error(pg.title.p, pg.title.n) && pg.content < ERROR_PAGE_MAX)
		out_end(WIRE_FORMAT, "an HTML error page: %.*s", (int)pg.title.n, pg.title.p);
	if (pg.content == 0)
		out_end(WIRE_NO_TEXT,
			pg.furniture ? "only navigation, no text" : "no text in the page");
	out_end(WIRE_OK, "%s", "");
}
