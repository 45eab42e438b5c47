/* SPDX-License-Identifier: MIT
 *
 * What a report asks for: the items of "What needs to improve",
 * recommendations, areas for improvement and priority actions, each with its
 * place and the themes of its sentences, as a list that can be worked through.
 *
 * Which sections ask, and in which words, the lexicon says (sections.yaml);
 * the sections stage has marked the blocks. An item is a list item, a table row or a paragraph of such a
 * section. A block that introduces a list is no item of its own: it stands
 * beside each item of the list. Headings below sort the items by subject, some
 * in the words of a chapter's title.
 */
#include <stdlib.h>

#include "pipeline/base/csv_out.h"
#include "pipeline/base/json_out.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/format.h"

/* An item, while its blocks are being collected. */
struct action {
	const struct doc *d;
	const struct stage_shared *sh;
	const struct block *block;      /* its first; NULL: none is open */
	const struct block *top, *sub;  /* the heading that asks, and the subject below; NULL none */
	struct str responsible;         /* the body that is to act, where the page names it */
	struct buf text;
	bool *themes;                   /* one a theme of the lexicon */
	uint32_t number;                /* among the document's items, from 1 */
};

typedef void action_writer(struct buf *out, const struct action *a);

struct collector {
	struct buf *out;
	action_writer *write;
	struct action action;
	uint8_t sub_level;              /* of subjects under the heading that asks; 0 none yet */
	bool first;                     /* no block yet under this heading */
	bool list;                      /* under this heading items are list items */
};

static struct str block_text(const struct doc *d, const struct block *b)
{
	return b ? doc_text(d, b->off, b->len) : (struct str){ 0 };
}

static bool has(const struct block *b, enum ask_flag flag)
{
	return b && (b->asks & flag);
}

static bool is_item(const struct action *a, const struct block *b)
{
	bool here = !has(b, ASK_BOX) && (has(b, ASK_SECTION) || a->sub);
	if (b->excluded || !here || !b->len || has(b, ASK_NOTHING))
		return false;
	if (b->kind != BLOCK_PARA && b->kind != BLOCK_ITEM && b->kind != BLOCK_ROW)
		return false;
	return !has(a->top, ASK_REASONS) && !has(a->sub, ASK_REASONS);
}

/* The next block that is no furniture, or NULL. */
static const struct block *next_block(const struct doc *d, ptrdiff_t i)
{
	while (++i < d->blocks.n)
		if (d->blocks.at[i].kind != BLOCK_FURNITURE && d->blocks.at[i].kind != BLOCK_FOOTNOTE)
			return &d->blocks.at[i];
	return NULL;
}

/* Only words before the items: what ends in a colon, or leads to the heading that follows. */
static bool introduces(const struct doc *d, ptrdiff_t i)
{
	const struct block *b = &d->blocks.at[i], *next = next_block(d, i);
	struct str text = str_trim(block_text(d, b));
	if (str_ends(text, S(":")))
		return true;
	return has(b, ASK_LEAD) && next && next->kind == BLOCK_HEADING && has(next, ASK_SECTION);
}

static void flush(struct collector *c)
{
	struct action *a = &c->action;
	if (a->block) {
		a->number++;
		buf_inherit(c->out, &a->text);
		c->write(c->out, a);
	}
	a->block = NULL;
	buf_reset(&a->text);
	for (ptrdiff_t t = 0; t < a->sh->lexicon->themes.n; t++)
		a->themes[t] = false;
}

/* Codes are by sentence: those of sentences [first, first + n). */
static void add_themes(struct action *a, uint32_t first, uint32_t n)
{
	for (ptrdiff_t i = 0; i < a->d->codes.n; i++) {
		const struct code *code = &a->d->codes.at[i];
		if (code->sent >= first && code->sent - first < n)
			a->themes[code->theme] = true;
	}
}

static void add_block(struct collector *c, const struct block *b)
{
	struct action *a = &c->action;
	struct str text = block_text(a->d, b), rest = text, cell = str_cut(&rest, '\t');
	if (!a->block)
		a->block = b;
	if (b->kind == BLOCK_ROW && rest.n) {     /* who is to act, what is asked */
		a->responsible = cell;
		text = rest;
	}
	if (a->text.n)
		buf_addc(&a->text, ' ');
	for (ptrdiff_t i = 0; i < text.n; i++)
		buf_addc(&a->text, text.p[i] == '\n' || text.p[i] == '\t' ? ' ' : text.p[i]);
	add_themes(a, b->sent_first, b->sent_count);
}

/* A heading asks, or is a subject below one that does: deeper, and of its class or of the rank of
 * the subjects before it. */
static void take_heading(struct collector *c, const struct block *h)
{
	struct action *a = &c->action;
	bool own = has(h, ASK_SECTION) && has(h, ASK_HEADING);
	bool below = !own && a->top && h->level > a->top->level;
	bool same_class = a->top && str_eq(h->section, a->top->section);
	flush(c);
	c->first = true;
	a->responsible = (struct str){ 0 };
	a->sub = NULL;
	if (below && (same_class || has(a->top, ASK_REASONS) || h->level == c->sub_level)) {
		a->sub = h;
		c->sub_level = h->level;
	} else {
		a->top = has(h, ASK_SECTION) ? h : NULL;
		c->sub_level = 0;
	}
}

static void take_item(struct collector *c, ptrdiff_t i)
{
	const struct block *b = &c->action.d->blocks.at[i];
	if (c->first)
		c->list = b->kind == BLOCK_ITEM;
	bool goes_on = !c->first && c->list && c->action.block && b->kind == BLOCK_PARA && !b->number;
	c->first = false;
	if (!goes_on)
		flush(c);
	if (!introduces(c->action.d, i))
		add_block(c, b);
}

static void collect(struct buf *out, const struct doc *d, const struct stage_shared *sh,
		    action_writer *write)
{
	struct collector c = { .out = out, .write = write, .action = { .d = d, .sh = sh } };
	c.action.themes = calloc((size_t)sh->lexicon->themes.n + 1, sizeof *c.action.themes);
	if (!c.action.themes) {
		out->failed = true;
		return;
	}
	for (ptrdiff_t i = 0; i < d->blocks.n; i++) {
		const struct block *b = &d->blocks.at[i];
		if (b->kind == BLOCK_HEADING) {
			if (!has(b, ASK_BOX))
				take_heading(&c, b);
		} else if (has(b, ASK_WHO)) {
			flush(&c);
			c.action.responsible = block_text(d, b);
		} else if (is_item(&c.action, b)) {
			take_item(&c, i);
		}
	}
	flush(&c);
	buf_release(&c.action.text);
	free(c.action.themes);
}

/* The block that introduces the item's list, unless it only says again what the heading says. */
static struct str introduction(const struct action *a)
{
	uint32_t i = a->block->intro;
	struct str text = block_text(a->d, i == NO_BLOCK ? NULL : &a->d->blocks.at[i]);
	return str_starts(text, block_text(a->d, a->top)) ? (struct str){ 0 } : text;
}

/* "Areas for improvement > Care leavers" */
static void add_heading(struct buf *out, const struct action *a)
{
	buf_add(out, block_text(a->d, a->top));
	if (a->top && a->sub)
		buf_addz(out, " > ");
	buf_add(out, block_text(a->d, a->sub));
}

/* The item's printed number, or that of the paragraph that introduces it; 0 none. */
static uint16_t printed_number(const struct action *a)
{
	if (a->block->number || a->block->intro == NO_BLOCK)
		return a->block->number;
	return a->d->blocks.at[a->block->intro].number;
}

/* Calls add(out, id, nth) for each theme. */
static void each_theme(struct buf *out, const struct action *a,
		       void (*add)(struct buf *out, struct str id, int nth))
{
	int n = 0;
	for (ptrdiff_t t = 0; t < a->sh->lexicon->themes.n; t++)
		if (a->themes[t])
			add(out, a->sh->lexicon->themes.at[t].id, n++);
}

static void add_listed(struct buf *out, struct str id, int nth)
{
	if (nth)
		buf_addz(out, "; ");
	buf_add(out, id);
}

static void add_json(struct buf *out, struct str id, int nth)
{
	(void)nth;
	json_item(out), json_str(out, id);
}

static const enum meta_column told[] = { META_local_authority, META_kind,
					 META_inspection_end_date, META_publication_date };

static void write_text(struct buf *out, const struct action *a)
{
	struct buf themes = { 0 };
	uint16_t number = printed_number(a);
	buf_addf(out, "%3u. ", a->number);
	buf_add(out, buf_str(&a->text));
	buf_addz(out, "\n     [");
	if (a->block->page)
		buf_addf(out, "page %u, ", a->block->page);
	if (number)
		buf_addf(out, "paragraph %u, ", number);
	add_heading(out, a);
	each_theme(&themes, a, add_listed);
	buf_addf(out, "]%s%.*s\n", themes.n ? " " : "", STR_ARG(buf_str(&themes)));
	if (introduction(a).n)
		buf_addf(out, "     under: %.*s\n", STR_ARG(introduction(a)));
	if (a->responsible.n)
		buf_addf(out, "     for: %.*s\n", STR_ARG(a->responsible));
	buf_inherit(out, &themes);
	buf_release(&themes);
}

/* "Thornmere, ilacs-standard, inspected until 2022-03-01, published 2022-04-19" */
static void write_document(struct buf *out, const struct doc *d)
{
	static const char *const before[] = { "", "", "inspected until ", "published " };
	for (ptrdiff_t i = 0, n = 0; i < countof(told); i++) {
		struct str value = d->meta[told[i]].value;
		if (value.n)
			buf_addf(out, "%s%s%.*s", n++ ? ", " : "", before[i], STR_ARG(value));
	}
	buf_addc(out, '\n');
}

static void text(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	buf_addz(out, "==> ");
	buf_add(out, buf_str(&d->id));
	buf_addz(out, " <==\n");
	write_document(out, d);
	collect(out, d, sh, write_text);
	buf_addc(out, '\n');
}

static void write_json(struct buf *out, const struct action *a)
{
	struct buf heading = { 0 };
	uint16_t number = printed_number(a);
	add_heading(&heading, a);
	json_open(out, '{');
	json_key(out, "doc"), json_str(out, buf_str(&a->d->id));
	for (ptrdiff_t i = 0; i < countof(told); i++) {
		json_key(out, meta_column_name(told[i]));
		json_str_or_null(out, a->d->meta[told[i]].value);
	}
	json_key(out, "item"), json_int(out, a->number);
	json_key(out, "page"), a->block->page ? json_int(out, a->block->page) : json_null(out);
	json_key(out, "paragraph"), number ? json_int(out, number) : json_null(out);
	json_key(out, "heading"), json_str_or_null(out, buf_str(&heading));
	json_key(out, "section"), json_str(out, a->block->section);
	json_key(out, "introduction"), json_str_or_null(out, introduction(a));
	json_key(out, "responsible"), json_str_or_null(out, a->responsible);
	json_key(out, "text"), json_str(out, buf_str(&a->text));
	json_key(out, "themes"), json_open(out, '[');
	each_theme(out, a, add_json);
	json_close(out, ']');
	json_close(out, '}');
	buf_addc(out, '\n');
	buf_inherit(out, &heading);
	buf_release(&heading);
}

static void json(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	collect(out, d, sh, write_json);
}

static void csv_head(struct buf *out, const struct stage_shared *sh)
{
	static const char *const rest[] = { "item", "page", "paragraph", "heading", "section",
					    "introduction", "responsible", "text", "themes" };
	(void)sh;
	csv_plain(out, "doc");
	for (ptrdiff_t i = 0; i < countof(told); i++)
		csv_plain(out, meta_column_name(told[i]));
	for (ptrdiff_t i = 0; i < countof(rest); i++)
		csv_plain(out, rest[i]);
	csv_end_row(out);
}

static void csv_number_or_blank(struct buf *out, uint16_t n)
{
	if (n)
		csv_int(out, n);
	else
		csv_plain(out, "");
}

static void write_csv(struct buf *out, const struct action *a)
{
	struct buf themes = { 0 }, heading = { 0 };
	add_heading(&heading, a);
	csv_text(out, buf_str(&a->d->id));
	for (ptrdiff_t i = 0; i < countof(told); i++)
		csv_text(out, a->d->meta[told[i]].value);
	csv_int(out, a->number);
	csv_number_or_blank(out, a->block->page);
	csv_number_or_blank(out, printed_number(a));
	csv_text(out, buf_str(&heading));
	csv_text(out, a->block->section);
	csv_text(out, introduction(a));
	csv_text(out, a->responsible);
	csv_text(out, buf_str(&a->text));
	each_theme(&themes, a, add_listed);
	csv_text(out, buf_str(&themes));
	csv_end_row(out);
	buf_inherit(out, &heading);
	buf_release(&heading);
	buf_inherit(out, &themes);
	buf_release(&themes);
}

static void csv(struct buf *out, const struct doc *d, const struct stage_shared *sh)
{
	collect(out, d, sh, write_csv);
}

#define NEEDS (LAYER_SECTIONS | LAYER_CODES | LAYER_META)

const struct format format_actions = {
	.name = "actions", .help = "what needs to improve, item by item, for reading",
	.needs = NEEDS, .document = text,
};

const struct format format_actions_csv = {
	.name = "actions-csv", .help = "the same, CSV, one row an item",
	.needs = NEEDS, .head = csv_head, .document = csv,
};

const struct format format_actions_jsonl = {
	.name = "actions-jsonl", .help = "the same, JSON Lines",
	.needs = NEEDS, .document = json,
};
