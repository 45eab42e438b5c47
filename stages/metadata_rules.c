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

int metadata_column_named(struct metadata_loader *ld, const struct yaml_node *at, struct str name,
			  int *out)
{
	*out = lexicon_column(ld->lx, name);
	return *out >= 0 ? 0
			 : yaml_fail_node(&ld->y, at, ld->e, "there is no metadata column '%.*s'",
					  STR_ARG(name));
}

int metadata_column_of(struct metadata_loader *ld, const struct yaml_node *n, int *out)
{
	return metadata_column_named(ld, n, metadata_text_under(n, "column"), out);
}

/* The columns in the list under key, which may be absent, as bits. */
static int columns_under(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
			 uint64_t *out)
{
	const struct yaml_node *list = yaml_get(map, str_of(key));
	int rc = 0, column = 0;
	for (const struct yaml_node *c = list ? list->first : NULL; c && rc == 0; c = c->next) {
		rc = metadata_column_named(ld, c, c->text, &column);
		if (rc == 0)
			*out |= UINT64_C(1) << column;
	}
	return rc;
}

static int load_kind(struct metadata_loader *ld, const struct yaml_node *n)
{
	struct kind_rule *k = VEC_PUSH(&ld->r->mem, &ld->r->kinds);
	if (!k)
		return fail(ld->e, E_NOMEM, "no memory for the rules");
	k->id = metadata_text_under(n, "id");
	k->framework = metadata_text_under(n, "framework");
	k->inspectorate = metadata_text_under(n, "inspectorate");
	k->grades = metadata_text_under(n, "grades");
	k->letter = str_eq(metadata_text_under(n, "letter"), S("yes"));
	k->fallback = str_eq(metadata_text_under(n, "fallback"), S("yes"));
	k->article = str_eq(metadata_text_under(n, "article"), S("yes"));
	if (!k->id.n)
		return yaml_fail_node(&ld->y, n, ld->e, "a kind needs an id");
	const struct yaml_node *days = yaml_get(n, S("short_days"));
	double v = 0;
	int rc = days ? yaml_number(&ld->y, days, "a number of days", &v, ld->e) : 0;
	k->short_days = (int)v;
	if (rc == 0)
		rc = columns_under(ld, n, "finds", &k->finds);
	return rc < 0 ? rc : metadata_compile_list(ld, n, "titles", &k->titles);
}

static int load_kinds(struct metadata_loader *ld, const struct yaml_node *root)
{
	const struct yaml_node *list;
	int rc = metadata_need(ld, root, "kinds", &list);
	for (const struct yaml_node *n = rc == 0 ? list->first : NULL; n && rc == 0; n = n->next)
		rc = load_kind(ld, n);
	return rc;
}

/* "[sif, reinspection]" as " sif reinspection ". */
static struct str kinds_of(struct metadata_loader *ld, const struct yaml_node *n)
{
	const struct yaml_node *list = yaml_get(n, S("kinds"));
	if (!list)
		return (struct str){ 0 };
	struct buf b = { 0 };
	buf_addc(&b, ' ');
	for (const struct yaml_node *k = list->first; k; k = k->next) {
		buf_add(&b, k->text);
		buf_addc(&b, ' ');
	}
	struct str s = arena_str(&ld->r->mem, buf_str(&b));
	buf_release(&b);
	return s;
}

/* The most that the pattern matches and the character behind it; as far as any text goes when that is
 * not known, or the pattern looks ahead. */
static ptrdiff_t reach_of(struct str pattern)
{
	bool ahead = str_find(pattern, S("(?="), 0) >= 0 || str_find(pattern, S("(?!"), 0) >= 0;
	ptrdiff_t most = ahead ? -1 : sieve_most(pattern);
	return most < 0 ? PTRDIFF_MAX / 2 : (most + 1) * CHARACTER_BYTES;
}

static int load_text(struct metadata_loader *ld, const struct yaml_node *n, struct text_rule *t)
{
	t->kinds = kinds_of(ld, n);
	t->everywhere = str_eq(metadata_text_under(n, "where"), S("document"));
	t->reach = reach_of(metadata_text_under(n, "pattern"));
	return metadata_compile_under(ld, n, "pattern", &t->pattern);
}

int metadata_load_texts(struct metadata_loader *ld, const struct yaml_node *list, const char *fixed,
			int column)
{
	int rc = 0;
	for (const struct yaml_node *n = list->first; n && rc == 0; n = n->next) {
		struct text_rule *t = VEC_PUSH(&ld->r->mem, &ld->r->texts);
		if (!t)
			return fail(ld->e, E_NOMEM, "no memory for the rules");
		t->column = column;
		if (fixed)
			t->value = metadata_text_under(n, fixed);
		else
			rc = metadata_column_of(ld, n, &t->column);
		if (rc == 0)
			rc = load_text(ld, n, t);
	}
	return rc;
}

static int load_inspectors(struct metadata_loader *ld, const struct yaml_node *root)
{
	const struct yaml_node *list;
	int rc = metadata_need(ld, root, "inspectors", &list);
	for (const struct yaml_node *n = rc == 0 ? list->first : NULL; n && rc == 0; n = n->next) {
		struct text_rule *t = VEC_PUSH(&ld->r->mem, &ld->r->inspectors);
		rc = t ? load_text(ld, n, t) : fail(ld->e, E_NOMEM, "no memory for the rules");
	}
	return rc < 0 ? rc : metadata_compile_under(ld, root, "inspector_ends", &ld->r->inspector_ends);
}

static int load_reason(struct metadata_loader *ld, const struct yaml_node *n, struct reason_rule *rule)
{
	const struct yaml_node *columns;
	int rc = metadata_need(ld, n, "columns", &columns);
	rule->kinds = kinds_of(ld, n);
	rule->why = metadata_text_under(n, "why");
	return rc < 0 ? rc : columns_under(ld, n, "columns", &rule->columns);
}

static int load_reasons(struct metadata_loader *ld, const struct yaml_node *root)
{
	const struct yaml_node *list = yaml_get(root, S("reasons"));
	int rc = 0;
	for (const struct yaml_node *n = list ? list->first : NULL; n && rc == 0; n = n->next) {
		struct reason_rule *rule = VEC_PUSH(&ld->r->mem, &ld->r->reasons);
		rc = rule ? load_reason(ld, n, rule) : fail(ld->e, E_NOMEM, "no memory for the rules");
	}
	return rc;
}

static int load_dates(struct metadata_loader *ld, const struct yaml_node *root)
{
	const struct yaml_node *dates;
	int rc = metadata_need(ld, root, "dates", &dates);
	if (rc == 0)
		rc = metadata_compile_list(ld, dates, "inspection", &ld->r->inspection);
	if (rc == 0)
		rc = metadata_compile_list(ld, dates, "publication", &ld->r->publication);
	return rc < 0 ? rc : metadata_compile_under(ld, dates, "letter_date", &ld->r->letter_date);
}

static int load_authority_rules(struct metadata_loader *ld, const struct yaml_node *root)
{
	const struct yaml_node *n;
	int rc = metadata_need(ld, root, "authority", &n);
	if (rc == 0 && yaml_get(n, S("title_ends")))
		rc = metadata_compile_under(ld, n, "title_ends", &ld->r->title_ends);
	if (rc == 0)
		rc = metadata_compile_list(ld, n, "titles", &ld->r->authority_titles);
	if (rc == 0)
		rc = metadata_compile_list(ld, n, "lines", &ld->r->authority_lines);
	if (rc == 0)
		rc = metadata_compile_list(ld, n, "news", &ld->r->authority_news);
	return rc < 0 ? rc : metadata_compile_list(ld, n, "strip", &ld->r->authority_strip);
}

static int load_path_rules(struct metadata_loader *ld, const struct yaml_node *root)
{
	const struct yaml_node *n;
	int rc = metadata_need(ld, root, "path", &n);
	if (rc == 0)
		rc = metadata_compile_under(ld, n, "authority", &ld->r->path_authority);
	return rc < 0 ? rc : metadata_compile_list(ld, n, "publication", &ld->r->path_publication);
}

static int load_named_values(struct metadata_loader *ld, const struct yaml_node *root)
{
	const struct yaml_node *n;
	int rc = 0;
	if ((n = yaml_get(root, S("inspection_themes"))))
		rc = metadata_load_texts(ld, n, "value", META_inspection_theme);
	if (rc == 0 && (n = yaml_get(root, S("outcomes"))))
		rc = metadata_load_texts(ld, n, "value", META_outcome_grade);
	return rc;
}

/* Values of the lexicon's own columns. */
static int load_own_values(struct metadata_loader *ld, const struct yaml_node *root)
{
	const struct yaml_node *list = yaml_get(root, S("values"));
	int rc = 0;
	for (const struct yaml_node *n = list ? list->first : NULL; n && rc == 0; n = n->next) {
		struct text_rule *t = VEC_PUSH(&ld->r->mem, &ld->r->values);
		if (!t)
			return fail(ld->e, E_NOMEM, "no memory for the rules");
		rc = metadata_column_of(ld, n, &t->column);
		if (rc == 0 && t->column < META_COUNT)
			rc = yaml_fail_node(&ld->y, n, ld->e, "'%s' is filled by rules of its own: values "
					    "are for the columns that lexicon.yaml lists",
					    lexicon_column_name(ld->lx, t->column));
		t->value = metadata_text_under(n, "value");
		if (rc == 0)
			rc = load_text(ld, n, t);
	}
	return rc;
}

static int load_rules(struct metadata_loader *ld)
{
	static int (*const parts[])(struct metadata_loader *, const struct yaml_node *) = {
		load_kinds, load_authority_rules, load_dates, load_inspectors, metadata_load_grades,
		load_named_values, load_own_values, load_reasons, load_path_rules
	};
	const struct yaml_node *root = ld->y.root, *n;
	double lines = 0;
	int rc = metadata_need(ld, root, "head", &n);
	if (rc == 0 && (n = yaml_get(n, S("lines"))))
		rc = yaml_number(&ld->y, n, "a number of lines", &lines, ld->e);
	ld->r->head_lines = (ptrdiff_t)lines;
	for (ptrdiff_t i = 0; i < countof(parts) && rc == 0; i++)
		rc = parts[i](ld, root);
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
