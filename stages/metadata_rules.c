/* SPDX-License-Identifier: MIT
 *
 * metadata/rules.yaml of the lexicon, section by section.
 */
#include <stdlib.h>

#include "pipeline/lexicon/sieve_longest.h"
#include "stages/metadata_loader.h"

#define RULES S("metadata/rules.yaml")
#define AUTHORITIES S("metadata/authorities.tsv")
#define CHARACTER_BYTES 4       /* at most */

static int load_kind(struct metadata_loader *ld, const struct yaml_node *n)
{
	static const struct str keys[] = {
		STR("id"), STR("framework"), STR("inspectorate"), STR("grades"), STR("letter"),
		STR("fallback"), STR("article"), STR("finds"), STR("short_days"), STR("titles"),
		STR("title"), STR("short_title"),
	};
	struct kind_rule *k = VEC_PUSH(&ld->r->mem, &ld->r->kinds);
	struct str title;               /* the report page has a use for it */
	double days = 0;
	if (!k)
		return metadata_no_room(ld);
	if (metadata_keys(ld, n, "a kind of report", keys, countof(keys)) < 0 ||
	    metadata_text(ld, n, "id", &k->id) < 0 ||
	    metadata_text(ld, n, "title", &title) < 0 || metadata_text(ld, n, "short_title", &title) < 0 ||
	    metadata_text(ld, n, "framework", &k->framework) < 0 ||
	    metadata_text(ld, n, "inspectorate", &k->inspectorate) < 0 ||
	    metadata_text(ld, n, "grades", &k->grades) < 0 ||
	    metadata_yes(ld, n, "letter", &k->letter) < 0 ||
	    metadata_yes(ld, n, "fallback", &k->fallback) < 0 ||
	    metadata_yes(ld, n, "article", &k->article) < 0 ||
	    metadata_columns(ld, n, "finds", &k->finds) < 0 ||
	    metadata_number(ld, n, "short_days", &days) < 0 ||
	    metadata_compile_list(ld, n, "titles", &k->titles) < 0)
		return -ld->e->code;
	k->short_days = (int)days;
	return k->id.n ? 0 : yaml_fail_node(&ld->y, n, ld->e, "a kind needs an id");
}

static int load_kinds(struct metadata_loader *ld, const struct yaml_node *root)
{
	return metadata_each(ld, root, "kinds", load_kind);
}

/* The most that the pattern matches and the character behind it; as far as any text goes when that is
 * not known, or the pattern looks ahead. */
static ptrdiff_t reach_of(struct str pattern)
{
	bool ahead = str_find(pattern, S("(?="), 0) >= 0 || str_find(pattern, S("(?!"), 0) >= 0;
	ptrdiff_t most = ahead ? -1 : sieve_most(pattern);
	return most < 0 ? PTRDIFF_MAX / 2 : (most + 1) * CHARACTER_BYTES;
}

int metadata_load_text(struct metadata_loader *ld, const struct yaml_node *n, struct text_rule *t)
{
	static const struct str places[] = { STR("first pages"), STR("document") };
	const struct yaml_node *where = yaml_get(n, S("where"));
	struct str pattern = { 0 };
	int which = 0;
	if (metadata_kinds(ld, n, &t->kinds) < 0 || metadata_text(ld, n, "value", &t->value) < 0 ||
	    (where && yaml_choice(&ld->y, where, "a place", places, countof(places), &which, ld->e) < 0) ||
	    metadata_text(ld, n, "pattern", &pattern) < 0)
		return -ld->e->code;
	t->everywhere = which == 1;
	t->reach = reach_of(pattern);
	return metadata_compile_under(ld, n, "pattern", &t->pattern);
}

static int load_inspector(struct metadata_loader *ld, const struct yaml_node *n)
{
	static const struct str keys[] = { STR("pattern"), STR("kinds"), STR("where") };
	struct text_rule *t = VEC_PUSH(&ld->r->mem, &ld->r->inspectors);
	if (!t)
		return metadata_no_room(ld);
	int rc = metadata_keys(ld, n, "words about an inspector", keys, countof(keys));
	return rc < 0 ? rc : metadata_load_text(ld, n, t);
}

static int load_inspectors(struct metadata_loader *ld, const struct yaml_node *root)
{
	int rc = metadata_each(ld, root, "inspectors", load_inspector);
	return rc < 0 ? rc : metadata_compile_under(ld, root, "inspector_ends", &ld->r->inspector_ends);
}

static int load_reason(struct metadata_loader *ld, const struct yaml_node *n)
{
	static const struct str keys[] = { STR("columns"), STR("kinds"), STR("why") };
	struct reason_rule *r = VEC_PUSH(&ld->r->mem, &ld->r->reasons);
	const struct yaml_node *need;
	if (!r)
		return metadata_no_room(ld);
	if (metadata_keys(ld, n, "why columns are blank", keys, countof(keys)) < 0 ||
	    metadata_columns(ld, n, "columns", &r->columns) < 0 ||
	    metadata_kinds(ld, n, &r->kinds) < 0 || metadata_text(ld, n, "why", &r->why) < 0 ||
	    metadata_need(ld, n, "columns", &need) < 0 || metadata_need(ld, n, "why", &need) < 0)
		return -ld->e->code;
	return 0;
}

static int load_reasons(struct metadata_loader *ld, const struct yaml_node *root)
{
	return metadata_each(ld, root, "reasons", load_reason);
}

static int load_dates(struct metadata_loader *ld, const struct yaml_node *root)
{
	static const struct str keys[] = { STR("inspection"), STR("publication"), STR("letter_date") };
	const struct yaml_node *n;
	if (metadata_need(ld, root, "dates", &n) < 0 ||
	    metadata_keys(ld, n, "words before dates", keys, countof(keys)) < 0 ||
	    metadata_compile_list(ld, n, "inspection", &ld->r->inspection) < 0 ||
	    metadata_compile_list(ld, n, "publication", &ld->r->publication) < 0 ||
	    metadata_compile_under(ld, n, "letter_date", &ld->r->letter_date) < 0)
		return -ld->e->code;
	return 0;
}

static int load_authority_rules(struct metadata_loader *ld, const struct yaml_node *root)
{
	static const struct str keys[] = { STR("title_ends"), STR("titles"), STR("lines"), STR("strip"),
					   STR("news") };
	struct metadata_rules *r = ld->r;
	const struct yaml_node *n;
	if (metadata_need(ld, root, "authority", &n) < 0 ||
	    metadata_keys(ld, n, "where names stand", keys, countof(keys)) < 0 ||
	    (yaml_get(n, S("title_ends")) &&
	     metadata_compile_under(ld, n, "title_ends", &r->title_ends) < 0) ||
	    metadata_compile_list(ld, n, "titles", &r->authority_titles) < 0 ||
	    metadata_compile_list(ld, n, "lines", &r->authority_lines) < 0 ||
	    metadata_compile_list(ld, n, "news", &r->authority_news) < 0 ||
	    metadata_compile_list(ld, n, "strip", &r->authority_strip) < 0)
		return -ld->e->code;
	return 0;
}

static int load_path_rules(struct metadata_loader *ld, const struct yaml_node *root)
{
	static const struct str keys[] = { STR("authority"), STR("publication") };
	const struct yaml_node *n;
	if (metadata_need(ld, root, "path", &n) < 0 ||
	    metadata_keys(ld, n, "what paths say", keys, countof(keys)) < 0 ||
	    metadata_compile_under(ld, n, "authority", &ld->r->path_authority) < 0 ||
	    metadata_compile_list(ld, n, "publication", &ld->r->path_publication) < 0)
		return -ld->e->code;
	return 0;
}

/* The values of a column of which the one decides that is named first. */
static int load_named(struct metadata_loader *ld, const struct yaml_node *root, const char *key, int column)
{
	static const struct str keys[] = { STR("value"), STR("id"), STR("pattern") };
	const struct yaml_node *n, *need;
	int rc = metadata_items(ld, root, key, &n);
	for (; n && rc == 0; n = n->next) {
		struct text_rule *t = VEC_PUSH(&ld->r->mem, &ld->r->texts);
		if (!t)
			return metadata_no_room(ld);
		t->column = column;
		rc = metadata_keys(ld, n, "a value and its pattern", keys, countof(keys));
		if (rc == 0)
			rc = metadata_need(ld, n, "value", &need);
		if (rc == 0)
			rc = metadata_load_text(ld, n, t);
	}
	return rc;
}

static int load_named_values(struct metadata_loader *ld, const struct yaml_node *root)
{
	int rc = load_named(ld, root, "inspection_themes", META_inspection_theme);
	return rc < 0 ? rc : load_named(ld, root, "outcomes", META_outcome_grade);
}

/* A value of one of the lexicon's own columns. */
static int load_own_value(struct metadata_loader *ld, const struct yaml_node *n)
{
	static const struct str keys[] = { STR("column"), STR("value"), STR("pattern"), STR("kinds"),
					   STR("where") };
	struct text_rule *t = VEC_PUSH(&ld->r->mem, &ld->r->values);
	if (!t)
		return metadata_no_room(ld);
	if (metadata_keys(ld, n, "a column and its pattern", keys, countof(keys)) < 0 ||
	    metadata_column(ld, n, "column", &t->column) < 0)
		return -ld->e->code;
	if (t->column < META_COUNT)
		return yaml_fail_node(&ld->y, n, ld->e, "'%s' is filled by rules of its own: values are for "
				      "the columns that lexicon.yaml lists",
				      lexicon_column_name(ld->lx, t->column));
	return metadata_load_text(ld, n, t);
}

static int load_own_values(struct metadata_loader *ld, const struct yaml_node *root)
{
	return metadata_each(ld, root, "values", load_own_value);
}

static int load_head(struct metadata_loader *ld, const struct yaml_node *root)
{
	static const struct str keys[] = { STR("lines") };
	const struct yaml_node *n;
	double lines = 0;
	if (metadata_need(ld, root, "head", &n) < 0 ||
	    metadata_keys(ld, n, "how long the first pages are", keys, countof(keys)) < 0 ||
	    metadata_number(ld, n, "lines", &lines) < 0)
		return -ld->e->code;
	ld->r->head_lines = (ptrdiff_t)lines;
	return 0;
}

static int load_rules(struct metadata_loader *ld)
{
	static const struct str keys[] = {
		STR("head"), STR("kinds"), STR("authority"), STR("dates"), STR("inspectors"),
		STR("inspector_ends"), STR("grades"), STR("inspection_themes"), STR("outcomes"),
		STR("values"), STR("reasons"), STR("path"),
	};
	static int (*const parts[])(struct metadata_loader *, const struct yaml_node *) = {
		load_head, load_kinds, load_authority_rules, load_dates, load_inspectors,
		metadata_load_grades, load_named_values, load_own_values, load_reasons, load_path_rules
	};
	int rc = metadata_keys(ld, ld->y.root, "rules for metadata", keys, countof(keys));
	for (ptrdiff_t i = 0; i < countof(parts) && rc == 0; i++)
		rc = parts[i](ld, ld->y.root);
	return rc;
}

int metadata_rules_new(struct metadata_rules **out, const struct lexicon *lx, struct error *e)
{
	struct str bytes = lexicon_file_bytes(lx, RULES);
	if (!bytes.n)
		return 0;
	struct metadata_rules *r = calloc(1, sizeof *r);
	if (!r)
		return fail(e, E_NOMEM, "no memory for the metadata rules");
	arena_init(&r->mem, 0);
	struct metadata_loader ld = { .r = r, .lx = lx, .e = e, .flags = REGEX_CASELESS | REGEX_MULTILINE };
	ld.flags |= lx->from_image ? REGEX_PROVEN : 0;
	int rc = yaml_parse(&ld.y, &r->mem, RULES, bytes, e);
	if (rc == 0)
		rc = load_rules(&ld);
	if (rc == 0)
		rc = metadata_load_register(r, lexicon_file_bytes(lx, AUTHORITIES), e);
	if (rc < 0) {
		metadata_rules_free(r);
		return rc;
	}
	*out = r;
	return 0;
}

void metadata_rules_free(struct metadata_rules *r)
{
	if (!r)
		return;
	for (ptrdiff_t i = 0; i < r->all.n; i++)
		regex_free(r->all.at[i]);
	arena_release(&r->mem);
	free(r);
}
