/* SPDX-License-Identifier: MIT
 *
 * See yaml_plain.h. Recursive descent over indentation: the lists and mappings
 * that lines and their indents make.
 */
#include "pipeline/base/utf8.h"
#include "pipeline/lexicon/yaml_plain_parts.h"

/* What every value needs to know: how far the block that it stands in is indented. */
struct where {
	ptrdiff_t indent;
	int depth;
};

static struct yaml_node *take_block(struct plain *p, struct where w);
static struct yaml_node *take_list(struct plain *p, int depth);
static struct yaml_node *take_map(struct plain *p, int depth, struct yaml_node *key);

/* A value that starts on the line of its key or dash. */
static struct yaml_node *take_inline(struct plain *p, struct where w)
{
	char c = plain_byte_at(p, 0);
	struct yaml_node *n;
	if (c == '[' || c == '{') {
		n = plain_take_flow(p, w.depth);
	} else {
		n = plain_node(p, YAML_TEXT, w.depth);
		if (n && c == '>' && plain_byte_at(p, 1) == '-' && plain_byte_at(p, 2) == '\n') {
			n->text = plain_take_folded(p, w.indent);
			return n;
		}
		if (n)
			n->text = plain_take_text(p, false);
	}
	plain_end_row(p);
	plain_next_content(p);
	return n;
}

/* A text that was taken as if it were a key. */
static struct yaml_node *add_text(struct plain *p, int depth, const struct yaml_node *word)
{
	struct yaml_node *n = plain_node(p, YAML_TEXT, depth);
	if (n)
		*n = *word;
	plain_end_row(p);
	plain_next_content(p);
	return n;
}

/* What a key's colon or an item's dash introduces. compact: behind a dash, where a list or mapping
 * may begin on the same line; behind a key a list may stand as far left as the key. */
static struct yaml_node *take_value(struct plain *p, struct where w, bool compact)
{
	struct yaml_node word;
	const char *from = p->at;
	plain_skip_blanks(p);
	bool comment = plain_byte_at(p, 0) == '#' && p->at > from;
	if (plain_byte_at(p, 0) == '\n' || comment) {
		plain_end_row(p);
		plain_next_content(p);
		if (!p->at || p->at >= p->end)
			return plain_give_up(p);
		if (!compact && plain_column(p) == w.indent && plain_at_item(p))
			return take_list(p, w.depth);
		return plain_column(p) > w.indent ? take_block(p, w) : plain_give_up(p);
	}
	if (compact && plain_at_item(p))
		return take_list(p, w.depth);
	if (!compact)
		return take_inline(p, w);
	if (plain_take_key(p, false, &word))
		return take_map(p, w.depth, &word);
	if (word.text.p)
		return add_text(p, w.depth, &word);
	return p->at ? take_inline(p, w) : NULL;
}

/* Is there one more in the block that is indented so far? What stands further in belongs to
 * nothing that is plain. */
static bool goes_on(struct plain *p, ptrdiff_t indent)
{
	if (!p->at || p->at >= p->end || plain_column(p) < indent)
		return false;
	if (plain_column(p) > indent)
		plain_give_up(p);
	return p->at != NULL;
}

static struct yaml_node *take_list(struct plain *p, int depth)
{
	struct yaml_node *n = plain_node(p, YAML_LIST, depth);
	if (!n)
		return NULL;
	const struct yaml_node **link = &n->first;
	struct where inner = { plain_column(p), depth + 1 };
	while (goes_on(p, inner.indent) && plain_at_item(p)) {
		p->at++;
		plain_add_item(p, n, &link, take_value(p, inner, true));
	}
	return n;
}

/* key: the first one, already taken. */
static struct yaml_node *take_map(struct plain *p, int depth, struct yaml_node *key)
{
	struct yaml_node *n = plain_node(p, YAML_MAP, depth);
	if (!n)
		return NULL;
	n->line = key->line;
	n->column = key->column;
	const struct yaml_node **link = &n->first;
	struct where inner = { (ptrdiff_t)key->column - 1, depth + 1 };
	do
		plain_add_value(p, n, &link, key, take_value(p, inner, false));
	while (goes_on(p, inner.indent) && (plain_take_key(p, false, key) || plain_give_up(p)));
	return n;
}

/* A list or mapping that starts on a line of its own. */
static struct yaml_node *take_block(struct plain *p, struct where w)
{
	struct yaml_node key;
	if (plain_at_item(p))
		return take_list(p, w.depth);
	return plain_take_key(p, false, &key) ? take_map(p, w.depth, &key) : plain_give_up(p);
}

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

const struct yaml_node *yaml_plain_parse(struct arena *mem, struct str bytes)
{
	struct plain p = { .mem = mem, .at = bytes.p, .row = bytes.p, .end = bytes.p + bytes.n,
			   .line = 1 };
	if (!bytes.n || !is_printable(bytes))
		return NULL;
	plain_next_content(&p);
	if (!p.at || p.at >= p.end)
		return NULL;
	const struct yaml_node *root = take_block(&p, (struct where){ -1, 0 });
	buf_release(&p.text);
	return p.at == p.end ? root : NULL;
}
