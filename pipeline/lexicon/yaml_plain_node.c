/* SPDX-License-Identifier: MIT
 *
 * The nodes of plain YAML, and how they are linked; see yaml_plain_parts.h.
 */
#include "pipeline/lexicon/yaml_plain_parts.h"

#define KEY_BYTES_MAX 1000       /* libyaml takes no longer keys than 1024 */

struct yaml_node *plain_node(struct plain *p, enum yaml_kind kind, int depth)
{
	bool room = p->at && p->nodes++ < YAML_NODES_MAX && depth <= YAML_DEPTH_MAX;
	struct yaml_node *n = room ? NEW(p->mem, struct yaml_node, 1) : NULL;
	if (!n)
		return plain_give_up(p);
	n->kind = kind;
	plain_mark(p, &n->line, &n->column);
	return n;
}

bool plain_take_key(struct plain *p, bool flow, struct yaml_node *word)
{
	const char *start = p->at;
	char c = plain_byte_at(p, 0);
	*word = (struct yaml_node){ .kind = YAML_TEXT };
	if (c != '"' && c != '\'' && !plain_may_start(p, flow))
		return false;
	plain_mark(p, &word->line, &word->column);
	word->text = plain_take_text(p, flow);
	const char *behind = p->at;
	if (behind && (c == '"' || c == '\''))
		plain_skip_blanks(p);
	if (!behind || plain_byte_at(p, 0) != ':' || !plain_is_gap(plain_byte_at(p, 1))) {
		p->at = behind;
		return false;
	}
	if (p->at - start > KEY_BYTES_MAX || p->line != word->line)
		return plain_give_up(p);
	p->at++;
	return true;
}

void plain_add_value(struct plain *p, struct yaml_node *map, const struct yaml_node ***link,
		     const struct yaml_node *key, struct yaml_node *value)
{
	if (!value || yaml_get(map, key->text) || map->count++ >= YAML_KEYS_MAX) {
		plain_give_up(p);
		return;
	}
	value->key = key->text;
	value->key_line = key->line;
	value->key_column = key->column;
	**link = value;
	*link = &value->next;
}

void plain_add_item(struct plain *p, struct yaml_node *list, const struct yaml_node ***link,
		    struct yaml_node *item)
{
	if (!item) {
		plain_give_up(p);
		return;
	}
	list->count++;
	**link = item;
	*link = &item->next;
}
