/* SPDX-License-Identifier: MIT
 *
 * See dataset.h.
 */
#include <stdlib.h>

#include "pipeline/doc/dates.h"
#include "pipeline/lexicon/yaml.h"
#include "pipeline/store/read.h"
#include "pipeline/trend/dataset.h"

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the documents of the store");
}

static int take_about(void *ctx, const struct read_about *a, struct error *e)
{
	struct dataset *ds = ctx;
	ds->program = arena_str(&ds->mem, a->program);
	ds->lexicon = arena_str(&ds->mem, a->lexicon);
	ds->lexicon_title = arena_str(&ds->mem, a->lexicon_title);
	ds->ended = arena_str(&ds->mem, a->ended);
	ds->inputs = a->inputs;
	return ds->program.p && ds->lexicon.p && ds->lexicon_title.p && ds->ended.p ? 0 : no_memory(e);
}

static int take_theme(void *ctx, const struct read_theme *t, struct error *e)
{
	struct dataset *ds = ctx;
	struct data_theme *to = VEC_PUSH(&ds->mem, &ds->themes);
	if (!to)
		return no_memory(e);
	to->id = arena_str(&ds->mem, t->id);
	to->title = arena_str(&ds->mem, t->title);
	to->group = arena_str(&ds->mem, t->group);
	return to->id.p && to->title.p && to->group.p ? 0 : no_memory(e);
}

/* What a joint inspection may be about, and the theme that its sentences then are on, by that choice
 * and by no trend. */
static int take_subjects(struct dataset *ds, const struct yaml_node *list, struct error *e)
{
	for (const struct yaml_node *n = list ? list->first : NULL; n; n = n->next) {
		const struct yaml_node *value = yaml_get(n, S("value")), *id = yaml_get(n, S("id"));
		struct data_subject *to = value && id ? VEC_PUSH(&ds->mem, &ds->subjects) : NULL;
		if (to)
			*to = (struct data_subject){ value->text, dataset_theme(ds, id->text) };
		else if (value && id)
			return no_memory(e);
	}
	return 0;
}

static struct str text_of(const struct yaml_node *map, struct str key)
{
	const struct yaml_node *n = yaml_get(map, key);
	return n && n->kind == YAML_TEXT ? n->text : (struct str){ 0 };
}

/* An id and what stands behind it for a kind: "ilacs", "-short". */
static int add_kind(struct dataset *ds, const struct yaml_node *n, struct str behind, struct str title,
		    struct error *e)
{
	struct buf id = { 0 };
	struct data_kind *to = VEC_PUSH(&ds->mem, &ds->kinds);
	buf_add(&id, text_of(n, S("id")));
	buf_add(&id, behind);
	if (to)
		*to = (struct data_kind){ arena_str(&ds->mem, buf_str(&id)), title,
					  str_eq(text_of(n, S("article")), S("yes")) };
	bool whole = to && to->id.p && buf_ok(&id);
	buf_release(&id);
	return whole ? 0 : no_memory(e);
}

static int take_kinds(struct dataset *ds, const struct yaml_node *kinds, struct error *e)
{
	int rc = 0;
	for (const struct yaml_node *n = kinds ? kinds->first : NULL; n && rc == 0; n = n->next) {
		struct str title = text_of(n, S("title")), short_title = text_of(n, S("short_title"));
		rc = add_kind(ds, n, S(""), title, e);
		if (rc == 0 && yaml_get(n, S("short_days")))
			rc = add_kind(ds, n, S("-standard"), title, e);
		if (rc == 0 && yaml_get(n, S("short_days")))
			rc = add_kind(ds, n, S("-short"), short_title.n ? short_title : title, e);
	}
	return rc;
}

/* From the lexicon's rules for metadata. */
static int load_rules(struct dataset *ds, const struct db *db, struct error *e)
{
	struct buf b = { 0 };
	struct yaml y = { 0 };
	int rc = read_lexicon_file(db, S("metadata/rules.yaml"), &b, e);
	struct str bytes = arena_str(&ds->mem, buf_str(&b));
	if (rc == 0 && b.n)
		rc = bytes.p ? yaml_parse(&y, &ds->mem, S("metadata/rules.yaml"), bytes, e) : no_memory(e);
	if (rc == 0 && y.root)
		rc = take_subjects(ds, yaml_get(y.root, S("inspection_themes")), e);
	if (rc == 0 && y.root)
		rc = take_kinds(ds, yaml_get(y.root, S("kinds")), e);
	buf_release(&b);
	return rc;
}

/* "domestic abuse" and "Domestic-abuse" are one. */
static bool same_words(struct str a, struct str b)
{
	bool same = a.n == b.n;
	for (ptrdiff_t i = 0; i < a.n && same; i++)
		same = (a.p[i] == ' ' ? '-' : ascii_lower(a.p[i])) == (b.p[i] == ' ' ? '-' : ascii_lower(b.p[i]));
	return same;
}

static int subject_of(const struct dataset *ds, struct str said)
{
	for (ptrdiff_t i = 0; said.n && i < ds->subjects.n; i++)
		if (same_words(said, ds->subjects.at[i].said))
			return ds->subjects.at[i].theme;
	for (ptrdiff_t i = 0; said.n && i < ds->themes.n; i++)
		if (same_words(said, ds->themes.at[i].id))
			return (int)i;
	return -1;
}

/* The date of publication, else of the inspection. */
static struct str date_of(const struct data_doc *d)
{
	static const enum meta_column order[] = { META_publication_date, META_inspection_end_date,
						  META_inspection_start_date };
	for (ptrdiff_t i = 0; i < countof(order); i++)
		if (d->column[order[i]].n == 10)
			return d->column[order[i]];
	return S("");
}

static int digits(struct str s)
{
	int v = 0;
	for (ptrdiff_t i = 0; i < s.n; i++)
		v = 10 * v + (s.p[i] - '0');
	return v;
}

/* false: no memory. */
static bool set_time(struct dataset *ds, struct data_doc *d)
{
	struct str iso = date_of(d);
	if (iso.n != 10)
		return true;
	struct date day = { digits(str_sub(iso, 0, 4)), digits(str_sub(iso, 5, 7)),
			    digits(str_sub(iso, 8, 10)) };
	char quarter[] = "0000 Q0";
	memcpy(quarter, iso.p, 4);
	quarter[6] = (char)('1' + (day.month - 1) / 3);
	d->years = 1970 + (double)date_days(day) / 365.2425;
	d->column[COLUMN_DATE] = iso;
	d->column[COLUMN_YEAR] = str_sub(iso, 0, 4);
	d->column[COLUMN_QUARTER] = arena_str(&ds->mem, str_of(quarter));
	return d->column[COLUMN_QUARTER].p;
}

static int take_doc(void *ctx, const struct read_doc *r, struct error *e)
{
	struct dataset *ds = ctx;
	struct data_doc *d = VEC_PUSH(&ds->mem, &ds->docs);
	if (!d)
		return no_memory(e);
	d->id = r->id;
	d->words = r->words;
	d->sentences = r->sentences;
	d->coded = r->coded;
	bool whole = true;
	for (int c = 0; c < META_COUNT; c++) {
		if (r->meta[c].n)
			d->column[c] = arena_str(&ds->mem, r->meta[c]);
		whole &= d->column[c].n == r->meta[c].n;
	}
	d->column[COLUMN_PATH] = arena_str(&ds->mem, r->path);
	d->subject = subject_of(ds, d->column[META_inspection_theme]);
	d->counts = NEW(&ds->mem, struct theme_count, ds->themes.n + 1);
	whole &= set_time(ds, d);
	return whole && d->counts && d->column[COLUMN_PATH].p ? 0 : no_memory(e);
}

static int own_column(const struct dataset *ds, struct str name)
{
	for (ptrdiff_t i = 0; i < ds->own.n; i++)
		if (str_eq(name, ds->own.at[i]))
			return META_COUNT + (int)i;
	return -1;
}

static int take_own_column(void *ctx, struct str name, struct error *e)
{
	struct dataset *ds = ctx;
	struct str *to = ds->own.n < META_OWN_MAX ? VEC_PUSH(&ds->mem, &ds->own) : NULL;
	if (!to)
		return no_memory(e);
	*to = arena_str(&ds->mem, name);
	return to->p ? 0 : no_memory(e);
}

static int by_id(const void *a, const void *b)
{
	const struct data_doc *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

static int by_date(const void *a, const void *b)
{
	const struct data_doc *x = a, *y = b;
	int c = str_cmp(x->column[COLUMN_DATE], y->column[COLUMN_DATE]);
	if (c == 0)
		c = str_cmp(x->column[COLUMN_PATH], y->column[COLUMN_PATH]);
	return c ? c : by_id(a, b);
}

/* While documents are in the order of ids. */
static struct data_doc *doc_of(const struct dataset *ds, int64_t id)
{
	struct data_doc key = { .id = id };
	return ds->docs.n ? bsearch(&key, ds->docs.at, (size_t)ds->docs.n, sizeof key, by_id) : NULL;
}

static int take_own_value(void *ctx, const struct read_value *v, struct error *e)
{
	struct dataset *ds = ctx;
	struct data_doc *d = doc_of(ds, v->doc);
	int c = own_column(ds, v->column);
	if (!d || c < 0)
		return 0;
	d->column[c] = arena_str(&ds->mem, v->value);
	return d->column[c].p ? 0 : no_memory(e);
}

static int take_count(void *ctx, const struct read_count *c, struct error *e)
{
	struct dataset *ds = ctx;
	(void)e;
	int theme = dataset_theme(ds, c->theme);
	const struct data_doc *d = doc_of(ds, c->doc);
	if (d && theme >= 0)
		d->counts[theme] = c->count;
	return 0;
}

int dataset_load(struct dataset *ds, const struct db *db, struct error *e)
{
	*ds = (struct dataset){ 0 };
	arena_init(&ds->mem, 0);
	int rc = read_begin(db, e);
	if (rc == 0)
		rc = read_about(db, take_about, ds, e);
	if (rc == 0)
		rc = read_themes(db, take_theme, ds, e);
	if (rc == 0)
		rc = load_rules(ds, db, e);
	if (rc == 0)
		rc = read_docs(db, take_doc, ds, e);
	if (rc == 0)
		rc = read_own_columns(db, take_own_column, ds, e);
	if (rc == 0 && ds->docs.n)
		qsort(ds->docs.at, (size_t)ds->docs.n, sizeof *ds->docs.at, by_id);
	if (rc == 0)
		rc = read_counts(db, take_count, ds, e);
	if (rc == 0 && ds->own.n)
		rc = read_own_values(db, take_own_value, ds, e);
	if (rc == 0 && ds->docs.n)
		qsort(ds->docs.at, (size_t)ds->docs.n, sizeof *ds->docs.at, by_date);
	return rc;
}

void dataset_release(struct dataset *ds)
{
	arena_release(&ds->mem);
	*ds = (struct dataset){ 0 };
}

int dataset_theme(const struct dataset *ds, struct str id)
{
	for (ptrdiff_t i = 0; i < ds->themes.n; i++)
		if (str_eq(ds->themes.at[i].id, id))
			return (int)i;
	return -1;
}

ptrdiff_t dataset_doc(const struct dataset *ds, int64_t id)
{
	for (ptrdiff_t i = 0; i < ds->docs.n; i++)
		if (ds->docs.at[i].id == id)
			return i;
	return -1;
}

bool dataset_inspection(const struct dataset *ds, const struct data_doc *d)
{
	for (ptrdiff_t i = 0; i < ds->kinds.n; i++)
		if (str_eq(d->column[META_kind], ds->kinds.at[i].id))
			return !ds->kinds.at[i].article;
	return true;
}

static const struct {
	struct str name;
	int column;
} short_names[] = {
	{ STR("authority"), META_local_authority }, { STR("region"), META_region_code },
	{ STR("framework"), META_inspection_framework },
	{ STR("grade"), META_overall_effectiveness_grade }, { STR("year"), COLUMN_YEAR },
	{ STR("quarter"), COLUMN_QUARTER }, { STR("date"), COLUMN_DATE }, { STR("path"), COLUMN_PATH },
};

int column_find(const struct dataset *ds, struct str name, struct error *e)
{
	for (ptrdiff_t i = 0; i < countof(short_names); i++)
		if (str_eq(name, short_names[i].name))
			return short_names[i].column;
	enum meta_column c = meta_column_find(name);
	int own = own_column(ds, name);
	if (c < META_COUNT || own >= 0)
		return own >= 0 ? own : (int)c;
	return fail(e, E_USAGE, "no column '%.*s'; there are authority, region, framework, kind, grade, "
		    "year, quarter, date, path, and the columns of 'leitmotif export'", STR_ARG(name));
}

static int compare_values(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

int dataset_values(struct dataset *ds, int column, struct values *out, struct error *e)
{
	*out = (struct values){ 0 };
	for (ptrdiff_t i = 0; i < ds->docs.n; i++) {
		struct str v = ds->docs.at[i].column[column];
		struct str *to = v.n ? VEC_PUSH(&ds->mem, &out->list) : NULL;
		if (to)
			*to = v;
		else if (v.n)
			return no_memory(e);
	}
	ptrdiff_t kept = 0;
	if (out->list.n)
		qsort(out->list.at, (size_t)out->list.n, sizeof *out->list.at, compare_values);
	for (ptrdiff_t i = 0; i < out->list.n; i++)
		if (i == 0 || !str_eq(out->list.at[i], out->list.at[kept - 1]))
			out->list.at[kept++] = out->list.at[i];
	out->list.n = kept;
	return 0;
}
