/* SPDX-License-Identifier: MIT
 *
 * sections.yaml and furniture.yaml of the lexicon, checked and compiled. Each
 * pattern is a regular expression of its own, for the sieve tells which of a
 * rule's may match, and nearly all are never searched in a short run.
 */
#include "pipeline/base/scan.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/regex_read.h"
#include "pipeline/lexicon/yaml.h"
#include "stages/sections.h"

struct loader {
	struct section_rules *r;
	struct yaml y;
	unsigned flags;                 /* for regexes */
	struct error *e;
};

static int no_memory(struct loader *ld)
{
	return fail(ld->e, E_NOMEM, "no memory for the rules on sections");
}

/* Compile pattern, which stands in n. */
static int compile(struct loader *ld, const struct yaml_node *n, struct str pattern, unsigned flags,
		   struct regex **out)
{
	struct error why = { 0 };
	ptrdiff_t at = 0;
	struct regex **slot = VEC_PUSH(&ld->r->mem, &ld->r->all);
	if (!slot)
		return no_memory(ld);
	if (regex_compile(slot, pattern, flags, &at, &why) < 0)
		return yaml_fail_inside(&ld->y, n->line, n->column + 1, pattern, at, ld->e, "%s",
					why.msg);
	*out = *slot;
	return 0;
}

static int add_pattern(struct loader *ld, const struct yaml_node *n, unsigned flags,
		       struct patterns *out)
{
	struct section_rules *r = ld->r;
	struct regex *regex = NULL;
	int rc = compile(ld, n, n->text, flags, &regex);
	if (rc < 0)
		return rc;
	enum sieve_place place = regex_read_anchored(n->text) ? SIEVE_AT_START : SIEVE_ANYWHERE;
	int number = sieve_add(&r->sieve, &r->mem, n->text, place, &out->set);
	if (number < 0)
		return no_memory(ld);
	struct regex **slot = number == SIEVE_ALWAYS ? VEC_PUSH(&r->mem, &out->unknown)
						     : &r->known[number];
	if (!slot)
		return no_memory(ld);
	*slot = regex;
	return 0;
}

/* The patterns in the list under key, if it is there. Where one that starts with ^ is not ASCII,
 * classes are Unicode's in all such; the same of the others. */
static int read_patterns(struct loader *ld, const struct yaml_node *map, const char *key,
			 struct patterns *out)
{
	const struct yaml_node *list = yaml_get(map, str_of(key));
	unsigned flags[2] = { ld->flags, ld->flags };
	struct str pattern;
	if (!list)
		return 0;
	int rc = yaml_expect(&ld->y, list, YAML_LIST, "a list of patterns", ld->e);
	for (const struct yaml_node *n = rc == 0 ? list->first : NULL; n && rc == 0; n = n->next) {
		rc = yaml_text(&ld->y, n, "a pattern", &pattern, ld->e);
		if (rc == 0 && scan_for_range(pattern, 0, '\x80', '\xff') < pattern.n)
			flags[regex_read_anchored(pattern)] |= REGEX_UNICODE;
	}
	for (const struct yaml_node *n = rc == 0 ? list->first : NULL; n && rc == 0; n = n->next)
		rc = add_pattern(ld, n, flags[regex_read_anchored(n->text)], out);
	return rc;
}

/* The text under key; empty when it is not there. Lives as long as the rules. */
static int read_text(struct loader *ld, const struct yaml_node *map, const char *key,
		     struct str *out)
{
	const struct yaml_node *n = yaml_get(map, str_of(key));
	return n ? yaml_text(&ld->y, n, "a text", out, ld->e) : 0;
}

static int read_yes(struct loader *ld, const struct yaml_node *map, const char *key, bool otherwise,
		    bool *out)
{
	static const struct str words[] = { STR("no"), STR("yes") };
	const struct yaml_node *n = yaml_get(map, str_of(key));
	int which = otherwise;
	int rc = n ? yaml_choice(&ld->y, n, "yes or no", words, countof(words), &which, ld->e) : 0;
	*out = which == 1;
	return rc;
}

static int read_class(struct loader *ld, const struct yaml_node *n)
{
	static const struct str keys[] = { STR("id"),	    STR("evidence"), STR("why"),
					   STR("headings"), STR("until"),    STR("document"),
					   STR("inside"),   STR("boxed"),
					   STR("unnumbered"), STR("topic"), STR("asks") };
	struct section_class *c = VEC_PUSH(&ld->r->mem, &ld->r->classes);
	if (!c)
		return no_memory(ld);
	if (yaml_expect(&ld->y, n, YAML_MAP, "a section", ld->e) < 0 ||
	    yaml_keys(&ld->y, n, keys, countof(keys), ld->e) < 0 ||
	    read_text(ld, n, "id", &c->id) < 0 || read_text(ld, n, "why", &c->why) < 0 ||
	    read_text(ld, n, "inside", &c->inside) < 0 ||
	    read_yes(ld, n, "evidence", true, &c->evidence) < 0 ||
	    read_yes(ld, n, "boxed", false, &c->boxed) < 0 ||
	    read_yes(ld, n, "unnumbered", false, &c->unnumbered) < 0 ||
	    read_yes(ld, n, "topic", false, &c->topic) < 0 ||
	    read_yes(ld, n, "asks", false, &c->asks) < 0 ||
	    read_patterns(ld, n, "headings", &c->headings) < 0 ||
	    read_patterns(ld, n, "until", &c->until) < 0 ||
	    read_patterns(ld, n, "document", &c->document) < 0)
		return -ld->e->code;
	if (!c->id.n || !has_patterns(&c->headings))
		return yaml_fail_node(&ld->y, n, ld->e, "a section needs an id and headings");
	if (!c->why.n)
		c->why = c->id;
	return 0;
}

static int read_kinds(struct loader *ld, const struct yaml_node *map, unsigned *out)
{
	struct str names[BLOCK_KIND_COUNT];
	const struct yaml_node *list = yaml_get(map, S("kinds"));
	if (!list)
		return 0;
	if (yaml_expect(&ld->y, list, YAML_LIST, "a list of kinds of blocks", ld->e) < 0)
		return -ld->e->code;
	for (int k = 0; k < BLOCK_KIND_COUNT; k++)
		names[k] = str_of(block_kind_name((enum block_kind)k));
	for (const struct yaml_node *n = list->first; n; n = n->next) {
		int which = 0;
		if (yaml_choice(&ld->y, n, "a kind of block", names, countof(names), &which,
				ld->e) < 0)
			return -ld->e->code;
		*out |= 1u << which;
	}
	return 0;
}

static int read_block_rule(struct loader *ld, const struct yaml_node *n)
{
	static const struct str keys[] = { STR("why"), STR("match"), STR("kinds"),
					   STR("document"), STR("responsible") };
	struct block_rule *b = VEC_PUSH(&ld->r->mem, &ld->r->blocks);
	if (!b)
		return no_memory(ld);
	if (yaml_expect(&ld->y, n, YAML_MAP, "a rule on blocks", ld->e) < 0 ||
	    yaml_keys(&ld->y, n, keys, countof(keys), ld->e) < 0 ||
	    read_text(ld, n, "why", &b->why) < 0 || read_kinds(ld, n, &b->kinds) < 0 ||
	    read_yes(ld, n, "responsible", false, &b->responsible) < 0 ||
	    read_patterns(ld, n, "match", &b->match) < 0 ||
	    read_patterns(ld, n, "document", &b->document) < 0)
		return -ld->e->code;
	if (!b->why.n || !has_patterns(&b->match))
		return yaml_fail_node(&ld->y, n, ld->e, "a rule on blocks needs 'why' and 'match'");
	return 0;
}

static int read_range(struct loader *ld, const struct yaml_node *n)
{
	static const struct str keys[] = { STR("why"), STR("heading"), STR("from"), STR("start"),
					   STR("until"), STR("through"), STR("within"),
					   STR("another") };
	struct range_rule *g = VEC_PUSH(&ld->r->mem, &ld->r->ranges);
	const struct yaml_node *within = yaml_get(n, S("within"));
	double v = 40;
	if (!g)
		return no_memory(ld);
	if (yaml_expect(&ld->y, n, YAML_MAP, "a rule on a run of blocks", ld->e) < 0 ||
	    yaml_keys(&ld->y, n, keys, countof(keys), ld->e) < 0 ||
	    read_text(ld, n, "why", &g->why) < 0 ||
	    read_yes(ld, n, "start", false, &g->start) < 0 ||
	    read_patterns(ld, n, "heading", &g->heading) < 0 ||
	    read_patterns(ld, n, "from", &g->from) < 0 ||
	    read_patterns(ld, n, "until", &g->until) < 0 ||
	    read_patterns(ld, n, "through", &g->through) < 0 ||
	    read_patterns(ld, n, "another", &g->another) < 0 ||
	    (within && yaml_number(&ld->y, within, "a number of blocks", &v, ld->e) < 0))
		return -ld->e->code;
	g->within = (int)v;
	if (!g->why.n || (!has_patterns(&g->heading) && !has_patterns(&g->from) && !g->start))
		return yaml_fail_node(
			&ld->y, n, ld->e,
			"a rule on a run needs 'why' and one of 'heading', 'from', 'start'");
	if (g->start && !has_patterns(&g->until))
		return yaml_fail_node(&ld->y, n, ld->e, "a run from the start needs 'until'");
	return 0;
}

static int read_each(struct loader *ld, const char *key,
		     int (*read)(struct loader *, const struct yaml_node *))
{
	const struct yaml_node *list = yaml_get(ld->y.root, str_of(key));
	int rc = list ? yaml_expect(&ld->y, list, YAML_LIST, "a list of rules", ld->e) : 0;
	for (const struct yaml_node *n = list && rc == 0 ? list->first : NULL; n && rc == 0;
	     n = n->next)
		rc = read(ld, n);
	return rc;
}

static int read_voices(struct loader *ld)
{
	static const struct str keys[] = { STR("provider"), STR("inspector") };
	const struct yaml_node *map = yaml_get(ld->y.root, S("voices"));
	if (!map)
		return 0;
	if (yaml_expect(&ld->y, map, YAML_MAP, "voices", ld->e) < 0 ||
	    yaml_keys(&ld->y, map, keys, countof(keys), ld->e) < 0 ||
	    read_patterns(ld, map, "provider", &ld->r->voice.provider) < 0)
		return -ld->e->code;
	return read_patterns(ld, map, "inspector", &ld->r->voice.inspector);
}

static int read_actions(struct loader *ld)
{
	static const struct str keys[] = { STR("headings"), STR("reasons"), STR("nothing"),
					   STR("leads") };
	struct action_rules *a = &ld->r->actions;
	const struct yaml_node *map = yaml_get(ld->y.root, S("actions"));
	if (!map)
		return 0;
	if (yaml_expect(&ld->y, map, YAML_MAP, "patterns on what is asked", ld->e) < 0 ||
	    yaml_keys(&ld->y, map, keys, countof(keys), ld->e) < 0 ||
	    read_patterns(ld, map, "headings", &a->headings) < 0 ||
	    read_patterns(ld, map, "reasons", &a->reasons) < 0 ||
	    read_patterns(ld, map, "nothing", &a->nothing) < 0)
		return -ld->e->code;
	return read_patterns(ld, map, "leads", &a->leads);
}

/* What is looked at first: see struct section_rules. */
static void join_sets(struct section_rules *r)
{
	for (ptrdiff_t i = 0; i < r->classes.n; i++)
		sieve_set_join(&r->any_class, &r->classes.at[i].headings.set);
	for (ptrdiff_t i = 0; i < r->ranges.n; i++) {
		sieve_set_join(&r->any_run, &r->ranges.at[i].heading.set);
		sieve_set_join(&r->any_run, &r->ranges.at[i].from.set);
	}
	for (ptrdiff_t i = 0; i < r->blocks.n; i++)
		for (int kind = 0; kind < BLOCK_KIND_COUNT; kind++)
			if (block_rule_fits(&r->blocks.at[i], kind))
				sieve_set_join(&r->any_block[kind], &r->blocks.at[i].match.set);
}

/* Parse a file of the lexicon; 0 without a tree when it is not there. */
static int open_file(struct loader *ld, const struct lexicon *lx, struct str name,
		     const struct str *keys, ptrdiff_t count)
{
	struct str bytes = lexicon_file_bytes(lx, name);
	ld->y.root = NULL;
	if (!bytes.n)
		return 0;
	if (yaml_parse(&ld->y, &ld->r->mem, name, bytes, ld->e) < 0 ||
	    yaml_expect(&ld->y, ld->y.root, YAML_MAP, "rules", ld->e) < 0)
		return -ld->e->code;
	return yaml_keys(&ld->y, ld->y.root, keys, count, ld->e);
}

int section_rules_load(struct section_rules *r, const struct lexicon *lx, struct error *e)
{
	static const struct str section_keys[] = { STR("default"), STR("sections"), STR("voices"),
						   STR("actions") };
	static const struct str furniture_keys[] = { STR("blocks"), STR("ranges") };
	struct loader ld = { .r = r, .e = e };
	arena_init(&r->mem, 0);
	if (!lx)
		return 0;
	ld.flags = REGEX_CASELESS | (lx->from_image ? REGEX_PROVEN : 0);
	int rc = open_file(&ld, lx, S("sections.yaml"), section_keys, countof(section_keys));
	if (rc == 0 && ld.y.root)
		rc = read_text(&ld, ld.y.root, "default", &r->fallback);
	if (rc == 0 && ld.y.root)
		rc = read_each(&ld, "sections", read_class);
	if (rc == 0 && ld.y.root)
		rc = read_voices(&ld);
	if (rc == 0 && ld.y.root)
		rc = read_actions(&ld);
	if (rc == 0)
		rc = open_file(&ld, lx, S("furniture.yaml"), furniture_keys,
			       countof(furniture_keys));
	if (rc == 0 && ld.y.root)
		rc = read_each(&ld, "blocks", read_block_rule);
	if (rc == 0 && ld.y.root)
		rc = read_each(&ld, "ranges", read_range);
	join_sets(r);
	return rc;
}

void section_rules_release(struct section_rules *r)
{
	for (ptrdiff_t i = 0; i < r->all.n; i++)
		regex_free(r->all.at[i]);
	arena_release(&r->mem);
}
