/* SPDX-License-Identifier: MIT
 *
 * Lists and mappings of plain YAML in brackets; see yaml_plain_parts.h.
 */
#include "pipeline/lexicon/yaml_plain_parts.h"

/* Inside a flow a line may end anywhere between its parts. */
static void skip_flow_gap(struct plain *p)
{
	while (p->at && p->at < p->end && plain_is_gap(*p->at)) {
		if (*p->at == ' ')
			p->at++;
		else
			plain_next_row(p);
	}
	if (p->at && (p->at >= p->end || *p->at == '#' || plain_column(p) == 0))
		plain_give_up(p);
}

static void take_flow_pair(struct plain *p, struct yaml_node *map, const struct yaml_node ***link,
			   int depth)
{
	struct yaml_node key;
	if (!plain_take_key(p, true, &key)) {
		plain_give_up(p);
		return;
	}
	skip_flow_gap(p);
	plain_add_value(p, map, link, &key, p->at ? plain_take_flow(p, depth) : NULL);
}

struct yaml_node *plain_take_flow(struct plain *p, int depth)
{
	char open = plain_byte_at(p, 0), close = open == '[' ? ']' : '}';
	bool text = open != '[' && open != '{';
	enum yaml_kind kind = text ? YAML_TEXT : open == '[' ? YAML_LIST : YAML_MAP;
	struct yaml_node *n = plain_node(p, kind, depth);
	if (n && text)
		n->text = plain_take_text(p, true);
	if (!n || text)
		return n;
	const struct yaml_node **link = &n->first;
	p->at++;
	for (skip_flow_gap(p); p->at && *p->at != close; skip_flow_gap(p)) {
		if (open == '[')
			plain_add_item(p, n, &link, plain_take_flow(p, depth + 1));
		else
			take_flow_pair(p, n, &link, depth + 1);
		skip_flow_gap(p);
		if (p->at && *p->at != ',' && *p->at != close)
			plain_give_up(p);
		if (p->at && *p->at == ',')
			p->at++;
	}
	if (!p->at)
		return NULL;
	p->at++;
	return n;
}
