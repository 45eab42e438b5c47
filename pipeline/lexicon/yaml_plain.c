/* SPDX-License-Identifier: MIT
 *
 * See yaml_plain.h. Recursive descent over indentation. Whatever is not plain
 * makes the reader's place NULL, and all that follows gives up.
 */
#include "pipeline/base/buf.h"
#include "pipeline/base/utf8.h"
#include "pipeline/lexicon/yaml_plain.h"

#define KEY_BYTES_MAX 1000       /* libyaml takes no longer keys than 1024 */

struct plain {
	struct arena *mem;
	const char *at, *end;           /* at: the next byte; NULL: not plain */
	const char *row;                /* where at's line starts */
	struct buf text;                /* of several lines, or with escapes */
	const char *counted;            /* in the row: characters before it are in characters */
	uint32_t characters;
	uint32_t line, nodes;
};

/* What every value needs to know: how far the block that it stands in is indented. */
struct where {
	ptrdiff_t indent;
	int depth;
};

static struct yaml_node *give_up(struct plain *p)
{
	p->at = NULL;
	return NULL;
}

/* ---- bytes ---- */

/* Only printable characters, and line feeds as the only ends of lines. */
static bool is_printable(struct str s)
{
	const char *end = s.p + s.n;
	for (const char *c = s.p; c < end;) {
		uint32_t cp;
		if ((*c >= ' ' && *c <= '~') || *c == '\n') {
			c++;
			continue;
		}
		c += utf8_decode(c, end - c, &cp);
		if (cp < 0xa0 || cp == 0x2028 || cp == 0x2029 || cp == 0xfeff || cp == 0xfffe ||
		    cp == 0xffff || cp == UTF8_BAD)
			return false;
	}
	return true;
}

static char byte_at(const struct plain *p, ptrdiff_t i)
{
	return p->end - p->at > i ? p->at[i] : '\n';
}

static bool is_gap(char c)
{
	return c == ' ' || c == '\n';
}

static ptrdiff_t column(const struct plain *p)
{
	return p->at - p->row;
}

static bool at_item(const struct plain *p)
{
	return byte_at(p, 0) == '-' && is_gap(byte_at(p, 1));
}

static void skip_blanks(struct plain *p)
{
	while (p->at < p->end && *p->at == ' ')
		p->at++;
}

/* To the beginning of the next line, or the end. */
static void next_row(struct plain *p)
{
	const char *nl = memchr(p->at, '\n', (size_t)(p->end - p->at));
	p->at = p->row = nl ? nl + 1 : p->end;
	p->line += nl != NULL;
}

/* To the next line with something on it. Called where a line has been read to its end. */
static void next_content(struct plain *p)
{
	while (p->at && p->at < p->end) {
		skip_blanks(p);
		if (p->at < p->end && *p->at != '\n' && *p->at != '#')
			break;
		next_row(p);
	}
	struct str rest = { p->at, p->at ? p->end - p->at : 0 };
	if (rest.n && column(p) == 0 &&
	    (str_starts(rest, S("---")) || str_starts(rest, S("...")) || *rest.p == '%'))
		give_up(p);
}

/* Behind a value nothing may follow on its line but a comment. */
static void end_row(struct plain *p)
{
	const char *from = p->at;
	if (!from)
		return;
	skip_blanks(p);
	if (byte_at(p, 0) == '#' && p->at > from)
		next_row(p);
	else if (byte_at(p, 0) != '\n')
		give_up(p);
}

/* ---- texts ---- */

/* The place of at. A row is counted from where it was counted last. */
static void mark(struct plain *p, uint32_t *line, uint32_t *col)
{
	if (!p->counted || p->counted < p->row || p->counted > p->at) {
		p->counted = p->row;
		p->characters = 0;
	}
	for (; p->counted < p->at; p->counted++)
		p->characters += ((unsigned char)*p->counted & 0xC0) != 0x80;
	*line = p->line;
	*col = p->characters + 1;
}

static struct yaml_node *new_node(struct plain *p, enum yaml_kind kind, int depth)
{
	bool room = p->at && p->nodes++ < YAML_NODES_MAX && depth <= YAML_DEPTH_MAX;
	struct yaml_node *n = room ? NEW(p->mem, struct yaml_node, 1) : NULL;
	if (!n)
		return give_up(p);
	n->kind = kind;
	mark(p, &n->line, &n->column);
	return n;
}

static struct str keep(struct plain *p, struct str s)
{
	struct str copy = arena_str(p->mem, s);
	if (!copy.p)
		give_up(p);
	return copy;
}

static bool has_either(struct str s, char a, char b)
{
	return s.n && (memchr(s.p, a, (size_t)s.n) || memchr(s.p, b, (size_t)s.n));
}

/* To the next line inside a text in quotes: blanks around the line's end become one. */
static bool fold_quoted(struct plain *p)
{
	struct buf *text = &p->text;
	while (text->n && text->p[text->n - 1] == ' ')
		text->n--;
	buf_addc(text, ' ');
	next_row(p);
	skip_blanks(p);
	return byte_at(p, 0) != '\n' && column(p) > 0;
}

/* A text in quotes, with the escapes \\ and \", or '' in single quotes, and no others. */
static struct str take_quoted(struct plain *p)
{
	char quote = *p->at++;
	bool plain = true;
	const char *end = memchr(p->at, quote, (size_t)(p->end - p->at));
	struct str within = { p->at, end ? end - p->at : 0 };
	bool doubled = end && quote == '\'' && end + 1 < p->end && end[1] == quote;
	if (end && !doubled && !has_either(within, '\n', quote == '"' ? '\\' : '\n')) {
		p->at = end + 1;
		return keep(p, within);
	}
	buf_reset(&p->text);
	while (plain && p->at < p->end) {
		char c = *p->at, next = byte_at(p, 1);
		if (c == quote && (quote == '"' || next != quote))
			break;
		if (c == '\n') {
			plain = fold_quoted(p);
			continue;
		}
		bool escape = c == (quote == '"' ? '\\' : quote);
		plain = !escape || next == quote || next == '\\';
		p->at += 1 + escape;
		buf_addc(&p->text, escape ? next : c);
	}
	plain &= p->at < p->end && buf_ok(&p->text);
	if (!plain)
		return give_up(p), (struct str){ 0 };
	p->at++;
	return keep(p, buf_str(&p->text));
}

static bool may_start_plain(const struct plain *p, bool flow)
{
	char c = byte_at(p, 0);
	if (c == '?' || c == ':')
		return !flow && !is_gap(byte_at(p, 1));
	if (c == '-')
		return !is_gap(byte_at(p, 1));
	return !is_gap(c) && !strchr(",[]{}#&*!|>'\"%@`", c);
}

/* The end of a text without quotes that starts here: before ": ", " #", the end of the line, and in
 * flow before a sign of its own. A colon that other readers might take for one is not plain. */
static const char *plain_end(struct plain *p, bool flow)
{
	const char *c = p->at;
	for (; c < p->end && *c != '\n'; c++) {
		char next = c + 1 < p->end ? c[1] : '\n';
		if (*c == ':' && is_gap(next))
			break;
		if (*c == ' ' && next == '#')
			break;
		if (flow && *c == ':')
			give_up(p);
		if (flow && (*c == ',' || *c == '[' || *c == ']' || *c == '{' || *c == '}'))
			break;
	}
	return c;
}

static struct str take_plain(struct plain *p, bool flow)
{
	const char *from = p->at;
	const char *end = may_start_plain(p, flow) ? plain_end(p, flow) : NULL;
	if (!end || !p->at)
		return give_up(p), (struct str){ 0 };
	p->at = end;
	while (end[-1] == ' ')
		end--;
	return keep(p, (struct str){ from, end - from });
}

static struct str take_text(struct plain *p, bool flow)
{
	char c = byte_at(p, 0);
	return c == '"' || c == '\'' ? take_quoted(p) : take_plain(p, flow);
}

/* Add the line that starts here, up to its end, to a folded text. */
static bool fold_row(struct plain *p)
{
	const char *end = memchr(p->at, '\n', (size_t)(p->end - p->at));
	end = end ? end : p->end;
	if (end[-1] == ' ')
		return false;
	if (p->text.n)
		buf_addc(&p->text, ' ');
	buf_add(&p->text, (struct str){ p->at, end - p->at });
	next_row(p);
	return true;
}

/* One paragraph behind ">-", its lines joined by blanks. Behind it nothing may stand further in
 * than the key, not even a comment: it would be text. */
static struct str take_folded(struct plain *p, ptrdiff_t indent)
{
	bool plain = true;
	buf_reset(&p->text);
	next_row(p);
	skip_blanks(p);
	ptrdiff_t inner = column(p);
	while (plain && inner > indent && column(p) == inner && byte_at(p, 0) != '\n') {
		plain = fold_row(p);
		skip_blanks(p);
	}
	while (p->at < p->end && *p->at == '\n' && column(p) == 0) {
		next_row(p);
		skip_blanks(p);
	}
	bool behind = p->at == p->end ? column(p) == 0 : column(p) <= indent && *p->at != '\n';
	plain &= p->text.n && behind;
	plain &= buf_ok(&p->text);
	struct str s = plain ? keep(p, buf_str(&p->text)) : (give_up(p), (struct str){ 0 });
	next_content(p);
	return s;
}

/* ---- mappings and lists ---- */

/* A text, and its place, into *word; with the colon behind it if that makes it a key: then true.
 * Where no text can start, word->text.p stays NULL. */
static bool take_key(struct plain *p, bool flow, struct yaml_node *word)
{
	const char *start = p->at;
	char c = byte_at(p, 0);
	*word = (struct yaml_node){ .kind = YAML_TEXT };
	if (c != '"' && c != '\'' && !may_start_plain(p, flow))
		return false;
	mark(p, &word->line, &word->column);
	word->text = take_text(p, flow);
	const char *behind = p->at;
	if (behind && (c == '"' || c == '\''))
		skip_blanks(p);
	if (!behind || byte_at(p, 0) != ':' || !is_gap(byte_at(p, 1))) {
		p->at = behind;
		return false;
	}
	if (p->at - start > KEY_BYTES_MAX || p->line != word->line)
		return give_up(p);
	p->at++;
	return true;
}

/* Put value with its key behind the last one of map. */
static void add_value(struct plain *p, struct yaml_node *map, const struct yaml_node ***link,
		      const struct yaml_node *key, struct yaml_node *value)
{
	if (!value || yaml_get(map, key->text) || map->count++ >= YAML_KEYS_MAX) {
		give_up(p);
		return;
	}
	value->key = key->text;
	value->key_line = key->line;
	value->key_column = key->column;
	**link = value;
	*link = &value->next;
}

static void add_item(struct plain *p, struct yaml_node *list, const struct yaml_node ***link,
		     struct yaml_node *item)
{
	if (!item) {
		give_up(p);
		return;
	}
	list->count++;
	**link = item;
	*link = &item->next;
}

/* Inside a flow a line may end anywhere between its parts. */
static void skip_flow_gap(struct plain *p)
{
	while (p->at && p->at < p->end && is_gap(*p->at)) {
		if (*p->at == ' ')
			p->at++;
		else
			next_row(p);
	}
	if (p->at && (p->at >= p->end || *p->at == '#' || column(p) == 0))
		give_up(p);
}

static struct yaml_node *take_flow(struct plain *p, int depth);

static void take_flow_pair(struct plain *p, struct yaml_node *map, const struct yaml_node ***link,
			   int depth)
{
	struct yaml_node key;
	if (!take_key(p, true, &key)) {
		give_up(p);
		return;
	}
	skip_flow_gap(p);
	add_value(p, map, link, &key, p->at ? take_flow(p, depth) : NULL);
}

/* A text, or a list or mapping with its brackets. */
static struct yaml_node *take_flow(struct plain *p, int depth)
{
	char open = byte_at(p, 0), close = open == '[' ? ']' : '}';
	bool text = open != '[' && open != '{';
	struct yaml_node *n = new_node(p, text ? YAML_TEXT : open == '[' ? YAML_LIST : YAML_MAP,
				       depth);
	if (n && text)
		n->text = take_text(p, true);
	if (!n || text)
		return n;
	const struct yaml_node **link = &n->first;
	p->at++;
	for (skip_flow_gap(p); p->at && *p->at != close; skip_flow_gap(p)) {
		if (open == '[')
			add_item(p, n, &link, take_flow(p, depth + 1));
		else
			take_flow_pair(p, n, &link, depth + 1);
		skip_flow_gap(p);
		if (p->at && *p->at != ',' && *p->at != close)
			give_up(p);
		if (p->at && *p->at == ',')
			p->at++;
	}
	if (!p->at)
		return NULL;
	p->at++;
	return n;
}

static struct yaml_node *take_block(struct plain *p, struct where w);
static struct yaml_node *take_list(struct plain *p, int depth);
static struct yaml_node *take_map(struct plain *p, int depth, struct yaml_node *key);

/* A value that starts on the line of its key or dash. */
static struct yaml_node *take_inline(struct plain *p, struct where w)
{
	char c = byte_at(p, 0);
	struct yaml_node *n;
	if (c == '[' || c == '{') {
		n = take_flow(p, w.depth);
	} else {
		n = new_node(p, YAML_TEXT, w.depth);
		if (n && c == '>' && byte_at(p, 1) == '-' && byte_at(p, 2) == '\n') {
			n->text = take_folded(p, w.indent);
			return n;
		}
		if (n)
			n->text = take_text(p, false);
	}
	end_row(p);
	next_content(p);
	return n;
}

/* A text that was taken as if it were a key. */
static struct yaml_node *add_text(struct plain *p, int depth, const struct yaml_node *word)
{
	struct yaml_node *n = new_node(p, YAML_TEXT, depth);
	if (n)
		*n = *word;
	end_row(p);
	next_content(p);
	return n;
}

/* What a key's colon or an item's dash introduces. compact: behind a dash, where a list or mapping
 * may begin on the same line; behind a key a list may stand as far left as the key. */
static struct yaml_node *take_value(struct plain *p, struct where w, bool compact)
{
	struct yaml_node word;
	const char *from = p->at;
	skip_blanks(p);
	bool comment = byte_at(p, 0) == '#' && p->at > from;
	if (byte_at(p, 0) == '\n' || comment) {
		end_row(p);
		next_content(p);
		if (!p->at || p->at >= p->end)
			return give_up(p);
		if (!compact && column(p) == w.indent && at_item(p))
			return take_list(p, w.depth);
		return column(p) > w.indent ? take_block(p, w) : give_up(p);
	}
	if (compact && at_item(p))
		return take_list(p, w.depth);
	if (!compact)
		return take_inline(p, w);
	if (take_key(p, false, &word))
		return take_map(p, w.depth, &word);
	if (word.text.p)
		return add_text(p, w.depth, &word);
	return p->at ? take_inline(p, w) : NULL;
}

/* Is there one more in the block that is indented so far? What stands further in belongs to
 * nothing that is plain. */
static bool goes_on(struct plain *p, ptrdiff_t indent)
{
	if (!p->at || p->at >= p->end || column(p) < indent)
		return false;
	if (column(p) > indent)
		give_up(p);
	return p->at != NULL;
}

static struct yaml_node *take_list(struct plain *p, int depth)
{
	struct yaml_node *n = new_node(p, YAML_LIST, depth);
	if (!n)
		return NULL;
	const struct yaml_node **link = &n->first;
	struct where inner = { column(p), depth + 1 };
	while (goes_on(p, inner.indent) && at_item(p)) {
		p->at++;
		add_item(p, n, &link, take_value(p, inner, true));
	}
	return n;
}

/* key: the first one, already taken. */
static struct yaml_node *take_map(struct plain *p, int depth, struct yaml_node *key)
{
	struct yaml_node *n = new_node(p, YAML_MAP, depth);
	if (!n)
		return NULL;
	n->line = key->line;
	n->column = key->column;
	const struct yaml_node **link = &n->first;
	struct where inner = { (ptrdiff_t)key->column - 1, depth + 1 };
	do
		add_value(p, n, &link, key, take_value(p, inner, false));
	while (goes_on(p, inner.indent) && (take_key(p, false, key) || give_up(p)));
	return n;
}

/* A list or mapping that starts on a line of its own. */
static struct yaml_node *take_block(struct plain *p, struct where w)
{
	struct yaml_node key;
	if (at_item(p))
		return take_list(p, w.depth);
	return take_key(p, false, &key) ? take_map(p, w.depth, &key) : give_up(p);
}

const struct yaml_node *yaml_plain_parse(struct arena *mem, struct str bytes)
{
	struct plain p = { .mem = mem, .at = bytes.p, .row = bytes.p, .end = bytes.p + bytes.n,
			   .line = 1 };
	if (!bytes.n || !is_printable(bytes))
		return NULL;
	next_content(&p);
	if (!p.at || p.at >= p.end)
		return NULL;
	const struct yaml_node *root = take_block(&p, (struct where){ -1, 0 });
	buf_release(&p.text);
	return p.at == p.end ? root : NULL;
}
