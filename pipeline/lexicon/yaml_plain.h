/* SPDX-License-Identifier: MIT
 *
 * Private to the YAML door: a quick reader of the YAML that nearly all files are
 * written in. libyaml takes a third of the program's start; this takes what is
 * plain beyond doubt and leaves everything else to libyaml, errors too, so that
 * there is one judge of what YAML is. That both make the same tree is held by
 * tests/unit/test_yaml_plain.c and tests/fuzz/fuzz_yaml.c.
 */
#ifndef LM_LEXICON_YAML_PLAIN_H
#define LM_LEXICON_YAML_PLAIN_H

#include "pipeline/lexicon/yaml.h"

enum {
	YAML_DEPTH_MAX = 16,
	YAML_KEYS_MAX = 4096,           /* of one mapping */
	YAML_NODES_MAX = 4000000,
	YAML_BYTES_MAX = 64 << 20
};

/* The tree of bytes in mem, or NULL: not plain, or no memory; ask libyaml. Plain are block lists
 * and mappings, one-line texts with or without quotes, flow lists and mappings, folded texts (>-)
 * of one paragraph, and comments between lines. */
const struct yaml_node *yaml_plain_parse(struct arena *mem, struct str bytes);

#endif
